package world

// figure is one line of a budget, in cents.
type figure struct {
	post
	invest    bool
	income    bool
	order     bool // moves between sections, no cash
	operation string
	amount    int // voted
	carried   int // of which carried over from the year before
	previous  int // voted the year before
}

// ledger gathers the lines of a year's budget.
type ledger struct {
	m     *Member
	year  int
	step  int // cents to which a council rounds
	least int // share below which a post is left out
	lines []figure
}

// rounded is to the step, never zero.
func (l *ledger) rounded(cents int) int { return max(1, (cents+l.step/2)/l.step) * l.step }

// wobble moves an amount a little, always alike for an account and a year.
func (l *ledger) wobble(cents int, account string, year int) int {
	return cents * (965 + int(key(l.m.key, account, year)%71)) / 1000
}

// level is the operating income of a year: what such a body has per head, the
// body's own habits, 2.1 % more each year.
func (l *ledger) level(year int) int {
	c := charts[l.m.Kind]
	cents := l.m.Population * c.perHead(l.m.Population) * (90 + int(key(l.m.key, "wealth")%21))
	for y := 2021; y <= year; y++ {
		cents += cents * 21 / 1000
	}
	return cents
}

func (l *ledger) put(p post, income, invest bool, amount, previous int) *figure {
	l.lines = append(l.lines, figure{post: p, income: income, invest: invest, amount: amount, previous: previous})
	return &l.lines[len(l.lines)-1]
}

// share hands out a total over the posts that suit the body's size.
func (l *ledger) share(posts []post, total, before int, income, invest bool) {
	sum := 0
	for _, p := range posts {
		if l.keeps(&p) {
			sum += p.share
		}
	}
	for _, p := range posts {
		if l.keeps(&p) {
			l.put(p, income, invest, l.rounded(l.wobble(total*p.share/sum, p.account, l.year)),
				l.rounded(l.wobble(before*p.share/sum, p.account, l.year-1)))
		}
	}
}

// keeps tells whether a post is one for a body of this size.
func (l *ledger) keeps(p *post) bool {
	size := l.m.Population
	return size >= p.least && (p.most == 0 || size <= p.most) && p.share >= l.least
}

func (l *ledger) total(income, invest bool) (amount, previous int) {
	for _, f := range l.lines {
		if f.income == income && f.invest == invest {
			amount += f.amount
			previous += f.previous
		}
	}
	return amount, previous
}

// coarse leaves out the small posts of the small bodies that only fill large
// worlds, to keep those light.
const coarse = 240

// voted is the budget primitif of a year: real movements by the chart, then
// what ties the two sections together, so that each balances to the cent.
func (g *generator) voted(m *Member, year int) *ledger {
	l := &ledger{m: m, year: year, step: 1000}
	if m.Index >= firstMembers && m.Population < 3500 {
		l.least = coarse
	}
	c := charts[m.Kind]
	level, before := l.level(year), l.level(year-1)
	switch {
	case level > 300_000_000:
		l.step = 100_000
	case level > 30_000_000:
		l.step = 10_000
	}
	l.share(c.income, level, before, true, false)
	spend, left := 845+int(key(m.key, "thrift")%55), [2]int{25, 105}
	if m.Kind == KindCCAS { // invests little, spends what it gets
		spend, left = 890+int(key(m.key, "thrift")%25), [2]int{20, 45}
	}
	l.share(c.spending, level*spend/1000, before*spend/1000, false, false)

	r := m.draw("results", year)
	last := m.draw("results", year-1)
	l.put(post{"002", "Résultat de fonctionnement reporté", "002", 0, 0, 0, none01}, true, false,
		level*r.between(left[0], left[1])/1000+r.n(100), before*last.between(left[0], left[1])/1000+last.n(100))
	l.transfers(level, before)
	l.capital(c, level, before, r)
	return l
}

// transfers are the depreciation and the surplus that go from the operating to
// the capital section; the surplus closes the operating one.
func (l *ledger) transfers(level, before int) {
	share := 14
	if l.m.Population >= 3500 {
		share = 41 // depreciation is owed in full from 3,500 people on
	}
	worn, wornBefore := l.rounded(level*share/1000), l.rounded(before*share/1000)
	for _, side := range []figure{
		{post: post{account: "6811", label: "Dotations aux amortissements des immobilisations incorporelles et corporelles",
			chapter: "042", functions: none01}},
		{post: post{account: "28041582", label: "Bâtiments et installations", chapter: "040", functions: none01},
			income: true, invest: true},
	} {
		side.order, side.amount, side.previous = true, worn, wornBefore
		l.lines = append(l.lines, side)
	}
	in, inBefore := l.total(true, false)
	out, outBefore := l.total(false, false)
	for _, side := range []figure{
		{post: post{account: "023", label: chapterLabels["023"], chapter: "023", functions: none01}},
		{post: post{account: "021", label: chapterLabels["021"], chapter: "021", functions: none01}, income: true, invest: true},
	} {
		side.order, side.amount, side.previous = true, in-out, inBefore-outBefore
		l.lines = append(l.lines, side)
	}
}

// capital fills the capital section: own money, grants for the projects, the
// loan's repayment, and a new loan (or one more building site) that closes it.
func (l *ledger) capital(c *chart, level, before int, r *rng) {
	income := func(account, label, chapter string, perMille int) {
		l.put(post{account, label, chapter, 0, 0, 0, none01}, true, true, l.rounded(l.wobble(level*perMille/1000, account, l.year)),
			l.rounded(l.wobble(before*perMille/1000, account, l.year-1)))
	}
	income("10222", "FCTVA", "10", 33)
	if l.m.isTown() {
		income("10226", "Taxe d'aménagement", "10", 9)
	}
	stretch := 9 // tenths of its own money that the body plans to build for
	if l.m.Kind != KindCCAS {
		stretch = 16
		income("1068", "Excédents de fonctionnement capitalisés", "10", 70)
		l.put(post{"1641", "Emprunts en euros", "16", 0, 0, 0, none01}, false, true, l.rounded(level*62/1000), l.rounded(before*61/1000))
		l.put(post{"001", chapterLabels["001"], "001", 0, 0, 0, none01}, false, true,
			level*r.between(5, 35)/1000+r.n(100), before*r.between(5, 35)/1000+r.n(100))
	}
	own, ownBefore := l.total(true, true)
	owed, owedBefore := l.total(false, true)
	works, worksBefore := max(own-owed, level/50)*stretch/10, max(ownBefore-owedBefore, before/50)*stretch/10
	if l.m.Kind != KindCCAS {
		l.share(c.grants, works*21/100, worksBefore*21/100, true, true)
	}
	l.share(c.equipment, works, worksBefore, false, true)
	l.name(r)

	in, inBefore := l.total(true, true)
	out, outBefore := l.total(false, true)
	gap, gapBefore := out-in, outBefore-inBefore
	if gap > 0 {
		l.put(post{"1641", "Emprunts en euros", "16", 0, 0, 0, none01}, true, true, gap, max(0, gapBefore))
		return
	}
	for i := range l.lines {
		if f := &l.lines[i]; !f.income && f.invest && f.chapter == "21" {
			f.amount -= gap
			return
		}
	}
}

var operations = []string{"2401 Rénovation énergétique de l'école", "2402 Réfection de la salle des fêtes",
	"2403 Aménagement du bourg", "2501 Mise en accessibilité", "2502 Voirie communale", "2503 Toiture des ateliers",
	"2504 Extension de la cantine", "2601 Éclairage public LED", "2602 Jardin du souvenir"}

// name gives the building sites the name of an operation, with what is carried
// over from the year before.
func (l *ledger) name(r *rng) {
	for i := range l.lines {
		f := &l.lines[i]
		switch f.account {
		case "2313", "2315", "2151", "21318", "21312":
			f.carried = l.rounded(f.amount * r.between(0, 35) / 100)
			if f.carried > f.amount {
				f.carried = 0
			}
			if l.m.isTown() {
				f.operation = pick(r, operations)
			}
		}
	}
}
