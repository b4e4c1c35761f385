package maturity

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// To lists the surveys of a member that are about a thing.
func To(ctx context.Context, tx access.Tx, member, subject string) ([]string, error) {
	return database.All(ctx, tx, "maturity.To", func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
		`select id from register_survey where member_id = $1 and subject = $2 order by id`, member, subject)
}

// Lead makes these surveys, of those that are about one thing, be about another,
// and says which. Of one that is begun there is one at most: where the other has
// one too, it stays.
func Lead(ctx context.Context, tx access.Tx, member, from, to string, only []string) ([]string, error) {
	return database.ExecEach(ctx, tx, "maturity.Lead", only, `update register_survey set subject = $1 where id = $2 and member_id = $3 and subject = $4
		and (state <> 'draft' or not exists (select 1 from register_survey other where other.member_id = $3 and other.subject = $1
			and other.questionnaire = register_survey.questionnaire and other.state = 'draft'))`, func(id string) []any { return []any{to, id, member, from} })
}
