package paper

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// To lists the papers of a member that were prepared about a thing.
func To(ctx context.Context, tx access.Tx, member, subject string) ([]string, error) {
	return database.All(ctx, tx, "paper.To", func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
		`select id from register_paper where member_id = $1 and subject = $2 order by id`, member, subject)
}

// Lead puts these papers, of those about one thing, beside another, and says
// which. What they say stays as it was written.
func Lead(ctx context.Context, tx access.Tx, member, from, to string, only []string) ([]string, error) {
	return database.ExecEach(ctx, tx, "paper.Lead", only, `update register_paper set subject = $1 where id = $2 and member_id = $3 and subject = $4`, func(id string) []any { return []any{to, id, member, from} })
}
