package database_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
)

// TestWritersDoNotLoseEachOthersWork has many writers read a number, add one
// and write it back.
func TestWritersDoNotLoseEachOthersWork(t *testing.T) {
	const writers, rounds = 8, 10
	databasetest.Each(t, notes, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		err := db.Write(ctx, func(tx database.Tx) error { return insert(ctx, tx, "1", "counter") })
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for range writers {
			wg.Go(func() {
				for range rounds {
					err := db.Write(ctx, func(tx database.Tx) error {
						n, err := database.Value[int64](ctx, tx, "read", `select at from note where id = '1'`)
						if err != nil {
							return err
						}
						_, err = tx.Exec(ctx, `update note set at = $1 where id = '1'`, n+1)
						return err
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		err = db.Read(ctx, func(tx database.Tx) error {
			n, err := database.Value[int64](ctx, tx, "read", `select at from note where id = '1'`)
			if n != writers*rounds {
				t.Errorf("the counter stands at %d, want %d", n, writers*rounds)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestWritersSeeEachOther keeps a rule that no key guards (at most one row is
// marked), which two transactions that do not see each other would break.
func TestWritersSeeEachOther(t *testing.T) {
	databasetest.Each(t, notes, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		var marked atomic.Int64
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				err := db.Write(ctx, func(tx database.Tx) error {
					n, err := database.Value[int64](ctx, tx, "count", `select count(*) from note where seen = 1`)
					if err != nil {
						return err
					}
					if n == 0 {
						tx.AfterCommit(func() { marked.Add(1) })
					}
					_, err = tx.Exec(ctx, `insert into note (id, title, seen) values ($1, '', $2)`,
						fmt.Sprint(i), database.Bool(n == 0))
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if marked.Load() != 1 {
			t.Errorf("%d rows are marked, want 1", marked.Load())
		}
	})
}

func TestCancelledWriteLeavesNothing(t *testing.T) {
	databasetest.Each(t, notes, func(t *testing.T, db *database.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		err := db.Write(ctx, func(tx database.Tx) error {
			err := insert(ctx, tx, "1", "cancelled")
			cancel()
			return err
		})
		if err == nil {
			t.Error("a Write whose context was cancelled says that it succeeded")
		}
		if got := titles(t, db); len(got) != 0 {
			t.Errorf("it left %v", got)
		}
	})
}
