package e2e

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"
	"github.com/chromedp/chromedp"
)

// redacting is a secretary who takes a name out of a decision before it goes
// online: she sees what is proposed, adds a text, draws a box, and takes the
// copy away.
func redacting(t *testing.T, s scene) {
	pdf := fpdf.New("P", "mm", "A4", "")
	tr := pdf.UnicodeTranslatorFromDescriptor("cp1252")
	pdf.AddPage()
	pdf.SetFont("Helvetica", "", 12)
	pdf.MultiCell(0, 7, tr("Extrait du registre des délibérations\n\nLe conseil accorde un secours de 200 euros à Mme Léa Dubois, joignable au 06 12 34 56 78.\n\nLe dossier a été instruit au printemps."), "", "L", false)
	var b bytes.Buffer
	if err := pdf.Output(&b); err != nil {
		t.Fatal(err)
	}
	path := files(t, map[string]string{"deliberation.pdf": b.String()})["deliberation.pdf"]

	p := s.tab(t)
	p.logIn("marie-helene.dubosq")
	p.leave(func() { p.follow("Caviarder un document") })
	p.do(chromedp.SetUploadFiles(chromedp.CSS("input[type=file]"), []string{path}))
	p.leave(func() { p.press("Chercher ce qui est à retirer") })
	p.sees("Ce qui sera retiré")
	p.sees("Léa Dubois")
	p.sees("2 passages seront retirés")
	p.shoot("redact")
	ask[bool](p, `document.querySelector("[name=words]").value = "instruit au printemps", document.querySelector("[name=boxes]").value = "1: 0, 90, 100, 100", true`)
	p.leave(func() { p.press("Préparer la copie") })
	p.sees("La copie est prête")
	p.shoot("redacted")
	address := ask[string](p, `[...document.querySelectorAll("a")].find(a => a.href.endsWith("/copy")).href`)
	copied := ask[string](p, `fetch("`+address+`").then(r => r.arrayBuffer()).then(b => String.fromCharCode(...new Uint8Array(b)))`)
	var file []byte
	for _, r := range copied {
		file = append(file, byte(r))
	}
	if !bytes.HasPrefix(file, []byte("%PDF-")) {
		t.Fatalf("the copy begins %.40q", file)
	}
	if _, err := exec.LookPath("pdftotext"); err == nil {
		out := filepath.Join(t.TempDir(), "copy.pdf")
		if err := os.WriteFile(out, file, 0o600); err != nil {
			t.Fatal(err)
		}
		said, err := exec.Command("pdftotext", out, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, gone := range []string{"Dubois", "06 12", "printemps"} {
			if strings.Contains(string(said), gone) {
				t.Errorf("%q is left in the copy", gone)
			}
		}
		if !strings.Contains(string(said), "secours de 200 euros") {
			t.Errorf("the copy says %q", said)
		}
	}
	p.leave(func() { p.press("Terminer et effacer du serveur") })
	p.sees("sont effacés du serveur")
}
