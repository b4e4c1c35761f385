package assessment

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// To lists the assessments that study an activity of a member.
func To(ctx context.Context, tx access.Tx, member, activity string) ([]string, error) {
	return ids(ctx, tx, `select id from register_assessment where member_id = $1 and activity_id = $2 order by id`, member, activity)
}

// Lead makes these assessments, of those that study one activity, study another,
// and says which.
func Lead(ctx context.Context, tx access.Tx, member, from, to string, only []string) ([]string, error) {
	return database.ExecEach(ctx, tx, "assessment.Lead", only, `update register_assessment set activity_id = $1 where id = $2 and member_id = $3 and activity_id = $4`, func(id string) []any { return []any{to, id, member, from} })
}

// NeedsTo is the activity itself where somebody said whether it needs an
// assessment.
func NeedsTo(ctx context.Context, tx access.Tx, member, activity string) ([]string, error) {
	return ids(ctx, tx, `select activity_id from register_need where member_id = $1 and activity_id = $2`, member, activity)
}

// LeadNeed gives what was said of one activity's need to another of which nothing
// was said; it says whether it did.
func LeadNeed(ctx context.Context, tx access.Tx, member, from, to string) (bool, error) {
	n, err := database.Exec(ctx, tx, "assessment.LeadNeed", `update register_need set activity_id = $1, rev = rev + 1 where activity_id = $2 and member_id = $3
		and not exists (select 1 from register_need other where other.activity_id = $1)`, to, from, member)
	return n > 0, err
}

func ids(ctx context.Context, tx access.Tx, query string, args ...any) ([]string, error) {
	return database.All(ctx, tx, "assessment.ids", func(r database.Row) (id string, err error) { return id, r.Scan(&id) }, query, args...)
}
