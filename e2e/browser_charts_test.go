package e2e

import (
	"net/http"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// charts chooses what stands on a dataset's page: made with a preview, seen by
// the public, hidden by the keyboard, taken back; and two people do so at once.
func charts(t *testing.T, s scene) {
	const title, chart = "Subventions attribuées par Escourbac en 2026", "Ce que reçoit chaque association"
	p := s.tab(t)
	p.logIn("marie-helene.dubosq")
	p.open("/fr/console/deposits?q=Subventions+Escourbac+2026")
	p.follow(title)
	p.follow("Graphiques de la page")
	p.sees("Le programme les choisit")
	p.look("charts chosen by the program")

	public := s.tab(t)
	public.open("/fr/datasets?q=subventions escourbac 2026")
	public.follow(title)
	public.sees("Qui reçoit le plus")
	other := s.tab(t)
	other.logIn("marie-helene.dubosq")
	other.open(p.path())

	p.choose("Forme", "barres couchées")
	p.choose("Selon", "Nom du bénéficiaire")
	p.choose("Mesurer", "Montant")
	p.fill("Titre", chart)
	p.follow("Voir l’aperçu")
	p.sees("rien n’est encore enregistré")
	p.look("preview of a chart")
	public.open(public.path())
	public.seesNot(chart)
	p.follow("Ajouter à la page")
	p.sees("Graphique ajouté")
	p.look("charts chosen")
	public.open(public.path())
	public.sees(chart)

	// Somebody else, on the page as it was before: both versions are shown.
	other.expect(http.StatusConflict)
	other.followIn(".display-list li:first-child", "Retirer")
	other.sees("Quelqu’un a changé ces graphiques entre-temps")
	other.sees(chart)
	other.look("two people at once")
	other.follow("Garder l’autre")

	p.follow("Annuler")
	p.sees("Les graphiques sont de nouveau comme avant")
	public.open(public.path())
	public.seesNot(chart)

	p.tabTo("Masquer")
	p.leave(func() { p.keys(kb.Enter) })
	p.sees("le public ne le voit plus")
	public.open(public.path())
	public.seesNot("Subventions au fil du temps")
	public.sees("Qui reçoit le plus")
	p.follow("Ce qui a été montré")
	p.look("history of the charts")
	p.back()
	p.follow("Revenir aux graphiques proposés")
	p.sees("Le programme les choisit")
}
