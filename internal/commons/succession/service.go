package succession

import (
	"context"
	"log/slog"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
)

// What the journal says of acts.
const (
	EventRecorded  = "succession.recorded"
	EventCancelled = "succession.cancelled"
	EventDone      = "succession.done"
	EventUndone    = "succession.undone"
	EventErased    = "succession.erased"
)

// The room's jobs.
const (
	jobCarry = "succession.carry"
	jobErase = "succession.erase"
)

// Service carries acts out.
type Service struct {
	doors      *access.Doors
	queue      *jobs.Queue
	inheritors []organisation.Inheritor
	tables     []database.Table
	log        *slog.Logger
}

// Parts is what the room is made with.
type Parts struct {
	Doors *access.Doors
	Queue *jobs.Queue
	// Inheritors pass what their rooms hold, in this order.
	Inheritors []organisation.Inheritor
	// Tables is the register of all tables.
	Tables []database.Table
	Log    *slog.Logger
}

// New puts the room together.
func New(p Parts) *Service {
	return &Service{doors: p.Doors, queue: p.Queue, inheritors: p.Inheritors, tables: p.Tables, log: p.Log}
}

// Handle gives the room's jobs to a runner.
func (s *Service) Handle(runner *jobs.Runner) {
	handle := func(kind string, do func(context.Context, string) error) {
		runner.Handle(kind, func(ctx context.Context, job jobs.Job) error {
			var id string
			if err := job.Decode(&id); err != nil {
				return jobs.Cancel(err)
			}
			return do(ctx, id)
		})
	}
	handle(jobCarry, s.Carry)
	handle(jobErase, s.EraseLeft)
}

// Record records an act and has it carried out on its day: at once when that
// is not to come.
func (s *Service) Record(ctx context.Context, tx access.Tx, kind Kind, p Plan, day, deed string) (Act, error) {
	if err := Check(ctx, tx, kind, p, day); err != nil {
		return Act{}, err
	}
	a := Act{ID: tx.NewID(), Kind: kind, State: Planned, Day: day, Deed: deed, Plan: p,
		Recorder: tx.Scope().Actor().Name, By: tx.Scope().Actor().ID, Recorded: tx.Clock().Now()}
	if err := save(ctx, tx, a); err != nil {
		return a, err
	}
	if err := tell(ctx, tx, EventRecorded, a); err != nil {
		return a, err
	}
	_, err := s.queue.Insert(ctx, tx, jobs.Job{Kind: jobCarry, Args: a.ID, UniqueKey: a.ID, RunAt: dawn(day)})
	return a, err
}

// dawn is the first instant of a day in metropolitan France, as laws count
// days.
func dawn(day string) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, day, i18n.Local(time.Time{}).Location())
	if err != nil {
		return time.Time{}
	}
	return t
}

// Cancel takes back an act whose day is still to come.
func (s *Service) Cancel(ctx context.Context, tx access.Tx, id string) error {
	a, err := change(ctx, tx, id, Planned, "Cet acte est déjà fait, ou annulé.", "This act is done already, or cancelled.")
	if err != nil {
		return err
	}
	a.State = Cancelled
	if err := save(ctx, tx, a); err != nil {
		return err
	}
	return tell(ctx, tx, EventCancelled, a)
}

// Return takes a leaving back: the member is served again. Its people and
// programs get their roles and tokens anew.
func (s *Service) Return(ctx context.Context, tx access.Tx, id string) error {
	a, err := change(ctx, tx, id, Done, "Cet acte ne peut plus être repris.", "This act can no longer be taken back.")
	if err != nil {
		return err
	}
	if a.Kind != Leaving {
		return conflict("Une fusion se défait par une séparation, dont la page vous guide.", "A merger is undone by a split, whose page guides you.")
	}
	a.State = Undone
	if err := save(ctx, tx, a); err != nil {
		return err
	}
	for _, m := range a.Plan.Members {
		if _, err := organisation.Reopen(ctx, tx, m); err != nil {
			return err
		}
	}
	return tell(ctx, tx, EventUndone, a)
}

// change returns an act that stands in a state, for the administrator.
func change(ctx context.Context, tx access.Tx, id string, state State, fr, en string) (Act, error) {
	a, err := Get(ctx, tx, id)
	if err != nil {
		return a, err
	}
	if s := tx.Scope(); !s.IsSystem() && !s.Has(access.Administrator) {
		return a, forbidden()
	}
	if a.State != state {
		return a, conflict(fr, en)
	}
	return a, nil
}

// tell writes what happened into the journal, once for each member concerned.
func tell(ctx context.Context, tx access.Tx, event string, a Act) error {
	for _, m := range a.Plan.all() {
		if err := tx.Record(ctx, event, m, a.ID, map[string]any{"kind": a.Kind, "day": a.Day, "deed": a.Deed,
			"members": a.Plan.Members, "heir": a.Plan.Heir}); err != nil {
			return err
		}
	}
	return nil
}

// Inheritance is what a member of an act holds, for people to read before it
// passes.
type Inheritance struct {
	Member   organisation.Member
	Holdings []organisation.Holding
}

// Preview tells what would pass by a plan.
func (s *Service) Preview(ctx context.Context, tx access.Tx, kind Kind, p Plan) ([]Inheritance, error) {
	inside := tx.Elevated("succession")
	members, err := organisation.ByIDs(ctx, inside, p.all())
	if err != nil {
		return nil, err
	}
	var out []Inheritance
	for _, id := range p.Members {
		i := Inheritance{Member: members[id]}
		part := organisation.Part{From: id, To: p.Heir, Roles: p.Roles}
		if kind == Split {
			part.Pieces = append([]string{}, p.Pieces...)
		}
		for _, room := range s.inheritors {
			h, err := room.Holds(ctx, inside, part)
			if err != nil {
				return nil, err
			}
			i.Holdings = append(i.Holdings, h...)
		}
		if part.Whole() {
			held, err := access.HoldingsAt(ctx, inside, id)
			if err != nil {
				return nil, err
			}
			i.Holdings = append(i.Holdings, peopleHold(held, kind, p)...)
		}
		out = append(out, i)
	}
	return out, nil
}

func peopleHold(h access.Holdings, kind Kind, p Plan) []organisation.Holding {
	end := i18n.T("prennent fin", "end")
	pass := i18n.T("passent à l’héritière", "pass to the heir")
	roles, rest := pass, pass
	if kind == Leaving {
		roles, rest = end, end
	} else if !p.Roles {
		roles = end
	}
	return []organisation.Holding{
		{What: i18n.T("rôles de personnes", "roles of people"), Count: h.Roles, Fate: roles, Ends: kind == Leaving},
		{What: i18n.T("jetons de logiciels", "tokens of programs"), Count: h.Tokens, Fate: rest, Ends: kind == Leaving},
		{What: i18n.T("mandats donnés à l’opérateur", "mandates given to the operator"), Count: h.Mandates, Fate: rest, Ends: kind == Leaving},
	}
}

// today is the present day, as laws count days.
func today(c clock.Clock) string { return access.Today(c) }
