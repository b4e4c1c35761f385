package opendata

import (
	"context"
	"iter"
	"slices"
	"strings"
	"sync"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// term is a word that is looked for: the beginning of one will do, or it has to
// stand in the title.
type term struct {
	word      string
	beginning bool
	inTitle   bool
}

// finds is what holds a term, by the numbers of words in order. Words never
// change, so what was found once stays true; the words that have come since are
// read as they come, and take their place in what was found.
type finds struct {
	mu    sync.Mutex
	found map[term]find
	kept  int
	upTo  *list // the latest list whose words are all taken in
}

// find is what holds a term in the states from one to that which the finds take
// in: it may lack what was gone before, and has what came later.
type find struct {
	words []uint32
	from  int64 // how many changes there had been
}

func newFinds(l *list) *finds { return &finds{found: map[term]find{}, upTo: l} }

// mostKept bounds what is kept, in numbers of 4 bytes each; a term counts as
// thirty-two.
const mostKept = 3_000_000

// look returns what of the list holds the words. Few words find much, and they
// are asked for again and again, alone and together: so each is kept.
func (l *list) look(ctx context.Context, tx access.Tx, words []string) (iter.Seq[hit], error) {
	var all, titles []uint32
	for i, w := range words {
		end := i == len(words)-1
		holds, err := l.holding(ctx, tx, term{w, end, false})
		if err != nil {
			return nil, err
		}
		titled, err := l.holding(ctx, tx, term{w, end, true})
		if err != nil {
			return nil, err
		}
		if i == 0 {
			all, titles = holds, titled
		} else {
			all, titles = both(all, holds), both(titles, titled)
		}
	}
	return l.hold(all, titles), nil
}

// hold yields what is public of two lists of words in order, the last first: what
// comes last is the most recent, as a rule.
func (l *list) hold(all, titles []uint32) iter.Seq[hit] {
	return func(yield func(hit) bool) {
		t := len(titles) - 1
		for i := len(all) - 1; i >= 0; i-- {
			n := all[i]
			for t >= 0 && titles[t] > n {
				t--
			}
			if row := l.row(int64(n)); row != nil && !yield(hit{listed: row, inTitle: t >= 0 && titles[t] == n}) {
				return
			}
		}
	}
}

// holding returns what of the list holds a term, and perhaps of others. It
// belongs to the finds, and is only read.
func (l *list) holding(ctx context.Context, tx access.Tx, t term) ([]uint32, error) {
	f, now := l.finds, l.mark.ever
	f.mu.Lock()
	kept, known := f.found[t]
	f.mu.Unlock()
	if known && kept.from <= now {
		return kept.words, nil
	}
	words := []uint32{}
	c := holding(tx.Dialect(), t)
	if aim := byIndex[tx.Dialect()]; aim != "" {
		if _, err := tx.Exec(ctx, aim); err != nil {
			return nil, err
		}
	}
	err := database.Each(ctx, tx, "search", func(r database.Row) error {
		var n int64
		err := r.Scan(&n)
		words = append(words, uint32(n))
		return err
	}, c.sql, c.arg)
	if err != nil {
		return nil, err
	}
	slices.Sort(words)
	f.keep(t, find{slices.Clip(words), now})
	return words, nil
}

// keep keeps what was found in the latest state; what was found in an earlier
// one lacks words that have come since.
func (f *finds) keep(t term, found find) {
	weight := len(found.words) + 32
	f.mu.Lock()
	defer f.mu.Unlock()
	if weight > mostKept/4 || found.from != f.upTo.mark.ever {
		return
	}
	for old, l := range f.found { // any will do
		if f.kept+weight <= mostKept {
			break
		}
		delete(f.found, old)
		f.kept -= len(l.words) + 32
	}
	if _, twice := f.found[t]; !twice {
		f.found[t] = found
		f.kept += weight
	}
}

// take takes in the words that a later list has and the latest so far had not.
func (f *finds) take(l *list, fresh []wording) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, w := range fresh {
		f.takeAll(w.title, uint32(w.number), true, false)
		f.takeAll(w.rest, uint32(w.number), false)
	}
	f.upTo = l
}

func (f *finds) takeAll(text string, number uint32, inTitle ...bool) {
	for word := range strings.FieldsSeq(text) {
		for _, in := range inTitle {
			f.takeOne(term{word, false, in}, number)
			for end := 1; end <= len(word); end++ {
				f.takeOne(term{word[:end], true, in}, number)
			}
		}
	}
}

func (f *finds) takeOne(t term, number uint32) {
	kept, known := f.found[t]
	if !known {
		return
	}
	at, there := slices.BinarySearch(kept.words, number)
	switch {
	case there:
		return
	case at == len(kept.words): // those who read the beginning of it are not disturbed
		kept.words = append(kept.words, number)
	default:
		kept.words = slices.Insert(slices.Clone(kept.words), at, number)
	}
	f.found[t] = kept
	f.kept++
}

// both returns what is in two lists in order.
func both(a, b []uint32) []uint32 {
	if len(a) > len(b) {
		a, b = b, a
	}
	out := make([]uint32, 0, len(a))
	for _, n := range a {
		if len(b) > 16*len(a) { // far apart: leap
			at, found := slices.BinarySearch(b, n)
			if b = b[at:]; found {
				out = append(out, n)
			}
			continue
		}
		for len(b) > 0 && b[0] < n {
			b = b[1:]
		}
		if len(b) > 0 && b[0] == n {
			out = append(out, n)
		}
	}
	return out
}

// mostWithin is how many datasets are read one by one for their words. Beyond,
// it is the index that knows.
const mostWithin = 2000

// lookWithin returns what a member has that holds the words, as look does of
// all. The index knows words of everybody: to ask it for "budget" and keep what
// is one's own would take longer with each member that publishes one.
func (l *list) lookWithin(ctx context.Context, tx access.Tx, query []string, member int32) (iter.Seq[hit], error) {
	own := slices.Collect(l.of(member))
	if member == everything || len(own) > mostWithin {
		return l.look(ctx, tx, query)
	}
	texts, err := wordings(ctx, tx, own)
	var hits []hit
	for _, w := range texts {
		inTitle := holds(w.title, query)
		if row := l.row(w.number); row != nil && (inTitle || holds(w.title+" "+w.rest, query)) {
			hits = append(hits, hit{listed: row, inTitle: inTitle})
		}
	}
	return slices.Values(hits), err
}

// holds tells whether a text of stems has all the words; of the last, the
// beginning is enough.
func holds(text string, words []string) bool {
	has := strings.Fields(text)
	for i, w := range words {
		if !slices.ContainsFunc(has, func(h string) bool { return h == w || i == len(words)-1 && strings.HasPrefix(h, w) }) {
			return false
		}
	}
	return true
}
