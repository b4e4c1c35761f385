package tables

import (
	"cmp"
	"strconv"
	"strings"
)

// satisfies tells whether a row passes every filter and holds every word.
func (t *memTable) satisfies(p *plan, row int32) bool {
	for i := range p.conds {
		if !t.cols[p.conds[i].col].satisfies(&p.conds[i], row) {
			return false
		}
	}
	for i := range p.words {
		if !t.holds(&p.words[i], row) {
			return false
		}
	}
	return true
}

func (c *memColumn) satisfies(f *cond, row int32) bool {
	set := c.set[row]
	switch {
	case f.op == Null:
		return !set
	case !set:
		return false
	case f.op == NotNull:
		return true
	case f.op == Contains:
		return strings.Contains(c.written(row), f.text)
	}
	var order int
	switch {
	case c.kind == kindText && (f.op == Eq || f.op == Ne):
		order = strings.Compare(c.text[row], f.text)
	case c.kind == kindText:
		order = strings.Compare(c.folded[row], f.text)
	case c.kind == kindFloat:
		order = compareFloats(c.reals[row], f.real)
	default:
		order = cmp.Compare(c.ints[row], f.num)
	}
	switch f.op {
	case Eq:
		return order == 0
	case Ne:
		return order != 0
	case Lt:
		return order < 0
	case Le:
		return order <= 0
	case Gt:
		return order > 0
	}
	return order >= 0
}

// written is the text in which Contains looks.
func (c *memColumn) written(row int32) string {
	switch c.kind {
	case kindText:
		return c.folded[row]
	case kindDate:
		return formatDate(c.ints[row])
	}
	return strconv.FormatInt(c.ints[row], 10)
}

func (t *memTable) holds(w *word, row int32) bool {
	for i := range t.cols {
		c := &t.cols[i]
		if !c.set[row] {
			continue
		}
		found := false
		switch c.kind {
		case kindText:
			found = strings.Contains(c.folded[row], w.text)
		case kindInt:
			found = w.isNum && c.ints[row] == w.num
		case kindFloat:
			found = w.isReal && c.reals[row] == w.real
		case kindDate:
			found = w.isDay && c.ints[row] == w.day
		}
		if found {
			return true
		}
	}
	return false
}
