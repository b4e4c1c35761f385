package organisation

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/text"
)

// Communes finds the communes that are served, by beginnings of words of the name,
// a postcode or a code officiel géographique, by name. A code is meant whole: its
// digits begin the SIREN of many others.
func Communes(ctx context.Context, tx access.Tx, query string, limit int) ([]Member, error) {
	const kinds = ` and kind in ('commune', 'commune-nouvelle')`
	with, from, args := named(tx.Dialect(), strings.Fields(text.Fold(query)))
	if code := strings.ToUpper(strings.TrimSpace(query)); isCode.MatchString(code) {
		with, args = "", []any{code}
		from = `(select id, sort_key, kind from member where closed_at = 0 and insee = $1
			union select id, sort_key, kind from member where closed_at = 0 and postcode = $1) coded where 1=1`
	}
	return database.All(ctx, tx, "organisation.Communes", scanRow,
		pageOf(with, from+kinds, ` limit $`+strconv.Itoa(len(args)+1)), append(args, limit)...)
}

// isCode tells a postcode or a code officiel géographique, Corsica's too.
var isCode = regexp.MustCompile(`^(\d\d|2[AB])\d{3}$`)

// DepartementsOf returns the département of a commune, where it is served: the
// first digits of their codes are the same.
func DepartementsOf(ctx context.Context, tx access.Tx, m Member) ([]Member, error) {
	code := departement(m)
	if code == "" {
		return nil, nil
	}
	list, err := Page(ctx, tx, Filter{Kind: Departement}, 200, 0)
	var out []Member
	for _, d := range list {
		if departement(d) == code {
			out = append(out, d)
		}
	}
	return out, err
}

// departement is the code of the département in which a member is: the first two
// of its code officiel géographique or its postcode, three overseas. Corsica's two
// share a postcode, which then says nothing.
func departement(m Member) string {
	code := m.Insee
	if code == "" {
		code = m.Postcode
	}
	switch {
	case len(code) < 5, m.Insee == "" && strings.HasPrefix(code, "20"):
		return ""
	case strings.HasPrefix(code, "97"), strings.HasPrefix(code, "98"):
		return code[:3]
	}
	return code[:2]
}

// SetGroup has a member belong to a body from the beginning, for whoever fills an
// installation in bulk with members in any order. Change and Correct record it.
func SetGroup(ctx context.Context, tx access.Tx, member, group string) error {
	const op = "organisation.SetGroup"
	if !tx.Scope().IsSystem() {
		return fault.New(fault.Forbidden, op, "Enregistrez un changement.", "Record a change.")
	}
	if _, err := database.Exec(ctx, tx, op, `update member set group_id = $1 where id = $2`, group, member); err != nil {
		return err
	}
	_, err := database.Exec(ctx, tx, op, `update member_history set group_id = $1 where member_id = $2`, group, member)
	return err
}
