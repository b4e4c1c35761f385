package letterbox

import (
	"log/slog"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/platform/mail/mailbox"
	"airial/internal/services/register/request"
)

// What this room tells the journal; it names nobody.
const (
	EventCame   = "letter.came"
	EventSorted = "letter.sorted"
	EventThrown = "letter.thrown"
)

var notALetter = i18n.T("Ce n’est pas un courriel que l’on puisse lire.", "This is no e-mail that can be read.")

// Parts is what the room is made with.
type Parts struct {
	Doors    *access.Doors
	Desk     *console.Console
	Queue    *jobs.Queue // nil in tests and commands: files are carried at once
	Files    Files
	People   People
	Requests *request.Service
	// Own are the addresses from which the program writes, and to which it is
	// written.
	Own []string
	// Answers is where replies to our letters go; "" for nowhere.
	Answers string
	// Box is the mailbox that is looked into; nil for none.
	Box *mailbox.Box
	Log *slog.Logger
}

// Service is the room, put together.
type Service struct{ Parts }

// New puts the room together.
func New(p Parts) *Service { return &Service{p} }
