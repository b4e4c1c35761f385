package jobs

import (
	"context"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
)

// The ways in which a run ends. Each begins by giving back the lease, and is
// refused with ErrLost when it is no longer held.

// release returns the job as it was held: Become may have changed its arguments
// in a transaction of which this process never heard whether it was committed.
func (r *run) release(ctx context.Context, tx database.Tx) (held row, err error) {
	list, err := database.All(ctx, tx, "jobs.release", func(s database.Row) (row, error) {
		held := r.row
		return held, s.Scan(&held.args, &held.attempt)
	}, `delete from job_run where id = $1 and lease = $2 returning args, attempt`, r.id, r.lease)
	if err == nil && len(list) == 0 {
		return row{}, ErrLost
	}
	if err != nil {
		return row{}, err
	}
	return list[0], nil
}

// complete ends a run whose work is done; a job that repeats waits for its next
// time.
func (r *run) complete(ctx context.Context, tx database.Tx) error {
	_, err := r.release(ctx, tx)
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

// requeue puts the job back to wait until at; zero is now. counts tells whether
// the attempt counts.
func (r *run) requeue(ctx context.Context, tx database.Tx, at int64, counts bool, cause error) error {
	next, err := r.release(ctx, tx)
	if err != nil {
		return err
	}
	next.runAt, next.lost = at, 0
	if !counts {
		next.attempt--
	}
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
	next, err := r.release(ctx, tx)
	if err != nil {
		return err
	}
	next.runAt, next.attempt, next.lost, next.err = 0, next.attempt-1, r.lost+1, errorText(errAbandoned)
	if next.lost > freeLosses {
		next.runAt = clock.Micros(r.queue.clock.Now().Add(backoff(next.lost - freeLosses)))
	}
	_, err = r.queue.put(ctx, tx, "jobs.lose", next)
	return err
}

// giveUp keeps the job with its error for the operator, and returns it.
func (r *run) giveUp(ctx context.Context, tx database.Tx, state State, cause error) (Job, error) {
	held, err := r.release(ctx, tx)
	if err != nil {
		return Job{}, err
	}
	return held.job(), end(ctx, tx, held, state, errorText(cause), r.queue.clock.Now())
}

func end(ctx context.Context, tx database.Tx, r row, state State, text string, now time.Time) error {
	_, err := database.Exec(ctx, tx, "jobs.end", `insert into job_ended (id, kind, args, unique_key, fair, priority,
		run_at, attempt, max_attempts, error, inserted_at, state, ended_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		r.id, r.kind, r.args, r.uniqueKey, r.fair, r.priority,
		r.runAt, r.attempt, r.maxAttempts, text, r.insertedAt, string(state), clock.Micros(now))
	return err
}
