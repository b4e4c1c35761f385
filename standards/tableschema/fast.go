package tableschema

import (
	"slices"
	"unicode/utf8"

	"airial/standards/tabular"
)

// fastRun tells the rows which are surely without fault from those that may
// have one: column by column, without a finding, without allocation. It never
// errs about the first; the second are read by run.record, which decides and
// explains. All that it accepts, run.record would accept too.
type fastRun struct {
	columns []fastColumn
	checks  []fastCheck
	suspect []bool // by row of the batch
}

// fastColumn accepts the cells of one column.
type fastColumn struct {
	index    int
	fp       *fieldProg
	kind     fastKind
	required bool
	least    int // characters
	most     int
	shapes   shapes
	matcher  *matcher
	bounds   []fastBound
	seen     map[string]struct{} // accepted cells, where looking costs more

	memo       []byte // the cell accepted last
	hits, asks int
	forgetful  bool // the memo does not help
}

type fastKind uint8

const (
	fastAny fastKind = iota // a text of a length
	fastShape
	fastDate
	fastInteger
	fastNumber
	fastSet     // one of a few values
	fastGeneric // whatever the field asks for
)

// fastBound is a limit as a multiple of a power of ten.
type fastBound struct {
	coef     int64
	decimals int
	admit    func(sign int) bool
}

// mostSeen bounds the accepted cells kept for one column.
const mostSeen = 4096

func newFastRun(r *run) *fastRun {
	f := &fastRun{}
	for i, c := range r.columns {
		if c.field == nil || c.field.plain && !c.field.f.Constraints.Required && c.field.empty {
			continue
		}
		f.columns = append(f.columns, newFastColumn(i, c))
	}
	for i := range r.checks {
		f.checks = append(f.checks, newFastCheck(r, &r.checks[i]))
	}
	return f
}

func newFastColumn(index int, col columnRun) fastColumn {
	fp := col.field
	limits := &fp.f.Constraints
	c := fastColumn{index: index, fp: fp, kind: fastGeneric, required: limits.Required, most: 1 << 30, matcher: col.matcher}
	if limits.MinLength != nil {
		c.least = *limits.MinLength
	}
	if limits.MaxLength != nil {
		c.most = *limits.MaxLength
	}
	free := fp.enum == nil && fp.values == nil
	unmeasured := limits.MinLength == nil && limits.MaxLength == nil
	switch {
	case fp.read == nil && free && fp.bounds == nil && fp.pattern == nil:
		c.kind = fastAny
	case fp.read == nil && free && fp.bounds == nil && fp.pattern.shapes != nil:
		c.kind, c.shapes = fastShape, fp.pattern.shapes
	case fp.pattern != nil, !unmeasured:
	case fp.f.Type == Date && fp.f.Format == "" && free && fp.bounds == nil:
		c.kind = fastDate
	case fp.f.Type == Integer && free && fp.plainNumber() && c.takeBounds(fp):
		c.kind = fastInteger
	case fp.f.Type == Number && free && fp.plainNumber() && c.takeBounds(fp):
		c.kind = fastNumber
	case fp.enum != nil && fp.bounds == nil && fp.read == nil, fp.f.Type == Boolean && free && fp.bounds == nil:
		c.kind, c.seen = fastSet, map[string]struct{}{}
	}
	if c.kind == fastGeneric {
		c.seen = map[string]struct{}{}
	}
	return c
}

// plainNumber tells whether numbers are written with a full stop and nothing
// else.
func (fp *fieldProg) plainNumber() bool {
	f := fp.f
	return (f.DecimalChar == "" || f.DecimalChar == ".") && f.GroupChar == "" && !f.LooseNumber
}

func (c *fastColumn) takeBounds(fp *fieldProg) bool {
	for _, b := range fp.bounds {
		coef, decimals, ok := surelyNumber([]byte(b.text))
		if !ok {
			return false
		}
		c.bounds = append(c.bounds, fastBound{coef, decimals, b.admit})
	}
	return true
}

// look marks the suspect rows of a batch.
func (f *fastRun) look(b *tabular.Batch) {
	f.suspect = slices.Grow(f.suspect[:0], b.Len)[:b.Len]
	clear(f.suspect)
	f.blanks(b)
	for i := range f.columns {
		f.columns[i].look(b, f.suspect)
	}
	for i := range f.checks {
		f.checks[i].look(b, f.suspect)
	}
	for _, o := range b.Odd {
		f.suspect[o.Index] = true
	}
}

// blanks marks the rows that may be blank: those in which no cell begins with
// something to be seen.
func (f *fastRun) blanks(b *tabular.Batch) {
	text := b.Text
rows:
	for r := range b.Len {
		for _, s := range b.Spans[r*b.Width : (r+1)*b.Width] {
			if s.Start != s.End && text[s.Start] > ' ' {
				continue rows
			}
		}
		f.suspect[r] = true
	}
}

func (c *fastColumn) look(b *tabular.Batch, suspect []bool) {
	text, spans := b.Text, b.Spans
	few := len(c.fp.missing) > 0 || !c.fp.empty
	if c.kind == fastAny && !few {
		for r, at := 0, c.index; r < len(suspect); r, at = r+1, at+b.Width {
			if s := spans[at]; s.Start == s.End {
				suspect[r] = suspect[r] || c.required
			} else if !c.fits(text, int(s.Start), int(s.End)) {
				suspect[r] = true
			}
		}
		return
	}
	for r, at := 0, c.index; r < len(suspect); r, at = r+1, at+b.Width {
		start, end := int(spans[at].Start), int(spans[at].End)
		if start == end && !few {
			if c.required {
				suspect[r] = true
			}
			continue
		}
		cell := text[start:end]
		if !c.forgetful {
			c.asks++
			if string(cell) == string(c.memo) && len(cell) > 0 {
				c.hits++
				continue
			}
			if c.asks == 1024 {
				c.forgetful = c.hits < 256
				c.asks, c.hits = 0, 0
			}
		}
		if few && c.fp.isMissing(cell) {
			if c.required {
				suspect[r] = true
			}
			continue
		}
		if !c.accept(text, start, end) {
			suspect[r] = true
		} else if !c.forgetful {
			c.memo = append(c.memo[:0], cell...)
		}
	}
}

// accept tells whether a cell that holds a value is surely right.
func (c *fastColumn) accept(text []byte, start, end int) bool {
	switch c.kind {
	case fastAny:
		return c.fits(text, start, end)
	case fastShape:
		return c.fits(text, start, end) && c.shapes.match(text, start, end)
	case fastDate:
		return surelyDate(text, start, end)
	case fastInteger:
		if start == end {
			return false
		}
		n, ok := surelyInteger(text[start:end])
		return ok && c.within(n, 0)
	case fastNumber:
		if start == end {
			return false
		}
		n, decimals, ok := surelyNumber(text[start:end])
		return ok && c.within(n, decimals)
	}
	cell := text[start:end]
	if _, ok := c.seen[string(cell)]; ok {
		return true
	}
	ok := c.fp.passes(cell, c.matcher)
	if ok && len(c.seen) < mostSeen && len(cell) < 64 {
		c.seen[string(cell)] = struct{}{}
	}
	return ok
}

// fits measures a text: it has no more characters than bytes, and at least a
// quarter of them.
func (c *fastColumn) fits(text []byte, start, end int) bool {
	if n := end - start; n/4 >= c.least && n <= c.most {
		return true
	}
	n := utf8.RuneCount(text[start:end])
	return n >= c.least && n <= c.most
}

// within compares a number with the bounds, where it can.
func (c *fastColumn) within(coef int64, decimals int) bool {
	for i := range c.bounds {
		b := &c.bounds[i]
		x, y := coef, b.coef
		for d := decimals; d < b.decimals; d++ {
			if x > 1<<58 || x < -1<<58 {
				return false
			}
			x *= 10
		}
		for d := b.decimals; d < decimals; d++ {
			if y > 1<<58 || y < -1<<58 {
				return false
			}
			y *= 10
		}
		sign := 0
		if x < y {
			sign = -1
		} else if x > y {
			sign = 1
		}
		if !b.admit(sign) {
			return false
		}
	}
	return true
}

// passes tells whether a cell that holds a value is of its type and within the
// constraints.
func (fp *fieldProg) passes(cell []byte, m *matcher) bool {
	state := cellState{state: set, Value: Value{Text: cell}}
	if fp.read != nil && !fp.read(cell, &state.Value) {
		return false
	}
	if limits := &fp.f.Constraints; !limits.lengthFits(&state) {
		n := lengthOf(&state)
		if limits.MinLength != nil && n < *limits.MinLength || limits.MaxLength != nil && n > *limits.MaxLength {
			return false
		}
	}
	for i := range fp.bounds {
		b := &fp.bounds[i]
		if sign, ok := compareValues(state.Value, b.limit); !ok || !b.admit(sign) {
			return false
		}
	}
	if m != nil {
		if ok, sure := m.match(cell); !ok || !sure {
			return false
		}
	}
	if _, strange := fp.strangeItem(cell); strange {
		return false
	}
	return fp.inEnum(&state)
}

// filled tells whether the cell at a place of the batch holds a value.
func filled(b *tabular.Batch, fp *fieldProg, at int) bool {
	s := b.Spans[at]
	if s.Start == s.End {
		return !fp.empty
	}
	return len(fp.missing) == 0 || !fp.isMissing(b.Text[s.Start:s.End])
}
