package access

import (
	"context"
	"fmt"
	"strings"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
)

// Doors opens transactions under a scope. Nothing else of ours does.
type Doors struct {
	db      database.Transactor
	clock   clock.Clock
	ident   *ident.Source
	journal Journal      // nil until Tell
	tokens  *web.Limiter // nil until LimitTokens
}

// New returns the doors of a database.
func New(db database.Transactor, c clock.Clock, i *ident.Source) *Doors {
	return &Doors{db: db, clock: c, ident: i}
}

// Tx is a transaction with its scope, its clock and its source of identifiers.
type Tx struct {
	database.Tx
	scope Scope
	doors *Doors
}

// Read runs fn in a transaction that only reads.
func (d *Doors) Read(ctx context.Context, s Scope, fn func(Tx) error) error {
	return d.db.Read(database.Under(ctx, s.sight()), func(tx database.Tx) error { return fn(Tx{tx, s, d}) })
}

// Write runs fn in a transaction: all of it happens, or nothing.
func (d *Doors) Write(ctx context.Context, s Scope, fn func(Tx) error) error {
	return d.db.Write(database.Under(ctx, s.sight()), func(tx database.Tx) error { return fn(Tx{tx, s, d}) })
}

// Platform returns a Transactor for a room of the platform that works on its
// own account (jobs, journal): its transactions run under a system scope with
// the given reason.
func (d *Doors) Platform(reason string) database.Transactor { return platformDoor{d, System(reason)} }

type platformDoor struct {
	doors *Doors
	scope Scope
}

func (p platformDoor) Read(ctx context.Context, fn func(database.Tx) error) error {
	return p.doors.Read(ctx, p.scope, func(tx Tx) error { return fn(tx) })
}

func (p platformDoor) Write(ctx context.Context, fn func(database.Tx) error) error {
	return p.doors.Write(ctx, p.scope, func(tx Tx) error { return fn(tx) })
}

// As joins a platform transaction to a scope: a job's handler receives one and
// goes on with it.
func (d *Doors) As(tx database.Tx, s Scope) Tx {
	if inner, ok := tx.(Tx); ok {
		tx = inner.Tx
	}
	return Tx{tx.Under(s.sight()), s, d}
}

// Clock returns the clock of the installation.
func (d *Doors) Clock() clock.Clock { return d.clock }

// Scope returns the transaction's scope.
func (tx Tx) Scope() Scope { return tx.scope }

// Clock returns the clock of the installation.
func (tx Tx) Clock() clock.Clock { return tx.doors.clock }

// Micros returns the current instant in the database's form.
func (tx Tx) Micros() int64 { return clock.Micros(tx.doors.clock.Now()) }

// NewID returns a fresh identifier.
func (tx Tx) NewID() string { return tx.doors.ident.New() }

// Elevated is the same transaction under a system scope, for what a rule of
// ours must see or do beyond the actor's own doors. The reason says why.
func (tx Tx) Elevated(reason string) Tx { return tx.doors.As(tx.Tx, System(reason)) }

// Sees returns nil when the scope may read what belongs to the member, and a
// NotFound error otherwise: what is not open is not known to exist.
func (tx Tx) Sees(op, member string) error {
	if tx.scope.Sees(member) {
		return nil
	}
	return fault.Missing(op)
}

// Only returns a condition on the column that holds the member's id, so that
// a query yields just the rows that the scope may read, and the query's
// arguments with those of the condition added.
//
//	where, args := tx.Only("p.member_id", args)
func (tx Tx) Only(column string, args []any) (string, []any) {
	if tx.scope.seesAll() {
		return "1=1", args
	}
	return among(column, tx.scope.MembersWith(See), args)
}

// among writes "column in ($3,$4)", or a condition that nothing meets.
func among(column string, ids []string, args []any) (string, []any) {
	if len(ids) == 0 {
		return "1=0", args
	}
	marks := make([]string, len(ids))
	for i, id := range ids {
		args = append(args, id)
		marks[i] = fmt.Sprintf("$%d", len(args))
	}
	return column + " in (" + strings.Join(marks, ",") + ")", args
}

// May returns nil when the scope may do something with what belongs to the
// member: by a role there, by a role at the operator, or by one of the two
// together with a mandate that is in force today. Otherwise the error is NotFound when
// the member's things may not even be seen, and Forbidden when they may.
func (tx Tx) May(ctx context.Context, right Right, member string) error {
	s := tx.scope
	if s.kind == system || len(s.bases(right, member, nil)) > 0 {
		return nil
	}
	if len(s.bases(right, member, some)) > 0 { // a mandate makes the difference
		mandates, err := inForce(ctx, tx, member)
		if err != nil {
			return err
		}
		if len(s.bases(right, member, mandates)) > 0 {
			return nil
		}
		if s.acting.ID == "" {
			return fault.New(fault.Forbidden, "access.May",
				"Cette collectivité ne vous a pas donné de mandat en cours. Enregistrez son mandat, ou demandez-lui d’agir elle-même.",
				"This member has given you no mandate in force. Record its mandate, or ask it to act itself.")
		}
	}
	if s.acting.ID != "" && s.Sees(member) {
		return &fault.Error{Kind: fault.Forbidden, Op: "access.May", Say: readOnly}
	}
	if s.Sees(member) {
		return fault.New(fault.Forbidden, "access.May",
			"Votre rôle ne permet pas cette action. Adressez-vous au gestionnaire de votre collectivité.",
			"Your role does not allow this. Ask the manager of your organisation.")
	}
	return fault.Missing("access.May")
}

// Allowed is May as a yes or no, for pages that show or hide a button.
func (tx Tx) Allowed(ctx context.Context, right Right, member string) (bool, error) {
	err := tx.May(ctx, right, member)
	if err == nil {
		return true, nil
	}
	if fault.Is(err, fault.Forbidden) || fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return false, err
}

// OnlyWith is Only for a right: the rows of members at which the scope holds
// it, by role or by mandate.
func (tx Tx) OnlyWith(right Right, column string, args []any) (string, []any) {
	s := tx.scope
	free, mandated := s.everywhere(right)
	if free {
		return "1=1", args
	}
	where, args := among(column, s.MembersWith(right), args)
	if mandated {
		var under string
		under, args = tx.underMandate(column, args)
		return "(" + where + " or " + under + ")", args
	}
	if ids := s.membersWith(right, some); len(ids) > 0 {
		var there, under string
		there, args = among(column, ids, args)
		under, args = tx.underMandate(column, args)
		return "(" + where + " or " + there + " and " + under + ")", args
	}
	return where, args
}

// underMandate is met by members with a mandate in force today.
func (tx Tx) underMandate(column string, args []any) (string, []any) {
	today := Today(tx.doors.clock)
	args = append(args, today, today)
	return fmt.Sprintf(`%s in (select member_id from mandate
		where from_date <= $%d and (until_date = '' or until_date >= $%d))`, column, len(args)-1, len(args)), args
}

// OnlyOwn is Only for a right that the actor's own roles at members give,
// whatever it may do for the operator. Who acts for another has her roles, as
// far as mandates reach.
func (tx Tx) OnlyOwn(right Right, column string, args []any) (string, []any) {
	if tx.scope.kind == system {
		return "1=1", args
	}
	if tx.scope.acting.ID != "" {
		return tx.OnlyWith(right, column, args)
	}
	return among(column, tx.scope.MembersWith(right), args)
}
