package story

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
	"airial/internal/platform/web/chart"
	"airial/standards/decp"
)

// story is what is told of a schema.
type story struct {
	name   string // in the address
	schema string
	label  i18n.Text
	lead   i18n.Text
	seek   i18n.Text // what one may search for; empty where one may not
	year   func(*asker) *tables.Node
	tell   func(ctx context.Context, v *view) error
	single bool // years never add up: one of them is shown at a time
	open   bool // all years are shown unless one is asked for
}

// told are the stories, in the order of the list. A schema without one is told by
// the types of its columns.
var told = []*story{
	{name: "budgets", schema: "scdl/budget", label: i18n.T("Les budgets", "Budgets"),
		lead: i18n.T("D’où vient l’argent, où il va, ce qui a été voté et ce qui a été fait.", "Where the money comes from, where it goes, what was voted and what was done."),
		seek: i18n.T("Un chapitre, une nature, une fonction", "A chapter, a nature, a function"), year: yearOf("BGT_ANNEE"), tell: budgets, single: true},
	{name: "subventions", schema: "scdl/subventions", label: i18n.T("Les subventions", "Subsidies"),
		lead: i18n.T("Qui donne combien, à qui, pour quoi faire.", "Who gives how much, to whom, and for what."),
		seek: i18n.T("Un bénéficiaire, un objet", "A beneficiary, a purpose"), year: yearOf("dateConvention"), tell: subsidies},
	{name: "marches", schema: decp.SchemaName, label: i18n.T("Les marchés publics", "Public contracts"),
		lead: i18n.T("Qui achète quoi, à qui, pour combien.", "Who buys what, from whom, for how much."),
		seek: i18n.T("Un objet, une entreprise, un SIRET", "A purpose, a company, a SIRET"), year: yearOf("dateNotification"), tell: markets},
	{name: "deliberations", schema: "scdl/deliberations", label: i18n.T("Les délibérations", "Council decisions"),
		lead: i18n.T("Ce que les conseils décident, séance après séance.", "What councils decide, session after session."),
		seek: i18n.T("Un mot de l’objet, une matière", "A word of the purpose, a matter"), year: yearOf("DELIB_DATE"), tell: decisions},
	{name: "equipements", schema: "scdl/equipements", label: i18n.T("Les équipements", "Equipment"),
		lead: i18n.T("Écoles, stades, bibliothèques\u202f: ce qu’il y a, et où.", "Schools, stadiums, libraries: what there is, and where."),
		seek: i18n.T("Un nom, un type, une commune", "A name, a type, a town"), tell: equipment},
	{name: "prenoms", schema: "scdl/prenoms", label: i18n.T("Les prénoms", "First names"),
		lead: i18n.T("Les prénoms donnés aux enfants, année après année.", "The first names given to children, year after year."),
		seek: i18n.T("Un prénom", "A first name"), year: yearOf("ANNEE"), tell: firstNames},
	{name: "menus", schema: "scdl/menus-collectifs", label: i18n.T("Les menus des cantines", "Canteen menus"),
		lead: i18n.T("Ce que mangent les enfants, jour après jour, et la part des produits sous signe de qualité.", "What the children eat, day after day, and how much of it carries an official quality sign."),
		seek: i18n.T("Un plat, un restaurant", "A dish, a canteen"), year: yearOf("menuDate"), tell: menus},
}

// view is what a story's page shows.
type view struct {
	*story
	asker   asker
	About   About
	Years   []int
	Year    int // 0 for all
	Kinds   []option
	Kind    string // which of several documents is told of; "" where there are none
	Members []organisation.Member
	Chosen  []organisation.Member
	Query   string
	Covered []Covered // the year that is shown, or all years together, first; then year by year
	Within  string    // what is said of the document beside the coverage
	Stats   []stat
	Charts  []chart.Chart
	Map     *chart.Map
	Bodies  found // body by body
	Found   found
}

// option is one of several things of which a story shows one.
type option struct {
	key   string // in the address
	label i18n.Text
}

type stat struct{ figure, label string }

// counted is how many there are of something, with its name in the right number.
func counted(ctx context.Context, n float64, frOne, fr, enOne, en string) stat {
	figure := i18n.Number(ctx, int64(n))
	return stat{figure, strings.TrimSpace(strings.TrimPrefix(i18n.Count(ctx, int(n), frOne, fr, enOne, en), figure))}
}

// found are the rows that are listed.
type found struct {
	Title string
	Heads []head
	Rows  [][]string
	Links []string // of the first cell of each row; nil for none
	Total int64
	More  bool // there is more than what was read
}

type head struct {
	label   string
	numeric bool
}

func (v *view) tell(ctx context.Context) error { return v.story.tell(ctx, v) }

// yearKey is the year as the address names it, "" where it is the usual one.
func (v *view) yearKey() string {
	switch {
	case v.Year > 0:
		return strconv.Itoa(v.Year)
	case v.open || len(v.Years) == 0:
		return ""
	}
	return "all"
}

func (v *view) title(ctx context.Context) string {
	title := i18n.Read(ctx, v.label)
	if len(v.Chosen) == 1 {
		title += i18n.Say(ctx, "\u202f: ", ": ") + v.Chosen[0].Name
	}
	return title
}

// note stands under each figure: for whom it speaks.
func (v *view) note() string {
	if len(v.Covered) == 0 {
		return ""
	}
	return v.Covered[0].Says
}

// mostShown is how many bars a chart has, and mostListed how many rows a list.
const (
	mostShown  = 15
	mostListed = 50
)

// ranked makes a chart of a sum, or a count, by a column: the largest first.
func (v *view) ranked(ctx context.Context, id, title, axis, unit string, by *tables.Node, of *tables.Node, where ...*tables.Node) error {
	rows, _, err := v.asker.ask(ctx, tables.Ask{Out: []*tables.Node{tables.Key(0, by), of}, Group: []*tables.Node{by},
		Where: v.asker.with(append(where, tables.Must(tables.Not, tables.Must(tables.IsNull, by)))...), Order: []tables.Order{{By: of, Desc: true}}, Limit: mostShown})
	if err != nil || len(rows) == 0 {
		return err
	}
	c := chart.Chart{ID: id, Kind: chart.Bar, Title: title, Axis: axis, Unit: unit, Note: v.note(), Series: []chart.Series{{Name: title}}}
	for _, r := range rows {
		c.Categories = append(c.Categories, word(r[0]))
		c.Series[0].Values = append(c.Series[0].Values, number(r[1]))
	}
	v.Charts = append(v.Charts, c)
	return nil
}

// byYear makes a chart of a sum, or a count, over the years.
func (v *view) byYear(ctx context.Context, id, title, unit string, of *tables.Node, where ...*tables.Node) error {
	year := v.year(&v.asker)
	rows, _, err := v.asker.ask(ctx, tables.Ask{Out: []*tables.Node{tables.Key(0, year), of}, Group: []*tables.Node{year}, Where: v.asker.with(where...), Limit: 300})
	if err != nil {
		return err
	}
	at := map[int]float64{}
	for _, r := range rows {
		at[int(number(r[0]))] += number(r[1])
	}
	c := chart.Chart{ID: id, Kind: chart.Column, Title: title, Axis: i18n.Say(ctx, "Année", "Year"), Unit: unit, Series: []chart.Series{{Name: title}},
		Note: i18n.Say(ctx, "D’une année à l’autre, ce ne sont pas les mêmes collectivités qui ont publié\u202f: une hausse peut n’être qu’une publication de plus.", "From one year to another it is not the same bodies that have published: a rise may be one more publication, and nothing else.")}
	for _, y := range slices.Backward(v.Years) {
		c.Categories = append(c.Categories, strconv.Itoa(y))
		c.Series[0].Values = append(c.Series[0].Values, at[y])
	}
	if len(c.Categories) > 1 {
		v.Charts = append(v.Charts, c)
	}
	return nil
}

// totals asks for sums over all rows that are meant.
func (v *view) totals(ctx context.Context, out ...*tables.Node) ([]float64, error) {
	rows, _, err := v.asker.ask(ctx, tables.Ask{Out: out, Whole: true, Where: v.asker.with(v.inYear()), Limit: 1})
	list := make([]float64, len(out))
	if len(rows) > 0 {
		for i := range out {
			list[i] = number(rows[0][i])
		}
	}
	return list, err
}

// list lists rows, searched through if somebody searches.
func (v *view) list(ctx context.Context, title string, heads []head, columns []string, write []func(context.Context, any) string, order tables.Order, where ...*tables.Node) error {
	out := make([]*tables.Node, len(columns))
	for i, c := range columns {
		out[i] = v.asker.cell(c)
	}
	rows, total, err := v.asker.ask(ctx, tables.Ask{Out: out, Where: v.asker.with(where...), Order: []tables.Order{order}, Limit: mostListed})
	v.Found = found{Title: title, Heads: heads, Total: total}
	for _, r := range rows {
		row := make([]string, len(r))
		for i, x := range r {
			if write[i] != nil && x != nil {
				row[i] = write[i](ctx, x)
			} else {
				row[i] = word(x)
			}
		}
		v.Found.Rows = append(v.Found.Rows, row)
	}
	return err
}

func money(ctx context.Context, v any) string { return chart.Number(ctx, number(v), "€") }

func day(ctx context.Context, v any) string {
	t, err := time.Parse(time.DateOnly, word(v))
	if err != nil {
		return word(v)
	}
	return i18n.ShortDate(ctx, t.Add(12*time.Hour))
}
