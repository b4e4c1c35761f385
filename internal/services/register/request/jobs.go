package request

import (
	"context"
	"fmt"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/services/register/post"
	"airial/internal/services/register/term"
)

const jobClock = "register.request-clock"

// Handle gives the room's job to a runner: reminders of what is due, documents
// of identity whose last day is over, details of requesters after the period of
// retention.
func (s *Service) Handle(runner *jobs.Runner) {
	runner.Every(jobClock, jobs.Each(time.Hour), func(ctx context.Context, _ jobs.Job) error { return s.Tick(ctx) })
}

// Tick does what the day asks for. It may be called again.
func (s *Service) Tick(ctx context.Context) error {
	for _, do := range []func(context.Context) (bool, error){s.remind, s.destroyDue, s.eraseDue} {
		for more := true; more; {
			var err error
			if more, err = do(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// batch is how many requests are looked at in one transaction.
const batch = 100

// stage is the reminder that a request is at: ten days before its last one,
// three, then late, and again each week.
func stage(left int) string {
	switch {
	case left < 0:
		return fmt.Sprintf("late-%d", (-left-1)/7)
	case left <= 3:
		return "3"
	case left <= 10:
		return "10"
	}
	return ""
}

// LateStage tells whether a reminder says that a request is late.
func LateStage(stage string) bool { return strings.HasPrefix(stage, "late-") }

// week is the last day of what is due soon.
func week(today string) string { return term.Add(today, 7) }

func (s *Service) remind(ctx context.Context) (more bool, err error) {
	err = s.Doors.Write(ctx, access.System("rights-requests"), func(tx access.Tx) error {
		const op = "request.remind"
		more = false
		today := access.Today(tx.Clock())
		list, err := database.All(ctx, tx, op, scan, `select `+columns+` from register_request
			where state not in ('closed','erased') and due_on <= $1 order by due_on, id`, term.Add(today, 10))
		if err != nil {
			return err
		}
		told := 0
		for _, r := range list {
			at := stage(r.Left(today))
			if at == "" || at == r.Reminded {
				continue
			}
			if told++; told > batch {
				more = true
				return nil
			}
			if _, err := database.Exec(ctx, tx, op, `update register_request set reminded = $1 where id = $2`, at, r.ID); err != nil {
				return err
			}
			if err := s.tellDue(ctx, tx, r, today); err != nil {
				return err
			}
			if err := note(ctx, tx, r, EventReminded, r.State, map[string]any{"stage": at}); err != nil {
				return err
			}
		}
		return nil
	})
	return more, err
}

// tellDue writes to those who answer for the member.
func (s *Service) tellDue(ctx context.Context, tx access.Tx, r Request, today string) error {
	m, err := organisation.Get(ctx, tx, r.MemberID)
	if err != nil {
		return err
	}
	day := term.Date(r.DueOn).Format("02/01/2006")
	l := post.Letter{Path: Path(m.Siren, r.ID),
		Subject: i18n.T("Demande de droits %[1]s\u00a0: réponse avant le %[2]s", "Rights request %[1]s: answer by %[2]s", r.Name(), day),
		Text: i18n.T("Bonjour,\n\nLa demande d’exercice de droits %[1]s de %[2]s attend une réponse au plus tard le %[3]s. Si elle est complexe, prévenez le demandeur avant cette date\u202f: le délai peut être prolongé une fois, de deux mois.",
			"Hello,\n\nThe rights request %[1]s of %[2]s waits for an answer by %[3]s. If it is complex, tell the requester before that day: the delay can be made longer once, by two months.", r.Name(), m.Name, day)}
	if r.ExtendedOn != "" {
		l.Text = i18n.T("Bonjour,\n\nLa demande d’exercice de droits %[1]s de %[2]s attend une réponse au plus tard le %[3]s. Son délai a déjà été prolongé.",
			"Hello,\n\nThe rights request %[1]s of %[2]s waits for an answer by %[3]s. Its delay was made longer already.", r.Name(), m.Name, day)
	}
	if r.Late(today) {
		l.Subject = i18n.T("Demande de droits %[1]s\u00a0: en retard", "Rights request %[1]s: late", r.Name())
		l.Text = i18n.T("Bonjour,\n\nLa réponse à la demande d’exercice de droits %[1]s de %[2]s était due le %[3]s. Répondez sans attendre\u202f: le demandeur peut saisir la CNIL.",
			"Hello,\n\nThe answer to the rights request %[1]s of %[2]s was due on %[3]s. Answer without delay: the requester may go to the CNIL.", r.Name(), m.Name, day)
	}
	return s.Post.Tell(ctx, tx, r.MemberID, l, access.ProtectionOfficer)
}

// destroyDue destroys documents of identity whose last day is over.
func (s *Service) destroyDue(ctx context.Context) (bool, error) {
	gone := map[string][]string{}
	n := 0
	err := s.Doors.Write(ctx, access.System("rights-requests"), func(tx access.Tx) error {
		clear(gone)
		list, err := filesWhere(ctx, tx, `destroy_on <> '' and destroy_on < $1 and digest <> ''`, access.Today(tx.Clock()))
		n = min(len(list), batch)
		for _, f := range list[:n] {
			if err != nil {
				return err
			}
			var r Request
			if r, err = load(ctx, tx, f.RequestID); err == nil {
				err = forget(ctx, tx, r, f)
			}
			gone[f.MemberID] = append(gone[f.MemberID], f.Digest)
		}
		return err
	})
	for member, digests := range gone {
		if err == nil {
			err = s.Files.Destroy(ctx, member, digests)
		}
	}
	return n == batch, err
}

// eraseDue erases what names the requesters of requests that are over for as
// long as they are kept.
func (s *Service) eraseDue(ctx context.Context) (bool, error) {
	gone := map[string][]string{}
	n := 0
	err := s.Doors.Write(ctx, access.System("rights-requests"), func(tx access.Tx) error {
		clear(gone)
		list, err := database.All(ctx, tx, "request.eraseDue", scan, `select `+columns+` from register_request
			where state = 'closed' and erase_on <> '' and erase_on < $1 order by id limit `+fmt.Sprint(batch), access.Today(tx.Clock()))
		n = len(list)
		for _, r := range list {
			if err != nil {
				return err
			}
			var files []File
			if files, err = filesWhere(ctx, tx, `request_id = $1 and digest <> ''`, r.ID); err != nil {
				return err
			}
			for _, f := range files {
				if err := forget(ctx, tx, r, f); err != nil {
					return err
				}
				gone[r.MemberID] = append(gone[r.MemberID], f.Digest)
			}
			r.Requester, r.Words, r.Notes, r.Reason, r.Answer, r.IdentityWhy, r.ExtendedWhy = Requester{}, "", "", "", "", "", ""
			_, err = move(ctx, tx, r, Erased, EventErased, nil)
		}
		return err
	})
	for member, digests := range gone {
		if err == nil {
			err = s.Files.Destroy(ctx, member, digests)
		}
	}
	return n == batch, err
}
