package jobs_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/jobs"
)

func TestOneWaitsForEachUniqueKey(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		later := start.Add(time.Hour)
		ids := b.insert(
			jobs.Job{Kind: "index", UniqueKey: "a", Args: 1, RunAt: later.Add(time.Hour)},
			jobs.Job{Kind: "index", UniqueKey: "a", Args: 2, RunAt: later},
			jobs.Job{Kind: "index", UniqueKey: "b"},
			jobs.Job{Kind: "other", UniqueKey: "a"},
			jobs.Job{Kind: "index"},
			jobs.Job{Kind: "index"},
		)
		if ids[0] != ids[1] {
			t.Error("the second job with the same key is another one")
		}
		left := b.list(jobs.Filter{})
		if len(left) != 5 {
			t.Errorf("%d jobs wait, want 5", len(left))
		}
		for _, j := range left {
			if j.ID == ids[0] && (!j.RunAt.Equal(later) || j.State != jobs.Waiting) {
				t.Errorf("it runs at %v (%s), want the earlier time %v", j.RunAt, j.State, later)
			}
		}
		b.insert(jobs.Job{Kind: "index", UniqueKey: "a"})
		var got []int
		r := b.runner(jobs.Config{Workers: 1})
		r.Handle("other", func(context.Context, jobs.Job) error { return nil })
		r.Handle("index", func(_ context.Context, j jobs.Job) error {
			if j.UniqueKey != "a" {
				return nil
			}
			var n int
			err := j.Decode(&n)
			got = append(got, n)
			return err
		})
		b.drain(r)
		if diff := cmp.Diff([]int{1}, got); diff != "" {
			t.Errorf("a job asked for now as well runs now, with the first arguments: %s", diff)
		}
	})
}

// TestWhatHappensDuringARunIsRunAfterIt inserts under the key of a job that
// runs: the second must neither be lost nor run beside it.
func TestWhatHappensDuringARunIsRunAfterIt(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		runs, running := 0, 0
		r := b.runner(jobs.Config{Workers: 4, PerKey: 4})
		r.Handle("index", func(context.Context, jobs.Job) error {
			running++ // a race, if two ran at once
			defer func() { running-- }()
			runs++
			if runs == 1 {
				ids := b.insert(jobs.Job{Kind: "index", UniqueKey: "a"}, jobs.Job{Kind: "index", UniqueKey: "a"})
				if ids[0] != ids[1] {
					t.Error("two jobs follow the one that runs, want one")
				}
				time.Sleep(20 * time.Millisecond) // for a wrong one to begin
			}
			if running != 1 {
				t.Error("two jobs of one key run at once")
			}
			return nil
		})
		b.insert(jobs.Job{Kind: "index", UniqueKey: "a"})
		b.drain(r)
		if runs != 2 {
			t.Errorf("%d runs, want 2", runs)
		}
	})
}

// TestRetryJoinsTheOneThatFollows fails a job while another of its key waits.
func TestRetryJoinsTheOneThatFollows(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		runs := 0
		r := b.runner(jobs.Config{})
		r.Handle("index", func(context.Context, jobs.Job) error {
			runs++
			if runs == 1 {
				b.insert(jobs.Job{Kind: "index", UniqueKey: "a"})
				return context.DeadlineExceeded
			}
			return nil
		})
		b.insert(jobs.Job{Kind: "index", UniqueKey: "a"})
		b.drain(r)
		if left := b.list(jobs.Filter{}); runs != 2 || len(left) != 0 {
			t.Errorf("%d runs and %d jobs left, want 2 and 0", runs, len(left))
		}
	})
}
