package access

import (
	"context"

	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Grant gives a person a role at a member. A role of the operator is granted
// at the operator's own member, by its administrator: managing what the
// operator owns as a member is not enough.
func Grant(ctx context.Context, tx Tx, user, member string, role Role) error {
	const op = "access.Grant"
	if err := tx.May(ctx, Manage, member); err != nil {
		return err
	}
	if !role.Known() {
		return fault.New(fault.Invalid, op, "Le rôle « %[1]s » n’existe pas.", "There is no role “%[1]s”.", string(role))
	}
	if err := ofOperator(ctx, tx, op, member, role); err != nil {
		return err
	}
	if err := Served(ctx, tx, op, member); err != nil {
		return err
	}
	n, err := database.Exec(ctx, tx, op, `insert into role_grant (user_id, member_id, role) values ($1,$2,$3)
		on conflict (user_id, member_id, role) do nothing`, user, member, string(role))
	if err != nil || n == 0 {
		return err
	}
	return tx.Record(ctx, EventGranted, member, user, map[string]string{"role": string(role)})
}

// Served refuses to give anybody something at a member that has left or been
// merged: its people and programs have lost what they had there, and it has
// nobody who could ask for it.
func Served(ctx context.Context, tx Tx, op, member string) error {
	n, err := database.Value[int](ctx, tx, op, `select count(*) from member where id = $1 and closed_at > 0`, member)
	if err != nil || n == 0 {
		return err
	}
	return fault.New(fault.Conflict, op, "Cette collectivité n’est plus adhérente : plus personne n’y reçoit de rôle, de jeton ni de mandat. Si elle revient, reprenez d’abord son départ.",
		"This body is no longer a member: nobody gets a role, a token or a mandate there any more. If it comes back, take its leaving back first.")
}

// ofOperator guards the roles of the operator: where they are, and who gives
// and takes them.
func ofOperator(ctx context.Context, tx Tx, op, member string, role Role) error {
	if !role.OfOperator() {
		return nil
	}
	n, err := database.Value[int](ctx, tx, op, `select count(*) from member where id = $1 and is_operator = 1`, member)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Invalid, op, "Le rôle « %[1]s » n’existe que chez l’opérateur.", "The role “%[1]s” exists at the operator only.", string(role))
	}
	if s := tx.Scope(); !s.IsSystem() && !s.Has(Administrator) {
		return fault.New(fault.Forbidden, op, "Seul l’administrateur de l’opérateur donne ou reprend ce rôle.",
			"Only the operator’s administrator gives or takes this role.")
	}
	return nil
}

// Revoke takes a role back.
func Revoke(ctx context.Context, tx Tx, user, member string, role Role) error {
	const op = "access.Revoke"
	if err := tx.May(ctx, Manage, member); err != nil {
		return err
	}
	if err := ofOperator(ctx, tx, op, member, role); err != nil {
		return err
	}
	n, err := database.Exec(ctx, tx, op, `delete from role_grant where user_id = $1 and member_id = $2 and role = $3`,
		user, member, string(role))
	if err != nil || n == 0 {
		return err
	}
	return tx.Record(ctx, EventRevoked, member, user, map[string]string{"role": string(role)})
}

// Granted is a role that a person has at a member of her own.
type Granted struct {
	UserID, MemberID string
	Role             Role
}

// GrantsOf lists the roles of people, by person and member. The operator's
// people may ask.
func GrantsOf(ctx context.Context, tx Tx, users []string) ([]Granted, error) {
	const op = "access.GrantsOf"
	if s := tx.Scope(); !s.IsSystem() && !s.OfOperator() {
		return nil, fault.Missing(op)
	}
	if len(users) == 0 {
		return nil, nil
	}
	return database.All(ctx, tx, op, func(r database.Row) (Granted, error) {
		var g Granted
		var role string
		err := r.Scan(&g.UserID, &g.MemberID, &role)
		g.Role = Role(role)
		return g, err
	}, `select user_id, member_id, role from role_grant where user_id in (`+database.In(len(users), 1)+`)
		order by user_id, member_id, role`, database.Args(users)...)
}
