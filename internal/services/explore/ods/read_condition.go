package ods

import (
	"math"
	"strconv"
	"strings"

	"airial/internal/platform/tables"
	"airial/internal/services/explore"
	"airial/standards/odsql"
)

// condition reads what is or is not so. A text in this place is searched for.
func (r *reader) condition(x odsql.Expr) (*tables.Node, error) {
	switch x := x.(type) {
	case *odsql.String:
		return r.search(x, nil, x.Value)
	case *odsql.Binary:
		if x.Op == odsql.And || x.Op == odsql.Or {
			return r.joined(x)
		}
		if fn, ok := comparisons[x.Op]; ok {
			return r.compare(x, fn)
		}
	case *odsql.Not:
		n, err := r.condition(x.X)
		if err != nil {
			return nil, err
		}
		return r.apply(x, tables.Not, n)
	case *odsql.Like:
		n, err := r.single(x.X)
		if err != nil {
			return nil, err
		}
		return r.holds(x, []*tables.Node{n}, x.Pattern)
	case *odsql.In:
		return r.in(x)
	case *odsql.Within:
		return r.within(x)
	case *odsql.IsNull:
		v, err := r.value(x.X)
		if err != nil {
			return nil, err
		}
		if v.node == nil {
			return r.either(x, tables.Must(tables.IsNull, v.lat), tables.Must(tables.IsNull, v.lon))
		}
		return r.apply(x, tables.IsNull, v.node)
	case *odsql.IsBool:
		n, err := r.single(x.X)
		if err != nil {
			return nil, err
		}
		return r.apply(x, tables.Equal, n, tables.Value(x.Value))
	case *odsql.Call:
		if n, ok, err := r.filter(x); ok || err != nil {
			return n, err
		}
	}
	v, err := r.value(x)
	if err != nil {
		return nil, err
	}
	if v.kind != explore.Boolean || v.node == nil {
		return nil, r.wrong(x, "on attend ici une condition, pas une valeur", "expected a condition here, not a value")
	}
	return v.node, nil
}

func (r *reader) either(x odsql.Expr, parts ...*tables.Node) (*tables.Node, error) {
	return r.apply(x, tables.Or, parts...)
}

// joined takes a chain of one operator together.
func (r *reader) joined(x *odsql.Binary) (*tables.Node, error) {
	fn := map[odsql.Operator]tables.Func{odsql.And: tables.And, odsql.Or: tables.Or}[x.Op]
	var parts []*tables.Node
	var chain []odsql.Expr
	var left odsql.Expr = x
	for {
		b, same := left.(*odsql.Binary)
		if !same || b.Op != x.Op {
			break
		}
		chain, left = append(chain, b.Right), b.Left
	}
	chain = append(chain, left)
	for i := len(chain) - 1; i >= 0; i-- {
		n, err := r.condition(chain[i])
		if err != nil {
			return nil, err
		}
		parts = append(parts, n)
	}
	return r.apply(x, fn, parts...)
}

var comparisons = map[odsql.Operator]tables.Func{odsql.Equal: tables.Equal, odsql.Unequal: tables.Differ, odsql.Less: tables.Less,
	odsql.AtMost: tables.AtMost, odsql.Greater: tables.More, odsql.AtLeast: tables.AtLeas}

// turned is the comparison seen from the other side.
var turned = map[tables.Func]tables.Func{tables.Less: tables.More, tables.More: tables.Less, tables.AtMost: tables.AtLeas, tables.AtLeas: tables.AtMost}

func (r *reader) compare(x *odsql.Binary, fn tables.Func) (*tables.Node, error) {
	left, right := x.Left, x.Right
	if isLiteral(left) && !isLiteral(right) {
		left, right = right, left
		if t, ok := turned[fn]; ok {
			fn = t
		}
	}
	if _, null := right.(*odsql.Null); null && (fn == tables.Equal || fn == tables.Differ) {
		n, err := r.condition(&odsql.IsNull{At: odsql.At(x.Pos()), X: left})
		if err != nil || fn == tables.Equal {
			return n, err
		}
		return r.apply(x, tables.Not, n)
	}
	v, err := r.value(left)
	if err != nil {
		return nil, err
	}
	if v.node == nil {
		return nil, r.wrong(left, "un lieu se compare par within_distance(), in_bbox(), within() ou intersects()",
			"a place is compared by within_distance(), in_bbox(), within() or intersects()")
	}
	return r.versus(x, fn, v, right)
}

func isLiteral(x odsql.Expr) bool {
	switch x.(type) {
	case *odsql.String, *odsql.Number, *odsql.Bool, *odsql.Date, *odsql.Null:
		return true
	}
	return false
}

// versus compares a value with an expression; a literal takes the type of the
// value that it stands beside.
func (r *reader) versus(x odsql.Expr, fn tables.Func, v value, right odsql.Expr) (*tables.Node, error) {
	if v.kind == explore.Date || v.kind == explore.DateTime {
		if s, ok := right.(*odsql.String); ok {
			m, ok := odsql.ParseMoment(s.Value)
			if !ok {
				return nil, r.wrong(right, "on attend une date", "expected a date")
			}
			return r.versusMoment(x, fn, v, m)
		}
		if d, ok := right.(*odsql.Date); ok {
			return r.versusMoment(x, fn, v, d.Value)
		}
	}
	other, err := r.literal(v.kind, right)
	if err != nil {
		return nil, err
	}
	if other == nil {
		if other, err = r.single(right); err != nil {
			return nil, err
		}
	}
	if fn == tables.Differ {
		same, err := r.apply(x, tables.Equal, v.node, other)
		if err != nil {
			return nil, err
		}
		return r.apply(x, tables.Not, same)
	}
	return r.apply(x, fn, v.node, other)
}

// literal is a literal as a value of a kind; nil where the expression is to be
// read as it stands.
func (r *reader) literal(kind explore.Kind, x odsql.Expr) (*tables.Node, error) {
	switch lit := x.(type) {
	case *odsql.String:
		switch kind {
		case explore.Int, explore.Double:
			v, err := strconv.ParseFloat(strings.TrimSpace(lit.Value), 64)
			if err != nil || math.IsNaN(v) {
				return nil, r.wrong(x, "on attend un nombre", "expected a number")
			}
			return number(&odsql.Number{Value: v, Whole: v == math.Trunc(v)}).node, nil
		case explore.Boolean:
			switch strings.ToLower(lit.Value) {
			case "true", "1":
				return tables.Value(true), nil
			case "false", "0":
				return tables.Value(false), nil
			}
			return nil, r.wrong(x, "on attend true ou false", "expected true or false")
		}
	case *odsql.Number:
		switch kind {
		case explore.Text:
			return tables.Value(strconv.FormatFloat(lit.Value, 'f', -1, 64)), nil
		case explore.Boolean:
			if lit.Value == 0 || lit.Value == 1 {
				return tables.Value(lit.Value == 1), nil
			}
		}
	case *odsql.Bool:
		if kind == explore.Text {
			return tables.Value(strconv.FormatBool(lit.Value)), nil
		}
	}
	return nil, nil
}

// versusMoment compares with a date literal, all of what it can mean: a whole
// year for = date'2026'. An end that is said to a day or finer is included
// whole; of a month or a year its first day is meant.
func (r *reader) versusMoment(x odsql.Expr, fn tables.Func, v value, m odsql.Moment) (*tables.Node, error) {
	begin, end := r.begin(m), r.end(m)
	if m.Unit == "year" || m.Unit == "month" {
		if fn == tables.AtMost || fn == tables.More {
			end = begin.AddDate(0, 0, 1)
		}
	}
	from, to := tables.Instant(begin), tables.Instant(end)
	if v.node.Type() == tables.Date {
		begin, end = begin.In(r.zone), end.In(r.zone)
		if !end.After(begin.AddDate(0, 0, 1)) {
			end = begin.AddDate(0, 0, 1) // an hour of a day is the day
		}
		from, to = tables.Day(begin), tables.Day(end)
	}
	bound := func(fn tables.Func, n *tables.Node) *tables.Node { return tables.Must(fn, v.node, n) }
	switch fn {
	case tables.Less:
		return bound(tables.Less, from), nil
	case tables.AtLeas:
		return bound(tables.AtLeas, from), nil
	case tables.AtMost:
		return bound(tables.Less, to), nil
	case tables.More:
		return bound(tables.AtLeas, to), nil
	}
	same := tables.Must(tables.And, bound(tables.AtLeas, from), bound(tables.Less, to))
	if fn == tables.Differ {
		return tables.Must(tables.Not, same), nil
	}
	return same, nil
}

func (r *reader) in(x *odsql.In) (*tables.Node, error) {
	v, err := r.value(x.X)
	if err != nil {
		return nil, err
	}
	if v.node == nil {
		return nil, r.wrong(x.X, "un lieu ne se compare pas à une liste", "a place is not compared with a list")
	}
	parts := make([]*tables.Node, 0, len(x.List))
	for _, one := range x.List {
		n, err := r.versus(one, tables.Equal, v, one)
		if err != nil {
			return nil, err
		}
		parts = append(parts, n)
	}
	return r.either(x, parts...)
}

func (r *reader) within(x *odsql.Within) (*tables.Node, error) {
	v, err := r.value(x.X)
	if err != nil {
		return nil, err
	}
	if v.node == nil {
		return nil, r.wrong(x.X, "un lieu n’est pas dans un intervalle", "a place is not within a range")
	}
	from, to := tables.AtLeas, tables.AtMost
	if x.OpenFrom {
		from = tables.More
	}
	if x.OpenTo {
		to = tables.Less
	}
	low, err := r.versus(x.From, from, v, x.From)
	if err != nil {
		return nil, err
	}
	high, err := r.versus(x.To, to, v, x.To)
	if err != nil {
		return nil, err
	}
	return r.apply(x, tables.And, low, high)
}
