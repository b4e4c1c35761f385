package model

import (
	"context"
	"net/http"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
)

type editView struct {
	*Pages
	Model  Model // ID "" for a new one
	Edited Edited
	Rev    int
	Form   *form.Form
	Clash  *Clash
}

func (p *Pages) askNew(w http.ResponseWriter, r *http.Request) error {
	f := FillForm(p.Spec, Record{})
	for _, part := range p.Spec.Parts {
		for _, l := range part.Lists {
			if l.Required {
				f.Set(l.Name+".rows", "1")
			}
		}
	}
	return p.showEdit(w, r, http.StatusOK, Model{}, 0, f, nil)
}

func (p *Pages) showEdit(w http.ResponseWriter, r *http.Request, status int, m Model, rev int, f *form.Form, clash *Clash) error {
	v := editView{Pages: p, Model: m, Rev: rev, Form: f, Clash: clash}
	err := p.read(r, func(ctx context.Context, tx access.Tx) error {
		terms, err := ReadTerms(ctx, tx)
		v.Edited = Edited{Spec: p.Spec, Terms: terms, Form: f, English: true, Own: func(string) bool { return false }}
		if clash != nil {
			v.Clash.Shown = Shown{Spec: p.Spec, Terms: terms}
		}
		return err
	})
	if err != nil {
		return err
	}
	title := i18n.Say(r.Context(), "Nouveau modèle", "New model")
	if m.ID != "" {
		title = i18n.Read(r.Context(), m.Name)
	}
	return p.show(w, r, status, title, editBody(v))
}

func (p *Pages) saveNew(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	if More(p.Spec, f) {
		return p.showEdit(w, r, http.StatusOK, Model{}, 0, f, nil)
	}
	var m Model
	err = p.write(r, func(ctx context.Context, tx access.Tx) (err error) {
		record := ReadForm(p.Spec, f, Record{}, rowKey(tx))
		m, err = Make(ctx, tx, p.Spec, Model{Code: f.Text("code", 40), Domain: f.Text("domain", 40), Bodies: bodies(f)}, record)
		return err
	})
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		f.Fail("", fault.Message(err))
	} else if err != nil {
		return err
	}
	if !f.OK() {
		return p.showEdit(w, r, http.StatusUnprocessableEntity, Model{}, 0, f, nil)
	}
	return web.Redirect(w, r, p.Path+"/m/"+m.ID)
}

// bodies are the kinds of member that a form has ticked; none for all.
func bodies(f *form.Form) []string {
	var out []string
	for _, k := range f.All("bodies") {
		if organisation.Kind(k).Known() {
			out = append(out, k)
		}
	}
	return out
}

func (p *Pages) askEdit(w http.ResponseWriter, r *http.Request) error {
	var m Model
	var d Draft
	err := p.read(r, func(ctx context.Context, tx access.Tx) (err error) {
		if m, err = p.counted(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		d, err = ReadDraft(ctx, tx, m.ID)
		return err
	})
	if err != nil {
		return err
	}
	f := FillForm(p.Spec, d.Record)
	f.Set("seen", Encode(d.Record))
	f.Set("domain", m.Domain)
	for _, b := range m.Bodies {
		f.Values.Add("bodies", b)
	}
	return p.showEdit(w, r, http.StatusOK, m, d.Rev, f, nil)
}

func (p *Pages) saveEdit(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	rev := atoi(f.Raw("rev"))
	seen, _ := Decode(f.Raw("seen"))
	var m Model
	var clash *Clash
	more := More(p.Spec, f)
	err = p.write(r, func(ctx context.Context, tx access.Tx) (err error) {
		if m, err = p.counted(ctx, tx, r.PathValue("id")); err != nil || more {
			return err
		}
		record := ReadForm(p.Spec, f, seen, rowKey(tx))
		now, err := ReadDraft(ctx, tx, m.ID)
		if err != nil {
			return err
		}
		if now.Rev != rev {
			f.Values.Del("met") // she has not seen this one
		}
		if now.Rev != rev || f.Checked("met") {
			rev = now.Rev
			if clash, record, err = meet(f, seen, record, now.Record, now.By); err != nil || clash != nil {
				return err
			}
		}
		if err := Describe(ctx, tx, m.ID, f.Text("domain", 40), bodies(f)); err != nil {
			return err
		}
		_, err = SaveDraft(ctx, tx, p.Spec, m.ID, rev, record)
		return err
	})
	if fault.Is(err, fault.Invalid) {
		f.Fail("", fault.Message(err))
	} else if err != nil {
		return err
	}
	switch {
	case clash != nil:
		return p.showEdit(w, r, http.StatusConflict, m, rev, f, clash)
	case more:
		return p.showEdit(w, r, http.StatusOK, m, rev, f, nil)
	case !f.OK():
		return p.showEdit(w, r, http.StatusUnprocessableEntity, m, rev, f, nil)
	}
	return web.Redirect(w, r, p.Path+"/m/"+m.ID)
}

// rowKey names new rows: no model will ever use such a key.
func rowKey(tx access.Tx) func() string {
	return func() string {
		id := tx.NewID()
		return "x" + strings.ReplaceAll(id[len(id)-12:], "-", "")
	}
}

// NewKey names new rows, for the pages of other rooms.
func NewKey(tx access.Tx) func() string { return rowKey(tx) }
