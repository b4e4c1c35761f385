package jobs_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"airial/internal/platform/database"
	"airial/internal/platform/jobs"
)

// A job that has become another is that other, whatever happens next: its
// arguments come back after a failure and after a process that died, its attempts
// are counted anew, and what was rolled back never was.
func TestBecome(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		failed := errors.New("no")
		var seen []int
		var attempts []int
		r := b.runner(jobs.Config{Workers: 1})
		r.Handle("x", func(ctx context.Context, j jobs.Job) error {
			var n int
			if err := j.Decode(&n); err != nil {
				return err
			}
			seen, attempts = append(seen, n), append(attempts, j.Attempt)
			become := func(to int, then error) error {
				return b.db.Write(ctx, func(tx database.Tx) error {
					if err := j.Become(ctx, tx, to); err != nil {
						t.Error(err)
					}
					return then
				})
			}
			switch len(seen) {
			case 1: // rolled back
				return become(2, failed)
			case 2: // committed, then it fails
				if err := become(3, nil); err != nil {
					t.Error(err)
				}
				return failed
			}
			return nil
		})
		b.insert(jobs.Job{Kind: "x", Args: 1, MaxAttempts: 5})
		for range 3 {
			b.drain(r)
			b.clock.Advance(time.Hour)
		}
		if !slices.Equal(seen, []int{1, 1, 3}) || !slices.Equal(attempts, []int{1, 2, 2}) {
			t.Errorf("ran with %v, at attempts %v", seen, attempts)
		}
		if left := b.list(jobs.Filter{}); len(left) != 0 {
			t.Errorf("%d jobs are left", len(left))
		}
	})
}

// Who has lost a job cannot make it another.
func TestBecomeOfALostJob(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		r := b.runner(jobs.Config{Workers: 1})
		var got error
		r.Handle("x", func(ctx context.Context, j jobs.Job) error {
			b.write(func(tx database.Tx) error { return b.queue.Cancel(ctx, tx, j.ID, "") })
			got = b.db.Write(ctx, func(tx database.Tx) error { return j.Become(ctx, tx, 2) })
			return got
		})
		b.insert(jobs.Job{Kind: "x", Args: 1})
		b.drain(r)
		if !errors.Is(got, jobs.ErrLost) {
			t.Errorf("got %v", got)
		}
		for _, j := range b.list(jobs.Filter{}) {
			if j.State == jobs.Waiting || j.State == jobs.Running {
				t.Errorf("%+v is left", j)
			}
		}
	})
}

// The last attempt of what a job has become gives that up, and tells who waits
// for it.
func TestGivingUpWhatAJobHasBecome(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		r := b.runner(jobs.Config{Workers: 1})
		r.Handle("x", func(ctx context.Context, j jobs.Job) error {
			var n int
			if err := j.Decode(&n); err != nil {
				return err
			}
			if n == 1 {
				if err := b.db.Write(ctx, func(tx database.Tx) error { return j.Become(ctx, tx, 2) }); err != nil {
					t.Error(err)
				}
			}
			return jobs.Cancel(errors.New("of no use"))
		})
		told := 0
		r.HandleFailure("x", func(_ context.Context, _ database.Tx, j jobs.Job, _ error) error { return j.Decode(&told) })
		b.insert(jobs.Job{Kind: "x", Args: 1})
		b.drain(r)
		if told != 2 {
			t.Errorf("who waits is told of %d", told)
		}
	})
}
