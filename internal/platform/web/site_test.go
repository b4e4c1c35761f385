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
func owned(t *testing.T) http.Handler {
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
	return site(t, web.Config{Sites: func(_ context.Context, host string) (here.Site, bool) { s, ok := sites[host]; return s, ok }},
		page("/p/{member}", told), page("/p/{member}/datasets", told), page("/logos/{digest}", say("logo")), page("/{$}", say("all")), inner)
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
	h := owned(t)
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
