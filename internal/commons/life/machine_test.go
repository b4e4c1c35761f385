package life_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/life/lifetest"
	"airial/internal/commons/piece"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// A life under everything that may happen to it, in any order: answers of all
// sorts at any time, dates that come, undo, turns that are lost, given twice or
// run by two workers at once, stages that fail before or after their work, a
// retry, a later version that is published. Whatever came, the steps are dense,
// each epoch has at most one, nothing is public that the last decision did not
// allow, and a life that runs has a turn.

const machineKind = "machine"

var errStage = errors.New("the stage fails")

// machine is a kind of piece with two gates and a publication that can be
// undone. It keeps what is public as the effects say it.
type machine struct {
	broken bool // stages fail
	public map[string]int
	twice  bool
}

func (m *machine) path() life.Path {
	return life.Path{Kind: machineKind, Stages: []life.Stage{
		{Name: "received", Label: i18n.T("Reçu", "Received")},
		{Name: "asked", Label: i18n.T("Demandé", "Asked"), Handler: machineAsked{m}},
		{Name: "agreed", Label: i18n.T("Accordé", "Agreed"), Handler: machineAgreed{m}},
		{Name: "shown", Label: i18n.T("Montré", "Shown"), Handler: machineShown{m}},
	}}
}

type machineAsked struct{ m *machine }

func (h machineAsked) Visit(_ context.Context, v life.Visit) (life.Verdict, error) {
	switch {
	case h.m.broken:
		return life.Verdict{}, errStage
	case v.Answer == nil || v.Answer.Verb == life.Undo:
		return life.Hold(life.Wait{Outside: true, Until: v.Life.Updated.Add(time.Hour), Why: i18n.T("Attend.", "Waits.")}, nil), nil
	case v.Answer.Source == life.FromClock:
		return life.Pass(nil), nil
	}
	return life.Pass(nil), nil
}

type machineAgreed struct{ m *machine }

// Visit passes by itself the first time, as an automatic approval does, and
// waits for a person once its decision was taken back.
func (h machineAgreed) Visit(_ context.Context, v life.Visit) (life.Verdict, error) {
	switch {
	case h.m.broken:
		return life.Verdict{}, errStage
	case v.Answer == nil:
		return life.Pass(nil), nil
	case v.Answer.Verb == "no":
		return life.Refuse(i18n.T("Non.", "No."), nil), nil
	case v.Answer.Verb == "back":
		return life.Back("asked", i18n.T("Retour.", "Back."), nil), nil
	case v.Answer.Verb == "yes":
		return life.Pass(nil), nil
	}
	return life.Hold(life.Wait{Right: access.Approve, Why: i18n.T("À décider.", "To decide.")}, nil), nil
}

type machineShown struct{ m *machine }

func (h machineShown) Visit(_ context.Context, v life.Visit) (life.Verdict, error) {
	if h.m.broken {
		return life.Verdict{}, errStage
	}
	id := v.Version.ID
	return life.Pass(nil).With(func(_ context.Context, tx access.Tx) error {
		tx.AfterCommit(func() {
			h.m.public[id]++
			h.m.twice = h.m.twice || h.m.public[id] > 1
		})
		return nil
	}), nil
}

func (h machineShown) Undo(_ context.Context, tx access.Tx, v life.Visit) error {
	tx.AfterCommit(func() { h.m.public[v.Version.ID]-- })
	return nil
}

// run is one life of the machine under test.
type run struct {
	*bench
	m       *machine
	id      string
	turns   []life.Ticket
	old     []life.Ticket // given before; given again they must do nothing
	refused bool          // the last decision was an undo that nobody has answered
}

func TestALifeUnderEverything(t *testing.T) {
	each(t, func(b *bench) {
		m := &machine{public: map[string]int{}}
		b.queue = &lifetest.Queue{}
		b.engine = life.NewEngine(b.doors, b.queue, b.record, slog.New(slog.DiscardHandler))
		b.engine.Register(m.path())
		n := 0
		rapid.Check(b.t, func(rt *rapid.T) {
			n++
			m.broken, m.twice = false, false
			r := &run{bench: b, m: m}
			r.begin(rt, n)
			rt.Repeat(map[string]func(*rapid.T){
				"turn":    r.turn,
				"two":     r.two,
				"again":   r.again,
				"crash":   r.crash,
				"on":      r.on,
				"break":   func(*rapid.T) { m.broken = !m.broken },
				"answer":  r.answers,
				"undo":    r.undo,
				"retry":   r.retry,
				"due":     r.due,
				"give up": r.giveUp,
				"":        r.holds,
			})
		})
	})
}

func (r *run) do(rt *rapid.T, fn func(context.Context, access.Tx) error, allowed ...fault.Kind) bool {
	ctx := r.t.Context()
	err := r.doors.Write(ctx, r.as(access.Approver), func(tx access.Tx) error { return fn(ctx, tx) })
	r.turns = append(r.turns, r.queue.Take()...)
	for _, kind := range allowed {
		if fault.Is(err, kind) {
			return false
		}
	}
	if err != nil {
		rt.Fatal(err)
	}
	return true
}

func (r *run) begin(rt *rapid.T, n int) {
	r.do(rt, func(ctx context.Context, tx access.Tx) error {
		_, v, _, err := piece.Put(ctx, tx, piece.Deposit{MemberID: r.member, Kind: machineKind, Title: fmt.Sprint("Machine ", n),
			FileName: "m.csv", Digest: strings.Repeat("b", 64), Size: 1})
		if err != nil {
			return err
		}
		r.id = v.ID
		_, err = r.engine.Begin(ctx, tx, v, machineKind, nil)
		return err
	})
}

func (r *run) ticket(rt *rapid.T) (life.Ticket, bool) {
	if len(r.turns) == 0 {
		return life.Ticket{}, false
	}
	i := rapid.IntRange(0, len(r.turns)-1).Draw(rt, "turn")
	t := r.turns[i]
	r.turns = append(r.turns[:i:i], r.turns[i+1:]...)
	r.old = append(r.old, t)
	return t, true
}

// visit runs a ticket as a worker does: what fails is given again.
func (r *run) visit(rt *rapid.T, t life.Ticket) {
	err := r.engine.Run(r.t.Context(), t, nil)
	r.turns = append(r.turns, r.queue.Take()...)
	if errors.Is(err, errStage) {
		r.turns = append(r.turns, t)
	} else if err != nil {
		rt.Fatal(err)
	}
}

func (r *run) turn(rt *rapid.T) {
	if t, ok := r.ticket(rt); ok {
		r.visit(rt, t)
	}
}

// two workers have the same ticket: both visits are done before either verdict
// is applied.
func (r *run) two(rt *rapid.T) {
	t, ok := r.ticket(rt)
	if !ok {
		return
	}
	err := r.engine.RunAll(r.t.Context(), []life.Ticket{t, t}, 2, func(life.Life) {})
	r.turns = append(r.turns, r.queue.Take()...)
	if errors.Is(err, errStage) {
		r.turns = append(r.turns, t)
	} else if err != nil {
		rt.Fatal(err)
	}
}

// again gives a ticket that was run before.
func (r *run) again(rt *rapid.T) {
	if len(r.old) > 0 {
		r.visit(rt, rapid.SampledFrom(r.old).Draw(rt, "old"))
	}
}

// crash does a visit whose transaction never commits.
func (r *run) crash(rt *rapid.T) {
	t, ok := r.ticket(rt)
	if !ok {
		return
	}
	r.turns = append(r.turns, t)
	dead := errors.New("the process dies")
	err := r.engine.Run(r.t.Context(), t, func(context.Context, access.Tx) error { return dead })
	if err != nil && !errors.Is(err, dead) && !errors.Is(err, errStage) {
		rt.Fatal(err)
	}
}

// on is a worker that goes on from stage to stage. It may die in the transaction
// that gives it the next turn, and the life may be moved by others as soon as that
// is committed.
func (r *run) on(rt *rapid.T) {
	t, ok := r.ticket(rt)
	if !ok {
		return
	}
	dead := errors.New("the process dies")
	w := &worker{held: t}
	w.next = func() error {
		if rapid.IntRange(0, 5).Draw(rt, "dies") == 0 {
			return dead
		}
		return nil
	}
	w.between = func() {
		r.old = append(r.old, w.held)
		if rapid.IntRange(0, 3).Draw(rt, "moved") == 0 {
			r.undo(rt)
		}
	}
	err := r.engine.RunOn(r.t.Context(), t, w)
	r.turns = append(r.turns, r.queue.Take()...)
	switch {
	case errors.Is(err, errStage), errors.Is(err, dead):
		r.turns = append(r.turns, w.held) // another takes over what it held
	case err != nil:
		rt.Fatal(err)
	}
}

func (r *run) answers(rt *rapid.T) {
	a := rapid.SampledFrom([]life.Answer{{Source: life.FromPerson, Verb: "yes"}, {Source: life.FromPerson, Verb: "no"},
		{Source: life.FromPerson, Verb: "back"}, {Source: life.FromOutside, Verb: "ok"}}).Draw(rt, "answer")
	if r.do(rt, func(ctx context.Context, tx access.Tx) error { return r.engine.Answer(ctx, tx, r.id, a) }, fault.Conflict) {
		r.refused = r.refused && a.Verb != "yes" && a.Verb != "back"
	}
}

func (r *run) undo(rt *rapid.T) {
	if r.do(rt, func(ctx context.Context, tx access.Tx) error {
		return r.engine.SendBack(ctx, tx, r.id, "agreed", "non")
	}, fault.Conflict) {
		r.refused = true
	}
}

func (r *run) retry(rt *rapid.T) {
	r.do(rt, func(ctx context.Context, tx access.Tx) error { return r.engine.Retry(ctx, tx, r.id) }, fault.Conflict)
}

func (r *run) due(*rapid.T) {
	r.clock.Advance(2 * time.Hour)
	broken := r.m.broken
	r.m.broken = false // Come runs the turns that follow
	r.queue.Come(r.t, r.engine, r.clock.Now())
	r.m.broken = broken
}

// giveUp is the end of a ticket's attempts.
func (r *run) giveUp(rt *rapid.T) {
	if t, ok := r.ticket(rt); ok && r.m.broken {
		r.do(rt, func(ctx context.Context, tx access.Tx) error { return r.engine.Fail(ctx, tx, t, errStage) })
	} else if ok {
		r.turns = append(r.turns, t)
	}
}

func (r *run) holds(rt *rapid.T) {
	var l life.Life
	var steps []life.Step
	err := r.doors.Read(r.t.Context(), access.System("test"), func(tx access.Tx) (err error) {
		if l, err = life.Get(r.t.Context(), tx, r.id); err != nil {
			return err
		}
		steps, err = life.Steps(r.t.Context(), tx, r.id)
		return err
	})
	if err != nil {
		rt.Fatal(err)
	}
	for i, s := range steps {
		if s.Number != i+1 {
			rt.Fatalf("step %d has number %d", i+1, s.Number)
		}
	}
	if n := r.m.public[r.id]; n < 0 || n > 1 || r.m.twice {
		rt.Fatalf("public %d times", n)
	}
	if r.m.public[r.id] == 1 != (l.Outcome == life.Done) {
		rt.Fatalf("public %d, and the life is %s at %s", r.m.public[r.id], l.Outcome, l.Stage())
	}
	if r.refused && l.Outcome == life.Done {
		rt.Fatal("published again though nobody has answered since it was taken back")
	}
	last := steps[len(steps)-1]
	if l.Outcome == life.Done && last.Outcome != life.Passed || l.Outcome == life.Rejected && last.Outcome != life.Refused ||
		l.Outcome == life.Broken && last.Outcome != life.Failed {
		rt.Fatalf("the life is %s after a step %s", l.Outcome, last.Outcome)
	}
	if l.Outcome == life.Running && len(r.turns) == 0 {
		rt.Fatalf("the life runs at %s and has no turn", l.Stage())
	}
}
