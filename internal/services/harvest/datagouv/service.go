package datagouv

import (
	"context"
	"encoding/base64"
	"log/slog"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/platform/journal"
)

// Sealer seals what must be secret in the database; keys.Ring is one.
type Sealer interface {
	Seal(purpose string, plain []byte) ([]byte, error)
	Unseal(purpose string, sealed []byte) ([]byte, error)
}

// Parts is what the room stands on.
type Parts struct {
	Doors     *access.Doors
	Queue     *jobs.Queue
	Sealer    Sealer
	Catalogue Catalogue
	// Base is the address of data.gouv.fr ("https://www.data.gouv.fr"); "" when
	// nothing may be contacted.
	Base      string
	Client    Doer
	PublicURL string // begins the addresses of our files
	Version   string
	Log       *slog.Logger
}

// Service is the room, put together.
type Service struct{ Parts }

// New puts the room together.
func New(p Parts) *Service { return &Service{p} }

// On tells whether data.gouv.fr may be contacted.
func (s *Service) On() bool { return s.Base != "" }

// What this room tells the journal.
const (
	EventConnected = "datagouv.connected" // a member's account was set
	EventPaused    = "datagouv.paused"
	EventResumed   = "datagouv.resumed"
	EventRefused   = "datagouv.refused" // the token is refused there
	EventLeft      = "datagouv.disconnected"
	EventPushed    = "datagouv.pushed"  // a dataset was made or put right there
	EventRemoved   = "datagouv.removed" // a dataset was deleted there
	EventFailed    = "datagouv.failed"  // a dataset could not be pushed
	EventExcluded  = "datagouv.excluded"
	EventIncluded  = "datagouv.included"
)

// The kinds of job.
const (
	jobWork    = "datagouv.work"
	jobNightly = "datagouv.compare"
)

// Handle registers the jobs.
func (s *Service) Handle(r *jobs.Runner) {
	r.Handle(jobWork, s.work)
	r.Every(jobNightly, jobs.Daily(4, 10, paris), func(ctx context.Context, _ jobs.Job) error { return s.CompareAll(ctx) })
}

var paris = i18n.Local(time.Time{}).Location()

// Subscribe has the service hear what the journal numbers.
func (s *Service) Subscribe(f *journal.Feed) { f.Subscribe("datagouv", s.hear) }

// heard are the kinds of event after which a dataset may not be there as it
// should be.
var heard = map[string]bool{"dataset.published": true, "dataset.described": true, "dataset.retracted": true, "dataset.withdrawn": true,
	"dataset.restored": true, "dataset.erased": true, "dataset.consolidated": true}

// hear notes which datasets have to be looked at, in the transaction that moves
// the feed's cursor.
func (s *Service) hear(ctx context.Context, raw database.Tx, entries []journal.Numbered) error {
	tx := s.Doors.As(raw, access.System("datagouv"))
	for _, n := range entries {
		if !heard[n.Kind] || n.Member == "" {
			continue
		}
		if n.Kind == "dataset.erased" {
			if err := forget(ctx, tx, n.Subject); err != nil {
				return err
			}
		}
		a, err := account(ctx, tx, n.Member)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if err := s.pend(ctx, tx, a, n.Subject); err != nil {
			return err
		}
	}
	return nil
}

// pend notes that a dataset is to be looked at, and asks for the work.
func (s *Service) pend(ctx context.Context, tx access.Tx, a Account, dataset string) error {
	_, err := database.Exec(ctx, tx, "datagouv.pend", `insert into datagouv_link (dataset_id, member_id, remote_id, page, private, excluded, pending, verdict, problem, fields, looked_at, pushed_at, removed_at)
		values ($1, $2, '', '', 0, 0, 1, '', '', 0, 0, 0, 0) on conflict (dataset_id) do update set pending = 1, member_id = excluded.member_id`, dataset, a.MemberID)
	if err != nil || a.State != On {
		return err
	}
	return s.ask(ctx, tx, a.MemberID)
}

// ask wants a member's work done. Of one member at most one job waits and one
// runs.
func (s *Service) ask(ctx context.Context, tx access.Tx, member string) error {
	if !s.On() {
		return nil
	}
	_, err := s.Queue.Insert(ctx, tx, jobs.Job{Kind: jobWork, Args: member, UniqueKey: member, Fair: "datagouv:" + member})
	return err
}

// sealPurpose names the key under which tokens are sealed.
const sealPurpose = "datagouv"

func (s *Service) seal(token string) (string, error) {
	sealed, err := s.Sealer.Seal(sealPurpose, []byte(token))
	return base64.StdEncoding.EncodeToString(sealed), fault.Wrap("datagouv.seal", err)
}

func (s *Service) unseal(stored string) (string, error) {
	sealed, err := base64.StdEncoding.DecodeString(stored)
	if err != nil {
		return "", fault.Wrap("datagouv.unseal", err)
	}
	plain, err := s.Sealer.Unseal(sealPurpose, sealed)
	return string(plain), fault.Wrap("datagouv.unseal", err)
}

func (s *Service) client(token string) *client {
	return &client{do: s.Client, base: strings.TrimSuffix(s.Base, "/"), token: token, version: s.Version}
}

// closed says that nothing may be contacted.
func closed(op string) error {
	return fault.New(fault.Unavailable, op, "Ce serveur ne contacte pas data.gouv.fr\u202f: l’opérateur ne l’a pas permis (réglage --datagouv).",
		"This server does not contact data.gouv.fr: the operator has not allowed it (setting --datagouv).")
}
