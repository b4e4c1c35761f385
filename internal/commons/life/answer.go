package life

import (
	"context"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/commons/piece"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// Answer gives a waiting stage what it waits for; the stage then runs again
// with it. A person needs the right that the stage waits for. A life that does
// not wait (any more) is a Conflict.
func (e *Engine) Answer(ctx context.Context, tx access.Tx, version string, a Answer) error {
	const op = "life.Answer"
	l, err := Get(ctx, tx, version)
	if err != nil {
		return err
	}
	if l.Outcome != OnHold {
		return fault.New(fault.Conflict, op, "Ce dépôt n’attend plus de décision. Rechargez la page pour voir où il en est.",
			"This deposit no longer waits for a decision. Reload the page to see how it stands.")
	}
	switch a.Source {
	case FromPerson:
		if l.WaitRight == "" {
			return fault.New(fault.Conflict, op, "Ce dépôt n’attend la décision de personne.", "This deposit waits for nobody’s decision.")
		}
		if err := tx.May(ctx, l.WaitRight, l.MemberID); err != nil {
			return err
		}
		a.By = tx.Scope().Actor()
	case FromOutside:
		if !l.Outside {
			return fault.New(fault.Conflict, op, "Ce dépôt n’attend pas de réponse extérieure.", "This deposit waits for no outside answer.")
		}
	}
	stage, _ := e.paths[l.Kind].stage(l.Stage())
	if accepter, ok := stage.Handler.(Accepter); ok {
		visit := Visit{Life: l}
		if err := e.fill(ctx, tx.Elevated("life"), &visit); err != nil {
			return err
		}
		if err := accepter.Accept(ctx, tx, visit, a); err != nil {
			return err
		}
	}
	return e.reopen(ctx, tx, l, a)
}

// reopen makes the stage where the life stands run again with an answer.
func (e *Engine) reopen(ctx context.Context, tx access.Tx, l Life, a Answer) error {
	l.Outcome, l.answer, l.epoch, l.Updated = Running, &a, l.epoch+1, tx.Clock().Now()
	// The date stays, so that the stage can tell how long it has waited.
	l.WaitRight, l.Outside = "", false
	if err := updateLife(ctx, tx, l); err != nil {
		return fault.Wrap("life.reopen", err)
	}
	return fault.Wrap("life.reopen", e.enqueue(ctx, tx, l))
}

// Due tells a waiting life that its date has come. A void ticket does nothing.
func (e *Engine) Due(ctx context.Context, t Ticket) error {
	return e.doors.Write(ctx, access.System("life"), func(tx access.Tx) error {
		l, err := Get(ctx, tx, t.Version)
		if err != nil || l.epoch != t.Epoch || l.Outcome != OnHold {
			return err
		}
		return e.reopen(ctx, tx, l, Answer{Source: FromClock, Verb: "due"})
	})
}

// Retry runs the stage of a failed life again.
func (e *Engine) Retry(ctx context.Context, tx access.Tx, version string) error {
	l, err := Get(ctx, tx, version)
	if err != nil {
		return err
	}
	if l.Outcome != Broken {
		return fault.New(fault.Conflict, "life.Retry", "Ce dépôt n’est pas en panne.", "This deposit has not failed.")
	}
	l.Outcome, l.epoch, l.Updated = Running, l.epoch+1, tx.Clock().Now()
	if err := updateLife(ctx, tx, l); err != nil {
		return fault.Wrap("life.Retry", err)
	}
	return e.enqueue(ctx, tx, l)
}

// SendBack returns a version to an earlier stage, or reopens the one where it
// stands, for a fresh decision: the undo of what was decided there. The
// effects of the stages passed since are taken back, the latest first. The
// caller has checked the right to do so.
func (e *Engine) SendBack(ctx context.Context, tx access.Tx, version, to, reason string) error {
	const op = "life.SendBack"
	l, err := Get(ctx, tx, version)
	if err != nil {
		return err
	}
	position := slices.Index(l.Path, to)
	if position < 0 || position > l.Position {
		return fault.New(fault.Conflict, op, "Ce dépôt n’a pas encore atteint cette étape.", "This deposit has not reached that stage yet.")
	}
	return e.goBack(ctx, tx, l, position, Answer{Source: FromPerson, Verb: Undo, Reason: reason, By: tx.Scope().Actor()})
}

// LookAgain has a stage look once more at a version, because what it goes by
// has changed: what was decided there and since is open again. It does nothing
// where the version has not come so far, or has come to its end.
func (e *Engine) LookAgain(ctx context.Context, tx access.Tx, version, stage string) error {
	l, err := Get(ctx, tx, version)
	if err != nil {
		return err
	}
	position := slices.Index(l.Path, stage)
	if position < 0 || position > l.Position || l.Outcome != OnHold && l.Outcome != Running {
		return nil
	}
	return e.goBack(ctx, tx, l, position, Answer{Source: FromPerson, Verb: Look, By: tx.Scope().Actor()})
}

// goBack takes back what the stages from a position on have done, the latest
// first, and has that stage run again.
func (e *Engine) goBack(ctx context.Context, tx access.Tx, l Life, position int, a Answer) error {
	visit := Visit{Life: l}
	if err := e.fill(ctx, tx.Elevated("life"), &visit); err != nil {
		return err
	}
	last := l.Position
	if l.Outcome != Done {
		last--
	}
	for i := last; i >= position; i-- {
		stage, _ := e.paths[l.Kind].stage(l.Path[i])
		if undoer, ok := stage.Handler.(Undoer); ok {
			if err := undoer.Undo(ctx, tx, visit); err != nil {
				return err
			}
		}
	}
	l.Position = position
	return e.reopen(ctx, tx, l, a)
}

// Supersede ends the lives of earlier versions that still wait, because a
// later one was published.
func (e *Engine) Supersede(ctx context.Context, tx access.Tx, v piece.Version) error {
	if v.Number == 1 {
		return nil
	}
	earlier, err := lives(ctx, tx, `piece_id = $1 and version_id <> $2 and outcome in ('waiting','running','failed')`,
		v.PieceID, v.ID)
	if err != nil {
		return fault.Wrap("life.Supersede", err)
	}
	for _, l := range earlier {
		other, err := piece.GetVersion(ctx, tx, l.VersionID)
		if err != nil {
			return err
		}
		if other.Number > v.Number {
			continue
		}
		why := i18n.T("Remplacée par la version %[1]d, publiée.", "Replaced by version %[1]d, published.", v.Number)
		if err := e.apply(ctx, tx, &l, Refuse(why, nil), access.Actor{Kind: access.Itself, Name: "Airial"}); err != nil {
			return err
		}
		l.WaitRight = ""
		if err := updateLife(ctx, tx, l); err != nil {
			return fault.Wrap("life.Supersede", err)
		}
	}
	return nil
}
