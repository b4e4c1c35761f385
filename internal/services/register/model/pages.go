package model

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// Pages are the operator's pages of the library of one kind.
type Pages struct {
	Desk    *console.Console
	Service *Service
	Spec    Spec
	Path    string    // of the library: /console/operator/rgpd/models
	Title   i18n.Text // "Modèles de traitements"
	Domains []Option  // the headings of the library
	// Install puts in what the program brings; nil where it brings nothing.
	Install func(ctx context.Context, tx access.Tx) (int, error)
}

const batchesPerPage, itemsPerPage = 50, 100

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	operator, officer := p.Desk.OperatorOnly(), p.Desk.OperatorOnly(access.ProtectionOfficer)
	get, post := http.MethodGet, http.MethodPost
	for _, r := range []web.Route{
		{Method: get, Pattern: p.Path, Guard: operator, Handler: p.library},
		{Method: post, Pattern: p.Path + "/install", Guard: officer, Handler: p.install},
		{Method: get, Pattern: p.Path + "/new", Guard: officer, Handler: p.askNew},
		{Method: post, Pattern: p.Path + "/new", Guard: officer, Handler: p.saveNew, MaxBody: 1 << 20},
		{Method: get, Pattern: p.Path + "/send", Guard: officer, Handler: p.askSend},
		{Method: post, Pattern: p.Path + "/send", Guard: officer, Handler: p.send},
		{Method: get, Pattern: p.Path + "/batches", Guard: operator, Handler: p.batches},
		{Method: get, Pattern: p.Path + "/batches/{id}", Guard: operator, Handler: p.batch},
		{Method: post, Pattern: p.Path + "/batches/{id}/undo", Guard: officer, Handler: p.undo},
		{Method: get, Pattern: p.Path + "/terms", Guard: operator, Handler: p.terms},
		{Method: post, Pattern: p.Path + "/terms", Guard: officer, Handler: p.saveTerm},
		{Method: post, Pattern: p.Path + "/terms/remove", Guard: officer, Handler: p.removeTerm},
		{Method: get, Pattern: p.Path + "/m/{id}", Guard: operator, Handler: p.model},
		{Method: get, Pattern: p.Path + "/m/{id}/edit", Guard: officer, Handler: p.askEdit},
		{Method: post, Pattern: p.Path + "/m/{id}/edit", Guard: officer, Handler: p.saveEdit, MaxBody: 1 << 20},
		{Method: post, Pattern: p.Path + "/m/{id}/issue", Guard: officer, Handler: p.issue},
		{Method: post, Pattern: p.Path + "/m/{id}/drop", Guard: officer, Handler: p.drop},
		{Method: post, Pattern: p.Path + "/m/{id}/use", Guard: officer, Handler: p.use},
	} {
		r.Kind = web.Page
		routes.Add(r)
	}
}

func (p *Pages) read(r *http.Request, fn func(ctx context.Context, tx access.Tx) error) error {
	ctx := r.Context()
	return p.Desk.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error { return fn(ctx, tx) })
}

func (p *Pages) write(r *http.Request, fn func(ctx context.Context, tx access.Tx) error) error {
	ctx := r.Context()
	return p.Desk.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return fn(ctx, tx) })
}

func (p *Pages) page(ctx context.Context, title string) console.Page {
	crumbs := []ui.Link{{Label: i18n.Read(ctx, p.Title), Href: p.Path}}
	if title == "" {
		return console.Page{Title: i18n.Read(ctx, p.Title)}
	}
	return console.Page{Title: title, Crumbs: append(crumbs, ui.Link{Label: title})}
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, title string, body templ.Component) error {
	return p.Desk.ShowStatus(w, r, status, p.page(r.Context(), title), body)
}

func mayKeep(s access.Scope) bool { return s.Has(access.ProtectionOfficer) }

type libraryView struct {
	*Pages
	Groups  []libraryGroup
	Query   string
	Count   int
	MayEdit bool
	Retired bool
}

type libraryGroup struct {
	Label  string
	Models []Model
}

func (p *Pages) library(w http.ResponseWriter, r *http.Request) error {
	v := libraryView{Pages: p, Query: r.URL.Query().Get("q"), Retired: r.URL.Query().Get("retired") != "", MayEdit: mayKeep(access.From(r.Context()))}
	err := p.read(r, func(ctx context.Context, tx access.Tx) error {
		list, err := Models(ctx, tx, Filter{Kind: p.Spec.Kind, Query: v.Query, Retired: v.Retired, Counted: true})
		v.Count = len(list)
		for _, d := range append(slices.Clone(p.Domains), Option{}) {
			g := libraryGroup{Label: d.Label.In(lang(ctx))}
			for _, m := range list {
				known := slices.ContainsFunc(p.Domains, func(x Option) bool { return x.Code == m.Domain })
				if m.Domain == d.Code || d.Code == "" && !known {
					g.Models = append(g.Models, m)
				}
			}
			if d.Code == "" {
				g.Label = i18n.Say(ctx, "Autres", "Others")
			}
			if len(g.Models) > 0 {
				v.Groups = append(v.Groups, g)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return p.show(w, r, http.StatusOK, "", libraryBody(v))
}

func (p *Pages) install(w http.ResponseWriter, r *http.Request) error {
	if p.Install == nil {
		return fault.Missing("model.install")
	}
	var n int
	err := p.write(r, func(ctx context.Context, tx access.Tx) (err error) {
		n, err = p.Install(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("%[1]d modèles ajoutés à la bibliothèque.", "%[1]d models added to the library.", n))
	return web.Redirect(w, r, p.Path)
}

type modelView struct {
	*Pages
	Model    Model
	Shown    Shown
	Draft    Draft
	Changes  []Change
	Latest   Record
	Versions []Version
	Asked    Version // the version that is shown; Number 0 for what is written
	MayEdit  bool
	Form     *form.Form
}

func (p *Pages) model(w http.ResponseWriter, r *http.Request) error {
	return p.showModel(w, r, http.StatusOK, nil)
}

func (p *Pages) showModel(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := modelView{Pages: p, MayEdit: mayKeep(access.From(r.Context())), Form: f}
	err := p.read(r, func(ctx context.Context, tx access.Tx) error {
		list, err := p.counted(ctx, tx, r.PathValue("id"))
		if err != nil {
			return err
		}
		v.Model = list
		terms, err := ReadTerms(ctx, tx)
		if err != nil {
			return err
		}
		if v.Versions, err = Versions(ctx, tx, v.Model.ID); err != nil {
			return err
		}
		if v.Draft, err = ReadDraft(ctx, tx, v.Model.ID); err != nil {
			return err
		}
		record := v.Draft.Record
		if len(v.Versions) > 0 {
			v.Asked, v.Latest = v.Versions[0], v.Versions[0].Record
			for _, x := range v.Versions {
				if number(r, "version") == x.Number {
					v.Asked = x
				}
			}
			record = v.Asked.Record
			v.Changes = Changes(v.Latest, v.Draft.Record)
		}
		v.Shown = Shown{Spec: p.Spec, Terms: terms, Record: record}
		return nil
	})
	if err != nil {
		return err
	}
	return p.show(w, r, status, i18n.Read(r.Context(), v.Model.Name), modelBody(v))
}

// counted is a model with how many members have it.
func (p *Pages) counted(ctx context.Context, tx access.Tx, id string) (Model, error) {
	m, err := GetModel(ctx, tx, id)
	if err == nil && m.Kind != p.Spec.Kind {
		err = fault.Missing("model.counted")
	}
	if err != nil {
		return m, err
	}
	list := []Model{m}
	err = countModels(ctx, tx, p.Spec.Kind, list)
	return list[0], err
}

func (p *Pages) issue(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var v Version
	note := f.Text("note", 300)
	if f.OK() {
		err = p.write(r, func(ctx context.Context, tx access.Tx) (err error) {
			if _, err := p.counted(ctx, tx, r.PathValue("id")); err != nil {
				return err
			}
			v, err = Issue(ctx, tx, p.Spec, r.PathValue("id"), note)
			return err
		})
		if fault.Is(err, fault.Invalid) {
			f.Fail("", fault.Message(err))
		} else if err != nil {
			return err
		}
	}
	if !f.OK() {
		return p.showModel(w, r, http.StatusUnprocessableEntity, f)
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("La version %[1]d est publiée. Envoyez-la maintenant aux adhérents.", "Version %[1]d is issued. Send it to the members now.", v.Number))
	return web.Redirect(w, r, p.Path+"/send?model="+v.ModelID+"&deed=take")
}

func (p *Pages) drop(w http.ResponseWriter, r *http.Request) error {
	if err := p.write(r, func(ctx context.Context, tx access.Tx) error {
		if _, err := p.counted(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		return DropDraft(ctx, tx, r.PathValue("id"))
	}); err != nil {
		return err
	}
	return web.Redirect(w, r, p.Path+"/m/"+r.PathValue("id"))
}

func (p *Pages) use(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	err = p.write(r, func(ctx context.Context, tx access.Tx) error {
		if _, err := p.counted(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if f.Checked("resume") {
			return Resume(ctx, tx, r.PathValue("id"))
		}
		return Retire(ctx, tx, r.PathValue("id"))
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, p.Path+"/m/"+r.PathValue("id"))
}
