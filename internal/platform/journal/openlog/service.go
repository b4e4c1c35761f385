package openlog

import (
	"context"
	"net/http"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/journal"
	"airial/internal/platform/web"
)

// Parts is what the room is made with.
type Parts struct {
	Journal *journal.Journal
	DB      database.Transactor
	Clock   clock.Clock
	Key     string // the public key of the log
	// Witness is the witness's name, as journal.Cosigned has it, and
	// WitnessKey its public key; both empty without one.
	Witness, WitnessKey string
}

// Service is the room, put together.
type Service struct{ p Parts }

// New puts the room together.
func New(p Parts) *Service { return &Service{p} }

// Register adds the room's routes and operations.
func (s *Service) Register(routes *web.Routes, api *web.Interface) {
	get := func(pattern string, kind web.Kind, handler web.Handler) {
		routes.Add(web.Route{Method: http.MethodGet, Pattern: pattern, Kind: kind, Guard: web.Everyone, Handler: handler})
	}
	get("/journal", web.Page, s.page)
	get("/journal/checkpoint", web.Download, s.checkpoint)
	get("/journal/tile/{path...}", web.Download, s.tile)
	s.operations(api)
}

// State is how the log stands.
type State struct {
	Head    journal.Head // the newest checkpoint; zero while the log is empty
	Public  journal.Head // the one that goes out
	Witness journal.Cosigned
	// LateSince is when the first checkpoint was signed that the witness has
	// yet to countersign; zero when there is none, or no witness.
	LateSince time.Time
}

// lateAfter is how long a witness may take before the page speaks of it.
const lateAfter = 10 * time.Minute

// Late tells whether the witness should have countersigned by now.
func (st State) Late(now time.Time) bool {
	return !st.LateSince.IsZero() && now.Sub(st.LateSince) > lateAfter
}

// StateOf reads how the log stands, with the witness of a name ("" for none).
func StateOf(ctx context.Context, tx database.Tx, j *journal.Journal, witness string) (st State, err error) {
	st.Head, err = j.Head(ctx, tx)
	if fault.Is(err, fault.NotFound) {
		return st, nil
	}
	st.Public = st.Head
	if err != nil || witness == "" {
		return st, err
	}
	st.Witness, err = j.CosignedBy(ctx, tx, witness)
	if err != nil {
		return st, err
	}
	st.LateSince, err = j.LateSince(ctx, tx, st.Witness.Size)
	if err != nil || st.Witness.Size == 0 {
		return st, err // before the first countersignature, what there is
	}
	st.Public = journal.Head{Note: st.Witness.Note, At: st.Witness.SignedAt}
	st.Public.Checkpoint, err = journal.ReadCheckpoint(st.Witness.Note)
	return st, err
}

func (s *Service) state(ctx context.Context, more func(tx database.Tx, st State) error) (st State, err error) {
	err = s.p.DB.Read(ctx, func(tx database.Tx) (err error) {
		st, err = StateOf(ctx, tx, s.p.Journal, s.p.Witness)
		if err == nil && more != nil {
			err = more(tx, st)
		}
		return err
	})
	return st, err
}
