// Package passing gives what a member has in the register to its heir, and
// destroys it when the member has left without one.
//
// It goes by the register of tables, so that a room that is added later passes
// without a word: rows of the register that belong to a member, the files that
// they name, and what the operator's rows say about the member (who looks after
// it, visits, what batches did). Rooms that have more to say (requests, breaches,
// offices) are inheritors of their own and come before.
package passing

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/blob"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
)

// Files is the store of files.
type Files interface {
	Put(ctx context.Context, member string, body io.Reader) (blob.Ref, error)
	Claim(ctx context.Context, tx access.Tx, member, digest string) error
	Open(ctx context.Context, member, digest string) (blob.Blob, error)
	Destroy(ctx context.Context, member string, digests []string) error
}

// Inheritance passes the register, whole members only: it belongs to no dataset.
type Inheritance struct {
	Doors  *access.Doors // nil where acts are only recorded
	Files  Files
	Tables []database.Table // of the whole installation
}

// Room implements organisation.Inheritor.
func (Inheritance) Room() string { return "register" }

// theirs are the tables of the register with rows of members.
func (i Inheritance) theirs(d database.Dialect) (out []database.Table) {
	for _, t := range i.Tables {
		if strings.HasPrefix(t.Name, "register_") && t.Member != "" && t.On(d) {
			out = append(out, t)
		}
	}
	return out
}

// about are the operator's rows about a member that go where the member goes, and
// by which other column a member has at most one of them.
var about = []struct{ table, column, one string }{
	{"register_portfolio", "member_id", "''"}, // one agent for each member
	{"register_visit", "member_id", ""},
	{"register_batch_member", "member_id", "batch_id"},
	{"register_item", "member_id", ""},
	{"register_item_override", "member_id", ""},
	{"register_merge_item", "member_id", ""},
	{"register_act_item", "member_id", "act_id"},
	{"register_calendar", "member_id", ""}, // somebody’s, of this member’s dates
	{"register_letter", "for_member", ""},
	{"register_letter", "target_member", ""},
}

// Holds implements organisation.Inheritor.
func (i Inheritance) Holds(ctx context.Context, tx access.Tx, p organisation.Part) ([]organisation.Holding, error) {
	if !p.Whole() {
		return nil, nil
	}
	n, err := database.Value[int](ctx, tx, "passing.Holds", `select count(*) from register_instance where member_id = $1 and retired_at = 0`, p.From)
	return []organisation.Holding{{What: i18n.T("fiches du registre RGPD (traitements, actions, analyses, sous-traitants)", "records of the GDPR register (activities, actions, assessments, processors)"), Count: n,
		Fate: i18n.T("passent au registre de l’héritière, à côté des siennes", "pass into the heir’s register, beside its own")}}, err
}

// digests are the files that a member's rows of the register name.
func (i Inheritance) digests(ctx context.Context, tx access.Tx, member string) (out []string, err error) {
	for _, t := range i.theirs(tx.Dialect()) {
		for _, column := range t.Files {
			list, err := database.All(ctx, tx, "passing.digests", func(r database.Row) (d string, err error) { return d, r.Scan(&d) },
				`select distinct `+column+` from `+t.Name+` where `+t.Member+` = $1 and `+column+` <> ''`, member)
			if err != nil {
				return nil, err
			}
			out = append(out, list...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// Prepare implements organisation.Inheritor: it copies the files into the name
// of the new owner.
func (i Inheritance) Prepare(ctx context.Context, p organisation.Part) (organisation.Move, error) {
	if !p.Whole() || i.Doors == nil {
		return organisation.Move{Records: func(context.Context, access.Tx) error { return nil }}, nil
	}
	var digests []string
	err := i.Doors.Read(ctx, access.System("succession"), func(tx access.Tx) (err error) {
		digests, err = i.digests(ctx, tx, p.From)
		return err
	})
	for _, d := range digests {
		if err == nil {
			err = i.copy(ctx, p, d)
		}
	}
	return organisation.Move{Records: func(ctx context.Context, tx access.Tx) error { return i.pass(ctx, tx, p, digests) },
		After: func(ctx context.Context) error { return i.Files.Destroy(ctx, p.From, digests) }}, err
}

func (i Inheritance) copy(ctx context.Context, p organisation.Part, digest string) error {
	b, err := i.Files.Open(ctx, p.From, digest)
	if err != nil {
		return err
	}
	defer b.Close()
	_, err = i.Files.Put(ctx, p.To, b)
	return err
}

func (i Inheritance) pass(ctx context.Context, tx access.Tx, p organisation.Part, brought []string) error {
	const op = "passing.pass"
	now, err := i.digests(ctx, tx, p.From)
	if err != nil {
		return err
	}
	for _, d := range now {
		if !slices.Contains(brought, d) {
			return fault.New(fault.Conflict, op, "Un fichier vient d’être déposé. La reprise recommence.", "A file has just been deposited. The move begins again.")
		}
		if err := i.Files.Claim(ctx, tx, p.To, d); err != nil {
			return err
		}
	}
	if _, err := database.Exec(ctx, tx, op, `delete from register_tally where member_id = $1`, p.From); err != nil {
		return err
	}
	for _, t := range i.theirs(tx.Dialect()) {
		if _, err := database.Exec(ctx, tx, op, `update `+t.Name+` set `+t.Member+` = $1 where `+t.Member+` = $2`, p.To, p.From); err != nil {
			return err
		}
	}
	for _, a := range about {
		if a.one != "" {
			if _, err := database.Exec(ctx, tx, op, fmt.Sprintf(`delete from %[1]s where %[2]s = $1 and %[3]s in (select %[3]s from %[1]s where %[2]s = $2)`, a.table, a.column, a.one), p.From, p.To); err != nil {
				return err
			}
		}
		if _, err := database.Exec(ctx, tx, op, fmt.Sprintf(`update %[1]s set %[2]s = $1 where %[2]s = $2`, a.table, a.column), p.To, p.From); err != nil {
			return err
		}
	}
	return model.Retally(ctx, tx, p.To)
}

// Withdraw implements organisation.Leaver: the public page of a register goes
// with its member.
func (Inheritance) Withdraw(context.Context, access.Tx, string) error { return nil }

// Erase implements organisation.Leaver.
func (i Inheritance) Erase(ctx context.Context, member string, _ bool) error {
	const op = "passing.Erase"
	var digests []string
	err := i.Doors.Write(ctx, access.System("succession"), func(tx access.Tx) (err error) {
		if digests, err = i.digests(ctx, tx, member); err != nil {
			return err
		}
		for _, a := range about {
			statement := fmt.Sprintf(`delete from %s where %s = $1`, a.table, a.column)
			if a.table == "register_letter" { // the operator's own, which only says for whom
				statement = fmt.Sprintf(`update %[1]s set %[2]s = '' where %[2]s = $1`, a.table, a.column)
			}
			if _, err := database.Exec(ctx, tx, op, statement, member); err != nil {
				return err
			}
		}
		theirs := i.theirs(tx.Dialect())
		slices.Reverse(theirs) // what names a row goes before it
		for _, t := range theirs {
			if _, err := database.Exec(ctx, tx, op, `delete from `+t.Name+` where `+t.Member+` = $1`, member); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return i.Files.Destroy(ctx, member, digests)
}

var _ organisation.Leaver = Inheritance{}
