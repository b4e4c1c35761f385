package life_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/platform/i18n"
)

// worker is a turn that a test follows.
type worker struct {
	held    life.Ticket
	done    bool
	next    func() error // in the transaction that gives the next turn
	between func()       // as soon as it is committed
}

func (w *worker) Done(_ context.Context, tx access.Tx) error {
	tx.AfterCommit(func() { w.done = true })
	return nil
}

func (w *worker) Next(_ context.Context, tx access.Tx, t life.Ticket) error {
	tx.AfterCommit(func() {
		w.held = t
		if w.between != nil {
			w.between()
		}
	})
	if w.next == nil {
		return nil
	}
	return w.next()
}

// plain is a path of stages that wait for nothing; look is called in each.
func (b *bench) plain(look func(stage string, v life.Visit)) life.Ticket {
	b.t.Helper()
	path := life.Path{Kind: "plain", Stages: []life.Stage{{Name: "received", Label: i18n.T("Reçu", "Received")}}}
	for _, name := range []string{"first", "second", "third"} {
		path.Stages = append(path.Stages, life.Stage{Name: name, Label: i18n.T(name, name), Handler: looking{name, look}})
	}
	b.engine.Register(path)
	b.put("plain", 1)
	return b.queue.Take()[0]
}

type looking struct {
	name string
	look func(string, life.Visit)
}

func (h looking) Visit(_ context.Context, v life.Visit) (life.Verdict, error) {
	h.look(h.name, v)
	return life.Pass(nil), nil
}

func TestARunGoesOnFromStageToStage(t *testing.T) {
	each(t, func(b *bench) {
		var seen []string
		ticket := b.plain(func(stage string, v life.Visit) {
			if v.Life.Stage() != stage || len(v.Steps) != len(seen)+1 || v.Steps[len(seen)].Number != len(seen)+1 {
				t.Errorf("%s is shown a life at %s with %d steps", stage, v.Life.Stage(), len(v.Steps))
			}
			seen = append(seen, stage)
		})
		w := &worker{}
		if err := b.engine.RunOn(t.Context(), ticket, w); err != nil {
			t.Fatal(err)
		}
		b.stands(ticket.Version, "third", life.Done)
		if turns := b.queue.Take(); !w.done || len(turns) > 0 || !slices.Equal(seen, []string{"first", "second", "third"}) {
			t.Errorf("stages %v, done %v, and the queue was given %v", seen, w.done, turns)
		}
	})
}

// A file whose stages take long waits for its turn between them.
func TestALongRunGoesBackToTheQueue(t *testing.T) {
	each(t, func(b *bench) {
		ticket := b.plain(func(stage string, _ life.Visit) {
			if stage == "second" {
				b.clock.Advance(time.Minute)
			}
		})
		w := &worker{}
		if err := b.engine.RunOn(t.Context(), ticket, w); err != nil {
			t.Fatal(err)
		}
		b.stands(ticket.Version, "third", life.Running)
		turns := b.queue.Take()
		if !w.done || len(turns) != 1 || turns[0].Epoch != w.held.Epoch+1 {
			t.Fatalf("done %v, and the queue was given %v", w.done, turns)
		}
		if err := b.engine.RunOn(t.Context(), turns[0], &worker{}); err != nil {
			t.Fatal(err)
		}
		b.stands(ticket.Version, "third", life.Done)
	})
}

// Several workers have the same ticket, as when a lease ends while its holder is
// only slow. They look at the same instant; each stage is passed once, and none
// of them fails: the lock of the life makes the second wait, and find itself late.
func TestWorkersWithTheSameTicketPassAStageOnce(t *testing.T) {
	each(t, func(b *bench) {
		const workers = 4
		var together sync.WaitGroup
		together.Add(workers)
		ticket := b.plain(func(stage string, _ life.Visit) {
			if stage == "first" {
				together.Done()
				together.Wait()
			}
		})
		var all sync.WaitGroup
		for range workers {
			all.Go(func() {
				if err := b.engine.RunOn(t.Context(), ticket, &worker{}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		b.stands(ticket.Version, "third", life.Done)
		if got, want := b.trace(ticket.Version), "received passed, first passed, second passed, third passed"; got != want {
			t.Errorf("steps %s, want %s", got, want)
		}
	})
}

// The database loses the last moments, as when it fails over to a copy that was
// behind: a run that goes on with what it has seen must not end the turn that came
// back.
func TestADatabaseThatWentBack(t *testing.T) {
	each(t, func(b *bench) {
		ticket := b.plain(func(string, life.Visit) {})
		w := &worker{}
		w.between = func() {
			w.between = nil
			b.write(access.System("test"), func(tx access.Tx) error {
				for _, statement := range []string{`delete from step where version_id = $1 and stage = 'first'`,
					`update life set epoch = epoch - 1, position = 1, stage = 'first' where version_id = $1`} {
					if _, err := tx.Exec(t.Context(), statement, ticket.Version); err != nil {
						return err
					}
				}
				return nil
			})
		}
		if err := b.engine.RunOn(t.Context(), ticket, w); err == nil || w.done {
			t.Fatalf("error %v, done %v: the turn that came back is over", err, w.done)
		}
		if err := b.engine.RunOn(t.Context(), ticket, &worker{}); err != nil {
			t.Fatal(err)
		}
		b.stands(ticket.Version, "third", life.Done)
	})
}
