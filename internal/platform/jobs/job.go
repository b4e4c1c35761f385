package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// A Job is a piece of work: as it is asked for, and as its handler gets it.
type Job struct {
	// Kind names the handler.
	Kind string
	// Args says what the work is about, written as JSON. Keep it to
	// identifiers. A handler reads it with Decode.
	Args any
	// UniqueKey, if any, makes two jobs of one kind the same (see the
	// package's documentation).
	UniqueKey string
	// Fair is the key among which workers take turns.
	Fair string
	// RunAt is the earliest time; zero is now.
	RunAt time.Time
	// MaxAttempts is how often the handler may fail; zero stands for
	// DefaultMaxAttempts.
	MaxAttempts int
	// Priority 0 is normal, lower goes first, as with nice(1).
	Priority int

	// What follows is set by the queue.

	ID         string
	Attempt    int // 1 at first
	InsertedAt time.Time

	run *run
}

// DefaultMaxAttempts with the default back-off spreads over about two hours.
const DefaultMaxAttempts = 14

// ErrLost says that somebody else has the job: its lease ended, or it was
// cancelled. The transaction in which it appears must be rolled back.
var ErrLost = errors.New("jobs: the job is no longer held by this worker")

// Decode reads the job's arguments.
func (j Job) Decode(into any) error {
	raw, ok := j.Args.(json.RawMessage)
	if !ok {
		return fmt.Errorf("jobs: %s: the arguments are not as a handler gets them", j.Kind)
	}
	err := json.Unmarshal(raw, into)
	if err != nil {
		return fmt.Errorf("jobs: %s: arguments: %w", j.Kind, err)
	}
	return nil
}

// Last tells whether this attempt is the last one: if it fails, the job does.
func (j Job) Last() bool { return j.Attempt >= j.MaxAttempts }

// Done completes the job inside the handler's own transaction, so that its
// effects and its end are one. It returns ErrLost, with which the handler must
// end its transaction, when somebody else has taken the job over. What the
// handler returns after such a transaction has committed changes nothing.
func (j Job) Done(ctx context.Context, tx database.Tx) error {
	if j.run == nil {
		return errors.New("jobs: Done on a job that no runner has started")
	}
	if err := j.run.complete(ctx, tx); err != nil {
		return err
	}
	run := j.run
	tx.AfterCommit(func() { run.done.Store(true) })
	return nil
}

// Become ends the work of the job and gives it other work of the same kind, in
// the handler's own transaction: as if it were done, and another inserted and
// taken at once by the same worker, which goes on with it. Its attempts are
// counted anew. It returns ErrLost as Done does. Jobs with a unique key, and those
// that repeat, cannot.
func (j Job) Become(ctx context.Context, tx database.Tx, args any) error {
	const op = "jobs.Become"
	if j.run == nil || j.run.uniqueKey != "" || j.run.every != nil {
		return errors.New(op + " on a job that no runner has started, that has a unique key, or that repeats")
	}
	text, err := json.Marshal(args)
	if err != nil {
		return fault.Wrap(op, err)
	}
	n, err := database.Exec(ctx, tx, op, `update job_run set args = $1, attempt = 1, error = '', lost = 0 where id = $2 and lease = $3`,
		string(text), j.run.id, j.run.lease)
	if err == nil && n == 0 {
		err = ErrLost
	}
	if err != nil {
		return err
	}
	run := j.run
	tx.AfterCommit(func() { run.attempt = 1 })
	return nil
}

// A Handler does the work of one kind of job. Its context ends when the job is
// lost or when the process must stop. It returns nil when the work is done,
// Later or Cancel, or an error that brings it back later.
type Handler func(ctx context.Context, job Job) error

// A FailureHandler hears that a job has failed for good, in the transaction in
// which it is given up: whoever waits for it must be told. If it returns an
// error the job stays and is tried again later.
type FailureHandler func(ctx context.Context, tx database.Tx, job Job, cause error) error

type later struct{ at time.Time }

func (l later) Error() string { return "jobs: again at " + l.at.UTC().Format(time.RFC3339) }

// Later is what a handler returns to be run again at a time, without having
// failed: the attempt does not count.
func Later(at time.Time) error { return later{at} }

type cancelled struct{ cause error }

func (c cancelled) Error() string { return c.cause.Error() }
func (c cancelled) Unwrap() error { return c.cause }

// Cancel is what a handler returns when trying again is of no use: the job is
// kept as failed with this error, whatever attempts are left.
func Cancel(err error) error {
	if err == nil {
		err = errors.New("cancelled")
	}
	return cancelled{err}
}

// run is one job held by one runner. What the row says of arguments and attempts
// is for the handler's goroutine alone: the table knows better (see release).
type run struct {
	row
	queue  *Queue
	cancel context.CancelCauseFunc
	every  Schedule    // nil unless the job repeats
	done   atomic.Bool // by Job.Done, committed
	worked bool        // its handler returned nil; the dispatcher completes it
	missed int         // heartbeats that did not find it; heartbeat only
}

func (r *run) job() Job {
	j := r.row.job()
	j.run = r
	return j
}
