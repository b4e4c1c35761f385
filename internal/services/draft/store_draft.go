package draft

import (
	"context"
	"encoding/json"
	"errors"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

const columns = `id, member_id, piece_id, version_id, schema_name, schema_version, title, proposals, decided, accepted,
	row_count, revision, found, created_by, created_at, changed_at, expires_at`

func scan(row database.Row) (Draft, error) {
	var d Draft
	var proposals, accepted, found string
	var created, changed, expires int64
	err := row.Scan(&d.ID, &d.MemberID, &d.PieceID, &d.VersionID, &d.Schema.Name, &d.Schema.Version, &d.Title, &proposals,
		&d.Decided, &accepted, &d.Rows, &d.Revision, &found, &d.CreatedBy, &created, &changed, &expires)
	if err != nil {
		return d, err
	}
	d.Created, d.Changed, d.Expires = clock.FromMicros(created), clock.FromMicros(changed), clock.FromMicros(expires)
	return d, errors.Join(json.Unmarshal([]byte(proposals), &d.Proposals), json.Unmarshal([]byte(accepted), &d.Accepted),
		json.Unmarshal([]byte(found), &d.Found))
}

// get returns a draft of a member for whom the scope may deposit. Any other
// does not exist.
func get(ctx context.Context, tx access.Tx, id string) (Draft, error) {
	const op = "draft.get"
	where, args := tx.OnlyWith(access.Deposit, "member_id", []any{id, tx.Micros()})
	list, err := database.All(ctx, tx, op, scan, `select `+columns+` from draft where id = $1 and expires_at > $2 and `+where, args...)
	if err != nil {
		return Draft{}, err
	}
	if len(list) == 0 {
		return Draft{}, fault.New(fault.NotFound, op, "Ce brouillon n’existe pas, ou n’existe plus\u202f: il a été déposé ou abandonné.",
			"This draft does not exist, or no longer: it was deposited or given up.")
	}
	return list[0], nil
}

// List returns the drafts that the scope may work on, the latest first.
func List(ctx context.Context, tx access.Tx) ([]Draft, error) {
	where, args := tx.OnlyWith(access.Deposit, "member_id", []any{tx.Micros()})
	return database.All(ctx, tx, "draft.List", scan, `select `+columns+` from draft where expires_at > $1 and `+where+
		` order by changed_at desc, id limit 100`, args...)
}

// Of returns the id of the draft that corrects a version, "" for none.
func Of(ctx context.Context, tx access.Tx, version string) (string, error) {
	where, args := tx.OnlyWith(access.Deposit, "member_id", []any{version, tx.Micros()})
	list, err := database.All(ctx, tx, "draft.Of", func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
		`select id from draft where version_id = $1 and expires_at > $2 and `+where, args...)
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0], nil
}

func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic("draft: " + err.Error()) // texts, numbers and lists of them
	}
	return string(b)
}

// insert records a draft. It is false when another one corrects the version
// already.
func insert(ctx context.Context, tx access.Tx, d Draft) (bool, error) {
	n, err := database.Exec(ctx, tx, "draft.insert", `insert into draft (`+columns+`)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17) on conflict do nothing`,
		d.ID, d.MemberID, d.PieceID, d.VersionID, d.Schema.Name, d.Schema.Version, d.Title, asJSON(d.Proposals), database.Bool(d.Decided),
		asJSON(d.Accepted), d.Rows, d.Revision, asJSON(d.Found), d.CreatedBy, clock.Micros(d.Created), clock.Micros(d.Changed), clock.Micros(d.Expires))
	return n == 1, err
}

// save records what changes in a draft, under its next revision.
func (d *Draft) save(ctx context.Context, tx access.Tx) error {
	d.Revision++
	d.Changed = tx.Clock().Now()
	d.Expires = d.Changed.AddDate(0, 0, days)
	_, err := database.Exec(ctx, tx, "draft.save", `update draft set decided = $1, accepted = $2, row_count = $3, revision = $4, title = $5,
		changed_at = $6, expires_at = $7 where id = $8`, database.Bool(d.Decided), asJSON(d.Accepted), d.Rows, d.Revision, d.Title,
		clock.Micros(d.Changed), clock.Micros(d.Expires), d.ID)
	return err
}

func saveFound(ctx context.Context, tx access.Tx, id string, f Found) error {
	_, err := database.Exec(ctx, tx, "draft.saveFound", `update draft set found = $1 where id = $2`, asJSON(f), id)
	return err
}

// remove forgets drafts with all that was written in them.
func remove(ctx context.Context, tx access.Tx, where string, args ...any) error {
	for _, q := range []string{
		`delete from draft_step where draft_id in (select id from draft where ` + where + `)`,
		`delete from draft_row where draft_id in (select id from draft where ` + where + `)`,
		`delete from draft where ` + where,
	} {
		if _, err := database.Exec(ctx, tx, "draft.remove", q, args...); err != nil {
			return err
		}
	}
	return nil
}

// Forget drops the drafts and the lists of corrections of versions that are
// erased.
func Forget(ctx context.Context, tx access.Tx, versions []string) error {
	for _, v := range versions {
		if err := remove(ctx, tx, `version_id = $1`, v); err != nil {
			return err
		}
		if _, err := database.Exec(ctx, tx, "draft.Forget", `delete from correction where version_id = $1 or from_version = $1`, v); err != nil {
			return err
		}
	}
	return nil
}

// sweep forgets the drafts whose time is over.
func sweep(ctx context.Context, tx access.Tx) error {
	return remove(ctx, tx, `expires_at <= $1`, tx.Micros())
}

var beyond = i18n.T("Ce tableau est trop grand pour être écrit ici. Préparez-le dans un tableur avec le modèle, puis déposez le fichier.",
	"This table is too big to be written here. Prepare it in a spreadsheet with the template, then deposit the file.")
