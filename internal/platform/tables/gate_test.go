package tables

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"
)

// TestAskersTakeTurns has one asker with many questions and another with one,
// which comes last and is answered second.
func TestAskersTakeTurns(t *testing.T) {
	g := newGate(1, 8)
	if err := g.enter(t.Context()); err != nil {
		t.Fatal(err)
	}
	order := make(chan string, 8)
	for i, asker := range []string{"many", "many", "many", "one"} {
		go func() {
			if err := g.enter(WithAsker(t.Context(), asker)); err != nil {
				t.Error(err)
			}
			order <- asker
			g.leave()
		}()
		g.await(t, i+1)
	}
	g.leave()
	var got []string
	for range 4 {
		got = append(got, <-order)
	}
	if slices.Index(got, "one") != 1 {
		t.Errorf("answered in the order %v", got)
	}
	g.await(t, 0)
	if g.free != 1 || len(g.queues)+len(g.turns) > 0 {
		t.Errorf("left behind: %+v", g)
	}
}

// await waits until so many wait.
func (g *gate) await(t *testing.T, n int) {
	for {
		g.mu.Lock()
		waiting := g.waiting
		g.mu.Unlock()
		if waiting == n {
			return
		}
		select {
		case <-t.Context().Done():
			t.Fatal("the test is over")
		case <-time.After(time.Millisecond):
		}
	}
}

// TestWhoGivesUpGivesWay fills the gate, has one refused and one give up.
func TestWhoGivesUpGivesWay(t *testing.T) {
	g := newGate(1, 1)
	if err := g.enter(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- g.enter(ctx) }()
	g.await(t, 1)
	if err := g.enter(t.Context()); !errors.Is(err, errBusy) {
		t.Errorf("one too many: %v", err)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
	g.leave()
	if err := g.enter(t.Context()); err != nil || g.waiting > 0 || len(g.queues) > 0 {
		t.Errorf("%v, %+v", err, g)
	}
}
