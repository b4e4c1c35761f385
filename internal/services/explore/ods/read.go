package ods

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
	"airial/internal/services/explore"
	"airial/standards/odsql"
)

// setting is what a query is read in: the fields that it may name, and what it
// says beside its clauses.
type setting struct {
	columns []tables.Column
	fields  []explore.Field
	hidden  []explore.Field // can be named, are not shown
	lists   map[string]bool // fields of text that hold several values, with listMark between them
	zone    *time.Location  // of dates without one, in queries and answers
	now     time.Time
	lang    i18n.Lang
}

// listMark stands between the values of a list.
const listMark = "; "

// value is what an expression becomes: a node, or the two of a point.
type value struct {
	kind     explore.Kind
	node     *tables.Node // nil for a point
	lat, lon *tables.Node
}

// reader turns the tree of one clause into nodes.
type reader struct {
	*setting
	clause, text string
	keys         []key // of the groups, once they are known
	grouped      bool  // fields have to be keys, or stand in aggregates
	inside       bool  // an aggregate
}

func (r *reader) wrong(x odsql.Expr, fr, en string) error {
	return odsql.Wrong(r.clause, r.text, x.Pos(), fr, en)
}

// apply makes a node, and says where one was not possible.
func (r *reader) apply(x odsql.Expr, fn tables.Func, args ...*tables.Node) (*tables.Node, error) {
	n, err := tables.Apply(fn, args...)
	var bad *tables.ApplyError
	if errors.As(err, &bad) {
		return nil, r.wrong(x, fmt.Sprintf("« %s » ne s’applique pas à des valeurs de ce type", strings.TrimSpace(string(fn))),
			fmt.Sprintf("%q does not apply to values of this type", strings.TrimSpace(string(fn))))
	}
	return n, err
}

// field finds a field by its name; another case will do where only one differs.
func (s *setting) field(name string) (explore.Field, bool) {
	var found []explore.Field
	for _, f := range slices.Concat(s.fields, s.hidden) {
		if f.Name == name {
			return f, true
		}
		if strings.EqualFold(f.Name, name) {
			found = append(found, f)
		}
	}
	if len(found) == 1 {
		return found[0], true
	}
	return explore.Field{}, false
}

func (s *setting) cell(column int) *tables.Node { return tables.Cell(column, s.columns[column]) }

// of is a field as a value.
func (s *setting) of(f explore.Field) value {
	switch {
	case f.Kind == explore.Point && f.Column < 0:
		return value{kind: f.Kind, lat: s.cell(f.Lat), lon: s.cell(f.Lon)}
	case f.Kind == explore.Point:
		first, second := coordinate(s.cell(f.Column), 1), coordinate(s.cell(f.Column), 2)
		if f.Reversed {
			return value{kind: f.Kind, lat: second, lon: first}
		}
		return value{kind: f.Kind, lat: first, lon: second}
	}
	return value{kind: f.Kind, node: s.cell(f.Column)}
}

func coordinate(text *tables.Node, place int) *tables.Node {
	return tables.Must(tables.Coordinate, text, tables.Value(place))
}

// lookup is a field, or what the group has of it.
func (r *reader) lookup(x *odsql.Field) (value, error) {
	f, ok := r.field(x.Name)
	if !ok {
		return value{}, r.wrong(x, "le champ « "+x.Name+" » n’existe pas", "unknown field "+fmt.Sprintf("%q", x.Name))
	}
	if r.grouped && !r.inside {
		return value{}, r.wrong(x, "le champ « "+x.Name+" » n’est ni dans group_by ni dans une fonction d’agrégation",
			fmt.Sprintf("field %q is neither in group_by nor in an aggregation function", x.Name))
	}
	return r.of(f), nil
}

// value reads an expression.
func (r *reader) value(x odsql.Expr) (value, error) {
	if r.grouped && !r.inside {
		if v, ok := r.key(x); ok {
			return v, nil
		}
	}
	switch x := x.(type) {
	case *odsql.Field:
		return r.lookup(x)
	case *odsql.String:
		return value{kind: explore.Text, node: tables.Value(x.Value)}, nil
	case *odsql.Number:
		return number(x), nil
	case *odsql.Bool:
		return value{kind: explore.Boolean, node: tables.Value(x.Value)}, nil
	case *odsql.Null:
		return value{kind: explore.Text, node: tables.Value(nil)}, nil
	case *odsql.Date:
		return value{kind: explore.DateTime, node: tables.Instant(r.begin(x.Value))}, nil
	case *odsql.Negative:
		return r.arithmetic(x, explore.Double, tables.Negate, x.X)
	case *odsql.Call:
		return r.call(x)
	case *odsql.Binary:
		if fn, ok := sums[x.Op]; ok {
			return r.arithmetic(x, explore.Double, fn, x.Left, x.Right)
		}
		return r.truth(x)
	case *odsql.Not, *odsql.Like, *odsql.In, *odsql.Within, *odsql.IsNull, *odsql.IsBool:
		return r.truth(x)
	}
	return value{}, r.wrong(x, "cette valeur n’a pas sa place ici", "this value does not belong here")
}

var sums = map[odsql.Operator]tables.Func{odsql.Plus: tables.Add, odsql.Minus: tables.Subtract, odsql.Times: tables.Multiply, odsql.DividedB: tables.Divide}

func (r *reader) truth(x odsql.Expr) (value, error) {
	n, err := r.condition(x)
	return value{kind: explore.Boolean, node: n}, err
}

func number(x *odsql.Number) value {
	if x.Whole && x.Value >= -1<<53 && x.Value <= 1<<53 {
		return value{kind: explore.Int, node: tables.Value(int64(x.Value))}
	}
	return value{kind: explore.Double, node: tables.Value(x.Value)}
}

func (r *reader) arithmetic(x odsql.Expr, kind explore.Kind, fn tables.Func, parts ...odsql.Expr) (value, error) {
	args := make([]*tables.Node, len(parts))
	for i, p := range parts {
		var err error
		if args[i], err = r.single(p); err != nil {
			return value{}, err
		}
	}
	n, err := r.apply(x, fn, args...)
	return value{kind: kind, node: n}, err
}

// single reads an expression that has one value, which a point has not.
func (r *reader) single(x odsql.Expr) (*tables.Node, error) {
	v, err := r.value(x)
	if err == nil && v.node == nil {
		err = r.wrong(x, "un lieu n’a pas sa place ici", "a place does not belong here")
	}
	return v.node, err
}

// local is a moment as the wall clock of the query's zone shows it.
func (r *reader) local(v value) *tables.Node {
	if v.kind != explore.DateTime || r.zone == time.UTC || v.node.Type() != tables.DateTime {
		return v.node
	}
	return tables.Must(tables.AtZone, v.node, tables.Value(r.zone.String()))
}

// begin is the first instant that a literal can mean.
func (s *setting) begin(m odsql.Moment) time.Time { return s.at(m, m.Time) }

// end is the first instant after it.
func (s *setting) end(m odsql.Moment) time.Time { return s.at(m, m.End()) }

func (s *setting) at(m odsql.Moment, t time.Time) time.Time {
	if m.Zone {
		return t
	}
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), s.zone)
}
