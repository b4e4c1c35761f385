package gather

import (
	"log/slog"

	"airial/internal/commons/access"
	"airial/internal/platform/blob"
	"airial/internal/platform/jobs"
	"airial/internal/platform/tables"
)

// Service is the room, put together.
type Service struct{ p Settings }

// Settings is what the room is made with.
type Settings struct {
	Doors     *access.Doors
	Blobs     blob.Store
	Tables    *tables.Engine
	Queue     *jobs.Queue
	Shelf     Shelf
	Files     Files
	Schemas   Schemas
	Answers   Answers
	Duties    Duties // nil while nobody knows the rules
	PublicURL string // of the site, without a slash behind
	Log       *slog.Logger
}

// New puts the room together.
func New(p Settings) *Service { return &Service{p} }

// EventGathered is what the journal says of a state that is shown, and the others
// of what the operator does.
const (
	EventGathered = "dataset.consolidated"
	EventKept     = "consolidation.kept"
	EventMended   = "consolidation.mended"
	EventStopped  = "consolidation.stopped"
	EventResumed  = "consolidation.resumed"
)
