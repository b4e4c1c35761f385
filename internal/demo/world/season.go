package world

import "time"

// A season is what a file covers: a year, for menus a month of it.
type season struct {
	year  int
	month time.Month // 0 for a whole year
}

// milestone is when a season's file can be deposited: years after the season's
// own, month, day.
type milestone struct {
	years int
	month time.Month
	day   int
}

// calendar is the rhythm of town halls: the budget is voted in March or April,
// the accounts in June, registry and subsidies are summed up in winter.
var calendar = map[what][]milestone{
	primaryBudget: {{0, 4, 18}},
	accounts:      {{1, 7, 1}},
	amendment:     {{0, 11, 9}},
	subsidies:     {{0, 5, 12}, {0, 10, 20}, {1, 1, 25}},
	deliberations: {{0, 4, 21}, {0, 7, 8}, {0, 10, 14}, {1, 1, 17}},
	firstNames:    {{1, 2, 9}},
	wasteTonnage:  {{1, 2, 20}},
	waterQuality:  {{1, 3, 3}},
	mealsOnWheels: {{1, 1, 21}},
	wastePoints:   {{0, 6, 2}},
	prices:        {{0, 8, 28}},
	trees:         {{0, 11, 3}},
}

// yearly is the rhythm of lists that are brought up to date now and then.
var yearly = []milestone{{0, 3, 10}, {0, 9, 16}}

// serial tells the files whose every version adds a year to the one before.
func (w what) serial() bool {
	switch w {
	case firstNames, wasteTonnage, waterQuality, mealsOnWheels:
		return true
	}
	return false
}

func (w what) milestones() []milestone {
	if c, ok := calendar[w]; ok {
		return c
	}
	return yearly
}

func (m *Member) milestoneDate(w what, year int, at milestone) Date {
	jitter := int(key(m.key, "pace", int(w), year, int(at.month)) % 13)
	return Date{year + at.years, at.month, at.day}.AddDays(jitter).workday()
}

// edition is when a version comes in, and the last year it covers.
type edition struct {
	date Date
	year int
}

// seasonOf is the season that a slot speaks of, and the n editions of it, oldest
// first.
func (g *generator) seasonOf(m *Member, s *slot, n int) (season, []edition) {
	covers, dates := g.datesOf(m, s, n)
	out := make([]edition, n)
	for i, d := range dates {
		out[i] = edition{d, covers.year}
		if s.what.serial() {
			out[i].year = covers.year - (n - 1 - i)
		}
	}
	return covers, out
}

func (g *generator) datesOf(m *Member, s *slot, n int) (season, []Date) {
	limit := g.Today.AddDays(-2)
	if s.what == menus || s.what == dishes {
		return g.menuSeason(m, s, n)
	}
	year := limit.Year
	for m.milestoneDate(s.what, year, s.what.milestones()[0]).After(limit) {
		year--
	}
	year -= s.back
	var dates []Date
	if s.what.serial() {
		for i := n - 1; i >= 0; i-- {
			dates = append(dates, m.milestoneDate(s.what, year-i, s.what.milestones()[0]))
		}
	} else {
		for _, at := range s.what.milestones() {
			if d := m.milestoneDate(s.what, year, at); !d.After(limit) {
				dates = append(dates, d)
			}
		}
		for len(dates) < n { // one milestone only: a corrected edition follows
			last := dates[len(dates)-1]
			dates = append(dates, last.AddDays(3+m.draw("again", int(s.what), year).n(16)).workday())
		}
		dates = dates[len(dates)-n:]
	}
	return season{year: year}, g.within(m, s, dates)
}

// menuSeason goes back month by month, without July and August.
func (g *generator) menuSeason(m *Member, s *slot, n int) (season, []Date) {
	first := Date{g.Today.Year, g.Today.Month, 1}
	for steps := s.back; ; steps-- {
		for first.Month == time.July || first.Month == time.August {
			first = Date{first.Year, first.Month - 1, 1}
		}
		if steps == 0 {
			break
		}
		first = first.AddDays(-1)
		first.Day = 1
	}
	dates := make([]Date, n)
	for i := range dates {
		dates[i] = first.AddDays(-9 + i*4 + m.draw("menu", i).n(3)).workday()
	}
	return season{first.Year, first.Month}, g.within(m, s, dates)
}

// within brings dates into the two years before today: what is older comes in
// late, when the member begins to publish.
func (g *generator) within(m *Member, s *slot, dates []Date) []Date {
	start, end := g.Today.AddDays(-722), g.Today.AddDays(-1).workday()
	for i := len(dates) - 1; i >= 0; i-- {
		if dates[i].After(end) {
			dates[i] = end
		}
		if dates[i].Before(start) {
			room := 240
			if i+1 < len(dates) {
				room = min(room, daysBetween(start, dates[i+1])-2)
			}
			dates[i] = start.AddDays(m.draw("late", int(s.what), s.back, i).n(room)).workday()
		}
		end = dates[i].AddDays(-1)
	}
	return dates
}
