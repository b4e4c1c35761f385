package voice

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
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
	tab      = "voices"
	allPath  = "/console/voices"
	pageSize = 30
)

// Path is the address of a matter in the console.
func Path(siren, id string) string { return console.MemberPath(siren) + "/" + tab + "/" + id }

// RegisterPublic adds the pages of the public.
func (s *Service) RegisterPublic(routes *web.Routes) {
	p := &Pages{Service: s}
	for _, r := range []web.Route{
		{Method: http.MethodGet, Pattern: askPattern, Guard: web.Everyone, Handler: p.askForm},
		{Method: http.MethodPost, Pattern: askPattern, Guard: web.Everyone, Handler: p.send},
		{Method: http.MethodGet, Pattern: sentPattern, Guard: web.Everyone, Handler: p.sent},
		{Method: http.MethodGet, Pattern: provePattern, Guard: web.Everyone, Handler: p.askProve},
		{Method: http.MethodPost, Pattern: provePattern, Guard: web.Everyone, Handler: p.prove},
	} {
		r.Kind = web.Page
		routes.Add(r)
	}
}

// Register adds the pages of the console.
func (s *Service) Register(routes *web.Routes, desk *console.Console) {
	p := &Pages{s, desk}
	desk.AddTab(console.Tab{Label: i18n.T("Participation", "Participation"), Path: tab})
	desk.Add(console.Entry{Icon: ui.IconInbox, Label: i18n.T("Participation", "Participation"), Href: allPath, Order: 130,
		Count: func(ctx context.Context, tx access.Tx) (int, error) {
			_, n, err := List(ctx, tx, Filter{})
			return n, err
		},
		CountOf: i18n.T("messages du public à traiter", "messages of the public to answer")})
	anyone := desk.SignedIn()
	const of = console.MemberPattern + "/" + tab
	for _, r := range []web.Route{
		{Method: http.MethodGet, Pattern: allPath, Guard: anyone, Handler: p.all},
		{Method: http.MethodGet, Pattern: of, Guard: anyone, Handler: p.ofMember},
		{Method: http.MethodGet, Pattern: of + "/{voice}", Guard: anyone, Handler: p.one},
		{Method: http.MethodPost, Pattern: of + "/{voice}", Guard: anyone, Handler: p.answer},
		{Method: http.MethodPost, Pattern: of + "/{voice}/show", Guard: anyone, Handler: p.show},
	} {
		r.Kind = web.Page
		routes.Add(r)
	}
}

type line struct {
	Thread
	Dataset Dataset
	Late    bool
}

type listView struct {
	console.Face
	Alone bool // of one member
	On    bool
	View  string
	Lines []line
	Pages ui.Pages
	Late  int
	Base  string
}

func (p *Pages) fill(ctx context.Context, tx access.Tx, r *http.Request, v *listView) error {
	f := Filter{View: r.URL.Query().Get("view"), Limit: pageSize}
	if v.Alone {
		f.Member = v.Member.ID
	}
	v.On, v.View = p.On(), f.View
	page, err := strconv.Atoi(r.URL.Query().Get("page"))
	if err != nil || page < 1 || page > 10_000 {
		page = 1
	}
	f.Offset = (page - 1) * pageSize
	list, n, err := List(ctx, tx, f)
	if err != nil {
		return err
	}
	v.Pages = ui.Pages{Page: page, Size: pageSize, Total: int64(n)}
	now := tx.Clock().Now()
	for _, t := range list {
		d, err := p.Catalogue.Dataset(ctx, tx.Elevated("voice"), t.DatasetID)
		if err != nil {
			return err
		}
		v.Lines = append(v.Lines, line{t, d, t.Late(now)})
	}
	f.View = "late"
	f.Limit = 0
	_, v.Late, err = List(ctx, tx, f)
	return err
}

func (p *Pages) ofMember(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := listView{Alone: true}
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Face, err = p.desk.FaceOf(ctx, tx, r, tab); err != nil {
			return err
		}
		v.Base = console.MemberPath(v.Member.Siren) + "/" + tab
		return p.fill(ctx, tx, r, &v)
	})
	if err != nil {
		return err
	}
	return p.desk.ShowMember(w, r, http.StatusOK, v.Face, listBody(v))
}

func (p *Pages) all(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := listView{Base: allPath}
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error { return p.fill(ctx, tx, r, &v) })
	if err != nil {
		return err
	}
	title := i18n.Say(ctx, "Participation", "Participation")
	return p.desk.Show(w, r, console.Page{Title: title, Crumbs: []ui.Link{{Label: title}}}, allBody(v))
}

type oneView struct {
	console.Face
	Thread  Thread
	Dataset Dataset
	May     bool
	Asker   string    // her name, if she gave one and it is kept
	Shown   bool      // she wants it shown
	Kept    bool      // her address is kept
	Until   time.Time // when it is erased
	Now     time.Time
	Form    *form.Form
}

func (v oneView) path() string { return Path(v.Member.Siren, v.Thread.ID) }

func (p *Pages) load(ctx context.Context, tx access.Tx, r *http.Request) (v oneView, err error) {
	if v.Face, err = p.desk.FaceOf(ctx, tx, r, tab); err != nil {
		return v, err
	}
	if v.Thread, err = Get(ctx, tx, r.PathValue("voice")); err == nil && v.Thread.MemberID != v.Member.ID {
		err = fault.Missing("voice.load")
	}
	if err != nil {
		return v, err
	}
	if v.Dataset, err = p.Catalogue.Dataset(ctx, tx.Elevated("voice"), v.Thread.DatasetID); err != nil {
		return v, err
	}
	a, err := askerOf(ctx, tx, v.Thread.ID)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return v, err
	}
	v.Kept, v.Asker, v.Shown = err == nil && a.sealed != "", a.name, a.shown
	v.Until, v.Now = v.Thread.Closed.Add(keepAsker), tx.Clock().Now()
	v.May, err = tx.Allowed(ctx, access.Publish, v.Member.ID)
	v.Form = form.New("public", "1")
	return v, err
}

func (p *Pages) one(w http.ResponseWriter, r *http.Request) error {
	return p.showOne(w, r, http.StatusOK, nil)
}

func (p *Pages) showOne(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	var v oneView
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		v, err = p.load(ctx, tx, r)
		return err
	})
	if err != nil {
		return err
	}
	if f != nil {
		v.Form = f
	}
	return p.desk.ShowMember(w, r, status, v.Face, oneBody(v))
}

func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	reply := Reply{Text: f.Long("answer", maxAnswer), Public: f.Raw("public") == "1", Decline: f.Raw("act") == "decline"}
	var v oneView
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		var err error
		if v, err = p.load(ctx, tx, r); err != nil {
			return err
		}
		_, err = p.Answer(ctx, tx, v.Thread.ID, reply)
		return err
	})
	if fault.Is(err, fault.Invalid) {
		f.Fail("answer", fault.Message(err))
		return p.showOne(w, r, http.StatusUnprocessableEntity, f)
	}
	if fault.Is(err, fault.Conflict) {
		p.desk.Flash(ctx, ui.Wait, fault.Message(err))
		return web.Redirect(w, r, v.path())
	}
	if err != nil {
		return err
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("La réponse part par courriel.", "The answer goes out by mail."))
	return web.Redirect(w, r, v.path())
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	public := f.Raw("act") == "show"
	var v oneView
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		var err error
		if v, err = p.load(ctx, tx, r); err != nil {
			return err
		}
		_, err = p.Show(ctx, tx, v.Thread.ID, public)
		return err
	})
	if fault.Is(err, fault.Conflict) {
		p.desk.Flash(ctx, ui.Wait, fault.Message(err))
		return web.Redirect(w, r, v.path())
	}
	if err != nil {
		return err
	}
	say := i18n.T("Le public ne le voit plus.", "The public no longer sees it.")
	if public {
		say = i18n.T("Le public le voit sur la page du jeu de données.", "The public sees it on the dataset’s page.")
	}
	p.desk.Flash(ctx, ui.Good, say)
	return web.Redirect(w, r, v.path())
}
