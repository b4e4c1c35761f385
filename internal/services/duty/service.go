package duty

import (
	"context"
	"strconv"
	"sync"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
)

// Service is the room, put together.
type Service struct {
	doors   *access.Doors
	answers Answers
	book    *Book

	mu   sync.Mutex
	seen *overview // of all members; nil to reckon anew
	at   time.Time
}

// New puts the room together.
func New(doors *access.Doors, answers Answers) *Service {
	return &Service{doors: doors, answers: answers, book: Rules()}
}

// schemas are all that some rule names.
func (s *Service) schemas() []string {
	var out []string
	for _, r := range s.book.Rules {
		out = append(out, r.Schemas...)
	}
	return out
}

// Of reckons where a member stands, the most pressing first.
func (s *Service) Of(ctx context.Context, tx access.Tx, m organisation.Member) ([]Duty, error) {
	f := facts{now: m.Attributes()}
	var err error
	if f.history, err = organisation.History(ctx, tx, m.ID); err != nil {
		return nil, err
	}
	if f.published, err = s.answers.Published(ctx, tx, s.schemas(), m.ID); err != nil {
		return nil, err
	}
	if f.declared, err = s.answers.Declared(ctx, tx, m.ID); err != nil {
		return nil, err
	}
	if f.elsewhere, err = elsewheres(ctx, tx, m.ID); err != nil {
		return nil, err
	}
	return duties(s.book, f, i18n.Local(tx.Clock().Now())), nil
}

// IsOwed tells whether a body that was what a says on a day owes data under a
// schema for a period (2025, 2025-T1, 2025-03; "" for the day), and why. It is
// false where no rule surely asks it: below a threshold, for another kind of
// body, or where the law's reach is to be verified. It does not tell whether the
// body did what some rules are about (a grant, a contract).
func IsOwed(a organisation.Attributes, schema, period, day string) (bool, i18n.Text) {
	if len(period) >= 4 {
		if _, err := strconv.Atoi(period[:4]); err == nil {
			day = min(day, period[:4]+"-12-31")
		}
	}
	why := i18n.T("Aucune règle connue ne le demande.", "No known rule asks it.")
	for _, r := range Rules().Rules {
		named := false
		for _, s := range r.Schemas {
			named = named || s == schema
		}
		if !named || len(r.Schemas) > 2 { // a rule that many schemas answer asks for none of them
			continue
		}
		v := r.Reaches(a, day)
		if v.Reach == Binds {
			return true, v.Why
		}
		why = v.Why
	}
	return false, why
}

// Owed is IsOwed for a member as it was at the end of the period, or on the day.
func Owed(ctx context.Context, tx access.Tx, member, schema, period, day string) (bool, i18n.Text, error) {
	at := day
	if len(period) >= 4 {
		at = min(day, period[:4]+"-12-31")
	}
	a, err := organisation.AsOf(ctx, tx, member, at)
	if err != nil {
		return false, i18n.Text{}, err
	}
	owed, why := IsOwed(a, schema, period, day)
	return owed, why, nil
}
