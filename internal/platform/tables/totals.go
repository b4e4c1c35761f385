package tables

import (
	"fmt"
	"strings"
	"sync"
)

// totals remembers how many rows match a filter: a table never changes, and
// whoever pages through it asks the same count again for each page.
type totals struct {
	mu     sync.Mutex
	counts map[string]int64
	order  *lru
}

const maxTotals = 4096

func newTotals() *totals { return &totals{counts: make(map[string]int64), order: newLRU()} }

// get returns the total of a plan, counting it if it is not known.
func (t *totals) get(digest string, p *plan, count func() (int64, error)) (int64, error) {
	return t.getKeyed(digest, fmt.Sprintf("%#v %#v", p.conds, p.words), count)
}

// getKeyed is get for a filter that has a name.
func (t *totals) getKeyed(digest, filter string, count func() (int64, error)) (int64, error) {
	key := digest + " " + filter
	t.mu.Lock()
	n, ok := t.counts[key]
	t.order.touch(key)
	t.mu.Unlock()
	if ok {
		return n, nil
	}
	n, err := count()
	if err != nil {
		return 0, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts[key] = n
	t.order.put(key, int64(len(key)))
	for t.order.len() > maxTotals {
		oldest, _ := t.order.oldest(func(string) bool { return true })
		t.drop(oldest)
	}
	return n, nil
}

func (t *totals) drop(key string) {
	delete(t.counts, key)
	t.order.remove(key)
}

// forget drops all totals of a table: searched words may be personal data too.
func (t *totals) forget(digest string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for key := range t.counts {
		if strings.HasPrefix(key, digest+" ") {
			t.drop(key)
		}
	}
}
