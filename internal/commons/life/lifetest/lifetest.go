// Package lifetest runs lives by hand: a queue whose turns a test takes one by
// one, and a recorder that remembers.
package lifetest

import (
	"context"
	"sync"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
)

// Queue keeps tickets until a test runs them.
type Queue struct {
	mu    sync.Mutex
	turns []life.Ticket
	dates []Date
}

// Date is a ticket for a date.
type Date struct {
	Ticket life.Ticket
	At     time.Time
}

// Visit implements life.Queue.
func (q *Queue) Visit(_ context.Context, tx access.Tx, _ string, t life.Ticket) error {
	tx.AfterCommit(func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		q.turns = append(q.turns, t)
	})
	return nil
}

// Due implements life.Queue.
func (q *Queue) Due(_ context.Context, tx access.Tx, _ string, t life.Ticket, at time.Time) error {
	tx.AfterCommit(func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		q.dates = append(q.dates, Date{t, at})
	})
	return nil
}

// Take returns the turns that wait, and forgets them.
func (q *Queue) Take() []life.Ticket {
	q.mu.Lock()
	defer q.mu.Unlock()
	turns := q.turns
	q.turns = nil
	return turns
}

// Run takes turns until none is left.
func (q *Queue) Run(t *testing.T, e *life.Engine) {
	t.Helper()
	for turns := q.Take(); len(turns) > 0; turns = q.Take() {
		for _, ticket := range turns {
			if err := e.Run(t.Context(), ticket, nil); err != nil {
				t.Fatalf("run %+v: %v", ticket, err)
			}
		}
	}
}

// Come tells the engine of every date that has come, then runs what follows.
func (q *Queue) Come(t *testing.T, e *life.Engine, now time.Time) {
	t.Helper()
	q.mu.Lock()
	dates := q.dates
	q.dates = nil
	for _, d := range dates {
		if d.At.After(now) {
			q.dates = append(q.dates, d)
		}
	}
	q.mu.Unlock()
	for _, d := range dates {
		if !d.At.After(now) {
			if err := e.Due(t.Context(), d.Ticket); err != nil {
				t.Fatalf("due %+v: %v", d.Ticket, err)
			}
		}
	}
	q.Run(t, e)
}

// Recorder remembers the steps that it was told.
type Recorder struct {
	mu    sync.Mutex
	Steps []life.Step
}

// Record implements life.Recorder.
func (r *Recorder) Record(_ context.Context, _ access.Tx, _ life.Life, s life.Step) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.Steps = append(r.Steps, s)
	return nil
}
