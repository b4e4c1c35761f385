package jobs

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/telemetry"
)

// errStopping is the cause for which handlers' contexts end when the process
// must stop.
var errStopping = errors.New("jobs: the process is stopping")

// execute runs one job to its end, whatever the handler does. A job whose
// handler has returned nil without Job.Done is handed to the dispatcher, which
// completes several in one transaction; all others are settled here.
func (r *Runner) execute(ctx context.Context, run *run, h Handler, ended chan<- *run) {
	err := errors.New("the handler ended its goroutine")
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v", v)
			r.log.ErrorContext(ctx, "jobs: a handler panicked",
				"kind", run.kind, "job", run.id, "error", err, "stack", string(debug.Stack()))
		}
		run.worked = err == nil && !run.done.Load()
		if !run.worked {
			r.settle(ctx, run, err)
			r.forget(run)
		}
		select {
		case ended <- run:
		case <-ctx.Done(): // nobody listens any more
			if run.worked {
				r.settle(ctx, run, nil)
				r.forget(run)
			}
		}
	}()
	err = r.watched(telemetry.WithJob(ctx, run.id), run, h)
}

// watched runs the handler under the eyes of who watches, if anybody does.
func (r *Runner) watched(ctx context.Context, run *run, h Handler) (err error) {
	if r.config.Watch == nil {
		return h(ctx, run.job())
	}
	ctx, end := r.config.Watch(ctx, run.kind, run.id)
	err = errors.New("panic")
	defer func() {
		if later := (later{}); errors.As(err, &later) {
			end(nil) // it asks to be called again: no failure
			return
		}
		end(err)
	}()
	err = h(ctx, run.job())
	return err
}

// forget ends what this process keeps of a run.
func (r *Runner) forget(run *run) {
	run.cancel(nil)
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.live, run.id)
}

// settle writes down how a run ended, and tries again while the database is
// away: the heartbeat keeps the lease if it can.
func (r *Runner) settle(ctx context.Context, run *run, err error) {
	if run.done.Load() {
		if err != nil {
			r.log.WarnContext(ctx, "jobs: an error after the job was done",
				"kind", run.kind, "job", run.id, "error", err)
		}
		return
	}
	for try := 0; ; try++ {
		failed := r.write(ctx, run, err)
		if failed == nil {
			return
		}
		if errors.Is(failed, ErrLost) {
			r.log.WarnContext(ctx, "jobs: a job was taken over or cancelled while it ran",
				"kind", run.kind, "job", run.id)
			return
		}
		r.log.ErrorContext(ctx, "jobs: cannot write down how a job ended",
			"kind", run.kind, "job", run.id, "error", failed)
		select {
		case <-time.After(min(50*time.Millisecond<<min(try, 6), time.Second)):
		case <-ctx.Done():
			return // its lease ends, and another takes it over
		}
	}
}

// write decides what the handler's error means and writes it down.
func (r *Runner) write(ctx context.Context, run *run, err error) error {
	stopping := errors.Is(context.Cause(ctx), errStopping)
	ctx = context.WithoutCancel(ctx)
	relaxed := database.Relaxed(ctx)
	now := r.queue.clock.Now()
	var snooze later
	var given cancelled
	switch {
	case err == nil:
		return r.db.Write(relaxed, func(tx database.Tx) error { return run.complete(relaxed, tx) })
	case errors.Is(err, ErrLost):
		return ErrLost
	case errors.As(err, &snooze):
		at := max(clock.Micros(snooze.at), 1)
		return r.db.Write(relaxed, func(tx database.Tx) error { return run.requeue(relaxed, tx, at, false, nil) })
	case stopping:
		return r.db.Write(relaxed, func(tx database.Tx) error { return run.requeue(relaxed, tx, 0, false, nil) })
	case errors.As(err, &given), run.attempt >= run.maxAttempts:
		if run.every != nil {
			r.logFailure(ctx, run, "jobs: a job that repeats failed; it waits for its next time", err)
			return r.db.Write(relaxed, func(tx database.Tx) error {
				_, failed := run.release(relaxed, tx)
				if failed != nil {
					return failed
				}
				return run.repeat(relaxed, tx, err)
			})
		}
		return r.fail(ctx, run, err, now)
	}
	r.logFailure(ctx, run, "jobs: a job failed and will be tried again", err)
	return r.retry(relaxed, run, now, err)
}

func (r *Runner) retry(ctx context.Context, run *run, now time.Time, cause error) error {
	at := clock.Micros(now.Add(r.config.Backoff(run.attempt)))
	return r.db.Write(ctx, func(tx database.Tx) error { return run.requeue(ctx, tx, at, true, cause) })
}

// fail gives a job up and tells who waits for it, in one transaction. If that
// is not possible the job is tried again.
func (r *Runner) fail(ctx context.Context, run *run, cause error, now time.Time) error {
	r.logFailure(ctx, run, "jobs: a job failed for good", cause)
	tell := r.failures[run.kind]
	err := r.db.Write(ctx, func(tx database.Tx) error {
		job, err := run.giveUp(ctx, tx, Failed, cause)
		if err != nil || tell == nil {
			return err
		}
		return tell(ctx, tx, job, cause)
	})
	if err == nil || errors.Is(err, ErrLost) {
		return err
	}
	r.logFailure(ctx, run, "jobs: who waits for the job cannot be told; it will be tried again", err)
	return r.retry(database.Relaxed(ctx), run, now, cause)
}

func (r *Runner) logFailure(ctx context.Context, run *run, message string, err error) {
	r.log.WarnContext(ctx, message, "kind", run.kind, "job", run.id, "attempt", run.attempt, "error", err)
}
