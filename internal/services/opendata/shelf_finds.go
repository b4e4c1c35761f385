package opendata

import (
	"context"
	"slices"
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

// finds is what holds a term, by the numbers of words in order.
type finds struct {
	mu    sync.Mutex
	found map[term][]uint32
	kept  int
}

func newFinds() *finds { return &finds{found: map[term][]uint32{}} }

// mostKept bounds what is kept, in numbers of 4 bytes each; a term counts as
// thirty-two.
const mostKept = 3_000_000

// of returns what holds a term. It belongs to the finds, and is only read.
func (f *finds) of(ctx context.Context, tx access.Tx, t term) ([]uint32, error) {
	f.mu.Lock()
	list, known := f.found[t]
	f.mu.Unlock()
	if known {
		return list, nil
	}
	list = []uint32{}
	c := holding(tx.Dialect(), t)
	err := database.Each(ctx, tx, "search", func(r database.Row) error {
		var n int64
		err := r.Scan(&n)
		list = append(list, uint32(n))
		return err
	}, c.sql, c.arg)
	if err != nil {
		return nil, err
	}
	slices.Sort(list)
	f.keep(t, list)
	return list, nil
}

func (f *finds) keep(t term, list []uint32) {
	weight := len(list) + 32
	if weight > mostKept/4 {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for old, l := range f.found { // any will do
		if f.kept+weight <= mostKept {
			break
		}
		delete(f.found, old)
		f.kept -= len(l) + 32
	}
	if _, twice := f.found[t]; !twice {
		f.found[t] = slices.Clip(list)
		f.kept += weight
	}
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
