package jobs

import (
	"context"
	"time"

	"airial/internal/platform/database"
)

// dispatcher is the one goroutine of a runner that takes jobs and completes
// them.
type dispatcher struct {
	*Runner
	work      context.Context // of the handlers
	wake      <-chan struct{}
	others    <-chan struct{} // another process has asked for a job
	ended     chan *run
	untilIdle bool

	worked  []*run    // whose handlers have returned nil: to be completed
	planted bool      // the jobs that repeat are there
	look    bool      // there may be something to take
	held    bool      // jobs wait for others to end
	next    time.Time // when the next one that waits for its time is due
}

// dispatch starts and completes jobs until the context ends, or until nothing
// is left to do.
func (d *dispatcher) dispatch(ctx context.Context) error {
	timer := time.NewTimer(d.config.Poll)
	defer timer.Stop()
	d.look = true
	for ctx.Err() == nil {
		pause, err := d.turn(ctx)
		if err != nil && d.untilIdle {
			return err
		}
		if d.untilIdle && d.idle() {
			return nil
		}
		timer.Reset(pause)
		select {
		case <-ctx.Done():
		case <-d.wake:
			d.look = true
		case <-d.others:
			// Many hear it and few are needed: look before writing.
			d.look = d.look || d.peek(ctx)
		case run := <-d.ended:
			d.end(run)
		case <-timer.C:
			d.look = d.look || d.peek(ctx)
		}
		d.collect()
	}
	return ctx.Err()
}

// turn takes and completes what it can, and says how long to sleep if nothing
// happens.
func (d *dispatcher) turn(ctx context.Context) (pause time.Duration, err error) {
	if !d.planted {
		err = d.plant(ctx)
		d.planted = err == nil
		d.complain(ctx, "plan the jobs that repeat", err)
	}
	free := d.config.Workers - d.count() + len(d.worked)
	if len(d.worked) == 0 && (!d.look || free <= 0) {
		return d.until(d.next), err
	}
	if !d.look {
		free = 0
	}
	c, failed := d.claim(ctx, free, d.worked)
	if failed != nil {
		d.complain(ctx, "take or complete jobs", failed)
		d.look = true
		return d.config.Poll, failed
	}
	for _, run := range d.worked {
		d.forget(run)
	}
	d.worked, d.orphans = nil, false
	if free > 0 {
		d.look, d.held = c.more, c.held
	}
	d.next = c.next
	d.start(c)
	if d.look && d.count() < d.config.Workers {
		return time.Millisecond, err // others were faster, or there is more than one look shows
	}
	return d.until(d.next), err
}

// end notes that a handler has returned.
func (d *dispatcher) end(run *run) {
	if run.worked {
		d.worked = append(d.worked, run)
	}
	d.look = d.look || d.held || run.uniqueKey != ""
}

// collect notes the handlers that have returned meanwhile, so that one
// transaction completes them all.
func (d *dispatcher) collect() {
	for {
		select {
		case run := <-d.ended:
			d.end(run)
		default:
			return
		}
	}
}

// idle tells whether nothing runs and nothing was asked for.
func (d *dispatcher) idle() bool {
	if d.look || d.count() > 0 {
		return false
	}
	select {
	case <-d.wake: // the last job has asked for another
		d.look = true
		return false
	default:
		return true
	}
}

// until is how long to wait for the next job whose time is known.
func (d *dispatcher) until(next time.Time) time.Duration {
	if next.IsZero() {
		return d.config.Poll
	}
	return min(max(next.Sub(d.queue.clock.Now()), time.Millisecond), d.config.Poll)
}

// peek tells whether there is something to take, without writing.
func (d *dispatcher) peek(ctx context.Context) (found bool) {
	err := d.db.Read(ctx, func(tx database.Tx) error {
		due, err := readDue(database.Last(ctx), tx)
		now := d.queue.clock.Now()
		found = due.ready || due.job != 0 && due.job <= now.UnixMicro() || due.expired(now, d.config.Lease)
		return err
	})
	d.complain(ctx, "look for jobs", err)
	return found
}

// start runs what was taken.
func (d *dispatcher) start(c claim) {
	for _, row := range c.rows {
		d.launch(row, d.handlers[row.kind])
	}
	for _, row := range c.abandoned {
		d.launch(row, func(context.Context, Job) error { return Cancel(errDeadly) })
	}
}

func (d *dispatcher) launch(row row, h Handler) {
	ctx, cancel := context.WithCancelCause(d.work)
	run := &run{row: row, queue: d.queue, cancel: cancel, every: d.schedules[row.kind]}
	d.mu.Lock()
	d.live[row.id] = run
	d.mu.Unlock()
	go d.execute(ctx, run, h, d.ended)
}

// stop waits for the running jobs, first politely, then with their contexts
// ended, and gives back what still runs after that.
func (d *dispatcher) stop(cancel context.CancelCauseFunc) {
	d.wait(d.config.Grace)
	cancel(errStopping)
	d.wait(min(d.config.Grace/4+10*time.Millisecond, 5*time.Second))
	for _, run := range d.holding() {
		d.abandon(run)
	}
}

// wait returns when no job runs, or after a while.
func (d *dispatcher) wait(most time.Duration) {
	deadline := time.NewTimer(most)
	defer deadline.Stop()
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for {
		d.collect()
		for _, run := range d.worked {
			d.settle(d.work, run, nil)
			d.forget(run)
		}
		d.worked = nil
		if d.count() == 0 {
			return
		}
		select {
		case run := <-d.ended:
			d.end(run)
		case <-ticker.C:
		case <-deadline.C:
			return
		}
	}
}

// abandon gives back a job whose handler does not heed its context. Should the
// handler end after all, it finds the job lost.
func (d *dispatcher) abandon(run *run) {
	ctx := database.Relaxed(context.Background())
	err := d.db.Write(ctx, func(tx database.Tx) error { return run.requeue(ctx, tx, 0, false, nil) })
	d.complain(ctx, "give back a job", err)
	d.forget(run)
}
