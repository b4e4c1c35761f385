package story

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
	"airial/internal/platform/web/chart"
)

// menus tells what canteens serve. Shares are counted in dishes: the law counts
// purchases in euros (code rural, L230-5-1), which menus do not say.
func menus(ctx context.Context, v *view) error {
	a := &v.asker
	dish, day, place := a.cell("menuPlatNom"), a.cell("menuDate"), a.cell("menuRestaurantNom")
	sign := a.cell("menuPlatSiqo")
	sums, err := v.totals(ctx, tables.Must(tables.Count), tables.Must(tables.CountDistinct, dish), tables.Must(tables.CountDistinct, day),
		tables.Must(tables.CountDistinct, tables.Must(tables.Join, a.cell("menuCollSiret"), tables.Value(" "), place)), tables.Must(tables.Count, sign))
	if err != nil {
		return err
	}
	v.Stats = []stat{counted(ctx, sums[3], "cantine", "cantines", "canteen", "canteens"),
		counted(ctx, sums[2], "jour servi", "jours servis", "day served", "days served"),
		counted(ctx, sums[1], "plat", "plats différents", "dish", "different dishes")}
	if sums[0] > 0 {
		v.Stats = append(v.Stats, stat{share(ctx, sums[4]/sums[0]), i18n.Say(ctx, "des plats servis portent un signe officiel de qualité", "of the dishes served carry an official quality sign")})
	}
	if err := v.greenMeals(ctx, day); err != nil {
		return err
	}
	v.Within = i18n.Say(ctx, "Les parts sont comptées en plats servis\u202f; la loi, elle, compte les achats en euros, que les menus ne disent pas.", "Shares are counted in dishes served; the law counts purchases in euros, which menus do not say.")
	count := tables.Must(tables.Count)
	if err := v.listed(ctx, "story-signs", i18n.Say(ctx, "Les signes officiels de qualité", "The official quality signs"), i18n.Say(ctx, "Signe", "Sign"), "menuPlatSiqo"); err != nil {
		return err
	}
	if err := v.ranked(ctx, "story-dishes", i18n.Say(ctx, "Les plats principaux les plus servis", "The main dishes served most"), i18n.Say(ctx, "Plat", "Dish"), "",
		dish, count, v.inYear(), a.is("menuPlatType", "plat principal")); err != nil {
		return err
	}
	if err := v.ranked(ctx, "story-desserts", i18n.Say(ctx, "Les desserts les plus servis", "The desserts served most"), i18n.Say(ctx, "Dessert", "Dessert"), "",
		dish, count, v.inYear(), a.is("menuPlatType", "dessert")); err != nil {
		return err
	}
	if err := v.listed(ctx, "story-allergens", i18n.Say(ctx, "Les allergènes dans les plats", "The allergens in the dishes"), i18n.Say(ctx, "Allergène", "Allergen"), "menuPlatAllergene"); err != nil {
		return err
	}
	if err := v.byBody(ctx, nil, "", nil); err != nil {
		return err
	}
	return v.days(ctx)
}

// greenMeals is in how many of the days and canteens a main dish is vegetarian.
func (v *view) greenMeals(ctx context.Context, day *tables.Node) error {
	a := &v.asker
	meal := tables.Must(tables.Join, a.cell("menuCollSiret"), tables.Value(" "), a.cell("menuRestaurantNom"), tables.Value(" "), tables.Must(tables.Written, day))
	green := tables.Must(tables.Condition, tables.Must(tables.Holds, tables.Must(tables.Folded, a.cell("menuPlatRegime")), tables.Value("vegetarien")), meal, tables.Value(nil))
	rows, _, err := a.ask(ctx, tables.Ask{Whole: true, Limit: 1, Out: []*tables.Node{tables.Must(tables.CountDistinct, meal), tables.Must(tables.CountDistinct, green)},
		Where: a.with(v.inYear(), a.is("menuPlatType", "plat principal"), a.is("menuRepasType", "déjeuner"))})
	if err != nil || len(rows) == 0 || number(rows[0][0]) == 0 {
		return err
	}
	v.Stats = append(v.Stats, stat{share(ctx, number(rows[0][1])/number(rows[0][0])), i18n.Say(ctx, "des déjeuners ont un plat principal végétarien", "of the lunches have a vegetarian main dish")})
	return nil
}

// listed makes a chart of a column whose cells hold lists: how many dishes have
// each value.
func (v *view) listed(ctx context.Context, id, title, axis, column string) error {
	cell := v.asker.cell(column)
	if cell.Type() == "" {
		return nil
	}
	rows, _, err := v.asker.ask(ctx, tables.Ask{Group: []*tables.Node{cell}, Out: []*tables.Node{tables.Key(0, cell), tables.Must(tables.Count)},
		Where: v.asker.with(v.inYear(), tables.Must(tables.Not, tables.Must(tables.IsNull, cell))), Limit: 5000})
	if err != nil {
		return err
	}
	sums := map[string]float64{}
	for _, r := range rows {
		for _, one := range valuesOf(word(r[0])) {
			sums[one] += number(r[1])
		}
	}
	names := make([]string, 0, len(sums))
	for n := range sums {
		names = append(names, n)
	}
	slices.SortFunc(names, func(x, y string) int { return cmp.Or(cmp.Compare(sums[y], sums[x]), cmp.Compare(x, y)) })
	if len(names) == 0 {
		return nil
	}
	c := chart.Chart{ID: id, Kind: chart.Bar, Title: title, Axis: axis, Note: v.note(), Series: []chart.Series{{Name: i18n.Say(ctx, "plats servis", "dishes served")}}}
	for _, n := range names[:min(len(names), mostShown)] {
		c.Categories = append(c.Categories, n)
		c.Series[0].Values = append(c.Series[0].Values, sums[n])
	}
	v.Charts = append(v.Charts, c)
	return nil
}

// valuesOf are the values of a cell that holds a list in JSON, or one value.
func valuesOf(cell string) (out []string) {
	if json.Unmarshal([]byte(cell), &out) == nil {
		return out
	}
	if cell = strings.TrimSpace(cell); cell == "" {
		return nil
	}
	return []string{cell}
}

// mostDishes is how many rows make the days that are listed.
const mostDishes = 400

// days lists the meals, the latest day first: a row for each day and canteen.
func (v *view) days(ctx context.Context) error {
	a := &v.asker
	out := []*tables.Node{a.cell("menuDate"), a.cell("menuRestaurantNom"), a.cell("menuPlatNom"), a.cell("menuPlatAllergene"), a.cell(a.table.Name)}
	rows, total, err := a.ask(ctx, tables.Ask{Out: out, Where: a.with(v.inYear(), v.says("menuPlatNom", "menuRestaurantNom", "menuCollNom")),
		Order: []tables.Order{{By: out[0], Desc: true}}, Limit: mostDishes})
	v.Found = found{Title: i18n.Say(ctx, "Au menu, le jour le plus récent d’abord", "The menus, the latest day first"),
		Heads: []head{{i18n.Say(ctx, "Jour", "Day"), false}, {i18n.Say(ctx, "Cantine", "Canteen"), false}, {i18n.Say(ctx, "Au menu", "Menu"), false}, {i18n.Say(ctx, "Allergènes", "Allergens"), false}}}
	at, allergens := map[string]int{}, map[int][]string{}
	for _, r := range rows {
		key := word(r[0]) + word(r[1]) + word(r[4])
		i, known := at[key]
		if !known {
			i = len(v.Found.Rows)
			at[key] = i
			v.Found.Rows = append(v.Found.Rows, []string{day(ctx, r[0]), word(r[1]) + " – " + word(r[4]), word(r[2]), ""})
		} else {
			v.Found.Rows[i][2] += ", " + word(r[2])
		}
		for _, one := range valuesOf(word(r[3])) {
			if !slices.Contains(allergens[i], one) {
				allergens[i] = append(allergens[i], one)
			}
		}
	}
	for i := range v.Found.Rows {
		v.Found.Rows[i][3] = strings.Join(allergens[i], ", ")
	}
	if int64(len(rows)) < total && len(v.Found.Rows) > 1 {
		v.Found.Rows = v.Found.Rows[:len(v.Found.Rows)-1] // its dishes may go on behind the limit
	}
	v.Found.Rows = v.Found.Rows[:min(len(v.Found.Rows), mostListed)]
	v.Found.Total = int64(len(v.Found.Rows))
	v.Found.More = int64(len(rows)) < total
	return err
}
