package request

import (
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

type editView struct {
	console.Face
	Request    Request
	Activities []Activity
	Form       *form.Form
	Theirs     bool // somebody changed the record meanwhile: Request is theirs
}

func (p *Pages) edit(w http.ResponseWriter, r *http.Request) error {
	return p.showEdit(w, r, http.StatusOK, nil, false)
}

func (p *Pages) showEdit(w http.ResponseWriter, r *http.Request, status int, f *form.Form, theirs bool) error {
	ctx := r.Context()
	id, err := requestID(r)
	if err != nil {
		return err
	}
	v := editView{Form: f, Theirs: theirs}
	err = p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Face, err = p.member(ctx, tx, r); err != nil {
			return err
		}
		if v.Request, err = load(ctx, tx, id); err != nil || v.Request.MemberID != v.Member.ID {
			return ifNil(err, fault.Missing("request.edit"))
		}
		v.Activities, err = p.Activities.Of(ctx, tx, v.Member.ID)
		return err
	})
	if err != nil {
		return err
	}
	if f == nil {
		v.Form = recordForm(v.Request)
	}
	// A second try is made on what is there now, knowingly.
	v.Form.Set("revision", strconv.FormatInt(v.Request.Revision, 10))
	return p.desk.ShowStatus(w, r, status, page(ctx, v.Member, i18n.Sayf(ctx, "Fiche %s", "Record %s", v.Request.Name())), editBody(v))
}

func recordForm(r Request) *form.Form {
	q := r.Requester
	f := form.New("name", q.Name, "email", q.Email, "phone", q.Phone, "address", q.Address, "for", q.For, "words", r.Words, "notes", r.Notes)
	for _, k := range r.Kinds {
		f.Values.Add("kinds", k)
	}
	for _, b := range r.Bases {
		f.Values.Add("bases", b)
	}
	for _, a := range r.Activities {
		f.Values.Add("activities", a.ID)
	}
	return f
}

func (p *Pages) change(w http.ResponseWriter, r *http.Request) error {
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
		revision = -2
	}
	c := Record{Kinds: f.All("kinds"), Bases: f.All("bases"), Requester: requesterOf(f), Words: f.Long("words", maxWords), Notes: f.Long("notes", maxWords)}
	if !f.OK() {
		return p.showEdit(w, r, http.StatusUnprocessableEntity, f, false)
	}
	var face console.Face
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		if face, err = p.member(ctx, tx, r); err != nil {
			return err
		}
		was, err := load(ctx, tx, id)
		if err != nil || was.MemberID != face.Member.ID {
			return ifNil(err, fault.Missing("request.change"))
		}
		// What is kept, and goes into letters, is in French.
		list, err := p.Activities.Of(i18n.With(ctx, i18n.Locale{Lang: i18n.French}), tx, face.Member.ID)
		if err != nil {
			return err
		}
		// One that the register no longer has stays as it was chosen.
		c.Activities = nil
		for _, a := range append(slices.Clone(list), was.Activities...) {
			same := func(b Activity) bool { return a.ID == b.ID }
			if slices.Contains(f.All("activities"), a.ID) && !slices.ContainsFunc(c.Activities, same) {
				c.Activities = append(c.Activities, a)
			}
		}
		_, err = Change(ctx, tx, id, revision, c)
		return err
	})
	if err != nil {
		if !refused(f, err, fields, "") {
			return err
		}
		return p.showEdit(w, r, fault.Status(err), f, fault.Is(err, fault.Conflict))
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("La fiche est enregistrée.", "The record is kept."))
	return web.Redirect(w, r, Path(face.Member.Siren, id))
}
