package web_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"airial/internal/platform/fault"
	"airial/internal/platform/web"
	"airial/internal/platform/web/here"
)

func site(t *testing.T, c web.Config, routes ...web.Route) http.Handler {
	t.Helper()
	var rs web.Routes
	rs.Add(routes...)
	if c.PublicURL == "" {
		c.PublicURL = "https://data.example.fr"
	}
	return web.NewRouter(c, &rs)
}

func page(pattern string, h web.Handler) web.Route {
	return web.Route{Method: http.MethodGet, Pattern: pattern, Kind: web.Page, Guard: web.Everyone, Handler: h}
}

func say(text string) web.Handler {
	return func(w http.ResponseWriter, _ *http.Request) error {
		_, _ = w.Write([]byte(text))
		return nil
	}
}

func refuse(err error) web.Handler {
	return func(http.ResponseWriter, *http.Request) error { return err }
}

func do(h http.Handler, method, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestLanguage(t *testing.T) {
	h := site(t, web.Config{}, page("/here", func(w http.ResponseWriter, r *http.Request) error {
		_, _ = w.Write([]byte(r.URL.Path + " " + here.Href(r.Context(), "/datasets") + " " + web.URL(r.Context(), "/x")))
		return nil
	}))
	for _, c := range []struct{ target, accept, lang, body, vary string }{
		{"/here", "", "fr", "/here /datasets https://data.example.fr/x", "Accept-Language"},
		{"/here", "en-GB,fr;q=0.5", "en", "/here /datasets https://data.example.fr/x", "Accept-Language"},
		{"/en/here", "fr", "en", "/here /en/datasets https://data.example.fr/x", ""},
		{"/fr/here", "en", "fr", "/here /fr/datasets https://data.example.fr/x", ""},
	} {
		w := do(h, "GET", c.target, "Accept-Language", c.accept, "Host", "evil.example")
		if w.Code != 200 || w.Body.String() != c.body || w.Header().Get("Content-Language") != c.lang {
			t.Errorf("%s %q: %d %q in %q", c.target, c.accept, w.Code, w.Body, w.Header().Get("Content-Language"))
		}
		if got := strings.Join(w.Header().Values("Vary"), ","); strings.Contains(got, "Accept-Language") != (c.vary != "") {
			t.Errorf("%s: Vary %q", c.target, got)
		}
	}
}

// TestGivenUpRequestsAreNoFailures: a reader who goes on to another page ends
// the request in the midst, and nobody is to be woken for it.
func TestGivenUpRequestsAreNoFailures(t *testing.T) {
	for name, c := range map[string]struct{ leaves, wanted bool }{"the reader left": {true, false}, "the reader waits": {false, true}} {
		var log bytes.Buffer
		ctx, leave := context.WithCancel(t.Context())
		h := site(t, web.Config{Logger: slog.New(slog.NewTextHandler(&log, nil))}, page("/slow", func(http.ResponseWriter, *http.Request) error {
			if c.leaves {
				leave()
			}
			return errors.New("signal: killed")
		}))
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/slow", nil).WithContext(ctx))
		leave()
		if got := strings.Contains(log.String(), "request failed"); got != c.wanted {
			t.Errorf("%s: an error in the log is %v, %v wanted: %s", name, got, c.wanted, &log)
		}
	}
}

func TestErrorsAreShownInTheFormOfTheRoute(t *testing.T) {
	gone := fault.New(fault.Gone, "dataset.Get", "Ce jeu a été retiré le 3 mars.", "Withdrawn on 3 March.")
	h := site(t, web.Config{},
		page("/gone", refuse(gone)),
		page("/broken", func(http.ResponseWriter, *http.Request) error { panic("secret") }),
		web.Route{Method: "GET", Pattern: "/api/v1/gone", Kind: web.API, Guard: web.Everyone, Handler: refuse(gone)},
		web.Route{Method: "GET", Pattern: "/file", Kind: web.Download, Guard: web.Everyone, Handler: refuse(gone)})
	for _, c := range []struct {
		method, target string
		status         int
		kind           string
		has            []string
	}{
		{"GET", "/fr/gone", 410, "text/html", []string{"Ce jeu a été retiré le 3 mars.", "Retiré de la publication"}},
		{"GET", "/en/api/v1/gone", 410, "application/problem+json", []string{`"detail":"Withdrawn on 3 March."`, `"status":410`, `"instance":"urn:uuid:`, `"type":"https://data.example.fr/api#problem-gone"`}},
		{"GET", "/file", 410, "application/problem+json", nil},
		{"GET", "/nowhere", 404, "text/html", []string{"Introuvable"}},
		{"GET", "/api/v1/nowhere", 404, "application/problem+json", nil},
		{"POST", "/gone", 405, "text/html", nil},
		{"GET", "/broken", 500, "text/html", []string{"Une erreur est survenue"}},
	} {
		w := do(h, c.method, c.target)
		if w.Code != c.status || !strings.HasPrefix(w.Header().Get("Content-Type"), c.kind) {
			t.Errorf("%s: %d %s", c.target, w.Code, w.Header().Get("Content-Type"))
		}
		id := w.Header().Get("X-Request-Id")
		for _, part := range append(c.has, id) {
			if !strings.Contains(w.Body.String(), part) {
				t.Errorf("%s lacks %q", c.target, part)
			}
		}
		if strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s shows the cause", c.target)
		}
	}
	if w := do(h, "POST", "/gone"); w.Header().Get("Allow") == "" {
		t.Error("405 without Allow")
	}
}
