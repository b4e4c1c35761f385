package people

import (
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/user"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// What one address may ask in codes, and one person of the operator may try.
const (
	codesBurst     = 60
	codesPerSecond = 1
)

func (p *Pages) codePage(w http.ResponseWriter, r *http.Request) error {
	return p.showCode(w, r, http.StatusOK, form.New(), "")
}

func (p *Pages) showCode(w http.ResponseWriter, r *http.Request, status int, f *form.Form, code string) error {
	ctx := r.Context()
	w.Header().Set("Cache-Control", "no-store")
	return web.RenderStatus(w, r, status, p.Desk.Gate(ctx, i18n.Say(ctx, "Code pour l’assistance", "Code for support"), codeBody(f, code)))
}

// makeCode shows a code that a person who cannot get in reads to support.
func (p *Pages) makeCode(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	login := f.Required("login", 2*user.MaxLogin, i18n.T("Indiquez votre identifiant.", "Give your login."))
	if !f.OK() {
		return p.showCode(w, r, http.StatusUnprocessableEntity, f, "")
	}
	if _, ok := p.codes.Allow("at " + web.Address(r)); !ok {
		f.Fail("", i18n.T("Beaucoup de codes ont été demandés d’ici. Patientez une minute.", "Many codes were asked for from here. Wait a minute."))
		return p.showCode(w, r, http.StatusTooManyRequests, f, "")
	}
	var code string
	err = p.Doors.Write(ctx, access.Public(), func(tx access.Tx) (err error) {
		code, err = MakeCode(ctx, tx, login)
		return err
	})
	if err != nil {
		return err
	}
	return p.showCode(w, r, http.StatusOK, f, code)
}

// unlock takes the code that a person reads on the telephone, and lets her
// account try again at once.
func (p *Pages) unlock(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	scope := access.From(ctx)
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	code := f.Required("code", 40, i18n.T("Indiquez le code que lit la personne.", "Give the code that the person reads."))
	if _, ok := p.codes.Allow("by " + scope.Actor().ID); f.OK() && !ok {
		f.Fail("code", i18n.T("Beaucoup de codes ont été essayés. Patientez une minute.", "Many codes were tried. Wait a minute."))
	}
	if f.OK() {
		right := false
		err = p.Doors.Write(ctx, scope, func(tx access.Tx) error {
			u, err := user.Get(ctx, tx, r.PathValue("id"))
			if err != nil {
				return err
			}
			if right, err = SpendCode(ctx, tx, u.ID, code); err != nil || !right {
				return err
			}
			return p.Entrance.Unlock(ctx, tx.Elevated("telephone-code"), u.ID)
		})
		if err != nil {
			return err
		}
		if !right {
			f.Fail("code", i18n.T("Ce code n’est pas celui de ce compte, a déjà servi, ou date de plus de 10 minutes. Demandez-en un autre.",
				"This code is not one of this account, was used, or is older than 10 minutes. Ask for another."))
		}
	}
	if !f.OK() {
		return p.showAccount(w, r, http.StatusUnprocessableEntity, f)
	}
	p.Desk.Flash(ctx, ui.Good, i18n.T("Le compte est débloqué\u202f: la personne peut se connecter tout de suite.", "The account is unlocked: the person can log in at once."))
	return web.Redirect(w, r, operatorPath+"/"+r.PathValue("id"))
}
