package request

import (
	"context"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
)

// May tells whether the scope works on a member's requests: those who decide for
// the member, and the operator's data-protection officer, whom people may
// contact (RGPD, art. 38 § 4). Whoever only sees the member does not know that
// there are any.
func May(ctx context.Context, tx access.Tx, member string) error {
	const op = "request.May"
	s := tx.Scope()
	if s.IsSystem() || s.OfOperator() && s.Has(access.ProtectionOfficer) {
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
	return s.Has(access.ProtectionOfficer) || slices.Contains(s.MembersWith(access.Decide), member)
}

// decides tells whether the scope acts in the member's name.
func decides(ctx context.Context, tx access.Tx, member string) error {
	if tx.Scope().IsSystem() {
		return nil
	}
	if err := May(ctx, tx, member); err != nil {
		return err
	}
	ok, err := tx.Allowed(ctx, access.Decide, member)
	if err == nil && !ok {
		err = fault.New(fault.Forbidden, "request.decides",
			"Répondre au nom de la collectivité demande un rôle chez elle, ou un mandat qu’elle vous a donné. Préparez la réponse\u202f: elle l’enverra.",
			"To answer in the body’s name takes a role there, or a mandate that it gave you. Prepare the answer: it will send it.")
	}
	return err
}

// workedOn is the condition that chooses the rows of members on whose requests
// the scope works.
func workedOn(ctx context.Context, tx access.Tx, column string, args []any) (string, []any, error) {
	s := tx.Scope()
	if s.IsSystem() || s.Has(access.ProtectionOfficer) {
		where, args := tx.Only(column, args)
		return where, args, nil
	}
	if s.OfOperator() {
		where, args := tx.OnlyOwn(access.Decide, column, args)
		return where, args, nil
	}
	where, args := tx.OnlyWith(access.Decide, column, args)
	return where, args, nil
}

func needs(what, fr, en string) error {
	return fault.New(fault.Invalid, "request."+what, fr, en)
}

func refuseMove(from, to State) error {
	return fault.New(fault.Conflict, "request.move", "Cette demande est «\u00a0%[1]s\u00a0»\u202f: elle ne peut pas passer à «\u00a0%[2]s\u00a0».",
		"This request is “%[3]s”: it cannot become “%[4]s”.", from.Label().Fr, to.Label().Fr, from.Label().En, to.Label().En)
}
