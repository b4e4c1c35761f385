package opendata

import (
	"context"
	"log/slog"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/platform/blob"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/platform/journal"
)

// Service is the room, put together.
type Service struct {
	doors      *access.Doors
	engine     *life.Engine
	blobs      blob.Store
	journal    *journal.Journal
	queue      *jobs.Queue
	checks     Checks
	findings   Findings
	caches     Caches
	beside     []func(ctx context.Context, tx access.Tx, dataset string) error
	open       Subscriptions
	activities Activities
	tables     []database.Table
	limits     Limits
	secret     []byte
	scrub      func(ctx context.Context, tables ...string) error
	log        *slog.Logger
	where      func([]Column, [][]string) (Where, bool)
	shelf      shelf
}

// Limits bound what a deposit may be. Each has its message.
type Limits struct {
	Upload   int64 // bytes of a file
	Deposits int   // versions that one member may deposit within an hour; 0 for any number
}

// Parts is what the room is made with.
type Parts struct {
	Doors    *access.Doors
	Engine   *life.Engine
	Blobs    blob.Store
	Journal  *journal.Journal
	Queue    *jobs.Queue
	Checks   Checks
	Findings Findings
	Caches   Caches
	// Beside destroy what other rooms keep of a dataset, when it is erased, in the
	// same transaction.
	Beside []func(ctx context.Context, tx access.Tx, dataset string) error
	// Open tells who may deposit; nil for everybody.
	Open Subscriptions
	// Activities knows what files come from; nil where nobody does.
	Activities Activities
	// Tables is the register of all rooms' tables: what names files.
	Tables []database.Table
	Limits Limits
	// Secret keys the digests of addresses; it belongs to the installation
	// and must not change.
	Secret []byte
	// Scrub has the database make deleted rows unreadable.
	Scrub func(ctx context.Context, tables ...string) error
	// Where tells by its columns and first rows in which of them a table says where
	// something is, if it does; nil where nobody can.
	Where func(columns []Column, preview [][]string) (Where, bool)
	Log   *slog.Logger
}

// New puts the room together.
func New(p Parts) *Service {
	return &Service{doors: p.Doors, engine: p.Engine, blobs: p.Blobs, journal: p.Journal, queue: p.Queue,
		checks: p.Checks, findings: p.Findings, caches: p.Caches, beside: p.Beside, open: p.Open, activities: p.Activities, tables: p.Tables, limits: p.Limits, secret: p.Secret, scrub: p.Scrub, where: p.Where, log: p.Log}
}

// The stages of a dataset's path.
const (
	StageReceived  = "received"
	StageChecked   = "checked"
	StageCleared   = "cleared"
	StageApproved  = "approved"
	StagePublished = "published"
)

// Path returns the path of a dataset, with the gates' handlers, which belong
// to other rooms.
func (s *Service) Path(check, clear life.Handler) life.Path {
	return life.Path{Kind: Kind, Stages: []life.Stage{
		{Name: StageReceived, Label: i18n.T("Reçu", "Received")},
		{Name: StageChecked, Label: i18n.T("Vérifié", "Checked"), Handler: check},
		{Name: StageCleared, Label: i18n.T("Sans données personnelles", "Cleared"), Handler: clear},
		{Name: StageApproved, Label: i18n.T("Approuvé", "Approved"), Handler: approval{s}},
		{Name: StagePublished, Label: i18n.T("Publié", "Published"), Handler: publication{s}},
	}}
}

// tell writes what happened to a dataset as a whole into the journal.
func tell(ctx context.Context, tx access.Tx, kind string, d Dataset, body any) error {
	return tx.Record(ctx, kind, d.MemberID, d.ID, body)
}

func entry(tx access.Tx, kind string, d Dataset, body any) journal.Entry {
	return journal.Entry{Kind: kind, Member: d.MemberID, Subject: d.ID, By: tx.Scope().Actor().Ref(),
		At: tx.Clock().Now(), Body: body}
}
