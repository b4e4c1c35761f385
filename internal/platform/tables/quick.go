package tables

import (
	"context"
	"errors"
	"math/bits"
)

// quickReach is how far into an order a page may lie that is found by loops.
const quickReach = 20_000

// quick answers a question by loops over decoded columns, without DuckDB, where
// it is a plain one and the columns are there: conditions that compare cells with
// constants, pages in the order of the file or of cells, groups by columns of few
// values. The answer is the same to the last digit; quick_test.go holds both ways
// against each other. Where it answers nothing, ok is false.
func (e *Engine) quick(ctx context.Context, ent *entry, a Ask) (rows [][]any, total int64, ok bool, err error) {
	if e.cfg.VectorMemory < 0 || (a.Where != nil && !a.Where.plain()) {
		return nil, 0, false, nil
	}
	if !a.grouped() {
		return e.quickPage(ctx, ent, a)
	}
	all, total, ok := e.quickGroups(ctx, ent, a)
	take := collect(&rows, &budget{left: e.cfg.MaxPageBytes})
	for _, row := range all {
		if take(0, row) != nil {
			break
		}
	}
	return rows, total, ok, nil
}

// quickEach hands on groups, which are as many as fit into memory; rows are
// streamed in another way.
func (e *Engine) quickEach(ctx context.Context, ent *entry, a Ask, fn func(row []any) error) (err error, ok bool) {
	if e.cfg.VectorMemory < 0 || !a.grouped() || (a.Where != nil && !a.Where.plain()) {
		return nil, false
	}
	if a.Limit == 0 {
		a.Limit = MostGroups
	}
	rows, _, ok := e.quickGroups(ctx, ent, a)
	for _, row := range rows {
		if err := fn(row); err != nil {
			return err, true
		}
	}
	return nil, ok
}

// ask is a plan as a question; not ok where it is one that loops do not answer.
func (p *plan) ask(columns []Column) (a Ask, ok bool) {
	if len(p.words) > 0 {
		return a, false
	}
	a.Limit, a.Offset = p.limit, p.offset
	for _, c := range p.out {
		a.Out = append(a.Out, Cell(c, columns[c]))
	}
	for _, o := range p.sorts {
		if columns[o.col].Type == Time { // a Query orders it folded, an Ask does not
			return a, false
		}
		a.Order = append(a.Order, Order{By: Cell(o.col, columns[o.col]), Desc: o.desc})
	}
	var all []*Node
	for _, c := range p.conds {
		n := c.node(columns[c.col])
		if n == nil {
			return a, false
		}
		all = append(all, n)
	}
	if len(all) > 0 {
		a.Where = Must(And, all...)
	}
	return a, true
}

var comparisons = map[Op]Func{Eq: Equal, Ne: Differ, Lt: Less, Le: AtMost, Gt: More, Ge: AtLeas}

// node is a filter as a condition; nil where a Query means something else by it
// than an Ask.
func (c *cond) node(column Column) *Node {
	cell := Cell(c.col, column)
	kind, _ := column.Type.kind()
	var value *Node
	switch {
	case c.op == Null:
		return Must(IsNull, cell)
	case c.op == NotNull:
		return Must(Not, Must(IsNull, cell))
	case c.op == Contains && kind == kindText:
		return Must(Holds, Must(Folded, cell), Value(c.text))
	case c.op == Contains || (column.Type == Time && c.op != Eq && c.op != Ne):
		return nil
	case kind == kindText:
		value = Value(c.text)
	case kind == kindFloat:
		value = Value(c.real)
	case kind == kindBool:
		value = Value(c.num != 0)
	case kind == kindDate:
		value = &Node{fn: opValue, lit: day(c.num), typ: Date, size: 1, depth: 1}
	case kind == kindStamp:
		value = &Node{fn: opValue, lit: instant(c.num), typ: DateTime, size: 1, depth: 1}
	default:
		value = Value(c.num)
	}
	return Must(comparisons[c.op], cell, value)
}

// sifted is a condition on the rows of a table.
type sifted struct {
	rows int
	keep sieve // nil for all
}

// each hands on the marks of each strip in which there is one, until fn has
// enough or the context ends; it tells whether it came to the end.
func (s sifted) each(ctx context.Context, fn func(m *marks, from int) bool) bool {
	var m marks
	for from := 0; from < s.rows; from += strip {
		if from%(64*strip) == 0 && ctx.Err() != nil {
			return false
		}
		if s.keep != nil {
			s.keep(&m, from)
		} else {
			for i := range m {
				m[i] = ^uint64(0)
			}
		}
		if left := s.rows - from; left < strip { // behind the end there are no rows
			for i := range m {
				if keep := max(0, min(64, left-64*i)); keep < 64 {
					m[i] &= 1<<keep - 1
				}
			}
		}
		if m != (marks{}) && !fn(&m, from) {
			return false
		}
	}
	return true
}

func (m *marks) count() (n int) {
	for _, w := range m {
		n += bits.OnesCount64(w)
	}
	return n
}

// list writes the rows that are marked, counted from the strip's first.
func (m *marks) list(to *[strip]uint16) []uint16 {
	n := 0
	for i, w := range m {
		for ; w != 0; w &= w - 1 {
			to[n] = uint16(64*i + bits.TrailingZeros64(w))
			n++
		}
	}
	return to[:n]
}

// sift makes the condition of a question; not ok where a column is missing.
func (e *Engine) sift(ctx context.Context, ent *entry, a Ask, more map[int]bool) (s sifted, held map[int]*vector, ok bool) {
	if a.Where != nil {
		a.Where.cells(more)
	}
	s.rows = int(ent.duck.rows)
	if held = e.vectorsOf(ctx, ent, more); held == nil {
		return s, nil, false
	}
	if a.Where != nil {
		if s.keep = sieveOf(a.Where, held); s.keep == nil {
			return s, nil, false
		}
	}
	return s, held, true
}

// quickPage answers with rows.
func (e *Engine) quickPage(ctx context.Context, ent *entry, a Ask) (rows [][]any, total int64, ok bool, err error) {
	need := map[int]bool{}
	for _, o := range a.Order {
		if o.By.fn != opCell {
			return nil, 0, false, nil
		}
		o.By.cells(need)
	}
	reach := a.Offset + int64(a.Limit)
	if len(a.Order) > 0 && reach > quickReach {
		return nil, 0, false, nil
	}
	if a.Where == nil && len(a.Order) == 0 { // a run of rows
		var ids []int64
		for id := a.Offset; id < min(reach, ent.duck.rows); id++ {
			ids = append(ids, id)
		}
		rows, ok, err = e.quickRows(ctx, ent, a, ids)
		return rows, ent.duck.rows, ok, err
	}
	s, held, ok := e.sift(ctx, ent, a, need)
	if !ok {
		return nil, 0, false, nil
	}
	var ids []int64
	if len(a.Order) > 0 {
		ids, total, ok = s.ordered(ctx, a, held, int(reach))
	} else {
		ids, total, ok = s.first(ctx, a)
	}
	if !ok {
		return nil, 0, false, nil
	}
	rows, ok, err = e.quickRows(ctx, ent, a, ids)
	if err != nil || ok {
		return rows, total, true, err
	}
	// The rows are known, but lie far apart or hold what is computed.
	room := &budget{left: e.cfg.MaxPageBytes}
	err = ent.duck.asked(ctx, a, ids, collect(&rows, room))
	if errors.Is(err, errFull) {
		err = nil
	}
	return rows, total, true, err
}

// first returns the numbers of the rows of a page in the order of the file, and
// how many there are in all.
func (s sifted) first(ctx context.Context, a Ask) (ids []int64, total int64, ok bool) {
	var places [strip]uint16
	ok = s.each(ctx, func(m *marks, from int) bool {
		n := int64(m.count())
		if total+n > a.Offset && len(ids) < a.Limit {
			list := m.list(&places)
			list = list[max(0, a.Offset-total):]
			for _, place := range list[:min(len(list), a.Limit-len(ids))] {
				ids = append(ids, int64(from)+int64(place))
			}
		}
		total += n
		return true
	})
	return ids, total, ok
}

// quickRows reads the rows of a page that consist of cells.
func (e *Engine) quickRows(ctx context.Context, ent *entry, a Ask, ids []int64) (rows [][]any, ok bool, err error) {
	columns := make([]int, len(a.Out))
	for i, n := range a.Out {
		switch n.fn {
		case opCell:
			columns[i] = n.at
		case opRow:
			columns[i] = -1
		default:
			return nil, false, nil
		}
	}
	if len(ids) == 0 {
		return nil, true, nil
	}
	return e.rowsAt(ctx, ent, ids, columns, e.cfg.MaxPageBytes)
}
