package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"airial/internal/platform/web"
	"airial/internal/platform/web/here"
)

// owned is a site on which two members have hosts of their own.
func owned(t *testing.T, strict bool) http.Handler {
	sites := map[string]here.Site{
		"donnees.a.fr": {Base: "https://donnees.a.fr", Under: "/p/a"},
		"donnees.b.fr": {Base: "https://donnees.b.fr", Under: "/p/b"},
	}
	told := func(w http.ResponseWriter, r *http.Request) error {
		_, err := w.Write([]byte(r.PathValue("member") + " " + here.Href(r.Context(), "/p/"+r.PathValue("member")+"/datasets") +
			" " + here.Href(r.Context(), "/console/login") + " " + web.URL(r.Context(), "/p/x")))
		return err
	}
	inner := page("/console/inner", say("inner"))
	inner.Guard = web.GuardFunc("nobody", func(r *http.Request) (*http.Request, error) { return r, nil })
	posted := func(method, pattern string, kind web.Kind) web.Route {
		return web.Route{Method: method, Pattern: pattern, Kind: kind, Guard: web.Everyone, Handler: say(pattern)}
	}
	return site(t, web.Config{Strict: strict, Sites: func(_ context.Context, host string) (here.Site, bool) { s, ok := sites[host]; return s, ok }},
		page("/p/{member}", told), page("/p/{member}/datasets", told), page("/logos/{digest}", say("logo")), page("/{$}", say("all")), inner,
		page("/stories", say("stories")), posted("GET", "/datasets/{id}/data.csv", web.Download), posted("GET", "/api/rows", web.API),
		posted("POST", "/api/rows", web.API), posted("POST", "/console/login", web.Page), posted("POST", "/p/{member}/ask", web.Page), posted("GET", "/healthz", web.Asset))
}

func through(h http.Handler, method, host, target string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	r.Host = host
	r.Header.Set("X-Forwarded-Host", "donnees.b.fr") // believed by nobody
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestOwnHost asks for the same addresses through the public host, a member's,
// and names that are nobody's.
func TestOwnHost(t *testing.T) {
	h := owned(t, false)
	const inA = "a /datasets https://data.example.fr/console/login https://data.example.fr/p/x"
	for _, c := range []struct {
		host, target string
		status       int
		body, to     string
	}{
		{host: "donnees.a.fr", target: "/", status: 200, body: inA},
		{host: "DONNEES.A.FR", target: "/datasets", status: 200, body: inA},
		{host: "donnees.b.fr", target: "/", status: 200, body: "b /datasets"},
		{host: "donnees.a.fr", target: "/en/datasets", status: 200, body: "a /en/datasets https://data.example.fr/en/console/login"},
		{host: "donnees.a.fr", target: "/logos/1", status: 200, body: "logo"},
		// What belongs to all, or to another, is not here.
		{host: "donnees.a.fr", target: "/p/a/datasets?q=x", status: 308, to: "https://donnees.a.fr/datasets?q=x"},
		{host: "donnees.a.fr", target: "/p/b/datasets", status: 307, to: "https://data.example.fr/p/b/datasets"},
		{host: "donnees.a.fr", target: "/fr/console/inner", status: 307, to: "https://data.example.fr/fr/console/inner"},
		{host: "donnees.a.fr", target: "/../b", status: 307, to: "/p/b"}, // the mux cleans it, and /p/b is not here either: above
		{host: "donnees.a.fr", target: "//b", status: 404},
		{host: "donnees.a.fr", target: "/fr/stories?q=x", status: 307, to: "https://data.example.fr/fr/stories?q=x"},
		{host: "donnees.a.fr", target: "/datasets/1/data.csv", status: 307, to: "https://data.example.fr/datasets/1/data.csv"},
		{host: "donnees.a.fr", target: "/api/rows?limit=2", status: 307, to: "https://data.example.fr/api/rows?limit=2"},
		{host: "donnees.a.fr", target: "/nothing", status: 404},
		// A name that is nobody's is answered as the public one, with its addresses.
		{host: "other.example", target: "/", status: 200, body: "all"},
		{host: "other.example", target: "/p/a", status: 200, body: "a /p/a/datasets /console/login https://data.example.fr/p/x"},
		{host: "donnees.a.fr.other.example", target: "/", status: 200, body: "all"},
		{host: "other.example@donnees.a.fr", target: "/", status: 200, body: "all"},
		{host: "", target: "/", status: 200, body: "all"},
	} {
		w := through(h, http.MethodGet, c.host, c.target)
		if w.Code != c.status || !strings.HasPrefix(w.Body.String(), c.body) || w.Header().Get("Location") != c.to {
			t.Errorf("%s%s: %d %q to %q", c.host, c.target, w.Code, w.Body, w.Header().Get("Location"))
		}
		if w.Header().Get("Set-Cookie") != "" {
			t.Errorf("%s%s sets a cookie", c.host, c.target)
		}
		if strings.Contains(w.Body.String()+w.Header().Get("Location"), "other.example") {
			t.Errorf("%s%s writes the name that was claimed: %s", c.host, c.target, w.Body)
		}
	}
	if w := through(h, http.MethodPost, "donnees.a.fr", "/console/inner"); w.Code < 400 {
		t.Errorf("what needs a session is taken on a member's host: %d", w.Code)
	}
	own, public := through(h, http.MethodGet, "donnees.a.fr", "/"), through(h, http.MethodGet, "data.example.fr", "/")
	for host, w := range map[string]*httptest.ResponseRecorder{"own": own, "public": public} {
		below := strings.Contains(w.Header().Get("Strict-Transport-Security"), "includeSubDomains")
		if below != (host == "public") {
			t.Errorf("%s host: Strict-Transport-Security %q", host, w.Header().Get("Strict-Transport-Security"))
		}
	}
}

// TestNobodysHost: with hosts of members' own, a name that is neither the public
// one nor a member's is said so, where the public data are; machines of the house
// go by number, or by a name without a dot.
func TestNobodysHost(t *testing.T) {
	h := owned(t, true)
	for _, c := range []struct {
		host, target string
		status       int
	}{
		{"other.example", "/", 421}, {"other.example:8443", "/en/p/a", 421}, {"other.example", "/api/rows", 421}, {"donnees.a.fr.other.example", "/", 421},
		{"other.example", "/logos/1", 200}, {"other.example", "/healthz", 200},
		{"data.example.fr", "/", 200}, {"data.example.fr:8443", "/", 200}, {"data.example.fr.", "/", 200}, {"donnees.a.fr", "/", 200},
		{"127.0.0.1:8080", "/", 200}, {"[::1]:8080", "/", 200}, {"airial:8080", "/", 200}, {"airial.localhost", "/", 200},
	} {
		w := through(h, http.MethodGet, c.host, c.target)
		if w.Code != c.status {
			t.Errorf("%s%s: %d, want %d", c.host, c.target, w.Code, c.status)
		}
		if body := w.Body.String(); c.status == 421 && (!strings.Contains(body, "https://data.example.fr") || strings.Contains(body, "other.example") || strings.Contains(body, `href="/"`)) {
			t.Errorf("%s%s does not lead to the public host: %s", c.host, c.target, body)
		}
	}
}

// TestWritingThroughAnOwnHost: forms of the member's own pages work there; what
// belongs to the public host is refused with where to send it, never taken.
func TestWritingThroughAnOwnHost(t *testing.T) {
	h := owned(t, true)
	for _, c := range []struct {
		target string
		status int
		says   string
	}{
		{"/ask", 200, "/p/{member}/ask"}, {"/api/rows", 421, "https://data.example.fr/api/rows"},
		{"/console/login", 421, "https://data.example.fr/console/login"}, {"/en/console/login", 421, "https://data.example.fr/en/console/login"},
		{"/p/b/ask", 421, "https://data.example.fr/p/b/ask"},
	} {
		if w := through(h, http.MethodPost, "donnees.a.fr", c.target); w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s: %d %s", c.target, w.Code, w.Body)
		}
	}
}

// TestScriptsOfOtherPages: what is public may be read by them, through either
// host, and is never written.
func TestScriptsOfOtherPages(t *testing.T) {
	h := owned(t, true)
	ask := func(host, target string, headers ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodOptions, target, nil)
		r.Host = host
		for i := 0; i+1 < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	for _, host := range []string{"donnees.a.fr", "data.example.fr"} {
		w := ask(host, "/api/rows", "Origin", "https://www.a.fr", "Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "authorization")
		if w.Code != 204 || w.Header().Get("Access-Control-Allow-Origin") != "*" || w.Header().Get("Access-Control-Allow-Methods") != "GET, HEAD" {
			t.Errorf("%s asked before: %d %v", host, w.Code, w.Header())
		}
		if w := through(h, http.MethodGet, host, "/api/rows"); w.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %d %v", host, w.Code, w.Header())
		}
	}
	if w := ask("data.example.fr", "/console/inner", "Access-Control-Request-Method", "GET"); w.Code == 204 {
		t.Error("the console may be read by scripts of other pages")
	}
	if w := ask("data.example.fr", "/api/rows"); w.Code != 405 {
		t.Errorf("a question that no browser asks: %d", w.Code)
	}
	if w := through(h, http.MethodGet, "data.example.fr", "/"); w.Header().Get("Access-Control-Allow-Origin") != "" {
		t.Error("a page may be read by scripts of others")
	}
}
