package life

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
)

// apply moves a life by a verdict, and hands its next turn to the queue.
func (e *Engine) apply(ctx context.Context, tx access.Tx, l *Life, v Verdict, by access.Actor) error {
	if _, err := e.move(ctx, tx, l, v, by, 0); err != nil {
		return err
	}
	return fault.Wrap("life.apply", e.enqueue(ctx, tx, *l))
}

// move moves a life by a verdict: step, journal, new position. number is that of
// the step, if it is known: to count steps is to look at a page of their index to
// which everybody adds, which has serializable transactions repeated.
func (e *Engine) move(ctx context.Context, tx access.Tx, l *Life, v Verdict, by access.Actor, number int) (Step, error) {
	const op = "life.apply"
	step := Step{ID: tx.NewID(), Number: number, Stage: l.Stage(), Outcome: v.outcome, Skipped: v.skipped,
		At: tx.Clock().Now(), By: by, Reason: v.Reason}
	evidence, err := object(v.Evidence)
	if err != nil {
		return step, fault.Wrap(op, err)
	}
	step.Evidence = evidence
	if err := e.write(ctx, tx, *l, &step); err != nil {
		return step, fault.Wrap(op, err)
	}
	l.Updated, l.epoch = step.At, l.epoch+1
	if v.outcome != Failed {
		// A stage that failed has not used its answer: when it is tried again
		// it must know that a person said no, or took a yes back.
		l.answer = nil
	}
	l.WaitRight, l.Wait, l.Outside, l.Due = "", v.Reason, false, v.wait.Until
	switch {
	case v.back != "":
		to := slices.Index(l.Path, v.back)
		if to < 0 || to >= l.Position {
			return step, fault.Wrap(op, fmt.Errorf("no way back from %s to %q", l.Stage(), v.back))
		}
		l.Position, l.Outcome = to, Running
	case v.outcome == Passed && l.Position == len(l.Path)-1:
		l.Outcome = Done
	case v.outcome == Passed:
		l.Position, l.Outcome = l.Position+1, Running
	case v.outcome == Waiting:
		l.Outcome, l.WaitRight, l.Outside = OnHold, v.wait.Right, v.wait.Outside
	case v.outcome == Refused:
		// What unblocks a refusal is a corrected file.
		l.Outcome, l.WaitRight = Rejected, access.Deposit
	case v.outcome == Failed:
		l.Outcome = Broken
	}
	return step, fault.Wrap(op, updateLife(ctx, tx, *l))
}

func (e *Engine) write(ctx context.Context, tx access.Tx, l Life, s *Step) error {
	if err := insertStep(ctx, tx, l.VersionID, s); err != nil {
		return err
	}
	return e.record.Record(ctx, tx, l, *s)
}

// enqueue hands the life's next turn to the queue: at once when it runs, on
// its date when it waits for one.
func (e *Engine) enqueue(ctx context.Context, tx access.Tx, l Life) error {
	t := Ticket{Version: l.VersionID, Epoch: l.epoch}
	switch {
	case l.Outcome == Running:
		return e.queue.Visit(ctx, tx, l.MemberID, t)
	case l.Outcome == OnHold && !l.Due.IsZero():
		return e.queue.Due(ctx, tx, l.MemberID, t, l.Due)
	}
	return nil
}

func object(evidence any) (json.RawMessage, error) {
	if evidence == nil {
		return json.RawMessage("{}"), nil
	}
	out, err := json.Marshal(evidence)
	if err == nil && (len(out) == 0 || out[0] != '{') {
		err = fmt.Errorf("evidence %.60s is no object", out)
	}
	return out, err
}
