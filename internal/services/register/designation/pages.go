package designation

import (
	"context"
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
	tab          = "rgpd"
	pattern      = console.MemberPattern + "/rgpd/designation"
	operatorPath = console.Home + "/operator/rgpd/designations"
	pageSize     = 50
)

// Path is the address of a member's designations.
func Path(siren string) string { return console.MemberPath(siren) + "/rgpd/designation" }

// OperatorPath is the address of the list of all members.
func OperatorPath() string { return operatorPath }

// Parts are what the room stands on.
type Parts struct {
	Doors *access.Doors
	Desk  *console.Console
}

// Pages are the pages of this room.
type Pages struct{ Parts }

// New returns the pages, with their entry in the console.
func New(p Parts) *Pages {
	p.Desk.Add(console.Entry{Icon: ui.IconUser, Label: i18n.T("Désignations", "Designations"), Href: operatorPath, Order: 602,
		Visible: func(s access.Scope) bool { return s.Has(access.ProtectionOfficer) }, Count: countMissing,
		CountOf: i18n.T("collectivités sans délégué désigné", "bodies without a designated officer")})
	return &Pages{p}
}

func countMissing(ctx context.Context, tx access.Tx) (int, error) {
	c, err := CountAll(ctx, tx)
	return c.Missing, err
}

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	anyone, officer := p.Desk.SignedIn(), p.Desk.OperatorOnly(access.ProtectionOfficer)
	get, post := http.MethodGet, http.MethodPost
	for _, r := range []web.Route{
		{Method: get, Pattern: pattern, Guard: anyone, Handler: p.member},
		{Method: get, Pattern: pattern + "/new/{post}", Guard: anyone, Handler: p.askNew},
		{Method: post, Pattern: pattern + "/new/{post}", Guard: anyone, Handler: p.saveNew},
		{Method: get, Pattern: pattern + "/line/{office}", Guard: anyone, Handler: p.askEdit},
		{Method: post, Pattern: pattern + "/line/{office}", Guard: anyone, Handler: p.saveEdit},
		{Method: post, Pattern: pattern + "/line/{office}/remove", Guard: anyone, Handler: p.remove},
		{Method: get, Pattern: operatorPath, Guard: officer, Handler: p.all},
		{Method: get, Pattern: operatorPath + "/replace", Guard: officer, Handler: p.askReplace},
		{Method: post, Pattern: operatorPath + "/replace", Guard: officer, Handler: p.replace, MaxBody: 1 << 20},
		{Method: get, Pattern: operatorPath + "/renew", Guard: officer, Handler: p.askRenew},
		{Method: post, Pattern: operatorPath + "/renew", Guard: officer, Handler: p.renew, MaxBody: 2 << 20},
		{Method: get, Pattern: operatorPath + "/numbers", Guard: officer, Handler: p.askNumbers},
		{Method: post, Pattern: operatorPath + "/numbers", Guard: officer, Handler: p.numbers, MaxBody: 2 << 20},
		{Method: get, Pattern: operatorPath + "/acts", Guard: officer, Handler: p.acts},
		{Method: post, Pattern: operatorPath + "/acts/{act}/undo", Guard: officer, Handler: p.undo},
	} {
		r.Kind = web.Page
		routes.Add(r)
	}
	for _, r := range []web.Route{
		{Method: get, Pattern: operatorPath + "/export", Guard: officer, Handler: p.export},
	} {
		r.Kind = web.Download
		routes.Add(r)
	}
}

func (p *Pages) reading(r *http.Request, fn func(ctx context.Context, tx access.Tx) error) error {
	ctx := r.Context()
	return p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error { return fn(ctx, tx) })
}

func (p *Pages) writing(r *http.Request, fn func(ctx context.Context, tx access.Tx) error) error {
	ctx := r.Context()
	return p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return fn(ctx, tx) })
}

type memberView struct {
	console.Face
	MayWrite bool
	Today    string
	Now      map[Post]Office
	History  []Office
}

func (v memberView) path() string { return Path(v.Member.Siren) }

func (p *Pages) member(w http.ResponseWriter, r *http.Request) error {
	v := memberView{Now: map[Post]Office{}}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.Face, err = p.Desk.FaceOf(ctx, tx, r, tab); err != nil {
			return err
		}
		if v.MayWrite, err = tx.Allowed(ctx, access.Register, v.Member.ID); err != nil {
			return err
		}
		v.Today = access.Today(tx.Clock())
		v.History, err = History(ctx, tx, v.Member.ID)
		for i := len(v.History) - 1; i >= 0; i-- {
			if o := v.History[i]; o.On(v.Today) {
				v.Now[o.Post] = o
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, http.StatusOK, v.Face, memberBody(v))
}

type editView struct {
	console.Face
	Post   Post
	Office Office // ID "" for a new one
	Was    Office // who holds it now
	Form   *form.Form
}

func (p *Pages) askNew(w http.ResponseWriter, r *http.Request) error {
	return p.showNew(w, r, http.StatusOK, nil)
}

func (p *Pages) showNew(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := editView{Post: Post(r.PathValue("post")), Form: f}
	if !v.Post.Known() {
		return fault.Missing("designation.new")
	}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.Face, err = p.Desk.FaceOf(ctx, tx, r, tab); err != nil {
			return err
		}
		if err := tx.May(ctx, access.Register, v.Member.ID); err != nil {
			return err
		}
		if v.Was, _, err = Of(ctx, tx, v.Member.ID, v.Post); err == nil && f == nil {
			v.Form = form.New("from", access.Today(tx.Clock()), "form", string(Shared))
		}
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, status, v.Face, editBody(v))
}

// readOffice reads what a form says of an office.
func readOffice(f *form.Form) Office {
	return Office{Holder: f.Text("holder", maxLine), Title: f.Text("title", maxLine), Body: f.Text("body", maxLine), Form: Form(f.Raw("form")),
		Email: f.Text("email", maxLine), Phone: f.Text("phone", 40), Address: f.Long("address", maxAddress), Reference: f.Text("reference", 40),
		ReferencedOn: f.Text("referenced_on", 10), Act: f.Text("act", maxLine), ActOn: f.Text("act_on", 10), From: f.Text("from", 10), Until: f.Text("until", 10)}
}

func fillOffice(o Office) *form.Form {
	return form.New("holder", o.Holder, "title", o.Title, "body", o.Body, "form", string(o.Form), "email", o.Email, "phone", o.Phone, "address", o.Address,
		"reference", o.Reference, "referenced_on", o.ReferencedOn, "act", o.Act, "act_on", o.ActOn, "from", o.From, "until", o.Until, "rev", strconv.Itoa(o.Rev))
}

// told puts what is wrong beside the field that it is about, and tells whether
// it was that.
func told(f *form.Form, err error) bool {
	return failed(f, err, "designation.")
}

func (p *Pages) saveNew(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var siren string
	if f.OK() {
		err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
			face, err := p.Desk.FaceOf(ctx, tx, r, tab)
			if err != nil {
				return err
			}
			siren = face.Member.Siren
			o := readOffice(f)
			o.MemberID, o.Post = face.Member.ID, Post(r.PathValue("post"))
			_, err = Appoint(ctx, tx, o)
			return err
		})
		if err != nil && !told(f, err) {
			return err
		}
	}
	if !f.OK() {
		return p.showNew(w, r, http.StatusUnprocessableEntity, f)
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("C’est enregistré.", "It is saved."))
	return web.Redirect(w, r, Path(siren))
}

func (p *Pages) askEdit(w http.ResponseWriter, r *http.Request) error {
	return p.showEdit(w, r, http.StatusOK, nil)
}

func (p *Pages) found(ctx context.Context, tx access.Tx, r *http.Request) (console.Face, Office, error) {
	face, err := p.Desk.FaceOf(ctx, tx, r, tab)
	if err != nil {
		return face, Office{}, err
	}
	o, err := Get(ctx, tx, r.PathValue("office"))
	if err == nil && o.MemberID != face.Member.ID {
		err = fault.Missing("designation.found")
	}
	return face, o, err
}

func (p *Pages) showEdit(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := editView{Form: f}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.Face, v.Office, err = p.found(ctx, tx, r); err != nil {
			return err
		}
		v.Post = v.Office.Post
		if f == nil {
			v.Form = fillOffice(v.Office)
		}
		return tx.May(ctx, access.Register, v.Member.ID)
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, status, v.Face, editBody(v))
}

func (p *Pages) saveEdit(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	rev, _ := strconv.Atoi(f.Raw("rev"))
	var siren string
	status := http.StatusUnprocessableEntity
	if f.OK() {
		err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
			face, o, err := p.found(ctx, tx, r)
			if err != nil {
				return err
			}
			siren = face.Member.Siren
			_, err = Change(ctx, tx, o.ID, rev, readOffice(f))
			return err
		})
		if fault.Is(err, fault.Conflict) {
			f.Fail("", fault.Message(err))
			status = http.StatusConflict
		} else if err != nil && !told(f, err) {
			return err
		}
	}
	if !f.OK() {
		return p.showEdit(w, r, status, f)
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("C’est enregistré.", "It is saved."))
	return web.Redirect(w, r, Path(siren))
}

func (p *Pages) remove(w http.ResponseWriter, r *http.Request) error {
	var siren string
	err := p.writing(r, func(ctx context.Context, tx access.Tx) error {
		face, o, err := p.found(ctx, tx, r)
		if err != nil {
			return err
		}
		siren = face.Member.Siren
		_, err = Remove(ctx, tx, o.ID)
		return err
	})
	if err != nil {
		return err
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("La ligne est retirée.", "The line is removed."))
	return web.Redirect(w, r, Path(siren))
}
