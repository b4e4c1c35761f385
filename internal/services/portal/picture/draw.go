package picture

import (
	"context"
	"strings"
	"time"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/chart"
)

// Chart computes a chart; its specification names a category.
func (s *Service) Chart(ctx context.Context, t Table, spec Spec) (chart.Chart, error) {
	r, err := s.result(ctx, t, spec)
	if err != nil {
		return chart.Chart{}, err
	}
	c := chart.Chart{Kind: spec.kind(r), Title: spec.title(ctx, t.Columns), Unit: spec.Unit, Axis: label(t.Columns, spec.By), Note: r.note(ctx)}
	if c.Unit == "" && spec.Of != "" {
		c.Unit = t.Unit(spec.Of)
	}
	if spec.way() == Count {
		c.Unit = ""
	}
	by, _ := find(t.Columns, spec.By)
	split, _ := find(t.Columns, spec.Split)
	for _, k := range r.Keys {
		c.Categories = append(c.Categories, said(ctx, k, by, r.Cut, r.Timed))
	}
	for i, k := range r.Splits {
		name := spec.measure(ctx, t.Columns)
		if spec.Split != "" {
			name = said(ctx, k, split, r.Cut, split.moment())
		}
		c.Series = append(c.Series, chart.Series{Name: name, Values: r.Values[i]})
	}
	c.Stacked = c.Kind == chart.Column && len(c.Series) > 2 && spec.additive()
	return c, nil
}

// kind is the form that suits the values, unless one was chosen.
func (s Spec) kind(r result) chart.Kind {
	if s.Kind != "" && s.Kind != Map {
		return chart.Kind(s.Kind)
	}
	switch {
	case r.Timed && (s.Split != "" || len(r.Keys) > 20):
		return chart.Line
	case r.Timed:
		return chart.Column
	}
	return chart.Bar
}

// said is a category as people read it.
func said(ctx context.Context, key string, c Column, unit string, timed bool) string {
	switch {
	case key == theOthers:
		return i18n.Say(ctx, "Autres", "Others")
	case key == "":
		return i18n.Read(ctx, empty)
	case c.Type == "boolean":
		if key == "true" {
			return i18n.Say(ctx, "oui", "yes")
		}
		return i18n.Say(ctx, "non", "no")
	case timed && c.moment():
		return moment(ctx, key, unit)
	}
	const most = 80
	if r := []rune(key); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return key
}

var monthsFr = []string{"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."}

func moment(ctx context.Context, key, unit string) string {
	switch unit {
	case "month":
		if t, err := time.Parse("2006-01", key); err == nil {
			return i18n.Say(ctx, monthsFr[t.Month()-1]+" "+t.Format("2006"), t.Format("Jan 2006"))
		}
	case "day":
		if t, err := time.Parse(time.DateOnly, key); err == nil {
			return i18n.Say(ctx, t.Format("02/01/2006"), t.Format("2 Jan 2006"))
		}
	}
	return key
}

func label(columns []Column, name string) string {
	if c, ok := find(columns, name); ok {
		if c.Label != "" {
			return c.Label
		}
		return c.Name
	}
	return name
}

// wayWords are what a way is called before the name of a column.
var wayWords = map[string]i18n.Text{
	Count: i18n.T("Nombre de lignes", "Number of rows"), Sum: i18n.T("Total", "Total"), Average: i18n.T("Moyenne", "Average"),
	Least: i18n.T("Minimum", "Minimum"), Most: i18n.T("Maximum", "Maximum"),
}

// measure says what is measured: "Total : Montant".
func (s Spec) measure(ctx context.Context, columns []Column) string {
	word := i18n.Read(ctx, wayWords[s.way()])
	if s.way() == Count {
		return word
	}
	if s.way() == Sum {
		return label(columns, s.Of)
	}
	return word + i18n.Say(ctx, "\u202f: ", ": ") + label(columns, s.Of)
}

// title says what the picture shows.
func (s Spec) title(ctx context.Context, columns []Column) string {
	if !s.Title.Empty() {
		return i18n.Read(ctx, s.Title)
	}
	if s.Kind == Map {
		return i18n.Say(ctx, "Sur la carte", "On the map")
	}
	by := i18n.Say(ctx, ", par ", ", by ") + lowered(label(columns, s.By))
	if s.Split != "" {
		by += i18n.Say(ctx, " et par ", " and ") + lowered(label(columns, s.Split))
	}
	return s.measure(ctx, columns) + by
}

// lowered writes a label within a sentence; what is written in capitals stays.
func lowered(s string) string {
	r := []rune(s)
	if len(r) > 1 && strings.ToUpper(string(r[:2])) == string(r[:2]) {
		return s
	}
	return strings.ToLower(string(r[:1])) + string(r[1:])
}

// note says what the picture leaves out or puts together.
func (r result) note(ctx context.Context) string {
	var out []string
	if r.Others > 0 {
		out = append(out, i18n.Sayf(ctx, "« Autres » réunit %s.", "“Others” holds %s.", i18n.Count(ctx, r.Others, "autre valeur", "autres valeurs", "more value", "more values")))
	}
	if r.Left > 0 {
		out = append(out, i18n.Sayf(ctx, "Les %d premières valeurs\u202f; %s ne sont pas montrées.", "The first %d values; %s are not shown.", topCategories, i18n.Count(ctx, r.Left, "autre", "autres", "more", "more")))
	}
	if r.Blank > 0 {
		out = append(out, i18n.Sayf(ctx, "%s sans date.", "%s without a date.", i18n.Count(ctx, r.Blank, "ligne", "lignes", "row", "rows")))
	}
	return strings.Join(out, " ")
}

// Name says what a spec shows, as the heading of its picture does.
func (s Spec) Name(ctx context.Context, t Table) string { return s.title(ctx, t.Columns) }
