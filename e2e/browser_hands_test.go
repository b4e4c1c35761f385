package e2e

import (
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// password is that of every account of the demonstration.
const password = "demonstration-2026"

// What a person does with a page: she presses what bears a word, fills in what
// has a label, and reads.

// finders are what tests look for in a page, by its words as they are read:
// one kind of blank, no more than one at a time.
const finders = `(() => {
	const flat = s => (s || "").replace(/\s+/g, " ").trim();
	const shown = e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !e.closest("[inert], [aria-hidden=true]");
	const named = e => flat(e.getAttribute("aria-label") || e.innerText || e.value);
	const words = () => flat(document.body.innerText);
	const thing = (name, within) => {
		const all = [...document.querySelectorAll((within || "body") + " :is(a, button, summary, input[type=submit])")].filter(shown);
		return all.find(e => named(e) === name) || all.find(e => named(e).startsWith(name));
	};
	const field = label => {
		const l = [...document.querySelectorAll("label")].filter(shown).find(e => flat(e.innerText).startsWith(label));
		return l && (l.control || l.querySelector("input, select, textarea"));
	};
	return {flat, shown, words, thing, field};
})()`

// press clicks, with the mouse, on a link or a button that bears a name.
func (p *tab) press(name string) { p.t.Helper(); p.pressIn("body", name) }

// pressIn is press within a part of the page.
func (p *tab) pressIn(within, name string) {
	p.t.Helper()
	thing := fmt.Sprintf("%s.thing(%q, %q)", finders, name, within)
	p.until("“"+name+"” can be pressed", thing)
	// What loads meanwhile moves the rest: press where the thing has come to rest.
	type place struct{ X, Y float64 }
	at := place{-1, -1}
	for range 40 {
		now := ask[place](p, `(e => { if (!e) return {x: -2, y: -2}; e.scrollIntoView({block: "center", behavior: "instant"});
			const r = e.getClientRects()[0]; return {x: r.x + r.width / 2, y: r.y + r.height / 2} })(`+thing+`)`)
		if now == at && now.X >= 0 {
			break
		}
		at = now
		time.Sleep(25 * time.Millisecond)
	}
	p.do(chromedp.MouseClickXY(at.X, at.Y))
}

// follow presses what leads to another page, and waits for it.
func (p *tab) follow(name string) { p.t.Helper(); p.followIn("body", name) }

func (p *tab) followIn(within, name string) {
	p.t.Helper()
	p.leave(func() { p.pressIn(within, name) })
}

// leave waits until an act has led to another page.
func (p *tab) leave(act func()) {
	p.t.Helper()
	ask[bool](p, "window.before = true")
	act()
	p.until("another page is there", `!window.before && document.readyState === "complete"`)
}

// back presses the browser's back button.
func (p *tab) back() {
	p.t.Helper()
	before := ask[string](p, "location.href")
	ask[bool](p, "history.back(), true")
	p.until("the page before is there", fmt.Sprintf(`location.href !== %q && document.readyState === "complete"`, before))
}

// fill types into the field under a label, in place of what is there.
func (p *tab) fill(label, text string) {
	p.t.Helper()
	p.focus(label)
	ask[bool](p, "document.activeElement.select(), true")
	p.do(chromedp.KeyEvent(text))
}

// focus puts the cursor into the field under a label.
func (p *tab) focus(label string) {
	p.t.Helper()
	field := fmt.Sprintf("%s.field(%q)", finders, label)
	p.until("there is a field “"+label+"”", field)
	ask[bool](p, "%s.focus(), true", field)
}

// choose takes an option of the list under a label, by its words.
func (p *tab) choose(label, option string) {
	p.t.Helper()
	field := fmt.Sprintf("%s.field(%q)", finders, label)
	p.until("there is a list “"+label+"”", field)
	ok := ask[bool](p, `(f => { const o = [...f.options].find(o => o.label.replace(/\s+/g, " ").includes(%q)); if (!o) return false;
		f.value = o.value; f.dispatchEvent(new Event("input", {bubbles: true})); f.dispatchEvent(new Event("change", {bubbles: true})); return true })(%s)`, option, field)
	if !ok {
		p.fatal("the list “%s” has no option “%s”", label, option)
	}
}

// tick chooses a box or a round button by its label.
func (p *tab) tick(label string) {
	p.t.Helper()
	field := fmt.Sprintf("%s.field(%q)", finders, label)
	p.until("there is a choice “"+label+"”", field)
	ask[bool](p, "%s.click(), true", field)
}

// sees waits until the page says a text.
func (p *tab) sees(text string) {
	p.t.Helper()
	p.until("the page says “"+text+"”", fmt.Sprintf("%s.words().toLowerCase().includes(%q)", finders, strings.ToLower(text)))
}

// seesNot fails the test when the page says a text.
func (p *tab) seesNot(text string) {
	p.t.Helper()
	if ask[bool](p, "%s.words().toLowerCase().includes(%q)", finders, strings.ToLower(text)) {
		p.errorf("the page says “%s”", text)
	}
}

// path is where the person is.
func (p *tab) path() string { p.t.Helper(); return ask[string](p, "location.pathname") }

// title is the page's first heading.
func (p *tab) title() string {
	p.t.Helper()
	return ask[string](p, `%s.flat(document.querySelector("h1")?.innerText)`, finders)
}

// logIn logs in with the demonstration's password.
func (p *tab) logIn(login string) {
	p.t.Helper()
	p.open("/fr/console")
	p.fill("Identifiant", login)
	p.fill("Mot de passe", password)
	p.follow("Se connecter")
	if p.path() != "/fr/console" {
		p.fatal("%s cannot log in", login)
	}
}

// like sets how the person likes pages: "light" or "dark", and how wide.
func (p *tab) like(theme string, width int64) {
	p.t.Helper()
	err := call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: theme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
	if err != nil {
		p.t.Fatal(err)
	}
	p.do(chromedp.EmulateViewport(width, 900))
}

// withoutScript turns scripts off, as some town halls do.
func (p *tab) withoutScript() {
	p.t.Helper()
	if err := call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		p.t.Fatal(err)
	}
}
