package tables

import (
	"context"
	"slices"
	"sync"

	"airial/internal/platform/fault"
)

// gate lets a few questions at a time into DuckDB: two that run side by side
// finish sooner than ten that take turns. The others wait, those of each asker in
// a queue of its own, and the queues take turns, so that who asks a lot waits for
// oneself. When too many wait, the next one is told so at once: an answer that
// comes when nobody waits for it any more helps nobody.
type gate struct {
	mu      sync.Mutex
	free    int
	room    int // of those who wait
	waiting int
	queues  map[string][]chan struct{}
	turns   []string // of the askers in the queues
}

func newGate(together, room int) *gate {
	return &gate{free: together, room: room, queues: make(map[string][]chan struct{})}
}

var errBusy = fault.New(fault.Unavailable, "tables",
	"Trop de questions sont posées en ce moment. Réessayez dans quelques secondes.",
	"Too many questions are being asked at the moment. Try again in a few seconds.")

type askerKey struct{}

// WithAsker says for whom a question is asked: those of one asker wait behind each
// other. Any text will do that is one asker's own; it is kept no longer than the
// question.
func WithAsker(ctx context.Context, asker string) context.Context {
	return context.WithValue(ctx, askerKey{}, asker)
}

// enter waits for a place, which leave gives back.
func (g *gate) enter(ctx context.Context) error {
	asker, _ := ctx.Value(askerKey{}).(string)
	g.mu.Lock()
	switch {
	case g.free > 0:
		g.free--
		g.mu.Unlock()
		return nil
	case g.waiting >= g.room:
		g.mu.Unlock()
		return errBusy
	}
	turn := make(chan struct{})
	if len(g.queues[asker]) == 0 {
		g.turns = append(g.turns, asker)
	}
	g.queues[asker] = append(g.queues[asker], turn)
	g.waiting++
	g.mu.Unlock()
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
	}
	if !g.quit(asker, turn) { // the turn has come meanwhile
		g.leave()
	}
	return context.Cause(ctx)
}

// quit takes somebody out of a queue; false where it is no longer there.
func (g *gate) quit(asker string, turn chan struct{}) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	at := slices.Index(g.queues[asker], turn)
	if at < 0 {
		return false
	}
	g.waiting--
	g.shorten(asker, at)
	return true
}

// shorten takes one out of an asker's queue.
func (g *gate) shorten(asker string, at int) {
	if g.queues[asker] = slices.Delete(g.queues[asker], at, at+1); len(g.queues[asker]) == 0 {
		delete(g.queues, asker)
		g.turns = slices.DeleteFunc(g.turns, func(one string) bool { return one == asker })
	}
}

// leave gives the place to the asker whose turn it is.
func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.waiting == 0 {
		g.free++
		return
	}
	asker := g.turns[0]
	g.turns = append(g.turns[1:], asker) // behind all others, if more of it wait
	next := g.queues[asker][0]
	g.waiting--
	g.shorten(asker, 0)
	close(next)
}
