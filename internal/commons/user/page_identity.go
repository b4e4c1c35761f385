package user

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/oidc"
	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

const (
	providerPath   = LoginPath + "/provider"
	identitiesPath = AccountPath + "/identities"
	// ProviderBack and ProviderLeft are where the identity provider sends
	// people: both must be told to it to the letter.
	ProviderBack = providerPath + "/back"
	ProviderLeft = providerPath + "/left"

	idTokenPurpose = "id-token"
)

// away is what a session remembers while its person is at the provider.
type away struct {
	oidc.Question
	Next string `json:"next,omitempty"`
	Link string `json:"link,omitempty"` // account to which the identity is to be linked; "" to log in
	Open string `json:"open,omitempty"` // account whose locked session is to be opened
	At   int64  `json:"at"`
	// Lang is the language of the address from which she went, "" when that
	// followed her browser.
	Lang i18n.Lang `json:"lang,omitempty"`
}

// fixedLang is the language that the address of a page fixes.
func fixedLang(ctx context.Context) i18n.Lang {
	if l := i18n.From(ctx); l.Fixed {
		return l.Lang
	}
	return ""
}

// inLanguage leads to the same address in the language in which somebody went
// away. It tells whether it has answered.
func inLanguage(w http.ResponseWriter, r *http.Request, lang i18n.Lang) bool {
	if lang == "" || i18n.From(r.Context()).Fixed {
		return false
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, "/"+string(lang)+r.URL.RequestURI(), http.StatusSeeOther)
	return true
}

// goAway begins a question to the provider and returns where it is asked.
func (p *pages) goAway(ctx context.Context, next, link string) (string, error) {
	q, address, err := p.Provider.Ask(ctx)
	if err != nil {
		return "", err
	}
	return address, p.remember(ctx, away{Question: q, Next: next, Link: link})
}

// remember keeps in the session what is needed when its person is back.
func (p *pages) remember(ctx context.Context, a away) error {
	a.At, a.Lang = clock.Micros(p.Clock.Now()), fixedLang(ctx)
	text, err := json.Marshal(a)
	if err == nil {
		p.sessions.scs.Put(ctx, keyProvider, string(text))
	}
	return err
}

// cameBack returns what the session remembered, once: an answer serves a single
// time, right or wrong.
func (p *pages) cameBack(ctx context.Context) (a away) {
	text := p.sessions.scs.PopString(ctx, keyProvider)
	if text == "" || json.Unmarshal([]byte(text), &a) != nil || p.Clock.Now().Sub(clock.FromMicros(a.At)) > pause {
		return away{}
	}
	return a
}

// askProvider leads to the provider. It is a link, not a form: the policy of
// our pages lets no form lead to another site.
func (p *pages) askProvider(w http.ResponseWriter, r *http.Request) error {
	if p.Provider == nil {
		return fault.Missing("user.askProvider")
	}
	next := SafeNext(r.URL.Query().Get("next"))
	// What the provider remembers must not open what was locked here.
	if u, why, err := p.lockedUser(r.Context()); err != nil || why != "" {
		if err != nil {
			return err
		}
		if r.URL.Query().Get("again") != "" {
			return p.askAgain(w, r, u, why, next)
		}
		return web.Redirect(w, r, LoginPath+"?"+url.Values{"next": {next}}.Encode())
	}
	if _, err := p.sessions.Scope(r); err == nil {
		return web.Redirect(w, r, next)
	}
	address, err := p.goAway(r.Context(), next, "")
	if err != nil {
		return p.notIn(w, r, next, err)
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

// notIn shows the log-in page with why the provider let nobody in.
func (p *pages) notIn(w http.ResponseWriter, r *http.Request, next string, err error) error {
	status := refusal(err)
	if fault.Is(err, fault.Unavailable) {
		status = http.StatusServiceUnavailable
	}
	if status == 0 {
		return err
	}
	f := form.New("next", next)
	f.Fail("", fault.Message(err))
	return p.showLogin(w, r, status, f)
}

// backFromProvider takes the provider's answer.
func (p *pages) backFromProvider(w http.ResponseWriter, r *http.Request) error {
	if p.Provider == nil {
		return fault.Missing("user.backFromProvider")
	}
	ctx := r.Context()
	var went away
	if text := p.sessions.scs.GetString(ctx, keyProvider); text != "" && json.Unmarshal([]byte(text), &went) == nil && inLanguage(w, r, went.Lang) {
		return nil
	}
	if d, ok := p.logins.callers.Allow(web.Address(r)); !ok {
		return errWait(d)
	}
	a := p.cameBack(ctx)
	if a.Open != "" && p.sessions.locked(ctx) != "" {
		return p.openByProvider(w, r, a)
	}
	if p.sessions.locked(ctx) != "" { // the lock fell meanwhile
		return web.Redirect(w, r, LoginPath+"?"+url.Values{"next": {SafeNext(a.Next)}}.Encode())
	}
	person, err := p.Provider.Answer(ctx, a.Question, r.URL.Query())
	if fault.Is(err, fault.Unauthenticated) {
		p.Log.WarnContext(ctx, "an answer of the identity provider was refused", "error", err)
		err = p.logins.refused(ctx, a.Link, err)
	}
	if a.Link != "" {
		return p.linkIdentity(w, r, a.Link, person, err)
	}
	var u User
	if err == nil {
		u, err = p.logins.ByIdentity(ctx, person, p.Provider.Label())
	}
	if err != nil {
		return p.notIn(w, r, SafeNext(a.Next), err)
	}
	if err := p.keepIDToken(ctx, u.ID, person.IDToken); err != nil {
		return err
	}
	proven := []string{provenElsewhere}
	if person.Strong {
		proven = []string{provenStrongly}
	}
	return p.advance(w, r, u, proven, SafeNext(a.Next))
}

// linkIdentity links the identity to the account that asked for it, when she
// who comes back is still the one signed in.
func (p *pages) linkIdentity(w http.ResponseWriter, r *http.Request, account string, person oidc.Person, err error) error {
	ctx := r.Context()
	scope, out := p.sessions.Scope(r)
	if out != nil || scope.Actor().ID != account {
		return web.Redirect(w, r, LoginPath)
	}
	if err == nil {
		err = p.doors.Write(ctx, scope, func(tx access.Tx) error { return Link(ctx, tx, account, person) })
	}
	switch {
	case err == nil:
		p.sessions.Flash(ctx, ui.Flash{Tone: ui.Good, Text: i18n.Sayf(ctx, "Votre identité %s est reliée\u202f: elle ouvre désormais ce compte.", "Your %s identity is linked: it opens this account from now on.", p.Provider.Label())})
	case refusal(err) != 0, fault.Is(err, fault.Conflict), fault.Is(err, fault.Unavailable):
		p.sessions.Flash(ctx, ui.Flash{Tone: ui.Bad, Text: i18n.Read(ctx, fault.Message(err))})
	default:
		return err
	}
	return web.Redirect(w, r, AccountPath)
}

// addIdentity leads to the provider to link an identity. It is a form of ours,
// so that no other site can begin it, and a page that goes on by itself.
func (p *pages) addIdentity(w http.ResponseWriter, r *http.Request) error {
	if p.Provider == nil {
		return fault.Missing("user.addIdentity")
	}
	if ask, err := p.proveAgain(w, r); ask || err != nil {
		return err
	}
	ctx := r.Context()
	address, err := p.goAway(ctx, "", access.From(ctx).Actor().ID)
	if fault.Is(err, fault.Unavailable) {
		p.sessions.Flash(ctx, ui.Flash{Tone: ui.Bad, Text: i18n.Read(ctx, fault.Message(err))})
		return web.Redirect(w, r, AccountPath)
	}
	if err != nil {
		return err
	}
	title := i18n.Sayf(ctx, "Vers %s", "To %s", p.Provider.Label())
	return p.passOn(w, r, address, title, i18n.Sayf(ctx, "Identifiez-vous auprès de %s\u202f: vous reviendrez ensuite à votre compte.", "Identify yourself with %s: you will come back to your account.", p.Provider.Label()))
}

// passOn sends the browser to the provider after a form: the page reloads to
// there by itself, and has a link for browsers that do not.
func (p *pages) passOn(w http.ResponseWriter, r *http.Request, address, title, words string) error {
	if web.IsFragment(r) {
		w.Header().Set("HX-Redirect", address)
		return nil
	}
	w.Header().Set("Refresh", "0; url="+address)
	return p.gate(w, r, http.StatusOK, title, passOnBody(title, words, address))
}

func (p *pages) dropIdentity(w http.ResponseWriter, r *http.Request) error {
	if ask, err := p.proveAgain(w, r); ask || err != nil {
		return err
	}
	ctx := r.Context()
	scope := access.From(ctx)
	err := p.doors.Write(ctx, scope, func(tx access.Tx) error { return Unlink(ctx, tx, scope.Actor().ID, r.PathValue("key")) })
	if err != nil {
		return err
	}
	p.sessions.Flash(ctx, ui.Flash{Tone: ui.Good, Text: i18n.Say(ctx, "Cette identité n’ouvre plus votre compte.", "This identity no longer opens your account.")})
	return web.Redirect(w, r, AccountPath)
}

// kept is the provider's word in a session, to end the session there too.
type kept struct {
	Account string `json:"account"`
	Token   string `json:"token"`
}

func (p *pages) keepIDToken(ctx context.Context, account, token string) error {
	text, err := json.Marshal(kept{account, token})
	if err != nil {
		return err
	}
	sealed, err := p.Sealer.Seal(idTokenPurpose, text)
	if err == nil {
		p.sessions.scs.Put(ctx, keyIDToken, base64.RawStdEncoding.EncodeToString(sealed))
	}
	return err
}

// idToken returns the provider's word about the account that leaves, "" when
// she did not come by it.
func (p *pages) idToken(ctx context.Context, account string) string {
	sealed, err := base64.RawStdEncoding.DecodeString(p.sessions.scs.GetString(ctx, keyIDToken))
	if err != nil || len(sealed) == 0 || p.Provider == nil {
		return ""
	}
	text, err := p.Sealer.Unseal(idTokenPurpose, sealed)
	var k kept
	if err != nil || json.Unmarshal(text, &k) != nil || k.Account != account {
		return ""
	}
	return k.Token
}

// leaveProvider ends the session at the provider after ours. It tells whether
// it has answered.
func (p *pages) leaveProvider(w http.ResponseWriter, r *http.Request, idToken string) (answered bool, err error) {
	if idToken == "" {
		return false, nil
	}
	ctx := r.Context()
	address, state := p.Provider.LogOut(ctx, idToken)
	if address == "" {
		return false, nil
	}
	p.sessions.scs.Put(ctx, keyLeaving, string(fixedLang(ctx))+" "+state)
	title := i18n.Say(ctx, "Déconnexion", "Log out")
	return true, p.passOn(w, r, address, title, i18n.Sayf(ctx, "Vous êtes déconnecté d’ici. Reste à fermer votre connexion à %s.", "You are logged out here. Your log-in at %s is still to be closed.", p.Provider.Label()))
}

// leftProvider is where the provider sends people after the log-out.
func (p *pages) leftProvider(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	lang, _, _ := strings.Cut(p.sessions.scs.GetString(ctx, keyLeaving), " ")
	if inLanguage(w, r, i18n.Lang(lang)) {
		return nil
	}
	if _, state, _ := strings.Cut(p.sessions.scs.PopString(ctx, keyLeaving), " "); state != "" && state == r.URL.Query().Get("state") {
		p.sessions.Flash(ctx, ui.Flash{Tone: ui.Good, Text: i18n.Sayf(ctx, "Vous êtes déconnecté, ici et de %s. À bientôt.", "You are logged out, here and at %s. See you soon.", p.providerLabel())})
	}
	return web.Redirect(w, r, LoginPath)
}

// providerLabel is what people call the provider, "" when there is none.
func (s *Service) providerLabel() string {
	if s.Provider == nil {
		return ""
	}
	return s.Provider.Label()
}
