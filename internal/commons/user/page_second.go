package user

import (
	"net/http"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
)

// second asks for the second proof.
func (p *pages) second(w http.ResponseWriter, r *http.Request) error {
	h, err := p.halfway(r)
	if err != nil {
		return err
	}
	if stepOf(h.proven, h.Factors, h.need) != stepSecond {
		return p.advance(w, r, h.User, h.proven, h.next)
	}
	return p.showSecond(w, r, http.StatusOK, h, nil)
}

func (p *pages) showSecond(w http.ResponseWriter, r *http.Request, status int, h half, f *form.Form) error {
	return p.gate(w, r, status, i18n.Say(r.Context(), "Vérification", "Verification"), secondBody(h, f))
}

func (p *pages) proveSecond(w http.ResponseWriter, r *http.Request) error {
	h, err := p.halfway(r)
	if err != nil {
		return err
	}
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	code := f.Required("code", 64, i18n.T("Indiquez le code.", "Give the code."))
	if f.OK() {
		err = p.logins.ProveCode(r.Context(), h.ID, code, p.visit(r))
		if status := refusal(err); status != 0 {
			f.Fail("code", fault.Message(err))
			return p.showSecond(w, r, status, h, withoutValues(f))
		}
		if err != nil {
			return err
		}
		return p.advance(w, r, h.User, append(h.proven, provenCode), h.next)
	}
	return p.showSecond(w, r, http.StatusUnprocessableEntity, h, f)
}

// setup leads a person who lacks what is required to set it up, before
// anything else.
func (p *pages) setup(w http.ResponseWriter, r *http.Request) error {
	h, err := p.settingUp(r)
	if err != nil {
		return err
	}
	return p.gate(w, r, http.StatusOK, i18n.Say(r.Context(), "Sécurisez votre compte", "Secure your account"), setupBody(h, nil))
}

// settingUp returns the log-in that wants a second proof set up. Who has one
// may not add another before having shown it.
func (p *pages) settingUp(r *http.Request) (half, error) {
	h, err := p.halfway(r)
	if err == nil && stepOf(h.proven, h.Factors, h.need) != stepSetup {
		err = &fault.Error{Kind: fault.Unauthenticated, Op: "user.settingUp"}
	}
	return h, err
}

func (p *pages) setupCode(w http.ResponseWriter, r *http.Request) error {
	h, err := p.settingUp(r)
	if err != nil {
		return err
	}
	if h.need == PasskeyOnly {
		return web.Redirect(w, r, setupPath)
	}
	v, err := p.newCode(r, h.Login, setupPath)
	if err != nil {
		return err
	}
	return p.gate(w, r, http.StatusOK, codeTitle(r), codeGate(v))
}

func (p *pages) saveSetupCode(w http.ResponseWriter, r *http.Request) error {
	h, err := p.settingUp(r)
	if err != nil {
		return err
	}
	if h.need == PasskeyOnly {
		return web.Redirect(w, r, setupPath)
	}
	v, spare, err := p.tryCode(r, h.ID, h.Login, setupPath)
	if err != nil {
		return err
	}
	if !v.Form.OK() {
		return p.gate(w, r, http.StatusUnprocessableEntity, codeTitle(r), codeGate(v))
	}
	return p.setUp(w, r, h, provenCode, spare)
}

// setUp lets in a person who has set up what was required, and shows her
// recovery codes on the way.
func (p *pages) setUp(w http.ResponseWriter, r *http.Request, h half, proven string, spare []string) error {
	if len(spare) == 0 {
		return p.advance(w, r, h.User, append(h.proven, proven), h.next)
	}
	ctx := r.Context()
	v := p.visit(r)
	v.Device = p.sessions.nameDevice(w, r)
	if err := p.logins.welcome(ctx, h.User, v, proven); err != nil {
		return err
	}
	if err := p.sessions.begin(ctx, h.User, v, append(h.proven, proven)); err != nil {
		return err
	}
	return p.gate(w, r, http.StatusOK, spareTitle(r), spareGate(spare, SafeNext(h.next)))
}
