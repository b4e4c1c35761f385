package user

import (
	"encoding/json"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

const (
	passkeyPath  = LoginPath + "/passkey"
	passkeysPath = AccountPath + "/passkeys"
)

// offer sends what a browser asks the device for, and remembers the question in
// the session. Each question is answered once.
func (p *pages) offer(w http.ResponseWriter, r *http.Request, options any, ceremony string, err error) error {
	if err != nil {
		return err
	}
	p.sessions.scs.Put(r.Context(), keyCeremony, ceremony)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(w).Encode(options)
}

// ceremony takes the question that was asked out of the session.
func (p *pages) ceremony(r *http.Request) string {
	return p.sessions.scs.PopString(r.Context(), keyCeremony)
}

// askLoginPasskey asks for a passkey: of the person who is halfway in or whose
// session is locked, else of whoever is there.
func (p *pages) askLoginPasskey(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	u, _, err := p.lockedUser(ctx)
	if err != nil {
		return err
	}
	if u.ID == "" {
		u.ID, _, _ = p.sessions.held(ctx)
	}
	options, ceremony, err := p.askPasskey(ctx, u.ID)
	return p.offer(w, r, options, ceremony, err)
}

// enterByPasskey opens a locked session, goes on with a log-in that wants a
// second proof, or logs in whoever the passkey belongs to.
func (p *pages) enterByPasskey(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	locked, why, err := p.lockedUser(ctx)
	if err != nil {
		return err
	}
	account, proven, next := p.sessions.held(ctx)
	if locked.ID != "" {
		account = locked.ID
	}
	u, err := p.ProvePasskey(ctx, account, p.ceremony(r), f.Raw("credential"))
	if status := refusal(err); status != 0 {
		f.Fail("", fault.Message(err))
		switch {
		case locked.ID != "":
			return p.showLocked(w, r, status, locked, why, f)
		case account != "":
			h, err := p.halfway(r)
			if err != nil {
				return err
			}
			return p.showSecond(w, r, status, h, f)
		}
		return p.showLogin(w, r, status, f)
	}
	if err != nil {
		return err
	}
	switch {
	case locked.ID != "":
		return p.reopen(w, r, f)
	case account != "":
		return p.advance(w, r, u, append(proven, provenPasskey), next)
	}
	return p.advance(w, r, u, []string{provenPasskey}, SafeNext(f.Raw("next")))
}

func (p *pages) askSetupPasskey(w http.ResponseWriter, r *http.Request) error {
	h, err := p.settingUp(r)
	if err != nil {
		return err
	}
	options, ceremony, err := p.beginPasskey(r.Context(), h.ID)
	return p.offer(w, r, options, ceremony, err)
}

func (p *pages) saveSetupPasskey(w http.ResponseWriter, r *http.Request) error {
	h, err := p.settingUp(r)
	if err != nil {
		return err
	}
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	spare, err := p.AddPasskey(r.Context(), h.ID, p.ceremony(r), f.Raw("credential"), agentOf(r))
	if status := refusal(err); status != 0 {
		f.Fail("", fault.Message(err))
		return p.gate(w, r, status, i18n.Say(r.Context(), "Sécurisez votre compte", "Secure your account"), setupBody(h, f))
	}
	if err != nil {
		return err
	}
	return p.setUp(w, r, h, provenPasskey, spare)
}

func (p *pages) newPasskey(w http.ResponseWriter, r *http.Request) error {
	if ask, err := p.proveAgain(w, r); ask || err != nil {
		return err
	}
	return p.desk(w, r, http.StatusOK, passkeyTitle(r), newPasskeyBody(form.New("name", agentOf(r))))
}

func passkeyTitle(r *http.Request) string {
	return i18n.Say(r.Context(), "Nouvelle clé d’accès", "New passkey")
}

func (p *pages) askNewPasskey(w http.ResponseWriter, r *http.Request) error {
	if ask, err := p.proveAgain(w, r); ask || err != nil {
		return err
	}
	options, ceremony, err := p.beginPasskey(r.Context(), access.From(r.Context()).Actor().ID)
	return p.offer(w, r, options, ceremony, err)
}

func (p *pages) savePasskey(w http.ResponseWriter, r *http.Request) error {
	if ask, err := p.proveAgain(w, r); ask || err != nil {
		return err
	}
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	name := f.Required("name", maxPasskeyName, i18n.T("Donnez un nom à cette clé, pour la reconnaître.", "Give this key a name, to know it again."))
	if !f.OK() {
		return p.desk(w, r, http.StatusUnprocessableEntity, passkeyTitle(r), newPasskeyBody(f))
	}
	spare, err := p.AddPasskey(ctx, access.From(ctx).Actor().ID, p.ceremony(r), f.Raw("credential"), name)
	if refusal(err) != 0 || fault.Is(err, fault.Conflict) {
		f.Fail("", fault.Message(err))
		return p.desk(w, r, http.StatusUnprocessableEntity, passkeyTitle(r), newPasskeyBody(f))
	}
	if err != nil {
		return err
	}
	if len(spare) > 0 {
		return p.desk(w, r, http.StatusOK, spareTitle(r), spareDesk(spare))
	}
	p.sessions.Flash(ctx, ui.Flash{Tone: ui.Good, Text: i18n.Say(ctx, "La clé d’accès est ajoutée.", "The passkey is added.")})
	return web.Redirect(w, r, AccountPath)
}

func (p *pages) dropPasskey(w http.ResponseWriter, r *http.Request) error {
	if ask, err := p.proveAgain(w, r); ask || err != nil {
		return err
	}
	ctx := r.Context()
	scope := access.From(ctx)
	err := p.doors.Write(ctx, scope, func(tx access.Tx) error {
		return p.DropPasskey(ctx, tx, scope.Actor().ID, r.PathValue("key"))
	})
	if err != nil {
		return err
	}
	p.sessions.Flash(ctx, ui.Flash{Tone: ui.Good, Text: i18n.Say(ctx, "La clé d’accès est retirée. Vous pouvez aussi l’effacer de l’appareil.",
		"The passkey is removed. You may delete it from the device, too.")})
	return web.Redirect(w, r, AccountPath)
}
