package request

import (
	"context"
	"regexp"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

var referenceIn = regexp.MustCompile(`\b[0-9A-HJKMNP-TV-Z]{8}\b`)

// ByReference finds the request whose reference stands in a text, the subject of
// a letter: "" for none, or for one that the scope does not work on.
func ByReference(ctx context.Context, tx access.Tx, text string) (string, error) {
	said := referenceIn.FindAllString(text, 5)
	if len(said) == 0 {
		return "", nil
	}
	where, args, err := workedOn(ctx, tx, "member_id", database.Args(said))
	if err != nil {
		return "", err
	}
	id, err := database.Value[string](ctx, tx, "request.ByReference", `select id from register_request where state <> 'erased' and reference in (`+
		database.In(len(said), 1)+`) and `+where+` order by id limit 1`, args...)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return id, err
}

// HasFile tells whether a file goes with a request already.
func HasFile(ctx context.Context, tx access.Tx, request, digest string) (bool, error) {
	n, err := database.Value[int](ctx, tx, "request.HasFile", `select count(*) from register_request_file where request_id = $1 and digest = $2`, request, digest)
	return n > 0, err
}
