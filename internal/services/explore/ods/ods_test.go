package ods_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"airial/internal/platform/clock"
	"airial/internal/platform/tables"
	"airial/internal/platform/web"
	"airial/internal/services/explore/exploretest"
	"airial/internal/services/explore/ods"
)

const records = "/api/explore/v2.1/catalog/datasets/" + exploretest.Places + "/records?"

// house is a server with the samples.
type house struct {
	http.Handler
	shelf *exploretest.Shelf
	clock *clock.Manual
}

func newHouse(t testing.TB, limiter func(clock.Clock) *web.Limiter) house {
	t.Helper()
	engine, err := tables.NewEngine(tables.Config{CacheDir: t.TempDir(), Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	h := house{shelf: exploretest.New(t), clock: clock.NewManual(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))}
	parts := ods.Parts{Engine: engine, Shelf: h.shelf, Clock: h.clock, Syntaxes: []string{"ttl"},
		Catalogue: func(w http.ResponseWriter, _ *http.Request, syntax string) error {
			_, err := io.WriteString(w, "dcat "+syntax)
			return err
		}}
	if limiter != nil {
		parts.Limiter = limiter(h.clock)
	}
	routes := &web.Routes{}
	api := web.NewAPI(routes, "test", "0", "http://localhost")
	ods.New(parts).Register(routes, api)
	if missing := web.Undocumented(routes, api); len(missing) > 0 {
		t.Errorf("undocumented: %v", missing)
	}
	h.Handler = web.NewRouter(web.Config{PublicURL: "http://localhost", Clock: h.clock}, routes)
	return h
}

func (h house) get(path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func query(pairs ...string) string {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v.Encode()
}

// results is the part of an answer that holds the rows, as it was written.
func results(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	_, rest, found := strings.Cut(w.Body.String(), `"results":`)
	if w.Code != http.StatusOK || !found || !json.Valid(w.Body.Bytes()) {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	return strings.TrimSuffix(strings.TrimSpace(rest), "}")
}

// TestQuestions asks what each clause and function can, and reads the names of
// the rows that come back.
func TestWhere(t *testing.T) {
	h := newHouse(t, nil)
	for where, want := range map[string]string{
		``:                              "Arènes Médiathèque Piscine Théâtre Gymnase",
		`kind = "sport"`:                "Arènes Piscine Gymnase",
		`KIND:'sport' and capacite>500`: "Arènes",
		`not kind = "sport"`:            "Médiathèque Théâtre",
		`kind != "sport"`:               "Médiathèque Théâtre",
		`ouvert`:                        "Arènes Médiathèque Gymnase",
		`not ouvert`:                    "Piscine Théâtre",
		`ouvert is false`:               "Piscine",
		`ouvert = "true"`:               "Arènes Médiathèque Gymnase",
		`capacite in (300, 600)`:        "Médiathèque Théâtre",
		`capacite in [300..450]`:        "Médiathèque Piscine",
		`capacite in ]300..450]`:        "Piscine",
		`capacite not in [0..1000]`:     "Arènes Gymnase",
		`capacite between 300 and 450`:  "Médiathèque Piscine",
		`capacite = "450"`:              "Piscine",
		`capacite is null`:              "Gymnase",
		`capacite is not null and surface is null`:         "Piscine",
		`capacite / 100 > 5`:                               "Arènes Théâtre",
		`capacite > surface`:                               "Arènes",
		`450 < capacite`:                                   "Arènes Théâtre",
		`depuis > date'1972'`:                              "Médiathèque Piscine Théâtre",
		`depuis >= date'2005-09-01'`:                       "Médiathèque",
		`depuis > date'2005-01-15'`:                        "Médiathèque",
		`depuis <= date'1972/07/14'`:                       "Arènes Piscine",
		`depuis = date'2005'`:                              "Médiathèque Théâtre",
		`depuis != date'2005'`:                             "Arènes Piscine Gymnase",
		`depuis: "2005-01"`:                                "Théâtre",
		`depuis in [date'1970'..date'2005-01-15']`:         "Piscine Théâtre",
		`year(depuis) = 2005`:                              "Médiathèque Théâtre",
		`month(depuis) >= 9`:                               "Médiathèque",
		`depuis > now(years=-30)`:                          "Médiathèque Théâtre",
		`releve > now(days=-30)`:                           "Piscine Gymnase",
		`releve = date'2026-01-02'`:                        "Médiathèque",
		`releve < date'2026-01-01T10:00:01'`:               "Arènes",
		`hour(releve) = 8`:                                 "Piscine Gymnase",
		`date_format(depuis, "dd/MM/yyyy") = "14/07/1972"`: "Piscine",
		`"mediatheque"`:                                    "Médiathèque",
		`"sport piscine"`:                                  "Piscine",
		`"arenes" or "THEATRE"`:                            "Arènes Théâtre",
		`not "sport"`:                                      "Médiathèque Théâtre",
		`"450"`:                                            "Piscine",
		`"1913-05-11"`:                                     "Arènes",
		`nom like "the"`:                                   "Médiathèque Théâtre",
		`nom like "%tre"`:                                  "Théâtre",
		`search(nom, "gym")`:                               "Gymnase",
		`search(*, "sablar")`:                              "Piscine",
		`search(nom, kind, "cult")`:                        "Médiathèque Théâtre",
		`suggest(nom, "med")`:                              "Médiathèque",
		`suggest(nom, "atheque")`:                          "",
		`startswith(nom, "Pi")`:                            "Piscine",
		`startswith(nom, "pi")`:                            "",
		"`lieu dit` = 'Parc'":                              "Arènes",
		`length(nom) = 7`:                                  "Piscine Théâtre Gymnase",
		`lower(nom) = "gymnase"`:                           "Gymnase",
		`within_distance(geo_point_2d, geom'POINT(-1.0533 43.7102)', 500m)`:                                      "Arènes Médiathèque Théâtre",
		`distance(geo_point_2d, geom'POINT(-1.0533 43.7102)', 0.1km)`:                                            "Arènes",
		`distance(geo_point_2d, geom'POINT(-1.0533 43.7102)') > 1000`:                                            "Piscine",
		`in_bbox(geo_point_2d, 43.709, -1.06, 43.72, -1.03)`:                                                     "Arènes Piscine",
		`within(geo_point_2d, geom'POLYGON((-1.06 43.70,-1.06 43.709,-1.05 43.709,-1.05 43.70,-1.06 43.70))')`:   "Médiathèque Théâtre",
		`disjoint(geo_point_2d, geom'POLYGON((-1.06 43.70,-1.06 43.709,-1.05 43.709,-1.05 43.70,-1.06 43.70))')`: "Arènes Piscine",
		`geo_point_2d is null`: "Gymnase",
		`false`:                "",
		`1 = 1`:                "Arènes Médiathèque Piscine Théâtre Gymnase",
	} {
		w := h.get(records + query("where", where, "select", "nom"))
		if w.Code != http.StatusOK {
			t.Errorf("%s: %s", where, w.Body)
			continue
		}
		var got struct {
			Total   int                 `json:"total_count"`
			Results []map[string]string `json:"results"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, r := range got.Results {
			names = append(names, r["nom"])
		}
		if text := strings.Join(names, " "); text != want || got.Total != len(names) {
			t.Errorf("%s\n got %s (of %d)\nwant %s", where, text, got.Total, want)
		}
	}
}

func TestSelectGroupOrder(t *testing.T) {
	h := newHouse(t, nil)
	for q, want := range map[string]string{
		query("limit", "1"): `[{"nom":"Arènes","kind":"sport","capacite":8000,"surface":5000.5,"ouvert":true,"depuis":"1913-05-11","releve":"2026-01-01T10:00:00+00:00","latitude":43.7102,"longitude":-1.0533,"lieu dit":"Parc","geo_point_2d":{"lon":-1.0533,"lat":43.7102}}]`,
		query("limit", "0"): `[]`,
		query("limit", "1", "select", "nom as n, capacite * 2 as double, length(nom)"):                                                                                 `[{"n":"Arènes","double":16000,"length(nom)":6}]`,
		query("limit", "1", "select", "exclude(l*), exclude(geo*), exclude(surface)"):                                                                                  `[{"nom":"Arènes","kind":"sport","capacite":8000,"ouvert":true,"depuis":"1913-05-11","releve":"2026-01-01T10:00:00+00:00"}]`,
		query("limit", "1", "select", "include(l*)"):                                                                                                                   `[{"latitude":43.7102,"longitude":-1.0533,"lieu dit":"Parc"}]`,
		query("limit", "1", "offset", "1", "select", "releve", "timezone", "Europe/Paris"):                                                                             `[{"releve":"2026-01-03T00:30:00+01:00"}]`,
		query("select", "day(releve) as d", "where", "nom like 'media'", "timezone", "Europe/Paris"):                                                                   `[{"d":3}]`,
		query("select", "nom", "order_by", "capacite desc", "limit", "2"):                                                                                              `[{"nom":"Arènes"},{"nom":"Théâtre"}]`,
		query("select", "nom", "order_by", "-nom", "limit", "2"):                                                                                                       `[{"nom":"Théâtre"},{"nom":"Piscine"}]`,
		query("select", "nom", "order_by", "distance(geo_point_2d, geom'POINT(-1.04 43.715)')", "limit", "1"):                                                          `[{"nom":"Piscine"}]`,
		query("select", "count(*) as n, sum(capacite), avg(surface), min(depuis), max(releve), median(capacite), percentile(capacite, 25), count(distinct kind) as k"): `[{"n":5,"sum(capacite)":9350,"avg(surface)":1950.1875,"min(depuis)":"1913-05-11","max(releve)":"2026-03-01T08:00:00+00:00","median(capacite)":525,"percentile(capacite, 25)":412.5,"k":2}]`,
		query("select", "count(*) as n", "group_by", "kind", "order_by", "n desc"):                                                                                     `[{"kind":"sport","n":3},{"kind":"culture","n":2}]`,
		query("select", "kind, sum(capacite) / count(*) as mean", "group_by", "kind", "order_by", "kind"):                                                              `[{"kind":"culture","mean":450},{"kind":"sport","mean":2816.6666666666665}]`,
		query("group_by", "kind as genre, ouvert", "where", "capacite > 0"):                                                                                            `[{"genre":"culture","ouvert":true},{"genre":"culture","ouvert":null},{"genre":"sport","ouvert":false},{"genre":"sport","ouvert":true}]`,
		query("select", "count(*)", "group_by", "range(capacite, 400) as r"):                                                                                           `[{"r":"[0, 400[","count(*)":1},{"r":"[400, 800[","count(*)":2},{"r":"[8000, 8400[","count(*)":1},{"r":null,"count(*)":1}]`,
		query("select", "count(*)", "group_by", "range(capacite, *, 500, 1000) as r"):                                                                                  `[{"r":"[*, 500[","count(*)":2},{"r":"[500, 1000[","count(*)":1},{"r":null,"count(*)":2}]`,
		query("select", "count(*) as n", "group_by", "range(depuis, 1 year) as y", "where", "year(depuis) > 2000"):                                                     `[{"y":"[2005-01-01, 2006-01-01[","n":2}]`,
		query("select", "count(*) as n", "group_by", "year(depuis) as y", "order_by", "y desc", "limit", "1"):                                                          `[{"y":2005,"n":2}]`,
		query("select", "count(*) as n", "group_by", "date_format(depuis, 'EEEE') as d", "lang", "fr", "limit", "2"):                                                   `[{"d":"dimanche","n":1},{"d":"jeudi","n":1}]`,
		query("select", "bbox(geo_point_2d) as b"):                                                                                                                     `[{"b":{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[-1.0533,43.7061],[-1.04,43.7061],[-1.04,43.715],[-1.0533,43.715],[-1.0533,43.7061]]]},"properties":{}}}]`,
		query("select", "count(*) as n", "group_by", "geo_cluster(geo_point_2d, 12) as c", "where", "geo_point_2d is not null", "order_by", "n desc", "limit", "1"):    "",
		query("refine", "kind:culture", "select", "nom"):                                                                                                               `[{"nom":"Médiathèque"},{"nom":"Théâtre"}]`,
		query("exclude", "kind:culture", "refine", "depuis:1972", "select", "nom"):                                                                                     `[{"nom":"Piscine"}]`,
		query("where", "kind='sport'", "where", "ouvert", "select", "nom"):                                                                                             `[{"nom":"Arènes"},{"nom":"Gymnase"}]`,
		query("select", "nom", "limit", "1", "include_app_metas", "true"):                                                                                              `[{"nom":"Arènes","_links":[{"rel":"self","href":"http://localhost/api/explore/v2.1/catalog/datasets/` + exploretest.Places + `/records/2-1"}],"_id":"2-1","_timestamp":"2026-03-01T12:00:00+00:00"}]`,
	} {
		got := results(t, h.get(records+q))
		if want != "" && got != want {
			text, _ := url.QueryUnescape(q)
			t.Errorf("%s (-want +got):\n%s", text, cmp.Diff(want, got))
		}
	}
}

func TestWhatIsWrongIsSaid(t *testing.T) {
	h := newHouse(t, nil)
	for q, want := range map[string]string{
		query("where", "kind = "):                                                   `400 ODSQLError ODSQL query is malformed: unexpected end, expected a field, a value or a function at position 8. Clause(s) containing the error(s): where.`,
		query("where", "genre = 1"):                                                 `400 ODSQLError ODSQL query is malformed: unknown field "genre" at position 1. Clause(s) containing the error(s): where.`,
		query("where", "nom"):                                                       `400 ODSQLError ODSQL query is malformed: expected a condition here, not a value at position 1. Clause(s) containing the error(s): where.`,
		query("where", "ouvert > 1.5"):                                              `400 ODSQLError`,
		query("where", "capacite = 'beaucoup'"):                                     `400 ODSQLError ODSQL query is malformed: expected a number at position 12.`,
		query("where", "count(*) > 1"):                                              `400 ODSQLError`,
		query("where", "geo_point_2d = 1"):                                          `400 ODSQLError`,
		query("where", "year(nom) = 1"):                                             `400 ODSQLError ODSQL query is malformed: expected a date at position 6.`,
		query("select", "nom, count(*)"):                                            `400 ODSQLError ODSQL query is malformed: field "nom" is neither in group_by nor in an aggregation function at position 1. Clause(s) containing the error(s): select.`,
		query("select", "sum(nom)"):                                                 `400 ODSQLError`,
		query("select", "exclude(*)"):                                               `400 ODSQLError`,
		query("group_by", "count(*)"):                                               `400 ODSQLError`,
		query("group_by", "range(nom, 5)"):                                          `400 ODSQLError`,
		query("group_by", "range(depuis, 5)"):                                       `400 ODSQLError`,
		query("order_by", "geo_point_2d"):                                           `400 ODSQLError`,
		query("limit", "101"):                                                       `400 InvalidRESTParameterError Invalid value for limit API parameter: 101 was found but -1 <= limit <= 100 is expected.`,
		query("limit", "x"):                                                         `400 InvalidRESTParameterError`,
		query("limit", "20001", "group_by", "kind"):                                 `400 InvalidRESTParameterError Invalid value for limit API parameter: 20001 was found but -1 <= limit <= 20000 is expected.`,
		query("offset", "9991", "limit", "10"):                                      `400 InvalidRESTParameterError Invalid value for offset API parameter: 9991 with limit 10 was found`,
		query("timezone", "Europe/Dax"):                                             `400 InvalidRESTParameterError`,
		query("include_links", "perhaps"):                                           `400 InvalidRESTParameterError`,
		query("refine", "kind"):                                                     `400 ODSQLError ODSQL query is malformed: expected "field:value" at position 1. Clause(s) containing the error(s): refine.`,
		query("where", "("+strings.Repeat("(", 100)):                                `400 ODSQLError`,
		query("select", "1e300 * 1e300 * capacite as x, date_format(releve, 'QQ')"): `400 ODSQLError`,
	} {
		w := h.get(records + q)
		var p struct {
			Code    string `json:"error_code"`
			Message string `json:"message"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
			t.Fatalf("%s: %s", q, w.Body)
		}
		if got := fmt.Sprint(w.Code, " ", p.Code, " ", p.Message); !strings.HasPrefix(got, want) {
			text, _ := url.QueryUnescape(q)
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
	h.shelf.Hidden[exploretest.Grants] = true
	for path, want := range map[string]int{"/datasets/nothing": 404, "/datasets/" + exploretest.Grants: 410, "/datasets/" + exploretest.Grants + "/records": 410,
		"/datasets/" + exploretest.Grants + "/exports/csv": 410, "/datasets/equipements@dax": 200, "/datasets/equipements@dax/records/": 200,
		"/datasets/equipements@dax/records/2-9": 404, "/datasets/equipements@dax/records/1-1": 404, "/datasets/equipements@dax/records/x": 404,
		"/datasets/equipements@dax/exports/shp": 400} {
		if w := h.get(ods.Base + path); w.Code != want || w.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %d, want %d; %v", path, w.Code, want, w.Header())
		}
	}
}

func TestExports(t *testing.T) {
	h := newHouse(t, nil)
	base := "/api/explore/v2.1/catalog/datasets/" + exploretest.Places + "/exports/"
	for path, want := range map[string]string{
		"csv?" + query("select", "nom,capacite,`lieu dit`", "limit", "3"):                                                      "\ufeffnom;capacite;lieu dit\r\nArènes;8000;Parc\r\nMédiathèque;300;\r\nPiscine;450;\"Le Sablar; « l’île »\"\r\n",
		"csv?" + query("select", "nom,geo_point_2d", "limit", "1", "delimiter", ",", "with_bom", "false", "quote_all", "true"): "\"nom\",\"geo_point_2d\"\r\n\"Arènes\",\"43.7102, -1.0533\"\r\n",
		"csv?" + query("select", "nom,kind", "use_labels", "true", "limit", "0", "with_bom", "false"):                          "Nom;Genre\r\n",
		"json?" + query("select", "nom,ouvert", "where", "kind='culture'"):                                                     "[{\"nom\":\"Médiathèque\",\"ouvert\":true},\n{\"nom\":\"Théâtre\",\"ouvert\":null}]\n",
		"jsonl?" + query("select", "count(*) as n", "group_by", "kind"):                                                        "{\"kind\":\"culture\",\"n\":2}\n{\"kind\":\"sport\",\"n\":3}\n",
		"geojson/?" + query("select", "nom,geo_point_2d", "order_by", "nom desc", "limit", "1"):                                "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[-1.051,43.7061]},\"properties\":{\"nom\":\"Théâtre\"}}]}\n",
	} {
		w := h.get(base + path)
		if got := w.Body.String(); w.Code != 200 || got != want || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: %d %v (-want +got):\n%s", path, w.Code, w.Header(), cmp.Diff(want, got))
		}
	}
	// A table that is kept as CSV already goes out with another delimiter.
	w := h.get(ods.Base + "/datasets/subventions@dax/exports/csv")
	if want := "\ufeffannee;montant\r\n2024;10.5\r\n2025;20\r\n2025;30\r\n"; w.Body.String() != want {
		t.Error(cmp.Diff(want, w.Body.String()))
	}
	tag := w.Header().Get("Etag")
	if again := h.get(ods.Base+"/datasets/subventions@dax/exports/csv", "If-None-Match", tag); tag == "" || again.Code != http.StatusNotModified {
		t.Errorf("tag %q: %d", tag, again.Code)
	}
	book, err := excelize.OpenReader(bytes.NewReader(h.get(base + "xlsx").Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil || len(rows) != 6 || rows[1][0] != "Arènes" || rows[1][5] != "1913-05-11" || rows[3][9] != "Le Sablar; « l’île »" {
		t.Errorf("%v %v", rows, err)
	}
	parquet := h.get(base + "parquet?where=ouvert").Body.Bytes()
	p, err := tables.OpenParquet(bytes.NewReader(parquet), int64(len(parquet)))
	if err != nil || p.Rows() != 3 {
		t.Errorf("%v", err)
	}
	head := httptest.NewRecorder()
	h.ServeHTTP(head, httptest.NewRequest(http.MethodHead, base+"csv", nil))
	if head.Code != 200 || head.Body.Len() != 0 {
		t.Errorf("HEAD: %d, %d bytes", head.Code, head.Body.Len())
	}
}

func TestCatalogue(t *testing.T) {
	h := newHouse(t, nil)
	names := func(path string) string {
		w := h.get(ods.Base + path)
		var got struct {
			Total   int `json:"total_count"`
			Results []struct {
				Metas struct {
					Default struct {
						Title string `json:"title"`
					} `json:"default"`
				} `json:"metas"`
			} `json:"results"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != 200 {
			t.Fatalf("%s: %d %s", path, w.Code, w.Body)
		}
		var out []string
		for _, r := range got.Results {
			out = append(out, r.Metas.Default.Title)
		}
		return fmt.Sprint(got.Total, " ", strings.Join(out, ", "))
	}
	for path, want := range map[string]string{
		"/datasets":  "2 Équipements publics, Subventions versées",
		"/datasets/": "2 Équipements publics, Subventions versées",
		"/datasets?" + query("where", `"equipement"`):                    "1 Équipements publics",
		"/datasets?" + query("where", `default.title like "subvention"`): "1 Subventions versées",
		"/datasets?" + query("refine", `keyword:culture`):                "1 Équipements publics",
		"/datasets?" + query("order_by", "title desc", "limit", "1"):     "2 Subventions versées",
		"/datasets?" + query("where", "records_count > 3"):               "1 Équipements publics",
		"/datasets?" + query("refine", "modified:2026/03"):               "1 Équipements publics",
		"/datasets?limit=0": "2 ",
	} {
		if got := names(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
	if got := results(t, h.get(ods.Base+"/datasets?"+query("select", "count(*) as n", "group_by", "publisher"))); got != `[{"publisher":"Dax","n":2}]` {
		t.Error(got)
	}
	if got := h.get(ods.Base + "/facets?facet=keyword").Body.String(); !strings.Contains(got, `{"name":"culture","count":1,"state":"displayed","value":"culture"}`) {
		t.Error(got)
	}
	if got := h.get(ods.Base + "/exports/csv?select=title,records_count&with_bom=false").Body.String(); got != "title;records_count\r\nÉquipements publics;5\r\nSubventions versées;3\r\n" {
		t.Errorf("%q", got)
	}
	if got := h.get(ods.Base + "/exports/ttl").Body.String(); got != "dcat ttl" {
		t.Error(got)
	}
	// What is withdrawn is not shown, however fresh the list is.
	h.shelf.Hidden[exploretest.Grants] = true
	if got := names("/datasets"); strings.Contains(got, "Subventions") {
		t.Error(got)
	}
	if got := h.get(ods.Base + "/exports/csv?select=title&with_bom=false").Body.String(); strings.Contains(got, "Subventions") {
		t.Error(got)
	}
	h.clock.Advance(time.Minute)
	if got := names("/datasets"); got != "1 Équipements publics" {
		t.Error(got)
	}
}

func TestMetadataAndFacets(t *testing.T) {
	h := newHouse(t, nil)
	var d struct {
		ID     string `json:"dataset_id"`
		Fields []struct{ Name, Type, Label string }
	}
	w := h.get(ods.Base+"/datasets/equipements@dax?include_links=true", "Accept-Language", "fr")
	if err := json.Unmarshal(w.Body.Bytes(), &d); err != nil || d.ID != exploretest.Places {
		t.Fatalf("%s %v", w.Body, err)
	}
	var kinds []string
	for _, f := range d.Fields {
		kinds = append(kinds, f.Name+" "+f.Type)
	}
	want := "nom text, kind text, capacite int, surface double, ouvert boolean, depuis date, releve datetime, latitude double, longitude double, lieu dit text, geo_point_2d geo_point_2d"
	if got := strings.Join(kinds, ", "); got != want || d.Fields[0].Label != "Nom" {
		t.Errorf("%s\nwant %s", got, want)
	}
	got := h.get(ods.Base + "/datasets/equipements@dax/facets?" + query("facet", "kind", "facet", "depuis", "refine", "kind:sport")).Body.String()
	if !strings.Contains(got, `{"name":"sport","count":3,"state":"refined","value":"sport"}`) || !strings.Contains(got, `{"name":"1913","count":1,"state":"displayed","value":"1913"}`) {
		t.Error(got)
	}
	if got := h.get(ods.Base + "/datasets/equipements@dax/attachments").Body.String(); !strings.Contains(got, `"attachments":[]`) {
		t.Error(got)
	}
}

func TestCallersAreLimited(t *testing.T) {
	h := newHouse(t, func(c clock.Clock) *web.Limiter { return web.NewLimiter(c, 1, 2) })
	var codes []int
	for range 3 {
		w := h.get(records + "limit=1")
		codes = append(codes, w.Code)
		if w.Header().Get("X-RateLimit-Limit") != "2" || w.Header().Get("X-RateLimit-Reset") == "" {
			t.Error(w.Header())
		}
	}
	if diff := cmp.Diff([]int{200, 200, 429}, codes); diff != "" {
		t.Error(diff)
	}
}

// TestQueriesReadTheirDatasetAlone asks questions made of pieces of the language,
// of SQL and of noise: whatever they are, the answer is one of their dataset or a
// refusal, never a failure, and holds nothing of the dataset beside it.
func TestQueriesReadTheirDatasetAlone(t *testing.T) {
	const secret = "zq-secret-20311"
	h := newHouse(t, nil)
	other := h.shelf.Sets[1]
	other.ID, other.Slug = "01934d5e-0000-7000-8000-000000000003", "secret"
	columns := []tables.Column{{Name: "secret", Type: tables.Text}}
	other.Table = exploretest.Table(t, "secret", columns, [][]string{{secret}})
	h.shelf.Sets = append(h.shelf.Sets, other)
	h.get(ods.Base + "/datasets/" + other.ID + "/records?where=secret+is+not+null")
	grammar, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "standards", "odsql", "testdata", "grammar.txt"))
	if err != nil {
		t.Fatal(err)
	}
	pieces := []string{"nom", "kind", "capacite", "surface", "ouvert", "depuis", "releve", "geo_point_2d", "secret", "t1.t", "t2.t", "`c0`", "rowid", "'x'", `"sport"`, "1", "date'2005'",
		"and", "or", "not", "=", ">", "in", "(", ")", "[", "]", ",", "like", "is null", "+", "*", "/", "count(", "sum(", "year(", "lower(", "search(", "range(", "select", "from", "union all",
		"read_text('/etc/passwd')", "';--", "\\", "as", "desc", "..", ":", "attach", "pragma", "geom'POINT(1 1)'", "10km", "now()", "random()"}
	var whole []string
	for line := range strings.Lines(string(grammar)) {
		if _, quoted, ok := strings.Cut(line, " "); ok && line[0] != '\t' {
			var text string
			if json.Unmarshal([]byte(quoted), &text) == nil {
				whole = append(whole, strings.NewReplacer("a", "capacite", "b", "nom", "g", "geo_point_2d").Replace(text), text)
			}
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		v := url.Values{}
		for _, clause := range []string{"select", "where", "group_by", "order_by", "refine", "exclude", "timezone"} {
			switch rapid.IntRange(0, 3).Draw(rt, clause) {
			case 0:
				v.Set(clause, strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 7).Draw(rt, "pieces"), " "))
			case 1:
				v.Set(clause, rapid.SampledFrom(whole).Draw(rt, "whole"))
			}
		}
		path := rapid.SampledFrom([]string{"/records?", "/exports/csv?", "/exports/json?", "/exports/parquet?", "/facets?"}).Draw(rt, "path")
		w := h.get(ods.Base + "/datasets/" + exploretest.Places + path + v.Encode())
		body := w.Body.String()
		if w.Code >= 500 {
			rt.Fatalf("%d for %v: %s", w.Code, v, body)
		}
		if w.Code == 200 && (strings.Contains(body, secret) || strings.Contains(body, "root:")) {
			rt.Fatalf("%v read outside: %s", v, body)
		}
	})
}
