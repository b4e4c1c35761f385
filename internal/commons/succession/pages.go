package succession

import (
	"context"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
)

// path is where the room's pages are.
const path = console.Home + "/operator/successions"

// Pages are the room's pages.
type Pages struct {
	service *Service
	desk    *console.Console
}

// Pages returns the room's pages, with their entry in the rail.
func (s *Service) Pages(desk *console.Console) *Pages {
	desk.Add(console.Entry{Icon: ui.IconMembers, Label: i18n.T("Fusions et départs", "Mergers and leavings"), Href: path, Order: 810,
		Visible: func(scope access.Scope) bool { return scope.Has(access.Administrator) }})
	return &Pages{s, desk}
}

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	admin := p.desk.OperatorOnly(access.Administrator)
	for _, r := range []web.Route{
		{Method: http.MethodGet, Pattern: path, Handler: p.list},
		{Method: http.MethodGet, Pattern: path + "/new/{kind}", Handler: p.ask},
		{Method: http.MethodPost, Pattern: path + "/new/{kind}", Handler: p.take},
		{Method: http.MethodGet, Pattern: path + "/acts/{id}", Handler: p.act},
		{Method: http.MethodPost, Pattern: path + "/acts/{id}/cancel", Handler: p.cancel},
		{Method: http.MethodPost, Pattern: path + "/acts/{id}/return", Handler: p.giveBack},
	} {
		r.Kind, r.Guard = web.Page, admin
		routes.Add(r)
	}
}

// actView is an act with the members that it names.
type actView struct {
	Act
	Members []organisation.Member
	Heir    organisation.Member
	EraseOn string
	Today   string
}

func (p *Pages) view(ctx context.Context, tx access.Tx, acts []Act) ([]actView, error) {
	var ids []string
	for _, a := range acts {
		ids = append(ids, a.Plan.all()...)
	}
	members, err := organisation.ByIDs(ctx, tx, ids)
	out := make([]actView, len(acts))
	for i, a := range acts {
		out[i] = actView{Act: a, Heir: members[a.Plan.Heir], Today: access.Today(tx.Clock())}
		for _, id := range a.Plan.Members {
			out[i].Members = append(out[i].Members, members[id])
		}
		if a.Kind == Leaving {
			out[i].EraseOn = a.EraseOn()
		}
	}
	return out, err
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var views []actView
	err := p.desk.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		acts, err := List(ctx, tx, "", 200)
		if err != nil {
			return err
		}
		views, err = p.view(ctx, tx, acts)
		return err
	})
	if err != nil {
		return err
	}
	return p.desk.Show(w, r, console.Page{Title: listTitle(ctx)}, listBody(views))
}

func (p *Pages) crumbs(ctx context.Context, title string) []ui.Link {
	return []ui.Link{{Label: listTitle(ctx), Href: path}, {Label: title}}
}

func (p *Pages) act(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v actView
	err := p.desk.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		a, err := Get(ctx, tx, r.PathValue("id"))
		if err != nil {
			return err
		}
		views, err := p.view(ctx, tx, []Act{a})
		v = views[0]
		return err
	})
	if err != nil {
		return err
	}
	title := i18n.Read(ctx, v.Kind.Label())
	return p.desk.Show(w, r, console.Page{Title: title, Crumbs: p.crumbs(ctx, title)}, actBody(v))
}

func (p *Pages) cancel(w http.ResponseWriter, r *http.Request) error {
	return p.undo(w, r, p.service.Cancel, i18n.T("L’acte est annulé\u202f: rien n’a changé.", "The act is cancelled: nothing has changed."))
}

func (p *Pages) giveBack(w http.ResponseWriter, r *http.Request) error {
	return p.undo(w, r, p.service.Return, i18n.T("La collectivité est de nouveau adhérente. Rendez leurs rôles aux personnes, et leurs jetons aux logiciels.",
		"The body is a member again. Give people their roles back, and programs their tokens."))
}

func (p *Pages) undo(w http.ResponseWriter, r *http.Request, do func(context.Context, access.Tx, string) error, done i18n.Text) error {
	ctx, id := r.Context(), r.PathValue("id")
	err := p.desk.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return do(ctx, tx, id) })
	switch {
	case fault.Is(err, fault.Conflict):
		p.desk.Flash(ctx, ui.Bad, fault.Message(err))
	case err != nil:
		return err
	default:
		p.desk.Flash(ctx, ui.Good, done)
	}
	return web.Redirect(w, r, path+"/acts/"+id)
}
