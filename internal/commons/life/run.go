package life

import (
	"context"
	"errors"
	"slices"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Turn is the hold that a run has on the durable turn which it carries out.
type Turn interface {
	// Done ends the turn, in the transaction that moves the life.
	Done(ctx context.Context, tx access.Tx) error
	// Next ends the turn, and holds that of the ticket instead, which nobody else
	// then gets.
	Next(ctx context.Context, tx access.Tx, t Ticket) error
}

// inOneGo is for how long a run goes on from stage to stage. After that the next
// one takes its place in the queue, where members take turns: a large file does
// not hold up the small ones of others for all its stages.
const inOneGo = 500 * time.Millisecond

// Run visits the stage where a version stands and applies the verdict. A void
// ticket does nothing. finish, if not nil, joins the transaction that applies
// it (a job marks itself done there).
func (e *Engine) Run(ctx context.Context, t Ticket, finish func(context.Context, access.Tx) error) error {
	visit, handler, err := e.visit(ctx, t)
	if err != nil || handler == nil {
		return err
	}
	return e.stage(ctx, visit, handler, func(ctx context.Context, tx access.Tx, l Life, _ Step) error {
		if err := e.enqueue(ctx, tx, l); err != nil || finish == nil {
			return err
		}
		return finish(ctx, tx)
	}, finish)
}

// RunOn is Run, and goes on with the stages that follow as long as they wait for
// nothing: the transaction that moves the life on also gives the run the next
// turn, so that the queue is not asked in between, and all is as lost or as
// safe as if it had been.
func (e *Engine) RunOn(ctx context.Context, t Ticket, turn Turn) error {
	visit, handler, err := e.visit(ctx, t)
	begun := e.doors.Clock().Now()
	for err == nil && handler != nil {
		var next *Visit
		err = e.stage(ctx, visit, handler, func(ctx context.Context, tx access.Tx, l Life, s Step) error {
			next = nil
			if l.Outcome == Running && tx.Clock().Now().Sub(begun) < inOneGo {
				next = &Visit{Piece: visit.Piece, Version: visit.Version, Life: l, Steps: append(slices.Clip(visit.Steps), s), Answer: l.answer}
				return turn.Next(ctx, tx, Ticket{Version: l.VersionID, Epoch: l.epoch})
			}
			if err := e.enqueue(ctx, tx, l); err != nil {
				return err
			}
			return turn.Done(ctx, tx)
		}, func(ctx context.Context, tx access.Tx) error {
			next = nil
			return turn.Done(ctx, tx)
		})
		if err != nil || next == nil {
			return err
		}
		visit = *next
		handler, err = e.handler(visit.Life)
	}
	return err
}

// stage lets the handler look and applies its verdict. then joins the
// transaction with the life as it has moved and its new step; void does when the
// life has moved meanwhile. Either may be called more than once.
func (e *Engine) stage(ctx context.Context, v Visit, h Handler,
	then func(context.Context, access.Tx, Life, Step) error, void func(context.Context, access.Tx) error) error {
	verdict, err := h.Visit(ctx, v)
	if err != nil {
		return fault.Wrap("life: stage "+v.Life.Stage(), err)
	}
	late := false
	writing := database.InTurn(ctx)
	if verdict.Effect == nil || verdict.own {
		// What is read is the life and its steps, and whoever writes these, or
		// takes account of them, writes the life, as this does. Lost in a power
		// cut, the stage is passed again: the turn goes back with it.
		writing = database.Lazy(database.Snapshot(ctx))
	}
	err = e.doors.Write(writing, access.System("life"), func(tx access.Tx) error {
		l, step, moved, err := e.take(ctx, tx, v, verdict)
		late = moved
		switch {
		case err != nil:
			return err
		case !late:
			return then(ctx, tx, l, step)
		case void != nil:
			return void(ctx, tx)
		}
		return nil
	})
	if err == nil && late && verdict.Void != nil {
		return verdict.Void(context.WithoutCancel(ctx))
	}
	return err
}

var errWentBack = errors.New("life: the database has lost steps that were taken; the stage begins again")

// Apply writes the verdict of a visit, unless the life has moved meanwhile.
func (e *Engine) Apply(ctx context.Context, tx access.Tx, v Visit, verdict Verdict) error {
	l, _, late, err := e.take(ctx, tx, v, verdict)
	if err != nil || late {
		return err
	}
	return fault.Wrap("life.apply", e.enqueue(ctx, tx, l))
}

// take moves the life by the verdict of a visit; late tells that it has moved
// meanwhile. The lock comes first: of two runs of the same stage one waits at
// once, rather than fail at its end.
func (e *Engine) take(ctx context.Context, tx access.Tx, v Visit, verdict Verdict) (l Life, s Step, late bool, err error) {
	l, err = get(ctx, tx, v.Life.VersionID, forUpdate(tx))
	switch {
	case err != nil:
		return l, s, false, err
	case l.epoch < v.Life.epoch:
		// A database that was restored, or that failed over to a copy, no longer
		// has what this run has seen: its turn went back with it, and is not over.
		return l, s, false, errWentBack
	case l.epoch > v.Life.epoch:
		return l, s, true, nil
	}
	by := access.Actor{Kind: access.Itself, Name: "Airial"}
	if v.Answer != nil && v.Answer.Source != FromClock {
		by = v.Answer.By
	}
	if verdict.Effect != nil {
		if err := verdict.Effect(ctx, tx); err != nil {
			return l, s, false, err
		}
	}
	// The life has not moved since the visit, so there is no step that it did not
	// see.
	s, err = e.move(ctx, tx, &l, verdict, by, len(v.Steps)+1)
	return l, s, false, err
}
