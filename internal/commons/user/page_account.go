package user

import (
	"net/http"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// accountView is what the account page shows. Each of its two forms comes back
// with what is wrong with it.
type accountView struct {
	User       User
	Sessions   []Session
	Factors    Factors
	Passkeys   []Passkey
	Need       Means
	Provider   string // name of the identity provider, "" for none
	Identities []Identity
	Before     time.Time // when she had come before this time
	Profile    *form.Form
	Password   *form.Form
}

func (p *pages) account(w http.ResponseWriter, r *http.Request) error {
	return p.showAccount(w, r, http.StatusOK, nil, nil)
}

func (p *pages) showAccount(w http.ResponseWriter, r *http.Request, status int, profile, password *form.Form) error {
	ctx := r.Context()
	scope := access.From(ctx)
	v := accountView{Provider: p.providerLabel(), Profile: profile, Password: password}
	err := p.doors.Read(ctx, scope, func(tx access.Tx) (err error) {
		if v.User, err = Get(ctx, tx, scope.Actor().ID); err != nil {
			return err
		}
		if v.Sessions, err = Open(ctx, tx, v.User.ID); err != nil {
			return err
		}
		if v.Factors, err = FactorsOf(ctx, tx, v.User.ID); err != nil {
			return err
		}
		if v.Passkeys, err = Passkeys(ctx, tx, v.User.ID); err != nil {
			return err
		}
		if v.Identities, err = Identities(ctx, tx, v.User.ID); err != nil {
			return err
		}
		v.Need, err = required(ctx, tx, v.User.ID)
		return err
	})
	if err != nil {
		return err
	}
	for i := range v.Sessions {
		v.Sessions[i].Current = v.Sessions[i].Key == p.sessions.key(ctx)
	}
	v.Before = p.sessions.before(ctx)
	if v.Profile == nil {
		v.Profile = form.New("name", v.User.Name, "email", v.User.Email, "locale", string(v.User.Locale))
	}
	return p.desk(w, r, status, i18n.Say(ctx, "Mon compte", "My account"), accountBody(v))
}

func (p *pages) saveAccount(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	profile, wrong := CleanProfile(Profile{Name: f.Text("name", 0), Email: f.Text("email", 0), Locale: i18n.Lang(f.Text("locale", 2))})
	for _, field := range []string{"name", "email", "locale"} {
		if say, bad := wrong[field]; bad {
			f.Fail(field, say)
		}
	}
	if !f.OK() {
		return p.showAccount(w, r, http.StatusUnprocessableEntity, f, nil)
	}
	scope := access.From(ctx)
	err = p.doors.Write(ctx, scope, func(tx access.Tx) error { return Update(ctx, tx, scope.Actor().ID, profile) })
	if err != nil {
		return err
	}
	p.sessions.setLocale(ctx, profile.Locale)
	p.sessions.Flash(ctx, ui.Flash{Tone: ui.Good, Text: i18n.Say(ctx, "Votre compte est à jour.", "Your account is up to date.")})
	return web.Redirect(w, r, AccountPath)
}

func (p *pages) savePassword(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	present := f.Raw("present")
	if present == "" {
		f.Fail("present", i18n.T("Indiquez votre mot de passe actuel.", "Give your present password."))
	}
	fresh := checkTwice(f)
	if f.OK() {
		err = p.logins.Change(ctx, access.From(ctx), present, fresh, p.sessions.key(ctx), p.visit(r))
		switch {
		case fault.Is(err, fault.Forbidden), fault.Is(err, fault.TooMany):
			f.Fail("present", fault.Message(err))
		case fault.Is(err, fault.Invalid):
			f.Fail("fresh", fault.Message(err))
		case err != nil:
			return err
		}
	}
	if !f.OK() {
		return p.showAccount(w, r, http.StatusUnprocessableEntity, nil, f)
	}
	p.sessions.Flash(ctx, ui.Flash{Tone: ui.Good, Text: i18n.Say(ctx,
		"Votre mot de passe est changé. Vos autres connexions sont fermées.", "Your password is changed. Your other log-ins are closed.")})
	return web.Redirect(w, r, AccountPath)
}

func (p *pages) closeSessions(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	scope := access.From(ctx)
	err := p.doors.Write(ctx, scope, func(tx access.Tx) error {
		_, err := CloseOthers(ctx, tx, scope.Actor().ID, p.sessions.key(ctx))
		return err
	})
	if err != nil {
		return err
	}
	p.sessions.Flash(ctx, ui.Flash{Tone: ui.Good, Text: i18n.Say(ctx, "Vos autres connexions sont fermées.", "Your other log-ins are closed.")})
	return web.Redirect(w, r, AccountPath)
}

func (p *pages) closeSession(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	scope := access.From(ctx)
	err := p.doors.Write(ctx, scope, func(tx access.Tx) error {
		return CloseOne(ctx, tx, scope.Actor().ID, r.PathValue("key"))
	})
	if err != nil {
		return err
	}
	p.sessions.Flash(ctx, ui.Flash{Tone: ui.Good, Text: i18n.Say(ctx, "Cette connexion est fermée.", "This log-in is closed.")})
	return web.Redirect(w, r, AccountPath)
}

// withoutValues keeps what is wrong with a form and drops what was typed: no
// password goes back to the browser.
func withoutValues(f *form.Form) *form.Form {
	if f == nil {
		return nil
	}
	return &form.Form{Errors: f.Errors}
}
