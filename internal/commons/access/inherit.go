package access

import (
	"context"

	"airial/internal/platform/database"
)

// Holdings counts what people and programs hold at a member.
type Holdings struct {
	Roles, Tokens, Mandates int
}

// HoldingsAt counts the roles, the tokens that are in use and the mandates in force
// at a member.
func HoldingsAt(ctx context.Context, tx Tx, member string) (h Holdings, err error) {
	const op = "access.HoldingsAt"
	today := Today(tx.Clock())
	for _, count := range []struct {
		into *int
		sql  string
		args []any
	}{
		{&h.Roles, `select count(*) from role_grant where member_id = $1`, []any{member}},
		{&h.Tokens, `select count(*) from token where member_id = $1 and revoked_at = 0`, []any{member}},
		{&h.Mandates, `select count(*) from mandate where member_id = $1 and from_date <= $2 and (until_date = '' or until_date >= $2)`, []any{member, today}},
	} {
		if *count.into, err = database.Value[int](ctx, tx, op, count.sql, count.args...); err != nil {
			return h, err
		}
	}
	return h, nil
}

// PassAll gives what people and programs hold at a member to its heir: tokens
// and mandates (a successor stands in the contracts of whom it succeeds), and
// the roles if roles says so; otherwise these end. Only the system may.
func PassAll(ctx context.Context, tx Tx, from, to string, roles bool) error {
	const op = "access.PassAll"
	if !tx.Scope().IsSystem() {
		return tx.May(ctx, Manage, "")
	}
	if roles {
		if err := CopyRoles(ctx, tx, from, to); err != nil {
			return err
		}
	}
	if err := endRoles(ctx, tx, from); err != nil {
		return err
	}
	for _, table := range []string{"token", "mandate"} {
		if _, err := database.Exec(ctx, tx, op, `update `+table+` set member_id = $1 where member_id = $2`, to, from); err != nil {
			return err
		}
	}
	return nil
}

// CopyRoles gives those who have roles at a member the same at another.
func CopyRoles(ctx context.Context, tx Tx, from, to string) error {
	list, err := grants(ctx, tx, from)
	if err != nil {
		return err
	}
	for _, g := range list {
		if g.role.OfOperator() {
			continue
		}
		if err := Grant(ctx, tx, g.user, to, g.role); err != nil {
			return err
		}
	}
	return nil
}

// EndAll ends what people and programs hold at a member that leaves: roles,
// tokens, mandates.
func EndAll(ctx context.Context, tx Tx, member string) error {
	const op = "access.EndAll"
	if err := endRoles(ctx, tx, member); err != nil {
		return err
	}
	tokens, err := database.All(ctx, tx, op, func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
		`select id from token where member_id = $1 and revoked_at = 0 order by id`, member)
	if err != nil {
		return err
	}
	for _, id := range tokens {
		if err := RevokeToken(ctx, tx, id); err != nil {
			return err
		}
	}
	today := Today(tx.Clock())
	mandates, err := database.All(ctx, tx, op, func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
		`select id from mandate where member_id = $1 and from_date <= $2 and (until_date = '' or until_date > $2) order by id`, member, today)
	if err != nil {
		return err
	}
	for _, id := range mandates {
		if err := EndMandate(ctx, tx, id, today); err != nil {
			return err
		}
	}
	// What was yet to begin never does.
	later, err := database.All(ctx, tx, op, func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
		`select id from mandate where member_id = $1 and from_date > $2 order by id`, member, today)
	if err != nil {
		return err
	}
	for _, id := range later {
		if _, err := database.Exec(ctx, tx, op, `delete from mandate where id = $1`, id); err != nil {
			return err
		}
		if err := tx.Record(ctx, EventMandateEnded, member, id, map[string]string{"until": today}); err != nil {
			return err
		}
	}
	return nil
}

type granted struct {
	user string
	role Role
}

func grants(ctx context.Context, tx Tx, member string) ([]granted, error) {
	return database.All(ctx, tx, "access.grants", func(r database.Row) (g granted, err error) {
		return g, r.Scan(&g.user, &g.role)
	}, `select user_id, role from role_grant where member_id = $1 order by user_id, role`, member)
}

func endRoles(ctx context.Context, tx Tx, member string) error {
	list, err := grants(ctx, tx, member)
	if err != nil {
		return err
	}
	for _, g := range list {
		if err := Revoke(ctx, tx, g.user, member, g.role); err != nil {
			return err
		}
	}
	return nil
}
