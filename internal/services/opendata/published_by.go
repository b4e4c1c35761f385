package opendata

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// Sums count what is published.
type Sums struct {
	Datasets, Schema int // all of them, and those under a schema
	Bodies           int // members that have published something
	Rows             int64
}

// PublishedBy sums up what a member has published, or all ("").
func PublishedBy(ctx context.Context, tx access.Tx, member string) (Sums, error) {
	where, args := "", []any{}
	if member != "" {
		where, args = " and member_id = $1", []any{member}
	}
	return database.One(ctx, tx, "opendata.PublishedBy", func(r database.Row) (s Sums, err error) {
		return s, r.Scan(&s.Datasets, &s.Schema, &s.Bodies, &s.Rows)
	}, `select count(*), coalesce(sum(case when schema_name <> '' then 1 else 0 end), 0), count(distinct member_id), coalesce(sum(row_count), 0) from dataset where state = 'published'`+where, args...)
}
