package opendata

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
)

// Work is what was done for a member in a year.
type Work struct {
	Public    int // datasets that are public now
	Published int // versions that became public
	Deposited int // files that were taken in and checked
	Refused   int // stages that stopped a file
}

// WorkOf counts what was done for a member in a year, as metropolitan France
// counts it. Who sees the member may ask.
func WorkOf(ctx context.Context, tx access.Tx, member string, year int) (w Work, err error) {
	const op = "opendata.WorkOf"
	if err := tx.Sees(op, member); err != nil {
		return w, err
	}
	place := i18n.Local(time.Time{}).Location()
	from := clock.Micros(time.Date(year, 1, 1, 0, 0, 0, 0, place))
	until := clock.Micros(time.Date(year+1, 1, 1, 0, 0, 0, 0, place))
	for _, count := range []struct {
		into *int
		sql  string
		args []any
	}{
		{&w.Public, `select count(*) from dataset where member_id = $1 and state = 'published'`, []any{member}},
		{&w.Published, `select count(*) from edition where member_id = $1 and issued_at >= $2 and issued_at < $3`, []any{member, from, until}},
		{&w.Deposited, `select count(*) from version where member_id = $1 and created_at >= $2 and created_at < $3`, []any{member, from, until}},
		{&w.Refused, `select count(*) from step s join life l on l.version_id = s.version_id
			where l.member_id = $1 and s.outcome = 'refused' and s.at >= $2 and s.at < $3`, []any{member, from, until}},
	} {
		if *count.into, err = database.Value[int](ctx, tx, op, count.sql, count.args...); err != nil {
			return w, err
		}
	}
	return w, nil
}
