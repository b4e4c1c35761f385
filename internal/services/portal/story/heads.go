package story

import (
	"cmp"
	"context"
	"slices"

	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
	"airial/internal/platform/web/chart"
)

type member = organisation.Member

// perHead compares the operating expenses of communes by inhabitant. Each
// inhabitant counts once: bodies above the communes, and their own services, have
// no inhabitants of their own, unless one of them alone is chosen.
func (v *view) perHead(ctx context.Context, amount, counted *tables.Node) error {
	a := &v.asker
	siren := a.cell(a.table.Siren)
	rows, _, err := a.ask(ctx, tables.Ask{Group: []*tables.Node{siren}, Out: []*tables.Node{tables.Key(0, siren), amount},
		Where: a.with(v.inYear(), counted, v.of(budgetSides[0])), Limit: 50_000})
	if err != nil {
		return err
	}
	type each struct {
		name string
		per  float64
	}
	var list []each
	var total float64
	people := 0
	for _, r := range rows {
		i := slices.IndexFunc(v.Members, func(m member) bool { return m.Siren == word(r[0]) })
		if i < 0 || v.Members[i].Population <= 0 || !isCommune(v.Members[i]) && len(v.Chosen) != 1 {
			continue
		}
		m := v.Members[i]
		list = append(list, each{m.Name, number(r[1]) / float64(m.Population)})
		total += number(r[1])
		people += m.Population
	}
	if people == 0 {
		return nil
	}
	words := i18n.Sayf(ctx, "de fonctionnement par habitant, communes qui ont publié (%s habitants)", "of operating expenses per inhabitant, communes that have published (%s inhabitants)", i18n.Number(ctx, people))
	if len(v.Chosen) == 1 {
		words = i18n.Sayf(ctx, "de fonctionnement par habitant (%s habitants)", "of operating expenses per inhabitant (%s inhabitants)", i18n.Number(ctx, people))
	}
	v.Stats = append(v.Stats, stat{chart.Number(ctx, float64(int(total/float64(people)+0.5)), "€"), words})
	if len(list) < 2 {
		return nil
	}
	slices.SortStableFunc(list, func(x, y each) int { return cmp.Or(cmp.Compare(y.per, x.per), cmp.Compare(x.name, y.name)) })
	c := chart.Chart{ID: "story-heads", Kind: chart.Bar, Unit: "€", Axis: i18n.Say(ctx, "Commune", "Commune"), Note: v.note(),
		Title: i18n.Say(ctx, "Dépenses de fonctionnement par habitant, commune par commune", "Operating expenses per inhabitant, commune by commune")}
	if len(list) > mostShown {
		c.Note = i18n.Sayf(ctx, "Les %[1]d plus élevées sur %[2]d. %[3]s", "The %[1]d highest of %[2]d. %[3]s", mostShown, len(list), c.Note)
		list = list[:mostShown]
	}
	c.Note = i18n.Say(ctx, "Avec la population d’aujourd’hui. Une petite commune et une ville n’ont pas les mêmes services\u202f: comparez des communes de même taille.", "With today’s population. A village and a town do not have the same services: compare communes of the same size.") + " " + c.Note
	c.Series = []chart.Series{{Name: i18n.Say(ctx, "par habitant", "per inhabitant")}}
	for _, x := range list {
		c.Categories = append(c.Categories, x.name)
		c.Series[0].Values = append(c.Series[0].Values, float64(int(x.per+0.5)))
	}
	v.Charts = append(v.Charts, c)
	return nil
}

func isCommune(m member) bool {
	return m.Kind == organisation.Commune || m.Kind == organisation.CommuneNouvelle
}
