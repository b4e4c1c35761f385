package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// letters come to the officer by a mail server's pipe: one becomes a request,
// with its clock, another a question that she answers with an opinion.
func letters(t *testing.T, s scene) {
	comes := func(from, subject, words string) string {
		t.Helper()
		letter := fmt.Sprintf("From: %s\r\nTo: dpo@exemple.fr\r\nSubject: %s\r\nMessage-ID: <%d@exemple.fr>\r\nDate: Fri, 27 Nov 2026 09:30:00 +0100\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n%s\r\n",
			from, subject, len(words), words)
		r := airialWith(t, []byte(letter), "intake", "mail", "--data="+s.Dir)
		if r.code != 0 {
			t.Fatalf("exit %d: %s", r.code, r.stderr)
		}
		return strings.TrimSpace(r.stdout)
	}
	const right, question = "Mes droits à la cantine", "Liste pour le comité des fêtes"
	comes("Ginette Pomarède <ginette.pomarede@exemple.fr>", right, "Je demande une copie de mes données, au titre de mon droit d’accès.")
	comes("Mairie de Cournegan <mairie@exemple.fr>", question, "Le comité des fêtes demande la liste électorale pour inviter les jeunes. Peut-on la donner ?")
	if r := comes("Ginette Pomarède <ginette.pomarede@exemple.fr>", right, "Je demande une copie de mes données, au titre de mon droit d’accès."); r != "same" {
		t.Errorf("a letter that comes twice: %s", r)
	}
	if r := airialWith(t, []byte("bonjour"), "intake", "mail", "--data="+s.Dir); r.code != 65 {
		t.Errorf("what is no letter: exit %d, %s", r.code, r.stderr)
	}

	p := s.tab(t)
	p.logIn("sylvie.castaing")
	p.open("/fr/console/operator/rgpd/mail")
	p.look("letters to sort")
	p.follow(right)
	p.sees("Je demande une copie de mes données")
	p.choose("Collectivité", "Cournegan")
	p.look("letter")
	p.follow("Enregistrer la demande")
	p.sees("Réponse au plus tard le")
	p.sees("Ginette Pomarède")
	p.sees("Accès")

	p.open("/fr/console/operator/rgpd/mail")
	p.seesNot(right)
	p.follow(question)
	p.press("C’est une question au délégué")
	p.choose("Collectivité", "Cournegan")
	p.follow("Enregistrer la question")
	p.sees("Le comité des fêtes demande la liste électorale")
	p.fill("Titre", "La liste électorale n’est pas un carnet d’adresses")
	p.fill("L’avis", "Elle se communique à tout électeur qui s’engage à ne pas en faire un usage commercial.")
	p.look("question out of a letter")
	p.follow("Rendre l’avis")
	p.sees("s’engage à ne pas en faire un usage commercial")

	p.open("/fr/console/operator/rgpd/mail?view=sorted")
	p.sees("Demande de droits")
	p.sees("Question au délégué")
	p.seesNot("Je demande une copie")
	p.look("letters sorted")
}

// forgetting finds a person whom ten records name, each in its own way, and takes
// her out of all of them in one act; of the request that is under way it says why
// her name stays.
func forgetting(t *testing.T, s scene) {
	register := "/fr/console/members/" + s.sirens(t)["Cournegan"] + "/rgpd"
	spellings := []string{"Ginette Pomarède", "POMARÈDE Ginette", "ginette pomarede", "Mme Ginette Pomarède", "Pomarède, Ginette", "ginette.pomarede@exemple.fr"}
	var b strings.Builder
	b.WriteString("Nom du traitement;Finalité;Remarques\n")
	for n := range 10 {
		fmt.Fprintf(&b, "Club numéro %d;Tenir la liste;Voir avec %s, le mardi\n", n, spellings[n%len(spellings)])
	}
	p := s.tab(t)
	p.logIn("marie-helene.dubosq")
	p.open(register + "/import")
	p.upload(0, "clubs.csv", b.String())
	p.follow("Lire ce fichier")
	p.follow("Importer")
	p.sees("10 traitements ajoutés ou modifiés")

	p.open(register + "/person")
	p.fill("La personne", "Ginette Pomarède\nginette.pomarede@exemple.fr")
	p.look("looking for a person")
	p.follow("Chercher")
	p.sees("Demande en cours")
	for n := range 10 {
		p.sees(fmt.Sprintf("Club numéro %d", n))
	}
	p.look("where a person is named")
	p.follow("Effacer cette personne partout où c’est coché")
	p.sees("Cela ne s’annule pas")
	p.look("erasing a person")
	p.expect(422)
	p.follow("Effacer pour toujours")
	p.sees("Cochez la case")
	p.tick("J’ai relu ces endroits")
	p.follow("Effacer pour toujours")
	p.sees("Effacé en")
	p.fill("La personne", "Ginette Pomarède\nginette.pomarede@exemple.fr")
	p.follow("Chercher")
	p.sees("Demande en cours")
	p.seesNot("Club numéro")
	p.open(register + "/activities?q=Club+num%C3%A9ro+4")
	p.follow("Club numéro 4")
	p.sees("le mardi")
	p.seesNot("Pomarède")
}
