package copies

import (
	"context"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/document"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// Pages are the room's pages in the console.
type Pages struct {
	Doors     *access.Doors
	Desk      *console.Console
	Catalogue Catalogue
	PublicURL string
}

const operatorPath = "/console/operator/copies"

// Path is the address of the page of a dataset's copies.
func Path(dataset string) string { return "/console/datasets/" + dataset + "/copies" }

func placePath(dataset, place string) string { return Path(dataset) + "/" + place }

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	roles := []access.Role{access.Administrator, access.OpenDataOfficer, access.ProtectionOfficer}
	p.Desk.Add(console.Entry{Icon: ui.IconCopy, Label: i18n.T("Copies ailleurs", "Copies elsewhere"), Href: operatorPath, Order: 846,
		Visible: func(s access.Scope) bool { return s.Has(roles...) }})
	anyone, staff := p.Desk.SignedIn(), p.Desk.OperatorOnly(roles...)
	const of = "/console/datasets/{piece}/copies"
	for _, r := range []web.Route{
		{Method: http.MethodGet, Pattern: of, Guard: anyone, Handler: p.dataset},
		{Method: http.MethodPost, Pattern: of + "/{place}", Guard: anyone, Handler: p.mark},
		{Method: http.MethodGet, Pattern: of + "/{place}/letter", Guard: anyone, Handler: p.letter},
		{Method: http.MethodGet, Pattern: of + "/{place}/letter/{format}", Guard: anyone, Handler: p.download, Kind: web.Download},
		{Method: http.MethodGet, Pattern: operatorPath, Guard: staff, Handler: p.everyone},
		{Method: http.MethodPost, Pattern: operatorPath, Guard: staff, Handler: p.save},
		{Method: http.MethodPost, Pattern: operatorPath + "/usual", Guard: staff, Handler: p.install},
		{Method: http.MethodGet, Pattern: operatorPath + "/{place}", Guard: staff, Handler: p.edit},
	} {
		if r.Kind == "" {
			r.Kind = web.Page
		}
		routes.Add(r)
	}
}

type datasetView struct {
	Dataset Dataset
	Copies  []Copy
	May     bool
}

func (p *Pages) dataset(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v datasetView
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Dataset, v.Copies, err = Of(ctx, tx, p.Catalogue, r.PathValue("piece")); err != nil {
			return err
		}
		v.May, err = tx.Allowed(ctx, access.Withdraw, v.Dataset.Member.ID)
		return err
	})
	if err != nil {
		return err
	}
	title := i18n.Say(ctx, "Copies ailleurs", "Copies elsewhere")
	return p.Desk.Show(w, r, console.Page{Title: title, Crumbs: crumbs(ctx, v.Dataset, title)}, datasetBody(v))
}

func crumbs(ctx context.Context, d Dataset, more ...string) []ui.Link {
	out := []ui.Link{{Label: i18n.Say(ctx, "Jeux de données", "Datasets"), Href: "/console/deposits"}, {Label: titleOf(ctx, d), Href: "/console/deposits/" + d.ID}}
	for _, m := range more {
		out = append(out, ui.Link{Label: m})
	}
	return out
}

func (p *Pages) mark(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	state := State(f.Raw("state"))
	if state == "unknown" {
		state = Unknown
	}
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		return Mark(ctx, tx, p.Catalogue, r.PathValue("piece"), r.PathValue("place"), state)
	})
	if err != nil {
		return err
	}
	p.Desk.Flash(ctx, ui.Good, i18n.T("C’est noté.", "Noted."))
	return web.Redirect(w, r, Path(r.PathValue("piece")))
}

// written is a letter, to who may ask for an erasure.
func (p *Pages) written(r *http.Request) (d Dataset, place Place, markdown string, err error) {
	ctx := r.Context()
	err = p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if d, err = p.Catalogue.Dataset(ctx, tx, r.PathValue("piece")); err != nil {
			return err
		}
		if err = tx.May(ctx, access.Withdraw, d.Member.ID); err != nil {
			return err
		}
		if place, err = PlaceOf(ctx, tx, r.PathValue("place")); err != nil {
			return err
		}
		if d.Hidden.IsZero() {
			return fault.New(fault.Conflict, "copies.letter", "Ce jeu de données est public\u202f: il n’y a rien à faire effacer ailleurs. Retirez-le d’abord.",
				"This dataset is public: there is nothing to have erased elsewhere. Withdraw it first.")
		}
		markdown, err = Letter(d, place, p.PublicURL, tx.Clock().Now())
		return err
	})
	return d, place, markdown, err
}

type letterView struct {
	Dataset Dataset
	Place   Place
	Text    string
}

func (p *Pages) letter(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	d, place, markdown, err := p.written(r)
	if err != nil {
		return err
	}
	title := i18n.Sayf(ctx, "Lettre à %s", "Letter to %s", place.Name)
	page := console.Page{Title: title, Crumbs: append(crumbs(ctx, d), ui.Link{Label: i18n.Say(ctx, "Copies ailleurs", "Copies elsewhere"), Href: Path(d.ID)}, ui.Link{Label: title})}
	return p.Desk.Show(w, r, page, letterBody(letterView{d, place, Plain(markdown)}))
}

func (p *Pages) download(w http.ResponseWriter, r *http.Request) error {
	d, _, markdown, err := p.written(r)
	if err != nil {
		return err
	}
	format := document.Format(r.PathValue("format"))
	if format != document.ODT && format != document.DOCX && format != document.PDF {
		return fault.Missing("copies.download")
	}
	web.Attachment(w, "effacement-"+d.ID+"."+string(format), format.Type())
	return (&document.Document{Lang: "fr", Footer: d.Member.Name, Blocks: document.Read(markdown)}).Write(w, format)
}

type everyoneView struct {
	Places  []Place
	Waiting []Waiting
	Form    *form.Form
	Edited  Place // the one whose form is shown; without an id for a new one
}

func (p *Pages) everyone(w http.ResponseWriter, r *http.Request) error {
	return p.showEveryone(w, r, http.StatusOK, nil, Place{})
}

func (p *Pages) edit(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var one Place
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		one, err = PlaceOf(ctx, tx, r.PathValue("place"))
		return err
	})
	if err != nil {
		return err
	}
	f := form.New("id", one.ID, "name", one.Name, "address", one.Address, "contact", one.Contact, "how", one.How, "checked", one.Checked)
	if one.Retired {
		f.Set("retired", "1")
	}
	return p.showEveryone(w, r, http.StatusOK, f, one)
}

func (p *Pages) showEveryone(w http.ResponseWriter, r *http.Request, status int, f *form.Form, edited Place) error {
	ctx := r.Context()
	v := everyoneView{Form: f, Edited: edited}
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Places, err = Places(ctx, tx); err != nil {
			return err
		}
		if v.Form == nil {
			v.Form = form.New("checked", access.Today(tx.Clock()))
		}
		v.Waiting, err = WaitingFor(ctx, tx, p.Catalogue)
		return err
	})
	if err != nil {
		return err
	}
	title := i18n.Say(ctx, "Copies ailleurs", "Copies elsewhere")
	return p.Desk.ShowStatus(w, r, status, console.Page{Title: title, Crumbs: []ui.Link{{Label: title}}}, everyoneBody(v))
}

func (p *Pages) save(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	one := Place{ID: f.Raw("id"), Name: f.Text("name", 100), Address: f.Raw("address"), Contact: f.Raw("contact"), How: f.Long("how", 1000), Checked: f.Raw("checked"), Retired: f.Checked("retired")}
	if f.OK() {
		err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return Save(ctx, tx, one) })
		if fault.Is(err, fault.Invalid) {
			f.Fail("", fault.Message(err))
			err = nil
		}
	}
	if err != nil {
		return err
	}
	if !f.OK() {
		return p.showEveryone(w, r, http.StatusUnprocessableEntity, f, one)
	}
	p.Desk.Flash(ctx, ui.Good, i18n.T("La liste est enregistrée.", "The list is saved."))
	return web.Redirect(w, r, operatorPath)
}

func (p *Pages) install(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	err := p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { _, err := Install(ctx, tx); return err })
	if err != nil {
		return err
	}
	p.Desk.Flash(ctx, ui.Good, i18n.T("Les plateformes courantes sont dans la liste. Vérifiez chacune.", "The common platforms are in the list. Verify each."))
	return web.Redirect(w, r, operatorPath)
}
