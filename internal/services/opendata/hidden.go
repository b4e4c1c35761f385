package opendata

import (
	"context"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// Hidden lists the datasets that were withdrawn or erased and that the scope
// sees, the latest first.
func Hidden(ctx context.Context, tx access.Tx, limit int) ([]Dataset, error) {
	where, args := tx.Only("d.member_id", nil)
	return database.All(ctx, tx, "opendata.Hidden", func(r database.Row) (Dataset, error) { return scanDataset(r) },
		`select `+datasetColumns+` from dataset d where d.state in ('withdrawn', 'erased') and `+where+` order by d.hidden_at desc, d.piece_id limit `+strconv.Itoa(limit), args...)
}
