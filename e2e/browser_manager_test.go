package e2e

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// manager records a mandate and ends it, makes a token and revokes it.
func manager(t *testing.T, s scene) {
	p := s.tab(t)
	p.logIn("marie-helene.dubosq")
	p.open("/fr/console/members/" + s.sirens(t)["Escourbac"] + "/mandates")
	p.look("mandates")
	today := time.Now()
	p.setDate("Premier jour", today.AddDate(1, 0, 0))
	p.fill("Signé par", "Jeanne Essai, maire")
	p.follow("Enregistrer le mandat")
	p.sees("Jeanne Essai, maire")
	ask[bool](p, `[...document.querySelectorAll("tr")].find(r => r.innerText.includes("Jeanne Essai")).querySelector("a").dataset.mine = "1"`+`, true`)
	p.leave(func() { ask[bool](p, `document.querySelector("a[data-mine]").click(), true`) })
	p.setDate("Dernier jour", today.AddDate(2, 0, 0))
	p.follow("Terminer le mandat")
	p.sees("Jeanne Essai, maire")

	p.follow("Jetons")
	p.fill("Nom", "Logiciel de paie")
	p.tick("Dépose")
	p.follow("Créer le jeton")
	p.sees("Voici son secret")
	secret := ask[string](p, `document.querySelector("main .alert code").innerText.trim()`)
	if !strings.HasPrefix(secret, "airial_") {
		p.errorf("the secret is not shown")
	}
	p.look("token")
	s.as(t, secret).get("/api/v1/token").wants(t, 200)
	p.open(p.path())
	p.seesNot(secret)
	p.sees("Logiciel de paie")
	ask[bool](p, `[...document.querySelectorAll("tr")].find(r => r.innerText.includes("Logiciel de paie")).querySelector("a[href$=revoke]").dataset.mine = "1"`+`, true`)
	p.leave(func() { ask[bool](p, `document.querySelector("a[data-mine]").click(), true`) })
	p.follow("Révoquer le jeton")
	s.as(t, secret).get("/api/v1/token").problem(t, 401)
}

// setDate fills in a field of a date, whose keys depend on the browser.
func (p *tab) setDate(label string, day time.Time) {
	p.t.Helper()
	p.focus(label)
	ask[bool](p, `document.activeElement.value = %q, true`, day.Format(time.DateOnly))
}

// secondPerson asks for a second person, who approves.
func secondPerson(t *testing.T, s scene) {
	p := s.tab(t)
	p.logIn("marie-helene.dubosq")
	siren := s.sirens(t)["Cournegan"]
	p.open("/fr/console/rules?member=" + siren)
	p.choose("Une seconde personne approuve", "Prénoms")
	p.follow("Ajouter la règle")
	p.look("rules")
	p.sees("Prénoms")
	f := files(t, map[string]string{"p.csv": names("Maylis", "Inès")})
	p.deposit("Cournegan", f["p.csv"])
	p.fill("Titre", "Prénoms à deux")
	p.follow("Déposer")
	p.sees("Une seconde personne devra ensuite approuver")
	p.follow("Publier")
	p.sees("Une autre personne doit approuver")
	address := p.path()

	boss := s.tab(t)
	boss.logIn(s.mayorOf(t, siren))
	boss.sees("Prénoms à deux")
	boss.open(address)
	boss.follow("Approuver et publier")
	boss.sees("C’est publié")
}

// mayorOf is the login of a member's approver.
func (s scene) mayorOf(t *testing.T, siren string) string {
	t.Helper()
	page := s.public(t).logIn("nicolas.etcheverry").page("/fr/console/members/"+siren, 200)
	for _, row := range page.texts("tr") {
		if fields := strings.Fields(row); strings.Contains(row, "élu") || strings.Contains(row, "valideur") {
			for _, f := range fields {
				if strings.Contains(f, ".") && strings.ToLower(f) == f {
					return f
				}
			}
		}
	}
	t.Fatalf("nobody approves for %s: %q", siren, page.texts("tr"))
	return ""
}

// logOut leaves nothing private behind, not even by the back button.
func logOut(t *testing.T, s scene) {
	p := s.tab(t)
	p.logIn("marie-helene.dubosq")
	p.follow("Dépôts")
	p.sees("Délibérations")
	p.press("Marie-Hélène Dubosq")
	p.follow("Se déconnecter")
	p.sees("Vous êtes déconnecté")
	p.back()
	p.until("a page is there", `document.readyState === "complete"`)
	p.seesNot("Délibérations")
	p.open("/fr/console/deposits")
	if p.title() != "Connexion" {
		p.errorf("the console is open to whom has logged out")
	}

	// A wrong password says so, without saying which of the two is wrong.
	p.expect(http.StatusUnprocessableEntity)
	p.fill("Identifiant", "marie-helene.dubosq")
	p.fill("Mot de passe", "autre chose")
	p.follow("Se connecter")
	p.sees("ne vont pas ensemble")
	p.look("wrong password")

	// A form that another site sends is refused, in words.
	a := s.public(t).with("Sec-Fetch-Site", "cross-site").post("/fr/console/login", nil)
	if a.status != http.StatusForbidden || !strings.Contains(string(a.body), "<h1") {
		t.Errorf("a form from elsewhere answers %d", a.status)
	}
}
