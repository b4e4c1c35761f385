package e2e

import (
	"strings"
	"testing"
	"time"
)

// rightsRequest follows a request from the public form, which takes no account,
// to the answer that a mayor's secretary sends.
func rightsRequest(t *testing.T, s scene) {
	citizen := s.tab(t)
	citizen.open("/fr/p/castelarrouy")
	citizen.follow("Exercer vos droits sur vos données")
	citizen.look("rights form")
	time.Sleep(4 * time.Second) // a form that is sent at once comes from a program
	citizen.tick("Accès")
	citizen.fill("Votre nom et votre prénom", "Jeanne Marsan")
	citizen.fill("Votre courriel", "jeanne.marsan@exemple.fr")
	citizen.follow("Envoyer ma demande")
	citizen.sees("Votre demande est envoyée")

	officer := s.tab(t)
	officer.logIn("sylvie.castaing")
	officer.open("/fr/console/operator/rgpd/requests")
	officer.look("requests of all")
	officer.sees("Castelarrouy")

	p := s.tab(t)
	p.logIn("chantal.puyo")
	p.open("/fr/console/members/219600202/rgpd/requests")
	p.look("requests")
	p.follow("2026-003")
	p.follow("Commencer l’examen")
	p.follow("Préparer la réponse")
	p.choose("Partir d’un modèle", "Aucune donnée trouvée")
	p.follow("Remplir")
	p.choose("Comment la demande se termine", "Aucune donnée trouvée")
	p.tick("Par lettre")
	p.look("answer")
	p.follow("Répondre et clore")
	p.sees("La demande est close")
	p.sees("dans le délai")
	p.look("closed request")
}

// dataBreach reports one, decides and closes it.
func dataBreach(t *testing.T, s scene) {
	p := s.tab(t)
	p.logIn("chantal.puyo")
	p.open("/fr/console/members/219600202/rgpd/breaches")
	p.follow("Signaler une violation")
	p.fill("En quelques mots", "Clé USB perdue")
	p.follow("Inscrire au registre")
	p.sees("inscrite au registre")
	p.follow("Ce qui s’est passé")
	p.fill("Racontez en quelques phrases", "Une clé chiffrée a été perdue.")
	p.tick("La confidentialité : d’autres ont pu lire")
	p.look("step")
	p.follow("Enregistrer et continuer")
	p.tick("État civil")
	p.tick("Oui")
	p.follow("Enregistrer et continuer")
	p.follow("Revenir au dossier")
	p.sees("l’inscription au registre suffit")
	p.look("breach")
	p.choose("Notifier la CNIL", "Non")
	p.fill("Pourquoi la notifier, ou non", "Données illisibles.")
	p.choose("Informer les personnes", "Non")
	p.fill("Pourquoi les informer, ou non", "Données illisibles.")
	p.follow("Inscrire la décision")
	one := p.path()
	p.press("Noter ce qui a été fait")
	p.choose("Quoi", "Qu’il n’y a pas lieu de porter plainte")
	p.fill("Référence, lieu ou raison", "Une perte, sans malveillance.")
	p.follow("Noter")
	p.follow("Clore le dossier")
	p.sees("Dossier clos")
	p.open(one + "/summary") // leads to the paper
	p.sees("Une clé chiffrée a été perdue.")
	p.look("summary")
	p.open(strings.TrimSuffix(one, one[strings.LastIndexByte(one, '/'):]) + "/contacts")
	p.look("emergency sheet")
}

// papers: the officer words the template of a record, a member's paper shows it.
func papers(t *testing.T, s scene) {
	officer := s.tab(t)
	officer.logIn("sylvie.castaing")
	officer.open("/fr/console/operator/rgpd/papers")
	officer.look("templates of papers")
	officer.follow("Fiche de traitement")
	officer.look("template of a record")
	officer.fill("Modèle", "# Notre fiche maison : {{nom}}\n\n{{nimporte}}")
	officer.expect(422)
	officer.follow("Enregistrer")
	officer.sees("Ligne 3 du modèle")
	officer.fill("Modèle", "# Notre fiche maison : {{nom}}\n\n{{description}}")
	officer.follow("Voir l’aperçu")
	officer.sees("Notre fiche maison : Restauration scolaire")
	officer.follow("Enregistrer")
	officer.sees("est en vigueur")

	p := s.tab(t)
	p.logIn("marie-helene.dubosq")
	p.open("/fr/console/members/219600608/rgpd/papers")
	p.look("papers")
	p.follow("Fiche de traitement")
	p.follow("État civil")
	p.sees("Notre fiche maison : État civil")
	p.look("a record as a paper")

	officer.open("/fr/console/operator/rgpd/papers/fiche")
	officer.follow("Revenir au modèle d’origine")
	officer.sees("Le modèle d’origine est de nouveau en vigueur")
}

// modelsLiveOn follows a model: a secretary has written in her record, and the
// officer issues and sends another version; she keeps her text, and the batch is
// undone afterwards.
func modelsLiveOn(t *testing.T, s scene) {
	const canteen = "Cantine, périscolaire et accueils de loisirs"
	officer := s.tab(t)
	officer.logIn("sylvie.castaing")
	officer.open("/fr/console/operator/rgpd/models")
	officer.follow(canteen)
	officer.follow("Modifier")
	officer.fill("En quelques mots", "Inscriptions, présences, repas et factures, au guichet ou par le portail.")
	officer.follow("Enregistrer")
	officer.sees("À publier")
	officer.fill("Ce qui change, en une phrase", "Le guichet est nommé.")
	officer.look("what changes")
	officer.follow("Publier cette version")
	officer.tick("Mettre à jour : reprendre la nouvelle version")
	officer.follow("Envoyer")
	officer.reloadUntil("Annuler cet envoi")
	officer.look("batch")

	p := s.tab(t)
	p.logIn("marie-helene.dubosq")
	p.open("/fr/console/members/219600608/rgpd/activities?waiting=on")
	p.follow(canteen)
	p.sees("Cantine seulement")
	p.follow("Voir les différences")
	p.sees("Le guichet est nommé.")
	p.look("differences")
	p.tick("Garder le texte de la collectivité")
	p.follow("Régler")
	p.sees("Cantine seulement")
	p.seesNot("Voir les différences")

	officer.press("Annuler cet envoi")
	officer.until("it asks first", `document.querySelector("dialog.ask")?.open`)
	officer.followIn("dialog.ask", "Annuler cet envoi")
	officer.reloadUntil("Voir l’envoi annulé")
	p.reloadUntil("modèle de l’opérateur, version 2")
	p.sees("Cantine seulement")
}
