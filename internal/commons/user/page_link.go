package user

import (
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
)

// link shows the page of an invitation or a recovery. The code leaves the
// address at once, for the session to keep: nothing that the page loads, no
// history and no log of a later request holds it. Looking changes nothing:
// mail servers follow links, too.
func (p *pages) link(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if code := r.URL.Query().Get("code"); code != "" {
		p.sessions.scs.Put(ctx, keyLink, code)
		return web.Redirect(w, r, LinkPath)
	}
	return p.showLink(w, r, http.StatusOK, nil)
}

// linkView is the page of a link.
type linkView struct {
	User
	First bool // an invitation
	Form  *form.Form
}

func (p *pages) showLink(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v := linkView{Form: f}
	err := p.doors.Read(ctx, access.System("link"), func(tx access.Tx) error {
		u, what, err := p.linked(ctx, tx, p.sessions.scs.GetString(ctx, keyLink))
		v.User, v.First = u, what == invitation
		return err
	})
	if fault.Is(err, fault.Gone) {
		return p.gate(w, r, http.StatusGone, i18n.Say(ctx, "Lien expiré", "Expired link"), deadLinkBody(i18n.Read(ctx, fault.Message(err))))
	}
	if err != nil {
		return err
	}
	return p.gate(w, r, status, linkTitle(r, v), linkBody(v))
}

func linkTitle(r *http.Request, v linkView) string {
	if v.First {
		return i18n.Say(r.Context(), "Bienvenue", "Welcome")
	}
	return i18n.Say(r.Context(), "Nouveau mot de passe", "New password")
}

func (p *pages) redeem(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	fresh := checkTwice(f)
	if !f.OK() {
		return p.showLink(w, r, http.StatusUnprocessableEntity, withoutValues(f))
	}
	u, err := p.Redeem(ctx, p.sessions.scs.GetString(ctx, keyLink), fresh)
	switch {
	case fault.Is(err, fault.Invalid):
		f.Fail("fresh", fault.Message(err))
		return p.showLink(w, r, http.StatusUnprocessableEntity, withoutValues(f))
	case fault.Is(err, fault.Gone):
		return p.showLink(w, r, http.StatusGone, nil)
	case err != nil:
		return err
	}
	p.sessions.scs.Remove(ctx, keyLink)
	return p.advance(w, r, u, []string{provenLink}, home)
}

// checkTwice reads a new password that was typed twice.
func checkTwice(f *form.Form) string {
	fresh := f.Raw("fresh")
	if fresh == "" {
		f.Fail("fresh", i18n.T("Indiquez le nouveau mot de passe.", "Give the new password."))
	} else if f.Raw("again") != fresh {
		f.Fail("again", i18n.T("Les deux saisies du nouveau mot de passe diffèrent. Recommencez la seconde.",
			"The two entries of the new password differ. Type the second one again."))
	}
	return fresh
}

func (p *pages) askRecovery(w http.ResponseWriter, r *http.Request) error {
	return p.showRecovery(w, r, http.StatusOK, nil, false)
}

func (p *pages) showRecovery(w http.ResponseWriter, r *http.Request, status int, f *form.Form, sent bool) error {
	return p.gate(w, r, status, i18n.Say(r.Context(), "Retrouver mon accès", "Recover my access"), recoverBody(f, p.Letters.On(), sent))
}

func (p *pages) recoverAccess(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	who := f.Required("who", MaxEmail, i18n.T("Indiquez votre identifiant ou votre adresse électronique.", "Give your login or your e-mail address."))
	if !p.Letters.On() {
		return p.showRecovery(w, r, http.StatusOK, nil, false)
	}
	if !f.OK() {
		return p.showRecovery(w, r, http.StatusUnprocessableEntity, f, false)
	}
	if d, ok := p.logins.callers.Allow(web.Address(r)); !ok {
		f.Fail("", fault.Message(errWait(d)))
		return p.showRecovery(w, r, http.StatusTooManyRequests, f, false)
	}
	if err := p.Recover(r.Context(), who); err != nil {
		return err
	}
	return p.showRecovery(w, r, http.StatusOK, nil, true)
}
