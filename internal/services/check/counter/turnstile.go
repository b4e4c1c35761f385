package counter

import "sync"

// turnstile counts the checks that go on at once: in all, and of each address.
type turnstile struct {
	most, each int
	mu         sync.Mutex
	all        int
	of         map[string]int
}

// verdicts of a turnstile.
const (
	free = iota
	crowded
	twice // too many of this one caller
)

func newTurnstile(most, each int) *turnstile {
	return &turnstile{most: most, each: each, of: map[string]int{}}
}

// enter lets a caller in, who calls leave once when done.
func (t *turnstile) enter(caller string) (leave func(), verdict int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.of[caller] >= t.each:
		return nil, twice
	case t.all >= t.most:
		return nil, crowded
	}
	t.all++
	t.of[caller]++
	return sync.OnceFunc(func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.all--
		if t.of[caller]--; t.of[caller] == 0 {
			delete(t.of, caller)
		}
	}), free
}
