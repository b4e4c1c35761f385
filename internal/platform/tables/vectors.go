package tables

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// vectors are the columns that are held decoded, in all tables, and when one is
// worth it. Under the engine's mutex.
type vectors struct {
	held  map[string]*vectorState // by digest and column
	order *lru                    // of those that are there, by bytes
	busy  bool                    // one is being decoded: it takes a processor for a while
}

type vectorState struct {
	vector  *vector
	refused bool // it cannot be held
	asked   int  // how often it has been missed
	gone    int  // how often it has given way to others
}

// missesFirst is how often a column is asked for before it is decoded: whoever
// looks once at a table does not pay for it. It takes twice as many after each
// time that the column has had to give way, so that columns which do not fit
// together do not chase each other.
const missesFirst = 2

func newVectors() *vectors { return &vectors{held: make(map[string]*vectorState), order: newLRU()} }

func vectorKey(digest string, col int) string { return fmt.Sprintf("%s %d", digest, col) }

// vectors returns the decoded columns of a table, or nil where one of them is
// not there, which may make it be there later.
func (e *Engine) vectorsOf(ent *entry, columns map[int]bool) map[int]*vector {
	found, missing := e.heldVectors(ent, columns)
	if len(missing) > 0 && e.cfg.eagerVectors { // as tests want it
		for _, col := range missing {
			e.decode(ent, col)
		}
		found, missing = e.heldVectors(ent, columns)
	}
	if len(missing) > 0 {
		e.want(ent, missing)
		return nil
	}
	return found
}

// heldVectors returns the vectors that are there and the columns of those that
// are not; neither where one never will be.
func (e *Engine) heldVectors(ent *entry, columns map[int]bool) (found map[int]*vector, missing []int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	found = make(map[int]*vector, len(columns))
	for col := range columns {
		key := vectorKey(ent.digest, col)
		switch state := e.vectors.held[key]; {
		case state == nil || (state.vector == nil && !state.refused):
			missing = append(missing, col)
		case state.refused:
			return nil, nil
		default:
			found[col] = state.vector
			e.vectors.order.touch(key)
		}
	}
	return found, missing
}

// want counts what is missed, and has one column decoded that has been missed
// often enough.
func (e *Engine) want(ent *entry, columns []int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, col := range columns {
		state := e.vectors.held[vectorKey(ent.digest, col)]
		if state == nil {
			state = &vectorState{}
			e.vectors.held[vectorKey(ent.digest, col)] = state
		}
		state.asked++
		if state.asked < missesFirst<<min(state.gone, 10) || e.vectors.busy || ent.gone || e.ctx.Err() != nil {
			continue
		}
		e.vectors.busy = true
		ent.refs++
		go func() {
			e.decode(ent, col)
			e.mu.Lock()
			e.vectors.busy = false
			e.mu.Unlock()
			e.release(ent)
		}()
	}
}

// decode makes a column be held decoded, or known as one that is not.
func (e *Engine) decode(ent *entry, col int) {
	ctx, cancel := context.WithCancelCause(ent.ctx)
	defer cancel(nil)
	stop := context.AfterFunc(e.ctx, func() { cancel(errClosed) })
	defer stop()
	v, err := ent.duck.vector(ctx, col, e.cfg.VectorMemory/2)
	e.mu.Lock()
	defer e.mu.Unlock()
	if ent.gone || ctx.Err() != nil {
		return
	}
	key := vectorKey(ent.digest, col)
	state := e.vectors.held[key]
	if state == nil {
		state = &vectorState{}
		e.vectors.held[key] = state
	}
	state.asked = 0
	if err != nil {
		state.refused = errors.Is(err, errNoVector)
		return
	}
	state.vector = v
	e.vectors.order.put(key, v.size())
	for e.vectors.order.total > e.cfg.VectorMemory {
		oldest, ok := e.vectors.order.oldest(func(k string) bool { return k != key })
		if !ok {
			break
		}
		e.vectors.order.remove(oldest)
		other := e.vectors.held[oldest]
		other.vector, other.gone = nil, other.gone+1
	}
}

// forget drops what is held of a table.
func (v *vectors) forget(digest string) {
	for key := range v.held {
		if strings.HasPrefix(key, digest+" ") {
			delete(v.held, key)
			v.order.remove(key)
		}
	}
}
