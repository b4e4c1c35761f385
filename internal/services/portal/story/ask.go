package story

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"airial/internal/commons/organisation"
	"airial/internal/platform/tables"
	"airial/internal/platform/text"
)

// asker puts questions to the table of a story, always about the bodies that were
// chosen.
type asker struct {
	data  Data
	table Table
	where []*tables.Node
}

// cell is a column by its name. The columns of a consolidation are those of its
// schema, in its latest version; one that is not there has no value.
func (a *asker) cell(name string) *tables.Node {
	i := slices.IndexFunc(a.table.Columns, func(c tables.Column) bool { return c.Name == name })
	if i < 0 {
		return tables.Value(nil)
	}
	return tables.Cell(i, a.table.Columns[i])
}

// among keeps to some bodies; none stands for all.
func (a *asker) among(members []organisation.Member) {
	var any []*tables.Node
	for _, m := range members {
		any = append(any, tables.Must(tables.Equal, a.cell(a.table.Siren), tables.Value(m.Siren)))
	}
	if len(any) > 0 {
		a.where = append(a.where, or(any))
	}
}

func or(list []*tables.Node) *tables.Node {
	out := list[0]
	for _, n := range list[1:] {
		out = tables.Must(tables.Or, out, n)
	}
	return out
}

// with is the condition of the bodies and some others.
func (a *asker) with(more ...*tables.Node) *tables.Node {
	var out *tables.Node
	for _, n := range append(slices.Clone(a.where), more...) {
		switch {
		case n == nil:
		case out == nil:
			out = n
		default:
			out = tables.Must(tables.And, out, n)
		}
	}
	return out
}

func (a *asker) ask(ctx context.Context, q tables.Ask) ([][]any, int64, error) {
	return a.data.Ask(ctx, a.table, q)
}

// yearOf is the year of a column of dates, or of a column that holds years.
func yearOf(column string) func(a *asker) *tables.Node {
	return func(a *asker) *tables.Node {
		c := a.cell(column)
		switch c.Type() {
		case tables.Date, tables.DateTime:
			return tables.Must(tables.Part, tables.Value("year"), c)
		}
		return c
	}
}

// years lists the years of which there are rows, the latest first.
func (a *asker) years(ctx context.Context, year func(*asker) *tables.Node) (out []int, err error) {
	n := year(a)
	rows, _, err := a.ask(ctx, tables.Ask{Out: []*tables.Node{tables.Key(0, n)}, Group: []*tables.Node{n}, Where: a.with(), Limit: 300})
	for _, r := range rows {
		if y := int(number(r[0])); y >= 1900 && y <= 2200 {
			out = append(out, y)
		}
	}
	slices.Sort(out)
	slices.Reverse(out)
	return slices.Compact(out), err
}

// inYear is the condition of a year; nil for all.
func (v *view) inYear() *tables.Node {
	if v.Year == 0 || v.year == nil {
		return nil
	}
	n := v.year(&v.asker)
	if n.Type() == tables.Text {
		return tables.Must(tables.Equal, n, tables.Value(strconv.Itoa(v.Year)))
	}
	return tables.Must(tables.Equal, n, tables.Value(v.Year))
}

// says is the condition that one of some columns holds what is searched for.
func (v *view) says(columns ...string) *tables.Node {
	if v.Query == "" {
		return nil
	}
	var all *tables.Node
	for _, word := range strings.Fields(text.Fold(v.Query)) {
		var any []*tables.Node
		for _, c := range columns {
			any = append(any, tables.Must(tables.Holds, tables.Must(tables.Folded, v.asker.cell(c)), tables.Value(word)))
		}
		if n := or(any); all == nil {
			all = n
		} else {
			all = tables.Must(tables.And, all, n)
		}
	}
	return all
}

// number reads a value of an answer.
func number(v any) float64 {
	switch x := v.(type) {
	case int64:
		return float64(x)
	case float64:
		return x
	case string:
		f, _ := strconv.ParseFloat(x, 64)
		return f
	}
	return 0
}

func word(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}
