package piece

import (
	"context"

	"airial/internal/platform/database"
)

// Stored returns how many files were deposited, and their bytes.
func Stored(ctx context.Context, tx database.Tx) (files, bytes int64, err error) {
	type sum struct{ files, bytes int64 }
	s, err := database.One(ctx, tx, "piece.Stored", func(r database.Row) (sum, error) {
		var s sum
		return s, r.Scan(&s.files, &s.bytes)
	}, `select count(*), cast(coalesce(sum(size), 0) as bigint) from version`)
	return s.files, s.bytes, err
}
