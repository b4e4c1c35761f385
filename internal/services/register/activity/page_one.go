package activity

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/model"
)

type oneView struct {
	view
	Full     model.Full
	Shown    model.Shown
	Proposal model.Proposal
	Missing  []string // in words
	Needed   int
	Check    model.Check
	Checked  bool
	Since    []model.Change
	Datasets []Dataset
	Likely   []proposal // lines that may choose one of the member's products
	Uses     []Product  // that its lines have chosen
	Besides  []Beside
	Into     string // the activity to which it gave way
	Form     *form.Form
}

func (v oneView) path() string { return v.view.path(v.Full.Instance) }

func (p *Pages) one(w http.ResponseWriter, r *http.Request) error {
	return p.showOne(w, r, http.StatusOK, nil)
}

func (p *Pages) showOne(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := oneView{Form: f}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		if v.Full, err = v.found(ctx, tx, r); err != nil {
			return err
		}
		v.Shown = shown(v.Terms, v.Full)
		if p.Alike != nil && v.MayWrite {
			v.Likely = proposals(v.Full.Record, v.Products, p.Alike)
		}
		chosen := productsOf(v.Full.Record)
		for _, x := range v.Products {
			if slices.Contains(chosen, x.ID) {
				v.Uses = append(v.Uses, x)
			}
		}
		if v.Proposal, err = model.ReadProposal(ctx, tx, v.Full); err != nil {
			return err
		}
		var missing []string
		missing, v.Needed = Spec.Missing(v.Full.Record)
		for _, path := range missing {
			v.Missing = append(v.Missing, missingWords(ctx, path, v.Full.Record, v.Terms))
		}
		if v.Check, v.Checked, err = model.LastCheck(ctx, tx, v.Full.ID); err != nil {
			return err
		}
		if v.Checked {
			v.Since = model.Changes(v.Check.Record, v.Full.Record)
		}
		if p.Besides != nil && v.Full.Retired.IsZero() {
			if v.Besides, err = p.Besides(ctx, tx, v.Member, v.Full.ID); err != nil {
				return err
			}
		}
		if p.Into != nil && !v.Full.Retired.IsZero() {
			if v.Into, err = p.Into(ctx, tx, v.Full.ID); err != nil {
				return err
			}
		}
		if p.Datasets != nil {
			v.Datasets, err = p.Datasets.From(ctx, tx, v.Member.ID, v.Full.ID)
		}
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, status, v.Face, oneBody(v))
}

func shown(terms model.Terms, f model.Full) model.Shown {
	return model.Shown{Spec: Spec, Terms: terms, Record: f.Record, HasBase: f.ModelID != "", Own: f.Own}
}

func missingWords(ctx context.Context, path string, r model.Record, terms model.Terms) string {
	if l, ok := Spec.List(path); ok {
		return i18n.Read(ctx, l.Label)
	}
	return Spec.Words(lang(ctx), path, r, terms)
}

type editView struct {
	view
	Full   model.Full
	Edited model.Edited
	Rev    int
	Form   *form.Form
	Clash  *model.Clash
}

func (p *Pages) askEdit(w http.ResponseWriter, r *http.Request) error {
	var full model.Full
	err := p.reading(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.view(ctx, tx, r)
		if err == nil {
			full, err = v.found(ctx, tx, r)
		}
		return err
	})
	if err != nil {
		return err
	}
	f := model.FillForm(Spec, full.Record)
	plain(f)
	f.Set("seen", model.Encode(full.Record))
	return p.showEdit(w, r, http.StatusOK, full.Rev, f, nil)
}

// plain takes the translations out of a form: a member writes in French, and a
// text that is left as it is keeps its translation.
func plain(f *form.Form) {
	for name := range f.Values {
		if strings.HasSuffix(name, ".en") {
			f.Values.Del(name)
		}
	}
}

func (p *Pages) showEdit(w http.ResponseWriter, r *http.Request, status, rev int, f *form.Form, clash *model.Clash) error {
	v := editView{Form: f, Rev: rev, Clash: clash}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		if v.Full, err = v.found(ctx, tx, r); err != nil {
			return err
		}
		if clash != nil {
			v.Clash.Shown = shown(v.Terms, v.Full)
		}
		v.Edited = model.Edited{Spec: Spec, Terms: v.Terms, Form: f, Base: v.Full.Base, HasBase: v.Full.ModelID != "", Own: v.Full.Own}
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
	if model.More(Spec, f) {
		return p.showEdit(w, r, http.StatusOK, rev, f, nil)
	}
	seen, err := model.Decode(f.Raw("seen"))
	if err != nil {
		return fault.New(fault.Invalid, "activity.saveEdit", "Le formulaire est incomplet. Rouvrez la fiche.", "The form is incomplete. Open the record again.")
	}
	var clash *model.Clash
	var path string
	err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
		clash = nil
		v, err := p.view(ctx, tx, r)
		if err != nil {
			return err
		}
		full, err := v.found(ctx, tx, r)
		if err != nil {
			return err
		}
		if err := tx.May(ctx, access.Register, v.Member.ID); err != nil {
			return err
		}
		path = v.path(full.Instance)
		record, err := withProducts(model.ReadForm(Spec, f, seen, model.NewKey(tx)), full.Record, v.Products)
		if err != nil {
			return err
		}
		if full.Rev != rev {
			f.Values.Del("met") // she has not seen this one
		}
		if full.Rev != rev || f.Checked("met") {
			rev = full.Rev
			by, err := model.LastWriter(ctx, tx, full.ID)
			if err != nil {
				return err
			}
			if clash, record, err = model.Meet(f, seen, record, full.Record, by); err != nil || clash != nil {
				return err
			}
		}
		_, err = model.Edit(ctx, tx, Spec, full.ID, rev, record)
		return err
	})
	if fault.Is(err, fault.Invalid) {
		f.Fail("", fault.Message(err))
	} else if err != nil {
		return err
	}
	switch {
	case clash != nil:
		return p.showEdit(w, r, http.StatusConflict, rev, f, clash)
	case !f.OK():
		return p.showEdit(w, r, http.StatusUnprocessableEntity, rev, f, nil)
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("La fiche est enregistrée.", "The record is saved."))
	return web.Redirect(w, r, path)
}

type historyView struct {
	view
	Full  model.Full
	Shown model.Shown
	Deeds []model.Deed
}

func (p *Pages) history(w http.ResponseWriter, r *http.Request) error {
	var v historyView
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		if v.Full, err = v.found(ctx, tx, r); err != nil {
			return err
		}
		v.Shown = shown(v.Terms, v.Full)
		v.Deeds, err = model.Deeds(ctx, tx, v.Full)
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, http.StatusOK, v.Face, historyBody(v))
}

// state changes how far an activity is, or whether it is used and shown.
func (p *Pages) state(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	rev, _ := strconv.Atoi(f.Raw("rev"))
	var path string
	err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.view(ctx, tx, r)
		if err != nil {
			return err
		}
		full, err := v.found(ctx, tx, r)
		if err != nil {
			return err
		}
		path = v.path(full.Instance)
		switch f.Raw("to") {
		case "complete":
			return model.SetState(ctx, tx, Spec, full.ID, model.Complete)
		case "draft":
			return model.SetState(ctx, tx, Spec, full.ID, model.Begun)
		case "checked":
			return model.Approve(ctx, tx, full.ID, rev, f.Long("message", 2000))
		case "out", "back":
			return model.SetUse(ctx, tx, full.ID, f.Raw("to") == "back")
		case "show", "hide":
			return model.SetShown(ctx, tx, full.ID, f.Raw("to") == "show")
		}
		return fault.New(fault.Invalid, "activity.state", "Cet état n’existe pas.", "There is no such state.")
	})
	if fault.Is(err, fault.Conflict) {
		f.Fail("", fault.Message(err))
		return p.showOne(w, r, http.StatusConflict, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, path)
}

// chooseProduct has a line of an activity choose one of the member's products.
func (p *Pages) chooseProduct(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	rev, _ := strconv.Atoi(f.Raw("rev"))
	var path string
	err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.view(ctx, tx, r)
		if err != nil {
			return err
		}
		full, err := v.found(ctx, tx, r)
		if err != nil {
			return err
		}
		if err := tx.May(ctx, access.Register, v.Member.ID); err != nil {
			return err
		}
		path = v.path(full.Instance)
		return choose(ctx, tx, full, rev, f.Text("list", 40), f.Text("key", model.MaxKey), f.Text("product", 64), v.Products)
	})
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		f.Fail("", fault.Message(err))
		return p.showOne(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("Le sous-traitant est relié à ce traitement.", "The processor is linked to this activity."))
	return web.Redirect(w, r, path)
}
