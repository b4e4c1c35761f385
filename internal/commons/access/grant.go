package access

import (
	"context"

	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Grant gives a person a role at a member. A role of the operator is granted
// at the operator's own member.
func Grant(ctx context.Context, tx Tx, user, member string, role Role) error {
	const op = "access.Grant"
	if err := tx.May(ctx, Manage, member); err != nil {
		return err
	}
	if !role.Known() {
		return fault.New(fault.Invalid, op, "Le rôle « %[1]s » n’existe pas.", "There is no role “%[1]s”.", string(role))
	}
	n, err := database.Exec(ctx, tx, op, `insert into role_grant (user_id, member_id, role) values ($1,$2,$3)
		on conflict (user_id, member_id, role) do nothing`, user, member, string(role))
	if err != nil || n == 0 {
		return err
	}
	return tx.Record(ctx, EventGranted, member, user, map[string]string{"role": string(role)})
}

// Revoke takes a role back.
func Revoke(ctx context.Context, tx Tx, user, member string, role Role) error {
	if err := tx.May(ctx, Manage, member); err != nil {
		return err
	}
	n, err := database.Exec(ctx, tx, "access.Revoke", `delete from role_grant where user_id = $1 and member_id = $2 and role = $3`,
		user, member, string(role))
	if err != nil || n == 0 {
		return err
	}
	return tx.Record(ctx, EventRevoked, member, user, map[string]string{"role": string(role)})
}

// ScopeOf returns the scope of a person, from the roles granted to it.
func ScopeOf(ctx context.Context, tx Tx, actor Actor) (Scope, error) {
	const op = "access.ScopeOf"
	rows, err := tx.Query(ctx, `select member_id, role from role_grant where user_id = $1
		order by member_id, role`, actor.ID)
	if err != nil {
		return Scope{}, fault.Wrap(op, err)
	}
	defer rows.Close()
	members := map[string][]Role{}
	var operator []Role
	for rows.Next() {
		var member, role string
		if err := rows.Scan(&member, &role); err != nil {
			return Scope{}, fault.Wrap(op, err)
		}
		if r := Role(role); r.OfOperator() {
			operator = append(operator, r)
		} else {
			members[member] = append(members[member], r)
		}
	}
	return For(actor, members, operator), fault.Wrap(op, rows.Err())
}
