package tables

import (
	"cmp"
	"container/heap"
	"context"
	"math"
	"slices"
	"strings"
)

// rank is a row's place by one key of an order: less comes first. The largest
// number is that of cells without a value, which come last.
type rank func(row int) int64

const lastRank = math.MaxInt64

// ranked makes the rank of a column; nil where it cannot be one number.
func (v *vector) ranked(folded, desc bool) rank {
	turn := func(n int64) int64 {
		if desc {
			return -n
		}
		return n
	}
	switch {
	case v.coded():
		ranks := make([]int64, v.values()+1)
		ranks[0] = lastRank
		for code, place := range v.places(folded) {
			ranks[code+1] = turn(place)
		}
		return func(row int) int64 { return ranks[v.code(row)] }
	case v.kind == kindFloat && !math.IsInf(v.most, 1):
		return func(row int) int64 {
			if !v.has(row) {
				return lastRank
			}
			return turn(orderedBits(v.reals[row]))
		}
	case v.kind != kindFloat && !slices.Contains(v.ints, math.MaxInt64) && !slices.Contains(v.ints, -math.MaxInt64) && !slices.Contains(v.ints, math.MinInt64):
		return func(row int) int64 {
			if !v.has(row) {
				return lastRank
			}
			return turn(v.ints[row])
		}
	}
	return nil
}

// orderedBits is a whole number that compares as a finite number does. No cell
// holds minus zero.
func orderedBits(f float64) int64 {
	n := int64(math.Float64bits(f))
	if n < 0 {
		n = -(n & math.MaxInt64)
	}
	return n
}

// places are the places of the values of codes in their order; what compares
// equal once folded shares one.
func (v *vector) places(folded bool) []int64 {
	places := make([]int64, v.values())
	if v.kind != kindText || !folded {
		for i := range places {
			places[i] = int64(i)
		}
		return places
	}
	order := make([]int, len(places))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(v.folded[a], v.folded[b]) })
	place := int64(0)
	for i, value := range order {
		if i > 0 && v.folded[order[i-1]] != v.folded[value] {
			place++
		}
		places[value] = place
	}
	return places
}

// foremost keeps the rows that come first, the last of them on top.
type foremost struct {
	ranks []rank
	rows  []int64
}

func (f *foremost) compare(a, b int64) int {
	for _, r := range f.ranks {
		if order := cmp.Compare(r(int(a)), r(int(b))); order != 0 {
			return order
		}
	}
	return cmp.Compare(a, b)
}

func (f *foremost) Len() int           { return len(f.rows) }
func (f *foremost) Less(i, j int) bool { return f.compare(f.rows[i], f.rows[j]) > 0 }
func (f *foremost) Swap(i, j int)      { f.rows[i], f.rows[j] = f.rows[j], f.rows[i] }
func (f *foremost) Push(x any)         { f.rows = append(f.rows, x.(int64)) }
func (f *foremost) Pop() any {
	last := f.rows[len(f.rows)-1]
	f.rows = f.rows[:len(f.rows)-1]
	return last
}

// ordered returns the numbers of the rows of a page in an order, and how many
// there are in all.
func (s sifted) ordered(ctx context.Context, a Ask, held map[int]*vector, reach int) (ids []int64, total int64, ok bool) {
	f := &foremost{}
	for _, o := range a.Order {
		r := held[o.By.at].ranked(o.By.typ == Text, o.Desc)
		if r == nil {
			return nil, 0, false
		}
		f.ranks = append(f.ranks, r)
	}
	var places [strip]uint16
	worst := int64(lastRank)
	ok = s.each(ctx, func(m *marks, from int) bool {
		total += int64(m.count())
		if reach == 0 {
			return true
		}
		for _, place := range m.list(&places) {
			row := int64(from) + int64(place)
			// Rows come in the order of the file: what is equal to the last one
			// that is kept comes behind it.
			if len(f.rows) == reach && f.ranks[0](int(row)) > worst {
				continue
			}
			switch {
			case len(f.rows) < reach:
				heap.Push(f, row)
			case f.compare(row, f.rows[0]) < 0:
				f.rows[0] = row
				heap.Fix(f, 0)
			}
			worst = f.ranks[0](int(f.rows[0]))
		}
		return true
	})
	slices.SortFunc(f.rows, f.compare)
	return f.rows[min(int(a.Offset), len(f.rows)):], total, ok
}
