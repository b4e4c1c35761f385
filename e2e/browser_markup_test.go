package e2e

import (
	"net/http"
	"strings"
	"testing"
)

// What somebody writes who wishes us ill. Each would set window.owned, or
// knock at /owned, if it ran.
const (
	evilTitle = `Titre <script>window.owned=1</script> "><img src=/owned onerror=window.owned=1>`
	evilWords = `Voir <b onmouseover=window.owned=1>ici</b> [x](javascript:window.owned=1) {{7*7}} ${7*7}`
	evilCell  = `"><svg onload=window.owned=1>`
	evilLink  = `javascript:window.owned=1`
)

// markup deposits a file whose name, title, description, columns and cells
// hold markup: everywhere it is text, nowhere it runs.
func markup(t *testing.T, s scene) {
	siren := s.sirens(t)["Escourbac"]
	token := strings.TrimSpace(airial(t, "token", "create", "--data", s.Dir, "--member", siren, "--name", `<i>jeton</i>`, "--role", "depositor").stdout)
	content := "nom,<b>lien</b>,x\n\"" + strings.ReplaceAll(evilCell, `"`, `""`) + "\"," + evilLink + ",1\n" + `</table><script>window.owned=1</script>` + ",https://example.org/?a=<b>,2\n"
	f := form{title: evilTitle, description: evilWords, file: `<img src=x onerror=window.owned=1>.csv`, content: []byte(content)}
	l := s.as(t, token).publish(siren, f)

	p := s.tab(t)
	p.logIn("marie-helene.dubosq")
	piece := "/fr/console/deposits/" + l.Piece
	page := path(t, s.URL, l.Dataset.Page)
	for _, address := range []string{"/fr" + page, "/en" + page, "/fr" + page + "?q=%3Cscript%3Ewindow.owned=1%3C/script%3E", "/fr/p/escourbac",
		"/fr/datasets?q=%22%3E%3Cimg+src=/owned+onerror=window.owned=1%3E", "/fr/datasets?sort=recent", "/fr/api", "/fr/console", piece, piece + "/edit",
		piece + "/withdraw", piece + "/erase", piece + "/versions/1/steps/1", "/fr/console/deposits", "/fr/console/deposits?q=%22%3E%3Cscript%3E", "/fr/console/search?q=%3Cscript%3E",
		"/fr/console/members/" + siren + "/tokens", "/fr/console/login?next=javascript:window.owned=1"} {
		p.open(address)
		if owned := ask[string](p, `String(window.owned) + [...document.querySelectorAll("[href], [src], [action], [formaction]")].filter(e =>
			[e.getAttribute("href"), e.getAttribute("src"), e.getAttribute("action")].some(v => /^\s*(javascript|data):/i.test(v || ""))).map(e => e.outerHTML)`); owned != "undefined" {
			p.errorf("markup runs or stands in an address: %s", owned)
		}
		if n := ask[int](p, `document.querySelectorAll("img[src^='/owned'], img[src=x], svg[onload], [onerror], [onmouseover], script:not([src], [type='application/ld+json'])").length`); n != 0 {
			p.errorf("markup has become elements")
		}
		for _, line := range p.take() {
			p.errorf("%s", line)
		}
	}
	p.open("/fr" + page)
	p.sees(`<script>window.owned=1</script>`)
	p.sees(evilCell)
	p.sees("${7*7}")
	p.sees("<b>lien</b>")
	p.look("public")
	p.open(piece)
	p.sees(`<img src=x onerror=window.owned=1>.csv`)
	p.look("console")

	// Machines get it as text, or not as something a browser would run.
	for _, address := range []string{l.Dataset.API, l.Dataset.API + "/rows", "/p/escourbac/catalog.jsonld", "/p/escourbac/catalog.ttl", l.Dataset.CSV, l.Dataset.Original, "/sitemap.xml"} {
		a := s.public(t).get(address)
		a.wants(t, http.StatusOK)
		if kind := a.header.Get("Content-Type"); strings.HasPrefix(kind, "text/html") || a.header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s is %q, and may be sniffed", address, kind)
		}
	}
	if a := s.public(t).get(l.Dataset.Original); !strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment;") || !strings.Contains(a.header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("the original is sent as %q under %q", a.header.Get("Content-Disposition"), a.header.Get("Content-Security-Policy"))
	}
	if d := s.public(t).catalog("/p/escourbac/catalog.jsonld"); len(d.datasets) == 0 {
		t.Error("the catalogue cannot be read")
	}
}
