package display

import (
	"context"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/platform/web/chart"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/portal"
)

const (
	dataset = console.Home + "/deposits/"
	pattern = dataset + "{piece}/charts"
)

// Path is where the charts of a dataset's page are chosen.
func Path(id string) string { return dataset + id + "/charts" }

// Pages are the room's pages in the console.
type Pages struct {
	*Service
	desk *console.Console
}

// Pages dresses the room for the console.
func (s *Service) Pages(desk *console.Console) *Pages { return &Pages{s, desk} }

// Register adds the pages.
func (p *Pages) Register(routes *web.Routes) {
	for _, r := range []web.Route{
		{Method: http.MethodGet, Pattern: pattern, Handler: p.edit},
		{Method: http.MethodPost, Pattern: pattern, Handler: p.save},
		{Method: http.MethodGet, Pattern: pattern + "/history", Handler: p.history},
		{Method: http.MethodPost, Pattern: pattern + "/history/{number}", Handler: p.restore},
	} {
		r.Kind, r.Guard = web.Page, p.desk.SignedIn()
		routes.Add(r)
	}
}

// view is what the editor shows.
type view struct {
	Dataset
	State    State
	Lines    []line
	Others   []line // that the program proposes and nobody has chosen
	Form     *form.Form
	Fields   portal.ChartForm
	Editing  int // place of the figure in the form; -1 for a new one
	Preview  *line
	Mine     *Document // what the reader would have saved, had nobody come first
	MineJSON string
	Versions []State
}

// line is a figure with its drawing.
type line struct {
	Figure
	At      int
	Name    string
	Chart   *chart.Chart
	Map     *chart.Map
	Problem string // why it is not shown to the public
}

// load reads the dataset and how its page stands, for those who may arrange it.
func (p *Pages) load(ctx context.Context, tx access.Tx, r *http.Request) (v view, err error) {
	v.Editing, v.Form = -1, form.New()
	id := r.PathValue("piece")
	if !ident.Valid(id) {
		return v, fault.Missing("display.page")
	}
	if v.Dataset, err = p.Catalogue.Dataset(ctx, tx, id); err != nil {
		return v, err
	}
	if err = tx.May(ctx, access.Deposit, v.Member.ID); err != nil {
		return v, err
	}
	v.State, err = latest(ctx, tx, id)
	return v, err
}

func (p *Pages) read(r *http.Request) (v view, err error) {
	ctx := r.Context()
	err = p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		v, err = p.load(ctx, tx, r)
		return err
	})
	return v, err
}

func (v view) page(ctx context.Context, title string, more ...ui.Link) console.Page {
	crumbs := []ui.Link{{Label: i18n.Say(ctx, "Dépôts", "Deposits"), Href: console.Home + "/deposits"}, {Label: v.Title, Href: dataset + v.ID}}
	return console.Page{Title: title, Crumbs: append(append(crumbs, more...), ui.Link{Label: title})}
}
