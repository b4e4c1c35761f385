package e2e

import (
	"net/http"
	"strings"
	"testing"
)

// decision: the gate of personal data stops a file, and somebody decides, with
// a reason.
func decision(t *testing.T, s scene) {
	p := s.tab(t)
	p.logIn("marie-helene.dubosq")
	f := files(t, map[string]string{"clubs.csv": "club,contact\nBoule du Born,06 12 34 56 78\nChorale,mairie\n"})
	p.deposit("Escourbac", f["clubs.csv"])
	p.fill("Titre", "Clubs de la commune")
	p.follow("Déposer")
	p.sees("Ce fichier semble contenir des données personnelles")
	p.sees("Numéro de téléphone")
	p.seesNot("06 12 34 56 78")
	p.look("stopped")
	// Without a reason nothing is decided.
	p.expect(http.StatusUnprocessableEntity)
	ask[bool](p, `document.querySelector("[name=reason]").required = false, true`)
	p.follow("Refuser la publication")
	if !ask[bool](p, `document.activeElement.matches(".summary")`) {
		p.errorf("a refusal without a reason is not answered with what is missing")
	}
	p.look("reason missing")
	p.fill("Votre raison", "Le numéro est celui du club, qui l’affiche à sa porte.")
	p.press("Publier quand même")
	p.until("it asks first", `document.querySelector("dialog.ask")?.open`)
	p.followIn("dialog.ask", "Publier quand même")
	p.sees("Voici ce que le public verra")
	p.reloadUntil("affiche à sa porte") // the journal follows the act by a moment
}

// officer filters the deposits of all members, approves and refuses many at
// once, and undoes it.
func officer(t *testing.T, s scene) {
	p := s.tab(t)
	p.logIn("amandine.larrieu")
	p.follow("Dépôts")
	p.choose("État", "À approuver")
	p.follow("Filtrer")
	if !strings.Contains(ask[string](p, "location.search"), "state=approve") {
		p.errorf("the address does not hold the filter")
	}
	waiting := p.titles()
	if len(waiting) < 3 {
		p.fatal("too few deposits wait for an approval: %q", waiting)
	}
	if ask[bool](p, `document.querySelector("[data-bulk]").checkVisibility()`) {
		p.errorf("the bulk bar shows before anything is chosen")
	}
	// One of a member with its mandate, chosen twice below.
	mine := []string{}
	for _, title := range waiting {
		if strings.Contains(title, "Escarnac") {
			mine = append(mine, title)
		}
	}
	if len(mine) < 3 {
		p.fatal("the demonstration has changed: %q", waiting)
	}
	p.pick(mine[0], mine[1])
	p.sees("2 lignes choisies")
	p.look("chosen")
	p.follow("Approuver")
	p.sees("Fait")
	p.look("approved")
	p.follow("Annuler")
	p.open("/fr/console/deposits?state=approve")
	p.reloadUntil(mine[0]) // what was undone waits again when a worker has had its turn
	p.reloadUntil(mine[1])
	p.pick(mine[0], mine[1])
	p.follow("Approuver")
	p.follow("Revenir à la liste")
	p.pick(mine[2])
	p.follow("Refuser…")
	p.look("why refuse")
	p.fill("Raison du refus", "Deux salles portent le même nom.")
	p.follow("Refuser")
	p.sees("Fait")
	p.open("/fr/console/deposits?state=refused&q=Escarnac")
	p.follow(mine[2])
	p.sees("La publication a été refusée")
	p.sees("Deux salles portent le même nom.")
	p.follow("Annuler le refus")
	p.sees("Approuvez-vous cette publication ?")
}

// titles are those of a list of deposits.
func (p *tab) titles() []string {
	p.t.Helper()
	return ask[[]string](p, `[...document.querySelectorAll("td .row-title")].map(e => e.innerText)`)
}

// pick ticks lines of a list.
func (p *tab) pick(titles ...string) {
	p.t.Helper()
	for _, title := range titles {
		ask[bool](p, `[...document.querySelectorAll("tr")].find(r => r.querySelector(".row-title")?.innerText === %q).querySelector("[data-pick]").click(), true`, title)
	}
}

// withdrawal hides a dataset, which says so, and brings it back.
func withdrawal(t *testing.T, s scene) {
	p, public := s.tab(t), s.tab(t)
	p.logIn("amandine.larrieu")
	p.open("/fr/console/deposits?state=published&q=arbres")
	p.follow("Arbres")
	p.follow("Voir sur le portail")
	address := p.path()
	p.back()
	p.follow("Retirer de la publication")
	p.choose("Raison", "erreur")
	p.fill("Précision", "Le relevé est à refaire.")
	p.look("withdraw")
	p.follow("Retirer de la publication")
	p.sees("Retiré. Le public ne voit plus ce jeu de données.")

	public.expect(http.StatusGone)
	public.open(address)
	public.sees("retiré")
	public.sees("Le relevé est à refaire.")
	public.look("gone")
	public.open("/fr/datasets?q=arbres")
	public.seesNot("Arbres d’alignement")

	p.follow("Rétablir la publication")
	p.sees("Rétabli.")
	public.open(address)
	public.sees("Les données")
}

// erasure destroys a dataset once its title has been typed: all its addresses
// answer 410 and say nothing of it.
func erasure(t *testing.T, s scene) {
	p := s.tab(t)
	p.logIn("amandine.larrieu")
	p.open("/fr/console/deposits?state=published&q=marchés+plein+air+Castelarrouy")
	title := p.titles()[0]
	p.follow(title)
	id := strings.TrimPrefix(p.path(), "/fr/console/deposits")
	p.follow("Voir sur le portail")
	addresses := append(ask[[]string](p, `[...document.querySelectorAll(".take a[download]")].map(a => a.pathname)`), p.path(), "/fr/datasets"+id, "/api/v1/datasets"+id, "/api/v1/datasets"+id+"/rows")
	if len(addresses) < 6 {
		p.fatal("the page offers %q", addresses)
	}
	p.back()
	p.follow("Effacer pour données personnelles")
	p.expect(http.StatusUnprocessableEntity)
	p.fill("Pour confirmer", "autre chose")
	p.follow("Effacer pour toujours")
	p.sees("Recopiez le titre")
	p.look("erase refused")
	p.fill("Pour confirmer", title)
	p.follow("Effacer pour toujours")
	p.sees("Effacé. Le journal garde qui l’a fait et quand")
	p.open("/fr/console/deposits" + id)
	p.sees("Effacé pour données personnelles")
	p.look("erased")
	for _, address := range addresses {
		a := s.public(t).get(address)
		if a.status != http.StatusGone {
			t.Errorf("%s answers %d, want 410", address, a.status)
		}
		if strings.Contains(string(a.body), title) {
			t.Errorf("%s still says the title", address)
		}
	}
}

// opinion: bank accounts were left in an export; the data-protection officer
// advises against, and the town has the last word.
func opinion(t *testing.T, s scene) {
	p := s.tab(t)
	p.logIn("sylvie.castaing")
	p.open("/fr/console/deposits?state=decide&q=Belhadours")
	p.follow("Subventions attribuées par Belhadours")
	p.sees("ne se publient pas sans l’avis du délégué")
	p.sees("RGPD, art. 5 et 32")
	p.look("opinion asked")
	p.fill("Votre avis, et ses raisons", "Une colonne de comptes bancaires est restée dans l’export.")
	p.follow("Avis défavorable")
	p.sees("Avis enregistré. La collectivité décide.")
	p.sees("Avis défavorable du délégué à la protection des données")
	p.look("opinion given")
}
