package e2e

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// TestEmbeddedChartsAreLively puts the charts and the map of a dataset into a
// page of another origin: with the element they are taken over by their scripts,
// in a plain frame they stay as the server drew them, and run nothing.
func TestEmbeddedChartsAreLively(t *testing.T) {
	t.Parallel()
	s := scene{startDemo(t, unhurried...), browser(t)}
	p := s.tab(t)
	for _, c := range []struct{ find, live string }{
		{"subventions escourbac 2026", `document.querySelector(".chart-live svg")`},
		{"arbres", `performance.getEntriesByType("resource").some(e => e.name.includes("/places"))`},
	} {
		p.open("/fr/datasets?q=" + c.find)
		p.open(ask[string](p, `document.querySelector("#found a[href*='/datasets/']").href`))
		p.press("Intégrer cette vue dans un site")
		frames := ask[[]string](p, `[...document.querySelectorAll("#charts .embed-box .copy code")].map(e => e.innerText)`)
		if len(frames) != 2 {
			p.fatal("%s: it gives %d codes", c.find, len(frames))
		}
		for i, code := range frames {
			site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/" {
					w.Header().Set("Content-Type", "text/html; charset=utf-8")
					_, _ = w.Write([]byte(`<!doctype html><html lang="fr"><link rel="icon" href="data:,"><title>Un autre site</title><h1>Chez nous</h1>` + code + `</html>`))
				}
			}))
			defer site.Close()
			p.open(site.URL)
			p.until("the frame is there", `document.querySelector("iframe")`)
			if i == 1 {
				p.until("it is as high as its charts", `+document.querySelector("iframe").height > 600`)
			}
			p.shoot("embedded")
			p.open(ask[string](p, `document.querySelector("iframe").src`)) // its own policy holds there too
			if i == 1 {
				p.until("its script has taken it over", c.live)
			} else if ask[bool](p, `!!document.querySelector("script, [data-lazy]") || !document.querySelector("figure svg, .chart-bars")`) {
				p.errorf("a plain frame runs scripts, or draws nothing")
			}
		}
	}
}
