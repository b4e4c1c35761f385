package builder_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/tables"
	"airial/internal/platform/web"
	"airial/internal/services/explore/builder"
	"airial/internal/services/explore/exploretest"
	"airial/internal/services/explore/ods"
)

func TestThePageShowsWhatItsAddressGives(t *testing.T) {
	engine, err := tables.NewEngine(tables.Config{CacheDir: t.TempDir(), Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	shelf, now := exploretest.New(t), clock.NewManual(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	routes := &web.Routes{}
	questions := ods.New(ods.Parts{Engine: engine, Shelf: shelf, Clock: now})
	questions.Register(routes, web.NewAPI(routes, "test", "0", "http://localhost"))
	builder.New(questions, shelf, nil).Register(routes)
	router := web.NewRouter(web.Config{PublicURL: "http://localhost", Clock: now}, routes)
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		router.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w
	}
	const page = "/en/p/dax/datasets/equipements/api"
	for form, want := range map[string][]string{
		"": {">Arènes</td>", "curl &#39;http://localhost/api/explore/v2.1/catalog/datasets/" + exploretest.Places + "/records?limit=10&#39;", "OGC API"},
		url.Values{"field": {"kind"}, "op": {"eq"}, "value": {`sp"ort`}}.Encode():                            {"No row answers this question"},
		url.Values{"field": {"nom"}, "op": {"like"}, "value": {"thé"}, "where": {"capacite > 500"}}.Encode(): {">Théâtre</td>", "Results shown: 1 of 1"},
		url.Values{"group": {"kind"}, "measure": {"sum:capacite"}}.Encode():                                  {">sport</td>", `<td class="num">8450</td>`},
		url.Values{"group": {"kind"}, "sort": {"-kind"}}.Encode():                                            {`<td class="num">3</td>`},
		url.Values{"where": {"capacite >"}}.Encode():                                                         {"This question was not understood", "at position 11"},
		url.Values{"field": {"x') or 1=1"}, "op": {"eq"}, "value": {"y"}}.Encode():                           {"unknown field"},
		url.Values{"select": {"<script>"}}.Encode():                                                          {"This question was not understood"},
	} {
		w := get(page + "?" + form)
		for _, part := range want {
			if w.Code != 200 || !strings.Contains(w.Body.String(), part) {
				t.Errorf("%s: %d, no %s", form, w.Code, part)
			}
		}
		if strings.Contains(w.Body.String(), "<script>\"") || strings.Count(w.Body.String(), "<h1") != 1 {
			t.Errorf("%s: a script, or not one heading", form)
		}
		// The address on the page gives what the page shows.
		_, rest, _ := strings.Cut(w.Body.String(), "<code>curl &#39;http://localhost")
		address, _, _ := strings.Cut(strings.ReplaceAll(rest, "&amp;", "&"), "&#39;")
		if answer := get(address); (answer.Code == 200) == strings.Contains(w.Body.String(), "was not understood") {
			t.Errorf("%s: %d from %s", form, answer.Code, address)
		}
	}
	shelf.Hidden[exploretest.Places] = true
	if w := get(page); w.Code != http.StatusGone {
		t.Errorf("%d of what was withdrawn", w.Code)
	}
}
