package plan

import (
	"context"
	"net/http"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/enclosure"
)

// The addresses of this room.
const (
	Tab          = "rgpd/plan" // of a member
	pattern      = console.MemberPattern + "/" + Tab
	OperatorPath = console.Home + "/operator/rgpd/plan"
	ModelsPath   = console.Home + "/operator/rgpd/action-models"
	MinePath     = console.Home + "/account/agenda"
	feedPattern  = "/calendars/{calendar}"
	pageSize     = 50
)

// Base is the address of a member's plan.
func Base(siren string) string { return console.MemberPath(siren) + "/" + Tab }

// Path is the address of an action.
func Path(siren, id string) string { return Base(siren) + "/a/" + id }

// Pages are the pages of the console.
type Pages struct{ *Service }

// Pages dresses the room for the console.
func (s *Service) Pages() *Pages {
	s.Desk.Add(console.Entry{Icon: ui.IconCalendar, Label: i18n.T("Plans d’actions", "Action plans"), Href: OperatorPath, Order: 630,
		Also:    []string{ModelsPath},
		Visible: access.Scope.OfOperator})
	s.Desk.Add(console.Entry{Icon: ui.IconCalendar, Label: i18n.T("Mon agenda RGPD", "My GDPR calendar"), Href: MinePath, Order: 790})
	return &Pages{s}
}

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	anyone, operator := p.Desk.SignedIn(), p.Desk.OperatorOnly()
	const one = pattern + "/a/{action}"
	get, post := http.MethodGet, http.MethodPost
	for _, r := range []web.Route{
		{Method: get, Pattern: pattern, Guard: anyone, Handler: p.list},
		{Method: post, Pattern: pattern + "/bulk", Guard: anyone, Handler: p.bulk},
		{Method: get, Pattern: pattern + "/new", Guard: anyone, Handler: p.askNew},
		{Method: post, Pattern: pattern + "/new", Guard: anyone, Handler: p.saveNew},
		{Method: post, Pattern: pattern + "/adopt", Guard: anyone, Handler: p.adopt},
		{Method: get, Pattern: pattern + "/recommended", Guard: anyone, Handler: p.askRecommended},
		{Method: post, Pattern: pattern + "/recommended", Guard: anyone, Handler: p.takeRecommended},
		{Method: get, Pattern: pattern + "/export/{format}", Guard: anyone, Handler: p.export, Kind: web.Download},
		{Method: get, Pattern: pattern + "/calendar", Guard: anyone, Handler: p.download, Kind: web.Download},
		{Method: get, Pattern: one, Guard: anyone, Handler: p.one},
		{Method: get, Pattern: one + "/edit", Guard: anyone, Handler: p.askEdit},
		{Method: post, Pattern: one + "/edit", Guard: anyone, Handler: p.saveEdit},
		{Method: get, Pattern: one + "/settle", Guard: anyone, Handler: p.askSettle},
		{Method: post, Pattern: one + "/settle", Guard: anyone, Handler: p.settle},
		{Method: post, Pattern: one + "/move", Guard: anyone, Handler: p.move},
		{Method: post, Pattern: one + "/links", Guard: anyone, Handler: p.link},
		{Method: post, Pattern: one + "/proofs", Guard: anyone, Handler: p.prove, MaxBody: enclosure.Max + 1<<20},
		{Method: get, Pattern: one + "/proofs/{proof}", Guard: anyone, Handler: p.sendProof, Kind: web.Download},
		{Method: post, Pattern: one + "/proofs/{proof}/remove", Guard: anyone, Handler: p.unprove},
		{Method: get, Pattern: OperatorPath, Guard: operator, Handler: p.all},
		{Method: get, Pattern: OperatorPath + "/export/{format}", Guard: operator, Handler: p.exportAll, Kind: web.Download},
		{Method: get, Pattern: MinePath, Guard: anyone, Handler: p.mine},
		{Method: post, Pattern: MinePath, Guard: anyone, Handler: p.setOften},
		{Method: post, Pattern: MinePath + "/subscribe", Guard: anyone, Handler: p.subscribe},
		{Method: post, Pattern: MinePath + "/calendars/{calendar}/revoke", Guard: anyone, Handler: p.unsubscribe},
		{Method: get, Pattern: feedPattern, Guard: web.Everyone, Handler: p.feed, Kind: web.Download},
	} {
		if r.Kind == "" {
			r.Kind = web.Page
		}
		routes.Add(r)
	}
}

func (p *Pages) reading(r *http.Request, fn func(ctx context.Context, tx access.Tx) error) error {
	ctx := r.Context()
	return p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error { return fn(ctx, tx) })
}

func (p *Pages) writing(r *http.Request, fn func(ctx context.Context, tx access.Tx) error) error {
	ctx := r.Context()
	return p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return fn(ctx, tx) })
}

// view is what every page of a member's plan shows.
type view struct {
	console.Face
	MayWrite bool
	Today    string
}

func (v view) base() string { return Base(v.Member.Siren) }

func (v view) path(a Action) string { return Path(v.Member.Siren, a.ID) }

func (p *Pages) view(ctx context.Context, tx access.Tx, r *http.Request) (v view, err error) {
	if v.Face, err = p.Desk.FaceOf(ctx, tx, r, "rgpd"); err != nil {
		return v, err
	}
	v.Today = access.Today(tx.Clock())
	v.MayWrite, err = tx.Allowed(ctx, access.Register, v.Member.ID)
	return v, err
}

// writer is view for a page that changes the plan.
func (p *Pages) writer(ctx context.Context, tx access.Tx, r *http.Request) (view, error) {
	v, err := p.view(ctx, tx, r)
	if err == nil {
		err = tx.May(ctx, access.Register, v.Member.ID)
	}
	return v, err
}

// found is the action of the address, at its member.
func (v view) found(ctx context.Context, tx access.Tx, r *http.Request) (Action, error) {
	id := r.PathValue("action")
	if !ident.Valid(id) {
		return Action{}, fault.Missing("plan.found")
	}
	a, err := Get(ctx, tx, id)
	if err == nil && a.MemberID != v.Member.ID {
		err = fault.Missing("plan.found")
	}
	return a, err
}

// refused puts what is wrong beside its field, when the person can mend it.
func refused(f *form.Form, err error) bool {
	if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.TooLarge) {
		return false
	}
	field := ""
	if e, ok := err.(*fault.Error); ok && len(e.Op) > len("plan.") {
		switch what := e.Op[len("plan."):]; what {
		case "state", "due", "owner", "cost", "remark", "file", "href", "link", "often":
			field = what
		}
	}
	f.Fail(field, fault.Message(err))
	return true
}

func number(r *http.Request, name string) int {
	n, _ := strconv.Atoi(r.URL.Query().Get(name))
	return min(max(n, 1), 100_000)
}

// filterOf reads the filter of a list from its address.
func filterOf(r *http.Request) Filter {
	q := r.URL.Query()
	f := Filter{View: q.Get("view"), Kind: q.Get("kind"), Owner: q.Get("owner"), Query: q.Get("q")}
	f.Priority, _ = strconv.Atoi(q.Get("priority"))
	switch f.View {
	case "late", "week", "closed", "all":
	default:
		f.View = "open"
	}
	return f
}

// chosen tells whether something beside the view narrows a list.
func (f Filter) chosen() bool {
	return f.Kind != "" || f.Owner != "" || f.Query != "" || f.Priority != 0
}

// asked is the filter for the database: "all" is none there.
func (f Filter) asked() Filter {
	if f.View == "all" {
		f.View = ""
	}
	return f
}

// membersByID are the members of actions.
func membersByID(ctx context.Context, tx access.Tx, list []Action) (map[string]organisation.Member, error) {
	var ids []string
	seen := map[string]bool{}
	for _, a := range list {
		if !seen[a.MemberID] {
			seen[a.MemberID] = true
			ids = append(ids, a.MemberID)
		}
	}
	return organisation.ByIDs(ctx, tx, ids)
}
