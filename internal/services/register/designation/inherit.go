package designation

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
)

// Inheritance passes the offices of a member on. Where the heir has its own
// officer or mayor, the former member's end the day before the act: they are
// history there.
type Inheritance struct{ Doors *access.Doors }

// Room implements organisation.Inheritor.
func (Inheritance) Room() string { return Schema.Room }

// Holds implements organisation.Inheritor.
func (Inheritance) Holds(ctx context.Context, tx access.Tx, p organisation.Part) ([]organisation.Holding, error) {
	if !p.Whole() {
		return nil, nil
	}
	n, err := database.Value[int](ctx, tx, "designation.Holds", `select count(*) from register_office where member_id = $1`, p.From)
	return []organisation.Holding{{What: i18n.T("désignations (délégué, responsable, référent)", "designations (officer, controller, referent)"), Count: n,
		Fate: i18n.T("passent à l’historique de l’héritière", "pass into the heir’s history")}}, err
}

// Prepare implements organisation.Inheritor.
func (Inheritance) Prepare(_ context.Context, p organisation.Part) (organisation.Move, error) {
	return organisation.Move{Records: func(ctx context.Context, tx access.Tx) error {
		if !p.Whole() {
			return nil
		}
		day := access.Today(tx.Clock())
		if _, err := database.Exec(ctx, tx, "designation.pass", `update register_office set until_on = $1, batch_id = '', rev = rev + 1
			where member_id = $2 and from_on <= $1 and (until_on = '' or until_on > $1)
				and exists (select 1 from register_office h where h.member_id = $3 and h.post = register_office.post and h.from_on <= $4 and (h.until_on = '' or h.until_on >= $4))`,
			dayBefore(day), p.From, p.To, day); err != nil {
			return err
		}
		return p.Pass(ctx, tx, "register_office", `member_id = $2`, []any{p.From})
	}}, nil
}

// Withdraw implements organisation.Leaver: nothing of this room is public by
// itself.
func (Inheritance) Withdraw(context.Context, access.Tx, string) error { return nil }

// Erase implements organisation.Leaver.
func (i Inheritance) Erase(ctx context.Context, member string, _ bool) error {
	return i.Doors.Write(ctx, access.System("succession"), func(tx access.Tx) error {
		_, err := database.Exec(ctx, tx, "designation.Erase", `delete from register_office where member_id = $1`, member)
		return err
	})
}

var _ organisation.Leaver = Inheritance{}
