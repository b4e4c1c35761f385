package gallery_test

import (
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"airial/standards/standardstest"
	assets "airial/web"
)

// TestScriptsHelp plays with what the scripts add: each line is an act, and
// what must then be true of the page.
func TestScriptsHelp(t *testing.T) {
	ctx := browser(t, func(any) {})
	if !assets.Built() {
		standardstest.Missing(t, "the assets of web/ are not there: make build")
	}
	server := httptest.NewServer(site())
	defer server.Close()
	for _, c := range []struct {
		name, page string
		acts       []chromedp.Action[chromedp.Void]
		holds      string
	}{
		{"a stage opens its evidence at the side", "/fr/style", acts(click(".stop-body"), wait("[data-sheet]")),
			`document.activeElement.matches("[data-sheet]") && location.pathname === "/fr/style"`},
		{"Escape closes the sheet and gives the focus back", "/fr/style", acts(click(".stop-body"), wait("[data-sheet]"), key(kb.Escape)),
			`!document.querySelector("[data-sheet]") && document.activeElement.matches(".stop-body")`},
		{"Ctrl K leads to the search", "/fr/style", acts(chromedp.KeyEvent("k", chromedp.KeyModifiers(chromedp.ModifierCtrl))),
			`document.activeElement.matches("[data-search]")`},
		{"/ leads to the search", "/fr/style", acts(key("/")), `document.activeElement.matches("[data-search]")`},
		{"no row chosen, no bulk bar", "/fr/style/list", nil, `document.querySelector("[data-bulk]").hidden`},
		{"rows chosen, the bulk bar counts them", "/fr/style/list", acts(click("tr:nth-child(1) [data-pick]"), click("tr:nth-child(3) [data-pick]")),
			`!document.querySelector("[data-bulk]").hidden && document.querySelector("[data-bulk-count]").textContent === "2 lignes choisies"`},
		{"a menu opens and Escape closes it", "/fr/style", acts(click(".switcher summary"), key(kb.Escape)), `!document.querySelector(".switcher").open`},
		{"the theme turns and is kept without a cookie", "/fr/style", acts(click("[data-theme-toggle]")),
			`document.documentElement.dataset.theme === localStorage.getItem("theme") && document.cookie === ""`},
		{"a button that matters asks first", "/fr/style", acts(click("[data-confirm]"), wait("dialog.ask")),
			`document.querySelector("dialog.ask").open && document.activeElement.value === "no"`},
		{"a refused form is shown with its errors, in place", "/fr/style/form", acts(fill("#f-year", "2025"), submit("form[data-upload]"), wait(".summary")),
			`document.activeElement.matches(".summary") && document.querySelector("#f-year").value === "2025"`},
		{"what was typed is kept when the page is left", "/fr/style/form", acts(fill("#f-note", "à garder"), chromedp.Navigate(server.URL+"/fr/style/login"), chromedp.Navigate(server.URL+"/fr/style/form")),
			`document.querySelector("#f-note").value === "à garder"`},
		{"an accepted form leads on", "/fr/style/form", acts(fill("#f-title", "Budget"), submit("form[data-upload]"), wait("table")), `location.pathname === "/fr/style/list"`},
		{"what was accepted is kept no longer", "/fr/style/form", nil, `document.querySelector("#f-note").value === ""`},
	} {
		steps := append(acts(chromedp.EmulateViewport(1280, 900), chromedp.Navigate(server.URL+c.page)), c.acts...)
		if err := chromedp.Do(ctx, steps...); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](c.holds))
		if err != nil || !ok {
			t.Errorf("%s: does not hold (%v)", c.name, err)
		}
		shoot(t, ctx, c.name)
	}
}

func acts(list ...chromedp.Action[chromedp.Void]) []chromedp.Action[chromedp.Void] { return list }

func click(sel string) chromedp.Action[chromedp.Void] { return chromedp.Click(sel) }

func wait(sel string) chromedp.Action[chromedp.Void] { return chromedp.WaitVisible(sel) }

func key(keys string) chromedp.Action[chromedp.Void] { return chromedp.KeyEvent(keys) }

func fill(sel, text string) chromedp.Action[chromedp.Void] { return chromedp.SendKeys(sel, text) }

func submit(sel string) chromedp.Action[chromedp.Void] {
	return chromedp.Evaluate[chromedp.Void](`document.querySelector("#f-member").required = false; document.querySelector(` + "`" + sel + "`" + `).requestSubmit()`)
}

// shoot keeps a picture when AIRIAL_SHOTS names a folder.
func shoot(t *testing.T, ctx context.Context, name string) {
	folder := os.Getenv("AIRIAL_SHOTS")
	if folder == "" {
		return
	}
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name[:12]+".png"), png, 0o644); err != nil {
		t.Fatal(err)
	}
}
