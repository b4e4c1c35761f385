package voice

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
)

// Bring writes a matter as it stood elsewhere, with its dates; of whoever wrote
// it nothing is known but the name that is shown.
func Bring(ctx context.Context, tx access.Tx, t Thread) error {
	if err := tx.May(ctx, access.Publish, t.MemberID); err != nil {
		return err
	}
	t.ID = tx.NewID()
	if err := insert(ctx, tx, t); err != nil {
		return err
	}
	if t.Reminded.IsZero() {
		t.Reminded = t.Proven
	}
	if err := save(ctx, tx, t); err != nil {
		return err
	}
	return tx.Record(ctx, EventReceived, t.MemberID, t.ID, map[string]string{"kind": string(t.Kind), "dataset": t.DatasetID, "brought": clock.FromMicros(clock.Micros(t.Proven)).Format("2006-01-02")})
}
