// Package jobstest helps tests that run jobs.
package jobstest

import (
	"context"
	"testing"
	"time"

	"airial/internal/platform/database"
	"airial/internal/platform/jobs"
)

// patience is how long Idle waits before it says what keeps it waiting.
const patience = 30 * time.Second

// Idle waits until no job runs or could run now, while runners work in the
// background. Tests that need none in the background use Runner.Drain instead.
func Idle(t testing.TB, db database.Transactor, q *jobs.Queue) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		var busy bool
		err := db.Read(ctx, func(tx database.Tx) error {
			var err error
			busy, err = q.Busy(ctx, tx)
			return err
		})
		if err != nil {
			t.Fatalf("jobs are still waiting or running: %v", err)
		}
		if !busy {
			return
		}
		time.Sleep(2 * time.Millisecond)
	}
}
