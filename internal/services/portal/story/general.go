package story

import (
	"context"
	"math"
	"slices"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
	"airial/internal/platform/text"
	"airial/internal/platform/web/chart"
	"airial/internal/services/portal/picture"
)

// general is the story of a schema that has none of its own: what its data are,
// key figures by the types of the columns, and the charts that the page of a
// dataset would choose.
func (s *Service) general(schema string) (*story, bool) {
	about, ok := s.data.About(schema)
	if !ok {
		return nil, false
	}
	lead := about.Description
	if lead.Empty() {
		lead = i18n.T("Ce que les collectivités du territoire publient sous ce schéma.", "What the public bodies of the territory publish under this schema.")
	}
	return &story{name: strings.TrimPrefix(generalPath, Path+"/") + schema, schema: schema, label: about.Title, lead: lead, year: guessedYear, tell: byTypes, open: true}, true
}

// guessedYear is the year of the first column that holds days, or years; no value
// where there is none.
func guessedYear(a *asker) *tables.Node {
	own := a.own()
	for _, c := range own {
		if c.Type == tables.Date || c.Type == tables.DateTime {
			return yearOf(c.Name)(a)
		}
	}
	for _, c := range own {
		if name := text.Fold(c.Name); strings.HasSuffix(name, "annee") || name == "year" || name == "exercice" {
			return a.cell(c.Name)
		}
	}
	return tables.Value(nil)
}

// own are the columns of the schema, without those that say whose a row is.
func (a *asker) own() []tables.Column {
	i := slices.IndexFunc(a.table.Columns, func(c tables.Column) bool { return c.Name == a.table.Siren })
	if i < 0 {
		return a.table.Columns
	}
	return a.table.Columns[:i]
}

// titleOf is what people call a column.
func (a *asker) titleOf(ctx context.Context, name string) string {
	if t, ok := a.table.Titles[name]; ok && !t.Empty() {
		return i18n.Read(ctx, t)
	}
	return name
}

// previewed is how many rows tell what suits a table.
const previewed = 200

func byTypes(ctx context.Context, v *view) error {
	a := &v.asker
	t := picture.Table{Schema: v.schema}
	var out []*tables.Node
	for _, c := range a.own() {
		t.Columns = append(t.Columns, picture.Column{Name: c.Name, Type: string(c.Type), Label: a.titleOf(ctx, c.Name)})
		out = append(out, a.cell(c.Name))
	}
	rows, total, err := a.ask(ctx, tables.Ask{Out: out, Where: a.with(v.inYear()), Limit: previewed})
	if err != nil {
		return err
	}
	t.Rows = total
	for _, r := range rows {
		line := make([]string, len(r))
		for i, x := range r {
			line[i] = word(x)
		}
		t.Preview = append(t.Preview, line)
	}
	if err := v.leaveNames(ctx, &t); err != nil {
		return err
	}
	if err := v.keyFigures(ctx, t); err != nil {
		return err
	}
	if err := v.pictures(ctx, t); err != nil {
		return err
	}
	return v.byBody(ctx, nil, "", nil)
}

// leaveNames has the columns that only say whose a row is, in the schema's own
// words, not count as categories: a chart of them would be the table of the bodies
// once more.
func (v *view) leaveNames(ctx context.Context, t *picture.Table) error {
	a := &v.asker
	siren := a.cell(a.table.Siren)
	out := []*tables.Node{tables.Must(tables.Count), tables.Must(tables.CountDistinct, siren)}
	var at []int
	for i, c := range t.Columns {
		if t.Groups(c) && c.Type == string(tables.Text) {
			at = append(at, i)
			out = append(out, tables.Must(tables.CountDistinct, tables.Must(tables.Join, siren, tables.Value(" "), a.cell(c.Name))))
		}
	}
	sums, err := v.totals(ctx, out...)
	if err != nil || sums[0] <= sums[1] { // one row for each body: every column would
		return err
	}
	for n, i := range at {
		if sums[n+2] > sums[1] {
			continue
		}
		for _, row := range t.Preview {
			row[i] = ""
		}
	}
	return nil
}

// mostFigures is how many columns have a key figure.
const mostFigures = 4

// keyFigures are how many rows of how many bodies there are, then the sums of
// what adds up, and how many different values other columns have.
func (v *view) keyFigures(ctx context.Context, t picture.Table) error {
	a := &v.asker
	out := []*tables.Node{tables.Must(tables.Count), tables.Must(tables.CountDistinct, a.cell(a.table.Siren))}
	var say []func(float64) stat
	add := func(n *tables.Node, words func(float64) stat) {
		if len(say) < mostFigures {
			out, say = append(out, n), append(say, words)
		}
	}
	for _, c := range t.Columns {
		switch {
		case (c.Type == string(tables.Integer) || c.Type == string(tables.Number)) && t.Measures(c):
			add(tables.Must(tables.Sum, a.cell(c.Name)), func(x float64) stat {
				return stat{chart.Number(ctx, x, t.Unit(c.Name)), i18n.Sayf(ctx, "au total\u202f: %s", "in all: %s", c.Label)}
			})
		case t.Groups(c):
			add(tables.Must(tables.CountDistinct, a.cell(c.Name)), func(x float64) stat {
				return stat{i18n.Number(ctx, int64(x)), i18n.Sayf(ctx, "valeurs différentes\u202f: %s", "different values: %s", c.Label)}
			})
		}
	}
	sums, err := v.totals(ctx, out...)
	if err != nil {
		return err
	}
	v.Stats = []stat{counted(ctx, sums[0], "ligne", "lignes", "row", "rows"),
		counted(ctx, sums[1], "collectivité", "collectivités", "public body", "public bodies")}
	for i, words := range say {
		v.Stats = append(v.Stats, words(sums[i+2]))
	}
	return nil
}

// pictures draws what the page of a dataset with these columns would show.
func (v *view) pictures(ctx context.Context, t picture.Table) error {
	drawer := picture.New(chosenRows{v})
	for _, spec := range picture.Suggest(t) {
		if spec.Kind == picture.Map {
			m, err := drawer.Map(ctx, t, spec)
			if err != nil {
				return err
			}
			m.ID, m.Total, m.Note = "story-map", 0, v.note()
			if n := int64(len(m.Places)); n > 0 && t.Rows > n {
				m.Note = i18n.Sayf(ctx, "La carte montre les %[1]s premiers lieux\u202f; les autres sont dans les données. %[2]s",
					"The map shows the first %[1]s places; the others are in the data. %[2]s", i18n.Number(ctx, n), m.Note)
			}
			if err := v.draw(ctx, m); err != nil {
				return err
			}
			continue
		}
		c, err := drawer.Chart(ctx, t, spec)
		if err != nil {
			return err
		}
		c.Note = strings.TrimSpace(c.Note + " " + v.note())
		if !c.Empty() && len(c.Categories) > 1 {
			v.Charts = append(v.Charts, c)
		}
	}
	return nil
}

// chosenRows are the rows that a view is about, as pictures read them.
type chosenRows struct{ v *view }

func (r chosenRows) Each(ctx context.Context, _ string, _ int, q tables.Query, fn func([]any) error) error {
	a := tables.Ask{Limit: q.Limit, Where: r.v.asker.with(r.v.inYear())}
	for _, name := range q.Columns {
		a.Out = append(a.Out, r.v.asker.cell(name))
	}
	return r.v.asker.data.EachAsk(ctx, r.v.asker.table, a, fn)
}

func (r chosenRows) EachAsk(ctx context.Context, _ string, _ int, a tables.Ask, fn func([]any) error) error {
	where := r.v.asker.with(r.v.inYear())
	if a.Where != nil {
		where = r.v.asker.with(r.v.inYear(), a.Where)
	}
	a.Where = where
	return r.v.asker.data.EachAsk(ctx, r.v.asker.table, a, fn)
}

// byBody lists the bodies with how many rows each has, and, where of is given, a
// sum of theirs, the largest first.
func (v *view) byBody(ctx context.Context, of *tables.Node, label string, write func(context.Context, any) string, where ...*tables.Node) error {
	a := &v.asker
	siren, name, count := a.cell(a.table.Siren), a.cell(a.table.Name), tables.Must(tables.Count)
	ask := tables.Ask{Group: []*tables.Node{siren, name}, Out: []*tables.Node{tables.Key(0, siren), tables.Key(1, name), count},
		Order: []tables.Order{{By: count, Desc: true}}, Limit: mostListed, Where: a.with(append(where, v.inYear())...)}
	if of != nil {
		ask.Out, ask.Order = append(ask.Out, of), []tables.Order{{By: of, Desc: true}}
	}
	rows, total, err := a.ask(ctx, ask)
	if err != nil {
		return err
	}
	v.Bodies = found{Title: i18n.Say(ctx, "Collectivité par collectivité", "Body by body"), Total: total,
		Heads: []head{{i18n.Say(ctx, "Collectivité", "Public body"), false}, {i18n.Say(ctx, "Lignes", "Rows"), true}}}
	if of != nil {
		v.Bodies.Heads = append(v.Bodies.Heads, head{label, true})
	}
	for _, r := range rows {
		line := []string{word(r[1]), i18n.Number(ctx, int64(number(r[2])))}
		if of != nil {
			line = append(line, write(ctx, r[3]))
		}
		v.Bodies.Rows = append(v.Bodies.Rows, line)
		link := ""
		if i := slices.IndexFunc(v.Members, func(m member) bool { return m.Siren == word(r[0]) }); i >= 0 {
			link = v.address(v.yearKey(), []string{v.Members[i].Slug})
		}
		v.Bodies.Links = append(v.Bodies.Links, link)
	}
	return nil
}

// share writes a part of a whole as people read it.
func share(ctx context.Context, x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return i18n.Say(ctx, "inconnu", "unknown")
	}
	return chart.Number(ctx, math.Round(x*1000)/10, "%")
}
