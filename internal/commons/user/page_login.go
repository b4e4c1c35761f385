package user

import (
	"net/http"
	"net/url"
	"path"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// SafeNext returns the address to which a log-in may lead: a page of the
// console on this site, else the console's first page.
func SafeNext(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" ||
		strings.ContainsAny(next, "\\\r\n\t") || strings.HasPrefix(next, "//") || len(next) > 2000 {
		return home
	}
	clean := path.Clean("/" + u.Path)
	bare := clean
	if _, rest, ok := i18n.CutPrefix(clean); ok {
		bare = rest
	}
	if clean != strings.TrimSuffix(u.Path, "/") || !ofConsole(clean) || bare == LoginPath || bare == LogoutPath {
		return home
	}
	to := url.URL{Path: clean, RawQuery: u.RawQuery}
	return to.String()
}

func (p *pages) login(w http.ResponseWriter, r *http.Request) error {
	next := SafeNext(r.URL.Query().Get("next"))
	if _, err := p.sessions.Scope(r); err == nil {
		return web.Redirect(w, r, next)
	}
	u, why, err := p.lockedUser(r.Context())
	if err != nil {
		return err
	}
	if why != "" {
		return p.showLocked(w, r, http.StatusOK, u, why, form.New("next", next))
	}
	return p.showLogin(w, r, http.StatusOK, form.New("next", next))
}

func (p *pages) showLogin(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	return p.gate(w, r, status, i18n.Say(ctx, "Connexion", "Log in"), loginBody(f, p.sessions.Flashes(ctx), p.providerLabel()))
}

func (p *pages) enter(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	login := f.Required("login", 2*MaxLogin, i18n.T("Indiquez votre identifiant.", "Give your login."))
	password := f.Raw("password")
	if password == "" {
		f.Fail("password", i18n.T("Indiquez votre mot de passe.", "Give your password."))
	}
	if !f.OK() {
		return p.showLogin(w, r, http.StatusUnprocessableEntity, f)
	}
	u, err := p.logins.Check(r.Context(), login, password, p.visit(r))
	if status := refusal(err); status != 0 {
		f.Fail("", fault.Message(err))
		return p.showLogin(w, r, status, f)
	}
	if err != nil {
		return err
	}
	return p.advance(w, r, u, []string{provenPassword}, SafeNext(f.Raw("next")))
}

// refusal returns the status of a page that shows its form again because an
// answer was wrong, 0 when it was not.
func refusal(err error) int {
	switch {
	case fault.Is(err, fault.Unauthenticated), fault.Is(err, fault.Forbidden), fault.Is(err, fault.Invalid):
		return http.StatusUnprocessableEntity
	case fault.Is(err, fault.TooMany):
		return http.StatusTooManyRequests
	}
	return 0
}

func (p *pages) leave(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	scope := access.From(ctx)
	err := p.doors.Write(ctx, scope, func(tx access.Tx) error { return tx.Record(ctx, EventLogout, "", scope.Actor().ID, nil) })
	if err != nil {
		return err
	}
	idToken := p.idToken(ctx, scope.Actor().ID)
	if err := p.sessions.end(ctx); err != nil {
		return err
	}
	if done, err := p.leaveProvider(w, r, idToken); done || err != nil {
		return err
	}
	p.sessions.Flash(ctx, ui.Flash{Tone: ui.Good, Text: i18n.Say(ctx, "Vous êtes déconnecté. À bientôt.", "You are logged out. See you soon.")})
	return web.Redirect(w, r, LoginPath)
}
