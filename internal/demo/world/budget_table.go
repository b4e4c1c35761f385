package world

import "strconv"

var budgetLabels = []string{"BGT_NATDEC", "BGT_ANNEE", "BGT_SIRET", "BGT_NOM", "BGT_CONTNAT", "BGT_CONTNAT_LABEL",
	"BGT_NATURE", "BGT_NATURE_LABEL", "BGT_FONCTION", "BGT_FONCTION_LABEL", "BGT_OPERATION", "BGT_SECTION", "BGT_OPBUDG",
	"BGT_CODRD", "BGT_MTREAL", "BGT_MTBUDGPREC", "BGT_MTRARPREC", "BGT_MTPROPNOUV", "BGT_MTPREV", "BGT_CREDOUV",
	"BGT_MTRAR3112", "BGT_ARTSPE"}

// budget is a year's budget primitif, compte administratif or décision
// modificative.
func (g *generator) budget(m *Member, w what, year int) *table {
	t := &table{labels: budgetLabels}
	if w == amendment {
		g.amend(m, year, t)
		return t
	}
	l := g.voted(m, year)
	split := charts[m.Kind].functions && m.byFunction()
	for _, part := range [...][2]bool{{false, false}, {true, false}, {false, true}, {true, true}} {
		for i := range l.lines {
			f := &l.lines[i]
			if f.income != part[0] || f.invest != part[1] {
				continue
			}
			if !split {
				f.functions = nil
			}
			l.write(t, w, f)
		}
	}
	return t
}

// byFunction tells whether the body presents its budget by function, which is
// owed from 3,500 people on (CGCT L2312-3). In large worlds only towns do, to
// keep those light.
func (m *Member) byFunction() bool {
	return m.Population >= 3500 && (m.Index < firstMembers || m.Population > 20000)
}

// write adds a figure's row, or one for each function.
func (l *ledger) write(t *table, w what, f *figure) {
	if len(f.functions) <= 1 {
		code := ""
		if len(f.functions) == 1 {
			code = f.functions[0].code
		}
		l.row(t, w, f, code, f.amount, f.previous, f.carried)
		return
	}
	sum := 0
	for _, fn := range f.functions {
		sum += fn.share
	}
	amount, previous, carried := f.amount, f.previous, f.carried
	for i, fn := range f.functions {
		a, p, c := amount, previous, carried // the last takes what is left
		if i < len(f.functions)-1 {
			a = f.amount * fn.share / sum / 100 * 100
			p = f.previous * fn.share / sum / 100 * 100
			c = f.carried * fn.share / sum / 100 * 100
		}
		l.row(t, w, f, fn.code, a, p, c)
		amount, previous, carried = amount-a, previous-p, carried-c
	}
}

func (l *ledger) row(t *table, w what, f *figure, function string, amount, previous, carried int) {
	row := make([]string, len(budgetLabels))
	copy(row, []string{"budget primitif", strconv.Itoa(l.year), l.m.SIRET, l.m.LongName, f.chapter,
		chapterLabels[f.chapter], f.account, f.label, function, functionLabels[function], f.operation,
		"fonctionnement", "réel", "dépense"})
	if f.invest {
		row[11] = "investissement"
	}
	if f.order {
		row[12] = "ordre"
	}
	if f.income {
		row[13] = "recette"
	}
	voted := euros(amount)
	row[18], row[19], row[21] = voted, voted, "non spécialisé"
	if w == accounts {
		row[0] = "compte administratif"
		done := l.done(f, function, amount)
		row[14] = euros(done)
		if f.invest && !f.order && amount > done && f.chapter != "10" && f.chapter != "001" {
			row[20] = euros((amount - done) * 6 / 10)
		}
	} else {
		row[15], row[16], row[17] = euros(previous), euros(carried), euros(amount-carried)
	}
	t.rows = append(t.rows, row)
}

// done is what was really spent or received of a voted amount.
func (l *ledger) done(f *figure, function string, amount int) int {
	r := l.m.draw("done", l.year, int(key(0, f.account+function)>>40))
	switch {
	case f.chapter == "021" || f.chapter == "023": // foreseen, never carried out
		return 0
	case f.order || f.chapter == "001" || f.chapter == "002" || f.account == "1068":
		return amount
	case f.invest && f.account == "1641" && f.income:
		return amount * (r.n(3) * 50) / 100
	case f.account == "1641":
		return amount*998/1000 + r.n(100)
	case f.invest && f.income:
		return amount*r.between(420, 980)/1000 + r.n(100)
	case f.invest:
		return amount*r.between(380, 930)/1000 + r.n(100)
	case f.income:
		return amount*r.between(985, 1060)/1000 + r.n(100)
	}
	return amount*r.between(895, 995)/1000 + r.n(100)
}

// amend is a small décision modificative: more energy and pay for more grants,
// one purchase instead of another. Its two sections balance as well.
func (g *generator) amend(m *Member, year int, t *table) {
	l := g.voted(m, year)
	r := m.draw("amend", year)
	energy, pay := l.rounded(l.level(year)*r.between(2, 9)/1000), l.rounded(l.level(year)*r.between(2, 7)/1000)
	moved := l.rounded(l.level(year) * r.between(3, 12) / 1000)
	for _, change := range []struct {
		account        string
		income, invest bool
		amount         int
	}{{"60612", false, false, energy}, {"64131", false, false, pay}, {"74718", true, false, energy + pay},
		{"21838", false, true, moved}, {"2188", false, true, moved}, {"2031", false, true, -2 * moved}} {
		for _, f := range l.lines {
			if f.account == change.account && f.income == change.income && f.invest == change.invest {
				previous := f.amount
				code := ""
				if m.byFunction() && len(f.functions) > 0 {
					code = f.functions[0].code
				}
				f.amount, f.operation = change.amount, ""
				l.row(t, amendment, &f, code, change.amount, previous, 0)
				t.rows[len(t.rows)-1][0] = "décision modificative"
				break
			}
		}
	}
}
