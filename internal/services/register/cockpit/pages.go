package cockpit

import (
	"context"
	"net/http"
	"net/url"
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
)

// The addresses of this room.
const (
	Home           = console.Home + "/operator/rgpd"
	base           = Home + "/cockpit"
	filesPath      = Home + "/members"
	mapPath        = base + "/map"
	progressPath   = base + "/progress"
	portfoliosPath = base + "/portfolios"
	visitsPath     = base + "/visits"
	actsPath       = base + "/acts"
	pageSize       = 50
)

// Pages are the pages of the console.
type Pages struct{ *Service }

// Pages dresses the room for the console.
func (s *Service) Pages() *Pages {
	s.Desk.Add(console.Entry{Icon: ui.IconHome, Label: i18n.T("Tableau de bord RGPD", "GDPR cockpit"), Href: Home, Order: 600, Visible: access.Scope.OfOperator})
	return &Pages{s}
}

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	operator, officer := p.Desk.OperatorOnly(), p.Desk.OperatorOnly(access.ProtectionOfficer)
	get, post := http.MethodGet, http.MethodPost
	for _, r := range []web.Route{
		{Method: get, Pattern: Home, Guard: operator, Handler: p.home},
		{Method: get, Pattern: base + "/export", Guard: operator, Handler: p.export, Kind: web.Download},
		{Method: get, Pattern: mapPath, Guard: operator, Handler: p.territory},
		{Method: get, Pattern: progressPath, Guard: operator, Handler: p.progress},
		{Method: get, Pattern: progressPath + "/export", Guard: operator, Handler: p.exportProgress, Kind: web.Download},
		{Method: post, Pattern: base + "/bulk", Guard: officer, Handler: p.preview},
		{Method: post, Pattern: base + "/act", Guard: officer, Handler: p.act},
		{Method: get, Pattern: actsPath, Guard: officer, Handler: p.acts},
		{Method: get, Pattern: actsPath + "/{deed}", Guard: officer, Handler: p.oneAct},
		{Method: post, Pattern: actsPath + "/{deed}/undo", Guard: officer, Handler: p.undo},
		{Method: get, Pattern: portfoliosPath, Guard: operator, Handler: p.portfolios},
		{Method: get, Pattern: portfoliosPath + "/export", Guard: operator, Handler: p.exportPortfolios, Kind: web.Download},
		{Method: post, Pattern: portfoliosPath + "/absences", Guard: officer, Handler: p.cover},
		{Method: post, Pattern: portfoliosPath + "/absences/{absence}/remove", Guard: officer, Handler: p.uncover},
		{Method: get, Pattern: visitsPath, Guard: officer, Handler: p.visits},
		{Method: get, Pattern: visitsPath + "/export", Guard: officer, Handler: p.exportVisits, Kind: web.Download},
		{Method: get, Pattern: visitsPath + "/{visit}", Guard: officer, Handler: p.oneVisit},
		{Method: post, Pattern: visitsPath + "/{visit}", Guard: officer, Handler: p.noteVisit},
		{Method: get, Pattern: filesPath + "/{siren}", Guard: officer, Handler: p.file},
		{Method: post, Pattern: filesPath + "/{siren}/visits", Guard: officer, Handler: p.planVisit},
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

func page(ctx context.Context, title string) console.Page {
	return console.Page{Title: title, Crumbs: []ui.Link{{Label: i18n.Say(ctx, "Tableau de bord RGPD", "GDPR cockpit"), Href: Home}, {Label: title}}}
}

// refused puts what is wrong beside its field, when the person can mend it.
func refused(f *form.Form, err error) bool {
	if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) {
		return false
	}
	field := ""
	if e, ok := err.(*fault.Error); ok && len(e.Op) > len("cockpit.") {
		switch what := e.Op[len("cockpit."):]; what {
		case "agent", "cover", "from", "words", "day", "next", "people", "summary", "state":
			field = what
		}
	}
	f.Fail(field, fault.Message(err))
	return true
}

func pathID(r *http.Request, name string) (string, error) {
	id := r.PathValue(name)
	if !ident.Valid(id) {
		return "", fault.Missing("cockpit." + name)
	}
	return id, nil
}

func pageNumber(r *http.Request) int {
	n, _ := strconv.Atoi(r.URL.Query().Get("page"))
	return min(max(n, 1), 100_000)
}

func itoa(n int) string { return strconv.Itoa(n) }

// filterOf reads a filter from an address or a form.
func filterOf(get func(string) string) Filter {
	f := Filter{View: View(get("view")), Kind: organisation.Kind(get("kind")), Size: get("size"), Group: get("group"), Agent: get("agent"), Query: get("q"), Order: get("order")}
	if !f.Kind.Known() {
		f.Kind = ""
	}
	return f
}

// query is a filter as it stands in an address.
func (f Filter) query() string {
	v := url.Values{}
	for name, value := range map[string]string{"view": string(f.View), "kind": string(f.Kind), "size": f.Size, "group": f.Group, "agent": f.Agent, "q": f.Query, "order": f.Order} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}
