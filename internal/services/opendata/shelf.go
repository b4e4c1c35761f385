package opendata

import (
	"context"
	"sync"

	"airial/internal/commons/access"
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
	lists   []*list
	members names
	schemas names
}

// mostLists is how many lists are held beside one another. All but what changed
// is shared.
const mostLists = 4

// list is what is public in one state: a base, and what changed since.
type list struct {
	mark  mark
	base  *base
	gone  map[int64]bool    // of the base, by words
	added map[int64]*listed // by words
	finds *finds
	// surveys are the counts over all members, by schema.
	surveys sync.Map
}

// mark tells two states of the list apart.
type mark struct {
	ever      int64 // how many changes there have been
	last, sum int64 // of the numbers of those in the table
}

// listed is a public dataset on the list.
type listed struct {
	id       int64
	words    int64 // the number of its words
	modified int64
	rows     int64
	member   string
	schema   string
	// The numbers of its names.
	memberNo, schemaNo int32
}

// names numbers names, and keeps one copy of each.
type names struct {
	numbers map[string]int32
	list    []string
}

func (n *names) of(name string) (string, int32) {
	no, known := n.numbers[name]
	if !known {
		if n.numbers == nil {
			n.numbers = map[string]int32{}
		}
		no = int32(len(n.list))
		n.numbers[name], n.list = no, append(n.list, name)
	}
	return n.list[no], no
}

// row returns the dataset of some words; nil when none is public.
func (l *list) row(words int64) *listed {
	if r, ok := l.added[words]; ok || len(l.gone) > 0 && l.gone[words] {
		return r
	}
	return l.base.row(words)
}

// changes yields what the base has too much (-1) and too little (1).
func (l *list) changes(yield func(*listed, int) bool) {
	for words := range l.gone {
		if !yield(l.base.row(words), -1) {
			return
		}
	}
	for _, r := range l.added {
		if !yield(r, 1) {
			return
		}
	}
}

// of yields the datasets of a member.
func (l *list) of(member string) func(yield func(*listed) bool) {
	return func(yield func(*listed) bool) {
		for _, words := range l.base.members[member] {
			if !l.gone[words] && !yield(l.base.row(words)) {
				return
			}
		}
		for _, r := range l.added {
			if r.member == member && !yield(r) {
				return
			}
		}
	}
}

// look returns what of the list holds the words, the titles marked. Few words
// find much, and they are asked for again and again, alone and together: what
// holds each is kept as long as the list has the same words.
func (l *list) look(ctx context.Context, tx access.Tx, words []string) ([]hit, error) {
	var all, titles []uint32
	for i, w := range words {
		end := i == len(words)-1
		holds, err := l.finds.of(ctx, tx, term{w, end, false})
		if err != nil {
			return nil, err
		}
		titled, err := l.finds.of(ctx, tx, term{w, end, true})
		if err != nil {
			return nil, err
		}
		if i == 0 {
			all, titles = holds, titled
		} else {
			all, titles = both(all, holds), both(titles, titled)
		}
	}
	hits := make([]hit, 0, len(all))
	for _, n := range all {
		for len(titles) > 0 && titles[0] < n {
			titles = titles[1:]
		}
		if row := l.row(int64(n)); row != nil {
			hits = append(hits, hit{listed: row, inTitle: len(titles) > 0 && titles[0] == n})
		}
	}
	return hits, nil
}
