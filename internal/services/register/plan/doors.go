package plan

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/enclosure"
)

// A Target is a thing to which actions may be linked.
type Target struct {
	ID, Label, Href string
}

// A Linkable is a kind of thing to which actions may be linked. Of lists those of
// a member that the scope may see; what it does not list is shown without a name.
type Linkable struct {
	Kind  string
	Label i18n.Text // "traitement"
	Of    func(ctx context.Context, tx access.Tx, m organisation.Member) ([]Target, error)
}

// A Recommendation is what another room advises a member to do.
type Recommendation struct {
	Link     Link // says where it comes from; an action with it is not proposed again
	Title    i18n.Text
	About    i18n.Text
	Kind     string // of action
	Priority int
	From     string // in words: "Maturité, 10 novembre 2026"
}

// Recommends lists what a room advises a member.
type Recommends func(ctx context.Context, tx access.Tx, m organisation.Member) ([]Recommendation, error)

// A Deadline is something that is due at a member, of any room.
type Deadline struct {
	Kind     string // "action", "request"
	ID       string
	MemberID string
	Label    i18n.Text // of the kind: "Demande de droits"
	Title    i18n.Text
	On       string    // a day of law
	At       time.Time // an instant, where the hour counts
	OwnerID  string    // whose it is, where that was said
	Path     string    // of its page, behind that of the member: "/rgpd/requests/…"
	Page     string    // instead of Path: the address of a page that is no member’s
	Changed  time.Time
}

// Href is the address of a deadline's page; siren is its member's.
func (d Deadline) Href(siren string) string {
	if d.Page != "" {
		return d.Page
	}
	return console.MemberPath(siren) + d.Path
}

// Late tells whether a deadline has passed.
func (d Deadline) Late(now time.Time) bool {
	if !d.At.IsZero() {
		return d.At.Before(now)
	}
	return d.On < access.Day(now)
}

// Dues lists what is due at a room until a day, late ones included, of a member
// or ("") of all: as far as the scope may see.
type Dues func(ctx context.Context, tx access.Tx, member, until string) ([]Deadline, error)

// Files is where proof is kept.
type Files = enclosure.Files

// A Portfolio says which members somebody of the operator's looks after; none
// when she looks after all alike.
type Portfolio func(ctx context.Context, tx access.Tx, user string) ([]string, error)
