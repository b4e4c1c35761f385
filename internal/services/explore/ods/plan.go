package ods

import (
	"math"
	"slices"
	"strings"

	"airial/internal/platform/tables"
	"airial/internal/services/explore"
	"airial/standards/odsql"
)

// column is one of an answer.
type column struct {
	name  string
	label string // of the field, for headings
	kind  explore.Kind
	first int // its first value in a row
	width int
	show  func(row []any) any // of its values; nil for the value as it is
}

// value shows the column of a row.
func (c column) value(row []any) any {
	cells := row[c.first : c.first+c.width]
	if c.show != nil {
		return c.show(cells)
	}
	return cells[0]
}

// plan is a query, ready to be asked.
type plan struct {
	ask     tables.Ask
	columns []column
	grouped bool
	plain   *tables.Query // the same where it is a page of rows in the order of fields
}

// clauses are the texts of a query.
type clauses struct {
	sel, group, order string
	where             []string
	refine, exclude   []string
}

func (s *setting) plan(c clauses) (p plan, err error) {
	if p.ask.Where, err = s.conditions(c); err != nil {
		return p, err
	}
	b := &builder{setting: s, plan: &p}
	if b.keys, err = s.groups(c.group); err != nil {
		return p, err
	}
	if b.selected, err = odsql.ParseSelect(c.sel); err != nil {
		return p, err
	}
	for _, k := range b.keys {
		p.ask.Group = append(p.ask.Group, k.nodes...)
	}
	p.ask.Whole = len(b.keys) == 0 && len(b.selected) > 0 && slices.ContainsFunc(b.selected, func(s odsql.Selected) bool { return aggregated(s.X) })
	p.grouped = len(b.keys) > 0 || p.ask.Whole
	if err := b.outputs(c.sel); err != nil {
		return p, err
	}
	if err := b.order(c.order); err != nil {
		return p, err
	}
	p.plain = b.plainQuery()
	return p, nil
}

// aggregated tells whether an aggregate stands in an expression.
func aggregated(x odsql.Expr) bool {
	switch x := x.(type) {
	case *odsql.Call:
		return x.IsAggregate() || slices.ContainsFunc(x.Args, aggregated)
	case *odsql.Binary:
		return aggregated(x.Left) || aggregated(x.Right)
	case *odsql.Negative:
		return aggregated(x.X)
	case *odsql.Not:
		return aggregated(x.X)
	}
	return false
}

// conditions join where, refine and exclude.
func (s *setting) conditions(c clauses) (*tables.Node, error) {
	var all []*tables.Node
	for _, text := range c.where {
		x, err := odsql.ParseWhere(text)
		if err != nil {
			return nil, err
		}
		if x == nil {
			continue
		}
		n, err := (&reader{setting: s, clause: odsql.ClauseWhere, text: text}).condition(x)
		if err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	for clause, list := range map[string][]string{odsql.ClauseRefine: c.refine, odsql.ClauseExclude: c.exclude} {
		for _, text := range list {
			n, err := s.refined(clause, text)
			if err != nil {
				return nil, err
			}
			all = append(all, n)
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	return tables.Apply(tables.And, all...)
}

// refined is a value of a facet, or all but it.
func (s *setting) refined(clause, text string) (*tables.Node, error) {
	f, err := odsql.ParseRefine(clause, text)
	if err != nil {
		return nil, err
	}
	r := &reader{setting: s, clause: clause, text: text}
	var x odsql.Expr = &odsql.Binary{Op: odsql.Equal, Left: &odsql.Field{Name: f.Field}, Right: &odsql.String{Value: f.Value}}
	if f.Value == "" {
		x = &odsql.IsNull{X: &odsql.Field{Name: f.Field}}
	}
	n, err := r.condition(x)
	if known, ok := s.field(f.Field); ok && s.lists[known.Name] && f.Value != "" {
		mark := tables.Value(listMark)
		n = tables.Must(tables.Holds, tables.Must(tables.Join, mark, s.of(known).node, mark), tables.Value(listMark+f.Value+listMark))
	}
	if err != nil || clause == odsql.ClauseRefine {
		return n, err
	}
	return r.apply(x, tables.Not, n)
}

// builder puts the parts of a plan together.
type builder struct {
	*setting
	plan     *plan
	keys     []key
	selected []odsql.Selected
}

func (b *builder) reader(clause, text string) *reader {
	return &reader{setting: b.setting, clause: clause, text: text, keys: b.keys, grouped: b.plan.grouped}
}

// add appends a column; of two of the same name the first one stays.
func (b *builder) add(c column, nodes ...*tables.Node) {
	if slices.ContainsFunc(b.plan.columns, func(o column) bool { return o.name == c.name }) {
		return
	}
	c.first, c.width = len(b.plan.ask.Out), len(nodes)
	b.plan.ask.Out = append(b.plan.ask.Out, nodes...)
	b.plan.columns = append(b.plan.columns, c)
}

func (b *builder) addValue(name, label string, v value) {
	if v.node == nil {
		b.add(column{name: name, label: label, kind: v.kind, show: showPoint}, v.lat, v.lon)
		return
	}
	b.add(column{name: name, label: label, kind: v.kind, show: b.shown(v.kind)}, v.node)
}

func (b *builder) addField(f explore.Field) { b.addValue(f.Name, f.Label(), b.of(f)) }

func (b *builder) outputs(text string) error {
	if b.plan.grouped {
		for _, k := range b.keys {
			b.addKey(k)
		}
	} else if len(b.selected) == 0 || b.excludesOnly() {
		for _, f := range b.fields {
			b.addField(f)
		}
	}
	r := b.reader(odsql.ClauseSelect, text)
	for _, s := range b.selected {
		if err := b.output(r, s); err != nil {
			return err
		}
	}
	for _, s := range b.selected {
		b.plan.columns = slices.DeleteFunc(b.plan.columns, func(c column) bool { return named(s.Exclude, c.name) })
	}
	if len(b.plan.columns) == 0 {
		return odsql.Wrong(odsql.ClauseSelect, text, 0, "elle ne retient aucun champ", "it selects no field")
	}
	return nil
}

func (b *builder) excludesOnly() bool {
	return !slices.ContainsFunc(b.selected, func(s odsql.Selected) bool { return s.Exclude == nil })
}

// named tells whether a name is in a list whose names may end with a *.
func named(list []string, name string) bool {
	return slices.ContainsFunc(list, func(pattern string) bool {
		if head, ok := strings.CutSuffix(pattern, "*"); ok {
			return strings.HasPrefix(strings.ToLower(name), strings.ToLower(head))
		}
		return strings.EqualFold(pattern, name)
	})
}

func (b *builder) addKey(k key) {
	out := k.nodes
	if k.out != nil {
		b.add(column{name: k.label, label: k.label, kind: k.kind, show: showPoint}, k.out()...)
		return
	}
	shown := make([]*tables.Node, len(out))
	for i, n := range out {
		shown[i] = tables.Key(k.first+i, n)
	}
	show := k.show
	switch {
	case show != nil:
	case len(out) == 2:
		show = showPoint
	default:
		show = b.shown(k.kind)
	}
	b.add(column{name: k.label, label: k.label, kind: k.kind, show: show}, shown...)
}

func (b *builder) output(r *reader, s odsql.Selected) error {
	switch x := s.X.(type) {
	case nil:
		for _, f := range b.fields {
			if named(s.Include, f.Name) && !b.plan.grouped {
				b.addField(f)
			}
		}
		return nil
	case *odsql.Star:
		if b.plan.grouped {
			return r.wrong(x, "« * » ne s’applique pas à des groupes", `"*" does not apply to groups`)
		}
		for _, f := range b.fields {
			b.addField(f)
		}
		return nil
	case *odsql.Call:
		if x.IsAggregate() && (x.Name == "bbox" || x.Name == "envelope") {
			return b.hull(r, x, s.Label())
		}
	}
	if s.As == "" && b.plan.grouped && slices.ContainsFunc(b.keys, func(k key) bool { return k.text == odsql.Format(s.X) }) {
		return nil // shown as a key
	}
	v, err := r.value(s.X)
	if err != nil {
		return err
	}
	label := s.Label()
	if f, ok := s.X.(*odsql.Field); ok && s.As == "" {
		if known, ok := b.field(f.Name); ok {
			label = known.Label()
		}
	}
	b.addValue(s.Label(), label, v)
	return nil
}

// hull is the box, or about the hull, around all places of a group: the points
// that lie farthest in sixteen directions.
func (b *builder) hull(r *reader, x *odsql.Call, name string) error {
	r.inside = true
	v, err := r.place(x.Args[0])
	r.inside = false
	if err != nil {
		return err
	}
	edge := bounds(v)
	if x.Name == "bbox" {
		b.add(column{name: name, label: name, kind: explore.Shape, show: showBox}, tables.Must(tables.Smallest, edge[0]), tables.Must(tables.Smallest, edge[1]),
			tables.Must(tables.Largest, edge[2]), tables.Must(tables.Largest, edge[3]))
		return nil
	}
	lat, lon := centre(v)
	var nodes []*tables.Node
	for i := range 16 {
		sin, cos := math.Sincos(float64(i) * math.Pi / 8)
		far := tables.Must(tables.Add, tables.Must(tables.Multiply, lon, tables.Value(cos)), tables.Must(tables.Multiply, lat, tables.Value(sin)))
		nodes = append(nodes, tables.Must(tables.AtLargest, lon, far), tables.Must(tables.AtLargest, lat, far))
	}
	b.add(column{name: name, label: name, kind: explore.Shape, show: showHull}, nodes...)
	return nil
}

// order reads the order_by clause.
func (b *builder) order(text string) error {
	list, err := odsql.ParseOrderBy(text)
	if err != nil {
		return err
	}
	r := b.reader(odsql.ClauseOrderBy, text)
	for _, o := range list {
		x, in := o.X, r
		if f, ok := x.(*odsql.Field); ok {
			for _, s := range b.selected {
				if _, isField := b.field(f.Name); s.As == f.Name && s.X != nil && (b.plan.grouped || !isField) {
					x, in = s.X, b.reader(odsql.ClauseSelect, "")
				}
			}
		}
		v, err := in.value(x)
		if err != nil {
			return err
		}
		if v.node == nil {
			return r.wrong(o.X, "on ne range pas par lieu, mais par distance()", "rows are ordered by distance(), not by a place")
		}
		b.plan.ask.Order = append(b.plan.ask.Order, tables.Order{By: v.node, Desc: o.Desc})
	}
	return nil
}

// plainQuery is the plan as a page of rows that needs no DuckDB where the table
// is small.
func (b *builder) plainQuery() *tables.Query {
	a := b.plan.ask
	if b.plan.grouped || a.Where != nil {
		return nil
	}
	q := &tables.Query{}
	for _, n := range a.Out {
		place, ok := n.Place()
		if !ok {
			return nil
		}
		q.Columns = append(q.Columns, b.columns[place].Name)
	}
	for _, o := range a.Order {
		place, ok := o.By.Place()
		if !ok {
			return nil
		}
		q.Sort = append(q.Sort, tables.Sort{Column: b.columns[place].Name, Desc: o.Desc})
	}
	return q
}
