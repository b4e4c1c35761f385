package e2e

import (
	"os"
	"path/filepath"
	"sync"

	"github.com/chromedp/chromedp"
)

// axeSource is the accessibility checker, installed by "make build".
var axeSource = sync.OnceValues(func() (string, error) {
	source, err := os.ReadFile(filepath.Join("..", "web", "node_modules", "axe-core", "axe.min.js"))
	return string(source), err
})

const runAxe = `axe.run({resultTypes: ["violations"]}).then(r => r.violations.flatMap(v => v.nodes.map(n =>
	v.id + ": " + n.html.slice(0, 160) + " " + ((n.any[0] || n.all[0] || n.none[0] || {}).message || ""))))`

// axe is what the checker has to say of the page, by all its rules. It comes
// in as the test's own script: the policy of the page binds only the page's.
func (p *tab) axe() []string {
	p.t.Helper()
	source, err := axeSource()
	if err != nil {
		p.t.Fatal("axe-core is missing: run \"make build\": ", err)
	}
	p.do(chromedp.Evaluate[chromedp.Void](source))
	return ask[[]string](p, runAxe)
}

// fits says which element stands out of the page at the right, if any.
const fits = `(() => { const w = document.documentElement.clientWidth;
	if (document.documentElement.scrollWidth <= w) return "";
	const clipped = e => { for (e = e.parentElement; e && e !== document.body; e = e.parentElement) if (getComputedStyle(e).overflowX !== "visible") return true };
	const out = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > w + 1 && !clipped(e)).pop();
	return "by " + (document.documentElement.scrollWidth - w) + " px: " + (out ? out.outerHTML.slice(0, 160) : "?") })()`

// look is what every page of a story has to stand: axe finds nothing, nothing
// stands out at the right. It keeps a picture under the name.
func (p *tab) look(name string) {
	p.t.Helper()
	p.until("nothing fades in or out", `!document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling") &&
		document.getAnimations().every(a => a.playState !== "running" || a.effect.getTiming().iterations === Infinity)`)
	for _, line := range p.axe() {
		p.errorf("%s", line)
	}
	if over := ask[string](p, fits); over != "" {
		p.errorf("it scrolls sideways %s", over)
	}
	p.shoot(name)
}
