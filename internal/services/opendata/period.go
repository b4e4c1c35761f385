package opendata

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// Span is the days that data cover, first and last, as YYYY-MM-DD. Both are ""
// when that is not known.
type Span struct{ From, Until string }

// Known tells whether the span says anything.
func (s Span) Known() bool { return s.From != "" && s.Until != "" }

// Period is the period that a dataset covers (dct:temporal of DCAT,
// temporal_coverage of data.gouv.fr): what its publisher has said, else what the
// dates of the version span. Its zero value is “not known”.
type Period struct {
	From, Until time.Time // first and last day, midnight UTC
	Column      string    // whose dates it was read from; "" when the publisher has said it
}

// Known tells whether there is one.
func (p Period) Known() bool { return !p.From.IsZero() && !p.Until.IsZero() }

// PeriodOf returns the period that a version of a dataset covers. The word of the
// publisher holds for all of its versions.
func PeriodOf(d Dataset, e Edition) Period {
	span, column := d.Covers, ""
	if !span.Known() {
		span, column = e.Spans, e.SpansColumn
	}
	from, err1 := time.Parse(time.DateOnly, span.From)
	until, err2 := time.Parse(time.DateOnly, span.Until)
	if err1 != nil || err2 != nil {
		return Period{}
	}
	return Period{From: from, Until: until, Column: column}
}

// Cover says which period a dataset covers; the zero Span goes back to what the
// dates of each version say.
func (s *Service) Cover(ctx context.Context, tx access.Tx, id string, covers Span) error {
	d, err := s.own(ctx, tx, id, access.Deposit)
	if err != nil {
		return err
	}
	return s.Describe(ctx, tx, id, Description{Title: d.Title, Description: d.Description, Licence: d.Licence,
		Frequency: d.Frequency, Keywords: d.Keywords, Covers: covers})
}

// What is wrong with two dates, as people read it.
var (
	sayTwoDates = i18n.T("Donnez les deux dates, ou aucune.", "Give both dates, or none.")
	sayADate    = i18n.T("Écrivez une date qui existe\u202f: jour, mois et année.", "Write a date that exists: day, month and year.")
	sayOrder    = i18n.T("La fin ne peut pas venir avant le début.", "The end cannot come before the beginning.")
)

// check returns which of the fields from and until is wrong, and why; "" for
// none.
func (s Span) check() (field string, say i18n.Text) {
	for _, end := range []struct{ field, day string }{{"covers_from", s.From}, {"covers_until", s.Until}} {
		if end.day == "" {
			continue
		}
		if _, err := time.Parse(time.DateOnly, end.day); err != nil {
			return end.field, sayADate
		}
	}
	switch {
	case s.From == "" && s.Until != "":
		return "covers_from", sayTwoDates
	case s.From != "" && s.Until == "":
		return "covers_until", sayTwoDates
	case s.From > s.Until:
		return "covers_until", sayOrder
	}
	return "", i18n.Text{}
}

func (s Span) clean(op string) error {
	if field, say := s.check(); field != "" {
		return fault.New(fault.Invalid, op, say.Fr, say.En)
	}
	return nil
}
