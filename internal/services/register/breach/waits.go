package breach

import (
	"context"
	"fmt"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
)

// Waits tells for each member how many open breaches are past their 72 hours, and
// how many run, as far as the scope works on them.
func Waits(ctx context.Context, tx access.Tx) (map[string][2]int, error) {
	where, args := workedOn(tx, "member_id")
	args = append(args, clock.Micros(lateBefore(tx)))
	late := fmt.Sprintf("$%d", len(args))
	out := map[string][2]int{}
	return out, database.Each(ctx, tx, "breach.Waits", func(r database.Row) error {
		var id string
		var n [2]int
		err := r.Scan(&id, &n[0], &n[1])
		out[id] = n
		return err
	}, `select member_id, sum(case when aware_at < `+late+` then 1 else 0 end), sum(case when aware_at >= `+late+` then 1 else 0 end) from register_breach
		where state = 'open' and exercise = 0 and notified_at = 0 and notify <> 'no' and `+where+` group by member_id`, args...)
}

// Years counts the breaches that became known each year.
func Years(ctx context.Context, tx access.Tx) (map[string]int, error) {
	where, args := workedOn(tx, "member_id")
	out := map[string]int{}
	return out, database.Each(ctx, tx, "breach.Years", func(r database.Row) error {
		var at int64
		err := r.Scan(&at)
		out[i18n.Local(clock.FromMicros(at)).Format("2006")]++
		return err
	}, `select aware_at from register_breach where exercise = 0 and `+where, args...)
}
