package named

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
)

// Forgotten is an erasure that was done: that somebody was, not who.
type Forgotten struct {
	ID, MemberID string
	Rows, Kept   int
	At           time.Time
	By           string
}

// Past lists what was erased at a member, or everywhere (""), the latest first.
func Past(ctx context.Context, tx access.Tx, member string, limit int) ([]Forgotten, error) {
	if err := MaySearch(ctx, tx, member); err != nil {
		return nil, err
	}
	where, args := "1=1", []any{limit}
	if member != "" {
		where, args = "member_id = $2", append(args, member)
	}
	return database.All(ctx, tx, "named.Past", func(r database.Row) (f Forgotten, err error) {
		var at int64
		err = r.Scan(&f.ID, &f.MemberID, &f.Rows, &f.Kept, &at, &f.By)
		f.At = clock.FromMicros(at)
		return f, err
	}, `select id, member_id, row_count, kept, at, by_name from register_forgotten where `+where+` order by at desc, id desc limit $1`, args...)
}

// Authors counts what somebody of that name did in the register as a user, by
// the columns of the tables that name accounts. That goes with the account.
func Authors(ctx context.Context, tx access.Tx, tables []database.Table, q Query, member string) (int, error) {
	if err := MaySearch(ctx, tx, member); err != nil {
		return 0, err
	}
	total := 0
	for _, t := range tables {
		if t.Member == "" {
			continue
		}
		for _, p := range t.People {
			if p.Name == "" {
				continue
			}
			where, args := "1=1", []any(nil)
			if member != "" {
				where, args = t.Of("$1"), []any{member}
			}
			err := database.Each(ctx, tx.Elevated("where a person is named"), "named.Authors", func(r database.Row) error {
				var name string
				var n int
				err := r.Scan(&name, &n)
				if q.in(name) {
					total += n
				}
				return err
			}, `select `+p.Name+`, count(*) from `+t.Name+` where `+where+` group by `+p.Name, args...)
			if err != nil {
				return 0, err
			}
		}
	}
	return total, nil
}
