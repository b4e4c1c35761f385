package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// names is a valid file of the schema of first names, with as many rows as
// first names are given.
func names(first ...string) string {
	var b strings.Builder
	b.WriteString("COLL_INSEE,COMMUNE_NOM,ANNEE,ENFANT_SEXE,ENFANT_PRENOM,NOMBRE_OCCURRENCES\n")
	for _, n := range first {
		fmt.Fprintf(&b, "96009,Escourbac,2025,F,%s,6\n", n)
	}
	return b.String()
}

const stalls = "jour,lieu,stands\nsamedi,place du Foirail,12\nmercredi,halle,7\n"

// files puts files into a folder of the test's own.
func files(t *testing.T, contents map[string]string) map[string]string {
	t.Helper()
	dir, out := t.TempDir(), map[string]string{}
	for name, content := range contents {
		out[name] = filepath.Join(dir, name)
		if err := os.WriteFile(out[name], []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

const chosen = `[...document.querySelectorAll("input[type=file]")].flatMap(i => [...i.files].map(f => f.name)).join(" ")`

// secretary deposits two files at once, says what they are, reads what the
// public will see, and publishes.
func secretary(t *testing.T, s scene) {
	p := s.tab(t)
	p.logIn("marie-helene.dubosq")

	// What waits, over all she serves, each line naming its member.
	p.sees("Ce qui vous attend")
	for _, member := range []string{"Escourbac", "Cournegan", "CCAS d’Escourbac"} {
		p.sees(member)
	}
	rows := ask[[]string](p, `[...document.querySelectorAll("main table")][0] && [...document.querySelectorAll("main table")[0].tBodies[0].rows].map(r => r.cells[1].innerText.trim())`)
	if len(rows) == 0 {
		p.errorf("nothing waits for her")
	}
	for _, member := range rows {
		if member == "" {
			p.errorf("a line that waits does not name its member")
		}
	}

	p.follow("Déposer un fichier")
	if ask[int](p, `document.querySelectorAll("input[name=member]:checked").length`) != 0 {
		p.errorf("a member is chosen before she chose one")
	}
	f := files(t, map[string]string{"prenoms_2025 (2).csv": names("Alma", "Jeanne", "Lison"), "marche.csv": stalls})
	p.tick("Escourbac")
	p.do(chromedp.SetUploadFiles(chromedp.CSS("input[type=file]"), []string{f["prenoms_2025 (2).csv"]}))
	p.drop("foires.csv", "jour,foire\n2026-09-12,foire aux vins\n")
	p.until("the dropped file joins the chosen one", chosen+` === "prenoms_2025 (2).csv foires.csv"`)
	p.sees("prenoms_2025 (2).csv")
	p.follow("Envoyer")

	p.sees("2 fichiers reçus")
	p.sees("Prénoms des nouveau-nés")
	if !strings.Contains(ask[string](p, `[...document.querySelectorAll("select[name^=schema]")].map(s => s.value).sort().join(" ")`), "none scdl/prenoms") {
		p.errorf("the schemas are not as recognised: %s", ask[string](p, `[...document.querySelectorAll("select[name^=schema]")].map(s => s.value).join(" ")`))
	}
	p.look("received")
	p.fill("Titre", "Prénoms donnés à Escourbac en 2025")
	p.follow("Déposer les 2 fichiers")

	p.open("/fr/console/deposits?state=publish&q=Prénoms+donnés")
	p.reloadUntil("Prénoms donnés à Escourbac en 2025") // once it is checked
	p.follow("Prénoms donnés à Escourbac en 2025")
	p.sees("Voici ce que le public verra")
	for _, stage := range []string{"Reçu", "Vérifié", "Sans données personnelles", "Approuvé", "Publié"} {
		if !ask[bool](p, `!![...document.querySelectorAll(".line-full .stop-name")].find(e => e.innerText === %q)`, stage) {
			p.errorf("the line of life has no stage “%s”", stage)
		}
	}
	p.sees("Jeanne")
	p.look("to publish")
	if a := s.public(t).get("/fr/datasets?q=Jeanne"); strings.Contains(string(a.body), "Escourbac en 2025") {
		t.Error("the public sees it before it is published")
	}
	p.follow("Publier")
	p.sees("C’est publié")
	p.follow("Voir sur le portail")
	if p.title() != "Prénoms donnés à Escourbac en 2025" {
		p.errorf("the portal's page says %q", p.title())
	}
	p.sees("Lison")

	public := s.tab(t)
	public.open("/fr/datasets?q=prénoms donnés escourbac 2025")
	public.follow("Prénoms donnés à Escourbac en 2025")
	public.sees("Jeanne")
}

// drop lets a file fall on the place for files.
func (p *tab) drop(name, content string) {
	p.t.Helper()
	ask[bool](p, `(() => { const d = new DataTransfer(); d.items.add(new File([%q], %q, {type: "text/csv"}));
		const zone = document.querySelector("[data-drop]");
		for (const type of ["dragenter", "dragover", "drop"]) zone.dispatchEvent(new DragEvent(type, {dataTransfer: d, bubbles: true, cancelable: true}));
		return true })()`, content, name)
}

// correction deposits a file that is wrong, reads why, and deposits it again.
func correction(t *testing.T, s scene) {
	p := s.tab(t)
	p.logIn("marie-helene.dubosq")
	f := files(t, map[string]string{
		"faux.csv":    strings.ReplaceAll(names("Alma", "Zélie"), "96009,Escourbac,2025,F,Zélie,6", "96009,Escourbac,l’an dernier,F,Zélie,six"),
		"corrigé.csv": names("Alma", "Zélie"),
	})
	p.deposit("Cournegan", f["faux.csv"])
	p.fill("Titre", "Prénoms à corriger")
	p.follow("Déposer")
	p.sees("Le fichier est à corriger")
	p.sees("NOMBRE_OCCURRENCES")
	p.sees("Rapport de vérification")
	p.look("to correct")
	p.seesNot("constraint-error") // codes are for machines
	p.follow("Déposer un fichier corrigé")
	p.do(chromedp.SetUploadFiles(chromedp.CSS("input[type=file]"), []string{f["corrigé.csv"]}))
	p.follow("Envoyer")
	p.follow("Déposer")
	p.sees("Voici ce que le public verra")
	p.sees("Version 2")
	p.sees("Version 1")
	p.follow("Publier")
	p.sees("C’est publié")
}

// deposit brings a file up to the page that asks what it is.
func (p *tab) deposit(member, path string) {
	p.t.Helper()
	p.open("/fr/console/deposits/new")
	p.tick(member)
	p.do(chromedp.SetUploadFiles(chromedp.CSS("input[type=file]"), []string{path}))
	p.follow("Envoyer")
}
