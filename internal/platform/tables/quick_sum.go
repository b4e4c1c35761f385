package tables

import "math"

// Sums of numbers are made of whole parts, which are exact in any order, and of
// what is left beneath them: DuckDB adds in the order in which its threads come,
// and the last digits of a plain sum would change from one time to the next, and
// from one way of answering to the other. What is left is smaller than a
// millionth and its own error ten thousand million times smaller; totals only
// fall back on a plain sum where a number, or the whole, is above 8 * 10^12.
const (
	sumUnit = 1 << 20
	sumMost = 1 << 42 // of one number; for larger ones DuckDB is asked
)

// sumSQL is the sum of numbers. The whole parts are counted to find those that
// are too large, or no numbers.
func sumSQL(x string) string {
	whole := "try_cast(trunc(" + x + " * 1048576) as bigint)"
	return "(case when count(" + whole + ") = count(" + x + ") then coalesce(cast(try_cast(sum(" + whole + ") as bigint) as double) / 1048576 + sum(" +
		x + " - trunc(" + x + " * 1048576) / 1048576), sum(" + x + ")) else sum(" + x + ") end)"
}

// averageSQL divides the sum, of whole numbers the exact one.
func averageSQL(x string, t Type) string {
	sum := sumSQL(x)
	if t != Number {
		sum = "cast(sum(" + x + ") as double)"
	}
	return "(" + sum + " / count(" + x + "))"
}

// plainAggregate tells whether an aggregate is one that loops make, as far as its
// shape goes.
func (n *Node) plainAggregate() bool {
	switch n.fn {
	case Count:
		return len(n.args) == 0 || n.args[0].fn == opCell
	case Sum, Average:
		return n.args[0].fn == opCell
	case Smallest, Largest:
		return n.args[0].fn == opCell && n.args[0].typ != Boolean && !isText(n.args[0].typ)
	}
	return false
}

// accumulator gathers one aggregate of all groups.
type accumulator struct {
	fn       Func
	v        *vector // nil to count rows
	kind     kind    // of the value
	sums     []groupSum
	overflow int64 // below zero where a sum of whole numbers has left its range
}

// groupSum is what is gathered of one group.
type groupSum struct {
	count int64   // of cells with a value
	whole int64   // the sum of whole numbers or parts, or the extreme whole number
	real  float64 // what is left of the parts, or the extreme number
}

// newAccumulator makes what gathers a plain aggregate; nil where the column is not
// one for it.
func newAccumulator(n *Node, held map[int]*vector, groups int) *accumulator {
	a := &accumulator{fn: n.fn}
	a.kind, _ = n.typ.kind()
	if len(n.args) == 0 {
		return a
	}
	a.v = held[n.args[0].at]
	a.sums = make([]groupSum, groups)
	if a.v.kind == kindFloat && (math.IsInf(a.v.most, 1) || (a.v.most >= sumMost && (n.fn == Sum || n.fn == Average))) && n.fn != Count {
		return nil
	}
	return a
}

// add adds rows of a strip to their groups.
func (a *accumulator) add(list []uint16, groups []uint32, from int) {
	switch {
	case a.v == nil:
	case a.fn == Count:
		for i, place := range list {
			a.sums[groups[i]].count += int64(bit(a.v.has(from + int(place))))
		}
	case a.v.kind == kindFloat && (a.fn == Sum || a.fn == Average):
		a.sumReals(list, groups, from)
	case a.v.kind == kindFloat:
		for i, place := range list {
			if row := from + int(place); a.v.has(row) {
				sum, x := &a.sums[groups[i]], a.v.reals[row]
				if sum.count == 0 || (a.fn == Smallest && x < sum.real) || (a.fn == Largest && x > sum.real) {
					sum.real = x
				}
				sum.count++
			}
		}
	default:
		a.addWhole(list, groups, from)
	}
}

// sumReals is the loop that groups by amounts spend their time in.
func (a *accumulator) sumReals(list []uint16, groups []uint32, from int) {
	reals, set, sums := a.v.reals[from:][:strip], a.v.set[from/64:][:strip/64], a.sums
	groups = groups[:len(list)]
	overflow := a.overflow
	for i, place := range list {
		place &= strip - 1
		if set[place/64]>>(place%64)&1 == 0 {
			continue
		}
		sum, x := &sums[groups[i]], reals[place]
		part := int64(x * sumUnit)
		whole := sum.whole + part
		overflow |= (sum.whole ^ whole) & (part ^ whole)
		sum.whole = whole
		sum.real += x - float64(part)*(1.0/sumUnit)
		sum.count++
	}
	a.overflow = overflow
}

func (a *accumulator) addWhole(list []uint16, groups []uint32, from int) {
	for i, place := range list {
		row := from + int(place)
		if !a.v.has(row) {
			continue
		}
		var x int64
		if a.v.coded() {
			x = a.v.ints[a.v.code(row)-1]
		} else {
			x = a.v.ints[row]
		}
		sum := &a.sums[groups[i]]
		switch first := sum.count == 0; a.fn {
		case Smallest:
			if first || x < sum.whole {
				sum.whole = x
			}
		case Largest:
			if first || x > sum.whole {
				sum.whole = x
			}
		default:
			whole := sum.whole + x
			a.overflow |= (sum.whole ^ whole) & (x ^ whole)
			sum.whole = whole
		}
		sum.count++
	}
}

// sound tells whether all that was gathered is exact, and has a rank.
func (a *accumulator) sound() bool {
	if a.overflow < 0 {
		return false
	}
	for i := range a.sums {
		n := a.sums[i].whole
		if n == math.MaxInt64 || n <= -math.MaxInt64 {
			return false
		}
		if a.fn == Average && a.v.kind != kindFloat && (n >= 1<<53 || n <= -1<<53) {
			return false
		}
	}
	return true
}

// result is the aggregate of a group, as a number or a whole one; has tells
// whether it has a value.
func (a *accumulator) result(g int, groups []int64) (real float64, whole int64, has bool) {
	if a.v == nil {
		return 0, groups[g], true
	}
	sum := a.sums[g]
	switch {
	case a.fn == Count:
		return 0, sum.count, true
	case sum.count == 0:
		return 0, 0, false
	case a.v.kind != kindFloat && a.fn == Average:
		return float64(sum.whole) / float64(sum.count), 0, true
	case a.v.kind != kindFloat:
		return 0, sum.whole, true
	case a.fn == Smallest || a.fn == Largest:
		return sum.real, 0, true
	}
	real = float64(sum.whole)/sumUnit + sum.real
	if a.fn == Average {
		real /= float64(sum.count)
	}
	return real, 0, true
}

// value is the aggregate as a Page has it.
func (a *accumulator) value(g int, groups []int64) any {
	real, whole, has := a.result(g, groups)
	switch {
	case !has:
		return nil
	case a.kind == kindFloat:
		return floatValue(real)
	}
	return intValue(a.kind, whole)
}

// rank is a whole number that orders as the aggregate does.
func (a *accumulator) rank(g int, groups []int64) (int64, bool) {
	real, whole, has := a.result(g, groups)
	if a.kind == kindFloat {
		// Sums of opposite numbers may be minus zero, which is zero.
		return orderedBits(real + 0), has
	}
	return whole, has
}
