package world

import "time"

// span is a stretch of days, both included.
type span struct{ from, to Date }

func (s span) holds(d Date) bool { return !d.Before(s.from) && !d.After(s.to) }

// holidays are the school holidays of zone A (Bordeaux), first and last day
// without school, as the ministry has set them (arrêtés of 2022-12-07, 2023-12-07
// and 2025). Beyond them usualHolidays stand in.
var holidays = []span{
	{Date{2024, 7, 6}, Date{2024, 9, 1}}, {Date{2024, 10, 19}, Date{2024, 11, 3}}, {Date{2024, 12, 21}, Date{2025, 1, 5}},
	{Date{2025, 2, 22}, Date{2025, 3, 9}}, {Date{2025, 4, 19}, Date{2025, 5, 4}}, {Date{2025, 5, 30}, Date{2025, 5, 30}},
	{Date{2025, 7, 5}, Date{2025, 8, 31}}, {Date{2025, 10, 18}, Date{2025, 11, 2}}, {Date{2025, 12, 20}, Date{2026, 1, 4}},
	{Date{2026, 2, 7}, Date{2026, 2, 22}}, {Date{2026, 4, 4}, Date{2026, 4, 19}}, {Date{2026, 5, 15}, Date{2026, 5, 15}},
	{Date{2026, 7, 4}, Date{2026, 8, 31}}, {Date{2026, 10, 17}, Date{2026, 11, 1}}, {Date{2026, 12, 19}, Date{2027, 1, 3}},
}

// usualHolidays by month and day, for the years whose calendar is not listed.
var usualHolidays = [...][2][2]int{{{1, 1}, {1, 5}}, {{2, 10}, {2, 25}}, {{4, 10}, {4, 25}}, {{7, 5}, {8, 31}},
	{{10, 19}, {11, 3}}, {{12, 20}, {12, 31}}}

// schoolDay tells whether a canteen of a school of four days serves a meal.
func schoolDay(d Date) bool {
	switch d.Weekday() {
	case time.Saturday, time.Sunday, time.Wednesday:
		return false
	}
	if publicHoliday(d) {
		return false
	}
	if d.Before(holidays[0].from) || d.After(holidays[len(holidays)-1].to) {
		day := int(d.Month)*100 + d.Day
		for _, h := range usualHolidays {
			if day >= h[0][0]*100+h[0][1] && day <= h[1][0]*100+h[1][1] {
				return false
			}
		}
		return true
	}
	for _, h := range holidays {
		if h.holds(d) {
			return false
		}
	}
	return true
}

// publicHoliday tells the jours fériés (code du travail, L3133-1).
func publicHoliday(d Date) bool {
	switch [2]int{int(d.Month), d.Day} {
	case [2]int{1, 1}, [2]int{5, 1}, [2]int{5, 8}, [2]int{7, 14}, [2]int{8, 15}, [2]int{11, 1}, [2]int{11, 11}, [2]int{12, 25}:
		return true
	}
	e := easter(d.Year)
	return d == e.AddDays(1) || d == e.AddDays(39) || d == e.AddDays(50)
}

// easter is Easter Sunday of the Gregorian calendar (the anonymous algorithm).
func easter(year int) Date {
	a, b, c := year%19, year/100, year%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	n := h + l - 7*((a+11*h+22*l)/451) + 114
	return Date{year, time.Month(n / 31), n%31 + 1}
}

// schoolDays lists those of a month, at most limit.
func schoolDays(year int, month time.Month, limit int) []Date {
	var out []Date
	for d := (Date{year, month, 1}); d.Month == month && len(out) < limit; d = d.AddDays(1) {
		if schoolDay(d) {
			out = append(out, d)
		}
	}
	return out
}
