package webhook

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/jobs"
	"airial/internal/platform/journal"
	"airial/internal/platform/mail"
)

// Sealer seals what must be secret in the database; keys.Ring is one.
type Sealer interface {
	Seal(purpose string, plain []byte) ([]byte, error)
	Unseal(purpose string, sealed []byte) ([]byte, error)
}

// Parts is what the room stands on.
type Parts struct {
	Doors  *access.Doors
	Queue  *jobs.Queue
	Sealer Sealer
	// Check tells whether a host may be contacted (outbound.Registry.Check).
	Check func(host, port string) error
	// Client sends (outbound.Registry.Client).
	Client interface {
		Do(r *http.Request) (*http.Response, error)
	}
	// Hosts lists the allowed hosts for people (outbound.Registry.Hosts).
	Hosts     func() []string
	Events    []Event
	Mail      *mail.Queue // nil sends no notice
	PublicURL string
	Version   string
	Log       *slog.Logger
}

// Service tells machines what happened.
type Service struct{ Parts }

// New returns the service.
func New(p Parts) *Service {
	s := &Service{p}
	s.checkEvents()
	return s
}

// What this room tells the journal.
const (
	EventCreated  = "webhook.created"
	EventChanged  = "webhook.changed"
	EventRotated  = "webhook.secret-rotated"
	EventDisabled = "webhook.disabled"
	EventEnabled  = "webhook.enabled"
	EventDeleted  = "webhook.deleted"
)

// The kinds of job.
const (
	jobDeliver = "webhook.deliver"
	jobSweep   = "webhook.sweep"
)

// Handle registers the jobs that send, and that forget what was sent.
func (s *Service) Handle(r *jobs.Runner) {
	r.Handle(jobDeliver, s.deliver)
	r.Every(jobSweep, jobs.Each(6*time.Hour), func(ctx context.Context, _ jobs.Job) error { return s.Sweep(ctx) })
}

// Subscribe has the service hear what the journal numbers.
func (s *Service) Subscribe(f *journal.Feed) { f.Subscribe("webhooks", s.hear) }

// hear makes a delivery of each event for each hook that asks for it, in the
// transaction that moves the feed's cursor.
func (s *Service) hear(ctx context.Context, raw database.Tx, entries []journal.Numbered) error {
	tx := s.Doors.As(raw, access.System("webhook"))
	var hooks []Hook
	for i, n := range entries {
		if i == 0 {
			var err error
			if hooks, err = active(ctx, tx); err != nil || len(hooks) == 0 {
				return err
			}
		}
		e, data, ok := s.find(n)
		if !ok || n.Member == "" && !e.Installation {
			continue
		}
		if n.Member == "" {
			operator, err := organisation.Operator(ctx, tx)
			if err != nil {
				return err
			}
			n.Member = operator.ID
		}
		for _, h := range hooks {
			if (h.MemberID != n.Member && !h.Everyone) || !h.wants(e.Name, n.At) {
				continue
			}
			if err := s.tell(ctx, tx, h, n, e.Name, data); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) tell(ctx context.Context, tx access.Tx, h Hook, n journal.Numbered, event string, data map[string]string) error {
	siren, err := sirenOf(ctx, tx, n.Member)
	if err != nil {
		return err
	}
	body, err := newMessage(event, n.At, siren, data)
	if err != nil {
		return err
	}
	_, err = s.enter(ctx, tx, h, n.ID, event, body, "")
	return err
}

// enter writes a delivery and asks for its job; a delivery that is there
// already is left as it is.
func (s *Service) enter(ctx context.Context, tx access.Tx, h Hook, eventID, event, body, replayOf string) (Delivery, error) {
	d := Delivery{ID: tx.NewID(), HookID: h.ID, MemberID: h.MemberID, EventID: eventID, Event: event, Body: body,
		ReplayOf: replayOf, State: Waiting, Created: tx.Clock().Now()}
	fresh, err := insertDelivery(ctx, tx, d)
	if err != nil || !fresh {
		return d, err
	}
	_, err = s.Queue.Insert(ctx, tx, jobs.Job{Kind: jobDeliver, Args: d.ID, UniqueKey: d.ID, Fair: h.ID})
	return d, err
}
