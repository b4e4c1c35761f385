package opendata

import (
	"context"
	"sync"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// found is one of those whose words are found.
type found struct {
	words   int64
	inTitle bool
}

// search asks the index for the numbers of all words that hold some. To ask
// about the title of each takes twice the time of asking for all of them apart.
func search(ctx context.Context, tx access.Tx, words []string) ([]found, error) {
	_, all, title := match(tx.Dialect(), words)
	inTitle, err := numbers(ctx, tx, title)
	if err != nil {
		return nil, err
	}
	marked := make(map[int64]bool, len(inTitle))
	for _, n := range inTitle {
		marked[n] = true
	}
	list, err := numbers(ctx, tx, all)
	out := make([]found, len(list))
	for i, n := range list {
		out[i] = found{n, marked[n]}
	}
	return out, err
}

func numbers(ctx context.Context, tx access.Tx, c clause) ([]int64, error) {
	return database.All(ctx, tx, "search", func(r database.Row) (n int64, err error) { return n, r.Scan(&n) }, c.sql, c.arg)
}

// finds is what searches have found, by words.
type finds struct {
	mu    sync.Mutex
	found map[string][]found
	kept  int
}

// mostKept bounds what is kept of searches, in numbers found, of 16 bytes each;
// the words count as sixteen.
const mostKept = 400_000

func (f *finds) get(key string) ([]found, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	list, ok := f.found[key]
	return list, ok
}

func (f *finds) keep(key string, list []found) {
	weight := len(list) + 16
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
		f.kept -= len(l) + 16
	}
	if _, twice := f.found[key]; !twice {
		f.found[key] = list
		f.kept += weight
	}
}
