package life

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/jobs"
)

// The jobs of the engine.
const (
	jobVisit = "life.visit"
	jobDue   = "life.due"
)

// JobQueue is the Queue made of durable jobs.
type JobQueue struct{ Jobs *jobs.Queue }

// Visit implements Queue.
func (q JobQueue) Visit(ctx context.Context, tx access.Tx, member string, t Ticket) error {
	_, err := q.Jobs.Insert(ctx, tx, jobs.Job{Kind: jobVisit, Args: t, Fair: member})
	return err
}

// Due implements Queue.
func (q JobQueue) Due(ctx context.Context, tx access.Tx, member string, t Ticket, at time.Time) error {
	_, err := q.Jobs.Insert(ctx, tx, jobs.Job{Kind: jobDue, Args: t, Fair: member, RunAt: at})
	return err
}

// Handle gives the engine's jobs to a runner. A stage that fails for good is
// recorded as a failed step in the transaction that gives its job up.
func (e *Engine) Handle(runner *jobs.Runner) {
	runner.Handle(jobVisit, func(ctx context.Context, job jobs.Job) error {
		var t Ticket
		if err := job.Decode(&t); err != nil {
			return jobs.Cancel(err)
		}
		return e.RunOn(ctx, t, jobTurn{job})
	})
	runner.HandleFailure(jobVisit, func(ctx context.Context, tx database.Tx, job jobs.Job, cause error) error {
		var t Ticket
		if err := job.Decode(&t); err != nil {
			return nil
		}
		return e.Fail(ctx, e.doors.As(tx, access.System("life")), t, cause)
	})
	runner.Handle(jobDue, func(ctx context.Context, job jobs.Job) error {
		var t Ticket
		if err := job.Decode(&t); err != nil {
			return jobs.Cancel(err)
		}
		return e.Due(ctx, t)
	})
}

// jobTurn is the turn that a job holds.
type jobTurn struct{ job jobs.Job }

// Done implements Turn.
func (t jobTurn) Done(ctx context.Context, tx access.Tx) error { return t.job.Done(ctx, tx) }

// Next implements Turn.
func (t jobTurn) Next(ctx context.Context, tx access.Tx, next Ticket) error {
	return t.job.Become(ctx, tx, next)
}
