package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// keyboard logs in, deposits and publishes without a mouse: wherever the focus
// is, it can be seen.
func keyboard(t *testing.T, s scene) {
	p := s.tab(t)
	p.open("/fr/console")
	p.tabTo("Identifiant")
	p.keys("marie-helene.dubosq")
	p.tabTo("Mot de passe")
	p.keys(password)
	p.leave(func() { p.keys(kb.Enter) })

	// The skip link is the first stop, and leads past the navigation.
	p.keys(kb.Tab)
	if focus := p.focused(); focus != "Aller au contenu" {
		p.errorf("the first stop is %q", focus)
	}
	p.keys(kb.Enter)
	p.tabTo("Déposer un fichier")
	p.leave(func() { p.keys(kb.Enter) })

	p.tabTo("CCAS d'Escourbac")
	p.keys(" ")
	if !ask[bool](p, `document.activeElement.checked`) {
		p.errorf("the space bar chooses no member")
	}
	f := files(t, map[string]string{"repas.csv": "mois,repas\n2026-01,420\n2026-02,398\n"})
	p.do(chromedp.SetUploadFiles(chromedp.CSS("input[type=file]"), []string{f["repas.csv"]}))
	p.tabTo("Envoyer")
	p.leave(func() { p.keys(kb.Enter) })
	p.tabTo("Titre")
	ask[bool](p, "document.activeElement.select(), true")
	p.keys("Repas portés à domicile")
	p.leave(func() { p.keys(kb.Enter) })
	p.sees("Voici ce que le public verra")

	// A stage opens its evidence at the side; Escape gives the focus back.
	p.tabTo("Reçu")
	p.keys(kb.Enter)
	p.until("the evidence is there", `document.activeElement.matches("[data-sheet]")`)
	p.look("sheet")
	p.keys(kb.Escape)
	p.until("the sheet is closed", `!document.querySelector("[data-sheet]") && document.activeElement.matches(".stop-body")`)

	p.do(chromedp.KeyEvent("k", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	p.until("Ctrl K leads to the search", `document.activeElement.matches("[data-search]")`)
	p.tabTo("Publier")
	p.leave(func() { p.keys(kb.Enter) })
	p.sees("C’est publié")
}

func (p *tab) keys(keys string) { p.t.Helper(); p.do(chromedp.KeyEvent(keys)) }

// focused is the name of what has the focus.
func (p *tab) focused() string {
	p.t.Helper()
	return ask[string](p, `(e => %s.flat(e.labels?.[0]?.innerText || e.getAttribute("aria-label") || (e === document.body ? "nothing" : e.querySelector(".stop-name")?.innerText || e.innerText)))(document.activeElement)`, finders)
}

// visibleFocus tells whether the thing with the focus shows it: an outline, a
// shadow, or another border than without.
const visibleFocus = `(e => {
	if (e === document.body) return "";
	const s = getComputedStyle(e), r = e.getBoundingClientRect();
	if (r.bottom < 0 || r.top > innerHeight) return "out of sight";
	if (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2 || s.boxShadow !== "none") return "";
	const w = e.closest(".drop, .search, label, .choice"); if (w && getComputedStyle(w).outlineStyle !== "none") return "";
	return "not shown: " + e.outerHTML.slice(0, 120) })(document.activeElement)`

// tabTo goes on with the Tab key until the focus is on something of a name.
func (p *tab) tabTo(name string) {
	p.t.Helper()
	var stops []string
	for range 60 {
		if p.focused() == name {
			return
		}
		p.keys(kb.Tab)
		stops = append(stops, p.focused())
		if wrong := ask[string](p, visibleFocus); wrong != "" {
			p.errorf("the focus is %s", wrong)
		}
	}
	p.fatal("the Tab key does not lead to “%s”, but to %q", name, stops)
}
