package breach

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/services/register/term"
)

// EraseOn is the last day on which the texts and files of a closed breach are
// kept; "" while it is open.
func (b Breach) EraseOn() string {
	if b.State != Closed {
		return ""
	}
	from := b.ClosedAt
	if from.IsZero() { // brought from a program that did not say
		from = b.Aware
	}
	day, err := term.Of(term.BreachKept).Last(term.Day(from))
	if err != nil {
		return ""
	}
	return day
}

// told are the answers that people wrote in their own words.
func told(q Question) bool { return q.Type == "text" || q.Type == "long" }

// bare is what is left of a breach once its texts are erased: its number, its
// days, its decisions and the answers that were chosen from a list, for the
// register has to show that it was kept (RGPD, art. 33 § 5).
func (b Breach) bare(now time.Time) Breach {
	kept := Answers{}
	for _, s := range asked.Steps {
		for _, q := range s.Questions {
			if !told(q) && b.Answers.Has(q.ID) {
				kept[q.ID] = b.Answers[q.ID]
			}
		}
	}
	b.Title, b.NotifyWhy, b.TellWhy, b.NotifiedRef, b.Answers, b.Erased = "", "", "", "", kept, now
	return b
}

// batch is how many breaches are erased in one transaction.
const batch = 100

// eraseDue erases the texts and files of breaches that were closed for as long as
// they are kept. It tells whether there may be more.
func (s *Service) eraseDue(ctx context.Context) (bool, error) {
	gone := map[string][]string{}
	n := 0
	err := s.Doors.Write(ctx, access.System("breaches"), func(tx access.Tx) error {
		clear(gone)
		n = 0
		now, today := tx.Clock().Now(), access.Today(tx.Clock())
		// Periods end on a working day: what was closed so long ago may still be
		// kept for some days. The oldest come first, so they hide nothing.
		before := now.AddDate(0, -term.Of(term.BreachKept).Months, 0)
		list, err := database.All(ctx, tx, "breach.eraseDue", scan, `select `+columns+` from register_breach where state = 'closed' and erased_at = 0
			and case when closed_at = 0 then aware_at else closed_at end <= $1 order by case when closed_at = 0 then aware_at else closed_at end, id limit `+fmt.Sprint(batch),
			clock.Micros(before))
		for _, b := range list {
			if err != nil {
				return err
			}
			if on := b.EraseOn(); on == "" || on >= today {
				continue
			}
			n++
			digests, err := erase(ctx, tx, b, now)
			if err != nil {
				return err
			}
			gone[b.MemberID] = append(gone[b.MemberID], digests...)
		}
		return err
	})
	for member, digests := range gone {
		if err == nil && len(digests) > 0 {
			err = s.Files.Destroy(ctx, member, digests)
		}
	}
	return n == batch, err
}

// erase takes the texts of a breach and of its history away, and returns the
// files that nothing names any more. Whoever has the page open is not told of a
// change: nothing can be written on a closed breach.
func erase(ctx context.Context, tx access.Tx, b Breach, now time.Time) ([]string, error) {
	const op = "breach.erase"
	files, err := filesWhere(ctx, tx, `breach_id = $1 and digest <> ''`, b.ID)
	if err != nil {
		return nil, err
	}
	var digests []string
	for _, f := range files {
		if err := forget(ctx, tx, b, f); err != nil {
			return nil, err
		}
		digests = append(digests, f.Digest)
	}
	if _, err := database.Exec(ctx, tx, op, `update register_breach_step set words = '' where breach_id = $1 and words <> ''`, b.ID); err != nil {
		return nil, err
	}
	b = b.bare(now)
	answers, err := json.Marshal(b.Answers)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	if _, err := database.Exec(ctx, tx, op, `update register_breach set title = '', notify_why = '', tell_why = '', notified_ref = '', answers = $1, erased_at = $2 where id = $3`,
		string(answers), clock.Micros(b.Erased), b.ID); err != nil {
		return nil, err
	}
	return digests, note(ctx, tx, b, EventErased, "", map[string]any{"files": len(digests)})
}

func erased(op string) error {
	return fault.New(fault.Conflict, op, "Les textes et les pièces de ce dossier sont effacés, sa durée de conservation est passée. Il ne se modifie plus.",
		"The texts and files of this file are erased, its period of retention is over. It cannot be changed any more.")
}
