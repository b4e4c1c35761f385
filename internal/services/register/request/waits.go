package request

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// Waits tells for each member how many of its open requests were due before
// today, and how many are due from today to a day, as far as the scope works on
// them.
func Waits(ctx context.Context, tx access.Tx, today, until string) (map[string][2]int, error) {
	where, args, err := workedOn(ctx, tx, "member_id", []any{today, until})
	if err != nil {
		return nil, err
	}
	out := map[string][2]int{}
	return out, database.Each(ctx, tx, "request.Waits", func(r database.Row) error {
		var id string
		var n [2]int
		err := r.Scan(&id, &n[0], &n[1])
		out[id] = n
		return err
	}, `select member_id, sum(case when due_on < $1 then 1 else 0 end), sum(case when due_on >= $1 then 1 else 0 end) from register_request
		where state in ('received','identity','examining','answering') and due_on <= $2 and `+where+` group by member_id`, args...)
}

// Years counts the requests that were received each year.
func Years(ctx context.Context, tx access.Tx) (map[string]int, error) {
	where, args, err := workedOn(ctx, tx, "member_id", nil)
	if err != nil {
		return nil, err
	}
	out := map[string]int{}
	return out, database.Each(ctx, tx, "request.Years", func(r database.Row) error {
		var year string
		var n int
		err := r.Scan(&year, &n)
		out[year] = n
		return err
	}, `select substr(received_on, 1, 4), count(*) from register_request where `+where+` group by substr(received_on, 1, 4)`, args...)
}
