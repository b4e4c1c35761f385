package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
)

// keyboardPeople logs in, invites somebody, lends a role and asks for help
// without a mouse.
func keyboardPeople(t *testing.T, s scene) {
	p := s.tab(t)
	siren := s.sirens(t)["Escourbac"]
	p.open("/fr/console")
	p.tabTo("Identifiant")
	p.keys("marie-helene.dubosq")
	p.tabTo("Mot de passe")
	p.keys(password)
	p.leave(func() { p.keys(kb.Enter) })

	p.open("/fr/console/members/" + siren + "/people")
	p.tabTo("Ajouter une personne")
	p.leave(func() { p.keys(kb.Enter) })
	p.tabTo("Prénom et nom")
	p.keys("Lise Clavier")
	p.tabToStart("Lecteur")
	p.keys(" ")
	p.tabTo("Ouvrir le compte")
	p.leave(func() { p.keys(kb.Enter) })
	p.sees("Remettez ce lien à la personne")

	p.open("/fr/console/account/access?at=" + siren)
	p.tabToStart("Votre rôle")
	p.keys(kb.ArrowDown)
	p.tabToStart("À qui")
	p.keys("Lise")
	p.tabToStart("Dernier jour")
	p.keys(time.Now().AddDate(0, 1, 0).Format("01022006")) // as a browser in English takes it
	p.tabToStart("Motif")
	p.keys("Absence")
	p.tabTo("Enregistrer la délégation")
	p.leave(func() { p.keys(kb.Enter) })
	p.sees("Votre délégation est enregistrée")

	p.open("/fr/console")
	p.tabTo("Demander de l’aide")
	p.leave(func() { p.keys(kb.Enter) })
	p.tabToStart("Votre message")
	p.keys("Comment faire sans souris ?")
	p.tabTo("Envoyer la demande")
	p.leave(func() { p.keys(kb.Enter) })
	p.sees("Comment faire sans souris")
}

// tabToStart goes on with the Tab key until the focus is on something whose
// name begins so.
func (p *tab) tabToStart(name string) {
	p.t.Helper()
	for range 60 {
		if strings.HasPrefix(p.focused(), name) {
			return
		}
		p.keys(kb.Tab)
	}
	p.fatal("the Tab key does not lead to “%s”", name)
}
