package e2e

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// stranger has a faulty file checked without an account, reads what is wrong,
// takes the mended file, shares the report and erases it.
func stranger(t *testing.T, s scene) {
	text := "COMMUNE_NOM;COLL_INSEE;ENFANT_SEXE;ENFANT_PRENOM;NOMBRE_OCCURRENCES;ANNEE\n" +
		"Sainte-Aulaye;33999;f;Jeanne;3;2025\nSainte-Aulaye;33999;M;leo.martin@exemple.fr;beaucoup;2025\n"
	p := s.tab(t)
	p.open("/fr/")
	p.followIn("header", "Vérifier")
	p.look("form")
	p.fitsAll()
	p.drop("prénoms 2025.csv", text)
	p.pressIn("form.counter", "Vérifier")
	p.until("the report is there", `location.pathname === "/fr/check/report"`)
	p.sees("prénoms 2025.csv")
	p.sees("reconnu d’après l’en-tête")
	p.sees("erreurs à corriger")
	p.sees("leo.martin@exemple.fr")
	p.look("report")
	p.fitsAll()
	mine := ask[string](p, "location.pathname + location.search")
	c := s.public(t)
	a := c.get(strings.Replace(mine, "/report?", "/report/mended?", 1))
	a.wants(t, http.StatusOK)
	if !strings.Contains(string(a.body), "Sainte-Aulaye,33999,F,Jeanne") {
		t.Errorf("the mended file: %s", a.body)
	}
	for _, form := range []string{"pdf", "html", "csv", "json"} {
		c.get(strings.Replace(mine, "/report?", "/report/"+form+"?", 1)).wants(t, http.StatusOK)
	}

	p.press("Partager le rapport")
	p.until("the address for others is there", `document.querySelector("a.long")`)
	p.look("shared")
	p.fitsAll()
	others := ask[string](p, `(a => a.pathname + a.search)(document.querySelector("a.long"))`)
	other := s.tab(t)
	other.open(others)
	other.sees("••••")
	if strings.Contains(ask[string](other, "document.body.innerText"), "leo.martin") {
		t.Error("the shared report repeats an address")
	}
	if !strings.Contains(ask[string](other, "document.querySelector('meta[name=robots]')?.content ?? ''"), "noindex") {
		t.Error("search engines may keep the shared report")
	}
	p.press("Effacer maintenant")
	p.until("it is erased", `location.pathname === "/fr/check"`)
	c.get(others).wants(t, http.StatusNotFound)
	c.get(mine).wants(t, http.StatusNotFound)
	for _, tab := range []*tab{p, other} {
		if ask[string](tab, "document.cookie") != "" {
			tab.errorf("it took a cookie")
		}
	}
}

// fitsAll looks for what stands out at the right, narrow and wide: a report's
// page is in no walk, for nothing leads to it.
func (p *tab) fitsAll() {
	p.t.Helper()
	for _, width := range []int64{320, 390, 1280} {
		p.do(chromedp.EmulateViewport(width, 900))
		if over := ask[string](p, fits); over != "" {
			p.errorf("at %d px it scrolls sideways %s", width, over)
		}
	}
}
