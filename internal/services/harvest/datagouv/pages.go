package datagouv

import (
	"context"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// Pages are the room's pages in the console.
type Pages struct {
	*Service
	desk *console.Console
}

const (
	tab          = "datagouv"
	operatorPath = "/console/operator/datagouv"
)

// Path is the address of a member's page.
func Path(siren string) string { return console.MemberPath(siren) + "/" + tab }

// Register adds the pages to the list of routes.
func (s *Service) Register(routes *web.Routes, desk *console.Console) {
	p := &Pages{s, desk}
	desk.AddTab(console.Tab{Label: i18n.T("data.gouv.fr", "data.gouv.fr"), Path: tab})
	desk.Add(console.Entry{Icon: ui.IconUp, Label: i18n.T("data.gouv.fr", "data.gouv.fr"), Href: operatorPath, Order: 845,
		Visible: func(s access.Scope) bool { return s.Has(access.Administrator, access.OpenDataOfficer) }})
	anyone := desk.SignedIn()
	const of = console.MemberPattern + "/" + tab
	for _, r := range []web.Route{
		{Method: http.MethodGet, Pattern: of, Guard: anyone, Handler: p.show},
		{Method: http.MethodGet, Pattern: of + "/settings", Guard: anyone, Handler: p.settingsPage},
		{Method: http.MethodPost, Pattern: of + "/settings", Guard: anyone, Handler: p.connect},
		{Method: http.MethodPost, Pattern: of + "/switch", Guard: anyone, Handler: p.turn},
		{Method: http.MethodPost, Pattern: of + "/disconnect", Guard: anyone, Handler: p.disconnect},
		{Method: http.MethodPost, Pattern: of + "/runs", Guard: anyone, Handler: p.ask},
		{Method: http.MethodGet, Pattern: of + "/runs/{run}", Guard: anyone, Handler: p.report},
		{Method: http.MethodPost, Pattern: of + "/datasets/{piece}", Guard: anyone, Handler: p.act},
		{Method: http.MethodGet, Pattern: operatorPath, Guard: desk.OperatorOnly(access.Administrator, access.OpenDataOfficer), Handler: p.everyone},
	} {
		r.Kind = web.Page
		routes.Add(r)
	}
}

// pageSize is how many datasets stand on a page.
const pageSize = 50

type listed struct {
	Link
	Title string
}

type memberView struct {
	console.Face
	On        bool
	Site      string // where it is pushed
	Account   *Account
	MayChoose bool
	MayPush   bool
	Counts    map[Verdict]int
	Links     []listed
	Pages     ui.Pages
	Runs      []Run
	Form      *form.Form
	Waiting   bool // a run is on its way
}

func (v memberView) base() string { return Path(v.Member.Siren) }

func (p *Pages) load(ctx context.Context, tx access.Tx, r *http.Request) (v memberView, err error) {
	v.On, v.Site = p.On(), p.Base
	if v.Face, err = p.desk.FaceOf(ctx, tx, r, tab); err != nil {
		return v, err
	}
	if v.MayPush, err = tx.Allowed(ctx, access.Publish, v.Member.ID); err != nil {
		return v, err
	}
	switch err := MayChoose(ctx, tx, v.Member.ID); {
	case err == nil:
		v.MayChoose = true
	case !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound):
		return v, err
	}
	a, err := AccountOf(ctx, tx, v.Member.ID)
	if fault.Is(err, fault.NotFound) {
		return v, nil
	}
	v.Account = &a
	return v, err
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v memberView
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v, err = p.load(ctx, tx, r); err != nil || v.Account == nil {
			return err
		}
		return p.fill(ctx, tx, r, &v)
	})
	if err != nil {
		return err
	}
	if v.Form == nil {
		v.Form = form.New("private", "0")
	}
	return p.desk.ShowMember(w, r, http.StatusOK, v.Face, memberBody(v))
}

func (p *Pages) fill(ctx context.Context, tx access.Tx, r *http.Request, v *memberView) error {
	counts, err := Counts(ctx, tx)
	if err != nil {
		return err
	}
	v.Counts = counts[v.Member.ID]
	links, err := Links(ctx, tx, v.Member.ID)
	if err != nil {
		return err
	}
	v.Pages = ui.Pages{Page: pageNumber(r), Size: pageSize, Total: int64(len(links))}
	first := min((v.Pages.Page-1)*pageSize, len(links))
	for _, l := range links[first:min(first+pageSize, len(links))] {
		title, err := p.title(ctx, tx, l.DatasetID)
		if err != nil {
			return err
		}
		v.Links = append(v.Links, listed{l, title})
	}
	v.Runs, err = Runs(ctx, tx, v.Member.ID)
	for _, run := range v.Runs {
		v.Waiting = v.Waiting || run.State == "waiting"
	}
	return err
}

func (p *Pages) title(ctx context.Context, tx access.Tx, dataset string) (string, error) {
	d, err := p.Catalogue.Dataset(ctx, tx.Elevated("datagouv"), dataset)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return d.Title, err
}

func (p *Pages) settingsPage(w http.ResponseWriter, r *http.Request) error {
	return p.showSettings(w, r, http.StatusOK, nil)
}

func (p *Pages) showSettings(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	var v memberView
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v, err = p.load(ctx, tx, r); err != nil {
			return err
		}
		return MayChoose(ctx, tx, v.Member.ID)
	})
	if err != nil {
		return err
	}
	if v.Form = f; f == nil {
		v.Form = form.New("private", "0")
		if v.Account != nil {
			v.Form = form.New("organisation", v.Account.Organisation, "private", numberText(boolNumber(v.Account.Private)))
		}
	}
	return p.desk.ShowMember(w, r, status, v.Face, settingsBody(v))
}

func boolNumber(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func (p *Pages) connect(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var m organisation.Member
	token := f.Raw("token")
	err = p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		v, err := p.load(ctx, tx, r)
		if err != nil {
			return err
		}
		m = v.Member
		if token == "" && v.Account != nil {
			if token, err = p.unseal(v.Account.sealed); err != nil {
				f.Fail("token", i18n.T("La clé d’API enregistrée ne peut pas être lue ici. Donnez-la de nouveau.", "The API key that is kept cannot be read here. Give it again."))
			}
		}
		return MayChoose(ctx, tx, m.ID)
	})
	if err != nil {
		return err
	}
	d, err := Draft{Organisation: f.Raw("organisation"), Token: token, Private: f.Raw("private") == "1"}.clean()
	if err != nil {
		f.Fail("organisation", fault.Message(err))
	} else if d.Token == "" && f.OK() {
		f.Fail("token", i18n.T("Donnez une clé d’API de data.gouv.fr.", "Give an API key of data.gouv.fr."))
	}
	name := ""
	if f.OK() {
		if d.Organisation, name, err = p.Probe(ctx, d.Organisation, d.Token); err != nil {
			if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Unavailable) {
				return err
			}
			f.Fail("", fault.Message(err))
		}
	}
	if !f.OK() {
		f.Set("token", "") // never sent back
		return p.showSettings(w, r, http.StatusUnprocessableEntity, f)
	}
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return p.Connect(ctx, tx, m.ID, d, name) })
	if err != nil {
		return err
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("C’est relié. La comparaison est en route\u202f: rien ne change sur data.gouv.fr tant que vous n’appuyez pas sur le bouton.",
		"Connected. The comparison is on its way: nothing changes at data.gouv.fr before you press the button."))
	return web.Redirect(w, r, Path(m.Siren))
}

// change does something with the member of the address and goes back to its
// page.
func (p *Pages) change(w http.ResponseWriter, r *http.Request, say i18n.Text, fn func(ctx context.Context, tx access.Tx, m organisation.Member, f *form.Form) error) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var m organisation.Member
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		v, err := p.desk.FaceOf(ctx, tx, r, tab)
		if err != nil {
			return err
		}
		m = v.Member
		return fn(ctx, tx, m, f)
	})
	if fault.Is(err, fault.Conflict) || fault.Is(err, fault.Unavailable) {
		p.desk.Flash(ctx, ui.Wait, fault.Message(err))
		return web.Redirect(w, r, Path(m.Siren))
	}
	if err != nil {
		return err
	}
	p.desk.Flash(ctx, ui.Good, say)
	return web.Redirect(w, r, Path(m.Siren))
}

func (p *Pages) turn(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, i18n.T("C’est enregistré.", "Saved."), func(ctx context.Context, tx access.Tx, m organisation.Member, f *form.Form) error {
		return p.Switch(ctx, tx, m.ID, f.Raw("act") == "on")
	})
}

func (p *Pages) disconnect(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, i18n.T("La clé d’API est oubliée. Ce qui est sur data.gouv.fr y reste.", "The API key is forgotten. What is at data.gouv.fr stays there."),
		func(ctx context.Context, tx access.Tx, m organisation.Member, _ *form.Form) error {
			return p.Disconnect(ctx, tx, m.ID)
		})
}

func (p *Pages) ask(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, i18n.T("C’est en route\u202f: le rapport s’ouvre dans la liste des passages.", "On its way: the report opens in the list of runs."),
		func(ctx context.Context, tx access.Tx, m organisation.Member, f *form.Form) error {
			_, err := p.Ask(ctx, tx, m.ID, Kind(f.Raw("kind")))
			return err
		})
}

func (p *Pages) act(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, i18n.T("C’est noté.", "Noted."), func(ctx context.Context, tx access.Tx, m organisation.Member, f *form.Form) error {
		l, err := LinkOf(ctx, tx, r.PathValue("piece"))
		if err == nil && l.MemberID != m.ID {
			err = fault.Missing("datagouv.act")
		}
		if err == nil {
			_, err = p.Do(ctx, tx, l.DatasetID, Act(f.Raw("act")))
		}
		return err
	})
}

type reported struct {
	Line
	Title string
}

type reportView struct {
	console.Face
	Run   Run
	Lines []reported
	Done  int
}

func (p *Pages) report(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v reportView
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Face, err = p.desk.FaceOf(ctx, tx, r, tab); err != nil {
			return err
		}
		var lines []Line
		if v.Run, lines, err = Report(ctx, tx, r.PathValue("run")); err != nil {
			return err
		}
		if v.Run.MemberID != v.Member.ID {
			return fault.Missing("datagouv.report")
		}
		for _, l := range lines {
			title, err := p.title(ctx, tx, l.DatasetID)
			if err != nil {
				return err
			}
			if l.Done {
				v.Done++
			}
			v.Lines = append(v.Lines, reported{l, title})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return p.desk.ShowMember(w, r, http.StatusOK, v.Face, reportBody(v))
}

type memberLine struct {
	Account
	Member organisation.Member
	Counts map[Verdict]int
}

func (p *Pages) everyone(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var list []memberLine
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		accounts, err := Accounts(ctx, tx)
		if err != nil {
			return err
		}
		counts, err := Counts(ctx, tx)
		if err != nil {
			return err
		}
		for _, a := range accounts {
			m, err := organisation.Get(ctx, tx, a.MemberID)
			if err != nil {
				return err
			}
			list = append(list, memberLine{a, m, counts[a.MemberID]})
		}
		return nil
	})
	if err != nil {
		return err
	}
	title := "data.gouv.fr"
	return p.desk.Show(w, r, console.Page{Title: title, Crumbs: []ui.Link{{Label: title}}}, everyoneBody(p.On(), p.Base, list))
}
