package world

import (
	"strconv"
	"time"
)

// councils are the evenings on which a member's assembly meets in a year: every
// six to eight weeks, on its usual weekday, not in August; once between 20 March
// and 12 April for the budget, once in June for the accounts.
func (g *generator) councils(m *Member, year int) []Date {
	r := m.draw("councils", year)
	usual := time.Weekday(1 + key(m.key, "evening")%4) // Monday to Thursday
	var out []Date
	for d := (Date{year, 1, 14 + r.n(14)}); d.Year == year; d = d.AddDays(r.between(42, 56)) {
		switch {
		case d.Month == time.August:
			d = Date{year, 9, 4}.AddDays(r.n(12))
		case len(out) > 0 && out[len(out)-1].Before(Date{year, 3, 20}) && d.After(Date{year, 3, 20}):
			d = Date{year, 3, 24}.AddDays(r.n(14))
		case d.After(Date{year, 6, 24}) && d.Before(Date{year, 7, 20}) && !hasMonth(out, time.June):
			d = Date{year, 6, 12 + r.n(10)}
		case d.After(Date{year, 12, 18}):
			d = Date{year, 12, 8 + r.n(6)}
		}
		if d = nextWeekday(d, usual); d.Month == time.August {
			d = nextWeekday(Date{year, 9, 4}.AddDays(r.n(12)), usual)
		}
		for publicHoliday(d) {
			d = d.AddDays(7)
		}
		if len(out) == 0 || d.After(out[len(out)-1].AddDays(6)) {
			out = append(out, d)
		}
	}
	if !hasMonth(out, time.June) {
		out = insertDate(out, nextWeekday(Date{year, 6, 11 + r.n(10)}, usual))
	}
	return out
}

func nextWeekday(d Date, w time.Weekday) Date {
	for d.Weekday() != w {
		d = d.AddDays(1)
	}
	return d
}

func hasMonth(dates []Date, month time.Month) bool {
	for _, d := range dates {
		if d.Month == month {
			return true
		}
	}
	return false
}

func insertDate(dates []Date, d Date) []Date {
	i := 0
	for i < len(dates) && dates[i].Before(d) {
		i++
	}
	return append(dates[:i:i], append([]Date{d}, dates[i:]...)...)
}

// springCouncil is the one that votes the budget.
func springCouncil(councils []Date) Date {
	best := councils[0]
	for _, d := range councils {
		if d.Before(Date{d.Year, 4, 16}) {
			best = d
		}
	}
	return best
}

// actNumber numbers the n-th act of an evening, by the member's own habit.
func (m *Member) actNumber(d Date, n int) string {
	switch key(m.key, "numbering") % 4 {
	case 0:
		return d.String() + "-" + pad(n, 2)
	case 1:
		return "D" + d.compact() + pad(n, 2)
	case 2:
		return "DEL-" + d.compact() + "-" + pad(n, 2)
	}
	return strconv.Itoa(d.Year) + "/" + pad(int(d.Month)*100+d.Day, 4) + "/" + pad(n, 2)
}
