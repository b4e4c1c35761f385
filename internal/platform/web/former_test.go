package web_test

import (
	"net/http"
	"testing"

	"airial/internal/platform/web"
)

// What is asked for of an address that the site has left leads to the same path of
// the present one, and nothing is taken there.
func TestFormerAddress(t *testing.T) {
	h := site(t, web.Config{PublicURL: "https://data.example.fr", Strict: true, Former: []string{"https://ancien.example.fr", "http://localhost:8081"}},
		page("/datasets", say("all")), web.Route{Method: "POST", Pattern: "/api/rows", Kind: web.API, Guard: web.Everyone, Handler: say("rows")},
		web.Route{Method: "GET", Pattern: "/healthz", Kind: web.Asset, Guard: web.Everyone, Handler: say("well")})
	for _, c := range []struct {
		method, host, target string
		status               int
		to                   string
	}{
		{"GET", "ancien.example.fr", "/fr/datasets?q=eau%20de&page=2", http.StatusPermanentRedirect, "https://data.example.fr/fr/datasets?q=eau%20de&page=2"},
		{"HEAD", "ANCIEN.example.fr", "/p/x/catalog.ttl", http.StatusPermanentRedirect, "https://data.example.fr/p/x/catalog.ttl"},
		{"GET", "localhost:8081", "/", http.StatusPermanentRedirect, "https://data.example.fr/"},
		{"GET", "ancien.example.fr", "//evil.example/x", http.StatusPermanentRedirect, "https://data.example.fr/"},
		{"POST", "ancien.example.fr", "/api/rows", http.StatusMisdirectedRequest, ""},
		{"GET", "ancien.example.fr", "/healthz", http.StatusOK, ""},
		{"GET", "data.example.fr", "/fr/datasets", http.StatusOK, ""},
		{"GET", "autre.example.fr", "/fr/datasets", http.StatusOK, ""}, // nobody's, and no portal has a host of its own
	} {
		w := through(h, c.method, c.host, c.target)
		if w.Code != c.status || w.Header().Get("Location") != c.to {
			t.Errorf("%s %s%s: %d, to %q; want %d, %q", c.method, c.host, c.target, w.Code, w.Header().Get("Location"), c.status, c.to)
		}
	}
}
