package activity

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/model"
)

// The addresses of this room.
const (
	Tab          = "rgpd" // of a member
	OperatorPath = console.Home + "/operator/rgpd"
	// EverywherePath is the address of the search over all registers.
	EverywherePath = OperatorPath + "/activities"
	ModelsPath     = OperatorPath + "/models"
	publicPath     = "/registers/{siren}"
)

// Base is the address of a member's pages of the register.
func Base(siren string) string { return console.MemberPath(siren) + "/" + Tab }

// A Card is what a room of the register says on the first page of a member.
type Card struct {
	Title string
	Href  string
	Lines []string // what there is, and what waits
	Tone  ui.Tone  // Wait where something waits
}

// A Beside is what another room of the register has about an activity: its impact
// assessment, its conformity, actions.
type Beside struct {
	Label string
	Words string // how it stands
	Tone  ui.Tone
	Href  string
	Links []ui.Link // to single records
}

// Besides lists what other rooms have about an activity of a member.
type Besides func(ctx context.Context, tx access.Tx, m organisation.Member, activity string) ([]Beside, error)

// A CardOf makes a card for a member.
type CardOf func(ctx context.Context, tx access.Tx, m organisation.Member) (Card, error)

// A Dataset is one that comes from an activity, with how its gate decided.
type Dataset struct {
	Title, Href string
	Decision    string
}

// Datasets is what this room needs of the datasets.
type Datasets interface {
	// From lists the datasets of a member that come from an activity.
	From(ctx context.Context, tx access.Tx, member, activity string) ([]Dataset, error)
}

// A Client is a member for which the operator processes data.
type Client struct {
	Member   organisation.Member
	Services []string // that it has, by name
}

// Clients is what this room needs of who subscribes to what: the operator's
// register as a processor is made of it.
type Clients interface {
	List(ctx context.Context, tx access.Tx) ([]Client, error)
}

// Parts are what the room stands on.
type Parts struct {
	Doors    *access.Doors
	Desk     *console.Console
	Service  *model.Service
	Clock    clock.Clock
	Datasets Datasets
	Clients  Clients
	Cards    []CardOf // of the other rooms of the register
	Besides  Besides  // nil for none
	Products Products // nil where there is no such room
	// Into is the activity to which one gave way when two were merged, "" for none.
	Into func(ctx context.Context, tx access.Tx, id string) (string, error)
	// Doubles counts the pairs of activities that members have twice.
	Doubles func(ctx context.Context, tx access.Tx) (int, error)
	// Alike tells whether two names are likely those of one product.
	Alike func(a, b string) bool
	// Frame dresses a public page.
	Frame func(ctx context.Context, p ui.Page, body templ.Component) templ.Component
}

// Pages are the pages of this room.
type Pages struct{ Parts }

// New returns the pages, with their entries in the console.
func New(p Parts) *Pages {
	p.Desk.AddTab(console.Tab{Label: i18n.T("RGPD", "GDPR"), Path: Tab})
	p.Desk.Add(console.Entry{Icon: ui.IconShield, Label: i18n.T("Registres RGPD", "GDPR registers"), Href: EverywherePath, Order: 604,
		Also:    []string{ModelsPath, OperatorPath + "/notices", OperatorPath + "/processor", OperatorPath + "/twins"},
		Visible: access.Scope.OfOperator})
	return &Pages{p}
}

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	anyone, operator := p.Desk.SignedIn(), p.Desk.OperatorOnly()
	base := console.MemberPattern + "/" + Tab
	one := base + "/activities/{id}"
	get, post := http.MethodGet, http.MethodPost
	for _, r := range []web.Route{
		{Method: get, Pattern: base, Guard: anyone, Handler: p.landing},
		{Method: get, Pattern: base + "/start", Guard: anyone, Handler: p.askStart},
		{Method: post, Pattern: base + "/start", Guard: anyone, Handler: p.start},
		{Method: get, Pattern: base + "/activities", Guard: anyone, Handler: p.list},
		{Method: get, Pattern: base + "/activities/new", Guard: anyone, Handler: p.askNew},
		{Method: post, Pattern: base + "/activities/new", Guard: anyone, Handler: p.saveNew, MaxBody: 1 << 20},
		{Method: post, Pattern: base + "/activities/add", Guard: anyone, Handler: p.add},
		{Method: get, Pattern: one, Guard: anyone, Handler: p.one},
		{Method: get, Pattern: one + "/edit", Guard: anyone, Handler: p.askEdit},
		{Method: post, Pattern: one + "/edit", Guard: anyone, Handler: p.saveEdit, MaxBody: 1 << 20},
		{Method: get, Pattern: one + "/settle", Guard: anyone, Handler: p.askSettle},
		{Method: post, Pattern: one + "/settle", Guard: anyone, Handler: p.settle},
		{Method: get, Pattern: one + "/history", Guard: anyone, Handler: p.history},
		{Method: get, Pattern: one + "/notices", Guard: anyone, Handler: p.notices},
		{Method: post, Pattern: one + "/notices", Guard: anyone, Handler: p.takeNotice},
		{Method: get, Pattern: base + "/notices", Guard: anyone, Handler: p.noticeList},
		{Method: get, Pattern: OperatorPath + "/notices", Guard: operator, Handler: p.noticesEverywhere},
		{Method: post, Pattern: one + "/state", Guard: anyone, Handler: p.state},
		{Method: post, Pattern: one + "/product", Guard: anyone, Handler: p.chooseProduct},
		{Method: get, Pattern: base + "/map", Guard: anyone, Handler: p.dataMap},
		{Method: get, Pattern: EverywherePath, Guard: operator, Handler: p.everywhere},
		{Method: get, Pattern: OperatorPath + "/processor", Guard: operator, Handler: p.processor},
		{Method: get, Pattern: publicPath, Guard: web.Everyone, Handler: p.public},
	} {
		r.Kind = web.Page
		routes.Add(r)
	}
	for _, r := range []web.Route{
		{Method: get, Pattern: base + "/export/{format}", Guard: anyone, Handler: p.export},
		{Method: get, Pattern: OperatorPath + "/processor/{format}", Guard: operator, Handler: p.processorExport},
	} {
		r.Kind = web.Download
		routes.Add(r)
	}
}

// view is what every page of a member's register shows.
type view struct {
	console.Face
	MayWrite bool
	Officer  bool
	Terms    model.Terms // with the member's products
	Products []Product
}

func (v view) base() string { return Base(v.Member.Siren) }

func (v view) path(i model.Instance) string { return v.base() + "/activities/" + i.ID }

func (p *Pages) view(ctx context.Context, tx access.Tx, r *http.Request) (v view, err error) {
	if v.Face, err = p.Desk.FaceOf(ctx, tx, r, Tab); err != nil {
		return v, err
	}
	if v.MayWrite, err = tx.Allowed(ctx, access.Register, v.Member.ID); err != nil {
		return v, err
	}
	v.Officer = tx.Scope().Has(access.ProtectionOfficer)
	if v.Terms, err = model.ReadTerms(ctx, tx); err != nil || p.Products == nil {
		return v, err
	}
	if v.Products, err = p.Products.Of(ctx, tx, v.Member.ID); err == nil {
		v.Terms = append(v.Terms, productTerms(v.Products)...)
	}
	return v, err
}

// found is the activity of the address, at its member.
func (v view) found(ctx context.Context, tx access.Tx, r *http.Request) (model.Full, error) {
	return byID(ctx, tx, v.Member.ID, r.PathValue("id"))
}

func byID(ctx context.Context, tx access.Tx, member, id string) (model.Full, error) {
	f, err := model.Read(ctx, tx, id)
	if err == nil && (f.MemberID != member || f.Kind != Kind) {
		err = fault.Missing("activity.byID")
	}
	return f, err
}

func (p *Pages) reading(r *http.Request, fn func(ctx context.Context, tx access.Tx) error) error {
	ctx := r.Context()
	return p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error { return fn(ctx, tx) })
}

func (p *Pages) writing(r *http.Request, fn func(ctx context.Context, tx access.Tx) error) error {
	ctx := r.Context()
	return p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return fn(ctx, tx) })
}

func lang(ctx context.Context) i18n.Lang { return i18n.From(ctx).Lang }
