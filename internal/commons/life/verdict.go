package life

import (
	"context"
	"encoding/json"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/piece"
	"airial/internal/platform/i18n"
)

// Visit is what a handler is given: the version, where it stands, what was
// already found, and the answer that reopened the stage, if any.
type Visit struct {
	Piece   piece.Piece
	Version piece.Version
	Life    Life
	Steps   []Step // in order
	Answer  *Answer
}

// Source tells where an answer comes from.
type Source string

// The sources of an answer.
const (
	FromPerson  Source = "person"
	FromOutside Source = "outside"
	FromClock   Source = "clock" // the date that was waited for has come
)

// Undo is the verb of the answer by which the engine sends a version back to a
// stage: the handler is to wait there for a fresh decision.
const Undo = "undo"

// Look is the verb of the answer by which the engine has a stage look at a
// version once more (LookAgain).
const Look = "look"

// Answer is what a waiting stage waited for. Its verb is the stage's own:
// "publish", "approve", "refuse".
type Answer struct {
	Source Source          `json:"source"`
	Verb   string          `json:"verb"`
	Reason string          `json:"reason,omitempty"`
	Data   json.RawMessage `json:"data,omitempty"`
	By     access.Actor    `json:"by"`
}

// Wait says what a stage waits for: a person with a right at the member, an
// answer from outside, or a date. Several may be given: the first to come
// reopens the stage.
type Wait struct {
	Right   access.Right // "" when no person is waited for
	Outside bool
	Until   time.Time // zero: without a limit
	Why     i18n.Text
}

// Verdict is what came of a visit.
type Verdict struct {
	outcome  StepOutcome
	skipped  bool
	back     string
	wait     Wait
	Reason   i18n.Text
	Evidence any // encoded as a JSON object: counts, digests, addresses
	// Effect happens in the transaction that writes the step; nil for none.
	Effect func(ctx context.Context, tx access.Tx) error
	own    bool // see WithOwn
	// Void happens, after the transaction, when the verdict came too late and
	// was not applied: what the visit has made outside is nobody's.
	Void func(ctx context.Context) error
}

// Pass lets the version go on.
func Pass(evidence any) Verdict { return Verdict{outcome: Passed, Evidence: evidence} }

// Skip lets the version go on because the stage does not concern it.
func Skip(why i18n.Text) Verdict { return Verdict{outcome: Passed, skipped: true, Reason: why} }

// Refuse ends the version's life here; the reason says what to do.
func Refuse(why i18n.Text, evidence any) Verdict {
	return Verdict{outcome: Refused, Reason: why, Evidence: evidence}
}

// Hold makes the version wait.
func Hold(w Wait, evidence any) Verdict {
	return Verdict{outcome: Waiting, wait: w, Reason: w.Why, Evidence: evidence}
}

// Back sends the version back to an earlier stage, which runs again.
func Back(stage string, why i18n.Text, evidence any) Verdict {
	return Verdict{outcome: Waiting, back: stage, Reason: why, Evidence: evidence}
}

// Holds tells whether the verdict makes the version wait where it stands.
func (v Verdict) Holds() bool { return v.outcome == Waiting && v.back == "" }

// Right is the right of the person for whom the verdict waits; "" for nobody's.
func (v Verdict) Right() access.Right { return v.wait.Right }

// With adds an effect to a verdict.
func (v Verdict) With(effect func(ctx context.Context, tx access.Tx) error) Verdict {
	v.Effect, v.own = effect, false
	return v
}

// WithOwn is With for an effect that reads nothing, and writes only rows that
// belong to the version and that nobody changes without moving its life: what
// the visit has found. It needs no more care than the step itself, and is in
// nobody's way.
func (v Verdict) WithOwn(effect func(ctx context.Context, tx access.Tx) error) Verdict {
	v.Effect, v.own = effect, true
	return v
}

// OrElse adds what is to be done with what the visit has made when the life has
// moved meanwhile and the verdict counts for nothing.
func (v Verdict) OrElse(void func(ctx context.Context) error) Verdict {
	v.Void = void
	return v
}

// Because adds a reason to a verdict.
func (v Verdict) Because(why i18n.Text) Verdict {
	v.Reason = why
	return v
}
