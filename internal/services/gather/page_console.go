package gather

import (
	"context"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// ConsolePath is where the operator sees what is gathered.
const ConsolePath = "/console/operator/gather"

type consolePages struct {
	*Service
	desk *console.Console
}

// acting are the roles that may change what is gathered; the operator's other
// people look.
var acting = []access.Role{access.Administrator, access.OpenDataOfficer}

// Console adds the operator's page.
func (s *Service) Console(routes *web.Routes, desk *console.Console) {
	p := consolePages{s, desk}
	desk.Add(console.Entry{Icon: ui.IconTable, Label: i18n.T("Consolidations", "Consolidations"), Href: ConsolePath, Order: 840,
		Visible: func(s access.Scope) bool { return s.Has(acting...) }})
	desk.Describe(console.Kind{Name: "consolidation", Label: i18n.T("Consolidation", "Consolidation"), Icon: ui.IconTable,
		Href: func(string) string { return ConsolePath }})
	add := func(guard web.Guard, method, pattern string, h web.Handler) {
		routes.Add(web.Route{Method: method, Pattern: pattern, Kind: web.Page, Guard: guard, Handler: h})
	}
	add(desk.OperatorOnly(), http.MethodGet, ConsolePath, p.page)
	for _, d := range []struct {
		name string
		do   deed
	}{{"rebuild", p.rebuild}, {"keep", p.keep}, {"stop", p.stop}, {"resume", p.resume}} {
		add(desk.OperatorOnly(acting...), http.MethodPost, ConsolePath+"/"+d.name, p.do(d.do))
	}
}

type consoleView struct {
	List   []Gathering
	Titles map[string]string
	Pages  map[string]string
	Kept   map[string][]Kept
	MayAct bool
}

func (p consolePages) page(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := consoleView{Titles: map[string]string{}, Pages: map[string]string{}, Kept: map[string][]Kept{}, MayAct: access.From(ctx).Has(acting...)}
	err := p.p.Doors.Read(ctx, access.Public(), func(tx access.Tx) (err error) {
		if v.List, err = List(ctx, tx); err != nil {
			return err
		}
		for _, g := range v.List {
			v.Titles[g.Schema] = p.title(ctx, g.Schema)
			if v.Pages[g.Schema], err = p.p.Shelf.Page(ctx, tx, g.Dataset); err != nil && !fault.Is(err, fault.Gone) && !fault.Is(err, fault.NotFound) {
				return err
			}
			if v.Kept[g.Schema], err = KeptOf(ctx, tx, g.Schema); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	title := i18n.Say(ctx, "Consolidations", "Consolidations")
	return p.desk.Show(w, r, console.Page{Title: title, Crumbs: []ui.Link{{Label: title}}}, consoleBody(v))
}

// deed is something that the operator does to what is gathered; schema "" is all.
type deed func(ctx context.Context, tx access.Tx, schema string) (i18n.Text, string, error)

func (p consolePages) do(act deed) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx := r.Context()
		f, err := form.Parse(r)
		if err != nil {
			return err
		}
		var say i18n.Text
		var undo string
		schema := f.Raw("schema")
		if schema == "" { // the button that takes an act back names it in its address
			schema = r.URL.Query().Get("schema")
		}
		err = p.p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
			say, undo, err = act(ctx, tx, schema)
			return err
		})
		switch {
		case err != nil:
			return err
		case undo != "":
			p.desk.FlashUndo(ctx, ui.Good, say, undo)
		default:
			p.desk.Flash(ctx, ui.Good, say)
		}
		return web.Redirect(w, r, ConsolePath)
	}
}

func (p consolePages) rebuild(ctx context.Context, tx access.Tx, schema string) (i18n.Text, string, error) {
	inside := tx.Elevated("gather")
	list := []string{schema}
	if schema == "" {
		var err error
		if list, err = p.schemas(ctx, inside); err != nil {
			return i18n.Text{}, "", err
		}
	}
	for _, s := range list {
		if err := p.Ask(ctx, inside, s, true); err != nil {
			return i18n.Text{}, "", err
		}
	}
	return i18n.T("La reconstruction est demandée. Si rien n’a changé, les fichiers restent les mêmes.", "The rebuilding is asked for. If nothing has changed, the files stay the same."), "", nil
}

func (p consolePages) keep(ctx context.Context, tx access.Tx, schema string) (i18n.Text, string, error) {
	g, fresh, err := p.Keep(ctx, tx.Elevated("gather"), schema, "asked")
	if !fresh {
		return i18n.T("Cet état était déjà conservé.", "This state was kept already."), "", err
	}
	return i18n.T("La version %[1]d reste téléchargeable à son adresse.", "Version %[1]d stays at its address.", g.Number), "", err
}

func (p consolePages) stop(ctx context.Context, tx access.Tx, schema string) (i18n.Text, string, error) {
	return i18n.T("La consolidation est arrêtée et n’est plus publique.", "The consolidation is stopped, and no longer public."),
		ConsolePath + "/resume?schema=" + schema, p.Stop(ctx, tx.Elevated("gather"), schema, true)
}

func (p consolePages) resume(ctx context.Context, tx access.Tx, schema string) (i18n.Text, string, error) {
	return i18n.T("La consolidation reprend\u202f: elle est publique et se met à jour.", "The consolidation goes on: it is public and brings itself up to date."),
		"", p.Stop(ctx, tx.Elevated("gather"), schema, false)
}

// Stop hides the consolidation of a schema and keeps it as it is, or has it go on.
func (s *Service) Stop(ctx context.Context, tx access.Tx, schema string, stopped bool) error {
	g, err := Get(ctx, tx, schema)
	if err != nil {
		return err
	}
	if g.Dataset == "" {
		return fault.Missing("gather.Stop")
	}
	if g.Stopped == stopped {
		return nil
	}
	g.Stopped = stopped
	event := EventStopped
	if stopped {
		err = s.p.Shelf.Hide(ctx, tx, g.Dataset)
	} else {
		event = EventResumed
		if err = s.p.Shelf.Unhide(ctx, tx, g.Dataset); err == nil {
			err = s.Ask(ctx, tx, schema, false)
		}
	}
	if err == nil {
		err = g.save(ctx, tx)
	}
	if err != nil {
		return err
	}
	return tx.Record(ctx, event, g.Member, g.Dataset, map[string]any{"schema": g.Schema})
}
