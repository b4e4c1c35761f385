package adhesion

import (
	"net/http"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

const (
	cataloguePath = console.Home + "/operator/prestations"
	statementPath = console.Home + "/operator/statement"
	tab           = "adhesion"
)

// Pages are the room's pages.
type Pages struct {
	desk  *console.Console
	works Works
}

// NewPages returns the room's pages, with their entry in the rail and their tab
// beside a member's.
func NewPages(desk *console.Console, works Works) *Pages {
	admin := func(s access.Scope) bool { return s.Has(access.Administrator) }
	desk.Add(console.Entry{Icon: ui.IconTable, Label: i18n.T("Prestations", "Prestations"), Href: cataloguePath, Order: 820, Visible: admin},
		console.Entry{Icon: ui.IconFile, Label: i18n.T("État des cotisations", "Statement of dues"), Href: statementPath, Order: 821, Visible: admin})
	desk.AddTab(console.Tab{Label: i18n.T("Adhésion", "Membership"), Path: tab})
	return &Pages{desk, works}
}

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	admin, anyone := p.desk.OperatorOnly(access.Administrator), p.desk.SignedIn()
	const one = console.MemberPattern + "/" + tab
	for _, r := range []web.Route{
		{Method: http.MethodGet, Pattern: cataloguePath, Guard: admin, Handler: p.catalogue},
		{Method: http.MethodPost, Pattern: cataloguePath, Guard: admin, Handler: p.addPrestation},
		{Method: http.MethodGet, Pattern: cataloguePath + "/{prestation}", Guard: admin, Handler: p.askScale},
		{Method: http.MethodPost, Pattern: cataloguePath + "/{prestation}", Guard: admin, Handler: p.setScale},
		{Method: http.MethodGet, Pattern: statementPath, Guard: admin, Handler: p.statement},
		{Method: http.MethodGet, Pattern: statementPath + "/{year}/{format}", Guard: admin, Handler: p.export, Kind: web.Download},
		{Method: http.MethodGet, Pattern: one, Guard: anyone, Handler: p.member},
		{Method: http.MethodPost, Pattern: one + "/convention", Guard: admin, Handler: p.agree},
		{Method: http.MethodPost, Pattern: one + "/subscribe", Guard: admin, Handler: p.subscribe},
		{Method: http.MethodPost, Pattern: one + "/end", Guard: admin, Handler: p.end},
		{Method: http.MethodGet, Pattern: one + "/{year}", Guard: anyone, Handler: p.council},
		{Method: http.MethodGet, Pattern: one + "/{year}/council", Guard: anyone, Handler: p.councilFile, Kind: web.Download},
	} {
		if r.Kind == "" {
			r.Kind = web.Page
		}
		routes.Add(r)
	}
}

func (p *Pages) year(text string) int {
	if n, err := strconv.Atoi(text); err == nil && n >= 2000 && n <= 2200 {
		return n
	}
	return i18n.Local(p.desk.Clock.Now()).Year()
}

func refused(f *form.Form, err error, field string) error {
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		f.Fail(field, fault.Message(err))
		return nil
	}
	return err
}
