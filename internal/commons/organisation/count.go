package organisation

import (
	"context"

	"airial/internal/platform/database"
)

// Count returns how many members there are, the operator among them.
func Count(ctx context.Context, tx database.Tx) (int64, error) {
	return database.Value[int64](ctx, tx, "organisation.Count", `select count(*) from member`)
}
