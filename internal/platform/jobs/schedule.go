package jobs

import (
	"context"
	"fmt"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// A Schedule says when a job that repeats runs next.
type Schedule interface {
	// Next returns the first time after the given one.
	Next(after time.Time) time.Time
	// String names the schedule: when it changes, the next run is reckoned
	// anew.
	String() string
}

// Each is a schedule that runs at every multiple of an interval since 1970, UTC:
// each hour is on the hour. Shorter than a second is a second.
func Each(interval time.Duration) Schedule { return each(max(interval, time.Second)) }

type each time.Duration

func (e each) Next(after time.Time) time.Time {
	d := int64(time.Duration(e) / time.Microsecond)
	us := after.UnixMicro()
	return time.UnixMicro(us - us%d + d).UTC()
}

func (e each) String() string { return "each " + time.Duration(e).String() }

// Daily is a schedule that runs once a day at a time of day of a place. On the
// day when clocks go forward over that time it runs an hour later.
func Daily(hour, minute int, place *time.Location) Schedule { return daily{hour, minute, place} }

type daily struct {
	hour, minute int
	place        *time.Location
}

func (d daily) Next(after time.Time) time.Time {
	local := after.In(d.place)
	next := time.Date(local.Year(), local.Month(), local.Day(), d.hour, d.minute, 0, 0, d.place)
	if !next.After(after) {
		next = time.Date(local.Year(), local.Month(), local.Day()+1, d.hour, d.minute, 0, 0, d.place)
	}
	return next.UTC()
}

func (d daily) String() string {
	return fmt.Sprintf("daily %02d:%02d %s", d.hour, d.minute, d.place)
}

// scheduleKey is the unique key of jobs that repeat: one per kind.
const scheduleKey = "schedule"

// plant makes sure that each schedule has its one job, waiting or running.
func (r *Runner) plant(ctx context.Context) error {
	for kind, s := range r.schedules {
		err := r.db.Write(database.Relaxed(ctx), func(tx database.Tx) error { return r.queue.plant(ctx, tx, kind, s) })
		if err != nil {
			return fault.Wrap("jobs.Every", err)
		}
	}
	return nil
}

func (q *Queue) plant(ctx context.Context, tx database.Tx, kind string, s Schedule) error {
	const op = "jobs.Every"
	now := q.clock.Now()
	next := clock.Micros(s.Next(now))
	_, err := database.Exec(ctx, tx, op,
		`update job set every = $1, run_at = $2, ready = 0 where kind = $3 and unique_key = $4 and every <> $1`,
		s.String(), next, kind, scheduleKey)
	if err != nil {
		return err
	}
	n, err := database.Exec(ctx, tx, op,
		`update job_run set every = $1 where kind = $2 and unique_key = $3`, s.String(), kind, scheduleKey)
	if err != nil || n > 0 {
		return err
	}
	_, err = database.Exec(ctx, tx, op, `insert into job (`+columns+`, ready)
		values ($1, $2, 'null', $3, '', 0, $4, 0, $5, $6, '', $7, 0, 0) on conflict do nothing`,
		q.ids.New(), kind, scheduleKey, next, DefaultMaxAttempts, s.String(), clock.Micros(now))
	return err
}
