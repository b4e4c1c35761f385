package plan

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// Waits tells for each member how many open actions were due before today, and
// how many are due from today to a day.
func Waits(ctx context.Context, tx access.Tx, today, until string) (map[string][2]int, error) {
	where, args := tx.Only("member_id", []any{today, until})
	out := map[string][2]int{}
	return out, database.Each(ctx, tx, "plan.Waits", func(r database.Row) error {
		var id string
		var n [2]int
		err := r.Scan(&id, &n[0], &n[1])
		out[id] = n
		return err
	}, `select member_id, sum(case when due_on < $1 then 1 else 0 end), sum(case when due_on >= $1 then 1 else 0 end) from register_action
		where is_open = 1 and due_on > '' and due_on <= $2 and `+where+` group by member_id`, args...)
}

// Years counts the actions that were done each year.
func Years(ctx context.Context, tx access.Tx) (map[string]int, error) {
	where, args := tx.Only("member_id", nil)
	out := map[string]int{}
	return out, database.Each(ctx, tx, "plan.Years", func(r database.Row) error {
		var year string
		var n int
		err := r.Scan(&year, &n)
		out[year] = n
		return err
	}, `select substr(done_on, 1, 4), count(*) from register_action where done_on > '' and `+where+` group by substr(done_on, 1, 4)`, args...)
}
