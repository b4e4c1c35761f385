package opendata

import (
	"slices"
	"sync"
)

// shelf is what is public, held in memory in a few bytes a dataset, so that
// neither a search nor a list need count what all members have published. It is
// never older or newer than the transaction that uses it: the latest changes,
// of which a table is kept, tell which of the lists held is the right one.
type shelf struct {
	mu   sync.Mutex
	base *base
	// lists stand on the base; transactions that began earlier still ask for
	// those before the last.
	lists []*list
	finds *finds
	known known
	areas *areas
	// vocabulary is made when somebody first mistypes a word.
	vocabulary *vocabulary
	spelling   sync.Mutex // is held by who makes it
}

// known are the names and kinds that rows bear as numbers.
type known struct {
	members, schemas, licences names
	kinds                      numbers[kind]
}

// mostLists is how many lists are held beside one another. All but what changed
// is shared.
const mostLists = 4

// list is what is public in one state: a base, and what changed since.
type list struct {
	mark    mark
	base    *base
	changed marks             // by words: what is not as it is in the base
	added   map[int64]*listed // what of it is public, by words
	fresh   []*listed         // the same, the oldest first
	finds   *finds

	*known
	surveys surveys
	titles  titlePlaces
}

// mark tells two states of the list apart.
type mark struct {
	ever      int64 // how many changes there have been; each state has all of those before it
	last, sum int64 // of the numbers of those in the table
}

// listed is a public dataset on the list.
type listed struct {
	id       int64
	words    int64 // the number of its words
	modified int64
	rows     int64
	// The numbers of who publishes it, and of its kind.
	member, kind int32
}

// base is all that was public at one time. It does not change.
type base struct {
	ever   int64          // how many changes it takes in
	turns  map[int64]bool // those of them that may still be in the table
	rows   []listed       // the oldest first
	places []int32        // by words: the place in rows, counted from 1
	// owned are the places of each member's rows, one member after the other;
	// those of member n begin at owners[n].
	owned, owners []int32
	ranks         ranks
}

func newBase(rows []listed, ever int64, turns map[int64]bool) *base {
	slices.SortFunc(rows, func(a, b listed) int { return older(&a, &b) })
	b := &base{ever: ever, turns: turns, rows: rows, owned: make([]int32, len(rows))}
	var words int64
	for i := range rows {
		words = max(words, rows[i].words)
		if more := int(rows[i].member) + 2 - len(b.owners); more > 0 {
			b.owners = append(b.owners, make([]int32, more)...)
		}
		b.owners[rows[i].member+1]++
	}
	b.places = make([]int32, words+1)
	for i := range len(b.owners) - 1 {
		b.owners[i+1] += b.owners[i]
	}
	next := slices.Clone(b.owners)
	for i := range rows {
		b.places[rows[i].words] = int32(i + 1)
		b.owned[next[rows[i].member]] = int32(i)
		next[rows[i].member]++
	}
	return b
}

// row returns the dataset of some words; nil when there is none.
func (b *base) row(words int64) *listed {
	if words < 0 || words >= int64(len(b.places)) || b.places[words] == 0 {
		return nil
	}
	return &b.rows[b.places[words]-1]
}

// of are the places of a member's rows.
func (b *base) of(member int32) []int32 {
	if member < 0 || int(member)+1 >= len(b.owners) {
		return nil
	}
	return b.owned[b.owners[member]:b.owners[member+1]]
}

// row returns the dataset of some words; nil when none is public.
func (l *list) row(words int64) *listed {
	if l.changed.has(words) {
		return l.added[words]
	}
	return l.base.row(words)
}

// all yields what is public, the most recent first.
func (l *list) all(yield func(*listed) bool) {
	i, j := len(l.base.rows)-1, len(l.fresh)-1
	for i >= 0 || j >= 0 {
		var r *listed
		switch {
		case i >= 0 && l.changed.has(l.base.rows[i].words):
			i--
			continue
		case j < 0 || i >= 0 && older(l.fresh[j], &l.base.rows[i]) < 0:
			r = &l.base.rows[i]
			i--
		default:
			r = l.fresh[j]
			j--
		}
		if !yield(r) {
			return
		}
	}
}

// of yields the datasets of a member.
func (l *list) of(member int32) func(yield func(*listed) bool) {
	return func(yield func(*listed) bool) {
		for _, at := range l.base.of(member) {
			if r := &l.base.rows[at]; !l.changed.has(r.words) && !yield(r) {
				return
			}
		}
		for _, r := range l.fresh {
			if r.member == member && !yield(r) {
				return
			}
		}
	}
}

// recent returns the page of what is wanted, the most recent first.
func (l *list) recent(w wanted) (page []*listed) {
	skip := w.Offset
	for r := range l.all {
		if len(page) == w.Limit {
			break
		}
		if w.misses(r) != 0 {
			continue
		}
		if skip--; skip < 0 {
			page = append(page, r)
		}
	}
	return page
}
