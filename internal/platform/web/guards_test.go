package web_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
	"airial/internal/platform/web"
)

func TestGuardDecides(t *testing.T) {
	closed := web.GuardFunc("signed in", func(*http.Request) (*http.Request, error) {
		return nil, fault.New(fault.Unauthenticated, "guard", "Connectez-vous.", "Log in.")
	})
	reached := false
	h := site(t, web.Config{}, web.Route{Method: "GET", Pattern: "/console", Kind: web.Page, Guard: closed,
		Handler: func(http.ResponseWriter, *http.Request) error { reached = true; return nil }})
	if w := do(h, "GET", "/console"); w.Code != 401 || reached || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%d, reached %v, %q", w.Code, reached, w.Header().Get("Cache-Control"))
	}
}

func TestRouteWithoutGuardIsRefused(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a route that says not who may pass was taken")
		}
	}()
	site(t, web.Config{}, web.Route{Method: "GET", Pattern: "/open", Kind: web.Page, Handler: say("")})
}

func TestClassroomPassesAndFloodDoesNot(t *testing.T) {
	at := clock.NewManual(time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC))
	h := site(t, web.Config{Clock: at}, page("/", say("ok")))
	for i := range 300 {
		if w := do(h, "GET", "/"); w.Code != 200 {
			t.Fatalf("page %d of a classroom: %d", i, w.Code)
		}
	}
	refused := 0
	for range 2000 {
		w := do(h, "GET", "/")
		if w.Code == http.StatusTooManyRequests {
			refused++
			if w.Header().Get("Retry-After") != "1" {
				t.Fatalf("Retry-After %q", w.Header().Get("Retry-After"))
			}
		}
	}
	if refused != 1300 {
		t.Errorf("%d of 2000 refused, want 1300: the burst is 1000", refused)
	}
	if w := do(h, "GET", "/static/none"); w.Code != 404 {
		t.Errorf("assets count against the limit: %d", w.Code)
	}
	at.Advance(time.Second)
	if w := do(h, "GET", "/"); w.Code != 200 {
		t.Errorf("a second later: %d", w.Code)
	}
}

func TestLimiterForgetsInBoundedMemory(t *testing.T) {
	at := clock.NewManual(time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC))
	l := web.NewLimiter(at, 1, 1)
	if _, ok := l.Allow("first"); !ok {
		t.Fatal("the first request is refused")
	}
	for i := range 200_000 {
		l.Allow(fmt.Sprint(i))
	}
	if n := web.Callers(l); n > 1<<16 {
		t.Errorf("remembers %d callers", n)
	}
	if _, ok := l.Allow("199999"); ok {
		t.Error("a caller of a moment ago is forgotten")
	}
}

func TestFormsOfOtherSites(t *testing.T) {
	post := web.Route{Method: "POST", Pattern: "/act", Kind: web.Page, Guard: web.Everyone, Handler: say("done")}
	h := site(t, web.Config{}, post)
	for _, c := range []struct {
		name    string
		headers []string
		status  int
	}{
		{"a program", nil, 200},
		{"the same site", []string{"Sec-Fetch-Site", "same-origin", "Origin", "https://data.example.fr"}, 200},
		{"another site", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, 403},
		{"another site, old browser", []string{"Origin", "https://evil.example"}, 403},
		{"behind a proxy, old browser", []string{"Origin", "https://data.example.fr"}, 200},
		{"another site with a token", []string{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site", "Authorization", "Bearer x"}, 200},
	} {
		if w := do(h, "POST", "/act", c.headers...); w.Code != c.status {
			t.Errorf("%s: %d, want %d", c.name, w.Code, c.status)
		}
	}
}

func TestBodiesAreBounded(t *testing.T) {
	read := func(w http.ResponseWriter, r *http.Request) error {
		n, err := io.Copy(io.Discard, r.Body)
		if err != nil {
			return fault.Wrap("test.Read", err)
		}
		_, _ = fmt.Fprint(w, n)
		return nil
	}
	h := site(t, web.Config{Limits: web.Limits{Body: 10}},
		web.Route{Method: "POST", Pattern: "/small", Kind: web.Page, Guard: web.Everyone, Handler: read},
		web.Route{Method: "POST", Pattern: "/file", Kind: web.API, Guard: web.Everyone, Handler: read, MaxBody: 100},
		web.Route{Method: "POST", Pattern: "/any", Kind: web.API, Guard: web.Everyone, Handler: read, MaxBody: -1})
	for _, c := range []struct {
		path         string
		size, status int
	}{{"/small", 10, 200}, {"/small", 11, 413}, {"/file", 100, 200}, {"/file", 101, 413}, {"/any", 1 << 20, 200}} {
		r := httptest.NewRequest("POST", c.path, strings.NewReader(strings.Repeat("x", c.size)))
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != c.status {
			t.Errorf("%s with %d bytes: %d, want %d", c.path, c.size, w.Code, c.status)
		}
	}
}
