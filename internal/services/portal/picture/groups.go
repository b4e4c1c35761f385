package picture

import (
	"context"
	"math"
	"strconv"
	"time"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
)

// Rows is what this room needs of whoever queries published tables: rows as
// they stand, or answers of the query engine.
type Rows interface {
	Each(ctx context.Context, dataset string, number int, q tables.Query, fn func(row []any) error) error
	EachAsk(ctx context.Context, dataset string, number int, a tables.Ask, fn func(row []any) error) error
}

// A group is the rows of one category, and series.
type group struct {
	key, split string
	rows       int64 // in it
	has        int64 // of which have a value
	sum        float64
	low, high  float64
}

// Bounds of what is counted.
const (
	smallTable = 200_000 // cells: the engine holds such tables in Go
	mostGroups = 200_000
)

var errTooMany = fault.New(fault.Invalid, "picture",
	"Cette colonne a trop de valeurs différentes pour un graphique. Choisissez-en une autre.",
	"This column has too many different values for a chart. Choose another one.")

// counted groups the rows of a table. Moments are cut to the month, or to the
// day when days are asked for: years are made of months later.
func counted(ctx context.Context, rows Rows, t Table, s Spec) ([]group, error) {
	if t.Rows*int64(len(t.Columns)) <= smallTable {
		return inGo(ctx, rows, t, s)
	}
	return inEngine(ctx, rows, t, s)
}

// columnsOf are the columns that a picture reads, each once, and the places of
// its three.
func columnsOf(s Spec) (names []string, by, of, split int) {
	at := func(name string) int {
		if name == "" {
			return -1
		}
		for i, n := range names {
			if n == name {
				return i
			}
		}
		names = append(names, name)
		return len(names) - 1
	}
	by, of, split = at(s.By), at(s.Of), at(s.Split)
	return names, by, of, split
}

func inGo(ctx context.Context, rows Rows, t Table, s Spec) ([]group, error) {
	names, by, of, split := columnsOf(s)
	c, _ := find(t.Columns, s.By)
	second, _ := find(t.Columns, s.Split)
	places := map[[2]string]int{}
	var out []group
	err := rows.Each(ctx, t.Dataset, t.Number, tables.Query{Columns: names}, func(row []any) error {
		key := [2]string{keyOf(row[by], c, s), ""}
		if split >= 0 {
			key[1] = keyOf(row[split], second, s)
		}
		i, ok := places[key]
		if !ok {
			i = len(out)
			places[key] = i
			out = append(out, group{key: key[0], split: key[1], low: math.Inf(1), high: math.Inf(-1)})
		}
		out[i].rows++
		if of >= 0 {
			if v, ok := number(row[of]); ok {
				out[i].take(v)
			}
		}
		return nil
	})
	return out, err
}

func (g *group) take(v float64) {
	if math.Abs(v) > 1e300 {
		return
	}
	g.has++
	g.sum += v
	g.low, g.high = math.Min(g.low, v), math.Max(g.high, v)
}

// keyOf is the category of a cell.
func keyOf(v any, c Column, s Spec) string {
	text := textOf(v)
	if c.moment() {
		return cut(text, s.Cut)
	}
	return text
}

// cut shortens a moment to its month, or its day.
func cut(text, unit string) string {
	n := len("2006-01")
	if unit == "day" {
		n = len(time.DateOnly)
	}
	return text[:min(len(text), n)]
}

func textOf(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// inEngine puts the same question to the query engine.
func inEngine(ctx context.Context, rows Rows, t Table, s Spec) ([]group, error) {
	cell := func(name string) *tables.Node {
		for i, c := range t.Columns {
			if c.Name == name {
				return tables.Cell(i, tables.Column{Name: c.Name, Type: tables.Type(c.Type)})
			}
		}
		return nil
	}
	key := func(name string) *tables.Node {
		c, _ := find(t.Columns, name)
		node := cell(name)
		if c.moment() {
			unit := "month"
			if s.Cut == "day" {
				unit = "day"
			}
			return tables.Must(tables.Cut, tables.Value(unit), node)
		}
		return node
	}
	by := key(s.By)
	ask := tables.Ask{Group: []*tables.Node{by}}
	ask.Out = []*tables.Node{tables.Key(0, by)}
	if s.Split != "" {
		split := key(s.Split)
		ask.Group = append(ask.Group, split)
		ask.Out = append(ask.Out, tables.Key(1, split))
	} else {
		ask.Out = append(ask.Out, tables.Value(""))
	}
	ask.Out = append(ask.Out, tables.Must(tables.Count))
	if s.Of != "" {
		of := cell(s.Of)
		if c, _ := find(t.Columns, s.Of); c.Type == "number" {
			sound := tables.Must(tables.And, tables.Must(tables.AtMost, of, tables.Value(1e300)), tables.Must(tables.AtLeas, of, tables.Value(-1e300)))
			of = tables.Must(tables.Condition, sound, of, tables.Value(nil))
		}
		for _, fn := range []tables.Func{tables.Count, tables.Sum, tables.Smallest, tables.Largest} {
			ask.Out = append(ask.Out, tables.Must(fn, of))
		}
	}
	first, _ := find(t.Columns, s.By)
	second, _ := find(t.Columns, s.Split)
	var out []group
	err := rows.EachAsk(ctx, t.Dataset, t.Number, ask, func(row []any) error {
		if len(out) == mostGroups {
			return errTooMany
		}
		g := group{key: keyOf(row[0], first, s), split: keyOf(row[1], second, s), low: math.Inf(1), high: math.Inf(-1)}
		g.rows, _ = row[2].(int64)
		if s.Of != "" {
			g.has, _ = row[3].(int64)
			if g.has > 0 {
				g.sum, _ = number(row[4])
				g.low, _ = number(row[5])
				g.high, _ = number(row[6])
			}
		}
		out = append(out, g)
		return nil
	})
	return out, err
}

// value is what a group measures.
func (g group) value(way string) float64 {
	switch {
	case way == Count:
		return float64(g.rows)
	case g.has == 0:
		return math.NaN()
	case way == Average:
		return g.sum / float64(g.has)
	case way == Least:
		return g.low
	case way == Most:
		return g.high
	}
	return g.sum
}

// join puts two groups together.
func (g *group) join(other group) {
	g.rows += other.rows
	g.has += other.has
	g.sum += other.sum
	g.low, g.high = math.Min(g.low, other.low), math.Max(g.high, other.high)
}

// empty is what a category without a name is called.
var empty = i18n.T("(vide)", "(empty)")
