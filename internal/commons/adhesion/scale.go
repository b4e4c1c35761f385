package adhesion

import (
	"fmt"
	"strconv"
	"strings"
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
	people := func(cents int64, perFr, perEn string, rate int64, n int) {
		fr, en := grouped(n)
		add(cents, "%[1]s "+perFr+" × %[2]s €", "%[3]s "+perEn+" × €%[4]s", fr, comma(rateText(rate)), en, rateText(rate))
	}
	people(rate(s.PerInhabitant, b.Inhabitants), "habitants", "inhabitants", s.PerInhabitant, b.Inhabitants)
	people(rate(s.PerAgent, b.Agents), "agents", "agents", s.PerAgent, b.Agents)
	for i, k := range s.Brackets {
		if holds(k.UpTo, b.Inhabitants) {
			fr, en := s.bracket(i)
			add(k.Flat, "Tranche %[1]s\u202f: forfait", "Bracket %[2]s: flat amount", fr, en)
			people(rate(k.PerInhabitant, b.Inhabitants), "habitants dans la tranche "+fr, "inhabitants in the bracket "+en, k.PerInhabitant, b.Inhabitants)
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

// bracket says in words how far a bracket goes.
func (s Scale) bracket(i int) (fr, en string) {
	if upTo := s.Brackets[i].UpTo; upTo != 0 {
		fr, en = grouped(upTo)
		return "jusqu’à " + fr + " habitants", "up to " + en + " inhabitants"
	}
	if i == 0 {
		return "unique", "for all"
	}
	fr, en = grouped(s.Brackets[i-1].UpTo)
	return "au-delà de " + fr + " habitants", "above " + en + " inhabitants"
}

// grouped writes a number with its thousands apart, in French and in English.
func grouped(n int) (fr, en string) {
	text := strconv.Itoa(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return strings.ReplaceAll(text, ",", "\u202f"), text
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
