package breach

import (
	"context"
	"slices"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/services/register/term"
)

// responders are the operator's people who work on breaches of all members.
var responders = []access.Role{access.ProtectionOfficer, access.SecurityOfficer}

// May tells whether the scope works on a member's breaches: those who decide for
// the member, and the operator's officers of data protection and security. To
// others it has none.
func May(ctx context.Context, tx access.Tx, member string) error {
	const op = "breach.May"
	s := tx.Scope()
	if s.IsSystem() || s.Has(responders...) {
		return tx.Sees(op, member)
	}
	if s.OfOperator() && len(s.RolesAt(member)) == 0 {
		return fault.Missing(op)
	}
	ok, err := tx.Allowed(ctx, access.Decide, member)
	if err == nil && !ok {
		err = fault.Missing(op)
	}
	return err
}

// Works is May for a page that shows or hides a link, as far as it can be told
// from roles alone.
func Works(s access.Scope, member string) bool {
	return s.Has(responders...) || slices.Contains(s.MembersWith(access.Decide), member)
}

// decides tells whether the scope decides in the member's name. The operator's
// officers do so for the operator itself.
func decides(ctx context.Context, tx access.Tx, member string) error {
	s := tx.Scope()
	if s.IsSystem() {
		return nil
	}
	if err := May(ctx, tx, member); err != nil {
		return err
	}
	ok, err := tx.Allowed(ctx, access.Decide, member)
	if err != nil || ok {
		return err
	}
	if m, err := organisation.Get(ctx, tx, member); err != nil || m.IsOperator && s.Has(responders...) {
		return err
	}
	return fault.New(fault.Forbidden, "breach.decides",
		"La décision est celle de la collectivité\u202f: elle demande un rôle chez elle, ou un mandat qu’elle vous a donné. Complétez le dossier et conseillez-la.",
		"The decision is the body’s: it takes a role there, or a mandate that it gave you. Complete the file and advise it.")
}

func workedOn(tx access.Tx, column string) (string, []any) {
	s := tx.Scope()
	switch {
	case s.IsSystem() || s.Has(responders...):
		return tx.Only(column, nil)
	case s.OfOperator():
		return tx.OnlyOwn(access.Decide, column, nil)
	}
	return tx.OnlyWith(access.Decide, column, nil)
}

// lateBefore is the instant before which whoever became aware and has not
// notified is late.
func lateBefore(tx access.Tx) time.Time {
	return tx.Clock().Now().Add(-time.Duration(term.Of(term.Breach).Hours) * time.Hour)
}

func needs(what, fr, en string) error { return fault.New(fault.Invalid, "breach."+what, fr, en) }
