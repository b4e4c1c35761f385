package world

import (
	"strconv"
	"strings"
	"time"
)

var deliberationLabels = []string{"COLL_NOM", "COLL_SIRET", "DELIB_ID", "DELIB_DATE", "DELIB_MATIERE_CODE",
	"DELIB_MATIERE_NOM", "DELIB_OBJET", "BUDGET_ANNEE", "BUDGET_NOM", "PREF_ID", "PREF_DATE", "VOTE_EFFECTIF", "VOTE_REEL",
	"VOTE_POUR", "VOTE_CONTRE", "VOTE_ABSTENTION", "DELIB_URL"}

// deliberations are those of a year up to a week before a date.
func (g *generator) deliberations(m *Member, year int, asOf Date) *table {
	t := &table{labels: deliberationLabels}
	r := m.draw("deliberations", year)
	councils := g.councils(m, year)
	spring := springCouncil(councils)
	seen := map[int]bool{}
	for _, evening := range councils {
		if evening.After(asOf.AddDays(-7)) {
			break
		}
		number := 0
		for _, s := range m.agenda(evening, spring, seen, r) {
			number++
			g.deliberation(m, t, evening, number, s, r)
		}
	}
	return t
}

// agenda is what an evening decides: the minutes, what the season brings, and
// some of what may come up at any time, in the order of the nomenclature.
func (m *Member) agenda(evening, spring Date, seen map[int]bool, r *rng) []matter {
	var out []matter
	var free []int
	for i, s := range matters {
		if !s.suits(m) {
			continue
		}
		switch {
		case s.always:
			out = append(out, s)
		case s.season == nil:
			if !seen[i] {
				free = append(free, i)
			}
		case !seen[i] && inSeason(s, evening, spring):
			seen[i] = true
			out = append(out, s)
		}
	}
	n := 1 + r.n(2)
	switch {
	case m.Population > 10000:
		n = 7 + r.n(6)
	case m.Population > 2000:
		n = 4 + r.n(3)
	case m.Population > 600:
		n = 2 + r.n(3)
	}
	for _, i := range shuffled(r, free)[:min(n, len(free))] {
		seen[i] = true
		out = append(out, matters[i])
	}
	return out
}

func inSeason(s matter, evening, spring Date) bool {
	for _, month := range s.season {
		if evening.Month == month || month == budgetSeason && evening == spring {
			return true
		}
	}
	return false
}

func (g *generator) deliberation(m *Member, t *table, evening Date, number int, s matter, r *rng) {
	effective, present, votes := m.vote(s, evening, r)
	budgetYear, budgetName := "", ""
	if s.budget {
		budgetYear, budgetName = strconv.Itoa(evening.Year), "Budget principal"
	}
	received := evening.AddDays(r.between(1, 6)).workday()
	if received.Before(evening) {
		received = evening
	}
	id := m.actNumber(evening, number)
	url := ""
	if m.Population > 2000 {
		url = m.Website + "/deliberations/" + evening.compact() + "_" + strconv.Itoa(number) + ".pdf"
	}
	t.add(m.LongName, m.SIRET, id, evening.String(), s.code, topics[s.code], m.wording(s, evening, r), budgetYear, budgetName,
		"PREF0"+departmentCode, received.String(), strconv.Itoa(effective), strconv.Itoa(present), strconv.Itoa(votes[0]),
		strconv.Itoa(votes[1]), strconv.Itoa(votes[2]), url)
}

// vote: most are unanimous, money and plans divide more; who is absent has
// mostly given a proxy and counts as voting.
func (m *Member) vote(s matter, evening Date, r *rng) (effective, present int, votes [3]int) {
	effective = m.seats()
	evenings := draw(m.key, "present", evening.number())
	present = effective - evenings.n(1+effective/6)
	against, abstain := 0, 0
	if m.Population > 1000 && r.chance(140+s.divides*90) {
		opposition := effective / 5
		against = r.n(opposition + 1)
		abstain = r.n(opposition + 1 - against)
	} else if r.chance(60) {
		abstain = 1 + r.n(2)
	}
	if s.code == "7.1" && strings.HasPrefix(s.text, "Approbation du compte") {
		present-- // the head leaves the room while the accounts are voted (CGCT L2121-14)
	}
	return effective, present, [3]int{present - against - abstain, against, abstain}
}

// wording fills a matter's blanks.
func (m *Member) wording(s matter, evening Date, r *rng) string {
	if !strings.Contains(s.text, "{") {
		return s.text
	}
	year := evening.Year
	epci := m.EPCIName
	if epci == "" {
		epci = "syndicat départemental d'énergie"
	}
	return strings.NewReplacer("{an}", strconv.Itoa(year), "{an-1}", strconv.Itoa(year-1), "{an+1}", strconv.Itoa(year+1),
		"{rue}", pick(r, streets), "{lieu}", pick(r, places), "{epci}", epci,
		"{lot}", strconv.Itoa(r.between(1, 8)), "{parcelle}", pick(r, []string{"A", "AB", "B", "C", "ZH"})+" "+strconv.Itoa(r.between(12, 870)),
		"{montant}", strconv.Itoa(roundSum(r.between(1200, 90000)))).Replace(s.text)
}

// budgetSeason stands for the evening on which the budget is voted.
const budgetSeason = time.Month(0)
