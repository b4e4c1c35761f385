package webhook

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
)

// Inheritance passes a member's webhooks to its heir, and ends them when the
// member leaves.
type Inheritance struct{ Doors *access.Doors }

// Room implements organisation.Inheritor.
func (Inheritance) Room() string { return Schema.Room }

// Holds implements organisation.Inheritor.
func (Inheritance) Holds(ctx context.Context, tx access.Tx, p organisation.Part) ([]organisation.Holding, error) {
	if !p.Whole() {
		return nil, nil
	}
	n, err := database.Value[int](ctx, tx, "webhook.Holds", `select count(*) from webhook where member_id = $1`, p.From)
	return []organisation.Holding{{What: i18n.T("webhooks", "webhooks"), Count: n, Ends: true,
		Fate: i18n.T("passent à l’héritière, avec leurs envois", "pass to the heir, with their deliveries")}}, err
}

// Prepare implements organisation.Inheritor. A hook goes on under its secret:
// its receiver sees the heir's SIREN in what comes from then on.
func (Inheritance) Prepare(_ context.Context, p organisation.Part) (organisation.Move, error) {
	return organisation.Move{Records: func(ctx context.Context, tx access.Tx) error {
		if !p.Whole() {
			return nil // a part of the datasets takes no webhook along
		}
		for _, table := range []string{"webhook", "webhook_delivery"} {
			if err := p.Pass(ctx, tx, table, "member_id = $2", []any{p.From}); err != nil {
				return err
			}
		}
		return nil
	}}, nil
}

// End implements organisation.Ender: nothing goes out any more.
func (Inheritance) End(ctx context.Context, tx access.Tx, member string) error {
	const op = "webhook.End"
	hooks, err := database.All(ctx, tx, op, scanHook, `select `+hookColumns+` from webhook where member_id = $1 and disabled_at = 0 order by id`, member)
	for i := range hooks {
		if err == nil {
			err = disable(ctx, tx, &hooks[i], DisabledLeft)
		}
	}
	return err
}

// Withdraw implements organisation.Leaver.
func (Inheritance) Withdraw(context.Context, access.Tx, string) error { return nil }

// Erase implements organisation.Leaver.
func (i Inheritance) Erase(ctx context.Context, member string, _ bool) error {
	return i.Doors.Write(ctx, access.System("succession"), func(tx access.Tx) error {
		const op = "webhook.Erase"
		hooks, err := database.All(ctx, tx, op, scanHook, `select `+hookColumns+` from webhook where member_id = $1 order by id`, member)
		for _, h := range hooks {
			if err == nil {
				_, err = Delete(ctx, tx, h.ID)
			}
		}
		return err
	})
}
