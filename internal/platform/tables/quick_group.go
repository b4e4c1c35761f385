package tables

import (
	"cmp"
	"context"
	"slices"
)

// quickGroupsMost bounds the groups that there may be, by the values of their
// keys: each has a place in the accumulators, whether it is met or not.
const quickGroupsMost = 1 << 16

// quickKey is a key of groups: the places of its values, by the codes of a
// column. They ascend, and the last one is that of no value.
type quickKey struct {
	of     *vector
	typ    Type
	place  []uint32 // by code
	ints   []int64
	texts  []string
	folded []int64 // of texts, the order of what is folded
}

func (k *quickKey) size() int { return max(len(k.ints), len(k.texts)) + 1 }

// value is a key as a Page has it.
func (k *quickKey) value(place int) any {
	switch {
	case place == k.size()-1:
		return nil
	case k.texts != nil:
		return k.texts[place]
	}
	kind, _ := k.typ.kind()
	return intValue(kind, k.ints[place])
}

// plainKey tells whether rows are grouped by a node in loops, as far as its shape
// goes.
func (n *Node) plainKey() bool {
	switch n.fn {
	case opCell:
		return n.typ != Number
	case Part, Cut:
		unit, _ := n.args[0].lit.(string)
		return n.args[1].fn == opCell && n.args[1].typ == Date && dayUnits[unit] != nil && (n.fn == Part || unit != "day")
	}
	return false
}

// dayUnits cut a day to the beginning of its unit, and say which one it is of its
// kind.
var dayUnits = map[string]func(year, month, day int) (begin int64, part int64){
	"year":    func(y, _, _ int) (int64, int64) { return daysFromCivil(y, 1, 1), int64(y) },
	"quarter": func(y, m, _ int) (int64, int64) { return daysFromCivil(y, (m-1)/3*3+1, 1), int64((m-1)/3 + 1) },
	"month":   func(y, m, _ int) (int64, int64) { return daysFromCivil(y, m, 1), int64(m) },
	"day":     func(y, m, d int) (int64, int64) { return daysFromCivil(y, m, d), int64(d) },
}

func keyOf(n *Node, held map[int]*vector) *quickKey {
	cell := n
	if n.fn != opCell {
		cell = n.args[1]
	}
	v := held[cell.at]
	if !v.coded() {
		return nil
	}
	k := &quickKey{of: v, typ: n.typ, place: make([]uint32, v.values()+1)}
	switch {
	case v.kind == kindText:
		k.texts, k.folded = v.texts, v.places(n.typ == Text)
		for i := range v.texts {
			k.place[i+1] = uint32(i)
		}
	case n.fn == opCell:
		k.ints = v.ints
		for i := range v.ints {
			k.place[i+1] = uint32(i)
		}
	default:
		k.derive(n)
	}
	k.place[0] = uint32(k.size() - 1)
	return k
}

// derive makes a key of what is computed of days.
func (k *quickKey) derive(n *Node) {
	unit := dayUnits[n.args[0].lit.(string)]
	made := make([]int64, len(k.of.ints))
	for i, days := range k.of.ints {
		begin, part := unit(civilFromDays(days))
		if made[i] = begin; n.fn == Part {
			made[i] = part
		}
	}
	k.ints = slices.Clone(made)
	slices.Sort(k.ints)
	k.ints = slices.Compact(k.ints)
	for i, value := range made {
		at, _ := slices.BinarySearch(k.ints, value)
		k.place[i+1] = uint32(at)
	}
}

// quickGroups answers with groups.
func (e *Engine) quickGroups(ctx context.Context, ent *entry, a Ask) (rows [][]any, total int64, ok bool) {
	need := map[int]bool{}
	for _, g := range a.Group {
		if !g.plainKey() {
			return nil, 0, false
		}
		g.cells(need)
	}
	nodes := slices.Clone(a.Out)
	for _, o := range a.Order {
		nodes = append(nodes, o.By)
	}
	for _, n := range nodes {
		if n.fn == opKey && n.typ == a.Group[n.at].typ {
			continue
		}
		if !n.plainAggregate() {
			return nil, 0, false
		}
		n.cells(need)
	}
	s, held, ok := e.sift(ctx, ent, a, need)
	if !ok {
		return nil, 0, false
	}
	q := &quickGrouping{ask: a, size: 1, sums: map[*Node]*accumulator{}}
	for _, g := range a.Group {
		k := keyOf(g, held)
		if k == nil || q.size*k.size() > quickGroupsMost {
			return nil, 0, false
		}
		q.keys = append(q.keys, k)
		q.size *= k.size()
	}
	q.count = make([]int64, q.size)
	for _, n := range nodes {
		if n.fn == opKey || q.sums[n] != nil {
			continue
		}
		if q.sums[n] = newAccumulator(n, held, q.size); q.sums[n] == nil {
			return nil, 0, false
		}
	}
	if !s.each(ctx, q.add) {
		return nil, 0, false
	}
	return q.answer()
}

// quickGrouping puts rows together.
type quickGrouping struct {
	ask    Ask
	keys   []*quickKey
	size   int // groups that there may be
	count  []int64
	sums   map[*Node]*accumulator
	places [strip]uint16
	groups [strip]uint32
}

// add adds the marked rows of a strip. A group's number is made of its keys'
// places, the first one the highest, so that numbers order as keys do.
func (q *quickGrouping) add(m *marks, from int) bool {
	list := m.list(&q.places)
	groups := q.groups[:len(list)]
	clear(groups)
	for _, k := range q.keys {
		size := uint32(k.size())
		if k.of.bytes8 != nil {
			codes := k.of.bytes8[from:][:strip]
			for i, place := range list {
				groups[i] = groups[i]*size + k.place[codes[place&(strip-1)]]
			}
			continue
		}
		codes := k.of.codes[from:][:strip]
		for i, place := range list {
			groups[i] = groups[i]*size + k.place[codes[place&(strip-1)]]
		}
	}
	for _, g := range groups {
		q.count[g]++
	}
	for _, sum := range q.sums {
		sum.add(list, groups, from)
	}
	return true
}

// keyPlace is the place of a key in a group's number.
func (q *quickGrouping) keyPlace(group, key int) int {
	for i := len(q.keys) - 1; i > key; i-- {
		group /= q.keys[i].size()
	}
	return group % q.keys[key].size()
}

func (q *quickGrouping) answer() (rows [][]any, total int64, ok bool) {
	found := make([]int, 0, min(q.size, 1024))
	for g, n := range q.count {
		if n > 0 || q.ask.Whole {
			found = append(found, g)
		}
	}
	for _, sum := range q.sums {
		if !sum.sound() {
			return nil, 0, false
		}
	}
	ranks := make([][]int64, len(q.ask.Order))
	for i, o := range q.ask.Order {
		ranks[i] = q.rank(o, found)
	}
	slices.SortFunc(found, func(a, b int) int {
		for _, r := range ranks {
			if order := cmp.Compare(r[a], r[b]); order != 0 {
				return order
			}
		}
		return cmp.Compare(a, b)
	})
	if q.ask.Offset >= int64(len(found)) {
		return nil, 0, true
	}
	page := found[q.ask.Offset:]
	for _, g := range page[:min(len(page), q.ask.Limit)] {
		row := make([]any, len(q.ask.Out))
		for i, n := range q.ask.Out {
			if n.fn == opKey {
				row[i] = q.keys[n.at].value(q.keyPlace(g, n.at))
				continue
			}
			row[i] = q.sums[n].value(g, q.count)
		}
		rows = append(rows, row)
	}
	return rows, int64(len(found)), true
}

// rank gives each group that is there its place by one key of the order.
func (q *quickGrouping) rank(o Order, found []int) []int64 {
	ranks := make([]int64, q.size)
	for _, g := range found {
		rank, has := int64(0), true
		if o.By.fn == opKey {
			k := q.keys[o.By.at]
			place := q.keyPlace(g, o.By.at)
			if has = place < k.size()-1; has {
				if rank = int64(place); k.folded != nil {
					rank = k.folded[place]
				}
			}
		} else {
			rank, has = q.sums[o.By].rank(g, q.count)
		}
		switch {
		case !has:
			rank = lastRank
		case o.Desc:
			rank = -rank
		}
		ranks[g] = rank
	}
	return ranks
}
