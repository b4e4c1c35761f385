package adhesion

import (
	"fmt"
	"time"

	"airial/internal/platform/i18n"
)

// Scale is what a prestation costs in a year. Amounts are cents; rates are
// hundredths of a cent.
type Scale struct {
	Flat          int64 `json:"flat,omitempty"`
	PerInhabitant int64 `json:"per_inhabitant,omitempty"`
	PerAgent      int64 `json:"per_agent,omitempty"`
	// Brackets are by inhabitants, in order. The one that holds the member adds
	// its amount and its rate, for all inhabitants.
	Brackets []Bracket `json:"brackets,omitempty"`
	// Coefficients multiply the amount, by inhabitants: solidarity between
	// large and small.
	Coefficients []Coefficient `json:"coefficients,omitempty"`
	Minimum      int64         `json:"minimum,omitempty"` // 0 for none
	Maximum      int64         `json:"maximum,omitempty"` // 0 for none
}

// Bracket holds members up to a number of inhabitants; UpTo 0 holds the rest.
type Bracket struct {
	UpTo          int   `json:"up_to"`
	Flat          int64 `json:"flat"`
	PerInhabitant int64 `json:"per_inhabitant"`
}

// Coefficient is a percentage for members up to a number of inhabitants; UpTo
// 0 is for the rest.
type Coefficient struct {
	UpTo    int   `json:"up_to"`
	Percent int64 `json:"percent"`
}

// Line is a line of a calculation.
type Line struct {
	What  i18n.Text
	Cents int64 // what it adds; of the last lines, what is then due
}

// Amount is what a member owes for a prestation in a year, as it was reckoned.
type Amount struct {
	Lines []Line
	Cents int64
}

// Basis is what an amount is reckoned from.
type Basis struct {
	Inhabitants, Agents int
	Year                int
	From, Until         string // of the subscription; Until "" while it lasts
}

// Reckon computes an amount, line by line.
func (s Scale) Reckon(b Basis) Amount {
	var a Amount
	add := func(cents int64, fr, en string, args ...any) {
		if cents != 0 {
			a.Lines = append(a.Lines, Line{i18n.T(fr, en, args...), cents})
			a.Cents += cents
		}
	}
	set := func(cents int64, fr, en string, args ...any) {
		if cents != a.Cents {
			a.Lines = append(a.Lines, Line{i18n.T(fr, en, args...), cents})
			a.Cents = cents
		}
	}
	add(s.Flat, "Forfait", "Flat amount")
	add(rate(s.PerInhabitant, b.Inhabitants), "%[1]d habitants × %[2]s €", "%[1]d inhabitants × €%[3]s", b.Inhabitants, comma(rateText(s.PerInhabitant)), rateText(s.PerInhabitant))
	add(rate(s.PerAgent, b.Agents), "%[1]d agents × %[2]s €", "%[1]d agents × €%[3]s", b.Agents, comma(rateText(s.PerAgent)), rateText(s.PerAgent))
	for _, k := range s.Brackets {
		if holds(k.UpTo, b.Inhabitants) {
			add(k.Flat, "Tranche %[1]s\u202f: forfait", "Bracket %[1]s: flat amount", bound(k.UpTo))
			add(rate(k.PerInhabitant, b.Inhabitants), "Tranche %[1]s\u202f: %[2]d habitants × %[3]s €", "Bracket %[1]s: %[2]d inhabitants × €%[4]s", bound(k.UpTo), b.Inhabitants, comma(rateText(k.PerInhabitant)), rateText(k.PerInhabitant))
			break
		}
	}
	for _, k := range s.Coefficients {
		if holds(k.UpTo, b.Inhabitants) {
			set(divide(a.Cents*k.Percent, 100), "Coefficient de solidarité de %[1]d %%", "Solidarity coefficient of %[1]d%%", k.Percent)
			break
		}
	}
	if s.Minimum > 0 && a.Cents < s.Minimum {
		set(s.Minimum, "Porté au minimum", "Raised to the minimum")
	}
	if s.Maximum > 0 && a.Cents > s.Maximum {
		set(s.Maximum, "Limité au maximum", "Limited to the maximum")
	}
	if days, whole := days(b); days < whole {
		set(divide(a.Cents*int64(days), int64(whole)), "Prorata temporis\u202f: %[1]d jours sur %[2]d", "Share of the year: %[1]d days of %[2]d", days, whole)
	}
	return a
}

func holds(upTo, n int) bool { return upTo == 0 || n <= upTo }

func bound(upTo int) string {
	if upTo == 0 {
		return "∞"
	}
	return fmt.Sprintf("≤ %d", upTo)
}

// rate is so many times hundredths of a cent, in cents, half up.
func rate(r int64, n int) int64 { return divide(r*int64(n), 100) }

// divide divides what is not below zero, half up.
func divide(a, b int64) int64 { return (a + b/2) / b }

// rateText writes hundredths of a cent as euros: 3550 is 0.355.
func rateText(r int64) string {
	text := fmt.Sprintf("%d.%04d", r/10000, r%10000)
	for len(text) > 4 && text[len(text)-1] == '0' && text[len(text)-3] != '.' {
		text = text[:len(text)-1]
	}
	return text
}

// days counts the days of the year on which the subscription holds, and those
// of the year.
func days(b Basis) (held, whole int) {
	first, last := time.Date(b.Year, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(b.Year, 12, 31, 0, 0, 0, 0, time.UTC)
	whole = last.YearDay()
	if from, err := time.Parse(time.DateOnly, b.From); err == nil && from.After(first) {
		first = from
	}
	if until, err := time.Parse(time.DateOnly, b.Until); err == nil && until.Before(last) {
		last = until
	}
	return max(0, int(last.Sub(first)/(24*time.Hour))+1), whole
}
