package alert

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/platform/mail"
)

// JobDigest is the job that writes to whoever something is new for.
const JobDigest = "portal.alerts"

// Handle has the letters written, in the morning.
func (s *Service) Handle(runner *jobs.Runner) {
	runner.Every(JobDigest, jobs.Daily(7, 10, i18n.Local(time.Time{}).Location()), func(ctx context.Context, _ jobs.Job) error { return s.Digest(ctx) })
}

// batch is how many alerts are read at a time.
const batch = 200

// Digest writes the letters that are due, and forgets what nobody confirmed. Cut
// off, it goes on where it was: each alert is told once, in the transaction that
// posts its letter.
func (s *Service) Digest(ctx context.Context) error {
	const op = "alert.Digest"
	now := s.Clock.Now()
	err := s.Doors.Write(ctx, inside, func(tx access.Tx) error {
		_, err := database.Exec(ctx, tx, op, `delete from portal_alert where confirmed_at = 0 and created_at < $1`, clock.Micros(now.Add(-forgetAfter)))
		return err
	})
	if err != nil || !s.Letters.On() {
		return err
	}
	for last := ""; ; {
		var due []Alert
		err := s.Doors.Read(ctx, inside, func(tx access.Tx) (err error) {
			due, err = database.All(ctx, tx, op, s.scan, `select `+columns+` from portal_alert
				where confirmed_at > 0 and due_at <= $1 and id > $2 order by id limit $3`, clock.Micros(now), last, batch)
			return err
		})
		if err != nil || len(due) == 0 {
			return err
		}
		for _, a := range due {
			if err := s.tell(ctx, a, now); err != nil {
				return err
			}
			last = a.ID
		}
	}
}

// tell writes one letter, when something is new.
func (s *Service) tell(ctx context.Context, a Alert, now time.Time) error {
	news, err := s.Site.News(i18n.With(ctx, i18n.Locale{Lang: a.Language, Fixed: true}), a.Search, a.Since, mostItems)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) {
		news, err = News{}, nil // the member or the dataset is there no more; it may come back
	}
	if err != nil {
		return err
	}
	next := now.Add(20 * time.Hour) // the next morning, whatever the clocks do
	if a.Pace == Weekly {
		next = now.Add(6*24*time.Hour + 20*time.Hour)
	}
	since := a.Since
	if len(news.Items) > 0 {
		since = news.Items[0].At
	}
	return s.Doors.Write(ctx, inside, func(tx access.Tx) error {
		n, err := database.Exec(ctx, tx, "alert.tell", `update portal_alert set since = $3, due_at = $4 where id = $1 and since = $2`,
			a.ID, clock.Micros(a.Since), clock.Micros(since), clock.Micros(next))
		if err != nil || n == 0 || len(news.Items) == 0 {
			return err
		}
		return mail.Post(ctx, tx, s.Letters, s.digest(ctx, a, news))
	})
}
