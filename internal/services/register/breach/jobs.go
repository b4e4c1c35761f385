package breach

import (
	"context"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/services/register/post"
)

const jobClock = "register.breach-clock"

// Handle gives the room's job to a runner: the reminders of the two clocks, and
// what is erased after its period of retention.
func (s *Service) Handle(runner *jobs.Runner) {
	runner.Every(jobClock, jobs.Each(10*time.Minute), func(ctx context.Context, _ jobs.Job) error { return s.Tick(ctx) })
}

// stage is how near its end a clock is: two days, one, six hours, over.
func stage(left time.Duration) string {
	switch {
	case left < 0:
		return "over"
	case left <= 6*time.Hour:
		return "6h"
	case left <= 24*time.Hour:
		return "24h"
	case left <= 48*time.Hour:
		return "48h"
	}
	return ""
}

// LateStage tells whether a reminder says that the 72 hours of the CNIL are over.
func LateStage(stage string) bool { return strings.HasPrefix(stage, "cnil-over") }

// Tick does what the hour asks for. It may be called again.
func (s *Service) Tick(ctx context.Context) error {
	if err := s.remind(ctx); err != nil {
		return err
	}
	for more := true; more; {
		var err error
		if more, err = s.eraseDue(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) remind(ctx context.Context) error {
	return s.Doors.Write(ctx, access.System("breaches"), func(tx access.Tx) error {
		const op = "breach.remind"
		now := tx.Clock().Now()
		list, err := database.All(ctx, tx, op, scan, `select `+columns+` from register_breach where state = 'open'
			and (notified_at = 0 and notify <> 'no' or complaint = '') and aware_at <= $1 order by aware_at, id`, clock.Micros(now.Add(-24*time.Hour)))
		for _, b := range list {
			if err != nil {
				return err
			}
			var at string
			if b.Runs() {
				at = "cnil-" + stage(b.Due().Sub(now))
			}
			if b.ComplaintRuns() {
				at += " complaint-" + stage(b.ComplaintDue().Sub(now))
			}
			if at == b.Reminded {
				continue
			}
			if _, err = database.Exec(ctx, tx, op, `update register_breach set reminded = $1 where id = $2`, at, b.ID); err == nil {
				err = s.tellDue(ctx, tx, b, now)
			}
			if err == nil {
				err = note(ctx, tx, b, EventReminded, "", map[string]any{"stage": at})
			}
		}
		return err
	})
}

func (s *Service) tellDue(ctx context.Context, tx access.Tx, b Breach, now time.Time) error {
	m, err := organisation.Get(ctx, tx, b.MemberID)
	if err != nil {
		return err
	}
	day := func(t time.Time) string { return i18n.Local(t).Format("02/01/2006 15:04") }
	l := post.Letter{Path: Path(m.Siren, b.ID)}
	switch {
	case b.Late(now):
		l.Subject = i18n.T("Violation %[1]s\u00a0: les 72 heures sont passées", "Breach %[1]s: the 72 hours are over", b.Name())
		l.Text = i18n.T("Bonjour,\n\nLe délai de notification de la violation %[1]s de %[2]s a pris fin le %[3]s. Notifiez la CNIL sans attendre, en disant pourquoi elle l’est si tard, ou notez la décision de ne pas la notifier.",
			"Hello,\n\nThe delay to notify the breach %[1]s of %[2]s ended on %[3]s. Notify the CNIL without delay, saying why it comes so late, or record the decision not to notify.", b.Name(), m.Name, day(b.Due()))
	case b.Runs():
		l.Subject = i18n.T("Violation %[1]s\u00a0: CNIL avant le %[2]s", "Breach %[1]s: CNIL by %[2]s", b.Name(), day(b.Due()))
		l.Text = i18n.T("Bonjour,\n\nLa violation %[1]s de %[2]s attend une décision\u202f: si les personnes courent un risque, la CNIL doit être notifiée avant le %[3]s. Une plainte se dépose dans le même délai pour l’assurance cyber.",
			"Hello,\n\nThe breach %[1]s of %[2]s waits for a decision: if people are at risk, the CNIL must be notified by %[3]s. A complaint is filed within the same time for the cyber insurance.", b.Name(), m.Name, day(b.Due()))
	default:
		l.Subject = i18n.T("Violation %[1]s\u00a0: plainte avant le %[2]s", "Breach %[1]s: complaint by %[2]s", b.Name(), day(b.ComplaintDue()))
		l.Text = i18n.T("Bonjour,\n\nAucune plainte n’est notée pour la violation %[1]s de %[2]s. L’assurance cyber peut la demander dans les 72 heures, avant le %[3]s. S’il n’y a pas lieu, notez-le.",
			"Hello,\n\nNo complaint is recorded for the breach %[1]s of %[2]s. The cyber insurance may require it within 72 hours, by %[3]s. If there is no reason for one, record that.", b.Name(), m.Name, day(b.ComplaintDue()))
	}
	return s.Post.Tell(ctx, tx, b.MemberID, marked(b, l), responders...)
}
