package journal_test

import (
	"context"
	"testing"

	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Entries of the first form, which an earlier version wrote, still verify and
// prove; the bundles that hold one are kept back, for their records name what
// is not public.
func TestFirstForm(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.append(0, 1, 2)
		b.write(func(ctx context.Context, tx database.Tx) error {
			_, err := tx.Exec(ctx, `update journal_inbox set seal = erases`)
			return err
		})
		b.sequence()
		b.fill(300)
		report, err := b.verify()
		if err != nil || report.Size != 303 {
			t.Fatalf("%+v, %v", report, err)
		}
		b.read(func(ctx context.Context, tx database.Tx) error {
			_, err := b.journal.Bundle(ctx, tx, 0, 256)
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("a bundle with entries of the first form: %v", err)
			}
			_, err = b.journal.Bundle(ctx, tx, 1, 47)
			if err != nil {
				t.Errorf("a bundle of the second form: %v", err)
			}
			_, err = b.journal.Prove(ctx, tx, 1, 303)
			return err
		})
	})
}
