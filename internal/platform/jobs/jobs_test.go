package jobs_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/ident"
	"airial/internal/platform/jobs"
)

var schemas = []database.Schema{jobs.Schema}

var start = time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)

// bench is what a test works with.
type bench struct {
	t     testing.TB
	db    *database.DB
	clock *clock.Manual
	queue *jobs.Queue
}

func newBench(t testing.TB, db *database.DB) *bench {
	c := clock.NewManual(start)
	return &bench{t: t, db: db, clock: c, queue: jobs.NewQueue(c, ident.New(c, nil))}
}

func each(t *testing.T, test func(t *testing.T, b *bench)) {
	databasetest.Each(t, schemas, func(t *testing.T, db *database.DB) { test(t, newBench(t, db)) })
}

func (b *bench) runner(c jobs.Config) *jobs.Runner {
	if c.Backoff == nil {
		c.Backoff = func(n int) time.Duration { return time.Duration(n) * time.Minute }
	}
	if c.Poll == 0 {
		c.Poll = 5 * time.Millisecond
	}
	return jobs.NewRunner(b.db, b.queue, slog.New(slog.DiscardHandler), c)
}

func (b *bench) insert(list ...jobs.Job) []string {
	b.t.Helper()
	var ids []string
	b.write(func(tx database.Tx) error {
		ids = nil
		for _, j := range list {
			id, err := b.queue.Insert(b.t.Context(), tx, j)
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return nil
	})
	return ids
}

func (b *bench) write(fn func(tx database.Tx) error) {
	b.t.Helper()
	err := b.db.Write(b.t.Context(), fn)
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) drain(r *jobs.Runner) {
	b.t.Helper()
	err := r.Drain(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) list(f jobs.Filter) []jobs.Status {
	b.t.Helper()
	var list []jobs.Status
	err := b.db.Read(b.t.Context(), func(tx database.Tx) error {
		var err error
		list, err = b.queue.List(b.t.Context(), tx, f)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return list
}

func TestRunsWhatWasCommitted(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		type args struct{ N int }
		var got []int
		r := b.runner(jobs.Config{Workers: 1})
		r.Handle("count", func(_ context.Context, j jobs.Job) error {
			var a args
			err := j.Decode(&a)
			got = append(got, a.N)
			return err
		})
		b.insert(jobs.Job{Kind: "count", Args: args{N: 7}})
		_ = b.db.Write(t.Context(), func(tx database.Tx) error {
			_, err := b.queue.Insert(t.Context(), tx, jobs.Job{Kind: "count", Args: args{N: 8}})
			if err != nil {
				t.Error(err)
			}
			return context.Canceled
		})
		b.drain(r)
		if len(got) != 1 || got[0] != 7 {
			t.Errorf("ran %v, want only the job whose transaction was committed", got)
		}
		if left := b.list(jobs.Filter{}); len(left) != 0 {
			t.Errorf("%d jobs are left", len(left))
		}
	})
}
