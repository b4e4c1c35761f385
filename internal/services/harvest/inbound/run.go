package inbound

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/standards/portals"
)

// State says how a run ended.
type State string

// The states of a run.
const (
	Running State = "running"
	Done    State = "done"    // to the end of the catalogue
	Partial State = "partial" // broken off: what came before stands, nothing is marked as vanished
	Failed  State = "failed"  // nothing could be read
)

// Run is one reading of a source.
type Run struct {
	ID       string
	SourceID string
	MemberID string
	State    State
	Begun    time.Time
	Ended    time.Time
	Pages    int
	Size     int64 // bytes of the answers
	Added    int
	Changed  int
	Same     int
	Back     int // had vanished, and are listed again
	Vanished int
	Refused  int
	Trouble  i18n.Text // why the end was not reached
	Report   []Line
}

// What became of a dataset.
const (
	Added    = "added"
	Changed  = "changed"
	Same     = "same"
	Back     = "back"
	Vanished = "vanished"
	Refused  = "refused"
)

// Why one was refused, beside what portals says.
const (
	OurOwn    = "our-own"   // it is published here
	Elsewhere = "elsewhere" // another source has brought it
)

// Line is what became of one dataset.
type Line struct {
	What       string   `json:"what"`
	Identifier string   `json:"id"`
	Title      string   `json:"title,omitempty"`
	Why        string   `json:"why,omitempty"`
	From       string   `json:"from,omitempty"` // the source that has brought it already
	Remarks    []string `json:"remarks,omitempty"`
}

// mostLines bounds the report of each outcome.
const mostLines = 200

// tell counts what became of a dataset and keeps a line of it.
func (r *Run) tell(l Line) {
	var n *int
	switch l.What {
	case Added:
		n = &r.Added
	case Changed:
		n = &r.Changed
	case Same:
		n = &r.Same
	case Back:
		n = &r.Back
	case Vanished:
		n = &r.Vanished
	default:
		n = &r.Refused
	}
	if *n++; *n <= mostLines && (l.What != Same || len(l.Remarks) > 0) {
		r.Report = append(r.Report, l)
	}
}

// atOnce is how many datasets are written in one transaction: others wait
// meanwhile.
const atOnce = 200

// Run reads a source now and writes what it lists. The error is of our own
// machinery; what goes wrong at the source is in the run.
func (s *Service) Run(ctx context.Context, id string) (Run, error) {
	system := access.System("harvest")
	var x Source
	var r Run
	err := s.Doors.Write(ctx, system, func(tx access.Tx) (err error) {
		if x, err = source(ctx, tx, "inbound.Run", id); err != nil {
			return err
		}
		if err := access.Served(ctx, tx, "inbound.Run", x.MemberID); err != nil {
			return err
		}
		r = Run{ID: tx.NewID(), SourceID: x.ID, MemberID: x.MemberID, State: Running, Begun: tx.Clock().Now()}
		return insertRun(ctx, tx, r)
	})
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Conflict) {
		return r, nil // it was removed, or its member has left
	}
	if err != nil {
		return r, err
	}
	g := s.gather(ctx, x.Kind, x.URL, 0)
	if ctx.Err() != nil { // the program is being stopped: the job runs again
		return r, ctx.Err()
	}
	r.Pages, r.Size = g.Pages, g.Size
	for _, b := range g.Bad {
		r.tell(Line{What: Refused, Identifier: b.Identifier, Title: b.Title, Why: b.Why})
	}
	common := shared(g.Datasets)
	for from := 0; from < len(g.Datasets); from += atOnce {
		some := g.Datasets[from:min(from+atOnce, len(g.Datasets))]
		before := r
		err := s.Doors.Write(ctx, system, func(tx access.Tx) error {
			r = before // a transaction may be tried again
			r.Report = append([]Line(nil), before.Report...)
			return s.settle(ctx, tx, x, some, common, &r, true)
		})
		if err != nil {
			return r, err
		}
	}
	return s.close(ctx, x, g, r)
}

// close marks what has vanished and ends the run.
func (s *Service) close(ctx context.Context, x Source, g gathered, r Run) (Run, error) {
	r.State = Done
	switch {
	case g.Trouble != nil && g.Pages == 0 || g.Trouble != nil && len(g.Datasets) == 0:
		r.State, r.Trouble = Failed, said(g.Trouble)
	case g.Trouble != nil:
		r.State, r.Trouble = Partial, said(g.Trouble)
	}
	before := r
	err := s.Doors.Write(context.WithoutCancel(ctx), access.System("harvest"), func(tx access.Tx) error {
		r = before
		r.Report = append([]Line(nil), before.Report...)
		if _, err := source(ctx, tx, "inbound.close", x.ID); err != nil {
			return err
		}
		if r.State == Done {
			if err := vanish(ctx, tx, x, &r, len(g.Datasets) == 0); err != nil {
				return err
			}
		}
		r.Ended = tx.Clock().Now()
		if err := updateRun(ctx, tx, r); err != nil {
			return err
		}
		next := x.Pace.after(r.Ended)
		if r.State == Failed && !next.IsZero() && next.After(r.Ended.AddDate(0, 0, 1)) {
			next = r.Ended.AddDate(0, 0, 1) // a source that was away is asked again tomorrow
		}
		if err := reschedule(ctx, tx, x.ID, next); err != nil {
			return err
		}
		return tx.Record(ctx, EventRun, x.MemberID, x.ID, map[string]any{"run": r.ID, "state": r.State, "added": r.Added, "changed": r.Changed,
			"same": r.Same, "back": r.Back, "vanished": r.Vanished, "refused": r.Refused})
	})
	if fault.Is(err, fault.NotFound) { // the source was removed meanwhile
		return r, nil
	}
	return r, err
}

// Preview is what a source would bring: its first datasets, and what would become
// of each.
type Preview struct {
	Draft
	Lines    []Line
	Datasets map[string]portals.Dataset // by identifier, those that would be taken
	Total    int                        // that the source says to have; 0 when it does not
	More     bool                       // there is more than is shown
	Trouble  i18n.Text                  // the first page could not be read
}

// PreviewSize is how many datasets a preview shows.
const PreviewSize = 20

// Preview finds out what an address would bring to a member, and writes nothing.
func (s *Service) Preview(ctx context.Context, scope access.Scope, member string, d Draft) (Preview, error) {
	err := s.Doors.Read(ctx, scope, func(tx access.Tx) error { return tx.May(ctx, access.Publish, member) })
	if err != nil {
		return Preview{}, err
	}
	d, err = s.Detect(ctx, d)
	p := Preview{Draft: d, Datasets: map[string]portals.Dataset{}}
	if err != nil {
		return p, err
	}
	g := s.gather(ctx, d.Kind, d.URL, 1)
	if g.Trouble != nil && len(g.Datasets) == 0 {
		return p, g.Trouble
	}
	p.Total = g.Total
	p.More = len(g.Datasets)+len(g.Bad) > PreviewSize || g.Total > len(g.Datasets)+len(g.Bad)
	common := shared(g.Datasets)
	some := g.Datasets[:min(len(g.Datasets), PreviewSize)]
	var r Run
	err = s.Doors.Read(ctx, access.System("harvest"), func(tx access.Tx) error {
		x, err := sameSource(ctx, tx, member, d.URL)
		if err != nil {
			return err
		}
		r = Run{}
		return s.settle(ctx, tx, x, some, common, &r, false)
	})
	if err != nil {
		return p, err
	}
	for _, b := range g.Bad[:min(len(g.Bad), PreviewSize-len(some))] {
		r.tell(Line{What: Refused, Identifier: b.Identifier, Title: b.Title, Why: b.Why})
	}
	p.Lines = r.Report
	for _, x := range some {
		p.Datasets[x.Identifier] = x
	}
	return p, nil
}
