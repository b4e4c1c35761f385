package opendata

import (
	"net/http"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/piece"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

func (p *Pages) edit(w http.ResponseWriter, r *http.Request) error {
	v, err := p.removal(r, access.Deposit)
	if err != nil {
		return err
	}
	d := v.Dataset
	v.Form = form.New("title", d.Title, "description", d.Description, "licence", d.Licence, "frequency", d.Frequency,
		"keywords", strings.Join(d.Keywords, ", "), "covers_from", d.Covers.From, "covers_until", d.Covers.Until)
	return p.showEdit(w, r, http.StatusOK, v)
}

func (p *Pages) showEdit(w http.ResponseWriter, r *http.Request, status int, v removalView) error {
	ctx := r.Context()
	if v.Dataset.Number > 0 {
		err := p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
			_, v.Edition, err = EditionOf(ctx, tx, v.Dataset.ID, 0)
			return err
		})
		if err != nil {
			return err
		}
	}
	title := i18n.Say(ctx, "Modifier la fiche", "Change the description")
	return p.desk.ShowStatus(w, r, status, console.Page{Title: title, Crumbs: v.crumbs(ctx, title)}, editBody(v))
}

// saveEdit changes what people read of a dataset beside its rows.
func (p *Pages) saveEdit(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := p.removal(r, access.Deposit)
	if err != nil {
		return err
	}
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	v.Form = f
	n := Description{Licence: f.Raw("licence"), Frequency: f.Raw("frequency"),
		Title:       f.Required("title", piece.MaxTitle, i18n.T("Donnez un titre, que le public lira.", "Give a title, which the public will read.")),
		Description: f.Long("description", MaxDescription),
		Keywords:    strings.FieldsFunc(f.Text("keywords", 4000), func(r rune) bool { return r == ',' || r == ';' }),
		Covers:      Span{strings.TrimSpace(f.Raw("covers_from")), strings.TrimSpace(f.Raw("covers_until"))}}
	if field, say := n.Covers.check(); field != "" {
		f.Fail(field, say)
	}
	for _, field := range []string{"title", "description", "keywords"} {
		if say, found := p.findings.Personal(f.Raw(field)); found {
			f.Fail(field, say)
		}
	}
	if f.OK() {
		err = p.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return p.Describe(ctx, tx, v.Dataset.ID, n) })
		if fault.Is(err, fault.Invalid) {
			f.Fail("title", fault.Message(err))
			err = nil
		}
	}
	if err != nil {
		return p.changed(w, r, v.Dataset.ID, err)
	}
	if !f.OK() {
		return p.showEdit(w, r, http.StatusUnprocessableEntity, v)
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("Fiche enregistrée.", "Description saved."))
	return web.Redirect(w, r, piecePath(v.Dataset.ID))
}
