package jobs

import (
	"context"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
)

// The ways in which a run ends. Each begins by giving back the lease, and is
// refused with ErrLost when it is no longer held.

func (r *run) release(ctx context.Context, tx database.Tx) error {
	n, err := database.Exec(ctx, tx, "jobs.release", `delete from job_run where id = $1 and lease = $2`, r.id, r.lease)
	if err == nil && n == 0 {
		return ErrLost
	}
	return err
}

// complete ends a run whose work is done; a job that repeats waits for its next
// time.
func (r *run) complete(ctx context.Context, tx database.Tx) error {
	err := r.release(ctx, tx)
	if err != nil || r.every == nil {
		return err
	}
	return r.repeat(ctx, tx, nil)
}

func (r *run) repeat(ctx context.Context, tx database.Tx, cause error) error {
	next := r.row
	next.runAt = clock.Micros(r.every.Next(r.queue.clock.Now()))
	next.attempt, next.lost, next.err, next.every = 0, 0, errorText(cause), r.every.String()
	_, err := r.queue.put(ctx, tx, "jobs.complete", next)
	return err
}

// requeue puts the job back to wait until at; zero is now.
func (r *run) requeue(ctx context.Context, tx database.Tx, at int64, attempt int, cause error) error {
	err := r.release(ctx, tx)
	if err != nil {
		return err
	}
	next := r.row
	next.runAt, next.attempt, next.lost = at, attempt, 0
	if cause != nil {
		next.err = errorText(cause)
	}
	_, err = r.queue.put(ctx, tx, "jobs.requeue", next)
	return err
}

// lose puts a job back whose process died or no longer answers. It may be no
// fault of the job, so the attempt does not count; from the third time in a row
// on it waits longer and longer, so that one which does kill its process does
// not keep all others from their work.
func (r *run) lose(ctx context.Context, tx database.Tx, backoff func(int) time.Duration) error {
	err := r.release(ctx, tx)
	if err != nil {
		return err
	}
	next := r.row
	next.runAt, next.attempt, next.lost, next.err = 0, r.attempt-1, r.lost+1, errorText(errAbandoned)
	if next.lost > freeLosses {
		next.runAt = clock.Micros(r.queue.clock.Now().Add(backoff(next.lost - freeLosses)))
	}
	_, err = r.queue.put(ctx, tx, "jobs.lose", next)
	return err
}

// giveUp keeps the job with its error for the operator.
func (r *run) giveUp(ctx context.Context, tx database.Tx, state State, cause error) error {
	err := r.release(ctx, tx)
	if err != nil {
		return err
	}
	return end(ctx, tx, r.row, state, errorText(cause), r.queue.clock.Now())
}

func end(ctx context.Context, tx database.Tx, r row, state State, text string, now time.Time) error {
	_, err := database.Exec(ctx, tx, "jobs.end", `insert into job_ended (id, kind, args, unique_key, fair, priority,
		run_at, attempt, max_attempts, error, inserted_at, state, ended_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		r.id, r.kind, r.args, r.uniqueKey, r.fair, r.priority,
		r.runAt, r.attempt, r.maxAttempts, text, r.insertedAt, string(state), clock.Micros(now))
	return err
}
