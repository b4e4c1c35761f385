package e2e

import (
	"strings"
	"testing"
	"time"
)

// colleagues opens an account, gives roles and takes them, lends a role and
// reads who sees what, as a manager does.
func colleagues(t *testing.T, s scene) {
	p := s.tab(t)
	p.logIn("marie-helene.dubosq")
	siren := s.sirens(t)["Escourbac"]
	p.open("/fr/console/members/" + siren + "/people")
	p.look("people")
	p.follow("Ajouter une personne")
	p.look("new person")
	p.fill("Prénom et nom", "Ninon Essai")
	p.tick("Lecteur")
	p.follow("Ouvrir le compte")
	p.sees("Remettez ce lien à la personne")
	p.look("opened account")
	login, link := ask[string](p, `document.querySelectorAll("main .alert code")[0].innerText.trim()`), ask[string](p, `document.querySelectorAll("main .alert code")[1].innerText.trim()`)
	if login != "ninon.essai" {
		p.errorf("the login is %q", login)
	}

	p.follow("Continuer")
	p.follow("Ninon Essai")
	p.look("roles")
	p.tick("Déposant")
	p.follow("Enregistrer les rôles")
	p.sees("Les rôles de Ninon Essai sont enregistrés")
	p.sees("déposant, lecteur")
	p.follow("Annuler")
	p.seesNot("déposant, lecteur")

	p.open("/fr/console/account/access?at=" + siren)
	p.look("my access")
	p.choose("Votre rôle", "déposant")
	p.choose("À qui", "Ninon Essai")
	p.setDate("Dernier jour", time.Now().AddDate(0, 1, 0))
	p.choose("Motif", "Absence")
	p.follow("Enregistrer la délégation")
	p.sees("Votre délégation est enregistrée")
	p.open("/fr/console/members/" + siren + "/access")
	p.look("who sees what")
	p.sees("par délégation de Marie-Hélène Dubosq jusqu’au")

	ninon := s.tab(t)
	const phrase = "quatre mots pris au hasard"
	ninon.open("/fr" + link[strings.Index(link, "/console"):])
	ninon.fill("Nouveau mot de passe", phrase)
	ninon.fill("Nouveau mot de passe, une seconde fois", phrase)
	ninon.follow("Choisir ce mot de passe")
	ninon.open("/fr/console")
	if ninon.path() != "/fr/console" { // the link may have logged her in
		ninon.fill("Identifiant", login)
		ninon.fill("Mot de passe", phrase)
		ninon.follow("Se connecter")
	}
	ninon.sees("Déposer un fichier") // by the delegation alone

	p.open("/fr/console/members/" + siren + "/delegations")
	p.look("delegations")
	p.follow("Révoquer")
	p.follow("Révoquer la délégation")
	ninon.open("/fr/console")
	ninon.seesNot("Déposer un fichier")
}

// helpDesk asks for help without a script, answers, and works for a moment in
// the asker's place.
func helpDesk(t *testing.T, s scene) {
	p := s.tab(t)
	p.withoutScript()
	p.logIn("marie-helene.dubosq")
	p.follow("Demander de l’aide")
	p.fill("Votre message", "Comment retirer un fichier ?")
	p.follow("Envoyer la demande")
	p.sees("Comment retirer un fichier")
	thread := p.path()

	lucie := s.tab(t)
	lucie.logIn("lucie.dupouy")
	lucie.open("/fr/console/operator/help")
	lucie.look("help queue")
	lucie.open(thread)
	lucie.follow("Prendre en charge")
	lucie.fill("Votre message", "Par le bouton « Retirer », sur la page du dépôt.")
	lucie.follow("Envoyer la réponse")
	lucie.sees("répondue")
	lucie.look("help thread")

	lucie.follow("Marie-Hélène Dubosq")
	lucie.look("account")
	lucie.follow("Agir pour cette personne")
	lucie.look("act for")
	lucie.fill("Motif", "Voir la page comme elle")
	lucie.follow("Agir pour Marie-Hélène Dubosq")
	lucie.sees("Vous agissez pour Marie-Hélène Dubosq")
	lucie.sees("Mes collectivités")
	lucie.look("acting")
	lucie.follow("Terminer")
	lucie.sees("Vous n’agissez plus pour Marie-Hélène Dubosq")

	p.open("/fr/console")
	p.sees("Lucie Dupouy a agi à votre place")
	p.open(thread)
	p.sees("Par le bouton « Retirer »")
}
