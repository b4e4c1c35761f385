package e2e

import (
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"
)

// withoutScript does what matters with scripts turned off: plain links and
// plain forms.
func withoutScript(t *testing.T, s scene) {
	p := s.tab(t)
	p.withoutScript()
	p.logIn("marie-helene.dubosq")
	f := files(t, map[string]string{"faux.csv": names("Alma", ""), "bon.csv": names("Alma", "Rose"), "foire.csv": stalls})

	// Deposit two, correct one, publish it.
	p.follow("Déposer un fichier")
	p.tick("Escourbac")
	p.do(chromedp.SetUploadFiles(chromedp.CSS("input[type=file]"), []string{f["faux.csv"], f["foire.csv"]}))
	p.follow("Envoyer")
	p.sees("2 fichiers reçus")
	p.fill("Titre", "Sans script")
	p.follow("Déposer les 2 fichiers")
	p.open("/fr/console/deposits?q=Sans+script")
	p.followUntil("Sans script", "Le fichier est à corriger")
	p.follow("Déposer un fichier corrigé")
	p.do(chromedp.SetUploadFiles(chromedp.CSS("input[type=file]"), []string{f["bon.csv"]}))
	p.follow("Envoyer")
	p.follow("Déposer")
	p.reloadUntil("Voici ce que le public verra")
	p.shoot("to publish")
	p.followIn(".line-full", "Reçu")
	p.sees("SHA-256")
	p.shoot("evidence")
	p.back()
	p.follow("Publier")
	p.reloadUntil("C’est publié")

	// The officer: filter, refuse, undo, withdraw, restore, erase.
	o := s.tab(t)
	o.withoutScript()
	o.logIn("amandine.larrieu")
	o.follow("Dépôts")
	o.choose("État", "À approuver")
	o.follow("Filtrer")
	title := o.titles()[0]
	o.pick(title)
	o.follow("Refuser…")
	o.fill("Raison du refus", "À revoir ensemble.")
	o.follow("Refuser")
	o.sees("Fait")
	o.shoot("refused")
	o.follow("Annuler")
	o.open("/fr/console/deposits?q=Sans+script")
	o.follow("Sans script")
	o.follow("Retirer de la publication")
	o.choose("Raison", "erreur")
	o.follow("Retirer de la publication")
	o.follow("Rétablir la publication")
	o.follow("Effacer pour données personnelles")
	o.fill("Pour confirmer", "Sans script")
	o.follow("Effacer pour toujours")
	o.sees("Effacé. Le journal garde qui l’a fait et quand")

	// The citizen: search, filter, sort, page.
	c := s.tab(t)
	c.withoutScript()
	c.open("/fr/")
	c.fill("Rechercher dans les données", "arbres")
	c.followIn(".search-hero", "Rechercher")
	c.follow("Arbres d’alignement de Castelarrouy")
	c.follow("id")
	c.followIn("#rows .pager", "Suivante")
	if q := ask[string](c, "location.search"); q != "?page=2&sort=id" && q != "?sort=id&page=2" {
		c.errorf("sorting and paging lead to %s", q)
	}
	c.follow("EN")
	c.sees("Published by")
	c.expect(http.StatusGone)
	c.shoot("citizen")
}

// reloadUntil asks for the page anew until it says a text, as a person does
// who has no scripts.
func (p *tab) reloadUntil(text string) {
	p.t.Helper()
	for range 200 {
		if ask[bool](p, "%s.words().includes(%q)", finders, text) {
			return
		}
		p.do(chromedp.Sleep(50_000_000), chromedp.Reload())
	}
	p.fatal("it never says “%s”", text)
}

// followUntil follows a link and asks for the page anew until it says a text.
func (p *tab) followUntil(name, text string) {
	p.t.Helper()
	p.follow(name)
	p.reloadUntil(text)
}
