package assessment

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

type needView struct {
	view
	Row   Row
	Form  *form.Form
	Clash bool // somebody has answered meanwhile
}

func (v needView) path() string { return NeedPath(v.Member.Siren, v.Row.Activity.ID) }

func (v needView) rev() string { return strconv.FormatInt(v.Row.Rev, 10) }

func (p *Pages) need(w http.ResponseWriter, r *http.Request) error {
	return p.showNeed(w, r, http.StatusOK, nil, false)
}

func (p *Pages) showNeed(w http.ResponseWriter, r *http.Request, status int, f *form.Form, clash bool) error {
	v := needView{Form: f, Clash: clash}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		v.Row, err = One(ctx, tx, v.Member, r.PathValue("activity"))
		return err
	})
	if err != nil {
		return err
	}
	if f == nil {
		t := v.Row.Need.Told
		v.Form = form.New("type", t.Type, "decided", string(t.Decided), "why", t.Why)
		for code, a := range t.Answers {
			v.Form.Set("c-"+code, string(a))
		}
	}
	return p.Desk.ShowMember(w, r, status, v.Face, needBody(v))
}

func (p *Pages) tell(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	t := Told{Answers: map[string]Answer{}, Type: f.Text("type", 60), Decided: Result(f.Text("decided", 60)), Why: f.Long("why", maxWords)}
	for name := range f.Values {
		if code, ok := strings.CutPrefix(name, "c-"); ok && f.Raw(name) != "" {
			t.Answers[code] = Answer(f.Raw(name))
		}
	}
	rev, _ := strconv.ParseInt(f.Raw("rev"), 10, 64)
	var path string
	err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.view(ctx, tx, r)
		if err != nil {
			return err
		}
		id := r.PathValue("activity")
		path = NeedPath(v.Member.Siren, id)
		was, err := One(ctx, tx, v.Member, id)
		if err != nil {
			return err
		}
		if !f.Values.Has("decided") { // whoever is no officer has no such field
			t.Decided, t.Why = was.Need.Told.Decided, was.Need.Told.Why
		}
		_, err = Tell(ctx, tx, v.Member, id, rev, t)
		return err
	})
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		f.Fail("", fault.Message(err))
		return p.showNeed(w, r, fault.Status(err), f, fault.Is(err, fault.Conflict))
	}
	if err != nil {
		return err
	}
	p.Desk.Flash(ctx, ui.Good, i18n.T("Vos réponses sont enregistrées.", "Your answers are saved."))
	return web.Redirect(w, r, path)
}
