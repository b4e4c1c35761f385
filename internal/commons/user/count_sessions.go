package user

import (
	"context"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
)

// CountSessions returns how many sessions have not ended.
func CountSessions(ctx context.Context, tx database.Tx, c clock.Clock) (int64, error) {
	return database.Value[int64](ctx, tx, "user.CountSessions",
		`select count(*) from session where expires_at > $1 and account_id <> ''`, clock.Micros(c.Now()))
}
