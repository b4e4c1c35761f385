package tabular

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"airial/internal/platform/tables"
	"airial/internal/services/explore"
	"airial/standards/odsql"
)

// Pages, as the API has them.
const (
	pageSize = 20
	mostPage = 50
)

// question is what an address asks of a table.
type question struct {
	ask        tables.Ask
	names      []string // of the values of a row
	kinds      []explore.Kind
	grouped    bool
	page, size int
}

// wrong is an error of the API.
type wrong struct {
	status        int
	title, detail string
}

func (w *wrong) Error() string { return w.title + ": " + w.detail }

func malformed(format string, args ...any) error {
	return &wrong{http.StatusBadRequest, "Invalid query string", "Malformed query: " + fmt.Sprintf(format, args...)}
}

// parser reads the parameters of an address, in their order.
type parser struct {
	fields  []explore.Field
	columns []tables.Column
	q       question
	where   []*tables.Node
	chosen  []int    // columns
	totals  []output // aggregates
	keys    []int
}

type output struct {
	name string
	node *tables.Node
	kind explore.Kind
}

func parse(d explore.Dataset, raw string) (question, error) {
	p := &parser{columns: d.Table.Columns, q: question{page: 1, size: pageSize}}
	for _, f := range d.Fields() {
		if f.Column >= 0 {
			p.fields = append(p.fields, f)
		}
	}
	for part := range strings.SplitSeq(raw, "&") {
		if part == "" {
			continue
		}
		name, value, valued := strings.Cut(part, "=")
		name, err1 := url.QueryUnescape(name)
		value, err2 := url.QueryUnescape(value)
		if err1 != nil || err2 != nil {
			return p.q, malformed("argument '%s' could not be parsed", part)
		}
		if err := p.argument(name, value, valued); err != nil {
			return p.q, err
		}
	}
	return p.finish()
}

func (p *parser) argument(name, value string, valued bool) error {
	switch name {
	case "page", "page_size":
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > 1<<30 {
			return malformed("argument '%s=%s' could not be parsed", name, value)
		}
		if name == "page" {
			p.q.page = n
			return nil
		}
		if n > mostPage {
			return &wrong{http.StatusBadRequest, "Invalid query string", fmt.Sprintf("Page size exceeds allowed maximum: %d", mostPage)}
		}
		p.q.size = n
		return nil
	case "columns":
		for c := range strings.SplitSeq(value, ",") {
			i, ok := p.column(strings.Trim(strings.TrimSpace(c), `"`))
			if !ok {
				return malformed("unknown column '%s'", c)
			}
			p.chosen = append(p.chosen, i)
		}
		return nil
	}
	i := strings.LastIndex(name, "__")
	if i <= 0 {
		return malformed("argument '%s' could not be parsed", name)
	}
	column, ok := p.column(name[:i])
	if !ok {
		return malformed("unknown column '%s'", name[:i])
	}
	operator := strings.ToLower(name[i+2:])
	if !valued || value == "" {
		if done, err := p.bare(column, operator); done || err != nil {
			return err
		}
	}
	return p.filter(column, operator, value)
}

func (p *parser) column(name string) (int, bool) {
	for i, c := range p.columns {
		if c.Name == name {
			return i, true
		}
	}
	return 0, false
}

func (p *parser) cell(i int) *tables.Node { return tables.Cell(i, p.columns[i]) }

var aggregates = map[string]tables.Func{"count": tables.Count, "avg": tables.Average, "min": tables.Smallest, "max": tables.Largest, "sum": tables.Sum}

// bare reads an operator that takes no value.
func (p *parser) bare(column int, operator string) (done bool, err error) {
	cell := p.cell(column)
	switch operator {
	case "isnull":
		p.where = append(p.where, tables.Must(tables.IsNull, cell))
	case "isnotnull":
		p.where = append(p.where, tables.Must(tables.Not, tables.Must(tables.IsNull, cell)))
	case "groupby":
		p.keys = append(p.keys, column)
	default:
		fn, ok := aggregates[operator]
		if !ok {
			return false, nil
		}
		n, err := tables.Apply(fn, cell)
		if err != nil {
			return true, malformed("'%s' does not apply to column '%s'", operator, p.columns[column].Name)
		}
		kind := p.fields[column].Kind
		switch operator {
		case "count":
			kind = explore.Int
		case "avg":
			kind = explore.Double
		}
		p.totals = append(p.totals, output{p.columns[column].Name + "__" + operator, n, kind})
	}
	return true, nil
}

var comparisons = map[string]tables.Func{"exact": tables.Equal, "differs": tables.Differ, "less": tables.AtMost, "greater": tables.AtLeas,
	"strictly_less": tables.Less, "strictly_greater": tables.More}

func (p *parser) filter(column int, operator, value string) error {
	cell := p.cell(column)
	switch operator {
	case "sort":
		if value != "asc" && value != "desc" {
			return malformed("a column is sorted asc or desc, not '%s'", value)
		}
		p.q.ask.Order = append(p.q.ask.Order, tables.Order{By: cell, Desc: value == "desc"})
		return nil
	case "contains", "notcontains":
		text := tables.Must(tables.Folded, tables.Must(tables.Written, cell))
		if p.columns[column].Type == tables.Text {
			text = tables.Must(tables.Folded, cell)
		}
		n := tables.Must(tables.Holds, text, tables.Value(tables.Fold(value)))
		if operator == "notcontains" {
			n = tables.Must(tables.Not, n)
		}
		p.where = append(p.where, n)
		return nil
	case "in", "notin":
		var any []*tables.Node
		for one := range strings.SplitSeq(value, ",") {
			n, err := p.compare(column, tables.Equal, strings.Trim(one, `"`))
			if err != nil {
				return err
			}
			any = append(any, n)
		}
		n, err := tables.Apply(tables.Or, any...)
		if err == nil && operator == "notin" {
			n, err = tables.Apply(tables.Not, n)
		}
		p.where = append(p.where, n)
		return err
	}
	fn, ok := comparisons[operator]
	if !ok {
		return malformed("argument '%s__%s=%s' could not be parsed", p.columns[column].Name, operator, value)
	}
	n, err := p.compare(column, fn, value)
	p.where = append(p.where, n)
	return err
}

// compare reads a value as the column's type has it.
func (p *parser) compare(column int, fn tables.Func, value string) (*tables.Node, error) {
	var to *tables.Node
	switch p.columns[column].Type {
	case tables.Integer, tables.Year, tables.Number:
		if v, err := strconv.ParseFloat(strings.TrimSpace(value), 64); err == nil {
			to = tables.Value(v)
		}
	case tables.Boolean:
		if v, err := strconv.ParseBool(value); err == nil {
			to = tables.Value(v)
		}
	case tables.Date:
		if m, ok := odsql.ParseMoment(value); ok {
			to = tables.Day(m.Time)
		}
	case tables.DateTime:
		if m, ok := odsql.ParseMoment(value); ok {
			to = tables.Instant(m.Time)
		}
	default:
		to = tables.Value(value)
	}
	if to == nil {
		return nil, malformed("'%s' is not a value of column '%s'", value, p.columns[column].Name)
	}
	n, err := tables.Apply(fn, p.cell(column), to)
	if err != nil {
		return nil, malformed("this operator does not apply to column '%s'", p.columns[column].Name)
	}
	return n, nil
}

func (p *parser) finish() (question, error) {
	q := &p.q
	if len(p.where) > tables.MaxTerms {
		return *q, malformed("more than %d filters", tables.MaxTerms)
	}
	if len(p.where) > 0 {
		n, err := tables.Apply(tables.And, p.where...)
		if err != nil {
			return *q, err
		}
		q.ask.Where = n
	}
	q.grouped = len(p.keys)+len(p.totals) > 0
	add := func(name string, kind explore.Kind, n *tables.Node) {
		q.names, q.kinds, q.ask.Out = append(q.names, name), append(q.kinds, kind), append(q.ask.Out, n)
	}
	if !q.grouped {
		if p.chosen == nil {
			add("__id", explore.Int, tables.RowNumber())
			for i := range p.columns {
				p.chosen = append(p.chosen, i)
			}
		}
		for _, i := range p.chosen {
			add(p.columns[i].Name, p.fields[i].Kind, p.cell(i))
		}
		return *q, nil
	}
	if p.chosen != nil {
		return *q, malformed("the argument `columns` cannot be set alongside aggregators")
	}
	places := map[int]int{}
	for place, i := range p.keys {
		q.ask.Group = append(q.ask.Group, p.cell(i))
		places[i] = place
		add(p.columns[i].Name, p.fields[i].Kind, tables.Key(place, p.cell(i)))
	}
	q.ask.Whole = len(p.keys) == 0
	for _, o := range p.totals {
		add(o.name, o.kind, o.node)
	}
	for i, o := range q.ask.Order {
		column, _ := o.By.Place()
		place, ok := places[column]
		if !ok {
			return *q, malformed("groups are sorted by the columns that make them")
		}
		q.ask.Order[i].By = tables.Key(place, o.By)
	}
	return *q, nil
}
