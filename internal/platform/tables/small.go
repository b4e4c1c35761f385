package tables

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// memTable is a small table held whole in Go, column by column.
type memTable struct {
	columns []Column
	kinds   []kind
	rows    int
	cols    []memColumn
	bytes   int64 // memory held, about
}

// memColumn holds the cells of a column; which slices are set depends on the
// kind. Folded shares memory with text where folding changes nothing.
type memColumn struct {
	kind   kind
	set    []bool
	text   []string
	folded []string
	ints   []int64
	reals  []float64
}

// errNotSmall says that a small file holds more than may be kept: the same long
// text in every row packs well.
var errNotSmall = errors.New("tables: the table does not fit into memory")

// loadSmall decodes a Parquet file whose cells take up to most bytes.
func loadSmall(ctx context.Context, p *Parquet, most int64) (*memTable, error) {
	t := &memTable{columns: p.columns, kinds: p.kinds, rows: int(p.Rows()), cols: make([]memColumn, len(p.columns))}
	for i, k := range p.kinds {
		t.cols[i] = newMemColumn(k, t.rows)
	}
	sizes := make([]int64, len(t.cols))
	for _, group := range p.file.RowGroups() {
		for i, chunk := range group.ColumnChunks() {
			if err := t.cols[i].fill(ctx, chunk, int(group.NumRows())); err != nil {
				return nil, err
			}
			size := t.cols[i].size()
			t.bytes += size - sizes[i]
			sizes[i] = size
			if t.bytes > most {
				return nil, errNotSmall
			}
		}
	}
	return t, nil
}

func newMemColumn(k kind, rows int) memColumn {
	c := memColumn{kind: k, set: make([]bool, 0, rows)}
	switch k {
	case kindText:
		c.text, c.folded = make([]string, 0, rows), make([]string, 0, rows)
	case kindFloat:
		c.reals = make([]float64, 0, rows)
	default:
		c.ints = make([]int64, 0, rows)
	}
	return c
}

// fill reads a column chunk. Public tables repeat themselves: each distinct
// text is kept once.
func (c *memColumn) fill(ctx context.Context, chunk parquet.ColumnChunk, rows int) error {
	r := &chunkReader{pages: chunk.Pages()}
	defer r.close()
	seen := make(map[string][2]string)
	var values []parquet.Value
	for rows > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		var err error
		if values, err = r.read(values[:0], min(rows, batchRows)); err != nil {
			return err
		}
		for _, v := range values {
			c.add(v, seen)
		}
		rows -= len(values)
	}
	return nil
}

func (c *memColumn) add(v parquet.Value, seen map[string][2]string) {
	set := !v.IsNull()
	c.set = append(c.set, set)
	switch c.kind {
	case kindText:
		var pair [2]string
		if set {
			b := v.ByteArray()
			var ok bool
			if pair, ok = seen[string(b)]; !ok {
				s := string(b)
				pair = [2]string{s, Fold(s)}
				seen[s] = pair
			}
		}
		c.text, c.folded = append(c.text, pair[0]), append(c.folded, pair[1])
	case kindFloat:
		var f float64
		if set {
			f = v.Double()
		}
		c.reals = append(c.reals, f)
	default:
		var n int64
		if set {
			n = heldInt(c.kind, v)
		}
		c.ints = append(c.ints, n)
	}
}

func (c *memColumn) size() int64 {
	n := int64(len(c.set)) + 8*int64(len(c.ints)+len(c.reals)) + 32*int64(len(c.text))
	for i, s := range c.text {
		n += int64(len(s))
		if c.folded[i] != s {
			n += int64(len(s))
		}
	}
	return n
}

// value returns a cell as a Page holds it.
func (c *memColumn) value(row int32) any {
	if !c.set[row] {
		return nil
	}
	switch c.kind {
	case kindText:
		return c.text[row]
	case kindFloat:
		return floatValue(c.reals[row])
	}
	return intValue(c.kind, c.ints[row])
}

// compareFloats is DuckDB's order: NaN equals itself and is above all.
func compareFloats(a, b float64) int {
	switch {
	case math.IsNaN(a) && math.IsNaN(b):
		return 0
	case math.IsNaN(a):
		return 1
	case math.IsNaN(b):
		return -1
	}
	return cmp.Compare(a, b)
}

// compare orders two cells that both have a value.
func (c *memColumn) compare(a, b int32) int {
	switch c.kind {
	case kindText:
		return strings.Compare(c.folded[a], c.folded[b])
	case kindFloat:
		return compareFloats(c.reals[a], c.reals[b])
	}
	return cmp.Compare(c.ints[a], c.ints[b])
}

// match returns the rows that satisfy a plan, in its order.
func (t *memTable) match(p *plan) []int32 {
	rows := make([]int32, 0, t.rows)
	for row := range int32(t.rows) {
		if t.satisfies(p, row) {
			rows = append(rows, row)
		}
	}
	if len(p.sorts) == 0 {
		return rows
	}
	slices.SortFunc(rows, func(a, b int32) int {
		for _, s := range p.sorts {
			c := &t.cols[s.col]
			switch {
			case c.set[a] && c.set[b]:
				order := c.compare(a, b)
				if s.desc {
					order = -order
				}
				if order != 0 {
					return order
				}
			case c.set[a]:
				return -1
			case c.set[b]:
				return 1
			}
		}
		return cmp.Compare(a, b)
	})
	return rows
}

// window cuts the matching rows to the offset and limit of a plan.
func (p *plan) window(rows []int32, limit int) []int32 {
	rows = rows[min(p.offset, int64(len(rows))):]
	return rows[:min(limit, len(rows))]
}

func (t *memTable) page(p *plan, most int) Page {
	rows := t.match(p)
	room := budget{left: most}
	page := Page{Columns: p.columnsOut(t.columns), Total: int64(len(rows)), Rows: [][]any{}}
	for _, row := range p.window(rows, p.limit) {
		cells := make([]any, len(p.out))
		t.fillRow(cells, p, row)
		if !room.takes(cells) {
			break
		}
		page.Rows = append(page.Rows, cells)
	}
	return page
}

func (t *memTable) fillRow(cells []any, p *plan, row int32) {
	for i, c := range p.out {
		cells[i] = t.cols[c].value(row)
	}
}

func (t *memTable) each(ctx context.Context, p *plan, fn func([]any) error) error {
	limit := p.limit
	if limit == 0 {
		limit = t.rows
	}
	cells := make([]any, len(p.out))
	for _, row := range p.window(t.match(p), limit) {
		if err := ctx.Err(); err != nil {
			return err
		}
		t.fillRow(cells, p, row)
		if err := fn(cells); err != nil {
			return err
		}
	}
	return nil
}
