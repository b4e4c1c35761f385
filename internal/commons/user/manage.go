package user

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// MayManage tells whether the scope may act on an account: the operator's
// administrator on all of them, a member's manager on those whose every role
// is at members that she manages. An account that the scope may not touch is
// NotFound.
func MayManage(ctx context.Context, tx access.Tx, account string) error {
	const op = "user.MayManage"
	s := tx.Scope()
	if s.IsSystem() || s.Has(access.Administrator) {
		return nil
	}
	mine := map[string]bool{}
	for _, m := range s.MembersWith(access.Manage) {
		mine[m] = true
	}
	var all, theirs int
	// All her roles count, also those at members that the scope does not see.
	err := database.Each(ctx, tx.Elevated("all roles of a person"), op, func(r database.Row) error {
		var member, role string
		err := r.Scan(&member, &role)
		if all++; mine[member] && !access.Role(role).OfOperator() {
			theirs++
		}
		return err
	}, `select member_id, role from role_grant where user_id = $1`, account)
	if err == nil && (all == 0 || theirs < all) {
		err = fault.Missing(op)
	}
	return err
}

// DropFactors takes away an account's second factors, for somebody who lost the
// device that holds them: the next log-in asks for the password alone, and for
// new ones where the operator requires them. Who manages the account may, after
// making sure of whom she speaks to.
func (s *Service) DropFactors(ctx context.Context, tx access.Tx, account string) error {
	const op = "user.DropFactors"
	if err := MayManage(ctx, tx, account); err != nil {
		return err
	}
	for _, table := range []string{"account_totp", "account_code", "account_passkey"} {
		if _, err := database.Exec(ctx, tx, op, `delete from `+table+` where account_id = $1`, account); err != nil {
			return err
		}
	}
	return tx.Record(ctx, EventFactorsDropped, "", account, nil)
}

// Unlock lets an account try again at once, wherever from: it forgets the wrong
// answers that were counted against it. Who manages the account may.
func (s *Service) Unlock(ctx context.Context, tx access.Tx, account string) error {
	const op = "user.Unlock"
	if err := MayManage(ctx, tx, account); err != nil {
		return err
	}
	_, err := database.Exec(ctx, tx, op, `delete from login_try where account_id = $1`, account)
	if err != nil {
		return err
	}
	return tx.Record(ctx, EventUnlocked, "", account, nil)
}

// CloseAll ends all sessions of an account, and the links that were made for
// it. Who manages the account may.
func (s *Service) CloseAll(ctx context.Context, tx access.Tx, account string) error {
	const op = "user.CloseAll"
	if err := MayManage(ctx, tx, account); err != nil {
		return err
	}
	if _, err := database.Exec(ctx, tx, op, endSession+`account_id = $1`, account); err != nil {
		return err
	}
	if err := voidLinks(ctx, tx, account); err != nil {
		return err
	}
	return tx.Record(ctx, EventSessionsClosed, "", account, nil)
}
