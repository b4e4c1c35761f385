package webhook

import (
	"context"
	"net/http"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// Pages are the room's pages in the console.
type Pages struct {
	*Service
	desk *console.Console
}

const (
	operatorPath = "/console/operator/webhooks"
	hooksPath    = "/console/webhooks"
)

func hookPath(id string) string { return hooksPath + "/" + id }

// Register adds the pages to the list of routes.
func (s *Service) Register(routes *web.Routes, desk *console.Console) {
	p := &Pages{s, desk}
	desk.Add(console.Entry{Icon: ui.IconLink, Label: i18n.T("Webhooks", "Webhooks"), Href: operatorPath, Order: 860,
		Visible: func(s access.Scope) bool { return s.Has(access.Administrator) }})
	desk.AddTab(console.Tab{Label: i18n.T("Webhooks", "Webhooks"), Path: "webhooks", Manage: true})
	const ofMember, one = "/console/members/{siren}/webhooks", hooksPath + "/{id}"
	anyone, admin := desk.SignedIn(), desk.OperatorOnly(access.Administrator)
	for _, r := range []web.Route{
		{Method: http.MethodGet, Pattern: ofMember, Guard: anyone, Handler: p.list},
		{Method: http.MethodPost, Pattern: ofMember, Guard: anyone, Handler: p.create},
		{Method: http.MethodGet, Pattern: operatorPath, Guard: admin, Handler: p.list},
		{Method: http.MethodPost, Pattern: operatorPath, Guard: admin, Handler: p.create},
		{Method: http.MethodGet, Pattern: one, Guard: anyone, Handler: p.hook},
		{Method: http.MethodPost, Pattern: one, Guard: anyone, Handler: p.change},
		{Method: http.MethodPost, Pattern: one + "/rotate", Guard: anyone, Handler: p.rotate},
		{Method: http.MethodPost, Pattern: one + "/switch", Guard: anyone, Handler: p.turn},
		{Method: http.MethodPost, Pattern: one + "/test", Guard: anyone, Handler: p.test},
		{Method: http.MethodGet, Pattern: one + "/delete", Guard: anyone, Handler: p.askDelete},
		{Method: http.MethodPost, Pattern: one + "/delete", Guard: anyone, Handler: p.remove},
		{Method: http.MethodGet, Pattern: one + "/deliveries/{delivery}", Guard: anyone, Handler: p.delivery},
		{Method: http.MethodPost, Pattern: one + "/deliveries/{delivery}/replay", Guard: anyone, Handler: p.replay},
	} {
		r.Kind = web.Page
		routes.Add(r)
	}
}

// listView is the list of a member's hooks, or of those for everybody.
type listView struct {
	console.Face
	Everyone bool
	Hooks    []Hook
	Form     *form.Form
	Events   []Event
	Action   string // where the form is sent
	Allowed  []string
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	f := form.New()
	for _, e := range p.Events {
		f.Values.Add("event", e.Name)
	}
	return p.showList(w, r, http.StatusOK, f)
}

// place finds for whom the page is: the member of the address, or everybody.
func (p *Pages) place(ctx context.Context, tx access.Tx, r *http.Request) (v listView, err error) {
	if r.PathValue("siren") == "" {
		v.Everyone, v.Action, v.Events = true, operatorPath, p.Events
		v.Member, err = organisation.Operator(ctx, tx)
		return v, err
	}
	if v.Face, err = p.desk.FaceOf(ctx, tx, r, "webhooks"); err == nil {
		err = tx.May(ctx, access.Listen, v.Member.ID)
	}
	v.Events = p.offered(v.Member)
	v.Action = console.MemberPath(v.Member.Siren) + "/webhooks"
	return v, err
}

func (p *Pages) showList(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	var v listView
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v, err = p.place(ctx, tx, r); err != nil {
			return err
		}
		v.Hooks, err = Hooks(ctx, tx, v.Member.ID, v.Everyone)
		return err
	})
	if err != nil {
		return err
	}
	v.Form = f
	if p.Hosts != nil {
		v.Allowed = p.Hosts()
	}
	if !v.Everyone {
		return p.desk.ShowMember(w, r, status, v.Face, listBody(v))
	}
	title := i18n.Say(ctx, "Webhooks de toutes les collectivités", "Webhooks for all members")
	return p.desk.ShowStatus(w, r, status, console.Page{Title: title, Crumbs: []ui.Link{{Label: title}}}, everyoneBody(v))
}

// draft reads the form of a hook.
func (p *Pages) draft(f *form.Form) Draft {
	d := Draft{Name: f.Raw("name"), URL: f.Raw("url"), Events: f.All("event")}
	_, list := p.examine(d)
	for _, one := range list {
		f.Fail(one.field, fault.Message(one.err))
	}
	return d
}

func (p *Pages) create(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	// Who may not make one is told so, whatever the form says.
	err = p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error { _, err := p.place(ctx, tx, r); return err })
	if err != nil {
		return err
	}
	d := p.draft(f)
	if !f.OK() {
		return p.showList(w, r, http.StatusUnprocessableEntity, f)
	}
	var made hookView
	var secret string
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		v, err := p.place(ctx, tx, r)
		if err != nil {
			return err
		}
		h, fresh, err := p.Create(ctx, tx, v.Member.ID, v.Everyone, d)
		if err != nil {
			return err
		}
		secret = fresh
		made, err = p.load(tx, r, h.ID)
		return err
	})
	if fault.Is(err, fault.Conflict) {
		f.Fail("", fault.Message(err))
		return p.showList(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return p.writeHook(w, r, http.StatusOK, made, secret)
}

// offered are the events that a hook of a member may hear of.
func (p *Pages) offered(m organisation.Member) []Event {
	if m.IsOperator {
		return p.Events
	}
	return slices.DeleteFunc(slices.Clone(p.Events), func(e Event) bool { return e.Installation })
}
