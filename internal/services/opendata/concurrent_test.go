package opendata_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/piece"
	"airial/internal/services/opendata"
)

// atOnce deposits n files at the same time.
func (h *house) atOnce(n int, request func(i int) (opendata.Request, string)) []piece.Version {
	h.t.Helper()
	out, errs := make([]piece.Version, n), make([]error, n)
	var ready, wg sync.WaitGroup
	ready.Add(n)
	for i := range n {
		wg.Go(func() {
			q, content := request(i)
			q.MemberID, q.FileName = h.member.ID, "f.csv"
			ready.Done()
			ready.Wait()
			out[i], _, errs[i] = h.service.Deposit(h.t.Context(), h.as(access.Depositor, "Léa"), q, strings.NewReader(content))
		})
	}
	wg.Wait()
	for i, err := range errs {
		if err != nil {
			h.t.Errorf("%d: %v", i, err)
		}
	}
	h.queue.Run(h.t, h.engine)
	return out
}

func TestRequestsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		one := func(what string, versions []piece.Version) {
			t.Helper()
			for _, v := range versions {
				if v.ID != versions[0].ID {
					t.Errorf("%s: deposits %s and %s", what, v.ID, versions[0].ID)
				}
			}
		}
		for round := range 5 {
			title := fmt.Sprint("Titre ", round)
			one("the same key", h.atOnce(6, func(int) (opendata.Request, string) {
				return opendata.Request{Title: title, Key: title}, sound
			}))
			one("the same bytes under the same title", h.atOnce(6, func(int) (opendata.Request, string) {
				return opendata.Request{Title: title + " bis", Press: true}, sound
			}))
			first := h.deposit(h.as(access.Depositor, "Léa"), opendata.Request{Title: title + " ter"}, sound)
			one("the same bytes as a version", h.atOnce(6, func(int) (opendata.Request, string) {
				return opendata.Request{PieceID: first.PieceID, Press: true}, sound + "x,1\n"
			}))
			numbers := map[int]bool{}
			for _, v := range h.atOnce(6, func(i int) (opendata.Request, string) {
				return opendata.Request{PieceID: first.PieceID, Press: true}, fmt.Sprintf("%sy,%d\n", sound, i)
			}) {
				numbers[v.Number] = true
			}
			if len(numbers) != 6 || !numbers[3] || !numbers[8] {
				t.Errorf("versions %v", numbers)
			}
			if d, _, err := h.public(first.PieceID, 0); err != nil || d.Number != 8 {
				t.Errorf("public is version %d, %v", d.Number, err)
			}
		}
	})
}
