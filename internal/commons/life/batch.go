package life

import (
	"context"
	"sync"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
)

// RunAll runs many turns at once, for filling an installation in bulk: the
// visits side by side, at most workers at a time, then all verdicts in one
// transaction. before is told each life in that transaction, just before its
// verdict is applied: it may move the clock.
func (e *Engine) RunAll(ctx context.Context, tickets []Ticket, workers int, before func(Life)) error {
	type turn struct {
		visit   Visit
		verdict Verdict
		void    bool
		err     error
	}
	turns := make([]turn, len(tickets))
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(workers, len(tickets)) {
		wg.Go(func() {
			for i := range next {
				t := &turns[i]
				var h Handler
				if t.visit, h, t.err = e.visit(ctx, tickets[i]); t.err != nil || h == nil {
					t.void = true
					continue
				}
				t.verdict, t.err = h.Visit(ctx, t.visit)
			}
		})
	}
	for i := range tickets {
		next <- i
	}
	close(next)
	wg.Wait()
	for _, t := range turns {
		if t.err != nil {
			return fault.Wrap("life.RunAll: "+t.visit.Life.VersionID, t.err)
		}
	}
	return e.doors.Write(ctx, access.System("life"), func(tx access.Tx) error {
		for _, t := range turns {
			if t.void {
				continue
			}
			before(t.visit.Life)
			if err := e.Apply(ctx, tx, t.visit, t.verdict); err != nil {
				return err
			}
		}
		return nil
	})
}
