package console

import (
	"context"
	"net/http"
	"sort"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/platform/clock"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
)

// Home is the console's first page.
const Home = "/console"

// Sessions knows who is signed in, and keeps what the next page is to say.
// user.Sessions is one.
type Sessions interface {
	access.Sessions
	Flash(ctx context.Context, f ui.Flash)
	Flashes(ctx context.Context) []ui.Flash
}

// Config is what the console stands on.
type Config struct {
	Doors    *access.Doors
	Sessions Sessions
	Clock    clock.Clock
	Brand    ui.Brand // Href is set to the console's first page
	// Overlay returns what lies over every page of a signed-in person: the lock.
	// It may be nil, and may return nil.
	Overlay func(r *http.Request) templ.Component
	// Label names a stage of a kind's path for people: life.Engine.Label.
	Label func(kind, stage string) i18n.Text
}

// Entry is one line of the rail.
type Entry struct {
	Icon  ui.Icon
	Label i18n.Text
	Href  string
	// Also are other pages under which the entry is marked as the present one.
	Also  []string
	Order int // 0 is the first page, 800 the members; services lie between
	// Visible tells who sees the entry; nil is everyone signed in.
	Visible func(access.Scope) bool
	// Count says how much waits there for the scope of the transaction; nil
	// for nothing to count. CountOf is what is counted: "dépôts en attente".
	Count   func(ctx context.Context, tx access.Tx) (int, error)
	CountOf i18n.Text
}

// Kind is what people read of a kind of piece.
type Kind struct {
	Name  string // the path's: "dataset"
	Label i18n.Text
	Icon  ui.Icon
	// Href is the address of a piece's page.
	Href func(pieceID string) string
	// Act is what a life of this kind asks of the person whom it waits for;
	// nil takes words that fit any kind, and the piece's page.
	Act func(l life.Life) (label i18n.Text, href string)
	// Deposit is the address of the form that deposits one; "" for none.
	Deposit string
}

// Console is the frame and its own pages. Add and Describe are called while
// the program is put together, never later.
type Console struct {
	Config
	entries []Entry
	tabs    []Tab
	help    func(context.Context) string
	kinds   map[string]Kind
	deposit string
}

// New returns a console with its own entries in the rail.
func New(c Config) *Console {
	c.Brand.Href = Home
	if c.Label == nil {
		c.Label = func(_, stage string) i18n.Text { return i18n.T(stage, stage) }
	}
	out := &Console{Config: c, kinds: map[string]Kind{}}
	out.Add(
		Entry{Icon: ui.IconInbox, Label: i18n.T("À faire", "To do"), Href: Home, Count: countWaiting,
			CountOf: i18n.T("dépôts vous attendent", "deposits wait for you")},
		Entry{Icon: ui.IconMembers, Label: i18n.T("Adhérents", "Members"), Href: membersPath, Order: 800,
			Visible: access.Scope.OfOperator},
		Entry{Icon: ui.IconMembers, Label: i18n.T("Ma collectivité", "My organisation"), Href: membersPath, Order: 800,
			Visible: func(s access.Scope) bool { return !s.OfOperator() && len(s.MembersWith(access.See)) == 1 }},
		Entry{Icon: ui.IconMembers, Label: i18n.T("Mes collectivités", "My organisations"), Href: membersPath, Order: 800,
			Visible: func(s access.Scope) bool { return !s.OfOperator() && len(s.MembersWith(access.See)) > 1 }},
	)
	return out
}

func countWaiting(ctx context.Context, tx access.Tx) (int, error) {
	_, n, err := life.For(ctx, tx, 0)
	return n, err
}

// Add puts entries into the rail.
func (c *Console) Add(entries ...Entry) {
	c.entries = append(c.entries, entries...)
	sort.SliceStable(c.entries, func(i, j int) bool { return c.entries[i].Order < c.entries[j].Order })
}

// Describe says what a kind of piece is called and where its pages are. The
// first kind that can be deposited gives the console its one strong act.
func (c *Console) Describe(k Kind) {
	if _, twice := c.kinds[k.Name]; twice {
		panic("console: kind " + k.Name + " is described twice")
	}
	c.kinds[k.Name] = k
	if c.deposit == "" {
		c.deposit = k.Deposit
	}
}

// kind returns what people read of a kind; one that nobody described has no
// page.
func (c *Console) kind(name string) Kind {
	k, ok := c.kinds[name]
	if !ok {
		k = Kind{Name: name, Label: i18n.T(name, name), Icon: ui.IconFile}
	}
	if k.Href == nil {
		k.Href = func(string) string { return "" }
	}
	return k
}

// SignedIn admits who is signed in.
func (c *Console) SignedIn() web.Guard { return access.SignedIn(c.Sessions) }

// OperatorOnly admits the operator's people with one of the roles, or with any
// when none is named.
func (c *Console) OperatorOnly(roles ...access.Role) web.Guard {
	return access.OperatorOnly(c.Sessions, roles...)
}

// Flash keeps a message for the next page.
func (c *Console) Flash(ctx context.Context, tone ui.Tone, say i18n.Text) {
	c.Sessions.Flash(ctx, ui.Flash{Tone: tone, Text: i18n.Read(ctx, say)})
}

// FlashUndo is Flash with a button that posts to the address that takes it
// back.
func (c *Console) FlashUndo(ctx context.Context, tone ui.Tone, say i18n.Text, undo string) {
	c.Sessions.Flash(ctx, ui.Flash{Tone: tone, Text: i18n.Read(ctx, say), Undo: undo})
}
