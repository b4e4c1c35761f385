package opendata

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/life"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
)

// The addresses of this room's pages.
const (
	listPath    = console.Home + "/deposits"
	depositPath = listPath + "/new"
	confirmPath = listPath + "/confirm"
	bulkPath    = listPath + "/bulk"
	exportPath  = listPath + "/export"
	rulesPath   = console.Home + "/rules"
)

func piecePath(id string) string { return listPath + "/" + id }

func versionPath(id string, number int) string {
	return piecePath(id) + "/versions/" + strconv.Itoa(number)
}

func stepPath(id string, number, step int) string {
	return versionPath(id, number) + "/steps/" + strconv.Itoa(step)
}

// Pages are the pages of the console where datasets are deposited, followed
// and decided on. Every act is posted, and its right is asked of the domain;
// a page only hides the buttons that would be refused.
type Pages struct {
	*Service
	desk  *console.Console
	gates Gates
}

// Pages dresses the room for the console.
func (s *Service) Pages(desk *console.Console, gates Gates) *Pages {
	return &Pages{Service: s, desk: desk, gates: gates}
}

// Register adds the room to the console and its pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	p.desk.Add(console.Entry{Icon: ui.IconData, Label: i18n.T("Dépôts", "Deposits"), Href: listPath, Order: 100,
		Count: countWaiting, CountOf: i18n.T("dépôts vous attendent", "deposits wait for you")})
	p.desk.Describe(console.Kind{Name: Kind, Label: i18n.T("Jeu de données", "Dataset"), Icon: ui.IconTable,
		Href: piecePath, Deposit: depositPath, Act: act})
	const one = listPath + "/{piece}"
	const version = one + "/versions/{number}"
	get, post := http.MethodGet, http.MethodPost
	for _, r := range []web.Route{
		{Method: get, Pattern: listPath, Handler: p.list},
		{Method: get, Pattern: exportPath, Handler: p.export, Kind: web.Download},
		{Method: post, Pattern: bulkPath, Handler: p.bulk},
		{Method: get, Pattern: depositPath, Handler: p.newDeposit},
		{Method: post, Pattern: depositPath, Handler: p.receive, MaxBody: -1},
		{Method: get, Pattern: confirmPath, Handler: p.confirm},
		{Method: post, Pattern: confirmPath, Handler: p.deposit},
		{Method: get, Pattern: one, Handler: p.piece},
		{Method: get, Pattern: one + "/live", Handler: p.live},
		{Method: get, Pattern: one + "/edit", Handler: p.edit},
		{Method: post, Pattern: one + "/edit", Handler: p.saveEdit},
		{Method: get, Pattern: one + "/activity", Handler: p.askActivity},
		{Method: post, Pattern: one + "/activity", Handler: p.setActivity},
		{Method: get, Pattern: one + "/withdraw", Handler: p.askWithdraw},
		{Method: post, Pattern: one + "/withdraw", Handler: p.withdraw},
		{Method: post, Pattern: one + "/restore", Handler: p.restore},
		{Method: get, Pattern: one + "/erase", Handler: p.askErase},
		{Method: post, Pattern: one + "/erase", Handler: p.erase},
		{Method: get, Pattern: version, Handler: p.version},
		{Method: get, Pattern: version + "/steps/{step}", Handler: p.step},
		{Method: get, Pattern: version + "/original", Handler: p.original, Kind: web.Download},
		{Method: get, Pattern: version + "/report.csv", Handler: p.report("csv"), Kind: web.Download},
		{Method: get, Pattern: version + "/report.json", Handler: p.report("json"), Kind: web.Download},
		{Method: post, Pattern: version + "/decision", Handler: p.decide},
		{Method: post, Pattern: version + "/undo", Handler: p.undo},
		{Method: post, Pattern: version + "/retry", Handler: p.retry},
		{Method: get, Pattern: rulesPath, Handler: p.rules},
		{Method: post, Pattern: rulesPath, Handler: p.setRule},
	} {
		r.Guard = p.desk.SignedIn()
		if r.Kind == "" {
			r.Kind = web.Page
		}
		routes.Add(r)
	}
}

func countWaiting(ctx context.Context, tx access.Tx) (int, error) {
	_, n, err := life.For(ctx, tx, 0)
	return n, err
}

// act is what a life asks of the person whom it waits for.
func act(l life.Life) (i18n.Text, string) {
	words := map[access.Right]i18n.Text{
		access.Deposit: i18n.T("Voir quoi corriger", "See what to correct"),
		access.Publish: i18n.T("Relire et publier", "Read over and publish"),
		access.Advise:  i18n.T("Donner un avis", "Give an opinion"),
		access.Decide:  i18n.T("Décider", "Decide"),
		access.Approve: i18n.T("Approuver ou refuser", "Approve or refuse"),
	}
	return words[l.WaitRight], piecePath(l.PieceID) + "#now"
}

// pieceOf returns the identifier of the piece in the address.
func pieceOf(r *http.Request) (string, error) {
	id := r.PathValue("piece")
	if !ident.Valid(id) {
		return "", fault.Missing("opendata.page")
	}
	return id, nil
}

// numberOf returns a number of the address, from 1.
func numberOf(r *http.Request, name string) (int, error) {
	n, err := strconv.Atoi(r.PathValue(name))
	if err != nil || n < 1 {
		return 0, fault.Missing("opendata.page")
	}
	return n, nil
}

func pageNumber(r *http.Request) int {
	n, err := strconv.Atoi(r.URL.Query().Get("page"))
	if err != nil || n < 1 || n > 100_000 {
		return 1
	}
	return n
}

// may tells whether the scope holds a right somewhere: at a member of its own,
// or by a mandate, which the domain looks at.
func may(s access.Scope, right access.Right) bool {
	return len(s.MembersWith(right)) > 0 || slices.Contains(s.MandatedRights(), right)
}

// several tells whether the scope sees more than one member, so that each line
// must name its own.
func several(s access.Scope) bool { return s.OfOperator() || len(s.Members()) > 1 }

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	return append([]ui.Link{{Label: i18n.Say(ctx, "Dépôts", "Deposits"), Href: listPath}}, more...)
}
