package inbound

import (
	"context"
	"log/slog"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/jobs"
	"airial/standards/portals"
)

// Own is what this room needs to know of our own datasets.
type Own interface {
	// Known returns those of the identifiers that are of datasets of ours,
	// published or not.
	Known(ctx context.Context, tx access.Tx, ids []string) ([]string, error)
}

// Request is what an Asker is asked to ask.
type Request = portals.Request

// Opendatasoft is the kind of portal that the demonstration has recorded.
const Opendatasoft = portals.ODS

// Asker asks another portal. Fetcher is one over HTTP.
type Asker interface {
	Ask(ctx context.Context, r portals.Request) (Answer, error)
}

// Answer is what a portal answers.
type Answer struct {
	URL  string // where it came from in the end
	Type string // Content-Type
	Body []byte
}

// Parts is what the room stands on.
type Parts struct {
	Doors *access.Doors
	Queue *jobs.Queue
	// Check tells whether a host may be contacted (outbound.Registry.Check).
	Check func(host, port string) error
	// Hosts lists the allowed hosts for people (outbound.Registry.Hosts).
	Hosts     func() []string
	Asker     Asker
	Own       Own
	PublicURL string // of this installation, by which our own addresses are known
	Log       *slog.Logger
}

// Service harvests.
type Service struct{ Parts }

// New returns the service.
func New(p Parts) *Service { return &Service{p} }

// What this room tells the journal.
const (
	EventAdded   = "harvest.source-added"
	EventChanged = "harvest.source-changed"
	EventRemoved = "harvest.source-removed"
	EventRun     = "harvest.run"
)

// The kinds of job.
const (
	jobRun = "harvest.run"
	jobDue = "harvest.due"
)

// Handle registers the jobs that read sources, and that see which are due.
func (s *Service) Handle(r *jobs.Runner) {
	r.Handle(jobRun, s.work)
	r.Every(jobDue, jobs.Each(10*time.Minute), s.due)
}

// work reads one source. A run that fails is told in its report, and tried again
// when it is due: to ask at once again would help nobody.
func (s *Service) work(ctx context.Context, job jobs.Job) error {
	var id string
	if err := job.Decode(&id); err != nil {
		return jobs.Cancel(err)
	}
	_, err := s.Run(ctx, id)
	return err
}

// due asks for a run of each source whose time has come.
func (s *Service) due(ctx context.Context, _ jobs.Job) error {
	if err := s.PackAll(ctx); err != nil {
		return err
	}
	return s.Doors.Write(ctx, access.System("harvest"), func(tx access.Tx) error {
		list, err := dueSources(ctx, tx)
		for _, source := range list {
			if err == nil {
				err = s.enqueue(ctx, tx, source)
			}
		}
		return err
	})
}

// enqueue asks for a run. Without a queue the one who calls reads by herself.
func (s *Service) enqueue(ctx context.Context, tx access.Tx, source Source) error {
	if s.Queue == nil {
		return nil
	}
	_, err := s.Queue.Insert(ctx, tx, jobs.Job{Kind: jobRun, Args: source.ID, UniqueKey: source.ID, Fair: source.MemberID, MaxAttempts: 3})
	return err
}
