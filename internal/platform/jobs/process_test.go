package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/ident"
	"airial/internal/platform/jobs"
	"airial/internal/platform/jobs/jobstest"
)

// background runs a runner until the returned function is called.
func background(t *testing.T, r *jobs.Runner) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		err := <-done
		if err != nil {
			t.Errorf("run: %v", err)
		}
	})
	t.Cleanup(stop)
	return stop
}

// TestTakenOverOnce stops answering in the middle of a job: another process
// takes it over when the lease has ended, and the effects of the first, come
// back late, are refused.
func TestTakenOverOnce(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		started, goOn, result := make(chan struct{}), make(chan struct{}), make(chan error, 1)
		effect := func(ctx context.Context, j jobs.Job) error {
			return b.db.Write(ctx, func(tx database.Tx) error {
				_, err := b.queue.Insert(ctx, tx, jobs.Job{Kind: "effect"})
				if err != nil {
					return err
				}
				return j.Done(ctx, tx)
			})
		}
		hung := b.runner(jobs.Config{Lease: 30 * time.Second})
		hung.Handle("x", func(ctx context.Context, j jobs.Job) error {
			close(started)
			<-goOn
			err := effect(ctx, j)
			result <- err
			return err
		})
		b.insert(jobs.Job{Kind: "x"})
		stop := background(t, hung)
		<-started

		attempt := 0
		other := b.runner(jobs.Config{Lease: 30 * time.Second})
		other.Handle("x", func(ctx context.Context, j jobs.Job) error {
			attempt = j.Attempt
			return effect(ctx, j)
		})
		b.drain(other)
		if attempt != 0 {
			t.Fatal("a job was taken over while its lease lasts")
		}
		b.clock.Advance(31 * time.Second)
		b.drain(other)
		if attempt != 1 {
			t.Fatalf("attempt %d, want the first: to be taken over is none", attempt)
		}
		close(goOn)
		if err := <-result; !errors.Is(err, jobs.ErrLost) {
			t.Errorf("the first process was told %v, want ErrLost", err)
		}
		stop()
		if got := b.list(jobs.Filter{}); len(got) != 1 || got[0].Kind != "effect" {
			t.Errorf("left %+v, want one effect", got)
		}
	})
}

// TestClockSetBack leaves a lease that ends in an hour: it counts as ended.
func TestClockSetBack(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		abandon(t, b, jobs.Job{Kind: "x"})
		b.clock.Advance(-time.Hour)
		runs := 0
		r := b.runner(jobs.Config{Workers: 1})
		r.Handle("x", func(context.Context, jobs.Job) error { runs++; return nil })
		b.insert(jobs.Job{Kind: "x"})
		b.drain(r)
		if runs != 2 {
			t.Errorf("%d runs, want 2", runs)
		}
	})
}

// abandon has a job taken by a process that then does nothing more.
func abandon(t *testing.T, b *bench, j jobs.Job) {
	t.Helper()
	b.insert(j)
	die(t, b, j.Kind)
}

// die has a job of a kind taken by a process that then does nothing more.
func die(t *testing.T, b *bench, kind string) {
	t.Helper()
	started := make(chan struct{})
	forever := make(chan struct{})
	t.Cleanup(func() { close(forever) })
	dead := b.runner(jobs.Config{Workers: 1, Lease: 30 * time.Second})
	dead.Handle(kind, func(context.Context, jobs.Job) error { close(started); <-forever; return nil })
	go func() { _ = dead.Run(context.WithoutCancel(t.Context())) }()
	<-started
}

// TestAProcessThatDies loses a job again and again: that is no attempt, but it
// waits longer and longer, and is given up in the end as one that kills.
func TestAProcessThatDies(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		look := b.runner(jobs.Config{}) // takes over, and has no handler
		lose := func(attempt int, wait time.Duration) {
			t.Helper()
			die(t, b, "x")
			b.clock.Advance(31 * time.Second)
			b.drain(look)
			got := b.list(jobs.Filter{Kind: "x"})
			if len(got) != 1 || got[0].Attempt != attempt || got[0].Error == "" {
				t.Fatalf("after a loss: %+v, want %d attempts", got, attempt)
			}
			pause := time.Duration(0)
			if got[0].State == jobs.Waiting {
				pause = got[0].RunAt.Sub(b.clock.Now())
			}
			if pause != wait {
				t.Fatalf("after a loss it waits %s, want %s", pause, wait)
			}
			b.clock.Advance(pause)
		}
		b.insert(jobs.Job{Kind: "x", MaxAttempts: 2})
		for _, minutes := range []int{0, 0, 1, 2} {
			lose(0, time.Duration(minutes)*time.Minute)
		}
		// A run that ends, even badly, shows that it is not the job that kills.
		sound := b.runner(jobs.Config{})
		sound.Handle("x", func(context.Context, jobs.Job) error { return errors.New("bad luck") })
		b.drain(sound)
		b.clock.Advance(time.Minute)
		for _, minutes := range []int{0, 0, 1, 2, 3, 4, 5, 6, 7} {
			lose(1, time.Duration(minutes)*time.Minute)
		}
		die(t, b, "x")
		b.clock.Advance(31 * time.Second)
		told := ""
		last := b.runner(jobs.Config{})
		last.Handle("x", func(context.Context, jobs.Job) error { t.Error("it runs once too often"); return nil })
		last.HandleFailure("x", func(_ context.Context, _ database.Tx, _ jobs.Job, cause error) error {
			told = cause.Error()
			return nil
		})
		b.drain(last)
		if got := b.list(jobs.Filter{State: jobs.Failed}); len(got) != 1 || !strings.Contains(told, "last 10 processes") {
			t.Errorf("failed: %+v, told %q", got, told)
		}
	})
}

// TestAScheduleOutlivesProcessesThatDie gives a run up that was lost too often,
// and waits for its next time.
func TestAScheduleOutlivesProcessesThatDie(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		process := func(h jobs.Handler) *jobs.Runner {
			r := b.runner(jobs.Config{Workers: 1, Lease: 30 * time.Second, Backoff: func(int) time.Duration { return 0 }})
			r.Every("x", jobs.Each(24*time.Hour), h)
			return r
		}
		b.drain(process(nil))
		b.clock.Advance(24 * time.Hour)
		for range 10 {
			started, forever := make(chan struct{}), make(chan struct{})
			t.Cleanup(func() { close(forever) })
			dead := process(func(context.Context, jobs.Job) error { close(started); <-forever; return nil })
			go func() { _ = dead.Run(context.WithoutCancel(t.Context())) }()
			<-started
			b.clock.Advance(31 * time.Second)
		}
		b.drain(process(func(context.Context, jobs.Job) error { t.Error("it runs once too often"); return nil }))
		got := b.list(jobs.Filter{})
		if len(got) != 1 || got[0].State != jobs.Waiting || got[0].Attempt != 0 || !strings.Contains(got[0].Error, "last 10 processes") ||
			!got[0].RunAt.After(b.clock.Now()) {
			t.Errorf("%+v", got)
		}
	})
}

func TestAloneTakesOverAtOnce(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		abandon(t, b, jobs.Job{Kind: "x"})
		runs := 0
		handler := func(context.Context, jobs.Job) error { runs++; return nil }
		other := b.runner(jobs.Config{})
		other.Handle("x", handler)
		b.drain(other)
		if runs != 0 {
			t.Fatal("a process that is not alone has taken the job over before its lease ended")
		}
		alone := b.runner(jobs.Config{Alone: true})
		alone.Handle("x", handler)
		b.drain(alone)
		if runs != 1 {
			t.Errorf("%d runs, want 1", runs)
		}
	})
}

// TestTwoProcessesShare has two processes, with their own queues, run a chain
// of hand-overs for many keys: each step once.
func TestTwoProcessesShare(t *testing.T) {
	const chains, steps = 40, 5
	each(t, func(t *testing.T, b *bench) {
		type args struct{ Chain, Step int }
		var mu sync.Mutex
		committed := map[args]int{}
		tries := 0
		process := func() *jobs.Runner {
			queue := jobs.NewQueue(b.clock, ident.New(b.clock, nil))
			r := (&bench{t: t, db: b.db, clock: b.clock, queue: queue}).runner(jobs.Config{Workers: 4})
			r.Handle("step", func(ctx context.Context, j jobs.Job) error {
				var a args
				err := j.Decode(&a)
				if err != nil {
					return err
				}
				return b.db.Write(ctx, func(tx database.Tx) error {
					mu.Lock()
					tries++
					mu.Unlock()
					tx.AfterCommit(func() {
						mu.Lock()
						defer mu.Unlock()
						committed[a]++
					})
					if a.Step+1 < steps {
						_, err := queue.Insert(ctx, tx, jobs.Job{Kind: "step", Args: args{a.Chain, a.Step + 1}, Fair: j.Fair})
						if err != nil {
							return err
						}
					}
					return j.Done(ctx, tx)
				})
			})
			return r
		}
		for i := range chains {
			b.insert(jobs.Job{Kind: "step", Args: args{Chain: i}, Fair: fmt.Sprint("m", i%7)})
		}
		background(t, process())
		background(t, process())
		jobstest.Idle(t, b.db, b.queue)
		mu.Lock()
		defer mu.Unlock()
		if len(committed) != chains*steps {
			t.Errorf("%d steps were committed, want %d", len(committed), chains*steps)
		}
		for a, n := range committed {
			if n != 1 {
				t.Errorf("%+v was committed %d times", a, n)
			}
		}
		// PostgreSQL repeats a serializable transaction that another got in the
		// way of: hand-overs must not be in each other's.
		if tries > chains*steps*11/10 {
			t.Errorf("%d transactions for %d hand-overs", tries, chains*steps)
		}
		if left := b.list(jobs.Filter{}); len(left) != 0 {
			t.Errorf("left: %+v", left)
		}
	})
}

// TestOtherProcessesAreWoken asks for a job in a process that cannot run it;
// another one, which looks once an hour, runs it all the same.
func TestOtherProcessesAreWoken(t *testing.T) {
	b := newBench(t, databasetest.Postgres(t, schemas))
	process := func() (*jobs.Runner, *bench) {
		own := &bench{t: t, db: b.db, clock: b.clock, queue: jobs.NewQueue(b.clock, ident.New(b.clock, nil))}
		return own.runner(jobs.Config{Poll: time.Hour, Signals: b.db}), own
	}
	ran := make(chan struct{})
	able, _ := process()
	able.Handle("x", func(context.Context, jobs.Job) error { ran <- struct{}{}; return nil })
	unable, asking := process()
	background(t, able)
	background(t, unable)
	for range 3 {
		asking.insert(jobs.Job{Kind: "x"})
		<-ran
	}
}

func TestStopWaitsThenGivesBack(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		var started sync.WaitGroup
		started.Add(3)
		forever := make(chan struct{})
		defer close(forever)
		r := b.runner(jobs.Config{Workers: 3, PerKey: 3, Grace: 50 * time.Millisecond})
		r.Handle("short", func(context.Context, jobs.Job) error {
			started.Done()
			time.Sleep(10 * time.Millisecond)
			return nil
		})
		r.Handle("heeds", func(ctx context.Context, _ jobs.Job) error {
			started.Done()
			<-ctx.Done()
			return ctx.Err()
		})
		r.Handle("deaf", func(context.Context, jobs.Job) error {
			started.Done()
			<-forever
			return nil
		})
		b.insert(jobs.Job{Kind: "short"}, jobs.Job{Kind: "heeds"}, jobs.Job{Kind: "deaf"})
		stop := background(t, r)
		started.Wait()
		stop()
		got := b.list(jobs.Filter{})
		if len(got) != 2 {
			t.Fatalf("left %+v, want the two that did not end", got)
		}
		for _, j := range got {
			if j.State != jobs.Ready || j.Attempt != 0 || j.Kind == "short" {
				t.Errorf("%s is %s after %d attempts, want it ready and the attempt not counted", j.Kind, j.State, j.Attempt)
			}
		}
	})
}

func TestCancelledWhileItRuns(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		started := make(chan struct{})
		r := b.runner(jobs.Config{Lease: 15 * time.Millisecond})
		r.Handle("x", func(ctx context.Context, _ jobs.Job) error {
			close(started)
			<-ctx.Done()
			if !errors.Is(context.Cause(ctx), jobs.ErrLost) {
				t.Errorf("the cause is %v, want ErrLost", context.Cause(ctx))
			}
			return ctx.Err()
		})
		ids := b.insert(jobs.Job{Kind: "x"})
		stop := background(t, r)
		<-started
		b.write(func(tx database.Tx) error { return b.queue.Cancel(t.Context(), tx, ids[0], "enough") })
		stop()
		if got := b.list(jobs.Filter{}); len(got) != 1 || got[0].State != jobs.Cancelled || got[0].Error != "enough" {
			t.Errorf("%+v", got)
		}
	})
}

// TestHeartbeatKeepsTheLease runs much longer than a lease.
func TestHeartbeatKeepsTheLease(t *testing.T) {
	const lease = 60 * time.Millisecond
	each(t, func(t *testing.T, b *bench) {
		started, end := make(chan struct{}), make(chan struct{})
		r := b.runner(jobs.Config{Lease: lease})
		r.Handle("x", func(ctx context.Context, _ jobs.Job) error {
			close(started)
			<-end
			return ctx.Err()
		})
		b.insert(jobs.Job{Kind: "x"})
		stop := background(t, r)
		<-started
		other := b.runner(jobs.Config{Lease: lease})
		other.Handle("x", func(context.Context, jobs.Job) error {
			t.Error("taken over while the heartbeat goes on")
			return nil
		})
		for range 5 {
			b.clock.Advance(lease - time.Millisecond)
			for b.leaseEnd() < clock.Micros(b.clock.Now().Add(lease)) {
				time.Sleep(time.Millisecond)
			}
			b.drain(other)
		}
		close(end)
		stop()
		if left := b.list(jobs.Filter{}); len(left) != 0 {
			t.Errorf("left %+v", left)
		}
	})
}

func (b *bench) leaseEnd() (end int64) {
	b.t.Helper()
	err := b.db.Read(b.t.Context(), func(tx database.Tx) (err error) {
		end, err = database.Value[int64](b.t.Context(), tx, "test", `select lease_until from job_run`)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return end
}
