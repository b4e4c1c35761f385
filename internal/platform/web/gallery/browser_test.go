package gallery_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"

	"airial/internal/platform/web"
	"airial/internal/platform/web/gallery"
	"airial/standards/standardstest"
	assets "airial/web"
)

// axe is the accessibility checker, installed with the other tools of web/.
const axe = "../../../../web/node_modules/axe-core/axe.min.js"

var pages = []string{"/style", "/style/list", "/style/form", "/style/refused", "/style/detail", "/style/sheet",
	"/style/home", "/style/dataset", "/style/charts", "/style/login", "/style/gone", "/api"}

func TestNothingForAxeToFind(t *testing.T) {
	var heard console
	ctx := browser(t, heard.hear)
	source, err := os.ReadFile(axe)
	if err != nil || !assets.Built() {
		standardstest.Missing(t, "the tools or the assets of web/ are not there: make build")
	}
	server := httptest.NewServer(site())
	defer server.Close()
	for i, page := range pages {
		for j, theme := range []string{"light", "dark"} {
			lang, width := []string{"/fr", "/en"}[(i+j)%2], []int64{390, 1280}[(i/2+j)%2]
			problems := visit(t, ctx, server.URL+lang+page, theme, width, string(source))
			for _, p := range append(problems, heard.take()...) {
				t.Errorf("%s%s, %s, %d px: %s", lang, page, theme, width, p)
			}
		}
	}
}

func TestNothingStandsOut(t *testing.T) {
	ctx := browser(t, func(any) {})
	if !assets.Built() {
		standardstest.Missing(t, "the assets of web/ are not there: make build")
	}
	server := httptest.NewServer(site())
	defer server.Close()
	for _, page := range pages {
		if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/fr"+page)); err != nil {
			t.Fatal(err)
		}
		for _, width := range []int64{320, 768, 1280, 2560} {
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
				t.Fatal(err)
			}
			over, err := chromedp.Run(ctx, chromedp.Evaluate[int64](`document.documentElement.scrollWidth - document.documentElement.clientWidth`))
			if err != nil {
				t.Fatal(err)
			}
			if over > 0 {
				t.Errorf("%s at %d px scrolls sideways by %d px", page, width, over)
			}
		}
	}
}

func site() http.Handler {
	var routes web.Routes
	gallery.Add(&routes)
	gallery.AddAPI(&routes, "http://localhost")
	return web.NewRouter(web.Config{PublicURL: "http://localhost"}, &routes)
}

// console gathers what the browser complains of, such as a breach of the
// policy.
type console struct {
	mu    sync.Mutex
	lines []string
}

func (c *console) hear(ev any) {
	e, ok := ev.(*cdplog.EventEntryAdded)
	if !ok || e.Entry.Level != cdplog.EntryLevelError || strings.Contains(e.Entry.Text, "410") {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lines = append(c.lines, "console: "+e.Entry.Text)
}

func (c *console) take() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	lines := c.lines
	c.lines = nil
	return lines
}

const runAxe = `axe.run().then(r => r.violations.flatMap(v => v.nodes.map(n =>
	v.id + ": " + n.html.slice(0, 160) + " " + ((n.any[0] || n.all[0] || n.none[0] || {}).message || ""))))`

// visit returns what axe has to say of a page.
func visit(t *testing.T, ctx context.Context, url, theme string, width int64, source string) []string {
	t.Helper()
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: theme}, {Name: "prefers-reduced-motion", Value: "reduce"}}}); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(url), chromedp.Evaluate[chromedp.Void](source)); err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](runAxe, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	return found
}

// browser starts a headless Chromium, or skips the test where there is none.
func browser(t *testing.T, listen func(any)) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a browser")
	}
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		standardstest.Missing(t, "there is no Chromium here")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(t.TempDir()), chromedp.Flag("disable-background-networking", true))
	alloc, cancelAlloc := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(alloc, chromedp.WithErrorf(func(string, ...any) {}), chromedp.WithListener(listen))
	ctx, cancelTime := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(func() { cancelTime(); cancel(); cancelAlloc() })
	if _, err := chromedp.Call(ctx, cdplog.Enable, cdp.Empty{}); err != nil {
		standardstest.Missing(t, fmt.Sprint("Chromium does not start: ", err))
	}
	return ctx
}
