package organisation

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/text"
)

// Dated is what a member was from a day on.
type Dated struct {
	From       string // 2026-01-31
	Siren      string
	Name       string
	Kind       Kind
	Population int
}

// History lists what a member was, the latest first. Like the member itself,
// it is public.
func History(ctx context.Context, tx access.Tx, member string) ([]Dated, error) {
	return database.All(ctx, tx, "organisation.History", func(r database.Row) (Dated, error) {
		var d Dated
		var kind string
		err := r.Scan(&d.From, &d.Siren, &d.Name, &kind, &d.Population)
		d.Kind = Kind(kind)
		return d, err
	}, `select from_date, siren, name, kind, population from member_history where member_id = $1 order by from_date desc`, member)
}

// SortKey is the key by which members are sorted in lists, as the database
// does.
func (m Member) SortKey() string { return text.SortKey(m.Name) }
