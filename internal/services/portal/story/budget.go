package story

import (
	"context"
	"slices"
	"strconv"

	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
	"airial/internal/platform/web/chart"
)

// budgetKind is one of the four documents of a budget. They say different things
// of the same money, so that only one of them is ever counted (SCDL budget 0.8,
// BGT_NATDEC).
type budgetKind struct {
	option
	value  string // in BGT_NATDEC
	amount string // the column that says what the document decides or reports
	did    i18n.Text
}

// budgetKinds are all of them, in the order in which one is chosen where nobody
// chooses: what was done before what was meant.
var budgetKinds = []budgetKind{
	{option{"ca", i18n.T("Compte administratif", "Accounts of the year")}, "compte administratif", "BGT_MTREAL", i18n.T("réalisé", "carried out")},
	{option{"bp", i18n.T("Budget primitif", "Initial budget")}, "budget primitif", "BGT_MTPREV", i18n.T("voté", "voted")},
	{option{"bs", i18n.T("Budget supplémentaire", "Supplementary budget")}, "budget supplémentaire", "BGT_MTPREV", i18n.T("voté en plus", "voted in addition")},
	{option{"dm", i18n.T("Décisions modificatives", "Amendments")}, "décision modificative", "BGT_MTPREV", i18n.T("changé en cours d’année", "changed during the year")},
}

// side is one of the four sides of a budget.
type side struct {
	section, way string
	label        i18n.Text
}

var budgetSides = []side{
	{"fonctionnement", "dépense", i18n.T("Dépenses de fonctionnement", "Operating expenses")},
	{"fonctionnement", "recette", i18n.T("Recettes de fonctionnement", "Operating revenue")},
	{"investissement", "dépense", i18n.T("Dépenses d’investissement", "Capital expenses")},
	{"investissement", "recette", i18n.T("Recettes d’investissement", "Capital revenue")},
}

// results are the chapters in which what was left of the year before stands: no
// movement of the year (M57, comptes 001 and 002).
var results = []string{"001", "002"}

// is is the condition that a column holds a text.
func (a *asker) is(column, value string) *tables.Node {
	return tables.Must(tables.Equal, a.cell(column), tables.Value(value))
}

// real keeps to real movements of the year: neither entries between sections
// (“ordre”) nor what was left of the year before.
func (v *view) real() *tables.Node {
	parts := []*tables.Node{v.asker.is("BGT_OPBUDG", "réel")}
	for _, c := range results {
		parts = append(parts, tables.Must(tables.Not, v.asker.is("BGT_CONTNAT", c)))
	}
	return tables.Must(tables.And, parts...)
}

func (v *view) of(s side) *tables.Node {
	return tables.Must(tables.And, v.asker.is("BGT_SECTION", s.section), v.asker.is("BGT_CODRD", s.way))
}

// chooseKind finds which documents there are of the year, and takes the one that is
// asked for, or the first.
func (v *view) chooseKind(ctx context.Context) (k budgetKind, err error) {
	natdec := v.asker.cell("BGT_NATDEC")
	rows, _, err := v.asker.ask(ctx, tables.Ask{Group: []*tables.Node{natdec}, Out: []*tables.Node{tables.Key(0, natdec)}, Where: v.asker.with(v.inYear()), Limit: 20})
	asked, found := v.Kind, false
	v.Kind = ""
	for _, one := range budgetKinds {
		if !slices.ContainsFunc(rows, func(r []any) bool { return word(r[0]) == one.value }) {
			continue
		}
		v.Kinds = append(v.Kinds, one.option)
		if v.Kind == "" || one.key == asked {
			k, v.Kind, found = one, one.key, true
		}
	}
	if !found {
		k = budgetKinds[0]
	}
	return k, err
}

func budgets(ctx context.Context, v *view) error {
	k, err := v.chooseKind(ctx)
	if err != nil {
		return err
	}
	a := &v.asker
	document := a.is("BGT_NATDEC", k.value)
	counted := tables.Must(tables.And, document, v.real())
	amount := tables.Must(tables.Sum, a.cell(k.amount))
	if err := v.budgetWithin(ctx, document, k); err != nil {
		return err
	}
	if err := v.budgetFigures(ctx, amount, counted); err != nil {
		return err
	}
	if k.key == "ca" {
		if err := v.votedAndDone(ctx, counted); err != nil {
			return err
		}
	}
	chapter := i18n.Say(ctx, "Chapitre", "Chapter")
	for i, title := range []string{i18n.Say(ctx, "Où va l’argent du fonctionnement", "Where the operating money goes"), i18n.Say(ctx, "D’où vient l’argent du fonctionnement", "Where the operating money comes from"),
		i18n.Say(ctx, "Ce qui est investi", "What is invested"), i18n.Say(ctx, "De quoi l’investissement est payé", "What pays for the investment")} {
		if err := v.ranked(ctx, "story-side-"+strconv.Itoa(i), title, chapter, "€", a.cell("BGT_CONTNAT_LABEL"), amount, v.inYear(), counted, v.of(budgetSides[i])); err != nil {
			return err
		}
	}
	if err := v.ranked(ctx, "story-function", i18n.Say(ctx, "À quoi servent les dépenses, fonctionnement et investissement ensemble", "What the expenses serve, operating and capital together"), i18n.Say(ctx, "Fonction", "Function"), "€",
		a.cell("BGT_FONCTION_LABEL"), amount, v.inYear(), counted, a.is("BGT_CODRD", "dépense")); err != nil {
		return err
	}
	if err := v.perHead(ctx, amount, counted); err != nil {
		return err
	}
	if err := v.budgetYears(ctx, k, amount, counted); err != nil {
		return err
	}
	if err := v.byBody(ctx, amount, i18n.Read(ctx, budgetSides[0].label), money, counted, v.of(budgetSides[0])); err != nil {
		return err
	}
	return v.list(ctx, i18n.Say(ctx, "Les lignes, la plus grosse d’abord", "The lines, the largest first"),
		[]head{{i18n.Say(ctx, "Nature", "Nature"), false}, {i18n.Say(ctx, "Montant", "Amount"), true}, {i18n.Say(ctx, "Sens", "Direction"), false}, {i18n.Say(ctx, "Section", "Section"), false},
			{chapter, false}, {i18n.Say(ctx, "Fonction", "Function"), false}, {i18n.Say(ctx, "Collectivité", "Public body"), false}},
		[]string{"BGT_NATURE_LABEL", k.amount, "BGT_CODRD", "BGT_SECTION", "BGT_CONTNAT_LABEL", "BGT_FONCTION_LABEL", "BGT_NOM"},
		[]func(context.Context, any) string{nil, money, nil, nil, nil, nil, nil},
		tables.Order{By: a.cell(k.amount), Desc: true}, v.inYear(), counted, v.says("BGT_NATURE_LABEL", "BGT_CONTNAT_LABEL", "BGT_FONCTION_LABEL", "BGT_OPERATION", "BGT_NOM"))
}

// budgetWithin says what is counted: who has this very document, and of how many
// budgets.
func (v *view) budgetWithin(ctx context.Context, document *tables.Node, k budgetKind) error {
	rows, _, err := v.asker.ask(ctx, tables.Ask{Whole: true, Limit: 1, Where: v.asker.with(document, v.inYear()),
		Out: []*tables.Node{tables.Must(tables.CountDistinct, v.asker.cell(v.asker.table.Siren)), tables.Must(tables.CountDistinct, v.asker.cell("BGT_SIRET"))}})
	if err != nil || len(rows) == 0 {
		return err
	}
	bodies, accounts := int(number(rows[0][0])), int(number(rows[0][1]))
	v.Within = i18n.Sayf(ctx, "Ce document-ci (%[1]s)\u202f: %[2]s.", "This very document (%[1]s): %[2]s.", i18n.Read(ctx, k.label), i18n.Count(ctx, bodies, "collectivité", "collectivités", "public body", "public bodies"))
	if accounts > bodies {
		v.Within += i18n.Sayf(ctx, " Budgets principaux et annexes sont comptés ensemble\u202f: %d budgets.", " Main and annexed budgets are counted together: %d budgets.", accounts)
	}
	v.Within += i18n.Say(ctx, " Opérations réelles de l’année, sans les opérations d’ordre ni les résultats reportés (001, 002).", " Real movements of the year, without entries between sections and results carried over (001, 002).")
	return nil
}

// sums are the four sides of the budget.
func (v *view) sums(ctx context.Context, amount *tables.Node, where ...*tables.Node) ([]float64, error) {
	section, way := v.asker.cell("BGT_SECTION"), v.asker.cell("BGT_CODRD")
	rows, _, err := v.asker.ask(ctx, tables.Ask{Group: []*tables.Node{section, way}, Out: []*tables.Node{tables.Key(0, section), tables.Key(1, way), amount},
		Where: v.asker.with(append(where, v.inYear())...), Limit: 20})
	out := make([]float64, len(budgetSides))
	for _, r := range rows {
		for i, s := range budgetSides {
			if word(r[0]) == s.section && word(r[1]) == s.way {
				out[i] = number(r[2])
			}
		}
	}
	return out, err
}

func (v *view) budgetFigures(ctx context.Context, amount, counted *tables.Node) error {
	sums, err := v.sums(ctx, amount, counted)
	for i, s := range budgetSides {
		v.Stats = append(v.Stats, stat{chart.Number(ctx, sums[i], "€"), i18n.Read(ctx, s.label)})
	}
	return err
}

// votedAndDone compares what the year's accounts say was voted with what was done.
func (v *view) votedAndDone(ctx context.Context, counted *tables.Node) error {
	c := chart.Chart{ID: "story-done", Kind: chart.Column, Title: i18n.Say(ctx, "Ce qui était voté, ce qui a été fait", "What was voted, what was done"), Unit: "€",
		Axis: i18n.Say(ctx, "Sens", "Direction"), Note: v.note()}
	for _, s := range budgetSides {
		c.Categories = append(c.Categories, i18n.Read(ctx, s.label))
	}
	for _, one := range []struct{ column, name string }{{"BGT_MTPREV", i18n.Say(ctx, "voté", "voted")}, {"BGT_MTREAL", i18n.Say(ctx, "réalisé", "carried out")}} {
		sums, err := v.sums(ctx, tables.Must(tables.Sum, v.asker.cell(one.column)), counted)
		if err != nil {
			return err
		}
		c.Series = append(c.Series, chart.Series{Name: one.name, Values: sums})
	}
	if !slices.ContainsFunc(c.Series[0].Values, func(x float64) bool { return x != 0 }) {
		return nil // the file says only what was done
	}
	v.Charts = append(v.Charts, c)
	return nil
}

// budgetYears draws the four sides of one kind of document over the years.
func (v *view) budgetYears(ctx context.Context, k budgetKind, amount, counted *tables.Node) error {
	year, section, way := v.year(&v.asker), v.asker.cell("BGT_SECTION"), v.asker.cell("BGT_CODRD")
	rows, _, err := v.asker.ask(ctx, tables.Ask{Group: []*tables.Node{year, section, way}, Out: []*tables.Node{tables.Key(0, year), tables.Key(1, section), tables.Key(2, way), amount},
		Where: v.asker.with(counted), Limit: 1200})
	if err != nil {
		return err
	}
	c := chart.Chart{ID: "story-years", Kind: chart.Column, Unit: "€", Axis: i18n.Say(ctx, "Année", "Year"),
		Title: i18n.Sayf(ctx, "%[1]s, année par année\u202f: %[2]s", "%[1]s, year by year: %[2]s", i18n.Read(ctx, k.label), i18n.Read(ctx, k.did)),
		Note:  i18n.Say(ctx, "D’une année à l’autre, ce ne sont pas les mêmes collectivités qui ont publié\u202f: une hausse peut n’être qu’une publication de plus.", "From one year to another it is not the same bodies that have published: a rise may be one more publication, and nothing else.")}
	for _, s := range budgetSides {
		c.Series = append(c.Series, chart.Series{Name: i18n.Read(ctx, s.label)})
	}
	for _, y := range slices.Backward(v.Years) {
		values, any := make([]float64, len(budgetSides)), false
		for i, s := range budgetSides {
			values[i] = chart.None()
			for _, r := range rows {
				if int(number(r[0])) == y && word(r[1]) == s.section && word(r[2]) == s.way {
					values[i], any = number(r[3]), true
				}
			}
		}
		if !any {
			continue
		}
		c.Categories = append(c.Categories, strconv.Itoa(y))
		for i := range c.Series {
			c.Series[i].Values = append(c.Series[i].Values, values[i])
		}
	}
	if len(c.Categories) > 1 {
		v.Charts = append(v.Charts, c)
	}
	return nil
}
