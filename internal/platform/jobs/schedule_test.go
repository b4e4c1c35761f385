package jobs_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/jobs"
	"airial/standards/standardstest"
)

func TestSchedules(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		standardstest.Missing(t, err.Error())
	}
	for _, c := range []struct {
		schedule    jobs.Schedule
		after, want string
	}{
		{jobs.Each(time.Hour), "2026-11-22T08:00:00Z", "2026-11-22T09:00:00Z"},
		{jobs.Each(time.Hour), "2026-11-22T08:59:59Z", "2026-11-22T09:00:00Z"},
		{jobs.Each(0), "2026-11-22T08:00:00Z", "2026-11-22T08:00:01Z"},
		{jobs.Daily(3, 30, paris), "2026-11-22T02:29:00Z", "2026-11-22T02:30:00Z"},
		{jobs.Daily(3, 30, paris), "2026-11-22T02:30:00Z", "2026-11-23T02:30:00Z"},
		{jobs.Daily(3, 30, paris), "2026-07-14T12:00:00Z", "2026-07-15T01:30:00Z"},
		{jobs.Daily(2, 30, paris), "2027-03-27T12:00:00Z", "2027-03-28T01:30:00Z"}, // 2:30 does not exist that day
		{jobs.Daily(2, 30, paris), "2026-10-24T12:00:00Z", "2026-10-25T01:30:00Z"}, // 2:30 comes twice
		{jobs.Daily(2, 30, paris), "2026-10-25T01:30:00Z", "2026-10-26T01:30:00Z"},
	} {
		after, _ := time.Parse(time.RFC3339, c.after)
		if got := c.schedule.Next(after).Format(time.RFC3339); got != c.want {
			t.Errorf("%s after %s: %s, want %s", c.schedule, c.after, got, c.want)
		}
	}
}

func TestEveryOutlivesTheProcess(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		var runs []time.Duration
		var fail error
		process := func(s jobs.Schedule) *jobs.Runner {
			r := b.runner(jobs.Config{})
			r.Every("sweep", s, func(context.Context, jobs.Job) error {
				runs = append(runs, b.clock.Now().Sub(start))
				return fail
			})
			return r
		}
		r := process(jobs.Each(time.Hour))
		b.drain(r)
		b.drain(r)
		b.clock.Advance(time.Hour)
		b.drain(r)
		r = process(jobs.Each(time.Hour)) // another process
		b.drain(r)
		b.clock.Advance(5*time.Hour + time.Minute) // missed times are made up for once
		b.drain(r)
		b.clock.Advance(59 * time.Minute)
		fail = jobs.Cancel(errors.New("no luck"))
		b.drain(r)
		want := []time.Duration{time.Hour, 6*time.Hour + time.Minute, 7 * time.Hour}
		if diff := cmp.Diff(want, runs); diff != "" {
			t.Error(diff)
		}
		got := b.list(jobs.Filter{})
		if len(got) != 1 || got[0].Error != "no luck" || got[0].State != jobs.Waiting || !got[0].RunAt.Equal(start.Add(8*time.Hour)) {
			t.Errorf("after a failure for good: %+v", got)
		}
		fail = nil
		b.drain(process(jobs.Each(24 * time.Hour)))
		got = b.list(jobs.Filter{})
		if len(got) != 1 || !got[0].RunAt.Equal(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)) || got[0].Schedule != "each 24h0m0s" {
			t.Errorf("after a change of schedule: %+v", got)
		}
	})
}
