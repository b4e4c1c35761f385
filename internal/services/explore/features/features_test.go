package features_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/tables"
	"airial/internal/platform/web"
	"airial/internal/services/explore/exploretest"
	"airial/internal/services/explore/features"
	"airial/internal/services/explore/ods"
)

const collection = "/collections/" + exploretest.Places

type get func(path string, headers ...string) *httptest.ResponseRecorder

func serve(t *testing.T) (get, *exploretest.Shelf) {
	t.Helper()
	engine, err := tables.NewEngine(tables.Config{CacheDir: t.TempDir(), Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	shelf, now := exploretest.New(t), clock.NewManual(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	routes := &web.Routes{}
	api := web.NewAPI(routes, "test", "0", "http://localhost")
	features.New(features.Parts{Explore: ods.New(ods.Parts{Engine: engine, Shelf: shelf, Clock: now}), Shelf: shelf, Clock: now}).Register(routes, api)
	if missing := web.Undocumented(routes, api); len(missing) > 0 {
		t.Errorf("undocumented: %v", missing)
	}
	router := web.NewRouter(web.Config{PublicURL: "http://localhost", Clock: now}, routes)
	return func(path string, headers ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, features.Base+path, nil)
		for i := 0; i+1 < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		router.ServeHTTP(w, r)
		return w
	}, shelf
}

type document struct {
	Links       []struct{ Href, Rel, Type string }
	ConformsTo  []string `json:"conformsTo"`
	Collections []document
	ID          any
	CRS         []string `json:"crs"`
	Extent      struct {
		Spatial  struct{ Bbox [][]float64 }
		Temporal struct{ Interval [][]any }
	}
	Type           string
	TimeStamp      string `json:"timeStamp"`
	NumberMatched  int    `json:"numberMatched"`
	NumberReturned int    `json:"numberReturned"`
	Features       []struct {
		Type       string
		ID         string
		Geometry   *struct{ Coordinates [2]float64 }
		Properties map[string]any
	}
	OpenAPI string `json:"openapi"`
	Paths   map[string]any
}

func read(t *testing.T, w *httptest.ResponseRecorder, media string) (d document) {
	t.Helper()
	if err := json.Unmarshal(w.Body.Bytes(), &d); err != nil || w.Code != 200 || w.Header().Get("Content-Type") != media {
		t.Fatalf("%d %s %v: %.300s", w.Code, w.Header().Get("Content-Type"), err, w.Body)
	}
	return d
}

func (d document) has(rel string) bool {
	for _, l := range d.Links {
		if l.Rel == rel && strings.HasPrefix(l.Href, "http") && l.Type != "" {
			return true
		}
	}
	return false
}

// The abstract tests of OGC 17-069r4, annex A.2 (core), A.3 (GeoJSON), A.4
// (HTML) and A.5 (OpenAPI 3.0), by their numbers.
func TestCore(t *testing.T) {
	get, _ := serve(t)
	root := read(t, get(""), "application/json") // A.3, A.4
	for _, rel := range []string{"self", "alternate", "service-desc", "service-doc", "conformance", "data"} {
		if !root.has(rel) {
			t.Errorf("the landing page has no link %q", rel)
		}
	}
	if d := read(t, get("/api"), "application/vnd.oai.openapi+json;version=3.0"); d.OpenAPI[:2] != "3." || d.Paths["/collections/{collection}/items"] == nil { // A.5, A.6
		t.Errorf("%+v", d)
	}
	if d := read(t, get("/conformance"), "application/json"); !strings.Contains(strings.Join(d.ConformsTo, " "), "conf/core") { // A.7, A.8
		t.Errorf("%v", d.ConformsTo)
	}
	list := read(t, get("/collections"), "application/json") // A.9, A.10
	if !list.has("self") || len(list.Collections) != 1 || list.Collections[0].ID != exploretest.Places {
		t.Fatalf("%+v", list)
	}
	one := read(t, get(collection), "application/json") // A.11, A.12
	if !one.has("items") || one.CRS[0] != "http://www.opengis.net/def/crs/OGC/1.3/CRS84" ||
		fmt.Sprint(one.Extent.Spatial.Bbox) != "[[-1.0533 43.7061 -1.04 43.715]]" || fmt.Sprint(one.Extent.Temporal.Interval) != "[[1913-05-11T00:00:00Z 2005-09-01T00:00:00Z]]" {
		t.Errorf("%+v", one)
	}
}

func TestItems(t *testing.T) {
	get, _ := serve(t)
	for query, want := range map[string]string{ // A.13 to A.22
		"":                                    "5 of 5: 1 2 3 4 5",
		"limit=2":                             "2 of 5: 1 2",
		"limit=2&offset=3":                    "2 of 5: 4 5",
		"limit=99999":                         "5 of 5: 1 2 3 4 5",
		"bbox=-1.06,43.709,-1.03,43.72":       "2 of 2: 1 3",
		"bbox=-1.06,43.709,0,-1.03,43.72,100": "2 of 2: 1 3",
		"bbox=0,0,1,1":                        "0 of 0: ",
		"bbox=170,40,-1,44":                   "4 of 4: 1 2 3 4",
		"datetime=2005-09-01T00:00:00Z":       "2 of 2: 2 5",
		"datetime=1970-01-01/2005-01-31":      "3 of 3: 3 4 5",
		"datetime=../1950-01-01":              "2 of 2: 1 5",
		"datetime=2000-01-01/..":              "3 of 3: 2 4 5",
		"datetime=../..":                      "5 of 5: 1 2 3 4 5",
		"kind=culture":                        "2 of 2: 2 4",
		"kind=sport&ouvert=true&limit=1":      "1 of 2: 1",
		"nom=%27%29%20or%201%3D1":             "0 of 0: ",
	} {
		d := read(t, get(collection+"/items?"+query), "application/geo+json")
		var ids []string
		for _, f := range d.Features {
			ids = append(ids, f.ID)
		}
		if got := fmt.Sprintf("%d of %d: %s", d.NumberReturned, d.NumberMatched, strings.Join(ids, " ")); got != want || d.Type != "FeatureCollection" || !d.has("self") || !d.has("alternate") {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
		if _, err := time.Parse(time.RFC3339, d.TimeStamp); err != nil {
			t.Error(err)
		}
	}
	d := read(t, get(collection+"/items?limit=2&offset=2"), "application/geo+json")
	if !d.has("next") || !d.has("prev") || d.Features[0].Geometry.Coordinates != [2]float64{-1.04, 43.715} || d.Features[0].Properties["nom"] != "Piscine" {
		t.Errorf("%+v", d)
	}
	seen := 0 // the links of paging lead through all features, once each
	for path := collection + "/items?limit=2"; path != ""; {
		d := read(t, get(path), "application/geo+json")
		seen += len(d.Features)
		path = ""
		for _, l := range d.Links {
			if l.Rel == "next" {
				path = strings.TrimPrefix(l.Href, "http://localhost"+features.Base)
			}
		}
	}
	if seen != 5 {
		t.Errorf("%d features by the links", seen)
	}
}

func TestItem(t *testing.T) {
	get, shelf := serve(t)
	w := get(collection + "/items/3") // A.23, A.24
	if d := read(t, w, "application/geo+json"); d.Type != "Feature" || d.ID != "3" || !d.has("self") || !d.has("collection") {
		t.Errorf("%s", w.Body)
	}
	for path, want := range map[string]int{collection + "/items/99": 404, collection + "/items/x": 404, "/collections/none": 404, "/collections/" + exploretest.Grants: 404,
		collection + "/items?limit=0": 400, collection + "/items?limit=x": 400, collection + "/items?bbox=1,2,3": 400, collection + "/items?bbox=0,9,1,1": 400,
		collection + "/items?datetime=hier": 400, collection + "/items?datetime=2026-01-01/2025-01-01": 400, collection + "/items?autre=1": 400,
		"/conformance?autre=1": 400, collection + "/items?f=xml": 400} {
		if w := get(path); w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
	}
	for _, path := range []string{"", "/conformance", "/collections", collection, collection + "/items", collection + "/items/1"} { // A.27
		w := get(path, "Accept", "text/html")
		if w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") || strings.Count(w.Body.String(), "<h1") != 1 {
			t.Errorf("%s as a page: %d", path, w.Code)
		}
	}
	shelf.Hidden[exploretest.Places] = true
	for _, path := range []string{collection, collection + "/items", collection + "/items/1"} {
		if w := get(path); w.Code != http.StatusGone {
			t.Errorf("%s: %d of what was withdrawn", path, w.Code)
		}
	}
}
