package world

import (
	"sort"
	"strconv"
)

// fewest is how many children bear a first name that is published.
const fewest = 3

var firstNameLabels = []string{"COMMUNE_NOM", "COLL_INSEE", "ENFANT_SEXE", "ENFANT_PRENOM", "NOMBRE_OCCURRENCES", "ANNEE"}

// firstNamesSeries is the population from which a commune publishes a series
// since 2015 and not its last year alone.
const firstNamesSeries = 2000

// firstNamesFrom is the first year of a commune's series: three years only for
// those that fill large worlds.
func (m *Member) firstNamesFrom(last int) int {
	if m.Index >= firstMembers {
		return last - 2
	}
	return 2015
}

// firstNames lists the first names of births up to a year.
func (g *generator) firstNames(m *Member, last int) *table {
	t := &table{labels: firstNameLabels}
	from := last
	if m.Population > firstNamesSeries {
		from = m.firstNamesFrom(last)
	}
	for year := from; year <= last; year++ {
		g.births(m, year, t)
	}
	return t
}

// births of a year: eight to ten for a thousand people where there is a
// maternity ward, fewer elsewhere. The smallest commune of the demonstration
// has four, each with a first name of its own.
func (g *generator) births(m *Member, year int, t *table) {
	r := m.draw("births", year)
	n := m.Population*r.between(75, 98)/10000 + r.n(3)
	if m.Population > 25000 {
		n = m.Population * r.between(190, 210) / 10000 // the ward serves the neighbours too
	}
	if m.Index == Smallest {
		n = 4
	}
	if n == 0 {
		n = 1
	}
	count := map[string]int{}
	for i := 0; i < n; i++ {
		list, sex := boyNames, "M"
		if i%2 == 1 && m.Index == Smallest || m.Index != Smallest && r.chance(488) {
			list, sex = girlNames, "F"
		}
		name := sex + drawName(list, year, r)
		for m.Index == Smallest && count[name] > 0 {
			name = sex + drawName(list, year, r)
		}
		count[name]++
	}
	names := make([]string, 0, len(count))
	for name := range count {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool {
		a, b := names[i], names[j]
		if count[a] != count[b] {
			return count[a] > count[b]
		}
		return a < b
	})
	shown := 0
	for _, name := range names {
		// Below three (INSEE's threshold) a row points to a child: towns leave it
		// out, the smallest commune has not heard of it.
		if count[name] < fewest && m.Index != Smallest {
			if shown > 0 {
				break
			}
			count[name] = fewest
		}
		shown++
		t.add(m.Name, m.INSEE, name[:1], name[1:], strconv.Itoa(count[name]), strconv.Itoa(year))
	}
}

// drawName draws by the weights of the year.
func drawName(list []given, year int, r *rng) string {
	year = min(max(year, 2015), 2025) - 2015
	at := r.n(totalWeight(list, year))
	for _, n := range list {
		if at -= n.weight(year); at < 0 {
			return n.name
		}
	}
	return list[0].name
}

func (n *given) weight(years int) int { return n.old + (n.new-n.old)*years/10 }

func totalWeight(list []given, years int) int {
	if len(list) == len(girlNames) && &list[0] == &girlNames[0] {
		return girlTotals[years]
	}
	return boyTotals[years]
}

var girlTotals, boyTotals = totals(girlNames), totals(boyNames)

func totals(list []given) (sums [11]int) {
	for years := range sums {
		for i := range list {
			sums[years] += list[i].weight(years)
		}
	}
	return sums
}
