package tables

import (
	"cmp"
	"math"
	"strings"
)

// marks tell of each row of a strip whether it is wanted.
type marks [strip / 64]uint64

// sieve marks the rows from a row on, the first one of a strip, of which a
// condition is true. What has no value is not true, and no condition that is
// plain asks for more: Not holds where its argument is not true.
type sieve func(m *marks, from int)

// plain tells whether a condition is one that vectors answer, as far as its shape
// goes.
func (n *Node) plain() bool {
	switch n.fn {
	case opValue:
		_, truth := n.lit.(bool)
		return truth || n.lit == nil
	case opCell:
		return n.typ == Boolean
	case IsNull:
		return n.args[0].fn == opCell
	case Equal, Differ, Less, AtMost, More, AtLeas:
		return n.args[0].fn == opCell && n.args[1].fn == opValue
	case Holds, Begins:
		return unfolded(n.args[0]).fn == opCell && n.args[1].fn == opValue
	case And, Or, Not:
		for _, a := range n.args {
			if !a.plain() {
				return false
			}
		}
		return true
	}
	return false
}

func unfolded(n *Node) *Node {
	if n.fn == Folded {
		return n.args[0]
	}
	return n
}

// cells adds the columns that a node speaks of.
func (n *Node) cells(to map[int]bool) {
	if n.fn == opCell {
		to[n.at] = true
	}
	for _, a := range n.args {
		a.cells(to)
	}
}

// sieveOf makes the sieve of a plain condition; nil where a constant or a vector
// is not one that it can do with.
func sieveOf(n *Node, vectors map[int]*vector) sieve {
	switch n.fn {
	case opValue:
		if n.lit == true {
			return func(m *marks, _ int) {
				for i := range m {
					m[i] = math.MaxUint64
				}
			}
		}
		return nothing
	case opCell:
		return vectors[n.at].compared(n, Equal, Value(true))
	case IsNull:
		return negated(vectors[n.args[0].at].filled())
	case Not:
		inner := sieveOf(n.args[0], vectors)
		if inner == nil {
			return nil
		}
		return negated(inner)
	case And, Or:
		parts := make([]sieve, len(n.args))
		for i, a := range n.args {
			if parts[i] = sieveOf(a, vectors); parts[i] == nil {
				return nil
			}
		}
		if n.fn == And {
			return both(parts)
		}
		return either(parts)
	case Holds, Begins:
		text, ok := n.args[1].lit.(string)
		if !ok {
			return nothing
		}
		v := vectors[unfolded(n.args[0]).at]
		within := map[Func]func(string, string) bool{Holds: strings.Contains, Begins: strings.HasPrefix}[n.fn]
		texts := v.texts
		if n.args[0].fn == Folded {
			texts = v.folded
		}
		return v.chosen(func(i int) bool { return within(texts[i], text) })
	}
	return vectors[n.args[0].at].compared(n.args[0], n.fn, n.args[1])
}

func nothing(m *marks, _ int) { *m = marks{} }

func negated(inner sieve) sieve {
	return func(m *marks, from int) {
		inner(m, from)
		for i := range m {
			m[i] = ^m[i]
		}
	}
}

func both(parts []sieve) sieve {
	other := new(marks) // of one question, which goes through its strips one after the other
	return func(m *marks, from int) {
		parts[0](m, from)
		for _, part := range parts[1:] {
			if *m == (marks{}) {
				return
			}
			part(other, from)
			for i := range m {
				m[i] &= other[i]
			}
		}
	}
}

func either(parts []sieve) sieve {
	other := new(marks)
	return func(m *marks, from int) {
		parts[0](m, from)
		for _, part := range parts[1:] {
			part(other, from)
			for i := range m {
				m[i] |= other[i]
			}
		}
	}
}

// keeps tells whether a comparison holds for an order of its two sides.
func keeps(fn Func, order int) bool {
	switch fn {
	case Equal:
		return order == 0
	case Differ:
		return order != 0
	case Less:
		return order < 0
	case AtMost:
		return order <= 0
	case More:
		return order > 0
	}
	return order >= 0
}

// compared marks the rows whose cell compares so with a constant, as DuckDB has
// it: numbers of two types as DOUBLE, days with instants by their first one.
func (v *vector) compared(cell *Node, fn Func, constant *Node) sieve {
	if constant.lit == nil {
		return nothing
	}
	switch c := constant.lit.(type) {
	case string:
		if cell.typ == Text && fn != Equal && fn != Differ {
			c = Fold(c)
			return v.chosen(func(i int) bool { return keeps(fn, strings.Compare(v.folded[i], c)) })
		}
		return v.chosen(func(i int) bool { return keeps(fn, strings.Compare(v.texts[i], c)) })
	case bool:
		return v.whole(fn, int64(bit(c)))
	case int64:
		if v.kind == kindFloat {
			return v.real(fn, float64(c))
		}
		return v.whole(fn, c)
	case float64:
		if v.kind == kindFloat {
			return v.real(fn, c)
		}
		if v.coded() {
			return v.chosen(func(i int) bool { return keeps(fn, cmp.Compare(float64(v.ints[i]), c)) })
		}
	case day:
		switch {
		case c < firstSecond/secondsPerDay || c > lastSecond/secondsPerDay: // DuckDB says what is wrong
		case v.kind == kindStamp:
			return v.whole(fn, int64(c)*secondsPerDay*microsPerSec)
		default:
			return v.whole(fn, int64(c))
		}
	case instant:
		switch {
		case c < firstSecond*microsPerSec || c > lastSecond*microsPerSec:
		case v.kind == kindStamp:
			return v.whole(fn, int64(c))
		case v.coded():
			return v.chosen(func(i int) bool {
				return keeps(fn, cmp.Compare(v.ints[i]*secondsPerDay*microsPerSec, int64(c)))
			})
		}
	}
	return nil
}

// filled marks the rows that have a value.
func (v *vector) filled() sieve {
	if v.coded() {
		return v.chosen(func(int) bool { return true })
	}
	return func(m *marks, from int) { copy(m[:], v.set[from/64:]) }
}

// chosen marks the rows whose code stands for a value of a choice.
func (v *vector) chosen(choice func(value int) bool) sieve {
	table := make([]uint8, v.values()+1)
	for i := range v.values() {
		table[i+1] = uint8(bit(choice(i)))
	}
	if v.bytes8 != nil {
		var full [256]uint8
		copy(full[:], table)
		return func(m *marks, from int) {
			for i := range m {
				cells := v.bytes8[from+64*i:][:64]
				var w uint64
				for j := 0; j < 64; j += 8 {
					c := cells[j:][:8]
					w |= (uint64(full[c[0]]) | uint64(full[c[1]])<<1 | uint64(full[c[2]])<<2 | uint64(full[c[3]])<<3 |
						uint64(full[c[4]])<<4 | uint64(full[c[5]])<<5 | uint64(full[c[6]])<<6 | uint64(full[c[7]])<<7) << (j & 63)
				}
				m[i] = w
			}
		}
	}
	return func(m *marks, from int) {
		for i := range m {
			cells := v.codes[from+64*i:][:64]
			var w uint64
			for j := 0; j < 64; j += 8 {
				c := cells[j:][:8]
				w |= (uint64(table[c[0]]) | uint64(table[c[1]])<<1 | uint64(table[c[2]])<<2 | uint64(table[c[3]])<<3 |
					uint64(table[c[4]])<<4 | uint64(table[c[5]])<<5 | uint64(table[c[6]])<<6 | uint64(table[c[7]])<<7) << (j & 63)
			}
			m[i] = w
		}
	}
}

func bit(b bool) (n uint64) {
	if b {
		n = 1
	}
	return n
}

// whole compares whole numbers.
func (v *vector) whole(fn Func, c int64) sieve {
	if v.coded() {
		return v.chosen(func(i int) bool { return keeps(fn, cmp.Compare(v.ints[i], c)) })
	}
	// Every comparison is an interval, or all outside of one.
	low, high, outside := int64(math.MinInt64), int64(math.MaxInt64), false
	switch fn {
	case Equal, Differ:
		low, high, outside = c, c, fn == Differ
	case Less, AtLeas:
		low, outside = c, fn == Less
	case AtMost, More:
		high, outside = c, fn == More
	}
	width, flip := uint64(high)-uint64(low), -bit(outside)
	return func(m *marks, from int) {
		for i := range m {
			var w uint64
			for j, x := range v.ints[from+64*i:][:64] {
				w |= bit(uint64(x)-uint64(low) <= width) << j
			}
			m[i] = (w ^ flip) & v.set[from/64+i]
		}
	}
}

// real compares numbers; one that is none is above all others.
func (v *vector) real(fn Func, c float64) sieve {
	flip := uint64(0)
	var at func(xs []float64) uint64
	switch fn {
	case Equal, Differ:
		flip = -bit(fn == Differ)
		at = func(xs []float64) (w uint64) {
			for j, x := range xs {
				w |= bit(x == c) << (j & 63)
			}
			return w
		}
	case Less, AtLeas:
		flip = -bit(fn == AtLeas)
		at = func(xs []float64) (w uint64) { return below(xs, c) }
	default:
		// At most c is below the next number.
		flip, c = -bit(fn == More), math.Nextafter(c, math.Inf(1))
		at = func(xs []float64) (w uint64) { return below(xs, c) }
	}
	return func(m *marks, from int) {
		for i := range m {
			m[i] = (at(v.reals[from+64*i:][:64]) ^ flip) & v.set[from/64+i]
		}
	}
}

// below marks which of 64 numbers are below another one. Eight at a time do not
// wait for each other: filters on amounts spend their time here.
func below(xs []float64, c float64) (w uint64) {
	for j := 0; j+8 <= len(xs); j += 8 {
		x := xs[j:][:8]
		w |= (bit(x[0] < c) | bit(x[1] < c)<<1 | bit(x[2] < c)<<2 | bit(x[3] < c)<<3 |
			bit(x[4] < c)<<4 | bit(x[5] < c)<<5 | bit(x[6] < c)<<6 | bit(x[7] < c)<<7) << (j & 63)
	}
	return w
}
