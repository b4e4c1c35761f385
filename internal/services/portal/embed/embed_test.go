package embed

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/web"
	"airial/internal/services/portal"
	"airial/internal/services/portal/label"
)

// parts answers with a body, or that there is nothing.
type parts struct{ frames []string }

const body = `<a href="/fr/p/ville/datasets/budget">Budget</a><a id="s" href="/fr/embed/datasets/1?sort=a">a</a><a href="?page=2">2</a>` +
	`<a href="#rows">rows</a><form class="x" method="get" action="/fr/embed/datasets/1"></form><figure data-lazy="/static/chart-1.js"><script type="application/json">{"kind":"line"}</script></figure>`

func (p parts) EmbeddedTable(r *http.Request) (portal.Embedded, error) {
	if r.PathValue("id") != "1" {
		return portal.Embedded{}, fault.Missing("test")
	}
	return portal.Embedded{Title: "Budget", Page: "/p/ville/datasets/budget", Who: organisation.Member{Name: "Ville"},
		Face: label.Face{Label: label.Label{Frames: p.frames, Colours: label.Colours{Main: "#7a1f3d"}}}, Body: templ.Raw(body)}, nil
}

func (p parts) EmbeddedPictures(r *http.Request) (portal.Embedded, error) { return p.EmbeddedTable(r) }
func (p parts) EmbeddedList(r *http.Request) (portal.Embedded, error)     { return p.EmbeddedTable(r) }
func (p parts) EmbeddedStory(r *http.Request) (portal.Embedded, error)    { return p.EmbeddedTable(r) }

func get(t *testing.T, p parts, path string) *httptest.ResponseRecorder {
	t.Helper()
	var routes web.Routes
	Register(&routes, p, p)
	w := httptest.NewRecorder()
	web.NewRouter(web.Config{PublicURL: "https://donnees.example.fr"}, &routes).ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

func TestAFrameRunsNothingAndItsLinksLeadOut(t *testing.T) {
	w := get(t, parts{}, "/fr/embed/datasets/1")
	out, policy := w.Body.String(), w.Header().Get("Content-Security-Policy")
	if w.Code != http.StatusOK || strings.Contains(out, "<script") || strings.Contains(out, "chart-1") || strings.Contains(policy, "script-src") || !strings.Contains(policy, "frame-ancestors *") {
		t.Errorf("%d %q\n%s", w.Code, policy, out)
	}
	if w.Header().Get("Set-Cookie") != "" {
		t.Error("a cookie is set")
	}
	for _, want := range []string{`<a target="_blank" href="/fr/p/ville/datasets/budget"`, `<a id="s" href="/fr/embed/datasets/1?sort=a"`, `<a href="#rows"`,
		`href="https://donnees.example.fr/fr/p/ville/datasets/budget"`, "/themes/7a1f3d-0-0-0/", `lang="fr"`} {
		if !strings.Contains(out, want) {
			t.Errorf("lacks %s in\n%s", want, out)
		}
	}
}

func TestAFrameThatGrowsKeepsGrowing(t *testing.T) {
	w := get(t, parts{frames: []string{"https://www.ville.fr"}}, "/en/embed/datasets/1?auto=1&theme=dark")
	out, policy := w.Body.String(), w.Header().Get("Content-Security-Policy")
	if !strings.Contains(policy, "frame-ancestors 'self' https://www.ville.fr") || !strings.Contains(policy, "script-src 'self'") {
		t.Error(policy)
	}
	for _, want := range []string{`data-theme="dark"`, `href="/fr/embed/datasets/1?sort=a&amp;auto=1&amp;theme=dark"`,
		`action="/fr/embed/datasets/1"><input type="hidden" name="auto" value="1">`} {
		if !strings.Contains(out, want) {
			t.Errorf("lacks %s in\n%s", want, out)
		}
	}
	for _, want := range []string{`<figure data-lazy="/static/chart-1.js"><script type="application/json">{"kind":"line"}</script>`, "/static/embed"} {
		if !strings.Contains(out, want) {
			t.Errorf("a chart cannot become lively: lacks %s in\n%s", want, out)
		}
	}
	for _, want := range []string{"connect-src 'self' https://donnees.example.fr;", "worker-src 'self';"} {
		if !strings.Contains(policy, want) {
			t.Errorf("a map cannot have its places: %s", policy)
		}
	}
}

func TestWhatIsGoneSaysSoInTheFrame(t *testing.T) {
	w := get(t, parts{}, "/fr/embed/datasets/2")
	if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "ne sont plus publiées") || !strings.Contains(w.Header().Get("Content-Security-Policy"), "frame-ancestors *") {
		t.Errorf("%d %s\n%s", w.Code, w.Header().Get("Content-Security-Policy"), w.Body)
	}
}

func TestTheElementMayBeFetchedByAnyPage(t *testing.T) {
	w := get(t, parts{}, "/embed/airial.js")
	if w.Code != http.StatusOK || w.Header().Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(w.Body.String(), `customElements.define`) {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}

func TestNothingOfTheAddressBecomesMarkup(t *testing.T) {
	out := outward(body, url.Values{"auto": {`"><script>x</script>`}})
	if strings.Contains(out, "<script>x") {
		t.Error(out)
	}
}
