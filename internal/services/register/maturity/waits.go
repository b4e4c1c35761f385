package maturity

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
)

// Waits tells for each member whose last survey is a year old whether it is so
// today (1, 0) or will be within some days (0, 1). Who has never answered does
// not wait.
func Waits(ctx context.Context, tx access.Tx, days int) (map[string][2]int, error) {
	now := tx.Clock().Now().AddDate(-1, 0, 0)
	where, args := tx.Only("member_id", []any{clock.Micros(now.AddDate(0, 0, days))})
	out := map[string][2]int{}
	return out, database.Each(ctx, tx, "maturity.Waits", func(r database.Row) error {
		var id string
		var last int64
		err := r.Scan(&id, &last)
		if last < clock.Micros(now) {
			out[id] = [2]int{1, 0}
		} else {
			out[id] = [2]int{0, 1}
		}
		return err
	}, `select member_id, max(submitted_at) from register_survey where state = 'submitted' and `+where+` group by member_id having max(submitted_at) <= $1`, args...)
}

// Years counts the surveys that were submitted each year.
func Years(ctx context.Context, tx access.Tx) (map[string]int, error) {
	where, args := tx.Only("member_id", nil)
	out := map[string]int{}
	return out, database.Each(ctx, tx, "maturity.Years", func(r database.Row) error {
		var at int64
		err := r.Scan(&at)
		out[i18n.Local(clock.FromMicros(at)).Format("2006")]++
		return err
	}, `select submitted_at from register_survey where state = 'submitted' and `+where, args...)
}
