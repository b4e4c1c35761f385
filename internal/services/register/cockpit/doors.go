package cockpit

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
	"airial/internal/services/register/plan"
	"airial/internal/services/register/post"
)

// Waits is how much of a room waits at a member.
type Waits struct{ Late, Week int }

// A Source is a room at which something may be late. Count tells it for all
// members at once, as far as the scope may see: what is due before today, and
// from today to the last day of the week; a member without either is left out.
type Source struct {
	Key   string
	Label i18n.Text // "demandes"
	Tab   string    // of the member's page that shows it: "rgpd/requests"
	Count func(ctx context.Context, tx access.Tx, today, until string) (map[string]Waits, error)
}

// A Course is how many of something there were each year: the last column of the
// progress. Count maps years ("2026") to numbers.
type Course struct {
	Label i18n.Text
	Count func(ctx context.Context, tx access.Tx) (map[string]int, error)
}

// Parts is what the room is made with.
type Parts struct {
	Doors   *access.Doors
	Desk    *console.Console
	Models  *model.Service
	Queue   Queue // nil in tests that run acts themselves
	Post    post.Post
	Sources []Source
	Courses []Course
	// Undesignated names the members that have designated no officer; nil where
	// no room knows.
	Undesignated func(ctx context.Context, tx access.Tx) ([]string, error)
	// DesignationTab is the member's page where an officer is designated.
	DesignationTab string
	// Cards say on a member's file what the rooms have to say.
	Cards []activity.CardOf
	// Plan knows what is due at a member.
	Plan *plan.Service
	// Kinds are the kinds of model that may be pushed from here.
	Kinds []Pushable
	// Outline gives the border of a commune by its INSEE code: rings of longitude
	// and latitude; nil where there is none.
	Outline func(insee string) [][][2]float64
}

// Pushable is a kind of record with the pages of its models.
type Pushable struct {
	Kind model.Kind
	Name i18n.Text // "Traitements"
	Path string    // of the library
}

// Service is the room, put together.
type Service struct{ Parts }

// New puts the room together.
func New(p Parts) *Service { return &Service{p} }

// FileOf is the address of a member's file.
func FileOf(m organisation.Member) string { return filesPath + "/" + m.Siren }
