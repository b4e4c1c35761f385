package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"airial/standards/standardstest"
)

// browser starts a Chromium that ends with the test. Its tabs share nothing.
func browser(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a browser")
	}
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			program = p
			break
		}
	}
	if program == "" {
		standardstest.Missing(t, "there is no Chromium here")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(t.TempDir()), chromedp.Flag("disable-background-networking", true))
	alloc, cancelAlloc := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(alloc, chromedp.WithErrorf(func(string, ...any) {}))
	t.Cleanup(func() { cancel(); cancelAlloc() })
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal("Chromium does not start: ", err)
	}
	return ctx
}

// tab is a person at a browser of her own: her cookies are nobody else's.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string

	mu      sync.Mutex
	heard   []string // what the browser complained of
	expects int      // the status that pages may answer with, beside 200
}

// tab opens a tab on a server. What the browser complains of (an error of a
// script, a breach of the policy, a request that fails) fails the test at the
// tab's end, unless somebody took note of it before.
func (s scene) tab(t *testing.T) *tab {
	t.Helper()
	p := &tab{t: t, base: s.URL}
	ctx, cancel := chromedp.NewContext(s.browser, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.hear))
	p.ctx = ctx
	t.Cleanup(func() {
		if t.Failed() {
			p.shoot("failed")
		}
		for _, line := range p.take() {
			t.Errorf("the browser complains: %s", line)
		}
		cancel()
	})
	for _, err := range []error{
		call(ctx, cdplog.Enable, cdp.Empty{}), call(ctx, network.Enable, network.EnableParams{}),
		chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900)),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return p
}

func call[P, R any](ctx context.Context, command cdp.Command[P, R], params P) error {
	_, err := chromedp.Call(ctx, command, params)
	return err
}

func (p *tab) hear(ev any) {
	line := ""
	switch e := ev.(type) {
	case *cdplog.EventEntryAdded:
		// That a page answers 404 is the test's to judge, below.
		if e.Entry.Level == cdplog.EntryLevelError && e.Entry.Source != cdplog.EntrySourceNetwork {
			line = e.Entry.Text
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError {
			line = fmt.Sprintf("console.error: %s", e.Args[0].Value)
		}
	case *runtime.EventExceptionThrown:
		line = "exception: " + e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			line += " " + e.ExceptionDetails.Exception.Description
		}
	case *network.EventResponseReceived:
		page := e.Type == network.ResourceTypeDocument || e.Type == network.ResourceTypeXHR || e.Type == network.ResourceTypeFetch
		p.mu.Lock()
		expected := p.expects
		p.mu.Unlock()
		if e.Response.Status >= 400 && !(page && e.Response.Status == int64(expected)) {
			line = fmt.Sprintf("%s answers %d", e.Response.URL, e.Response.Status)
		}
	case *network.EventLoadingFailed:
		if !e.Canceled && e.ErrorText != "net::ERR_ABORTED" {
			line = fmt.Sprintf("a request failed: %s %s", e.ErrorText, e.BlockedReason)
		}
	}
	if line == "" {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.heard = append(p.heard, line)
}

// take returns what the browser complained of until now.
func (p *tab) take() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	lines := p.heard
	p.heard = nil
	return lines
}

// expect says with which status pages may answer from now on, beside 200.
func (p *tab) expect(status int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expects = status
}

// do acts, and fails the test with a picture when it cannot.
func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.fatal("%v", err)
	}
}

// open goes to an address of the server.
func (p *tab) open(address string) {
	p.t.Helper()
	if !strings.HasPrefix(address, "http") {
		address = p.base + address
	}
	p.do(chromedp.Navigate(address))
}

// fatal ends the test and says where the person was.
func (p *tab) fatal(format string, args ...any) {
	p.t.Helper()
	p.t.Fatalf("at %s: %s", ask[string](p, `location.href + " “" + document.title + "”"`), fmt.Sprintf(format, args...))
}

// errorf fails the test and says where the person was.
func (p *tab) errorf(format string, args ...any) {
	p.t.Helper()
	p.t.Errorf("at %s: %s", ask[string](p, `location.href`), fmt.Sprintf(format, args...))
}

// ask evaluates a script in the page.
func ask[T any](p *tab, script string, args ...any) T {
	p.t.Helper()
	if len(args) > 0 {
		script = fmt.Sprintf(script, args...)
	}
	v, err := try[T](p, script)
	if err != nil {
		p.t.Fatalf("%s: %v", script, err)
	}
	return v
}

func try[T any](p *tab, script string) (T, error) {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
}

// until waits for a condition in the page, whatever page it is by then.
func (p *tab) until(what, condition string) {
	p.t.Helper()
	for deadline := time.Now().Add(patience / 3); ; time.Sleep(20 * time.Millisecond) {
		// A page on its way out cannot answer: ask the next one.
		if ok, err := try[bool](p, "!!("+condition+")"); ok && err == nil {
			return
		}
		if time.Now().After(deadline) {
			p.fatal("waited in vain until %s; the page says:\n%s", what, ask[string](p, `document.body.innerText.slice(0, 3000)`))
		}
	}
}

// shoot keeps a picture when AIRIAL_SHOTS names a folder.
func (p *tab) shoot(name string) {
	folder := os.Getenv("AIRIAL_SHOTS")
	if folder == "" {
		return
	}
	png, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		p.t.Log(err)
		return
	}
	name = strings.NewReplacer("/", "_", " ", "_").Replace(p.t.Name() + "_" + name)
	if err := os.WriteFile(filepath.Join(folder, name+".png"), png, 0o600); err != nil {
		p.t.Log(err)
	}
}
