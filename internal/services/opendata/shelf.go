package opendata

import (
	"context"
	"strings"
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
	lists []*list
}

// mostLists is how many lists are held beside one another. All but what changed
// is shared.
const mostLists = 4

// list is what is public in one state: a base, and what changed since.
type list struct {
	mark  mark
	base  *base
	gone  map[int64]bool   // of the base, by words
	added map[int64]listed // by words
	finds *finds
	// surveys are the counts over all members, by schema.
	surveys sync.Map
}

// mark tells two states of the list apart.
type mark struct {
	count, last, sum int64 // of the changes of which the table is kept
}

// listed is a public dataset on the list.
type listed struct {
	id       int64
	words    int64 // the number of its words
	member   string
	schema   string
	modified int64
	rows     int64
}

// row returns the dataset of some words, if it is public.
func (l *list) row(words int64) (listed, bool) {
	if r, ok := l.added[words]; ok || l.gone[words] {
		return r, ok
	}
	r, ok := l.base.rows[words]
	return r, ok
}

// changes yields what the base has too much (-1) and too little (1).
func (l *list) changes(yield func(listed, int) bool) {
	for words := range l.gone {
		if !yield(l.base.rows[words], -1) {
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
func (l *list) of(member string) func(yield func(listed) bool) {
	return func(yield func(listed) bool) {
		for _, words := range l.base.members[member] {
			if !l.gone[words] && !yield(l.base.rows[words]) {
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
// find much, and they are asked for again and again: what they find is kept as
// long as no other words come to the list.
func (l *list) look(ctx context.Context, tx access.Tx, words []string) ([]hit, error) {
	key := strings.Join(words, " ")
	found, known := l.finds.get(key)
	if !known {
		var err error
		if found, err = search(ctx, tx, words); err != nil {
			return nil, err
		}
		l.finds.keep(key, found)
	}
	hits := make([]hit, 0, len(found))
	for _, f := range found {
		if row, ok := l.row(f.words); ok {
			hits = append(hits, hit{listed: row, inTitle: f.inTitle})
		}
	}
	return hits, nil
}
