package life

import (
	"context"
	"fmt"
	"log/slog"

	"airial/internal/commons/access"
	"airial/internal/commons/piece"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// Ticket names a stage's turn: a version, and how often its life has moved.
// One whose epoch has passed is void, which is what makes a stage that is run
// twice do no more than once.
type Ticket struct {
	Version string `json:"version"`
	Epoch   int    `json:"epoch"`
}

// Recorder writes a step into the journal, in the step's transaction.
type Recorder interface {
	Record(ctx context.Context, tx access.Tx, l Life, s Step) error
}

// Engine runs the paths.
type Engine struct {
	doors  *access.Doors
	queue  Queue
	record Recorder
	log    *slog.Logger
	paths  map[string]Path
}

// NewEngine returns an engine without paths.
func NewEngine(doors *access.Doors, queue Queue, record Recorder, log *slog.Logger) *Engine {
	return &Engine{doors: doors, queue: queue, record: record, log: log, paths: map[string]Path{}}
}

// Register adds the path of a kind of piece. It is called when the program is
// put together; a path that makes no sense is a mistake of ours.
func (e *Engine) Register(p Path) {
	if err := p.check(); err != nil {
		panic(err)
	}
	if _, twice := e.paths[p.Kind]; twice {
		panic("life: two paths for " + p.Kind)
	}
	e.paths[p.Kind] = p
}

// Label returns what people read for a stage of a kind.
func (e *Engine) Label(kind, stage string) i18n.Text {
	if s, ok := e.paths[kind].stage(stage); ok {
		return s.Label
	}
	return i18n.Text{Fr: stage, En: stage}
}

// Begin starts the life of a version that was just deposited: its first stage
// is passed with the given evidence, the next one is queued.
func (e *Engine) Begin(ctx context.Context, tx access.Tx, v piece.Version, kind string, evidence any) (Life, error) {
	const op = "life.Begin"
	path, ok := e.paths[kind]
	if !ok {
		return Life{}, fault.Wrap(op, fmt.Errorf("no path for kind %q", kind))
	}
	now := tx.Clock().Now()
	l := Life{VersionID: v.ID, PieceID: v.PieceID, MemberID: v.MemberID, Kind: kind, Path: path.names(),
		Outcome: Running, Begun: now, Updated: now}
	if err := insertLife(ctx, tx, l); err != nil {
		return l, fault.Wrap(op, err)
	}
	if v.Number > 1 {
		// What an earlier version waited for from its depositor is answered.
		if err := superseded(ctx, tx, v); err != nil {
			return l, fault.Wrap(op, err)
		}
	}
	if _, err := e.move(ctx, tx, &l, Pass(evidence), v.Actor, 1); err != nil {
		return l, err
	}
	return l, fault.Wrap(op, e.enqueue(ctx, tx, l))
}

func (e *Engine) visit(ctx context.Context, t Ticket) (Visit, Handler, error) {
	var v Visit
	err := e.doors.Read(ctx, access.System("life"), func(tx access.Tx) (err error) {
		if v.Life, err = Get(ctx, tx, t.Version); err != nil {
			return err
		}
		return e.fill(ctx, tx, &v)
	})
	if err != nil {
		return v, nil, err
	}
	if v.Life.epoch != t.Epoch || v.Life.Outcome != Running {
		return v, nil, nil
	}
	h, err := e.handler(v.Life)
	return v, h, err
}

// handler returns who does the work of the stage where a life stands.
func (e *Engine) handler(l Life) (Handler, error) {
	stage, known := e.paths[l.Kind].stage(l.Stage())
	switch {
	case !known:
		return nil, fault.Wrap("life.Run", fmt.Errorf("kind %q has no stage %q any more", l.Kind, l.Stage()))
	case stage.Handler == nil:
		return passThrough{}, nil
	}
	return stage.Handler, nil
}

// fill reads the rest of a visit, the last of what a Read asks for.
func (e *Engine) fill(ctx context.Context, tx access.Tx, v *Visit) (err error) {
	if v.Version, err = piece.GetVersion(ctx, tx, v.Life.VersionID); err != nil {
		return err
	}
	if v.Piece, err = piece.Get(ctx, tx, v.Life.PieceID); err != nil {
		return err
	}
	v.Answer = v.Life.answer
	v.Steps, err = Steps(database.Last(ctx), tx, v.Life.VersionID)
	return err
}

// passThrough is the handler of a stage without one.
type passThrough struct{}

func (passThrough) Visit(context.Context, Visit) (Verdict, error) { return Pass(nil), nil }

// Fail records that a stage could not be run, after its last attempt.
func (e *Engine) Fail(ctx context.Context, tx access.Tx, t Ticket, cause error) error {
	l, err := Get(ctx, tx, t.Version)
	if err != nil || l.epoch != t.Epoch || l.Outcome != Running {
		return err
	}
	e.log.ErrorContext(ctx, "stage failed", "version", l.VersionID, "stage", l.Stage(), "error", cause)
	verdict := Verdict{outcome: Failed, Reason: i18n.T(
		"Cette étape n’a pas pu se faire de notre côté. L’opérateur est prévenu ; vous n’avez rien à refaire.",
		"This stage could not be done on our side. The operator has been told; you need not do anything again.")}
	return e.apply(ctx, tx, &l, verdict, access.Actor{Kind: access.Itself, Name: "Airial"})
}
