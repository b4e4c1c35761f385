package tabular_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/tables"
	"airial/internal/platform/web"
	"airial/internal/services/explore/exploretest"
	"airial/internal/services/explore/tabular"
)

const base = "/api/resources/" + exploretest.Places

func serve(t *testing.T) (func(string) *httptest.ResponseRecorder, *exploretest.Shelf) {
	t.Helper()
	engine, err := tables.NewEngine(tables.Config{CacheDir: t.TempDir(), Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	shelf := exploretest.New(t)
	routes := &web.Routes{}
	api := web.NewAPI(routes, "test", "0", "http://localhost")
	tabular.New(tabular.Parts{Engine: engine, Shelf: shelf}).Register(routes, api)
	router := web.NewRouter(web.Config{PublicURL: "http://localhost"}, routes)
	return func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		router.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w
	}, shelf
}

func TestData(t *testing.T) {
	get, _ := serve(t)
	for query, want := range map[string]string{
		"nom__exact=Piscine&columns=nom,capacite":            `[{"nom":"Piscine","capacite":450}]`,
		"kind__differs=sport&columns=nom":                    `[{"nom":"Médiathèque"},{"nom":"Théâtre"}]`,
		"nom__contains=THE&columns=nom":                      `[{"nom":"Médiathèque"},{"nom":"Théâtre"}]`,
		"nom__notcontains=the&columns=nom&page_size=2":       `[{"nom":"Arènes"},{"nom":"Piscine"}]`,
		"capacite__in=300,450&columns=nom":                   `[{"nom":"Médiathèque"},{"nom":"Piscine"}]`,
		"capacite__notin=300,450,600&columns=nom":            `[{"nom":"Arènes"},{"nom":"Gymnase"}]`,
		"capacite__less=450&columns=nom":                     `[{"nom":"Médiathèque"},{"nom":"Piscine"}]`,
		"capacite__strictly_less=450&columns=nom":            `[{"nom":"Médiathèque"}]`,
		"capacite__greater=600&columns=nom":                  `[{"nom":"Arènes"},{"nom":"Théâtre"}]`,
		"capacite__strictly_greater=600&columns=nom":         `[{"nom":"Arènes"}]`,
		"depuis__greater=2005-01-15&columns=nom":             `[{"nom":"Médiathèque"},{"nom":"Théâtre"}]`,
		"ouvert__exact=true&columns=nom":                     `[{"nom":"Arènes"},{"nom":"Médiathèque"},{"nom":"Gymnase"}]`,
		"surface__isnull&columns=nom":                        `[{"nom":"Piscine"}]`,
		"surface__isnotnull=&columns=nom&page_size=1&page=4": `[{"nom":"Gymnase"}]`,
		"capacite__sort=desc&columns=nom&page_size=2":        `[{"nom":"Arènes"},{"nom":"Théâtre"}]`,
		"kind__groupby&capacite__sum&nom__count":             `[{"kind":"culture","capacite__sum":900,"nom__count":2},{"kind":"sport","capacite__sum":8450,"nom__count":3}]`,
		"capacite__max&depuis__min":                          `[{"capacite__max":8000,"depuis__min":"1913-05-11"}]`,
		"kind__groupby&kind__sort=desc&surface__avg":         `[{"kind":"sport","surface__avg":2850.375},{"kind":"culture","surface__avg":1050}]`,
	} {
		w := get(base + "/data/?" + query)
		var got struct {
			Data json.RawMessage `json:"data"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != 200 || string(got.Data) != want {
			t.Errorf("%s: %d (-want +got):\n%s", query, w.Code, cmp.Diff(want, string(got.Data)+w.Body.String()))
		}
	}
	w := get(base + "/data/?page_size=2&page=2")
	for _, want := range []string{`"__id":3,"nom":"Piscine"`, `"meta":{"page":2,"page_size":2,"total":5}`, `"next":"http://localhost` + base + `/data/?page=3\u0026page_size=2"`,
		`"prev":"http://localhost` + base + `/data/?page=1\u0026page_size=2"`, `"profile":"http://localhost` + base + `/profile/"`} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("no %s in %s", want, w.Body)
		}
	}
}

func TestErrors(t *testing.T) {
	get, shelf := serve(t)
	for query, want := range map[string]string{
		"page_size=51":                     "Page size exceeds allowed maximum: 50",
		"page=0":                           "could not be parsed",
		"nom":                              "argument 'nom' could not be parsed",
		"nom__is=1":                        "could not be parsed",
		"autre__exact=1":                   "unknown column 'autre'",
		"capacite__exact=beaucoup":         "is not a value of column",
		"nom__avg":                         "'avg' does not apply to column 'nom'",
		"nom__sort=up":                     "asc or desc",
		"kind__groupby&columns=nom":        "cannot be set alongside aggregators",
		"kind__groupby&nom__sort=asc":      "sorted by the columns that make them",
		"ouvert__greater=true":             "does not apply",
		"nom__exact=%zz":                   "could not be parsed",
		"columns=nom,autre":                "unknown column 'autre'",
		"nom__exact=" + "%27%20or%201%3D1": "",
	} {
		w := get(base + "/data/?" + query)
		if want == "" {
			if w.Code != 200 || !strings.Contains(w.Body.String(), `"data":[]`) {
				t.Errorf("%s: %d %s", query, w.Code, w.Body)
			}
			continue
		}
		var got struct {
			Errors []struct{ Title, Detail string }
		}
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != 400 || len(got.Errors) != 1 || !strings.Contains(got.Errors[0].Detail, want) {
			t.Errorf("%s: %d %s", query, w.Code, w.Body)
		}
	}
	if w := get("/api/resources/nothing/data/"); w.Code != 404 || !strings.Contains(w.Body.String(), `"errors"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	shelf.Hidden[exploretest.Places] = true
	for _, part := range []string{"/", "/data/", "/data/csv/", "/data/json/", "/profile/", "/swagger/"} {
		if w := get(base + part); w.Code != http.StatusGone {
			t.Errorf("%s: %d of what was withdrawn", part, w.Code)
		}
	}
}

func TestFilesAndDescriptions(t *testing.T) {
	get, _ := serve(t)
	if got := get(base + "/data/csv/?kind__exact=culture&columns=nom,surface").Body.String(); got != "nom,surface\r\nMédiathèque,1200\r\nThéâtre,900\r\n" {
		t.Errorf("%q", got)
	}
	if got := get(base + "/data/json/?kind__groupby&nom__count").Body.String(); got != "[{\"kind\":\"culture\",\"nom__count\":2},\n{\"kind\":\"sport\",\"nom__count\":3}]\n" {
		t.Errorf("%q", got)
	}
	for path, want := range map[string]string{"/": `"rel":"profile"`, "/profile/": `"capacite":{"format":"int"`, "/swagger/": `capacite__strictly_greater`} {
		if w := get(base + path); w.Code != 200 || !json.Valid(w.Body.Bytes()) || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}
