package nothing

import (
	"context"
	"net/http"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// PagePath is where nothing is declared.
const PagePath = console.Home + "/nothing"

// Pages are the pages of the console.
type Pages struct {
	*Service
	desk *console.Console
}

// Pages dresses the room for the console.
func (s *Service) Pages(desk *console.Console) *Pages { return &Pages{s, desk} }

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	for _, r := range []web.Route{
		{Method: http.MethodGet, Pattern: PagePath, Handler: p.page},
		{Method: http.MethodPost, Pattern: PagePath, Handler: p.post},
		{Method: http.MethodPost, Pattern: PagePath + "/{id}/undo", Handler: p.undo},
	} {
		r.Guard, r.Kind = p.desk.SignedIn(), web.Page
		routes.Add(r)
	}
}

// view is what the page shows.
type view struct {
	Form    *form.Form
	Members []organisation.Member // for whom she may declare
	Schemas []Choice
	List    []Declaration
	Names   map[string]organisation.Member
	May     map[string]bool // by member: she may undo
	Confirm bool            // something is published, and she is to confirm
	Schema  Choice          // that is counted; none for ""
	Year    int
	Count   Count
	Served  int // members that are counted
	now     int // this year
}

func (p *Pages) page(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	f := form.New("schema", q.Get("schema"), "period", q.Get("period"), "member", q.Get("member"))
	return p.show(w, r, http.StatusOK, f, false)
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, f *form.Form, confirm bool) error {
	ctx := r.Context()
	v := view{Form: f, Schemas: p.datasets.Schemas(), Confirm: confirm, May: map[string]bool{}}
	err := p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error { return p.fill(ctx, tx, r, &v) })
	if err != nil {
		return err
	}
	if len(v.Members) == 1 && f.Raw("member") == "" {
		f.Set("member", v.Members[0].Siren)
	}
	if f.Raw("period") == "" {
		f.Set("period", strconv.Itoa(v.now))
	}
	title := i18n.Say(ctx, "Rien à publier", "Nothing to publish")
	return p.desk.ShowStatus(w, r, status, console.Page{Title: title, Crumbs: []ui.Link{
		{Label: i18n.Say(ctx, "Dépôts", "Deposits"), Href: console.Home + "/deposits"}, {Label: title}}}, body(v))
}

func (p *Pages) fill(ctx context.Context, tx access.Tx, r *http.Request, v *view) error {
	const op = "nothing.page"
	v.now = tx.Clock().Now().Year()
	ids := func(where string, args []any) ([]string, error) {
		return database.All(ctx, tx, op, func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
			`select id from member where closed_at = 0 and `+where+` order by sort_key, id`, args...)
	}
	mine, err := ids(tx.OnlyWith(access.Publish, "id", nil))
	if err != nil {
		return err
	}
	seen, err := ids(tx.Only("id", nil))
	if err != nil {
		return err
	}
	if v.Names, err = organisation.ByIDs(ctx, tx, seen); err != nil {
		return err
	}
	for _, id := range mine {
		v.Members, v.May[id] = append(v.Members, v.Names[id]), true
	}
	if len(seen) > 0 {
		if v.List, err = List(ctx, tx, Filter{Members: seen, Limit: 300}); err != nil {
			return err
		}
	}
	return p.count(ctx, tx, r, v, seen)
}

// count parts the members by what they have done; the operator's own row is
// none of them.
func (p *Pages) count(ctx context.Context, tx access.Tx, r *http.Request, v *view, seen []string) (err error) {
	q := r.URL.Query()
	v.Year = v.now
	if n, err := strconv.Atoi(q.Get("year")); err == nil && n >= firstYear && n <= v.now+1 {
		v.Year = n
	}
	name := q.Get("of")
	if name == "" {
		name = "scdl/subventions"
	}
	known, ok := p.Known(name)
	if !ok || len(seen) < 2 {
		return nil
	}
	v.Schema = known
	var served []string
	for _, id := range seen {
		if !v.Names[id].IsOperator {
			served = append(served, id)
		}
	}
	v.Served = len(served)
	v.Count, err = p.CountOf(ctx, tx, served, known.Name, v.Year)
	return err
}

// post declares.
func (p *Pages) post(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var d Declaration
	var fresh bool
	err = p.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, f.Raw("member"))
		if err != nil {
			return err
		}
		d, fresh, err = p.Declare(ctx, tx, m.ID, f.Raw("schema"), f.Raw("period"), f.Raw("anyway") != "")
		return err
	})
	switch {
	case fault.Is(err, fault.Invalid), fault.Is(err, fault.Conflict):
		field := "schema"
		if _, known := p.Known(f.Raw("schema")); known {
			field = "period"
		}
		f.Fail(field, fault.Message(err))
		return p.show(w, r, http.StatusUnprocessableEntity, f, fault.Is(err, fault.Conflict))
	case err != nil:
		return err
	case fresh:
		p.desk.FlashUndo(ctx, ui.Good, i18n.T("Déclaré et publié\u202f: rien à publier pour %[1]s.", "Declared and published: nothing to publish for %[1]s.", d.Period), PagePath+"/"+d.ID+"/undo")
	default:
		p.desk.Flash(ctx, ui.Info, i18n.T("C’était déjà déclaré.", "It was declared already."))
	}
	return web.Redirect(w, r, PagePath)
}

func (p *Pages) undo(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if !ident.Valid(r.PathValue("id")) {
		return fault.Missing("nothing.undo")
	}
	err := p.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		_, err := p.Undo(ctx, tx, r.PathValue("id"))
		return err
	})
	if err != nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	p.desk.Flash(ctx, ui.Info, i18n.T("Déclaration annulée\u202f: elle n’est plus publique.", "Declaration undone: it is no longer public."))
	return web.Redirect(w, r, PagePath)
}
