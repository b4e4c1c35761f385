package e2e

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// citizen searches, reads, sorts, filters and pages through rows, downloads,
// and changes language and theme.
func citizen(t *testing.T, s scene) {
	p := s.tab(t)
	p.open("/fr/")
	p.do(chromedp.SendKeys(chromedp.CSS("#hero-search"), "arbres"))
	p.follow("Rechercher")
	p.follow("Arbres d’alignement de Castelarrouy")
	p.sees("900 lignes")

	first := func() string {
		return ask[string](p, `document.querySelector("#rows tbody tr").cells[0].innerText`)
	}
	// Sort: the newest number first. The page stays, the address follows.
	p.press("id")
	p.until("the rows are sorted", `location.search === "?sort=id" && document.querySelector("#rows th").ariaSort === "ascending"`)
	p.press("id")
	p.until("the rows are sorted downwards", `location.search === "?sort=-id" && document.querySelector("#rows tbody tr").cells[0].innerText === "00900"`)

	// All rows can be reached, page by page.
	seen := ask[int](p, `document.querySelectorAll("#rows tbody tr").length`)
	for page := 2; page <= 3; page++ {
		before := first()
		p.pressIn("#rows .pager", "Suivante")
		p.until("the next page is there", `document.querySelector("#rows tbody tr").cells[0].innerText !== "`+before+`"`)
		seen += ask[int](p, `document.querySelectorAll("#rows tbody tr").length`)
	}
	p.open(p.path() + "?page=45")
	if last := ask[int](p, `document.querySelectorAll("#rows tbody tr").length`); seen != 60 || last != 20 {
		p.errorf("three pages show %d rows and the last one %d", seen, last)
	}

	// Filter a column, search in all.
	p.press("Filtrer les colonnes")
	p.do(chromedp.SendKeys(chromedp.CSS("#filter-1"), "platane\r"))
	p.until("the rows are filtered", `location.search.includes("platane") && [...document.querySelectorAll("#rows tbody tr")].every(r => r.cells[1].innerText === "platane")`)
	p.look("filtered")
	p.press("Tout afficher")
	p.until("all rows are back", `document.querySelector(".rows-count").innerText.includes("900")`)
	p.do(chromedp.SendKeys(chromedp.CSS("#rows-q"), "personne n’a écrit cela\r"))
	p.until("no row is said kindly", `document.querySelector(".rows-none")`)

	// Downloads come as files, at addresses that stay.
	for _, address := range ask[[]string](p, `[...document.querySelectorAll(".take a[download]")].map(a => a.pathname)`) {
		a := s.public(t).get(address)
		a.wants(t, http.StatusOK)
		if !strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment") || len(a.body) == 0 {
			t.Errorf("%s is no download", address)
		}
	}

	// Language and theme.
	p.open(p.path())
	p.follow("EN")
	if ask[string](p, "document.documentElement.lang") != "en" {
		p.errorf("it is not in English")
	}
	p.sees("Published by")
	p.press("Switch between light and dark")
	if ask[string](p, "document.documentElement.dataset.theme") != "dark" {
		p.errorf("it is not dark")
	}
	p.followIn("header", "The whole territory")
	if ask[string](p, "document.documentElement.dataset.theme") != "dark" || ask[string](p, "document.cookie") != "" {
		p.errorf("the next page is not dark, or it took a cookie to be so")
	}

	// Her own town, by its name.
	p.open("/fr/")
	p.fill("Nom ou code postal", "Labarthole")
	p.press("Trouver")
	p.follow("Labarthole")
	if p.path() != "/fr/p/labarthole" {
		p.errorf("her town is not here")
	}
}
