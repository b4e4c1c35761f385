package opendata_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/services/opendata"
)

// agree wants a search, which stands on what is held in memory, to give what the
// database gives.
func (h *house) agree(after string) (total int) {
	h.t.Helper()
	h.read(access.Public(), func(tx access.Tx) error {
		total = h.agrees(h.service, tx, opendata.Search{Query: "budget", Limit: 50}, after)
		return nil
	})
	return total
}

// Whatever happens to a dataset, searches know it at once.
func TestSearchesFollow(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		s := h.as(access.Depositor, "d")
		var pieces []string
		for i := range 3 {
			v := h.deposit(s, opendata.Request{Title: fmt.Sprintf("Budget %d", 2020+i), Press: true}, fmt.Sprintf("%sx,%d\n", sound, i))
			pieces = append(pieces, v.PieceID)
			h.clock.Advance(time.Hour)
			h.agree("a publication")
		}
		h.deposit(s, opendata.Request{PieceID: pieces[0], Press: true}, sound)
		h.agree("a new version with the same words")
		h.write(s, func(tx access.Tx) error { return h.service.Withdraw(t.Context(), tx, pieces[2], "error", "") })
		h.agree("a withdrawal of the last")
		h.deposit(s, opendata.Request{Title: "Budget annexe", Press: true}, sound+"y,1\n")
		h.agree("a publication after it")
		h.write(s, func(tx access.Tx) error {
			if err := h.service.Withdraw(t.Context(), tx, pieces[0], "error", ""); err != nil {
				return err
			}
			return h.service.Restore(t.Context(), tx, pieces[2])
		})
		if total := h.agree("one goes as another comes back"); total != 3 {
			t.Errorf("%d datasets are found, want 3", total)
		}
		if err := h.service.Erase(t.Context(), h.as(access.Approver, "a"), pieces[1]); err != nil {
			t.Fatal(err)
		}
		if total := h.agree("an erasure"); total != 2 {
			t.Errorf("%d datasets are found, want 2", total)
		}
	})
}

// Many search while others publish.
func TestSearchesAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		s := h.as(access.Depositor, "d")
		done := make(chan struct{})
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for {
					select {
					case <-done:
						return
					default:
						h.agree("something")
					}
				}
			})
		}
		for i := range 8 {
			h.deposit(s, opendata.Request{Title: fmt.Sprintf("Budget %d", i), Press: true}, fmt.Sprintf("%sx,%d\n", sound, i))
		}
		close(done)
		wg.Wait()
		if total := h.agree("all of it"); total != 8 {
			t.Errorf("%d datasets are found, want 8", total)
		}
	})
}

// What was found is kept as other words come, and has them.
func TestWhatWasFoundIsKept(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		s := h.as(access.Depositor, "d")
		h.deposit(s, opendata.Request{Title: "Budget 2020", Press: true}, sound)
		h.agree("the first")
		h.deposit(s, opendata.Request{Title: "Arbres", Description: "Hors budget", Press: true}, sound+"x,1\n")
		h.deposit(s, opendata.Request{Title: "Écoles", Press: true}, sound+"y,1\n")
		h.read(access.Public(), func(tx access.Tx) error {
			_, err := h.service.Survey(t.Context(), tx, opendata.Search{})
			return err
		})
		if n := h.service.Kept("budget"); n != 2 {
			t.Errorf("%d datasets are remembered to hold the word, want 2", n)
		}
		h.agree("others")
	})
}
