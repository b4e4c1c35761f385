package e2e

import (
	"strings"
	"testing"
)

// clocks lets those of a breach and of a request run to their end, and beyond, on
// servers in which so much time has passed: what was in time is late, before the
// mayor and before the officer, and what is done about it says so for ever.
func clocks(t *testing.T, s scene) {
	const register, breach = "/fr/console/members/219600202/rgpd", "Ordinateur portable volé"
	dir := demoCopy(t)
	at := func(later string, play func(mayor, officer *tab)) {
		t.Helper()
		flags := unhurried
		if later != "" {
			flags = append([]string{"--demo-ahead", later}, unhurried...)
		}
		one := scene{start(t, opts{dir: dir, flags: flags}), s.browser}
		mayor, officer := one.tab(t), one.tab(t)
		mayor.logIn("chantal.puyo")
		officer.logIn("sylvie.castaing")
		play(mayor, officer)
		if err := one.stop(); err != nil {
			t.Fatal(err)
		}
	}
	var theBreach, theRequest string
	at("", func(mayor, _ *tab) {
		mayor.open(register + "/breaches/new")
		mayor.fill("En quelques mots", breach)
		mayor.follow("Inscrire au registre")
		mayor.sees("CNIL : reste 7")
		mayor.sees("Plainte : reste 7")
		theBreach = mayor.path()
		mayor.open(register + "/requests/new")
		mayor.tick("Lettre")
		mayor.tick("Accès")
		mayor.fill("Nom et prénom", "Odile Capdevielle")
		mayor.fill("Adresse postale", "4 rue du Lavoir, 40990 Labarthole")
		mayor.follow("Enregistrer la demande")
		mayor.sees("reste 3")
		theRequest = mayor.path()
	})
	at("73h", func(mayor, officer *tab) {
		officer.open("/fr/console/operator/rgpd/breaches?view=late")
		officer.sees(breach)
		officer.look("a breach whose 72 hours are over")
		mayor.open(theBreach)
		mayor.sees("CNIL : dépassé de 1 h")
		mayor.sees("Plainte : dépassé de 1 h")
		mayor.choose("Notifier la CNIL", "Oui")
		mayor.fill("Pourquoi la notifier, ou non", "Le disque n’est pas chiffré.")
		mayor.choose("Informer les personnes", "Non")
		mayor.fill("Pourquoi les informer, ou non", "Des pseudonymes seulement.")
		mayor.follow("Inscrire la décision")
		notify := func() {
			mayor.press("Noter ce qui a été fait")
			mayor.choose("Quoi", "initiale")
			mayor.fill("Référence, lieu ou raison", "N-2026-123")
			mayor.follow("Noter")
		}
		mayor.expect(422)
		notify()
		mayor.sees("dites pourquoi")
		mayor.open(theBreach + "/step/others")
		mayor.fill("Pourquoi la notification vient après 72 heures", "Le vol a été vu au retour de la fin de semaine.")
		mayor.follow("Enregistrer")
		mayor.open(theBreach)
		notify()
		mayor.sees("CNIL : notifiée hors délai")
		mayor.look("a breach that was notified late")

		mayor.open(theRequest)
		mayor.press("Prolonger le délai de deux mois")
		mayor.fill("Pourquoi", "Vingt ans d’archives à relire.")
		mayor.tick("Par lettre")
		mayor.follow("Prévenir et prolonger")
		mayor.sees("reste 8")
	})
	at("2400h", func(mayor, officer *tab) { // a hundred days
		officer.open("/fr/console/operator/rgpd/requests?view=late")
		officer.sees("Labarthole")
		officer.look("requests that are late")
		mayor.open(theRequest)
		mayor.sees("en retard de")
		mayor.follow("Commencer l’examen")
		mayor.follow("Préparer la réponse")
		mayor.choose("Partir d’un modèle", "Aucune donnée trouvée")
		mayor.follow("Remplir")
		mayor.choose("Comment la demande se termine", "Aucune donnée trouvée")
		mayor.tick("Par lettre")
		mayor.follow("Répondre et clore")
		mayor.sees("hors délai")
		mayor.look("a request that was closed late")
	})

	r := airial(t, "serve", "--data", bareCopy(t), "--listen", "127.0.0.1:0", "--demo-ahead", "72h")
	if r.code == 0 || !strings.Contains(r.stderr, "ne contient pas la démonstration") {
		t.Errorf("a real installation lives ahead: exit %d, %s", r.code, r.stderr)
	}
}
