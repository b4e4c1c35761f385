package e2e

import (
	"encoding/base64"
	"io"
	"mime/quotedprintable"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"airial/internal/platform/mail/mailtest"
)

// TestLetters plays what needs a mail server: people who take part, and people
// who want to be told.
func TestLetters(t *testing.T) {
	t.Parallel()
	post := mailtest.Start(t, mailtest.Options{NoTLS: true})
	s := scene{startDemo(t, append(unhurried, "--smtp=smtp://127.0.0.1:"+post.Port+"?tls=none", "--mail-from=donnees@airial.example", "--outbound=*")...), browser(t)}
	t.Run("taking part", func(t *testing.T) { takingPart(t, s, post) })
	t.Run("being told", func(t *testing.T) { beingTold(t, s, post) })
}

const trees = "Arbres d’alignement de Castelarrouy"

// takingPart asks a question and shows a reuse, without an account; the town
// answers the one and declines the other, and only the answer is public.
func takingPart(t *testing.T, s scene, post *mailtest.Server) {
	const question, reuse = "Depuis quand sont-ils plantés ?", "Gagnez de l’argent en dormant"
	p := s.tab(t)
	p.open("/fr/datasets?q=arbres")
	p.follow(trees)
	dataset := p.path()
	p.follow("Poser une question")
	p.look("a question")
	p.expect(http.StatusUnprocessableEntity)
	p.fill("En quelques mots", question)
	p.fill("Votre question", "Le fichier ne donne pas l’année.")
	p.fill("Votre courriel", "personne")
	ask[bool](p, `document.querySelectorAll("main form").forEach(f => f.noValidate = true), true`)
	p.follow("Envoyer")
	p.look("a question with a wrong address")
	p.fill("Votre courriel", "claire@citoyenne.example")
	p.fill("Votre nom", "Claire Essai")
	sendAsPeopleDo(p)
	p.sees("Confirmez votre adresse")
	p.open(letterLink(t, s, post, "claire@citoyenne.example"))
	p.sees(question)
	p.follow("Confirmer et envoyer")
	p.sees("Votre message est arrivé")

	p.open(dataset)
	p.seesNot(question)
	p.follow("Présenter une réutilisation")
	p.fill("En quelques mots", reuse)
	p.fill("Son adresse", "https://argent.example/")
	p.choose("Ce que c’est", "Article")
	p.fill("Ce que vous en avez fait", "Cliquez ici.")
	p.fill("Votre courriel", "robot@argent.example")
	sendAsPeopleDo(p)
	p.open(letterLink(t, s, post, "robot@argent.example"))
	p.follow("Confirmer et envoyer")

	town := s.tab(t)
	town.logIn("amandine.larrieu")
	town.open("/fr/console/members/" + s.sirens(t)["Castelarrouy"] + "/voices")
	town.look("what the public writes")
	town.follow(question)
	town.fill("Votre réponse", "De 1952 à 1954, d’après les délibérations.")
	town.tick("Montrer le message et la réponse")
	town.follow("Répondre")
	town.sees("De 1952 à 1954")
	town.look("a question answered")
	town.open("/fr/console/members/" + s.sirens(t)["Castelarrouy"] + "/voices")
	town.follow(reuse)
	town.fill("Votre mot", "Cette adresse ne montre pas nos arbres.")
	town.follow("Ne pas retenir")

	p.open(dataset)
	p.sees(question)
	p.sees("De 1952 à 1954")
	p.seesNot(reuse)
	p.seesNot("Claire Essai") // she did not tick that her name be shown
	p.look("a dataset with a question answered")
	waitLetter(t, post, "claire@citoyenne.example", "De 1952 à 1954")
	waitLetter(t, post, "robot@argent.example", "ne montre pas nos arbres")
}

// beingTold follows a search by letters: asked for, confirmed, ended by the
// link that every letter bears.
func beingTold(t *testing.T, s scene, post *mailtest.Server) {
	p := s.tab(t)
	p.open("/fr/datasets?q=arbres")
	p.follow("Être averti par courriel")
	p.look("asking to be told")
	p.fill("Votre courriel", "lecteur@citoyen.example")
	p.follow("Recevoir le lien")
	p.sees("Ouvrez votre messagerie")
	link := letterLink(t, s, post, "lecteur@citoyen.example")
	p.open(link)
	p.follow("Confirmer")
	p.sees("Vous recevez un courriel par jour au plus")
	p.look("an alert")
	p.follow("Arrêter et effacer mon adresse")
	p.sees("Votre alerte est terminée")
	p.expect(http.StatusGone)
	p.open(link)
	p.seesNot("Vous recevez")
}

// sendAsPeopleDo sends a form not faster than anybody types: what is faster is
// taken for a machine.
func sendAsPeopleDo(p *tab) {
	p.t.Helper()
	time.Sleep(4 * time.Second)
	p.follow("Envoyer")
}

var linkInLetter = regexp.MustCompile(`https?://[^\s<>"]+`)

// letterLink waits for the first letter to somebody and returns the first
// address in it, on the server that is tried.
func letterLink(t *testing.T, s scene, post *mailtest.Server, to string) string {
	t.Helper()
	link := linkInLetter.FindString(waitLetter(t, post, to, "http"))
	at := strings.SplitN(link, "/", 4)
	if len(at) != 4 {
		t.Fatalf("the letter holds no address: %q", link)
	}
	return s.URL + "/" + at[3]
}

// waitLetter waits for a letter to somebody that says something.
func waitLetter(t *testing.T, post *mailtest.Server, to, says string) string {
	t.Helper()
	for deadline := time.Now().Add(patience / 2); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		for _, l := range post.Letters() {
			if text := letterText(t, l); slices.Contains(l.To, to) && strings.Contains(text, says) {
				return text
			}
		}
	}
	t.Fatalf("no letter to %s says %q", to, says)
	return ""
}

func letterText(t *testing.T, l mailtest.Letter) string {
	t.Helper()
	_, body, _ := strings.Cut(strings.ReplaceAll(l.Raw, "\r\n", "\n"), "\n\n")
	var r io.Reader = strings.NewReader(body)
	switch strings.ToLower(l.Header.Get("Content-Transfer-Encoding")) {
	case "quoted-printable":
		r = quotedprintable.NewReader(r)
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, r)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
