package tables

import (
	"fmt"
	"math"
	"time"
)

// Node is an expression over the cells of a row, or over a group of rows. It is
// made by the functions below alone: columns are named by their place, values
// are bound, and functions come from one closed list, so that no text of a user
// is ever part of a statement and nothing but the row's own table can be read.
// Nodes do not change once they are made and may be used more than once.
type Node struct {
	fn   Func
	args []*Node
	at   int // of opCell: place of the column; of opKey: place of the group's key
	lit  any // of opValue: nil, string, int64, float64, bool, day, instant
	typ  Type

	aggregate bool // holds a value made of many rows
	perRow    bool // depends on the row, outside any aggregate
	size      int  // nodes in it
	depth     int
}

// The functions that are not asked for by name.
const (
	opCell  Func = " cell"
	opValue Func = " value"
	opKey   Func = " key"
	opRow   Func = " row"
)

type (
	day     int64 // days since 1970-01-01
	instant int64 // microseconds since 1970-01-01T00:00:00Z
)

// Limits of a query of nodes.
const (
	maxNodeSize  = 12_000
	maxNodeDepth = 120
)

// Type is the type of the node's value, "" for one that never has a value.
func (n *Node) Type() Type { return n.typ }

// Aggregate tells whether the value is made of many rows.
func (n *Node) Aggregate() bool { return n.aggregate }

// PerRow tells whether the value depends on a row, outside any aggregate.
func (n *Node) PerRow() bool { return n.perRow }

// Constant returns the value of a node that is one.
func (n *Node) Constant() (any, bool) {
	switch v := n.lit.(type) {
	case day:
		return formatDate(int64(v)), true
	case instant:
		return formatStamp(int64(v)), true
	}
	return n.lit, n.fn == opValue
}

// Cell is the cell of a row in the column that stands at a place, counted from
// 0, and whose type is c's.
func Cell(place int, c Column) *Node {
	return &Node{fn: opCell, at: place, typ: c.Type, perRow: true, size: 1, depth: 1}
}

// RowNumber is the row's place in the file, counted from 0.
func RowNumber() *Node {
	return &Node{fn: opRow, typ: Integer, perRow: true, size: 1, depth: 1}
}

// Key is the key of a group, by its place in Ask.Group, of the type that it has
// there.
func Key(place int, of *Node) *Node {
	return &Node{fn: opKey, at: place, typ: of.typ, size: 1, depth: 1}
}

// Value is a constant: nil, string, bool, int, int64 or float64. A text that
// cannot be kept in a table becomes one that no cell holds.
func Value(v any) *Node {
	n := &Node{fn: opValue, lit: v, size: 1, depth: 1}
	switch v := v.(type) {
	case nil:
	case string:
		n.typ = Text
		if !storable([]byte(v)) {
			n.lit = "\ufffd"
		}
	case bool:
		n.typ = Boolean
	case int:
		n.lit, n.typ = int64(v), Integer
	case int64:
		n.typ = Integer
	case float64:
		n.typ = Number
		if math.IsNaN(v) {
			n.lit, n.typ = nil, ""
		}
	default:
		panic(fmt.Sprintf("tables: no value of type %T", v))
	}
	return n
}

// Day is a date of the calendar as a constant; the time of day is left out.
func Day(t time.Time) *Node {
	y, m, d := t.Date()
	return &Node{fn: opValue, lit: day(daysFromCivil(y, int(m), d)), typ: Date, size: 1, depth: 1}
}

// Instant is an instant as a constant.
func Instant(t time.Time) *Node {
	return &Node{fn: opValue, lit: instant(t.UnixMicro()), typ: DateTime, size: 1, depth: 1}
}

// Families of types that are compared with each other.
func isText(t Type) bool   { return t == Text || t == Time || t == "" }
func isNumber(t Type) bool { return t == Integer || t == Number || t == Year || t == "" }
func isTruth(t Type) bool  { return t == Boolean || t == "" }
func isMoment(t Type) bool { return t == Date || t == DateTime || t == "" }

func fellows(a, b Type) bool {
	return (isText(a) && isText(b)) || (isNumber(a) && isNumber(b)) || (isTruth(a) && isTruth(b)) || (isMoment(a) && isMoment(b))
}

// ApplyError says that a function does not take what it was given.
type ApplyError struct {
	Func Func
	Arg  int // the first argument that does not fit, -1 for their number
}

func (e *ApplyError) Error() string {
	return fmt.Sprintf("tables: %s does not take argument %d", e.Func, e.Arg)
}

// Apply makes an expression of a function and its arguments.
func Apply(fn Func, args ...*Node) (*Node, error) {
	f, known := functions[fn]
	if !known {
		return nil, &ApplyError{fn, -1}
	}
	if len(args) < f.least || (f.most >= 0 && len(args) > f.most) {
		return nil, &ApplyError{fn, -1}
	}
	n := &Node{fn: fn, args: args, size: 1}
	for i, a := range args {
		if f.fits != nil && !f.fits(i, args) {
			return nil, &ApplyError{fn, i}
		}
		n.size += a.size
		n.depth = max(n.depth, a.depth)
		n.aggregate = n.aggregate || a.aggregate
		n.perRow = n.perRow || a.perRow
		if f.aggregate && a.aggregate {
			return nil, &ApplyError{fn, i}
		}
	}
	n.depth++
	if n.size > maxNodeSize || n.depth > maxNodeDepth {
		return nil, tooComplex()
	}
	if f.aggregate {
		n.aggregate, n.perRow = true, false
	}
	n.typ = f.typ
	if f.like >= 0 && f.typ == "" {
		n.typ = args[f.like].typ
	}
	if fn == Condition && n.typ == "" {
		n.typ = args[2].typ
	}
	return n, nil
}

// raw tells whether an argument is written into the statement by its function,
// which has checked it, and not bound.
func (n *Node) raw(i int) bool {
	switch n.fn {
	case Part, Cut:
		return i == 0
	case Bucket:
		return i < 2
	case Percentile:
		return i == 1
	case Inside:
		return i >= 2
	}
	return false
}

// Must is Apply where the arguments are known to fit.
func Must(fn Func, args ...*Node) *Node {
	n, err := Apply(fn, args...)
	if err != nil {
		panic(err)
	}
	return n
}

// Place returns the column of a node that is a cell as it stands.
func (n *Node) Place() (int, bool) { return n.at, n.fn == opCell }
