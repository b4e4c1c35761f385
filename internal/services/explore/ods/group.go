package ods

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"airial/internal/platform/tables"
	"airial/internal/services/explore"
	"airial/standards/odsql"
)

// key is what rows are put together by.
type key struct {
	text  string // as odsql.Format has it
	label string
	kind  explore.Kind
	first int                   // its first node in Ask.Group
	nodes []*tables.Node        // two of a point
	show  func(row []any) any   // nil where the values are shown as they are
	out   func() []*tables.Node // what is shown, where it is not the keys
}

// key finds an expression among the keys: as it is written there, or by its
// label.
func (r *reader) key(x odsql.Expr) (value, bool) {
	text := odsql.Format(x)
	f, isField := x.(*odsql.Field)
	for _, k := range r.keys {
		if k.text != text && !(isField && f.Name == k.label) {
			continue
		}
		if len(k.nodes) == 2 {
			return value{kind: k.kind, lat: tables.Key(k.first, k.nodes[0]), lon: tables.Key(k.first+1, k.nodes[1])}, true
		}
		return value{kind: k.kind, node: tables.Key(k.first, k.nodes[0])}, true
	}
	return value{}, false
}

// groups reads a group_by clause.
func (s *setting) groups(text string) (keys []key, err error) {
	list, err := odsql.ParseGroupBy(text)
	if err != nil {
		return nil, err
	}
	r := &reader{setting: s, clause: odsql.ClauseGroupBy, text: text}
	places := 0
	for _, g := range list {
		k, err := r.grouping(g)
		if err != nil {
			return nil, err
		}
		k.text, k.label, k.first = odsql.Format(g.X), g.Label(), places
		places += len(k.nodes)
		keys = append(keys, k)
	}
	return keys, nil
}

func (r *reader) grouping(g odsql.Grouped) (k key, err error) {
	switch x := g.X.(type) {
	case *odsql.Ranges:
		return r.ranges(x)
	case *odsql.Call:
		if x.Name == "geo_cluster" {
			return r.cluster(x)
		}
	}
	v, err := r.value(g.X)
	if err != nil {
		return k, err
	}
	k.kind = v.kind
	if v.node == nil {
		k.nodes = []*tables.Node{v.lat, v.lon}
		return k, nil
	}
	if v.kind == explore.Shape {
		return k, r.wrong(g.X, "on ne groupe pas par une forme", "rows are not grouped by a shape")
	}
	k.nodes = []*tables.Node{v.node}
	return k, nil
}

// ranges are numbers or moments of equal widths, or between steps.
func (r *reader) ranges(x *odsql.Ranges) (k key, err error) {
	v, err := r.value(x.X)
	if err != nil {
		return k, err
	}
	isNumber := v.kind == explore.Int || v.kind == explore.Double
	isMoment := v.kind == explore.Date || v.kind == explore.DateTime
	if v.node == nil || !(isNumber || isMoment) {
		return k, r.wrong(x.X, "on attend un nombre ou une date", "expected a number or a date")
	}
	k.kind = explore.Text
	switch {
	case x.Width != nil && isNumber && x.Width.Unit == "":
		return r.widths(x, k, v)
	case x.Width != nil && isMoment && x.Width.Unit != "":
		return r.spans(x, k, v)
	case x.Width == nil:
		return r.steps(x, k, v)
	}
	return k, r.wrong(x.Width, "une date se découpe en unités (1 month), un nombre en largeurs (10)", "dates are cut into units (1 month), numbers into widths (10)")
}

func (r *reader) widths(x *odsql.Ranges, k key, v value) (key, error) {
	width := x.Width.Value
	place, err := r.apply(x, tables.Floor, tables.Must(tables.Divide, v.node, tables.Value(width)))
	if err != nil {
		return k, err
	}
	k.nodes = []*tables.Node{tables.Must(tables.Multiply, place, tables.Value(width))}
	k.show = func(row []any) any {
		from, ok := row[0].(float64)
		if !ok {
			return nil
		}
		return fmt.Sprintf("[%s, %s[", short(from), short(from+width))
	}
	return k, nil
}

// short writes a number without the remains of a computation in binary.
func short(v float64) string { return strconv.FormatFloat(v, 'g', 15, 64) }

func (r *reader) spans(x *odsql.Ranges, k key, v value) (key, error) {
	unit, n := x.Width.Unit, int64(x.Width.Value)
	local := r.local(v)
	var err error
	if n == 1 {
		local, err = r.apply(x, tables.Cut, tables.Value(unit), local)
	} else {
		local, err = r.apply(x, tables.Bucket, tables.Value(unit), tables.Value(n), local)
	}
	if err != nil {
		return k, err
	}
	k.nodes = []*tables.Node{local}
	zone, day := r.zone, v.kind == explore.Date
	k.show = func(row []any) any {
		from, ok := wall(row[0], zone)
		if !ok {
			return nil
		}
		return "[" + moment(from, day) + ", " + moment(later(from, unit, int(n)), day) + "["
	}
	return k, nil
}

// wall reads a moment of an answer as one of a zone's wall clock.
func wall(v any, zone *time.Location) (time.Time, bool) {
	s, _ := v.(string)
	m, ok := odsql.ParseMoment(s)
	t := m.Time
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), zone), ok
}

func moment(t time.Time, day bool) string {
	if day {
		return t.Format(time.DateOnly)
	}
	return t.Format("2006-01-02T15:04:05-07:00")
}

func later(t time.Time, unit string, n int) time.Time {
	switch unit {
	case "year":
		return t.AddDate(n, 0, 0)
	case "quarter":
		return t.AddDate(0, 3*n, 0)
	case "month":
		return t.AddDate(0, n, 0)
	case "week":
		return t.AddDate(0, 0, 7*n)
	case "day":
		return t.AddDate(0, 0, n)
	}
	return t.Add(time.Duration(n) * map[string]time.Duration{"hour": time.Hour, "minute": time.Minute, "second": time.Second, "millisecond": time.Millisecond}[unit])
}

// steps number the ranges between steps, from 0, or from -1 for what lies before
// the first.
func (r *reader) steps(x *odsql.Ranges, k key, v value) (key, error) {
	var names []string
	n := tables.Value(nil)
	below := func(step odsql.Expr) (*tables.Node, error) { return r.versus(step, tables.Less, v, step) }
	names = append(names, "*")
	for _, step := range x.Steps {
		names = append(names, r.stepName(step, v.kind))
	}
	names = append(names, "*")
	if x.Above {
		n = tables.Value(len(x.Steps))
	}
	for i := len(x.Steps) - 1; i >= 0; i-- {
		under, err := below(x.Steps[i])
		if err != nil {
			return k, err
		}
		this := tables.Value(i)
		if i == 0 && !x.Below {
			this = tables.Value(nil)
		}
		if n, err = r.apply(x, tables.Condition, under, this, n); err != nil {
			return k, err
		}
	}
	// What has no value is in no range.
	n = tables.Must(tables.Condition, tables.Must(tables.IsNull, v.node), tables.Value(nil), n)
	k.nodes = []*tables.Node{n}
	k.show = func(row []any) any {
		i, ok := row[0].(int64)
		if !ok || int(i)+1 >= len(names) || i < 0 {
			return nil
		}
		return "[" + names[i] + ", " + names[i+1] + "["
	}
	return k, nil
}

func (r *reader) stepName(step odsql.Expr, kind explore.Kind) string {
	switch step := step.(type) {
	case *odsql.Number:
		return short(step.Value)
	case *odsql.Date:
		return moment(r.begin(step.Value), kind == explore.Date)
	}
	return "*"
}

// cluster puts points together on a grid whose meshes are so many pixels wide on
// a map of a zoom level; each is shown as the middle of its points.
func (r *reader) cluster(x *odsql.Call) (k key, err error) {
	v, err := r.place(x.Args[0])
	if err != nil {
		return k, err
	}
	zoom, radius := 0.0, 50.0
	for i, to := range []*float64{&zoom, &radius} {
		if i+1 >= len(x.Args) {
			break
		}
		n, ok := x.Args[i+1].(*odsql.Number)
		if !ok || n.Value < 0 || n.Value > 1000 {
			return k, r.wrong(x.Args[i+1], "on attend un nombre de 0 à 1000", "expected a number from 0 to 1000")
		}
		*to = n.Value
	}
	mesh := 360 / math.Pow(2, min(zoom, 25)) * max(radius, 1) / 256
	lat, lon := centre(v)
	place := func(n *tables.Node) *tables.Node {
		return tables.Must(tables.Floor, tables.Must(tables.Divide, n, tables.Value(mesh)))
	}
	k.kind = explore.Point
	k.nodes = []*tables.Node{place(lat), place(lon)}
	k.out = func() []*tables.Node {
		return []*tables.Node{tables.Must(tables.Average, lat), tables.Must(tables.Average, lon)}
	}
	return k, nil
}
