package jobs

import (
	"context"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
)

// beat renews the leases of the running jobs until the context ends.
func (r *Runner) beat(ctx context.Context) {
	ticker := time.NewTicker(max(r.config.Lease/3, time.Millisecond))
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			r.complain(ctx, "renew the leases", r.renew(ctx))
		}
	}
}

func (r *Runner) holding() []*run {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := make([]*run, 0, len(r.live))
	for _, run := range r.live {
		list = append(list, run)
	}
	return list
}

// renew extends the leases, and ends the contexts of jobs that were lost: not
// found twice in a row, because a job that has just been done is not there
// either.
func (r *Runner) renew(ctx context.Context) error {
	list := r.holding()
	if len(list) == 0 {
		return nil
	}
	leases := map[string]string{}
	err := r.db.Write(database.Lazy(database.Relaxed(ctx)), func(tx database.Tx) error {
		clear(leases)
		return r.extend(ctx, tx, list, leases)
	})
	if err != nil {
		return err
	}
	for _, run := range list {
		if leases[run.id] == run.lease {
			run.missed = 0
			continue
		}
		run.missed++
		if run.missed > 1 {
			run.cancel(ErrLost)
		}
	}
	return nil
}

// extend writes the new end of each lease and reads who holds the jobs now. It
// does not wait for rows that a handler is completing at this moment.
func (r *Runner) extend(ctx context.Context, tx database.Tx, list []*run, leases map[string]string) error {
	const op = "jobs.renew"
	ids := make([]any, len(list))
	for i, run := range list {
		ids[i] = run.id
	}
	err := database.Each(ctx, tx, op, func(row database.Row) error {
		var id, lease string
		err := row.Scan(&id, &lease)
		leases[id] = lease
		return err
	}, `select id, lease from job_run where id in (`+database.In(len(ids), 1)+`)`, ids...)
	if err != nil {
		return err
	}
	until := clock.Micros(r.queue.clock.Now().Add(r.config.Lease))
	for _, run := range list {
		if leases[run.id] != run.lease {
			continue
		}
		_, err = database.Exec(ctx, tx, op, `update job_run set lease_until = $1 where id in
			(select id from job_run where id = $2 and lease = $3`+skipLocked(tx)+`)`, until, run.id, run.lease)
		if err != nil {
			return err
		}
	}
	return nil
}
