package duty

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// Addresses of the room.
const (
	Tab          = "obligations"
	MinePath     = console.Home + "/obligations"
	OperatorPath = console.Home + "/operator/obligations"
)

// Path is the address of a member's page.
func Path(siren string) string { return console.MemberPath(siren) + "/" + Tab }

// PublicPath is the address of a member's public page, where it shows one.
func PublicPath(slug string) string { return "/p/" + slug + "/obligations" }

// Pages are the pages of the console, and the public one.
type Pages struct {
	*Service
	desk  *console.Console
	frame func(ctx context.Context, page ui.Page, body templ.Component) templ.Component
}

// Pages dresses the room for the console; frame dresses a page as those of the
// public site.
func (s *Service) Pages(desk *console.Console, frame func(ctx context.Context, page ui.Page, body templ.Component) templ.Component) *Pages {
	desk.AddTab(console.Tab{Label: i18n.T("Obligations", "Duties"), Path: Tab})
	desk.Add(console.Entry{Icon: ui.IconCalendar, Label: i18n.T("Mes obligations", "My duties"), Href: MinePath, Order: 120,
		Visible: func(s access.Scope) bool { return !s.OfOperator() && len(s.MembersWith(access.See)) > 0 }},
		console.Entry{Icon: ui.IconCalendar, Label: i18n.T("Obligations", "Duties"), Href: OperatorPath, Order: 620,
			Visible: access.Scope.OfOperator})
	return &Pages{s, desk, frame}
}

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	anyone := p.desk.SignedIn()
	operator := p.desk.OperatorOnly(access.Administrator, access.ProtectionOfficer, access.OpenDataOfficer, access.SecurityOfficer, access.Support)
	get, post := http.MethodGet, http.MethodPost
	pattern := console.MemberPattern + "/" + Tab
	for _, r := range []web.Route{
		{Method: get, Pattern: MinePath, Guard: anyone, Handler: p.mine},
		{Method: get, Pattern: pattern, Guard: anyone, Handler: p.page},
		{Method: post, Pattern: pattern + "/elsewhere", Guard: anyone, Handler: p.say},
		{Method: post, Pattern: pattern + "/elsewhere/{said}/undo", Guard: anyone, Handler: p.unsay},
		{Method: post, Pattern: pattern + "/shown", Guard: anyone, Handler: p.show},
		{Method: get, Pattern: pattern + "/paper", Guard: anyone, Handler: p.paper, Kind: web.Download},
		{Method: get, Pattern: pattern + "/calendar", Guard: anyone, Handler: p.calendar, Kind: web.Download},
		{Method: get, Pattern: OperatorPath, Guard: operator, Handler: p.all},
		{Method: get, Pattern: OperatorPath + "/export", Guard: operator, Handler: p.export, Kind: web.Download},
		{Method: get, Pattern: "/p/{member}/obligations", Guard: web.Everyone, Handler: p.public},
	} {
		if r.Kind == "" {
			r.Kind = web.Page
		}
		routes.Add(r)
	}
}

// group is the duties of one status.
type group struct {
	Status Status
	Duties []Duty
}

type view struct {
	console.Face
	service *Service
	Form    *form.Form // of what is published elsewhere, when it was refused
	Groups  []group
	Counts  map[Status]int
	May     bool // publish
	Shown   bool // to the public
	Date    string
}

func (v view) group(s Status) []Duty {
	for _, g := range v.Groups {
		if g.Status == s {
			return g.Duties
		}
	}
	return nil
}

func (v *view) fill(list []Duty) {
	v.Counts = map[Status]int{}
	for _, s := range Statuses() {
		g := group{Status: s}
		for _, d := range list {
			if d.Status == s {
				g.Duties = append(g.Duties, d)
			}
		}
		v.Counts[s] = len(g.Duties)
		if len(g.Duties) > 0 {
			v.Groups = append(v.Groups, g)
		}
	}
}

func (p *Pages) page(w http.ResponseWriter, r *http.Request) error {
	return p.showPage(w, r, http.StatusOK, nil)
}

func (p *Pages) showPage(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	v.Form = f
	return p.desk.ShowMember(w, r, status, v.Face, body(v))
}

func (p *Pages) view(r *http.Request) (view, error) {
	ctx := r.Context()
	v := view{service: p.Service, Date: p.book.Date}
	err := p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Face, err = p.desk.FaceOf(ctx, tx, r, Tab); err != nil {
			return err
		}
		list, err := p.Of(ctx, tx, v.Member)
		if err != nil {
			return err
		}
		v.fill(list)
		if v.May, err = tx.Allowed(ctx, access.Publish, v.Member.ID); err != nil {
			return err
		}
		v.Shown, err = Shown(ctx, tx, v.Member.ID)
		return err
	})
	return v, err
}

// mine leads to the page of the one member that somebody serves, or lists hers.
func (p *Pages) mine(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var lines []Line
	err := p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		if tx.Scope().OfOperator() {
			return nil
		}
		chosen, some, err := console.Chosen(ctx, tx, r)
		if err != nil {
			return err
		}
		list := []organisation.Member{chosen}
		if !some {
			if list, err = mine(ctx, tx); err != nil {
				return err
			}
		}
		for _, m := range list {
			l := Line{Member: m, Counts: map[Status]int{}}
			if len(list) > 1 {
				if l.Duties, err = p.Of(ctx, tx, m); err != nil {
					return err
				}
			}
			for _, d := range l.Duties {
				l.Counts[d.Status]++
			}
			lines = append(lines, l)
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case access.From(ctx).OfOperator():
		return web.Redirect(w, r, OperatorPath)
	case len(lines) == 1:
		return web.Redirect(w, r, Path(lines[0].Member.Siren))
	}
	return p.desk.Show(w, r, console.Page{Title: i18n.Say(ctx, "Mes obligations", "My duties")}, mineBody(lines))
}

// say records what is published elsewhere.
func (p *Pages) say(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var e Elsewhere
	var siren string
	err = p.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		face, err := p.desk.FaceOf(ctx, tx, r, Tab)
		if err != nil {
			return err
		}
		siren = face.Member.Siren
		e, err = p.Say(ctx, tx, face.Member.ID, f.Raw("rule"), f.Raw("period"), f.Raw(addressField(f.Raw("rule"), f.Raw("period"))))
		return err
	})
	if fault.Is(err, fault.Invalid) {
		f.Fail(addressField(f.Raw("rule"), f.Raw("period")), fault.Message(err))
		return p.showPage(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	p.desk.FlashUndo(ctx, ui.Good, i18n.T("C’est noté\u202f: publié ailleurs.", "Noted: published elsewhere."), Path(siren)+"/elsewhere/"+e.ID+"/undo")
	return web.Redirect(w, r, Path(siren))
}

func (p *Pages) unsay(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if !ident.Valid(r.PathValue("said")) {
		return fault.Missing("duty.unsay")
	}
	var siren string
	err := p.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		face, err := p.desk.FaceOf(ctx, tx, r, Tab)
		siren = face.Member.Siren
		if err != nil {
			return err
		}
		return p.Unsay(ctx, tx, r.PathValue("said"))
	})
	if err != nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	p.desk.Flash(ctx, ui.Info, i18n.T("Annulé.", "Undone."))
	return web.Redirect(w, r, Path(siren))
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	shown := f.Raw("shown") == "1"
	var siren string
	err = p.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		face, err := p.desk.FaceOf(ctx, tx, r, Tab)
		siren = face.Member.Siren
		if err != nil {
			return err
		}
		return p.Show(ctx, tx, face.Member.ID, shown)
	})
	if err != nil {
		return err
	}
	if shown {
		p.desk.Flash(ctx, ui.Good, i18n.T("La page est publique.", "The page is public."))
	} else {
		p.desk.Flash(ctx, ui.Info, i18n.T("La page n’est plus publique.", "The page is no longer public."))
	}
	return web.Redirect(w, r, Path(siren))
}
