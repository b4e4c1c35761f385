package portal

import (
	"context"
	"errors"
	"sync"

	"airial/internal/services/portal/change"
)

// Compared keeps the latest differences of versions, by their digests. One pair
// is compared at a time, for comparing takes memory; who asks for one that is
// kept waits for nobody, and who asks for the pair that is being compared waits
// for that one alone. The zero value is ready.
type Compared struct {
	mu      sync.Mutex
	keys    []string
	of      map[string]change.Result
	waiting map[string]chan struct{} // closed when that pair is done
	turn    chan struct{}            // holds one token: the turn to compare
	forgot  int                      // how often all was dropped
}

// comparedKept is how many differences are kept.
const comparedKept = 50

// errGivenUp says that a caller went away while another compared.
var errGivenUp = errors.New("portal: nobody waits for the comparison")

func (c *Compared) get(ctx context.Context, key string, find func() (change.Result, error)) (change.Result, error) {
	for {
		c.mu.Lock()
		if v, ok := c.of[key]; ok {
			c.mu.Unlock()
			return v, nil
		}
		if c.turn == nil {
			c.turn, c.waiting, c.of = make(chan struct{}, 1), map[string]chan struct{}{}, map[string]change.Result{}
		}
		other, busy := c.waiting[key]
		if !busy {
			c.waiting[key] = make(chan struct{})
		}
		c.mu.Unlock()
		if !busy {
			return c.compare(ctx, key, find)
		}
		select {
		case <-other: // it is kept now, or failed: look again
		case <-ctx.Done():
			return change.Result{}, errors.Join(errGivenUp, ctx.Err())
		}
	}
}

// compare finds the differences when it is this pair's turn.
func (c *Compared) compare(ctx context.Context, key string, find func() (change.Result, error)) (v change.Result, err error) {
	done := false
	forgot := 0
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		close(c.waiting[key])
		delete(c.waiting, key)
		if !done || err != nil || forgot != c.forgot { // what was erased meanwhile is not kept
			return
		}
		if len(c.keys) == comparedKept {
			delete(c.of, c.keys[0])
			c.keys = c.keys[1:]
		}
		c.of[key], c.keys = v, append(c.keys, key)
	}()
	select {
	case c.turn <- struct{}{}:
		defer func() { <-c.turn }()
	case <-ctx.Done():
		return v, errors.Join(errGivenUp, ctx.Err())
	}
	c.mu.Lock()
	forgot = c.forgot
	c.mu.Unlock()
	v, err = find()
	done = true
	return v, err
}

// Forget drops what was kept, for a version's data are erased.
func (c *Compared) Forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.keys, c.forgot = nil, c.forgot+1
	clear(c.of)
}
