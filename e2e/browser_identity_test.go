package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// TestIdentity tries what proves who one is with a real Chromium: a passkey on
// a device that it plays, and the lock over a page.
func TestIdentity(t *testing.T) {
	t.Parallel()
	b := browser(t)
	t.Run("passkey", func(t *testing.T) {
		t.Parallel()
		// Browsers bind a passkey to a name, not to an address of numbers.
		passkey(t, scene{startDemo(t, append(unhurried, "--public-url=http://localhost:{port}")...), b})
	})
	t.Run("lock", func(t *testing.T) {
		t.Parallel()
		lock(t, scene{startDemo(t, append(unhurried, "--lock-after=5s")...), b})
	})
}

// passkey adds a key to an account, logs in with it without a login, and
// finds it asked for beside the password.
func passkey(t *testing.T, s scene) {
	p := s.tab(t)
	p.base = strings.Replace(s.URL, "127.0.0.1", "localhost", 1)
	if err := call(p.ctx, webauthn.Enable, webauthn.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	device := webauthn.VirtualAuthenticatorOptions{Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
		HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true}
	if err := call(p.ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &device}); err != nil {
		t.Fatal(err)
	}
	p.logIn("marie-helene.dubosq")
	p.open("/fr/console/account")
	p.look("account")
	p.follow("Ajouter une clé")
	p.look("new passkey")
	p.fill("Nom de cette clé", "portable de la mairie")
	p.press("Créer la clé")
	p.sees("ils ne seront plus affichés")
	p.look("recovery codes")
	p.follow("Je les ai notés")
	p.sees("portable de la mairie")

	// The second proof, beside the password.
	p.open("/fr/console/account")
	ask[bool](p, `document.querySelector("form[action$='/console/logout']").requestSubmit(), true`)
	p.sees("Vous êtes déconnecté")
	p.fill("Identifiant", "marie-helene.dubosq")
	p.fill("Mot de passe", password)
	p.press("Se connecter")
	p.sees("Encore une preuve")
	p.look("second proof")
	p.press("Utiliser une clé d’accès")
	p.sees("Ce qui vous attend")

	// Without login and password.
	ask[bool](p, `document.querySelector("form[action$='/console/logout']").requestSubmit(), true`)
	p.sees("Vous êtes déconnecté")
	p.look("login")
	p.press("Utiliser une clé d’accès")
	p.sees("Ce qui vous attend")

	// A key that is removed opens nothing.
	p.open("/fr/console/account")
	p.press("Retirer")
	p.pressIn("dialog.ask", "Retirer")
	p.sees("La clé d’accès est retirée")
	ask[bool](p, `document.querySelector("form[action$='/console/logout']").requestSubmit(), true`)
	p.sees("Vous êtes déconnecté")
	p.expect(422)
	p.press("Utiliser une clé d’accès")
	p.sees("n’a pas pu être vérifiée")
}

// lock types into a form, leaves it alone until the lock falls, lifts it, and
// finds every word.
func lock(t *testing.T, s scene) {
	p := s.tab(t)
	p.logIn("marie-helene.dubosq")
	p.open("/fr/console/account")
	p.fill("Nom", "Marie-Hélène Dubosq-Laborde")
	p.until("the lock falls", `document.querySelector("#lock").open`)
	p.sees("croissants")
	p.look("locked")
	p.do(chromedp.KeyEvent("\x1b"))
	if !ask[bool](p, `document.querySelector("#lock").open`) {
		p.errorf("Escape lifts the lock")
	}
	// The server has locked the session, too: another page of it is shut.
	other, err := try[string](p, `fetch("/console/account").then(r => r.url)`)
	if err != nil || !strings.Contains(other, "/console/login") {
		p.errorf("while locked, the account page answers from %s, %v", other, err)
	}
	p.expect(422)
	p.fillIn("#lock", "Mot de passe", "pas le bon mot de passe")
	p.pressIn("#lock", "Reprendre")
	p.sees("Ce n’est pas votre mot de passe")
	p.fillIn("#lock", "Mot de passe", password)
	p.pressIn("#lock", "Reprendre")
	p.until("the lock is lifted", `!document.querySelector("#lock").open`)
	if got := ask[string](p, `document.querySelector("#f-name").value`); got != "Marie-Hélène Dubosq-Laborde" {
		p.errorf("the form holds %q after the lock", got)
	}
	p.follow("Enregistrer")
	p.sees("Votre compte est à jour")
	p.sees("Dubosq-Laborde")

	// Without the overlay, what is sent after the lock comes back.
	p.fill("Nom", "Marie-Hélène Sans Script")
	ask[int](p, `fetch("/console/account/lock", {method: "POST"}).then(r => r.status)`)
	ask[bool](p, `document.querySelector("form[action$='/console/account']").submit(), true`)
	p.sees("Session verrouillée")
	p.look("locked page")
	p.fill("Mot de passe", password)
	p.press("Reprendre")
	p.sees("Voici ce que vous aviez saisi")
	p.sees("Marie-Hélène Sans Script")
	p.look("held form")
	p.press("Envoyer maintenant")
	p.sees("Votre compte est à jour")
}

// fillIn types into the field under a label within a part of the page.
func (p *tab) fillIn(within, label, text string) {
	p.t.Helper()
	ask[bool](p, `(() => { const f = [...document.querySelectorAll(%q + " label")].find(l => l.innerText.trim() === %q); 
		const i = document.getElementById(f.htmlFor); i.focus(); i.select(); return true })()`, within, label)
	p.do(chromedp.KeyEvent(text))
}
