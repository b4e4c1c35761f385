package jobs

import (
	"context"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// State says where a job stands. Jobs that are done are no longer there.
type State string

// The states of a job.
const (
	Waiting   State = "waiting" // for its time
	Ready     State = "ready"   // for a worker
	Running   State = "running"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// Status is a job as an operator sees it.
type Status struct {
	Job
	State State
	// Error is that of the last attempt that failed, if any.
	Error string
	// Schedule names the schedule of a job that repeats.
	Schedule string
	// Since is when it began to run, or ended; zero for one that waits.
	Since time.Time
}

// Filter chooses jobs; what is empty does not restrict.
type Filter struct {
	State State
	Kind  string
	Fair  string
	// Before continues a list after the job with this identifier.
	Before string
	Limit  int // at most 500; default 50
}

const everyTable = `select * from (
	select ` + columns + `, case when ready = 1 then 'ready' else 'waiting' end as state, 0 as since from job
	union all
	select ` + columns + `, 'running', started_at from job_run
	union all
	select id, kind, args, unique_key, fair, priority, run_at, attempt, max_attempts, '', error, inserted_at, 0,
		state, ended_at from job_ended) j`

func scanStatus(s database.Row) (Status, error) {
	var r row
	var state string
	var since int64
	err := s.Scan(append(r.fields(), &state, &since)...)
	return Status{Job: r.job(), State: State(state), Error: r.err, Schedule: r.every, Since: clock.FromMicros(since)}, err
}

// List returns jobs, the youngest first.
func (q *Queue) List(ctx context.Context, tx database.Tx, f Filter) ([]Status, error) {
	if f.Limit <= 0 {
		f.Limit = 50
	}
	return database.All(ctx, tx, "jobs.List", scanStatus, everyTable+`
		where ($1 = '' or state = $1) and ($2 = '' or kind = $2) and ($3 = '' or fair = $3) and ($4 = '' or id < $4)
		order by id desc limit $5`, string(f.State), f.Kind, f.Fair, f.Before, min(f.Limit, 500))
}

// Get returns one job, or a fault of kind NotFound: it may be done.
func (q *Queue) Get(ctx context.Context, tx database.Tx, id string) (Status, error) {
	return database.One(ctx, tx, "jobs.Get", scanStatus, everyTable+` where id = $1`, id)
}

// Count says how many jobs of a kind are in a state.
type Count struct {
	Kind  string
	State State
	Jobs  int64
}

// Counts returns how many jobs there are, by kind and state.
func (q *Queue) Counts(ctx context.Context, tx database.Tx) ([]Count, error) {
	return database.All(ctx, tx, "jobs.Counts", func(s database.Row) (Count, error) {
		var c Count
		return c, s.Scan(&c.Kind, &c.State, &c.Jobs)
	}, `select kind, state, count(*) from (`+everyTable+`) k group by kind, state order by kind collate "C", state`)
}

// KeyCount says how many jobs of a fairness key are in a state.
type KeyCount struct {
	Key   string
	State State
	Jobs  int64
}

// CountsByKey returns how many jobs there are, by fairness key and state; those
// without a key are left out.
func (q *Queue) CountsByKey(ctx context.Context, tx database.Tx) ([]KeyCount, error) {
	return database.All(ctx, tx, "jobs.CountsByKey", func(s database.Row) (KeyCount, error) {
		var c KeyCount
		return c, s.Scan(&c.Key, &c.State, &c.Jobs)
	}, `select fair, state, count(*) from (`+everyTable+`) k where fair <> '' group by fair, state order by fair collate "C", state`)
}

// Oldest returns when the job of each kind that has waited longest for a worker
// became ready.
func (q *Queue) Oldest(ctx context.Context, tx database.Tx) (map[string]time.Time, error) {
	out := map[string]time.Time{}
	now := clock.Micros(q.clock.Now())
	err := database.Each(ctx, tx, "jobs.Oldest", func(s database.Row) error {
		var kind string
		var at int64
		err := s.Scan(&kind, &at)
		out[kind] = clock.FromMicros(at)
		return err
	}, `select kind, min(case when run_at > inserted_at then run_at else inserted_at end) from job
		where ready = 1 or run_at <= $1 group by kind`, now)
	return out, err
}

// Busy tells whether a job runs or could run now.
func (q *Queue) Busy(ctx context.Context, tx database.Tx) (bool, error) {
	return database.Value[bool](ctx, tx, "jobs.Busy", `select case when
		exists (select 1 from job where ready = 1 or run_at <= $1) or exists (select 1 from job_run)
		then 1 else 0 end`, clock.Micros(q.clock.Now()))
}

// Retry puts a job that failed or was cancelled back to run now, with all its
// attempts before it. A job that waits runs now.
func (q *Queue) Retry(ctx context.Context, tx database.Tx, id string) error {
	const op = "jobs.Retry"
	n, err := database.Exec(ctx, tx, op, `update job set ready = 1, run_at = 0 where id = $1`, id)
	if err != nil {
		return err
	}
	if n > 0 {
		tx.AfterCommit(q.bell.Ring)
		return nil
	}
	r, err := database.One(ctx, tx, op, scanEnded, `delete from job_ended where id = $1
		returning `+endedColumns, id)
	if err != nil {
		return err
	}
	r.runAt, r.attempt = 0, 0
	_, err = q.put(ctx, tx, op, r)
	return err
}

// Cancel stops a job: one that waits never runs, one that runs has its context
// ended within a lease and cannot complete. A job that repeats cannot be
// cancelled.
func (q *Queue) Cancel(ctx context.Context, tx database.Tx, id, reason string) error {
	const op = "jobs.Cancel"
	for _, table := range []string{"job", "job_run"} {
		list, err := database.All(ctx, tx, op, func(s database.Row) (row, error) {
			var r row
			return r, s.Scan(r.fields()...)
		}, `delete from `+table+` where id = $1 and every = '' returning `+columns, id)
		if err != nil {
			return err
		}
		for _, r := range list {
			return fault.Wrap(op, end(ctx, tx, r, Cancelled, reason, q.clock.Now()))
		}
	}
	return fault.Missing(op)
}

// Forget removes a job that failed or was cancelled.
func (q *Queue) Forget(ctx context.Context, tx database.Tx, id string) error {
	const op = "jobs.Forget"
	n, err := database.Exec(ctx, tx, op, `delete from job_ended where id = $1`, id)
	if err == nil && n == 0 {
		return fault.Missing(op)
	}
	return err
}

// ForgetBefore removes the jobs that failed or were cancelled before an instant
// and returns how many.
func (q *Queue) ForgetBefore(ctx context.Context, tx database.Tx, at time.Time) (int64, error) {
	return database.Exec(ctx, tx, "jobs.Forget", `delete from job_ended where ended_at < $1`, clock.Micros(at))
}

const endedColumns = `id, kind, args, unique_key, fair, priority, run_at, attempt, max_attempts, '' as every, error, inserted_at, 0 as lost`

func scanEnded(s database.Row) (row, error) {
	var r row
	return r, s.Scan(r.fields()...)
}
