package tables

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// naive answers queries on rows of text, one plain loop after the other, with
// the standard library's parsers: what both evaluators are held against.
type naive struct {
	columns []Column
	rows    [][]string
}

func (n naive) index(name string) int {
	return slices.IndexFunc(n.columns, func(c Column) bool { return c.Name == name })
}

// read gives a cell as a number that orders like its type, or not ok for text.
func read(t Type, cell string) (float64, bool) {
	switch t {
	case Integer, Year: // the test keeps to integers that a float64 holds
		v, err := strconv.ParseInt(cell, 10, 64)
		return float64(v), err == nil
	case Number:
		v, err := strconv.ParseFloat(cell, 64)
		if math.IsNaN(v) {
			return math.MaxFloat64, true // the test has no such number
		}
		return v, err == nil
	case Boolean:
		return map[string]float64{"true": 1}[cell], true
	case Date:
		v, err := time.Parse(time.DateOnly, cell)
		return float64(v.Unix()), err == nil
	case DateTime:
		for _, layout := range []string{time.RFC3339Nano, time.DateOnly} {
			if v, err := time.Parse(layout, cell); err == nil {
				return float64(v.UnixMicro()), true
			}
		}
	}
	return 0, false
}

// orderOf compares two cells with a value as people and Sort do.
func orderOf(t Type, a, b string) int {
	if x, ok := read(t, a); ok {
		y, _ := read(t, b)
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	}
	return strings.Compare(Fold(a), Fold(b))
}

func (n naive) keeps(row []string, f Filter) bool {
	i := n.index(f.Column)
	cell, t := row[i], n.columns[i].Type
	op := f.Op
	if f.Value == "" && op == Eq {
		op = Null
	}
	if f.Value == "" && op == Ne {
		op = NotNull
	}
	if cell == "" {
		return op == Null
	}
	isText := t == Text || t == Time
	switch op {
	case Null:
		return false
	case NotNull:
		return true
	case Contains:
		return strings.Contains(Fold(cell), Fold(f.Value))
	case Eq:
		return (isText && cell == f.Value) || (!isText && orderOf(t, cell, f.Value) == 0)
	case Ne:
		return (isText && cell != f.Value) || (!isText && orderOf(t, cell, f.Value) != 0)
	}
	o := orderOf(t, cell, f.Value)
	return map[Op]bool{Lt: o < 0, Le: o <= 0, Gt: o > 0, Ge: o >= 0}[op]
}

func (n naive) holds(row []string, word string) bool {
	return slices.ContainsFunc(n.columns, func(c Column) bool {
		cell := row[n.index(c.Name)]
		if cell == "" {
			return false
		}
		switch c.Type {
		case Text, Time:
			return strings.Contains(Fold(cell), word)
		case Integer, Year, Number, Date:
			value, ok := read(c.Type, word)
			have, _ := read(c.Type, cell)
			return ok && have == value
		}
		return false
	})
}

// answer returns the numbers of the rows of a page and the total.
func (n naive) answer(q Query) (page []int, total int64) {
	var found []int
	for i, row := range n.rows {
		keep := !slices.ContainsFunc(q.Filters, func(f Filter) bool { return !n.keeps(row, f) })
		for _, word := range strings.Fields(Fold(q.Search)) {
			keep = keep && n.holds(row, word)
		}
		if keep {
			found = append(found, i)
		}
	}
	// One stable sort per key, the last key first.
	for _, s := range slices.Backward(q.Sort) {
		c := n.index(s.Column)
		slices.SortStableFunc(found, func(x, y int) int {
			a, b := n.rows[x][c], n.rows[y][c]
			switch {
			case a == "" && b == "":
				return 0
			case a == "":
				return 1
			case b == "":
				return -1
			case s.Desc:
				return -orderOf(n.columns[c].Type, a, b)
			}
			return orderOf(n.columns[c].Type, a, b)
		})
	}
	total = int64(len(found))
	for i := q.Offset; i < total && len(page) < q.Limit; i++ {
		page = append(page, found[i])
	}
	return page, total
}
