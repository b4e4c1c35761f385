package request

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

type oneView struct {
	console.Face
	Request   Request
	Steps     []Step
	Files     []File
	Templates []Template
	Form      *form.Form
	Decides   bool // she acts in the member's name
	Mail      bool // a letter can go out by e-mail
	Today     string
}

func (v oneView) path(rest string) string { return Path(v.Member.Siren, v.Request.ID) + rest }

func (v oneView) revision() string { return strconv.FormatInt(v.Request.Revision, 10) }

// identityLeft tells whether a document of identity is still there.
func (v oneView) identityLeft() bool {
	return slices.ContainsFunc(v.Files, func(f File) bool { return f.Kind == IdentityFile && f.Digest != "" })
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	return p.showOne(w, r, http.StatusOK, nil)
}

func (p *Pages) showOne(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	id, err := requestID(r)
	if err != nil {
		return err
	}
	v := oneView{Form: f, Today: access.Today(p.Clock)}
	err = p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) { return p.fillOne(ctx, tx, r, id, &v) })
	if err != nil {
		return err
	}
	if f == nil {
		v.Form = p.draftForm(r, v)
	}
	title := i18n.Sayf(ctx, "Demande %s", "Request %s", v.Request.Name())
	return p.desk.ShowStatus(w, r, status, page(ctx, v.Member, title), oneBody(v, title))
}

func (p *Pages) fillOne(ctx context.Context, tx access.Tx, r *http.Request, id string, v *oneView) (err error) {
	if v.Face, err = p.member(ctx, tx, r); err != nil {
		return err
	}
	if v.Request, v.Steps, v.Files, err = Get(ctx, tx, id); err != nil {
		return err
	}
	if v.Request.MemberID != v.Member.ID {
		return fault.Missing("request.show")
	}
	if v.Decides = decides(ctx, tx, v.Member.ID) == nil; v.Request.State == Answering {
		v.Templates, err = Templates(ctx, tx)
	}
	v.Mail = p.Post.Letters.On() && v.Request.Requester.Email != ""
	return err
}

// draftForm is the form of the answer: what was drafted, or the template that
// was chosen, filled in.
func (p *Pages) draftForm(r *http.Request, v oneView) *form.Form {
	q := v.Request
	by := q.AnsweredBy
	if by == "" && v.Mail {
		by = "mail"
	}
	f := form.New("outcome", string(q.Outcome), "ground", q.Ground, "reason", q.Reason, "answer", q.Answer, "by", by)
	for _, t := range v.Templates {
		if t.ID == r.URL.Query().Get("template") {
			f.Set("answer", Fill(t.Body, q, v.Member.Name))
		}
	}
	return f
}

// act reads a form about a request and does what it asks, in a transaction; what
// the person can mend comes back in the page.
func (p *Pages) act(w http.ResponseWriter, r *http.Request, do func(ctx context.Context, tx access.Tx, f *form.Form, m console.Face, id string, revision int64) (i18n.Text, error)) error {
	ctx := r.Context()
	id, err := requestID(r)
	if err != nil {
		return err
	}
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	revision, err := strconv.ParseInt(f.Raw("revision"), 10, 64)
	if err != nil || revision < 0 {
		revision = -2 // fits no record
	}
	var face console.Face
	var done i18n.Text
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if face, err = p.member(ctx, tx, r); err != nil {
			return err
		}
		one, err := load(ctx, tx, id)
		if err != nil {
			return err
		}
		if one.MemberID != face.Member.ID {
			return fault.Missing("request.act")
		}
		f.Errors = nil
		done, err = do(ctx, tx, f, face, id, revision)
		return err
	})
	if err != nil {
		if !refused(f, err, fields, "") {
			return err
		}
		return p.showOne(w, r, fault.Status(err), f)
	}
	p.desk.Flash(ctx, ui.Good, done)
	return web.Redirect(w, r, Path(face.Member.Siren, id))
}

// move goes on to the next state, or back.
func (p *Pages) move(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, func(ctx context.Context, tx access.Tx, f *form.Form, _ console.Face, id string, revision int64) (i18n.Text, error) {
		var err error
		switch f.Raw("to") {
		case "examine":
			_, err = Examine(ctx, tx, id, revision)
			return i18n.T("La demande est à l’examen.", "The request is being examined."), err
		case "prepare":
			_, err = Prepare(ctx, tx, id, revision)
			return i18n.T("La réponse est en préparation.", "The answer is being written."), err
		case "reopen":
			_, err = Reopen(ctx, tx, id)
			return i18n.T("La demande est rouverte.", "The request is open again."), err
		case "withdraw":
			_, err = Close(ctx, tx, id, revision, Ending{Outcome: Withdrawn})
			return i18n.T("La demande est close\u202f: son auteur l’a retirée.", "The request is closed: its maker has withdrawn it."), err
		}
		return i18n.Text{}, fault.New(fault.Invalid, "request.move", "Cette action n’est pas connue.", "This act is not known.")
	})
}

func (p *Pages) doubt(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, func(ctx context.Context, tx access.Tx, f *form.Form, m console.Face, id string, revision int64) (i18n.Text, error) {
		one, err := Doubt(ctx, tx, id, revision, f.Long("why", 1000))
		if err != nil {
			return i18n.Text{}, err
		}
		_, text, err := letterOf(ctx, tx, one, m.Member.Name, "identity")
		if err == nil {
			err = p.mustSend(ctx, tx, one, f.Raw("by"), text)
		}
		return i18n.T("C’est noté. Le délai continue de courir.", "It is noted. The delay goes on running."), err
	})
}

func (p *Pages) extend(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, func(ctx context.Context, tx access.Tx, f *form.Form, m console.Face, id string, revision int64) (i18n.Text, error) {
		by := f.Raw("longer_by")
		if by != "mail" && by != "letter" && by != "hand" {
			return i18n.Text{}, needs("longer_by", "Dites comment le demandeur est prévenu\u202f: sans avis, le délai n’est pas prolongé.", "Say how the requester is told: without notice the delay is not made longer.")
		}
		one, err := Extend(ctx, tx, id, revision, f.Long("longer_why", 1000))
		if err != nil {
			return i18n.Text{}, err
		}
		_, text, err := letterOf(ctx, tx, one, m.Member.Name, "extension")
		if err == nil {
			err = p.mustSend(ctx, tx, one, by, text)
		}
		return i18n.T("Le délai est prolongé jusqu’au %[1]s.", "The delay is longer, until %[1]s.", dayOf(one.DueOn)), err
	})
}

// answer keeps a draft, or sends the answer and closes.
func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, func(ctx context.Context, tx access.Tx, f *form.Form, m console.Face, id string, revision int64) (i18n.Text, error) {
		e := Ending{Outcome: Outcome(f.Text("outcome", 20)), Ground: f.Text("ground", 20), Reason: f.Long("reason", maxWords), Answer: f.Long("answer", maxWords), By: f.Text("by", 10)}
		if !f.OK() {
			return i18n.Text{}, &fault.Error{Kind: fault.Invalid, Op: "request.answer", Say: f.Errors[0].Say}
		}
		if f.Raw("do") == "draft" {
			_, err := Draft(ctx, tx, id, revision, e)
			return i18n.T("Le brouillon est enregistré.", "The draft is kept."), err
		}
		one, err := Close(ctx, tx, id, revision, e)
		if err == nil {
			err = p.mustSend(ctx, tx, one, e.By, one.Answer)
		}
		return i18n.T("La demande est close. Les coordonnées du demandeur seront effacées après le %[1]s.", "The request is closed. The requester’s details will be erased after %[1]s.", dayOf(one.EraseOn)), err
	})
}

type letterView struct {
	console.Face
	Request Request
	Title   string
	Text    string
}

// letter is a letter to print.
func (p *Pages) letter(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := requestID(r)
	if err != nil {
		return err
	}
	var v letterView
	err = p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Face, err = p.member(ctx, tx, r); err != nil {
			return err
		}
		if v.Request, err = load(ctx, tx, id); err != nil || v.Request.MemberID != v.Member.ID {
			return ifNil(err, fault.Missing("request.letter"))
		}
		if name := r.PathValue("letter"); name != "answer" {
			v.Title, v.Text, err = letterOf(ctx, tx, v.Request, v.Member.Name, name)
			return err
		}
		v.Title, v.Text = subjectOf(v.Request), v.Request.Answer
		return nil
	})
	if err != nil {
		return err
	}
	return p.desk.Show(w, r, page(ctx, v.Member, v.Request.Name()), letterBody(v))
}

func ifNil(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}
