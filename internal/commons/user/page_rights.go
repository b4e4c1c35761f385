package user

import (
	"encoding/json"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

const (
	copyPath  = AccountPath + "/data"
	erasePath = AccountPath + "/erase"
)

func (p *pages) copyOf(r *http.Request) (c Copy, err error) {
	ctx := r.Context()
	scope := access.From(ctx)
	err = p.doors.Read(ctx, scope, func(tx access.Tx) (err error) {
		c, err = p.CopyOf(ctx, tx, scope.Actor().ID)
		return err
	})
	return c, err
}

// showCopy shows a person what is kept of her.
func (p *pages) showCopy(w http.ResponseWriter, r *http.Request) error {
	c, err := p.copyOf(r)
	if err != nil {
		return err
	}
	return p.desk(w, r, http.StatusOK, i18n.Say(r.Context(), "Vos données", "Your data"), copyBody(c))
}

// sendCopy hands the same over for other machines to read.
func (p *pages) sendCopy(w http.ResponseWriter, r *http.Request) error {
	c, err := p.copyOf(r)
	if err != nil {
		return err
	}
	web.Attachment(w, "compte-"+c.Login+".json", "application/json")
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(c)
}

func (p *pages) askErase(w http.ResponseWriter, r *http.Request) error {
	if ask, err := p.proveAgain(w, r); ask || err != nil {
		return err
	}
	return p.showErase(w, r, http.StatusOK, nil)
}

func (p *pages) showErase(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	return p.desk(w, r, status, i18n.Say(r.Context(), "Effacer mon compte", "Erase my account"), eraseBody(access.From(r.Context()).Actor().Name, f))
}

func (p *pages) eraseAccount(w http.ResponseWriter, r *http.Request) error {
	if ask, err := p.proveAgain(w, r); ask || err != nil {
		return err
	}
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	if !f.Checked("sure") {
		f.Fail("sure", i18n.T("Cochez la case pour confirmer.", "Tick the box to confirm."))
		return p.showErase(w, r, http.StatusUnprocessableEntity, f)
	}
	scope := access.From(ctx)
	if err := p.Erase(ctx, scope, scope.Actor().ID); err != nil {
		return err
	}
	if err := p.sessions.end(ctx); err != nil {
		return err
	}
	p.sessions.Flash(ctx, ui.Flash{Tone: ui.Good, Text: i18n.Say(ctx, "Votre compte est effacé.", "Your account is erased.")})
	return web.Redirect(w, r, LoginPath)
}
