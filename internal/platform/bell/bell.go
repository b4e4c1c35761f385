// Package bell tells goroutines of one process that there may be something to
// do. It carries nothing: who hears it looks for itself, and who was busy hears
// it once, however often it rang.
package bell

import "sync"

// A Bell is safe for concurrent use. The zero value is ready.
type Bell struct {
	mu        sync.Mutex
	listeners map[chan struct{}]bool
}

// Listen returns a channel that receives after each Ring, until stop is called.
func (b *Bell) Listen() (rung <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.listeners == nil {
		b.listeners = map[chan struct{}]bool{}
	}
	b.listeners[c] = true
	return c, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.listeners, c)
	}
}

// Ring wakes every listener and waits for none.
func (b *Bell) Ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for c := range b.listeners {
		select {
		case c <- struct{}{}:
		default: // it has yet to hear the last ring
		}
	}
}
