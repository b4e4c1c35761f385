package e2e

import (
	"net/http"
	"testing"

	"bytes"
	"codeberg.org/go-pdf/fpdf"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// anonymising is a secretary whose file the gate stops: she says what it comes
// from, has a plan proposed, changes it, sees what it does, and has it applied,
// now and to what comes later. A version with something new stops and asks.
func anonymising(t *testing.T, s scene) {
	const first = "objet;telephone;montant\nSecours;06 39 98 12 34;200\nLoyer;06 39 98 56 78;300\nEau;07 60 12 34 56;40\n"
	f := files(t, map[string]string{"aides.csv": first, "suite.csv": first + "Gaz;06 39 98 99 99;80\n",
		"autre.csv": "objet;telephone;montant;observation\nEau;;40;Voir avec jeanne.martin@gmail.com\n"})
	p := s.tab(t)
	p.logIn("marie-helene.dubosq")
	p.deposit("Escourbac", f["aides.csv"])
	p.fill("Titre", "Aides accordées en urgence")
	p.choose("Traitement d’origine", "Action sociale et CCAS")
	p.seen("origin")
	p.fill("Titre", "Aides accordées en urgence")
	p.choose("Traitement d’origine", "Action sociale et CCAS")
	p.follow("Déposer")
	p.sees("Ce fichier semble contenir des données personnelles")
	p.sees("Ce fichier vient du traitement « Action sociale et CCAS »")
	p.sees("avis du délégué")
	dataset := p.path()
	p.seen("stopped")

	p.follow("Anonymiser ce fichier")
	p.sees("numéro de téléphone")
	p.sees("Rien n’est plus trouvé dans le résultat")
	p.seen("plan")
	set := func(name, value string) {
		t.Helper()
		ask[bool](p, `(f => { f.value = %q; f.dispatchEvent(new Event("change", {bubbles: true})); return true })(document.querySelector("[name='%s']"))`, value, name)
	}
	set("do-2", "generalise:band")
	set("set-2", "100")
	p.until("what the plan would do follows the hand", `document.querySelector("#effect").innerText.includes("200-299")`)
	set("set-2", "0")
	p.expect(http.StatusUnprocessableEntity)
	p.follow("Déposer la version anonymisée")
	p.sees("largeur des tranches")
	p.expect(http.StatusOK)
	set("set-2", "100")
	p.follow("Déposer la version anonymisée")
	p.sees("Voici ce que le public verra")
	p.sees("200-299")
	p.seesNot("06 39 98")
	p.follow("Publier")
	p.sees("C’est publié")

	// What comes later takes the same way, without a word.
	again := func(path string) {
		t.Helper()
		p.open(dataset)
		p.follow("Déposer une nouvelle version")
		p.do(chromedp.SetUploadFiles(chromedp.CSS("input[type=file]"), []string{path}))
		p.follow("Envoyer")
		p.follow("Déposer")
	}
	again(f["suite.csv"])
	p.sees("Version 4")
	p.sees("Gaz")
	p.seesNot("06 39 98")
	// A new column is not guessed at.
	again(f["autre.csv"])
	p.sees("Le plan d’anonymisation de ce jeu de données ne suffit pas à cette version")
	p.seen("asks")
	p.follow("Anonymiser ce fichier")
	p.sees("observation")

	p.open(dataset + "/activity")
	p.seen("activity")
	p.choose("Traitement", "Aucun, ou je ne sais pas")
	p.follow("Enregistrer")
	p.sees("Traitement d’origine enregistré")
}

// redactingByKeyboard is redacting without a mouse: from the list of what was
// found to the copy.
func redactingByKeyboard(t *testing.T, s scene) {
	pdf := fpdf.New("P", "mm", "A4", "")
	tr := pdf.UnicodeTranslatorFromDescriptor("cp1252")
	pdf.AddPage()
	pdf.SetFont("Helvetica", "", 12)
	pdf.MultiCell(0, 7, tr("Le conseil accorde un secours de 200 euros à Mme Léa Dubois, joignable au 06 12 34 56 78, dossier vu au printemps."), "", "L", false)
	var b bytes.Buffer
	if err := pdf.Output(&b); err != nil {
		t.Fatal(err)
	}
	p := s.tab(t)
	p.logIn("marie-helene.dubosq")
	p.open("/fr/console/redact")
	p.seen("drop")
	p.do(chromedp.SetUploadFiles(chromedp.CSS("input[type=file]"), []string{files(t, map[string]string{"lettre.pdf": b.String()})["lettre.pdf"]}))
	p.leave(func() { p.tabTo("Chercher ce qui est à retirer"); p.keys(kb.Enter) })
	p.sees("2 passages seront retirés")
	p.seen("work")
	p.tabTo("06 12 34 56 78 numéro de téléphone")
	p.keys(" ")
	p.tabTo("Autres textes à retirer, un par ligne")
	p.keys("printemps")
	p.tabTo("Cadres, un par ligne")
	p.keys("1: 0, 95, 100, 100")
	p.leave(func() { p.tabTo("Mettre à jour"); p.keys(kb.Enter) })
	p.sees("1 passage sera retiré")
	p.leave(func() { p.tabTo("Préparer la copie"); p.keys(kb.Enter) })
	p.sees("La copie est prête")
	p.sees("Cadres tracés 1")
	p.seen("done")
	p.leave(func() { p.tabTo("Terminer et effacer du serveur"); p.keys(kb.Enter) })
	p.sees("sont effacés du serveur")
}
