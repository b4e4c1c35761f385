package jobs

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
)

// claim is what one look at the tables brought.
type claim struct {
	rows      []row
	abandoned []row     // lost too often: to be given up
	more      bool      // look again at once
	held      bool      // look again when a job ends
	next      time.Time // when the next waiting job is due; zero if none waits
}

var (
	errAbandoned = errors.New("the process that ran it stopped or no longer answered")
	errDeadly    = fmt.Errorf("each of the last %d processes that ran it stopped or no longer answered", maxLosses)
)

const (
	// freeLosses is how often in a row a job runs again at once when its process
	// has died.
	freeLosses = 2
	// maxLosses is how often in a row a process may die that runs a job, before
	// the job is given up. With the default back-off that takes more than four
	// minutes of nothing but dying processes.
	maxLosses = 10
)

// claim completes the jobs that were worked, takes over what others have
// abandoned, makes ready what has become due, and takes at most n jobs, all in
// one transaction.
func (r *Runner) claim(ctx context.Context, n int, worked []*run) (claim, error) {
	const op = "jobs.claim"
	var c claim
	turn := turns{} // on a retry of the transaction, begin again
	// A claim, or the end of a job, that a power cut loses: the job runs again.
	err := r.db.Write(database.Lazy(database.Relaxed(ctx)), func(tx database.Tx) error {
		c = claim{}
		for p, key := range r.turns {
			turn[p] = key
		}
		if n > 0 {
			if err := oneByOne(ctx, tx); err != nil {
				return err
			}
		}
		now := r.queue.clock.Now()
		err := r.completeAll(ctx, tx, worked)
		if err != nil {
			return err
		}
		due, err := r.refresh(ctx, tx, now, &c)
		if err != nil || n <= 0 || !due.ready {
			return err
		}
		busy, err := busyKeys(ctx, tx)
		if err != nil {
			return err
		}
		chosen, err := turn.choose(ctx, tx, due.priority, n, r.config.PerKey, r.kinds, busy)
		if err != nil {
			return err
		}
		c.more, c.held = chosen.more, chosen.held
		if len(chosen.ids) == 0 {
			c.more = false
			return nil
		}
		c.rows, err = r.take(ctx, tx, op, chosen.ids, now)
		c.more = c.more || len(c.rows) == n || len(c.rows) < len(chosen.ids)
		return err
	})
	if err != nil {
		return claim{}, err
	}
	r.turns = turn
	return c, nil
}

func (r *Runner) completeAll(ctx context.Context, tx database.Tx, worked []*run) error {
	for _, run := range worked {
		err := run.complete(ctx, tx)
		if errors.Is(err, ErrLost) {
			r.log.WarnContext(ctx, "jobs: a job was taken over or cancelled while it ran", "kind", run.kind, "job", run.id)
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// refresh takes over what was abandoned and makes ready what has become due; it
// returns how things stand then.
func (r *Runner) refresh(ctx context.Context, tx database.Tx, now time.Time, c *claim) (dues, error) {
	us := clock.Micros(now)
	d, err := readDue(ctx, tx)
	if err != nil {
		return d, err
	}
	if r.orphans || d.expired(now, r.config.Lease) {
		c.abandoned, err = r.takeOver(ctx, tx, now)
		if err == nil {
			d, err = readDue(ctx, tx)
		}
		if err != nil {
			return d, err
		}
	}
	if d.job != 0 && d.job <= us {
		_, err = database.Exec(ctx, tx, "jobs.claim", `update job set ready = 1 where id in
			(select id from job where ready = 0 and run_at <= $1 order by run_at limit 1000`+skipLocked(tx)+`)`, us)
		if err != nil {
			return d, err
		}
		d, err = readDue(ctx, tx)
	}
	c.next = clock.FromMicros(d.job)
	return d, err
}

// dues are the instants that matter next, 0 where there is none.
type dues struct {
	job                    int64 // when the first job that waits for its time is due
	firstLease, finalLease int64 // when the leases end
	ready                  bool
	priority               int // the first of those that are ready
}

func readDue(ctx context.Context, tx database.Tx) (dues, error) {
	return database.One(ctx, tx, "jobs.claim", func(r database.Row) (dues, error) {
		var d dues
		var priority *int
		err := r.Scan(&d.job, &d.firstLease, &d.finalLease, &priority)
		if d.ready = priority != nil; d.ready {
			d.priority = *priority
		}
		return d, err
	}, `select coalesce((select min(run_at) from job where ready = 0), 0),
		coalesce((select min(lease_until) from job_run), 0),
		coalesce((select max(lease_until) from job_run), 0),
		(select priority from job where ready = 1 order by priority limit 1)`)
}

// expired tells whether a lease has ended. One that ends far in the future was
// given before the clock was set back.
func (d dues) expired(now time.Time, lease time.Duration) bool {
	return d.firstLease != 0 && d.firstLease < clock.Micros(now) || d.finalLease > clock.Micros(now.Add(4*lease))
}

// takeOver ends the leases that were not renewed, but for those of jobs that
// run in this very process: their heartbeat is only late. The jobs are ready
// again, later each time; those that were lost too often in a row are returned,
// held by this process, to be given up.
func (r *Runner) takeOver(ctx context.Context, tx database.Tx, now time.Time) (exhausted []row, err error) {
	const op = "jobs.takeOver"
	from, to := clock.Micros(now), clock.Micros(now.Add(4*r.config.Lease))
	if r.orphans {
		from, to = math.MaxInt64, math.MaxInt64
	}
	lost, err := database.All(ctx, tx, op, scanRun,
		`select `+columns+`, lease from job_run where lease_until < $1 or lease_until > $2 order by id`+skipLocked(tx), from, to)
	if err != nil {
		return nil, err
	}
	for _, row := range lost {
		schedule, known := r.schedules[row.kind], r.handlers[row.kind] != nil
		if r.holds(row.id) {
			continue
		}
		run := &run{row: row, queue: r.queue, every: schedule}
		switch {
		case row.lost+1 < maxLosses:
			err = run.lose(ctx, tx, r.config.Backoff)
		case schedule != nil:
			if _, err = run.release(ctx, tx); err == nil {
				err = run.repeat(ctx, tx, errDeadly)
			}
		case known:
			row.lease = r.queue.ids.New()
			exhausted = append(exhausted, row)
			_, err = database.Exec(ctx, tx, op, `update job_run set lease = $1, lease_until = $2 where id = $3`,
				row.lease, clock.Micros(now.Add(r.config.Lease)), row.id)
		}
		if err != nil {
			return nil, err
		}
	}
	return exhausted, nil
}

func busyKeys(ctx context.Context, tx database.Tx) (map[string]int, error) {
	busy := map[string]int{}
	err := database.Each(ctx, tx, "jobs.claim", func(r database.Row) error {
		var key string
		var n int
		err := r.Scan(&key, &n)
		busy[key] = n
		return err
	}, `select fair, count(*) from job_run group by fair`)
	return busy, err
}

// take moves jobs from those that wait to those that run. It may get fewer than
// it was asked for: another process may have been faster.
func (r *Runner) take(ctx context.Context, tx database.Tx, op string, ids []string, now time.Time) ([]row, error) {
	lease, until := r.queue.ids.New(), clock.Micros(now.Add(r.config.Lease))
	if tx.Dialect() == database.Postgres {
		return database.All(ctx, tx, op, scanRun, takePostgres, lease, until, clock.Micros(now), ids)
	}
	args := append([]any{lease, until, clock.Micros(now)}, database.Args(ids)...)
	rows, err := database.All(ctx, tx, op, scanRun, insertRun+`from job where id in (`+database.In(len(ids), 4)+`)
		on conflict do nothing returning `+columns+`, lease`, args...)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	taken := make([]any, len(rows))
	for i, row := range rows {
		taken[i] = row.id
	}
	_, err = database.Exec(ctx, tx, op, `delete from job where id in (`+database.In(len(taken), 1)+`)`, taken...)
	return rows, err
}
