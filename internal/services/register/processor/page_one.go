package processor

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
	"airial/internal/services/register/model"
)

type oneView struct {
	view
	Full     model.Full
	Shown    model.Shown
	Contract Contract
	Clauses  []Checked
	Missing  int
	Whys     []Why
	Uses     []Use
	Form     *form.Form
}

func (v oneView) here() string { return v.one(v.Full.ID) }

// shown is what the page of a product shows by itself: clauses stand apart.
func shown(f model.Full) model.Shown {
	return model.Shown{Spec: FormSpec, Record: f.Record, HasBase: f.ModelID != "", Own: f.Own}
}

func (p *Pages) readOne(ctx context.Context, tx access.Tx, r *http.Request) (v oneView, err error) {
	if v.view, err = p.view(ctx, tx, r); err != nil {
		return v, err
	}
	if v.Full, err = v.found(ctx, tx, r); err != nil {
		return v, err
	}
	v.Shown = shown(v.Full)
	v.Clauses, v.Missing = CheckClauses(v.Full.Record)
	v.Whys = Whys(v.Full.Record)
	v.Contract, err = ContractOf(ctx, tx, v.Full.Instance)
	return v, err
}

func (p *Pages) one(w http.ResponseWriter, r *http.Request) error {
	return p.showOne(w, r, http.StatusOK, nil)
}

func (p *Pages) showOne(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	var v oneView
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v, err = p.readOne(ctx, tx, r); err != nil {
			return err
		}
		v.Form = f
		uses, err := p.Uses.Of(ctx, tx, v.Member.ID)
		for _, u := range uses {
			if u.Product == v.Full.ID {
				v.Uses = append(v.Uses, u)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return p.desk.ShowMember(w, r, status, v.Face, oneBody(v))
}

func (p *Pages) use(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var v view
	err = p.writing(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		full, err := v.found(ctx, tx, r)
		if err != nil {
			return err
		}
		return model.SetUse(ctx, tx, full.ID, f.Checked("again"))
	})
	if err != nil {
		return err
	}
	if f.Checked("again") {
		return web.Redirect(w, r, v.one(r.PathValue("processor")))
	}
	p.desk.Flash(r.Context(), ui.Good, i18n.T("Ce produit n’est plus dans la liste. Sa fiche et son contrat sont gardés.", "This product is off the list. Its record and its contract are kept."))
	return web.Redirect(w, r, v.path())
}

type editView struct {
	oneView
	Edited model.Edited
	Rev    int
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
	f := model.FillForm(FormSpec, full.Record)
	for name := range f.Values { // a member writes in French; a text left as it is keeps its translation
		if strings.HasSuffix(name, ".en") {
			f.Values.Del(name)
		}
	}
	f.Set("seen", model.Encode(full.Record))
	return p.showEdit(w, r, http.StatusOK, full.Rev, f, nil)
}

func (p *Pages) showEdit(w http.ResponseWriter, r *http.Request, status, rev int, f *form.Form, clash *model.Clash) error {
	v := editView{Rev: rev, Clash: clash}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.oneView, err = p.readOne(ctx, tx, r); err != nil {
			return err
		}
		v.Form = f
		if clash != nil {
			v.Clash.Shown = shown(v.Full)
		}
		v.Edited = model.Edited{Spec: FormSpec, Form: f, Base: v.Full.Base, HasBase: v.Full.ModelID != "", Own: v.Full.Own}
		return tx.May(ctx, access.Register, v.Member.ID)
	})
	if err != nil {
		return err
	}
	return p.desk.ShowMember(w, r, status, v.Face, editBody(v))
}

func (p *Pages) saveEdit(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	rev, _ := strconv.Atoi(f.Raw("rev"))
	if model.More(FormSpec, f) {
		return p.showEdit(w, r, http.StatusOK, rev, f, nil)
	}
	seen, err := model.Decode(f.Raw("seen"))
	if err != nil {
		return wrong("seen", "Le formulaire est incomplet. Rouvrez la fiche.", "The form is incomplete. Open the record again.")
	}
	var clash *model.Clash
	var v view
	err = p.writing(r, func(ctx context.Context, tx access.Tx) (err error) {
		clash = nil
		if v, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		full, err := v.found(ctx, tx, r)
		if err != nil {
			return err
		}
		if err := tx.May(ctx, access.Register, v.Member.ID); err != nil {
			return err
		}
		record := model.ReadForm(FormSpec, f, seen, model.NewKey(tx))
		if rows := seen.Lists[lClauses]; len(rows) > 0 { // they have a page of their own
			if record.Lists == nil {
				record.Lists = map[string][]model.Row{}
			}
			record.Lists[lClauses] = rows
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
	p.desk.Flash(r.Context(), ui.Good, i18n.T("La fiche est enregistrée.", "The record is saved."))
	return web.Redirect(w, r, v.one(r.PathValue("processor")))
}

type settleView struct {
	oneView
	Proposal model.Proposal
	Next     model.Record
}

func (p *Pages) askSettle(w http.ResponseWriter, r *http.Request) error {
	return p.showSettle(w, r, http.StatusOK, nil)
}

func (p *Pages) showSettle(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	var v settleView
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.oneView, err = p.readOne(ctx, tx, r); err != nil {
			return err
		}
		v.Form, v.Shown.Spec = f, Spec
		if v.Proposal, err = model.ReadProposal(ctx, tx, v.Full); err != nil || v.Full.ModelID == "" {
			return err
		}
		next, err := model.ReadVersion(ctx, tx, v.Full.ModelID, v.Proposal.Version)
		if fault.Is(err, fault.NotFound) {
			err = nil
		}
		v.Next = next.Record
		return err
	})
	if err != nil {
		return err
	}
	return p.desk.ShowMember(w, r, status, v.Face, settleBody(v))
}

func (p *Pages) settle(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	rev, _ := strconv.Atoi(f.Raw("rev"))
	choices := map[string]string{}
	for name := range f.Values {
		if path, ok := strings.CutPrefix(name, "choice."); ok {
			choices[path] = f.Raw(name)
		}
	}
	var v view
	err = p.writing(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		full, err := v.found(ctx, tx, r)
		if err != nil {
			return err
		}
		_, err = model.SettleOne(ctx, tx, Spec, full.ID, rev, choices)
		return err
	})
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		f.Fail("", fault.Message(err))
		return p.showSettle(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	p.desk.Flash(r.Context(), ui.Good, i18n.T("Les différences sont réglées.", "The differences are settled."))
	return web.Redirect(w, r, v.one(r.PathValue("processor")))
}
