package e2e

import (
	"testing"
	"time"

	"airial/internal/commons/oidc/oidctest"
)

// TestIdentityProvider links an identity of a provider that runs beside the
// test, logs in and out by it, and opens a locked session with it, in a browser
// as wide as a telephone's.
func TestIdentityProvider(t *testing.T) {
	t.Parallel()
	b := browser(t)
	provider := oidctest.New(t, time.Now)
	s := scene{startDemo(t, append(unhurried, "--oidc-issuer="+provider.URL, "--oidc-client-id="+oidctest.ClientID,
		"--oidc-client-secret-file="+write(t, "secret", []byte(oidctest.Secret)), "--oidc-acr=eidas1")...), b}
	provider.Redirect, provider.Left = s.URL+"/console/login/provider/back", s.URL+"/console/login/provider/left"
	p := s.tab(t)
	p.like("light", 390)
	p.open("/fr/console")
	p.look("log-in with a provider")
	p.expect(422)
	p.follow("S’identifier avec ProConnect")
	p.sees("aucun compte ouvert d’ici n’est relié")
	p.look("unknown identity")

	p.logIn("marie-helene.dubosq")
	p.open("/fr/console/account")
	p.leave(func() { p.press("Relier une identité ProConnect") })
	p.sees("Votre identité ProConnect est reliée")
	p.look("linked")
	p.open("/en/console/account")
	p.look("linked")

	out := func() {
		ask[bool](p, `document.querySelector("form[action$='/console/logout']").requestSubmit(), true`)
	}
	out()
	p.sees("You are logged out")
	p.open("/fr/console/login")
	p.follow("S’identifier avec ProConnect")
	p.sees("Ce qui vous attend")

	// The lock falls; the provider asks her anew, and what she had open is back.
	ask[int](p, `fetch("/console/account/lock", {method: "POST"}).then(r => r.status)`)
	p.open("/fr/console/deposits")
	p.sees("Session verrouillée")
	p.look("locked, with a provider")
	p.follow("Reprendre avec ProConnect")
	if p.path() != "/fr/console/deposits" && p.path() != "/console/deposits" {
		p.errorf("the unlocked session leads to %s", p.path())
	}

	out()
	p.sees("ici et de ProConnect")
	if provider.LoggedOut != 1 {
		t.Errorf("the provider ended %d sessions", provider.LoggedOut)
	}
	p.open("/fr/console")
	p.sees("Mot de passe")
}
