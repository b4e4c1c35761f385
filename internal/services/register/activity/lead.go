package activity

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// NoticesTo lists the forms in which the notice of an activity was taken.
func NoticesTo(ctx context.Context, tx access.Tx, member, id string) ([]string, error) {
	return database.All(ctx, tx, "activity.NoticesTo", func(r database.Row) (form string, err error) { return form, r.Scan(&form) },
		`select form from register_notice where member_id = $1 and instance_id = $2 order by form`, member, id)
}

// LeadNotices says of the notices of these forms that were taken of one activity
// that they are another's, where that one has none, and says which.
func LeadNotices(ctx context.Context, tx access.Tx, member, from, to string, only []string) ([]string, error) {
	return database.ExecEach(ctx, tx, "activity.LeadNotices", only, `update register_notice set instance_id = $1, rev = 0 where instance_id = $2 and member_id = $3 and form = $4
		and not exists (select 1 from register_notice other where other.instance_id = $1 and other.form = $4)`, func(form string) []any { return []any{to, from, member, form} })
}
