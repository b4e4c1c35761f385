package label

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Purpose says of which portal a label is.
type Purpose string

// The purposes.
const (
	OfSite    Purpose = "site"    // the member's own portal
	OfMembers Purpose = "members" // what members have that say nothing else: the operator's
)

// Version is a label as it was written.
type Version struct {
	ID      string
	Number  int // 0 is the draft
	Label   Label
	Actor   access.Actor
	Written time.Time
}

const versionColumns = `id, number, document, actor_kind, actor_id, actor_name, written_at`

func scanVersion(r database.Row) (Version, error) {
	var v Version
	var document, kind string
	var at int64
	if err := r.Scan(&v.ID, &v.Number, &document, &kind, &v.Actor.ID, &v.Actor.Name, &at); err != nil {
		return v, err
	}
	v.Actor.Kind, v.Written = access.ActorKind(kind), clock.FromMicros(at)
	return v, json.Unmarshal([]byte(document), &v.Label)
}

// history lists what a member has published, the latest first. Everybody may
// read it.
func history(ctx context.Context, tx access.Tx, member string, p Purpose, limit int) ([]Version, error) {
	return database.All(ctx, tx, "label.history", scanVersion, `select `+versionColumns+` from portal_label
		where origin_id = $1 and member_id = $1 and purpose = $2 and number > 0 order by number desc limit $3`, member, string(p), limit)
}

// current is what everybody sees; the zero Version where nothing was published.
func current(ctx context.Context, tx access.Tx, member string, p Purpose) (Version, error) {
	list, err := history(ctx, tx, member, p, 1)
	if err != nil || len(list) == 0 {
		return Version{}, err
	}
	return list[0], nil
}

// draft returns what is being written, and whether there is anything.
func draft(ctx context.Context, tx access.Tx, member string, p Purpose) (Version, bool, error) {
	where, args := tx.Only("member_id", []any{member, string(p)})
	list, err := database.All(ctx, tx, "label.draft", scanVersion, `select `+versionColumns+` from portal_label
		where origin_id = $1 and member_id = $1 and purpose = $2 and number = 0 and `+where, args...)
	if err != nil || len(list) == 0 {
		return Version{}, false, err
	}
	return list[0], true, nil
}

func numbered(ctx context.Context, tx access.Tx, member string, p Purpose, n int) (Version, error) {
	const op = "label.version"
	list, err := database.All(ctx, tx, op, scanVersion, `select `+versionColumns+` from portal_label
		where origin_id = $1 and member_id = $1 and purpose = $2 and number = $3 and number > 0`, member, string(p), n)
	if err == nil && len(list) == 0 {
		err = fault.Missing(op)
	}
	if err != nil {
		return Version{}, err
	}
	return list[0], nil
}

func write(ctx context.Context, tx access.Tx, member string, p Purpose, n int, l Label) error {
	const op = "label.write"
	document, err := json.Marshal(l)
	if err != nil {
		return fault.Wrap(op, err)
	}
	a := tx.Scope().Actor()
	_, err = database.Exec(ctx, tx, op, `insert into portal_label (id, member_id, origin_id, purpose, number, document, actor_kind, actor_id, actor_name, written_at)
		values ($1,$2,$2,$3,$4,$5,$6,$7,$8,$9)`, tx.NewID(), member, string(p), n, string(document), string(a.Kind), a.ID, a.Name, tx.Micros())
	return err
}

func dropDraft(ctx context.Context, tx access.Tx, member string, p Purpose) (bool, error) {
	n, err := database.Exec(ctx, tx, "label.dropDraft", `delete from portal_label where origin_id = $1 and member_id = $1 and purpose = $2 and number = 0`, member, string(p))
	return n > 0, err
}

// keepLogo keeps a picture of a member, once.
func keepLogo(ctx context.Context, tx access.Tx, member string, l Logo) error {
	const op = "label.keepLogo"
	n, err := database.One(ctx, tx, op, func(r database.Row) (n int, err error) { return n, r.Scan(&n) },
		`select count(*) from portal_logo where member_id = $1 and digest = $2`, member, l.Digest)
	if err != nil || n > 0 {
		return err
	}
	_, err = database.Exec(ctx, tx, op, `insert into portal_logo (id, member_id, digest, type, content, added_at) values ($1,$2,$3,$4,$5,$6)`,
		tx.NewID(), member, l.Digest, l.Type, base64.StdEncoding.EncodeToString(l.Content), tx.Micros())
	return err
}

func scanLogo(r database.Row) (Logo, error) {
	var l Logo
	var content string
	if err := r.Scan(&l.Digest, &l.Type, &content); err != nil {
		return l, err
	}
	var err error
	l.Content, err = base64.StdEncoding.DecodeString(content)
	return l, err
}

// logo returns a picture by its digest.
func logo(ctx context.Context, tx access.Tx, digest string) (Logo, error) {
	const op = "label.logo"
	list, err := database.All(ctx, tx, op, scanLogo, `select digest, type, content from portal_logo where digest = $1 limit 1`, digest)
	if err == nil && len(list) == 0 {
		err = fault.Missing(op)
	}
	if err != nil {
		return Logo{}, err
	}
	return list[0], nil
}

// ownsLogo tells whether a member has sent a picture.
func ownsLogo(ctx context.Context, tx access.Tx, member, digest string) (bool, error) {
	n, err := database.One(ctx, tx, "label.ownsLogo", func(r database.Row) (n int, err error) { return n, r.Scan(&n) },
		`select count(*) from portal_logo where member_id = $1 and digest = $2`, member, digest)
	return n > 0, err
}
