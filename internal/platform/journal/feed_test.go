package journal_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/journal"
)

func (b *bench) newFeed(db database.Transactor, batch int) *journal.Feed {
	return journal.NewFeed(b.journal, db, discard, journal.FeedConfig{
		Batch: batch, Interval: time.Millisecond, Backoff: func(int) time.Duration { return time.Millisecond },
	})
}

// remember is a subscriber that writes down what it hears, as entries of the
// journal's own cursor table: its effects are in the database, or they are not.
func remember(name string) journal.Subscriber {
	return func(ctx context.Context, tx database.Tx, entries []journal.Numbered) error {
		for _, e := range entries {
			_, err := tx.Exec(ctx, `insert into journal_cursor (name, next) values ($1, $2)`,
				fmt.Sprintf("effect %s %06d", name, e.Seq), -1)
			if err != nil {
				return err
			}
		}
		return nil
	}
}

func (b *bench) effects(name string) (n int) {
	b.t.Helper()
	b.read(func(ctx context.Context, tx database.Tx) error {
		return tx.QueryRow(ctx, `select count(*) from journal_cursor where name like $1`, "effect "+name+" %").Scan(&n)
	})
	return n
}

// TestFeedReadsEachEntryOnce crashes before and after commits: each effect is
// there once (a second one would break the key of the row).
func TestFeedReadsEachEntryOnce(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		f := &failing{Transactor: b.db}
		total := 0
		for i, c := range []failing{{}, {before: true}, {}, {after: true}, {}, {before: true}, {}} {
			b.fill(5)
			total += 5
			feed := b.newFeed(f, 3) // a new process
			feed.Subscribe("a", remember("a"))
			f.before, f.after = c.before, c.after
			err := feed.Drain(t.Context())
			if (err != nil) != (c.before || c.after) {
				t.Fatalf("%d: %v", i, err)
			}
		}
		if n := b.effects("a"); n != total {
			t.Errorf("%d effects, want %d", n, total)
		}
	})
}

// TestFeedsShare has two processes read to the same subscribers in the
// background while entries come.
func TestFeedsShare(t *testing.T) {
	const batches = 20
	each(t, func(t *testing.T, b *bench) {
		ctx, stop := context.WithCancel(t.Context())
		var running sync.WaitGroup
		for range 2 {
			feed := b.newFeed(b.db, 4)
			for _, name := range []string{"a", "b", "c"} {
				feed.Subscribe(name, remember(name))
			}
			running.Go(func() { _ = feed.Run(ctx) })
		}
		for range batches {
			b.fill(5)
		}
		for b.effects("a")+b.effects("b")+b.effects("c") < 3*5*batches && ctx.Err() == nil {
			time.Sleep(time.Millisecond)
		}
		stop()
		running.Wait()
		for _, name := range []string{"a", "b", "c"} {
			if n := b.effects(name); n != 5*batches {
				t.Errorf("%s has %d effects, want %d", name, n, 5*batches)
			}
		}
	})
}

// TestOneThatFailsKeepsNoOtherWaiting has a subscriber that cannot take one
// entry: what comes before it is read, what follows waits, others go on.
func TestOneThatFailsKeepsNoOtherWaiting(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		var mu sync.Mutex
		broken := true
		feed := b.newFeed(b.db, 100)
		feed.Subscribe("bad", func(ctx context.Context, tx database.Tx, entries []journal.Numbered) error {
			mu.Lock()
			defer mu.Unlock()
			for _, e := range entries {
				if e.Seq == 7 && broken {
					panic("seven")
				}
			}
			return remember("bad")(ctx, tx, entries)
		})
		feed.Subscribe("good", remember("good"))
		ctx, stop := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { _ = feed.Run(ctx) })
		b.fill(20)
		// Every loop ends with the test's own time-out if what it waits for
		// does not come.
		for b.effects("good") < 20 {
			time.Sleep(time.Millisecond)
		}
		var seen journal.Cursor
		for seen.Next != 7 || seen.Failures == 0 {
			time.Sleep(time.Millisecond)
			seen = b.cursor("bad")
		}
		if seen.Error == "" || b.effects("bad") != 7 {
			t.Errorf("the operator sees %+v, after %d effects", seen, b.effects("bad"))
		}
		mu.Lock()
		broken = false
		mu.Unlock()
		for b.effects("bad") < 20 {
			time.Sleep(time.Millisecond)
		}
		stop()
		running.Wait()
	})
}

func (b *bench) cursor(name string) (found journal.Cursor) {
	b.t.Helper()
	b.read(func(ctx context.Context, tx database.Tx) error {
		list, err := b.journal.Cursors(ctx, tx)
		for _, c := range list {
			if c.Name == name {
				found = c
			}
		}
		return err
	})
	return found
}

func TestRewind(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.fill(6)
		var heard []int
		feed := b.newFeed(b.db, 4)
		feed.Subscribe("a", func(_ context.Context, _ database.Tx, entries []journal.Numbered) error {
			heard = append(heard, numbers(t, entries)...)
			return nil
		})
		drain := func() {
			err := feed.Drain(t.Context())
			if err != nil {
				t.Fatal(err)
			}
		}
		drain()
		b.write(func(ctx context.Context, tx database.Tx) error {
			if err := b.journal.Rewind(ctx, tx, "nobody", 0); !fault.Is(err, fault.NotFound) {
				t.Errorf("rewind of nobody: %v", err)
			}
			return b.journal.Rewind(ctx, tx, "a", 4)
		})
		drain()
		if diff := cmp.Diff([]int{0, 1, 2, 3, 4, 5, 4, 5}, heard); diff != "" {
			t.Error(diff)
		}
	})
}

func TestFeedStopsWithItsContext(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.fill(3)
		ctx, stop := context.WithCancel(t.Context())
		feed := b.newFeed(b.db, 1)
		feed.Subscribe("a", func(context.Context, database.Tx, []journal.Numbered) error {
			stop()
			return errors.New("no")
		})
		err := feed.Run(ctx)
		if err != nil {
			t.Error(err)
		}
	})
}
