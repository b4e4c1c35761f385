package activity

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/model"
)

const pageSize = 100

type landingView struct {
	view
	Cards []Card
	Empty bool
}

func (p *Pages) landing(w http.ResponseWriter, r *http.Request) error {
	var v landingView
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		c, err := model.Count(ctx, tx, model.Ask{Kind: Kind, Member: v.Member.ID})
		if err != nil {
			return err
		}
		v.Empty = c.All == 0
		v.Cards = append(v.Cards, v.own(ctx, c))
		outdated, err := p.outdated(ctx, tx, v.Member)
		if err != nil {
			return err
		}
		v.Cards = append(v.Cards, v.around(ctx, outdated)...)
		for _, card := range p.Cards {
			one, err := card(ctx, tx, v.Member)
			if err != nil {
				return err
			}
			if one.Title != "" {
				v.Cards = append(v.Cards, one)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, http.StatusOK, v.Face, landingBody(v))
}

type listView struct {
	view
	List    []model.Instance
	Counts  model.Counts
	Query   string
	State   string
	Waiting bool
	Retired bool
	Pager   ui.Pages
}

func (v listView) filtered() bool { return v.Query != "" || v.State != "" || v.Waiting || v.Retired }

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	v := listView{Query: q.Get("q"), State: q.Get("state"), Waiting: q.Get("waiting") != "", Retired: q.Get("retired") != "",
		Pager: ui.Pages{Page: pageNumber(r), Size: pageSize}}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		ask := model.Ask{Kind: Kind, Member: v.Member.ID}
		if v.Counts, err = model.Count(ctx, tx, ask); err != nil {
			return err
		}
		ask.Query, ask.State, ask.Waiting, ask.Retired = v.Query, model.State(v.State), v.Waiting, v.Retired
		var total int
		v.List, total, err = model.Find(ctx, tx, ask, pageSize, (v.Pager.Page-1)*pageSize)
		v.Pager.Total = int64(total)
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, http.StatusOK, v.Face, listBody(v))
}

func pageNumber(r *http.Request) int {
	n, _ := strconv.Atoi(r.URL.Query().Get("page"))
	return max(1, n)
}

// offered are the models that a member may add: meant for its kind, and not in
// its register yet.
func offered(ctx context.Context, tx access.Tx, m organisation.Member) ([]model.Model, error) {
	library, err := model.Models(ctx, tx, model.Filter{Kind: Kind, Issued: true})
	if err != nil {
		return nil, err
	}
	own, _, err := model.Find(ctx, tx, model.Ask{Kind: Kind, Member: m.ID}, 1000, 0)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(library, func(x model.Model) bool {
		return !x.For(string(m.Kind)) || slices.ContainsFunc(own, func(i model.Instance) bool { return i.ModelID == x.ID })
	}), nil
}

type startView struct {
	view
	Questions []Question
	Chosen    []model.Model // once answered
	Form      *form.Form
}

func (p *Pages) askStart(w http.ResponseWriter, r *http.Request) error {
	return p.showStart(w, r, http.StatusOK, form.New())
}

func (p *Pages) showStart(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := startView{Form: f}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		if err := tx.May(ctx, access.Register, v.Member.ID); err != nil {
			return err
		}
		left, err := offered(ctx, tx, v.Member)
		if err != nil {
			return err
		}
		v.Questions = Questions(left, string(v.Member.Kind))
		if f.Checked("answered") {
			v.Chosen = Chosen(left, string(v.Member.Kind), yes(f))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, status, v.Face, startBody(v))
}

func yes(f *form.Form) []string {
	var out []string
	for _, q := range questionnaire.Questions {
		if f.Raw("q."+q.ID) == "yes" {
			out = append(out, q.ID)
		}
	}
	return out
}

// start makes the first register once its models were seen.
func (p *Pages) start(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	f.Set("answered", "1")
	if !f.Checked("go") {
		return p.showStart(w, r, http.StatusOK, f)
	}
	n := 0
	var m organisation.Member
	err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
		n = 0
		v, err := p.view(ctx, tx, r)
		if err != nil {
			return err
		}
		m = v.Member
		if err := tx.May(ctx, access.Register, m.ID); err != nil {
			return err
		}
		left, err := offered(ctx, tx, v.Member)
		if err != nil {
			return err
		}
		for _, x := range Chosen(left, string(v.Member.Kind), yes(f)) {
			if _, err := model.Create(ctx, tx, Spec, v.Member.ID, x.ID, model.Record{}); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if err != nil {
		return err
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("%[1]d traitements sont dans le registre. Relisez-les un par un, à votre rythme.", "%[1]d activities are in the register. Read them one by one, at your own pace.", n))
	return web.Redirect(w, r, Base(m.Siren)+"/activities")
}

type newView struct {
	view
	Offered []model.Model
	Edited  model.Edited
	Form    *form.Form
}

func (p *Pages) askNew(w http.ResponseWriter, r *http.Request) error {
	f := model.FillForm(Spec, model.Record{})
	for _, part := range Spec.Parts {
		for _, l := range part.Lists {
			if l.Required {
				f.Set(l.Name+".rows", "1")
			}
		}
	}
	return p.showNew(w, r, http.StatusOK, f)
}

func (p *Pages) showNew(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := newView{Form: f}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		if err := tx.May(ctx, access.Register, v.Member.ID); err != nil {
			return err
		}
		v.Edited = model.Edited{Spec: Spec, Terms: v.Terms, Form: f}
		v.Offered, err = offered(ctx, tx, v.Member)
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, status, v.Face, newBody(v))
}

func (p *Pages) saveNew(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	if model.More(Spec, f) {
		return p.showNew(w, r, http.StatusOK, f)
	}
	var m organisation.Member
	var i model.Instance
	err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.view(ctx, tx, r)
		if err != nil {
			return err
		}
		m = v.Member
		record, err := withProducts(model.ReadForm(Spec, f, model.Record{}, model.NewKey(tx)), model.Record{}, v.Products)
		if err != nil {
			return err
		}
		i, err = model.Create(ctx, tx, Spec, m.ID, "", record)
		return err
	})
	if fault.Is(err, fault.Invalid) {
		f.Fail(fName, fault.Message(err))
	} else if err != nil {
		return err
	}
	if !f.OK() {
		return p.showNew(w, r, http.StatusUnprocessableEntity, f)
	}
	return web.Redirect(w, r, Base(m.Siren)+"/activities/"+i.ID)
}

// add takes models into the register.
func (p *Pages) add(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var m organisation.Member
	var last model.Instance
	err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.view(ctx, tx, r)
		if err != nil {
			return err
		}
		m = v.Member
		if len(f.All("model")) == 0 {
			return fault.New(fault.Invalid, "activity.add", "Choisissez au moins un modèle.", "Choose at least one model.")
		}
		for _, id := range f.All("model") {
			if last, err = model.Create(ctx, tx, Spec, m.ID, id, model.Record{}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(f.All("model")) == 1 {
		return web.Redirect(w, r, Base(m.Siren)+"/activities/"+last.ID)
	}
	return web.Redirect(w, r, Base(m.Siren)+"/activities")
}
