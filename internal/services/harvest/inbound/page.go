package inbound

import (
	"context"
	"net/http"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/standards/portals"
)

// Pages are the room's pages in the console.
type Pages struct {
	*Service
	desk *console.Console
}

const (
	operatorPath = "/console/operator/sources"
	sourcesPath  = "/console/sources"
)

func sourcePath(id string) string { return sourcesPath + "/" + id }

// Register adds the pages to the list of routes.
func (s *Service) Register(routes *web.Routes, desk *console.Console) {
	p := &Pages{s, desk}
	desk.Add(console.Entry{Icon: ui.IconDownload, Label: i18n.T("Moissonnage", "Harvesting"), Href: operatorPath, Order: 855,
		Visible: func(s access.Scope) bool { return s.Has(access.Administrator) || s.Has(access.OpenDataOfficer) }})
	desk.AddTab(console.Tab{Label: i18n.T("Moissonnage", "Harvesting"), Path: "sources"})
	const ofMember, one = console.MemberPattern + "/sources", sourcesPath + "/{id}"
	anyone := desk.SignedIn()
	for _, r := range []web.Route{
		{Method: http.MethodGet, Pattern: ofMember, Guard: anyone, Handler: p.list},
		{Method: http.MethodPost, Pattern: ofMember, Guard: anyone, Handler: p.add},
		{Method: http.MethodPost, Pattern: ofMember + "/preview", Guard: anyone, Handler: p.preview},
		{Method: http.MethodGet, Pattern: operatorPath, Guard: desk.OperatorOnly(), Handler: p.all},
		{Method: http.MethodGet, Pattern: one, Guard: anyone, Handler: p.source},
		{Method: http.MethodPost, Pattern: one, Guard: anyone, Handler: p.change},
		{Method: http.MethodPost, Pattern: one + "/run", Guard: anyone, Handler: p.run},
		{Method: http.MethodGet, Pattern: one + "/delete", Guard: anyone, Handler: p.askRemove},
		{Method: http.MethodPost, Pattern: one + "/delete", Guard: anyone, Handler: p.remove},
		{Method: http.MethodGet, Pattern: one + "/runs/{run}", Guard: anyone, Handler: p.report},
	} {
		r.Kind = web.Page
		routes.Add(r)
	}
}

// listView is the list of a member's sources.
type listView struct {
	console.Face
	Sources []Source
	Latest  map[string]Run
	Form    *form.Form
	May     bool // she may add one
	Allowed []string
	Action  string
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	return p.showList(w, r, http.StatusOK, form.New("pace", string(Weekly)))
}

func (p *Pages) showList(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v := listView{Form: f}
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Face, err = p.desk.FaceOf(ctx, tx, r, "sources"); err != nil {
			return err
		}
		if v.Sources, err = Sources(ctx, tx, v.Member.ID); err != nil {
			return err
		}
		if v.May, err = tx.Allowed(ctx, access.Publish, v.Member.ID); err != nil {
			return err
		}
		v.Latest, err = Latest(ctx, tx, v.Sources)
		return err
	})
	if err != nil {
		return err
	}
	if p.Hosts != nil {
		v.Allowed = p.Hosts()
	}
	v.Action = console.MemberPath(v.Member.Siren) + "/sources"
	return p.desk.ShowMember(w, r, status, v.Face, listBody(v))
}

func draftOf(f *form.Form) Draft {
	return Draft{Name: f.Raw("name"), URL: f.Raw("url"), Kind: portals.Kind(f.Raw("kind")), Pace: Pace(f.Raw("pace"))}
}

// previewTime is how long somebody waits for what another portal answers.
const previewTime = 45 * time.Second

// previewView is what a source would bring.
type previewView struct {
	console.Face
	Preview
	Action string
}

func (p *Pages) preview(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(r.Context(), previewTime)
	defer stop()
	var v previewView
	err = p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		v.Face, err = p.desk.FaceOf(ctx, tx, r, "sources")
		return err
	})
	if err != nil {
		return err
	}
	v.Preview, err = p.Preview(ctx, access.From(ctx), v.Member.ID, draftOf(f))
	if back, err := p.again(w, r, f, err); back || err != nil {
		return err
	}
	v.Action = console.MemberPath(v.Member.Siren) + "/sources"
	return p.desk.ShowMember(w, r, http.StatusOK, v.Face, previewBody(v))
}

// again shows the form once more with what is wrong: with what was typed, or at
// the other portal.
func (p *Pages) again(w http.ResponseWriter, r *http.Request, f *form.Form, err error) (bool, error) {
	if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Unavailable) && !fault.Is(err, fault.Conflict) {
		return false, err
	}
	f.Fail("url", fault.Message(err))
	return true, p.showList(w, r, http.StatusUnprocessableEntity, f)
}

func (p *Pages) add(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(r.Context(), previewTime)
	defer stop()
	var member organisation.Member
	err = p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		face, err := p.desk.FaceOf(ctx, tx, r, "sources")
		if err == nil {
			member = face.Member
			err = tx.May(ctx, access.Publish, member.ID)
		}
		return err
	})
	if err != nil {
		return err
	}
	d := draftOf(f)
	if f.Raw("sure") == "" { // not from a preview, which has found out already
		d, err = p.Detect(ctx, d)
	}
	var x Source
	if err == nil {
		err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
			x, err = p.Add(ctx, tx, member.ID, d)
			return err
		})
	}
	if back, err := p.again(w, r, f, err); back || err != nil {
		return err
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("Source ajoutée. La première lecture commence\u202f: son rapport s’affiche ici.", "Source added. The first reading begins: its report shows here."))
	return web.Redirect(w, r, sourcePath(x.ID))
}

// allView is all sources that somebody of the operator sees.
type allView struct {
	Sources []Source
	Latest  map[string]Run
	Members map[string]organisation.Member
	Own     organisation.Member // the operator's own
	Allowed []string
}

func (p *Pages) all(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v allView
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Sources, err = AllSources(ctx, tx); err != nil {
			return err
		}
		if v.Latest, err = Latest(ctx, tx, v.Sources); err != nil {
			return err
		}
		if v.Own, err = organisation.Operator(ctx, tx); err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		var ids []string
		for _, x := range v.Sources {
			ids = append(ids, x.MemberID)
		}
		v.Members, err = organisation.ByIDs(ctx, tx, ids)
		return err
	})
	if err != nil {
		return err
	}
	if p.Hosts != nil {
		v.Allowed = p.Hosts()
	}
	title := i18n.Say(ctx, "Moissonnage", "Harvesting")
	return p.desk.Show(w, r, console.Page{Title: title, Crumbs: []ui.Link{{Label: title}}}, allBody(v))
}
