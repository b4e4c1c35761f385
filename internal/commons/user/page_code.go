package user

import (
	"encoding/base64"
	"net/http"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// codeView is the page that sets an authenticator up.
type codeView struct {
	Square square
	Secret string // in groups of four, to be typed
	Login  string
	Form   *form.Form
	Action string
	Back   string
}

func codeTitle(r *http.Request) string {
	return i18n.Say(r.Context(), "Application de codes", "Code application")
}

func spareTitle(r *http.Request) string {
	return i18n.Say(r.Context(), "Codes de secours", "Recovery codes")
}

// newCode makes a secret for an authenticator, kept in the session until the
// authenticator has shown its first code.
func (p *pages) newCode(r *http.Request, login, back string) (codeView, error) {
	ctx := r.Context()
	secret := newTOTP()
	p.sessions.scs.Put(ctx, keySecret, base64.RawStdEncoding.EncodeToString(secret))
	return p.codeView(secret, login, back)
}

func (p *pages) codeView(secret []byte, login, back string) (codeView, error) {
	s, err := drawSquare(totpAddress(secret, p.Name(), login))
	text := base32NoPad.EncodeToString(secret)
	var groups []string
	for i := 0; i < len(text); i += 4 {
		groups = append(groups, text[i:min(i+4, len(text))])
	}
	return codeView{Square: s, Secret: strings.Join(groups, " "), Login: login, Action: back + "/code", Back: back}, err
}

// tryCode reads the first code. The form of the view says what is wrong.
func (p *pages) tryCode(r *http.Request, account, login, back string) (v codeView, spare []string, err error) {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return v, nil, err
	}
	secret, err := base64.RawStdEncoding.DecodeString(p.sessions.scs.GetString(ctx, keySecret))
	if err != nil || len(secret) != totpSecret {
		v, err = p.newCode(r, login, back)
		f.Fail("", i18n.T("Cette page était ouverte depuis trop longtemps. Lisez à nouveau le carré.", "This page was open for too long. Read the square again."))
		v.Form = withoutValues(f)
		return v, nil, err
	}
	if v, err = p.codeView(secret, login, back); err != nil {
		return v, nil, err
	}
	code := f.Required("code", 20, i18n.T("Indiquez le code à six chiffres que l’application affiche.", "Give the six-digit code that the application shows."))
	if f.OK() {
		spare, err = p.AddTOTP(ctx, account, secret, code)
		if fault.Is(err, fault.Invalid) {
			f.Fail("code", fault.Message(err))
			err = nil
		}
	}
	if err == nil && f.OK() {
		p.sessions.scs.Remove(ctx, keySecret)
	}
	v.Form = withoutValues(f)
	return v, spare, err
}

func (p *pages) accountCode(w http.ResponseWriter, r *http.Request) error {
	if ask, err := p.proveAgain(w, r); ask || err != nil {
		return err
	}
	u, err := p.sessions.User(r)
	if err != nil {
		return err
	}
	v, err := p.newCode(r, u.Login, AccountPath)
	if err != nil {
		return err
	}
	return p.desk(w, r, http.StatusOK, codeTitle(r), codeDesk(v))
}

func (p *pages) saveAccountCode(w http.ResponseWriter, r *http.Request) error {
	if ask, err := p.proveAgain(w, r); ask || err != nil {
		return err
	}
	u, err := p.sessions.User(r)
	if err != nil {
		return err
	}
	v, spare, err := p.tryCode(r, u.ID, u.Login, AccountPath)
	if err != nil {
		return err
	}
	if !v.Form.OK() {
		return p.desk(w, r, http.StatusUnprocessableEntity, codeTitle(r), codeDesk(v))
	}
	if len(spare) > 0 {
		return p.desk(w, r, http.StatusOK, spareTitle(r), spareDesk(spare))
	}
	p.sessions.Flash(r.Context(), ui.Flash{Tone: ui.Good, Text: i18n.Say(r.Context(), "L’application de codes est reliée à votre compte.", "The code application is linked to your account.")})
	return web.Redirect(w, r, AccountPath)
}

func (p *pages) askDropCode(w http.ResponseWriter, r *http.Request) error {
	if ask, err := p.proveAgain(w, r); ask || err != nil {
		return err
	}
	return p.desk(w, r, http.StatusOK, i18n.Say(r.Context(), "Retirer l’application de codes", "Remove the code application"), dropCodeBody())
}

func (p *pages) dropCode(w http.ResponseWriter, r *http.Request) error {
	if ask, err := p.proveAgain(w, r); ask || err != nil {
		return err
	}
	ctx := r.Context()
	scope := access.From(ctx)
	err := p.doors.Write(ctx, scope, func(tx access.Tx) error { return p.DropTOTP(ctx, tx, scope.Actor().ID) })
	if err != nil {
		return err
	}
	p.sessions.Flash(ctx, ui.Flash{Tone: ui.Good, Text: i18n.Say(ctx, "L’application de codes est retirée.", "The code application is removed.")})
	return web.Redirect(w, r, AccountPath)
}

// renewSpare makes fresh recovery codes and shows them, this once.
func (p *pages) renewSpare(w http.ResponseWriter, r *http.Request) error {
	if ask, err := p.proveAgain(w, r); ask || err != nil {
		return err
	}
	ctx := r.Context()
	scope := access.From(ctx)
	var spare []string
	err := p.doors.Write(ctx, scope, func(tx access.Tx) (err error) {
		f, err := FactorsOf(ctx, tx, scope.Actor().ID)
		if err != nil {
			return err
		}
		if !f.Any() {
			return fault.New(fault.Conflict, "user.renewSpare", "Ces codes remplacent une clé d’accès ou une application de codes\u202f: ajoutez-en une d’abord.",
				"These codes stand in for a passkey or a code application: add one first.")
		}
		if spare, err = p.newCodes(ctx, tx, scope.Actor().ID); err != nil {
			return err
		}
		return tx.Record(ctx, EventCodes, "", scope.Actor().ID, nil)
	})
	if err != nil {
		return err
	}
	return p.desk(w, r, http.StatusOK, spareTitle(r), spareDesk(spare))
}
