package address

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
)

// Inheritance passes a commune's addresses to the one that takes its place: they
// say then of which former commune they are, as the standard wants. The consent
// was the former commune's own, and ends.
type Inheritance struct{}

// Room implements organisation.Inheritor.
func (Inheritance) Room() string { return Schema.Room }

// Holds implements organisation.Inheritor.
func (Inheritance) Holds(ctx context.Context, tx access.Tx, p organisation.Part) ([]organisation.Holding, error) {
	if !p.Whole() {
		return nil, nil
	}
	n, err := database.Value[int](ctx, tx, "address.Holds", `select count(*) from address_row where member_id = $1 and gone_in = ''`, p.From)
	return []organisation.Holding{{What: i18n.T("adresses", "addresses"), Count: n}}, err
}

// Prepare implements organisation.Inheritor.
func (Inheritance) Prepare(_ context.Context, p organisation.Part) (organisation.Move, error) {
	return organisation.Move{Records: func(ctx context.Context, tx access.Tx) error {
		const op = "address.Pass"
		if !p.Whole() {
			return nil
		}
		m, err := organisation.Get(ctx, tx, p.From)
		if err != nil {
			return err
		}
		for _, q := range []struct {
			query string
			args  []any
		}{
			{`insert into address_base (member_id, begun_at, begun_by, consent, consent_state, consent_mail, dataset)
				select $1, begun_at, begun_by, '', '', '', '' from address_base where member_id = $2 on conflict (member_id) do nothing`, []any{p.To, p.From}},
			{`delete from address_base where member_id = $1`, []any{p.From}},
			{`update address_row set former_insee = $1, former_commune = $2 where member_id = $3 and former_insee = ''`, []any{m.Insee, communeName(m.Name), p.From}},
			{`update address_row set member_id = $1 where member_id = $2`, []any{p.To, p.From}},
			{`update address_change set member_id = $1 where member_id = $2`, []any{p.To, p.From}},
			{`update address_sending set member_id = $1 where member_id = $2`, []any{p.To, p.From}},
		} {
			if _, err := database.Exec(ctx, tx, op, q.query, q.args...); err != nil {
				return err
			}
		}
		return nil
	}}, nil
}
