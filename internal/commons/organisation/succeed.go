package organisation

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// What the journal says of members that come to an end, and back.
const (
	EventClosed   = "member.closed"
	EventReopened = "member.reopened"
)

// Succeed ends a member whose heir is another: its addresses lead there, the
// bodies that belonged to it belong to the heir, and it is served no longer.
// day is the day of law, for the history of those bodies.
func Succeed(ctx context.Context, tx access.Tx, from, to Member, day, deed string) error {
	const op = "organisation.Succeed"
	if _, err := database.Exec(ctx, tx, op, `update member_address set member_id = $1 where member_id = $2`, to.ID, from.ID); err != nil {
		return err
	}
	bodies, err := database.All(ctx, tx, op, func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
		`select id from member where group_id = $1 and id <> $2 and closed_at = 0 order by id`, from.ID, to.ID)
	if err != nil {
		return err
	}
	for _, id := range bodies {
		a, err := AsOf(ctx, tx, id, day)
		if err != nil {
			return err
		}
		a.GroupID = to.ID
		if _, err := Change(ctx, tx, id, day, a, deed); err != nil && !fault.Is(err, fault.Invalid) {
			return err
		}
	}
	if _, err := database.Exec(ctx, tx, op, `update member_history set group_id = $1 where group_id = $2 and applied = 0`, to.ID, from.ID); err != nil {
		return err
	}
	if err := inheritUnions(ctx, tx, from, to, day); err != nil {
		return err
	}
	return Close(ctx, tx, from.ID, map[string]any{"heir": to.ID, "day": day, "deed": deed})
}

// Close says that a member is served no longer. What it has stays until
// something is done with it.
func Close(ctx context.Context, tx access.Tx, member string, body map[string]any) error {
	const op = "organisation.Close"
	m, err := forAdministrator(ctx, tx, op, member)
	if err != nil {
		return err
	}
	if m.IsOperator {
		return fault.New(fault.Invalid, op, "L’opérateur ne peut pas se quitter lui-même.", "The operator cannot leave itself.")
	}
	n, err := database.Exec(ctx, tx, op, `update member set closed_at = $1 where id = $2 and closed_at = 0`, clock.Micros(tx.Clock().Now()), member)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, op, "«\u00a0%[1]s\u00a0» n’est déjà plus adhérent.", "“%[1]s” is no longer a member already.", m.Name)
	}
	if _, err := database.Exec(ctx, tx, op, `delete from member_history where member_id = $1 and applied = 0`, member); err != nil {
		return err
	}
	return tx.Record(ctx, EventClosed, member, member, body)
}

// Reopen serves a member again that was closed. The addresses that were made
// for it lead to it again, but for the one that its heir bears today.
func Reopen(ctx context.Context, tx access.Tx, member string) (Member, error) {
	const op = "organisation.Reopen"
	m, err := forAdministrator(ctx, tx, op, member)
	if err != nil {
		return m, err
	}
	if m.Closed.IsZero() {
		return m, fault.New(fault.Conflict, op, "«\u00a0%[1]s\u00a0» est déjà adhérent.", "“%[1]s” is a member already.", m.Name)
	}
	if _, err := database.Exec(ctx, tx, op, `update member_address set member_id = $1 where origin = $1
		and address not in (select slug from member where id <> $1)
		and address not in (select siren from member where id <> $1)`, m.ID); err != nil {
		return m, err
	}
	if _, err := database.Exec(ctx, tx, op, `delete from member_union where origin = $1`, m.ID); err != nil {
		return m, err
	}
	m.Slug = ""
	if m.Slug, err = freeSlug(ctx, tx, m); err != nil {
		return m, err
	}
	if _, err := database.Exec(ctx, tx, op, `update member set closed_at = 0, slug = $1 where id = $2`, m.Slug, m.ID); err != nil {
		return m, err
	}
	if err := address(ctx, tx, m); err != nil {
		return m, err
	}
	m, err = Get(ctx, tx, m.ID)
	if err != nil {
		return m, err
	}
	return m, tx.Record(ctx, EventReopened, m.ID, m.ID, nil)
}
