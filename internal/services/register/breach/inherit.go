package breach

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
)

// Inheritance passes the register of breaches from one member to another, whole
// members only.
type Inheritance struct{ Service *Service }

// Room implements organisation.Inheritor.
func (Inheritance) Room() string { return Schema.Room }

// Holds implements organisation.Inheritor.
func (Inheritance) Holds(ctx context.Context, tx access.Tx, p organisation.Part) ([]organisation.Holding, error) {
	if !p.Whole() {
		return nil, nil
	}
	n, err := database.Value[int](ctx, tx, "breach.Holds", `select count(*) from register_breach where member_id = $1`, p.From)
	return []organisation.Holding{{What: i18n.T("violations de données au registre", "personal-data breaches in the register"), Count: n,
		Fate: i18n.T("passent au registre de l’héritière", "pass to the heir’s register")}}, err
}

// Prepare implements organisation.Inheritor. Numbers that the heir has itself go
// on after its own; its own sheet of contacts stays.
func (Inheritance) Prepare(_ context.Context, p organisation.Part) (organisation.Move, error) {
	return organisation.Move{Records: func(ctx context.Context, tx access.Tx) error {
		const op = "breach.pass"
		if !p.Whole() {
			return nil
		}
		if _, err := database.Exec(ctx, tx, op, `update register_breach set number = number + coalesce((select max(o.number) from register_breach o
			where o.member_id = $1 and o.year = register_breach.year), 0) where member_id = $2`, p.To, p.From); err != nil {
			return err
		}
		if _, err := database.Exec(ctx, tx, op, `delete from register_breach_contact where member_id = $2
			and exists (select 1 from register_breach_contact c where c.member_id = $1)`, p.To, p.From); err != nil {
			return err
		}
		for _, t := range Schema.Tables {
			if err := p.Pass(ctx, tx, t.Name, `member_id = $2`, []any{p.From}); err != nil {
				return err
			}
		}
		return nil
	}}, nil
}

// Withdraw implements organisation.Leaver: nothing of this room is public.
func (Inheritance) Withdraw(context.Context, access.Tx, string) error { return nil }

// Erase implements organisation.Leaver.
func (i Inheritance) Erase(ctx context.Context, member string, _ bool) error {
	return i.Service.Doors.Write(ctx, access.System("succession"), func(tx access.Tx) error {
		for _, t := range Schema.Tables {
			if _, err := database.Exec(ctx, tx, "breach.Erase", `delete from `+t.Name+` where member_id = $1`, member); err != nil {
				return err
			}
		}
		return nil
	})
}

var _ organisation.Leaver = Inheritance{}
