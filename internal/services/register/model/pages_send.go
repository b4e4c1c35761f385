package model

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

type sendView struct {
	*Pages
	Models []Model
	Form   *form.Form
}

func (p *Pages) askSend(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	f := form.New("deed", q.Get("deed"))
	for _, id := range q["model"] {
		f.Values.Add("model", id)
	}
	return p.showSend(w, r, http.StatusOK, f)
}

func (p *Pages) showSend(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := sendView{Pages: p, Form: f}
	err := p.read(r, func(ctx context.Context, tx access.Tx) (err error) {
		v.Models, err = Models(ctx, tx, Filter{Kind: p.Spec.Kind, Issued: true, Counted: true})
		return err
	})
	if err != nil {
		return err
	}
	return p.show(w, r, status, i18n.Say(r.Context(), "Envoyer aux adhérents", "Send to members"), sendBody(v))
}

func (p *Pages) send(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var b Batch
	err = p.write(r, func(ctx context.Context, tx access.Tx) (err error) {
		o := Order{Kind: p.Spec.Kind, Models: f.All("model"), Note: f.Text("note", 300)}
		if o.Members, err = recipients(ctx, tx, f); err != nil || !f.OK() {
			return err
		}
		switch f.Raw("deed") {
		case "adopt":
			b, err = p.Service.Adopt(ctx, tx, o)
		case Take, Offer:
			o.How = f.Raw("deed")
			b, err = p.Service.Push(ctx, tx, o)
		case Theirs, Mine:
			o.How = f.Raw("deed")
			b, err = p.Service.Settle(ctx, tx, o)
		default:
			f.Fail("deed", i18n.T("Choisissez ce qu’il faut faire.", "Choose what is to be done."))
		}
		return err
	})
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		f.Fail("", fault.Message(err))
	} else if err != nil {
		return err
	}
	if !f.OK() {
		return p.showSend(w, r, http.StatusUnprocessableEntity, f)
	}
	return web.Redirect(w, r, p.Path+"/batches/"+b.ID)
}

// recipients are the members that a form chooses: those of the kinds that are
// ticked, those whose SIREN is written, or nil for all.
func recipients(ctx context.Context, tx access.Tx, f *form.Form) ([]string, error) {
	kinds, sirens := bodies(f), strings.Fields(strings.ReplaceAll(f.Long("sirens", 20_000), ",", " "))
	if len(kinds) == 0 && len(sirens) == 0 {
		return nil, nil
	}
	out := []string{}
	for _, k := range kinds {
		list, _, err := organisation.List(ctx, tx, organisation.Filter{Kind: organisation.Kind(k)}, 100_000, 0)
		if err != nil {
			return nil, err
		}
		for _, m := range list {
			out = append(out, m.ID)
		}
	}
	for _, s := range sirens {
		m, err := organisation.BySiren(ctx, tx, s)
		if fault.Is(err, fault.NotFound) {
			f.Fail("sirens", i18n.T("Aucun adhérent n’a le SIREN «\u00a0%[1]s\u00a0».", "No member has the SIREN “%[1]s”.", s))
			continue
		}
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, m.ID) {
			out = append(out, m.ID)
		}
	}
	return out, nil
}

type batchesView struct {
	*Pages
	Batches []Batch
	Pager   ui.Pages
}

func (p *Pages) batches(w http.ResponseWriter, r *http.Request) error {
	v := batchesView{Pages: p, Pager: ui.Pages{Page: max(1, number(r, "page")), Size: batchesPerPage}}
	err := p.read(r, func(ctx context.Context, tx access.Tx) (err error) {
		var total int
		v.Batches, total, err = Batches(ctx, tx, p.Spec.Kind, batchesPerPage, (v.Pager.Page-1)*batchesPerPage)
		v.Pager.Total = int64(total)
		return err
	})
	if err != nil {
		return err
	}
	return p.show(w, r, http.StatusOK, i18n.Say(r.Context(), "Envois", "Batches"), batchesBody(v))
}

type batchView struct {
	*Pages
	Batch   Batch
	Items   []itemView
	Left    []string
	MayUndo bool
	Pager   ui.Pages
}

type itemView struct {
	Item
	Member organisation.Member
	Model  string
	Fields []string // what was not undone
}

func (p *Pages) batch(w http.ResponseWriter, r *http.Request) error {
	v := batchView{Pages: p, Pager: ui.Pages{Page: max(1, number(r, "page")), Size: itemsPerPage}}
	err := p.read(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.Batch, err = GetBatch(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.Batch.Kind != p.Spec.Kind {
			return fault.Missing("model.batch")
		}
		v.MayUndo = mayKeep(tx.Scope()) && v.Batch.MayUndo()
		v.Pager.Total = int64(v.Batch.Done)
		if v.Batch.Running() {
			return nil
		}
		return v.fill(ctx, tx)
	})
	if err != nil {
		return err
	}
	if web.IsFragment(r) && v.Batch.Running() {
		return web.RenderStatus(w, r, http.StatusOK, progress(v))
	}
	if web.IsFragment(r) {
		w.Header().Set("HX-Refresh", "true")
	}
	return p.show(w, r, http.StatusOK, i18n.Read(r.Context(), v.Batch.Deed.Label()), batchBody(v))
}

func (v *batchView) fill(ctx context.Context, tx access.Tx) error {
	items, err := Items(ctx, tx, v.Batch.ID, itemsPerPage, (v.Pager.Page-1)*itemsPerPage)
	if err != nil {
		return err
	}
	ids := slices.Clone(v.Batch.Counts.Left)
	for _, i := range items {
		ids = append(ids, i.MemberID)
	}
	slices.Sort(ids)
	members, err := organisation.ByIDs(ctx, tx, slices.Compact(ids))
	if err != nil {
		return err
	}
	for _, id := range v.Batch.Counts.Left {
		v.Left = append(v.Left, members[id].Name)
	}
	models := map[string]Model{}
	records := map[string]Record{}
	terms, err := ReadTerms(ctx, tx)
	if err != nil {
		return err
	}
	for _, i := range items {
		if _, known := models[i.ModelID]; !known {
			if models[i.ModelID], err = GetModel(ctx, tx, i.ModelID); err != nil {
				return err
			}
			latest, err := ReadVersion(ctx, tx, i.ModelID, models[i.ModelID].Issued)
			if err != nil {
				return err
			}
			records[i.ModelID] = latest.Record
		}
		x := itemView{Item: i, Member: members[i.MemberID], Model: i18n.Read(ctx, models[i.ModelID].Name)}
		for _, path := range i.Conflicts {
			x.Fields = append(x.Fields, v.Spec.Words(lang(ctx), path, records[i.ModelID], terms))
		}
		v.Items = append(v.Items, x)
	}
	return nil
}

func (p *Pages) undo(w http.ResponseWriter, r *http.Request) error {
	var b Batch
	err := p.write(r, func(ctx context.Context, tx access.Tx) (err error) {
		if b, err = GetBatch(ctx, tx, r.PathValue("id")); err == nil && b.Kind != p.Spec.Kind {
			err = fault.Missing("model.undo")
		}
		if err != nil {
			return err
		}
		b, err = p.Service.Undo(ctx, tx, b.ID)
		return err
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, p.Path+"/batches/"+b.ID)
}

type termsView struct {
	*Pages
	Vocabularies []vocabularyView
	MayEdit      bool
	Form         *form.Form
	All          Terms
}

type vocabularyView struct {
	Name  string
	Label string
	Terms Terms
}

func (p *Pages) terms(w http.ResponseWriter, r *http.Request) error {
	return p.showTerms(w, r, http.StatusOK, nil)
}

func (p *Pages) showTerms(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := termsView{Pages: p, MayEdit: mayKeep(access.From(r.Context())), Form: f}
	err := p.read(r, func(ctx context.Context, tx access.Tx) (err error) {
		v.All, err = ReadTerms(ctx, tx)
		for _, part := range p.Spec.Parts {
			for _, l := range part.Lists {
				for _, c := range l.Cells {
					if c.Type == Named {
						v.Vocabularies = append(v.Vocabularies, vocabularyView{Name: c.Vocabulary, Label: i18n.Read(ctx, l.Label), Terms: v.All.Of(c.Vocabulary)})
					}
				}
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return p.show(w, r, status, i18n.Say(r.Context(), "Catégories", "Categories"), termsBody(v))
}

func (p *Pages) saveTerm(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	t := Term{Vocabulary: f.Text("vocabulary", 40), Label: i18n.Text{Fr: f.Text("label", 200), En: f.Text("label_en", 200)}, Sensitive: f.Checked("sensitive")}
	if f.OK() {
		err = p.write(r, func(ctx context.Context, tx access.Tx) error {
			_, err := SaveTerm(ctx, tx, t)
			return err
		})
		if fault.Is(err, fault.Invalid) {
			f.Fail("label", fault.Message(err))
		} else if err != nil {
			return err
		}
	}
	if !f.OK() {
		return p.showTerms(w, r, http.StatusUnprocessableEntity, f)
	}
	return web.Redirect(w, r, p.Path+"/terms")
}

func (p *Pages) removeTerm(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var changed []Model
	err = p.write(r, func(ctx context.Context, tx access.Tx) (err error) {
		changed, err = RemoveTerm(ctx, tx, p.Service.Specs, f.Text("vocabulary", 40), f.Text("code", MaxKey), f.Text("replacement", MaxKey))
		return err
	})
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		f.Fail("", fault.Message(err))
		return p.showTerms(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	if len(changed) > 0 {
		p.Desk.Flash(r.Context(), ui.Wait, i18n.T("La catégorie est retirée. %[1]d modèles ont une nouvelle version à publier.", "The category is removed. %[1]d models have a new version to issue.", len(changed)))
	}
	return web.Redirect(w, r, p.Path+"/terms")
}
