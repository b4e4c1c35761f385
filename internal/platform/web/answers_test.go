package web_test

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"airial/internal/platform/fault"
	"airial/internal/platform/web"
)

func TestHeaders(t *testing.T) {
	for _, public := range []string{"https://data.example.fr", "http://localhost:8080"} {
		w := do(site(t, web.Config{PublicURL: public}, page("/", say("ok"))), "GET", "/")
		h := w.Header()
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
			"X-Content-Type-Options":  "nosniff",
			"Referrer-Policy":         "strict-origin-when-cross-origin",
			"Cache-Control":           "no-cache",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		if secure := strings.HasPrefix(public, "https"); (h.Get("Strict-Transport-Security") != "") != secure {
			t.Errorf("%s: HSTS %q", public, h.Get("Strict-Transport-Security"))
		}
		if len(h.Values("Set-Cookie")) > 0 {
			t.Error("a public page sets a cookie")
		}
	}
}

func TestTextIsPackedAndDownloadsAreNot(t *testing.T) {
	long := strings.Repeat("délibération ", 1000)
	write := func(w http.ResponseWriter, _ *http.Request) error {
		w.Header().Set("Content-Type", "text/csv; charset=utf-8")
		_, err := io.WriteString(w, long)
		return err
	}
	h := site(t, web.Config{}, page("/page", write), web.Route{Method: "GET", Pattern: "/file", Kind: web.Download, Guard: web.Everyone, Handler: write})
	w := do(h, "GET", "/page", "Accept-Encoding", "gzip")
	if w.Header().Get("Content-Encoding") != "gzip" {
		t.Fatal("a long page is not packed")
	}
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(z); err != nil || string(b) != long {
		t.Errorf("comes back changed: %v", err)
	}
	if w := do(h, "GET", "/file", "Accept-Encoding", "gzip"); w.Header().Get("Content-Encoding") != "" || w.Body.String() != long {
		t.Error("a download is packed: taken up again, its bytes would be mixed")
	}
}

func TestFresh(t *testing.T) {
	version := "1"
	h := site(t, web.Config{}, page("/d", func(w http.ResponseWriter, r *http.Request) error {
		if web.Fresh(w, r, version) {
			return nil
		}
		_, _ = io.WriteString(w, "body")
		return nil
	}))
	tag := do(h, "GET", "/d").Header().Get("Etag")
	if w := do(h, "GET", "/d", "If-None-Match", `"x", `+tag); w.Code != http.StatusNotModified || w.Body.Len() != 0 {
		t.Errorf("known: %d with %d bytes", w.Code, w.Body.Len())
	}
	for name, w := range map[string]*httptest.ResponseRecorder{
		"another language": do(h, "GET", "/en/d", "If-None-Match", tag),
		"another query":    do(h, "GET", "/d?page=2", "If-None-Match", tag),
		"a fragment":       do(h, "GET", "/d", "If-None-Match", tag, "HX-Request", "true"),
	} {
		if w.Code != 200 {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	version = "2"
	if w := do(h, "GET", "/d", "If-None-Match", tag); w.Code != 200 {
		t.Errorf("changed: %d", w.Code)
	}
}

func TestRedirectsKeepTheLanguage(t *testing.T) {
	h := site(t, web.Config{}, web.Route{Method: "POST", Pattern: "/act", Kind: web.Page, Guard: web.Everyone,
		Handler: func(w http.ResponseWriter, r *http.Request) error { return web.Redirect(w, r, "/console") }})
	if w := do(h, "POST", "/en/act"); w.Code != 303 || w.Header().Get("Location") != "/en/console" {
		t.Errorf("%d to %q", w.Code, w.Header().Get("Location"))
	}
	if w := do(h, "POST", "/act", "HX-Request", "true"); w.Code != 200 || w.Header().Get("HX-Redirect") != "/console" {
		t.Errorf("%d to %q", w.Code, w.Header().Get("HX-Redirect"))
	}
}

func TestFragmentsGetALine(t *testing.T) {
	h := site(t, web.Config{}, page("/x", refuse(fault.New(fault.Conflict, "x", "Déjà modifié.", "Already changed."))))
	w := do(h, "GET", "/x", "HX-Request", "true")
	if w.Code != 409 || w.Header().Get("HX-Retarget") != "#notice" || strings.Contains(w.Body.String(), "<html") || !strings.Contains(w.Body.String(), "Déjà modifié.") {
		t.Errorf("%d %q %s", w.Code, w.Header().Get("HX-Retarget"), w.Body)
	}
}

func TestAttachmentNames(t *testing.T) {
	for in, want := range map[string]string{
		"export (2).csv":         `attachment; filename="export (2).csv"`,
		"../../etc/passwd":       `attachment; filename=passwd`,
		`..\..\boot.ini`:         `attachment; filename=boot.ini`,
		"délibérations.csv":      `attachment; filename*=utf-8''d%C3%A9lib%C3%A9rations.csv`,
		"a\r\nSet-Cookie: x.csv": `attachment; filename="aSet-Cookie: x.csv"`,
		"":                       `attachment; filename=file`,
	} {
		w := httptest.NewRecorder()
		web.Attachment(w, in, "text/csv")
		if got := w.Header().Get("Content-Disposition"); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
		if w.Header().Get("Content-Security-Policy") != web.Sandbox {
			t.Error("a deposited file goes out without its sandbox")
		}
	}
}

func TestHealth(t *testing.T) {
	var broken error
	var rs web.Routes
	web.Health(&rs, web.Check{Name: "database", Fn: func(context.Context) error { return broken }})
	h := web.NewRouter(web.Config{PublicURL: "http://localhost"}, &rs)
	if w := do(h, "GET", "/readyz"); w.Code != 200 || w.Body.String() != "database: ok\n" {
		t.Errorf("%d %q", w.Code, w.Body)
	}
	broken = errors.New("password of the database")
	if w := do(h, "GET", "/readyz"); w.Code != 503 || w.Body.String() != "database: not ready\n" {
		t.Errorf("%d %q", w.Code, w.Body)
	}
	if w := do(h, "GET", "/healthz"); w.Code != 200 {
		t.Errorf("%d", w.Code)
	}
}

func TestHalfAnAnswerIsCutOff(t *testing.T) {
	h := site(t, web.Config{}, page("/half", func(w http.ResponseWriter, _ *http.Request) error {
		_, _ = io.WriteString(w, strings.Repeat("x", 5000))
		return errors.New("the table ended too soon")
	}))
	server := httptest.NewUnstartedServer(h)
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelInfo)
	server.Start()
	defer server.Close()
	client := &http.Client{Timeout: 10 * time.Second}
	res, err := client.Get(server.URL + "/half")
	if err == nil {
		_, err = io.ReadAll(res.Body)
		_ = res.Body.Close()
	}
	if err == nil {
		t.Error("half an answer looks like a whole one")
	}
}
