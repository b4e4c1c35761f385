package portal

import (
	"context"
	"errors"
	"sync"
	"testing"

	"airial/internal/services/portal/change"
)

// TestComparedWaits: a pair that is kept is given while another is compared; one
// pair is compared once for all who ask, one pair at a time, and a caller that
// goes away holds up nobody.
func TestComparedWaits(t *testing.T) {
	var c Compared
	give := func(n int64) func() (change.Result, error) {
		return func() (change.Result, error) { return change.Result{Same: n}, nil }
	}
	if v, err := c.get(t.Context(), "kept", give(1)); err != nil || v.Same != 1 {
		t.Fatal(v, err)
	}
	began, release := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	runs := 0
	slow := func() (change.Result, error) {
		runs++
		close(began)
		<-release
		return change.Result{Same: 2}, nil
	}
	ask := func() {
		if v, err := c.get(t.Context(), "slow", slow); err != nil || v.Same != 2 {
			t.Error(v, err)
		}
	}
	all.Go(ask)
	<-began
	for range 3 {
		all.Go(ask)
	}
	// While it goes on, what is kept comes at once.
	if v, err := c.get(t.Context(), "kept", give(9)); err != nil || v.Same != 1 {
		t.Error(v, err)
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	for _, key := range []string{"slow", "other"} { // it waits for the pair, and for its turn
		if _, err := c.get(gone, key, give(3)); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", key, err)
		}
	}
	close(release)
	all.Wait()
	if runs != 1 {
		t.Errorf("compared %d times", runs)
	}
	if v, err := c.get(t.Context(), "other", give(4)); err != nil || v.Same != 4 {
		t.Errorf("who went away holds up the next: %v %v", v, err)
	}
	// A failure is not kept, nor what was erased while it was compared.
	broken := errors.New("broken")
	if _, err := c.get(t.Context(), "fails", func() (change.Result, error) { return change.Result{}, broken }); !errors.Is(err, broken) {
		t.Error(err)
	}
	if v, err := c.get(t.Context(), "fails", func() (change.Result, error) { c.Forget(); return change.Result{Same: 5}, nil }); err != nil || v.Same != 5 {
		t.Error(v, err)
	}
	if v, _ := c.get(t.Context(), "fails", give(6)); v.Same != 6 {
		t.Error("what was erased is kept")
	}
	if v, _ := c.get(t.Context(), "kept", give(7)); v.Same != 7 {
		t.Error("what was forgotten is given")
	}
}
