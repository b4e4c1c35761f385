package story

import (
	"context"

	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
	"airial/internal/platform/web/chart"
	"airial/standards/decp"
	"airial/standards/sirene"
)

// markets tells who buys what, from whom, for how much. The table has a row for
// each holder of a contract: contracts and their amounts are counted on the row of
// the first one, so that a contract of three companies counts once.
func markets(ctx context.Context, v *view) error {
	a := &v.asker
	once := a.cell("montantUneFois")
	amount, count := tables.Must(tables.Sum, once), tables.Must(tables.Count, once)
	if err := v.marketFigures(ctx, amount, count); err != nil {
		return err
	}
	if err := v.holders(ctx); err != nil {
		return err
	}
	if len(v.Chosen) != 1 {
		if err := v.ranked(ctx, "story-buyers", i18n.Say(ctx, "Qui achète le plus", "Who buys most"), i18n.Say(ctx, "Acheteur", "Buyer"), "€",
			a.cell(a.table.Name), amount, v.inYear()); err != nil {
			return err
		}
	}
	if err := v.divisions(ctx, amount); err != nil {
		return err
	}
	for _, by := range []struct{ id, column, title, axis string }{
		{"story-type", "type", i18n.Say(ctx, "Travaux, fournitures ou services", "Works, supplies or services"), i18n.Say(ctx, "Type", "Kind")},
		{"story-procedure", "procedure", i18n.Say(ctx, "Comment les entreprises sont choisies", "How companies are chosen"), i18n.Say(ctx, "Procédure", "Procedure")},
		{"story-nature", "nature", i18n.Say(ctx, "Marchés et concessions", "Contracts and concessions"), i18n.Say(ctx, "Nature", "Nature")},
	} {
		if err := v.ranked(ctx, by.id, by.title, by.axis, "€", a.cell(by.column), amount, v.inYear()); err != nil {
			return err
		}
	}
	if err := v.byYear(ctx, "story-years", i18n.Say(ctx, "Le total, année par année", "The total, year by year"), "€", amount); err != nil {
		return err
	}
	if err := v.byBody(ctx, amount, i18n.Say(ctx, "Montant", "Amount"), money, v.first()); err != nil {
		return err
	}
	return v.contracts(ctx)
}

// first keeps one row of each contract.
func (v *view) first() *tables.Node {
	return tables.Must(tables.Not, tables.Must(tables.IsNull, v.asker.cell("montantUneFois")))
}

func (v *view) marketFigures(ctx context.Context, amount, count *tables.Node) error {
	a := &v.asker
	once, bids := a.cell("montantUneFois"), a.cell("offresRecues")
	when := func(condition *tables.Node) *tables.Node {
		return tables.Must(tables.Count, tables.Must(tables.Condition, tables.Must(tables.And, v.first(), condition), once, tables.Value(nil)))
	}
	changed := tables.Must(tables.More, a.cell("modification_id"), tables.Value(0))
	before := tables.Must(tables.Sum, tables.Must(tables.Condition, tables.Must(tables.And, v.first(), changed), a.cell("montantInitial"), tables.Value(nil)))
	after := tables.Must(tables.Sum, tables.Must(tables.Condition, changed, once, tables.Value(nil)))
	sums, err := v.totals(ctx, amount, count, tables.Must(tables.CountDistinct, a.cell("titulaire_id")),
		when(tables.Must(tables.Equal, bids, tables.Value(1))), when(tables.Must(tables.More, bids, tables.Value(0))), when(changed), before, after)
	if err != nil {
		return err
	}
	v.Stats = []stat{{chart.Number(ctx, sums[0], "€"), i18n.Say(ctx, "hors taxes, sur toute la durée des contrats", "before tax, over the whole life of the contracts")},
		counted(ctx, sums[1], "marché ou concession", "marchés et concessions", "contract or concession", "contracts and concessions"),
		counted(ctx, sums[2], "titulaire", "titulaires", "holder", "holders")}
	if sums[4] > 0 {
		v.Stats = append(v.Stats, stat{share(ctx, sums[3]/sums[4]), i18n.Say(ctx, "n’ont reçu qu’une offre", "received a single bid")})
	}
	if n := int(sums[5]); n > 0 {
		v.Within = i18n.Sayf(ctx, "Chaque contrat compte une fois, à son montant d’aujourd’hui\u202f: %[1]s, de %[2]s à %[3]s.", "Each contract counts once, at its present amount: %[1]s, from %[2]s to %[3]s.",
			i18n.Count(ctx, n, "a été modifié", "ont été modifiés", "was modified", "were modified"), chart.Number(ctx, sums[6], "€"), chart.Number(ctx, sums[7], "€"))
	} else {
		v.Within = i18n.Say(ctx, "Chaque contrat compte une fois, à son montant d’aujourd’hui.", "Each contract counts once, at its present amount.")
	}
	v.Within += i18n.Say(ctx, " En dessous de 40\u00a0000\u00a0€, rien n’oblige à publier. Les données disent le SIRET des titulaires, pas où ils sont.", " Below €40,000 nothing obliges to publish. The data give the holders’ SIRET, not where they are.")
	return nil
}

// holders ranks the holders by the contracts in which they take part; one whose
// name no row gives goes by its number.
func (v *view) holders(ctx context.Context) error {
	a := &v.asker
	id, sum := a.cell("titulaire_id"), tables.Must(tables.Sum, a.cell("montant"))
	rows, _, err := a.ask(ctx, tables.Ask{Group: []*tables.Node{id}, Out: []*tables.Node{tables.Key(0, id), tables.Must(tables.Largest, a.cell("titulaire_nom")), sum},
		Where: a.with(v.inYear(), tables.Must(tables.Not, tables.Must(tables.IsNull, id))), Order: []tables.Order{{By: sum, Desc: true}}, Limit: mostShown})
	if err != nil || len(rows) == 0 {
		return err
	}
	title := i18n.Say(ctx, "À qui", "From whom")
	c := chart.Chart{ID: "story-who", Kind: chart.Bar, Title: title, Axis: i18n.Say(ctx, "Titulaire", "Holder"), Unit: "€", Series: []chart.Series{{Name: title}},
		Note: i18n.Say(ctx, "Un contrat de plusieurs entreprises compte en entier pour chacune.", "A contract of several companies counts wholly for each of them.") + " " + v.note()}
	for _, r := range rows {
		name := word(r[1])
		if name == "" {
			name = sirene.Format(word(r[0]), "\u00a0")
		}
		c.Categories = append(c.Categories, name)
		c.Series[0].Values = append(c.Series[0].Values, number(r[2]))
	}
	v.Charts = append(v.Charts, c)
	return nil
}

// divisions ranks what is bought, in the words of the European vocabulary.
func (v *view) divisions(ctx context.Context, amount *tables.Node) error {
	before := len(v.Charts)
	if err := v.ranked(ctx, "story-what", i18n.Say(ctx, "Ce qui est acheté", "What is bought"), i18n.Say(ctx, "Division du vocabulaire européen (CPV)", "Division of the European vocabulary (CPV)"), "€",
		v.asker.cell("codeCPV_division"), amount, v.inYear()); err != nil || len(v.Charts) == before {
		return err
	}
	for i, digits := range v.Charts[before].Categories {
		if words, ok := decp.Divisions[digits]; ok {
			v.Charts[before].Categories[i] = i18n.Read(ctx, i18n.Text(words))
		}
	}
	return nil
}

// contracts lists the contracts; whoever searches finds each holder of a contract.
func (v *view) contracts(ctx context.Context) error {
	a := &v.asker
	one := v.first()
	if v.Query != "" {
		one = nil
	}
	err := v.list(ctx, i18n.Say(ctx, "Les contrats, le plus gros d’abord", "The contracts, the largest first"),
		[]head{{i18n.Say(ctx, "Objet", "Purpose"), false}, {i18n.Say(ctx, "Montant", "Amount"), true}, {i18n.Say(ctx, "Titulaire", "Holder"), false},
			{i18n.Say(ctx, "SIRET", "SIRET"), false}, {i18n.Say(ctx, "Acheteur", "Buyer"), false}, {i18n.Say(ctx, "Procédure", "Procedure"), false}, {i18n.Say(ctx, "Notifié le", "Notified on"), false}},
		[]string{"objet", "montant", "titulaire_nom", "titulaire_id", a.table.Name, "procedure", "dateNotification"},
		[]func(context.Context, any) string{nil, money, nil, func(_ context.Context, x any) string { return sirene.Format(word(x), "\u00a0") }, nil, nil, day},
		tables.Order{By: a.cell("montant"), Desc: true}, v.inYear(), one, v.says("objet", "titulaire_nom", "titulaire_id", "codeCPV", a.table.Name))
	return err
}
