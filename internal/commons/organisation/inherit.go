package organisation

import (
	"context"
	"fmt"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
)

// Part is what passes from one member to another.
type Part struct {
	From, To string // ids of members
	// Pieces are those that pass; nil is all that the member has, pieces and
	// the rest (roles, tokens, rules).
	Pieces []string
	Roles  bool // the people keep their roles, with the new owner
}

// Whole tells whether all that the member has passes.
func (p Part) Whole() bool { return p.Pieces == nil }

// Rows returns the condition that chooses the rows that pass, of a table with
// the columns member_id and the one that names the piece, and its arguments.
// The placeholders begin at first.
func (p Part) Rows(piece string, first int) (string, []any) {
	where, args := fmt.Sprintf("member_id = $%d", first), []any{p.From}
	if !p.Whole() {
		where += " and " + piece + " in (" + database.In(len(p.Pieces), first+1) + ")"
		args = append(args, database.Args(p.Pieces)...)
	}
	return where, args
}

// VersionRows is Rows for tables that name the version, not the piece.
func (p Part) VersionRows(version string, first int) (string, []any) {
	where, args := fmt.Sprintf("member_id = $%d", first), []any{p.From}
	if !p.Whole() {
		where += " and " + version + " in (select id from version where piece_id in (" + database.In(len(p.Pieces), first+1) + "))"
		args = append(args, database.Args(p.Pieces)...)
	}
	return where, args
}

// Pass gives the rows of a table that pass to their new owner. where is that of
// Rows or VersionRows with first 2.
func (p Part) Pass(ctx context.Context, tx access.Tx, table, where string, args []any) error {
	_, err := database.Exec(ctx, tx, "organisation.Pass", `update `+table+` set member_id = $1 where `+where, append([]any{p.To}, args...)...)
	return err
}

// Holding is something that a room holds of a member, for people to read
// before it passes.
type Holding struct {
	What  i18n.Text // "jeux de données publiés"
	Count int
	Fate  i18n.Text // what becomes of it
	// Public is what a leaving member may leave public; Ends what ends on the day
	// on which it leaves, whatever Fate says of an heir.
	Public, Ends bool
}

// Move passes what a room holds of a member on. Its parts are made by
// Inheritor.Prepare.
type Move struct {
	// Records passes the records over, in the transaction of the act. An error
	// of kind Conflict says that something came since Prepare: then all is
	// prepared again.
	Records func(ctx context.Context, tx access.Tx) error
	// After destroys what is left with the former owner, once the act is
	// committed. It may be nil, and may be called again.
	After func(ctx context.Context) error
}

// Inheritor is a room that holds something of members: what it is, and how it
// passes from one member to another.
type Inheritor interface {
	// Room names the room, as its schema does.
	Room() string
	// Holds tells what would pass.
	Holds(ctx context.Context, tx access.Tx, p Part) ([]Holding, error)
	// Prepare does what takes long (copying files), outside any transaction.
	// It may be called again for the same part.
	Prepare(ctx context.Context, p Part) (Move, error)
}

// Leaver is an Inheritor that has something to do when a member leaves the
// operator without an heir.
type Leaver interface {
	Inheritor
	// Withdraw takes what the member has published off the public site.
	Withdraw(ctx context.Context, tx access.Tx, member string) error
	// Erase destroys what the member has, but for what is published if that is
	// to stay. It may be called again.
	Erase(ctx context.Context, member string, keepPublished bool) error
}

// Ender is an Inheritor that has something to end on the day on which a member
// leaves, whether what is published stays or not.
type Ender interface {
	Inheritor
	End(ctx context.Context, tx access.Tx, member string) error
}
