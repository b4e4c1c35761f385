package jobs_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/jobs"
)

func TestHandlersThatFail(t *testing.T) {
	broken := errors.New("bro\x00ken \xff")
	for _, c := range []struct {
		name     string
		handler  jobs.Handler
		attempts int // runs until it is given up
		text     string
	}{
		{"an error", func(context.Context, jobs.Job) error { return broken }, 3, "broken \uFFFD"},
		{"a panic", func(context.Context, jobs.Job) error { panic("help") }, 3, "panic: help"},
		{"an exit", func(context.Context, jobs.Job) error { runtime.Goexit(); return nil }, 3, "the handler ended its goroutine"},
		{"no use", func(context.Context, jobs.Job) error { return jobs.Cancel(broken) }, 1, "broken \uFFFD"},
		{"a long error", func(context.Context, jobs.Job) error { return errors.New(strings.Repeat("é", 5000)) }, 3, strings.Repeat("é", 1000) + "…"},
	} {
		t.Run(c.name, func(t *testing.T) {
			each(t, func(t *testing.T, b *bench) {
				runs := 0
				var told []string
				r := b.runner(jobs.Config{})
				r.Handle("x", func(ctx context.Context, j jobs.Job) error {
					runs++
					if j.Attempt != runs || j.Last() != (runs == 3) {
						t.Errorf("run %d says attempt %d, last %v", runs, j.Attempt, j.Last())
					}
					return c.handler(ctx, j)
				})
				r.HandleFailure("x", func(_ context.Context, _ database.Tx, j jobs.Job, cause error) error {
					told = append(told, j.ID+" "+cause.Error())
					return nil
				})
				ids := b.insert(jobs.Job{Kind: "x", MaxAttempts: 3})
				for want := 1; want <= c.attempts; want++ {
					b.drain(r)
					if runs != want {
						t.Fatalf("%d runs, want %d", runs, want)
					}
					b.clock.Advance(time.Hour)
				}
				b.drain(r)
				got := b.list(jobs.Filter{State: jobs.Failed})
				if len(got) != 1 || got[0].ID != ids[0] || got[0].Error != c.text || got[0].Attempt != c.attempts || len(told) != 1 {
					t.Fatalf("kept %+v, told %q", got, told)
				}
				b.write(func(tx database.Tx) error { return b.queue.Retry(t.Context(), tx, ids[0]) })
				runs = 0
				b.drain(r)
				if runs != 1 {
					t.Error("a retry does not run it again from the first attempt")
				}
			})
		})
	}
}

func TestBackoffWaits(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		var at []time.Duration
		r := b.runner(jobs.Config{})
		r.Handle("x", func(context.Context, jobs.Job) error {
			at = append(at, b.clock.Now().Sub(start))
			if len(at) == 3 {
				return nil
			}
			return errors.New("not yet")
		})
		b.insert(jobs.Job{Kind: "x"})
		for range 10 {
			b.drain(r)
			b.clock.Advance(30 * time.Second)
		}
		if diff := cmp.Diff([]time.Duration{0, time.Minute, 3 * time.Minute}, at); diff != "" {
			t.Error(diff)
		}
	})
}

func TestDefaultBackoff(t *testing.T) {
	for n, mean := range map[int]time.Duration{-1: time.Second, 1: time.Second, 2: 2 * time.Second, 5: 16 * time.Second, 12: 30 * time.Minute, 1000: 30 * time.Minute} {
		for range 100 {
			d := jobs.Backoff(n)
			if d < mean*3/4 || d > mean*5/4 {
				t.Fatalf("after %d attempts: %v, want around %v", n, d, mean)
			}
		}
	}
}

func TestLaterIsNoFailure(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		runs := 0
		r := b.runner(jobs.Config{})
		r.Handle("x", func(_ context.Context, j jobs.Job) error {
			runs++
			if j.Attempt != 1 {
				t.Errorf("run %d is attempt %d, want 1", runs, j.Attempt)
			}
			if runs < 5 {
				return jobs.Later(b.clock.Now().Add(time.Hour))
			}
			return nil
		})
		b.insert(jobs.Job{Kind: "x", MaxAttempts: 1})
		for range 5 {
			b.drain(r)
			b.drain(r) // nothing before its time
			b.clock.Advance(time.Hour)
		}
		if left := b.list(jobs.Filter{}); runs != 5 || len(left) != 0 {
			t.Errorf("%d runs, %d left; want 5 and 0", runs, len(left))
		}
	})
}

// TestWhoWaitsIsToldOrTheJobStays has the failure handler fail first.
func TestWhoWaitsIsToldOrTheJobStays(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		told := 0
		r := b.runner(jobs.Config{})
		r.Handle("x", func(context.Context, jobs.Job) error { return errors.New("no") })
		r.HandleFailure("x", func(ctx context.Context, tx database.Tx, _ jobs.Job, _ error) error {
			told++
			if told == 1 {
				return errors.New("cannot hear")
			}
			_, err := b.queue.Insert(ctx, tx, jobs.Job{Kind: "heard"})
			return err
		})
		b.insert(jobs.Job{Kind: "x", MaxAttempts: 1})
		b.drain(r)
		if got := b.list(jobs.Filter{Kind: "x"}); len(got) != 1 || got[0].State != jobs.Waiting {
			t.Fatalf("%+v, want the job to wait", got)
		}
		b.clock.Advance(time.Hour)
		b.drain(r)
		if got := b.list(jobs.Filter{Kind: "heard"}); len(got) != 1 || told != 2 {
			t.Errorf("told %d times, %d heard", told, len(got))
		}
	})
}

func TestDoneIsOneWithItsTransaction(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		runs := 0
		r := b.runner(jobs.Config{})
		r.Handle("effect", func(context.Context, jobs.Job) error { return nil })
		r.Handle("x", func(ctx context.Context, j jobs.Job) error {
			runs++
			err := b.db.Write(ctx, func(tx database.Tx) error {
				_, err := b.queue.Insert(ctx, tx, jobs.Job{Kind: "nobody", UniqueKey: "effect"})
				if err != nil {
					return err
				}
				err = j.Done(ctx, tx)
				if err == nil && runs == 1 {
					return errors.New("after all, no")
				}
				return err
			})
			if err == nil {
				return errors.New("this comes too late to matter")
			}
			return err
		})
		b.insert(jobs.Job{Kind: "x"})
		b.drain(r)
		if got := b.list(jobs.Filter{}); len(got) != 1 || got[0].Kind != "x" || got[0].Error != "after all, no" {
			t.Fatalf("after a rolled back Done: %+v", got)
		}
		b.clock.Advance(time.Hour)
		b.drain(r)
		if got := b.list(jobs.Filter{}); runs != 2 || len(got) != 1 || got[0].Kind != "nobody" {
			t.Errorf("%d runs, left %+v", runs, got)
		}
	})
}

func TestConsole(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		r := b.runner(jobs.Config{})
		r.Handle("bad", func(context.Context, jobs.Job) error { return jobs.Cancel(errors.New("bad")) })
		ids := b.insert(
			jobs.Job{Kind: "bad", Fair: "m1"},
			jobs.Job{Kind: "idle", Fair: "m2"},
			jobs.Job{Kind: "idle", RunAt: start.Add(time.Hour)},
		)
		b.drain(r)
		b.write(func(tx database.Tx) error { return b.queue.Cancel(t.Context(), tx, ids[1], "not wanted") })
		states := map[string]jobs.State{}
		for _, j := range b.list(jobs.Filter{Limit: 1000}) {
			states[j.ID] = j.State
		}
		want := map[string]jobs.State{ids[0]: jobs.Failed, ids[1]: jobs.Cancelled, ids[2]: jobs.Waiting}
		if diff := cmp.Diff(want, states); diff != "" {
			t.Error(diff)
		}
		for _, f := range []jobs.Filter{{State: jobs.Failed}, {Kind: "bad"}, {Fair: "m1"}} {
			if got := b.list(f); len(got) != 1 || got[0].ID != ids[0] {
				t.Errorf("%+v gives %+v", f, got)
			}
		}
		newest := b.list(jobs.Filter{Limit: 1})
		if rest := b.list(jobs.Filter{Before: newest[0].ID}); len(rest) != 2 {
			t.Errorf("%d jobs before the newest, want 2", len(rest))
		}
		var counts []jobs.Count
		b.write(func(tx database.Tx) (err error) {
			counts, err = b.queue.Counts(t.Context(), tx)
			return err
		})
		wantCounts := []jobs.Count{{"bad", jobs.Failed, 1}, {"idle", jobs.Cancelled, 1}, {"idle", jobs.Waiting, 1}}
		if diff := cmp.Diff(wantCounts, counts); diff != "" {
			t.Error(diff)
		}
		b.write(func(tx database.Tx) error {
			ctx := t.Context()
			n, err := b.queue.ForgetBefore(ctx, tx, start.Add(time.Second))
			if n != 2 {
				t.Errorf("forgot %d, want 2", n)
			}
			if _, err := b.queue.Get(ctx, tx, ids[0]); !fault.Is(err, fault.NotFound) {
				t.Errorf("a forgotten job is found: %v", err)
			}
			for _, fn := range []func() error{
				func() error { return b.queue.Retry(ctx, tx, ids[0]) },
				func() error { return b.queue.Forget(ctx, tx, ids[0]) },
				func() error { return b.queue.Cancel(ctx, tx, ids[0], "") },
			} {
				if err := fn(); !fault.Is(err, fault.NotFound) {
					t.Errorf("on a job that is not there: %v, want NotFound", err)
				}
			}
			return err
		})
	})
}
