package world

import "strconv"

var subsidyLabels = []string{"nomAttribuant", "idAttribuant", "dateConvention", "referenceDecision", "nomBeneficiaire",
	"idBeneficiaire", "rnaBeneficiaire", "objet", "montant", "nature", "conditionsVersement", "datesPeriodeVersement",
	"idRAE", "notificationUE", "pourcentageSubvention", "dispositifAide"}

// subsidies are those granted in a year up to a date: most with the budget in
// spring, some at later councils, and help in kind.
func (g *generator) subsidies(m *Member, year int, asOf Date) *table {
	t := &table{labels: subsidyLabels}
	councils := g.councils(m, year)
	spring := springCouncil(councils)
	r := m.draw("subsidies", year)
	for i, c := range g.clubsOf(m) {
		at := spring
		if i > 0 && r.chance(180) {
			at = pick(r, councils)
		}
		amount := roundSum(m.usualGrant(c, year) * r.between(85, 118) / 100)
		if i > 0 && r.chance(90) { // not every association asks every year
			continue
		}
		inKind := r.chance(50)
		m.grant(t, asOf, at, c, amount, inKind, r)
	}
	return t
}

// subsidyItem is the place of subsidies on the agenda of the budget's evening.
const subsidyItem = 5

func (m *Member) grant(t *table, asOf, at Date, c club, amount int, inKind bool, r *rng) {
	nature, terms, paid := "aide en numéraire", "unique", at.AddDays(r.between(15, 60)).workday().String()
	if amount >= 23000 { // a convention is owed from 23,000 € on (décret 2001-495)
		terms = "échelonné"
		paid = at.AddDays(20).workday().String() + "/" + Date{at.Year, 12, 15}.String()
	}
	if inKind {
		nature, terms = "aide en nature", "Mise à disposition gratuite de locaux communaux"
		paid = Date{at.Year, 1, 1}.String() + "/" + Date{at.Year, 12, 31}.String()
	}
	if at.After(asOf) {
		return
	}
	t.add(m.LongName, m.SIRET, at.String(), m.actNumber(at, subsidyItem), c.name, c.siret, c.rna,
		c.purpose, strconv.Itoa(amount)+".00", nature, terms, paid, "", "non", "1", "")
}

// usualGrant is about what an association gets in a year, in euros: by its
// weight and the size of the place, the same every year but for two per cent
// more. The club that carries a town's name gets much more than the others.
func (m *Member) usualGrant(c club, year int) int {
	unit := 520
	for _, s := range [...][2]int{{200, 20}, {500, 30}, {1000, 45}, {2500, 65}, {5000, 95}, {10000, 150}, {20000, 250}, {50000, 400}} {
		if m.Population < s[0] {
			unit = s[1]
			break
		}
	}
	switch {
	case m.Kind == KindCommunity:
		unit /= 3
	case m.Kind == KindCCAS:
		unit *= 2
	case c.weight >= bigClub && m.Population > 5000:
		unit *= 4
	}
	steady := 75 + int(key(m.key, c.name)%60)
	return unit * c.weight * steady / 100 * (98 + 2*(year-2020)) / 100
}

// roundSum rounds as councils do: by tens, fifties, hundreds, thousands.
func roundSum(euros int) int {
	step := 10
	switch {
	case euros >= 20000:
		step = 1000
	case euros >= 5000:
		step = 500
	case euros >= 1000:
		step = 100
	case euros >= 200:
		step = 50
	}
	return max(80, (euros+step/2)/step*step)
}
