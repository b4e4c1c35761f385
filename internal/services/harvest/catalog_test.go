package harvest_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/services/harvest"
	"airial/standards/dcat"
	"airial/standards/portals"
	"airial/standards/theme"
)

var update = flag.Bool("update", false, "write the golden files anew")

var now = time.Date(2026, 3, 15, 9, 30, 0, 0, time.UTC)

var town = organisation.Member{ID: "m1", Siren: "214003004", Name: "Saint-Airial-des-Pins", Kind: organisation.Commune,
	Slug: "saint-airial-des-pins", Insee: "40999"}

var group = organisation.Member{ID: "m2", Siren: "244003000", Name: "Communauté de communes des Airials",
	Kind: organisation.EPCI, Slug: "cc-des-airials"}

// catalogue is a harvest.Catalogue in memory.
type catalogue []harvest.Dataset

func (c catalogue) Member(_ context.Context, address string) (organisation.Member, error) {
	for _, m := range []organisation.Member{town, group} {
		if address == m.Slug || address == m.Siren {
			return m, nil
		}
	}
	return organisation.Member{}, fault.Missing("test")
}

func (c catalogue) Page(_ context.Context, f harvest.Filter, limit, offset int) (out []harvest.Dataset, total int, err error) {
	for _, d := range c {
		if f.Member != "" && d.Member.ID != f.Member || f.Theme != "" && !slices.Contains(theme.Of(d.Schema, d.Keywords...), f.Theme) {
			continue
		}
		if total++; total > offset && len(out) < limit {
			out = append(out, d)
		}
	}
	return out, total, nil
}

func (c catalogue) Get(_ context.Context, f harvest.Filter, id string) (harvest.Dataset, bool, error) {
	for _, d := range c {
		if d.ID == id && (f.Member == "" || d.Member.ID == f.Member) {
			return d, true, nil
		}
	}
	return harvest.Dataset{}, false, nil
}

func (c catalogue) Nothing(_ context.Context, member string, limit, offset int) (out []harvest.Nothing, err error) {
	all := []harvest.Nothing{
		{ID: "0198c1a0-0000-7000-8000-000000000011", Schema: "scdl/prenoms", Version: "1.1.6", Title: i18n.T("Prénoms des nouveau-nés", "First names of newborns"),
			Period: "2025", Declared: now.AddDate(0, -2, 0), Member: town},
		{ID: "0198c1a0-0000-7000-8000-000000000012", Schema: "scdl/menus-collectifs", Version: "1.2.3", Title: i18n.T("Menus", "Menus"),
			Period: "2026-T1", Declared: now.AddDate(0, -1, 0), Member: group},
		{ID: "0198c1a0-0000-7000-8000-000000000013", Schema: "scdl/menus-collectifs", Version: "1.2.3", Title: i18n.T("Menus", "Menus"),
			Period: "2024-02", Declared: now.AddDate(0, -1, 0), Member: town},
	}
	for _, x := range all {
		if member != "" && x.Member.ID != member {
			continue
		}
		if offset--; offset < 0 && len(out) < limit {
			out = append(out, x)
		}
	}
	return out, nil
}

// townArea is where the town lies.
var townArea = dcat.BBox{West: -0.75, South: 43.95, East: -0.55, North: 44.15}

func sample() catalogue {
	file := func(n byte, size int64) harvest.File {
		return harvest.File{Digest: strings.Repeat(fmt.Sprintf("%02x", n), 32), Size: size}
	}
	return catalogue{
		{ID: "0198c1a0-0000-7000-8000-000000000001", Slug: "subventions-2025", Title: `Subventions <2025> & "aides"`,
			Description: "Toutes les subventions.", Keywords: []string{"subventions", "vie associative"}, Licence: "lov2", Frequency: "ANNUAL",
			Schema: "scdl/subventions", Version: "2.1.1", Number: 2, Issued: now.AddDate(-1, 0, 0), Modified: now.AddDate(0, -1, 0),
			Member: town, Around: &townArea, FileName: "export_mandats_2025 (2).csv", Original: file(1, 15210), CSV: file(2, 14480), Parquet: file(3, 8123)},
		{ID: "0198c1a0-0000-7000-8000-000000000002", Slug: "bancs", Title: "Bancs publics", Licence: "odbl", Frequency: "UNKNOWN", Number: 1,
			Issued: now, Modified: now.AddDate(0, 0, 3), Member: group, FileName: "bancs.dat", Original: file(4, 10), CSV: file(5, 11), Parquet: file(6, 12)},
		{ID: "0198c1a0-0000-7000-8000-000000000003", Slug: "lettres", Title: "Boîtes aux lettres", Licence: "lov2", Frequency: "IRREG", Number: 1,
			Issued: now, Modified: now, Member: town, Schema: "etalab/schema-bal", Version: "1.4",
			Area: &dcat.BBox{West: -0.7, South: 44, East: -0.6, North: 44.1}, Around: &townArea, FileName: "lettres.csv", Original: file(7, 10), CSV: file(8, 11), Parquet: file(9, 12)},
	}
}

func serve(size int) http.Handler {
	var routes web.Routes
	harvest.New(harvest.Parts{Catalogue: sample(), Clock: clock.NewManual(now), PageSize: size,
		Operator: organisation.Member{Siren: "254003007", Name: "Agence numérique des Airials", Slug: "agence-numerique"}}).Register(&routes)
	return web.NewRouter(web.Config{PublicURL: "https://donnees.example.fr"}, &routes)
}

func get(h http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

func TestGolden(t *testing.T) {
	h := serve(0)
	for name, path := range map[string]string{"all.jsonld": "/catalog.jsonld", "all.ttl": "/catalog.ttl",
		"all.rdf": "/catalog.rdf", "theme.ttl": "/themes/gove/catalog.ttl",
		"town.jsonld": "/p/214003004/catalog.jsonld", "town.ttl": "/p/214003004/catalog.ttl"} {
		got := get(h, path).Body.Bytes()
		file := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

// object is a node of JSON-LD.
type object map[string]any

func (o object) id(name string) string {
	switch v := o[name].(type) {
	case map[string]any:
		s, _ := v["@id"].(string)
		return s
	case string:
		return v
	}
	return ""
}

func (o object) text(name string) string {
	switch v := o[name].(type) {
	case map[string]any:
		s, _ := v["@value"].(string)
		return s
	case string:
		return v
	}
	return ""
}

func (o object) list(name string) []object {
	many, ok := o[name].([]any)
	if !ok && o[name] != nil {
		many = []any{o[name]}
	}
	out := make([]object, len(many))
	for i, v := range many {
		out[i], _ = v.(map[string]any)
	}
	return out
}

func read(t *testing.T, h http.Handler, path string) object {
	t.Helper()
	w := get(h, path)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d: %s", path, w.Code, w.Body)
	}
	var o object
	if err := json.Unmarshal(w.Body.Bytes(), &o); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return o
}

func TestRulesOfTheHarvester(t *testing.T) {
	o := read(t, serve(0), "/catalog.jsonld")
	datasets := o.list("dcat:dataset")
	if len(datasets) != 3 {
		t.Fatalf("%d datasets", len(datasets))
	}
	first := datasets[0]
	const self = "https://donnees.example.fr/datasets/0198c1a0-0000-7000-8000-000000000001"
	for name, got := range map[string][2]string{
		"@id":           {self, first.id("@id")},
		"identifier":    {"0198c1a0-0000-7000-8000-000000000001", first.text("dct:identifier")},
		"title":         {`Subventions <2025> & "aides"`, first.text("dct:title")},
		"landing page":  {"https://donnees.example.fr/p/saint-airial-des-pins/datasets/subventions-2025", first.id("dcat:landingPage")},
		"conforms to":   {"https://schema.data.gouv.fr/schemas/scdl/subventions/2.1.1/schema.json", first.id("dct:conformsTo")},
		"frequency":     {"http://publications.europa.eu/resource/authority/frequency/ANNUAL", first.id("dct:accrualPeriodicity")},
		"spatial":       {"http://id.insee.fr/geo/commune/40999", first.id("dct:spatial")},
		"publisher":     {"https://donnees.example.fr/p/214003004", first.id("dct:publisher")},
		"future is cut": {"2026-03-15T09:30:00Z", datasets[1].text("dct:modified")},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: %q, want %q", name, got[1], got[0])
		}
	}
	if words := len(first.list("dcat:keyword")); words < 2 {
		t.Errorf("%d keywords", words)
	}
	checkDistributions(t, self, first.list("dcat:distribution"))
}

func checkDistributions(t *testing.T, self string, list []object) {
	t.Helper()
	if len(list) != 3 {
		t.Fatalf("%d distributions, want 3", len(list))
	}
	for i, want := range []struct{ name, size, media string }{{"data.csv", "14480", "text/csv"},
		{"data.parquet", "8123", "application/vnd.apache.parquet"}, {"original", "15210", "text/csv"}} {
		d := list[i]
		if d.id("dcat:downloadURL") != self+"/"+want.name || d.text("dcat:byteSize") != want.size || !strings.HasSuffix(d.id("dcat:mediaType"), want.media) {
			t.Errorf("distribution %d: %v", i, d)
		}
		if sum := d.list("spdx:checksum"); len(sum) != 1 || len(sum[0].text("spdx:checksumValue")) != 64 {
			t.Errorf("distribution %d: checksum %v", i, sum)
		}
		if !strings.Contains(d.id("dct:license"), "licence-ouverte") {
			t.Errorf("distribution %d: licence %q", i, d.id("dct:license"))
		}
	}
}

func TestPages(t *testing.T) {
	h := serve(2)
	one, two := read(t, h, "/catalog.jsonld"), read(t, h, "/catalog.jsonld?page=2")
	if len(one.list("dcat:dataset")) != 2 || len(two.list("dcat:dataset")) != 1 {
		t.Errorf("pages of %d and %d", len(one.list("dcat:dataset")), len(two.list("dcat:dataset")))
	}
	if view := one.list("hydra:view")[0]; view.id("hydra:next") != "https://donnees.example.fr/catalog.jsonld?page=2" {
		t.Errorf("next: %v", view)
	}
	if view := two.list("hydra:view")[0]; view.id("hydra:next") != "" || view.id("hydra:previous") == "" {
		t.Errorf("last page: %v", view)
	}
	if one.id("@id") != two.id("@id") {
		t.Error("the catalogue changes its identifier from page to page")
	}
}

func TestAnswers(t *testing.T) {
	h := serve(2)
	for _, c := range []struct {
		path   string
		status int
		kind   string
	}{
		{"/catalog.ttl", 200, "text/turtle; charset=utf-8"},
		{"/fr/catalog.jsonld", 200, "application/ld+json; charset=utf-8"},
		{"/p/saint-airial-des-pins/catalog.ttl", 200, "text/turtle; charset=utf-8"},
		{"/catalog.rdf", 200, "application/rdf+xml; charset=utf-8"},
		{"/catalog", 200, "application/ld+json; charset=utf-8"},
		{"/themes/GOVE/catalog.rdf", 200, "application/rdf+xml; charset=utf-8"},
		{"/themes/nothing/catalog.rdf", 404, "application/problem+json"},
		{"/p/nobody/catalog.ttl", 404, "application/problem+json"},
		{"/catalog.jsonld?page=3", 404, "application/problem+json"},
		{"/catalog.jsonld?page=x", 422, "application/problem+json"},
	} {
		w := get(h, c.path)
		if w.Code != c.status || w.Header().Get("Content-Type") != c.kind {
			t.Errorf("%s: %d %s, want %d %s", c.path, w.Code, w.Header().Get("Content-Type"), c.status, c.kind)
		}
		if c.status == 200 && w.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: other sites may not read it", c.path)
		}
	}
	if get(h, "/catalog.jsonld").Body.String() != get(h, "/en/catalog.jsonld").Body.String() {
		t.Error("the catalogue depends on the language of its reader")
	}
	if a, b := get(h, "/p/214003004/catalog.ttl").Body.String(), get(h, "/p/saint-airial-des-pins/catalog.ttl").Body.String(); a != b {
		t.Error("the catalogue of a member depends on the address by which it is asked for")
	}
}

func TestWhatTheReaderPrefers(t *testing.T) {
	h := serve(2)
	for accept, want := range map[string]string{"text/turtle": "text/turtle; charset=utf-8", "application/rdf+xml": "application/rdf+xml; charset=utf-8",
		"application/ld+json;q=0.4, text/turtle;q=0.9": "text/turtle; charset=utf-8", "*/*": "application/ld+json; charset=utf-8",
		// rdflib, udata and browsers, as they ask:
		"text/turtle, application/rdf+xml;q=0.9, */*;q=0.1":               "text/turtle; charset=utf-8",
		"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": "", "text/html": "", "image/png": ""} {
		r := httptest.NewRequest(http.MethodGet, "/p/214003004/catalog", nil)
		r.Header.Set("Accept", accept)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Header().Get("Vary") == "" {
			t.Errorf("%s: caches are not told that it varies", accept)
		}
		if want == "" {
			if w.Code != http.StatusSeeOther || !strings.HasSuffix(w.Header().Get("Location"), "/p/saint-airial-des-pins/datasets") {
				t.Errorf("%s: %d %s", accept, w.Code, w.Header().Get("Location"))
			}
		} else if w.Header().Get("Content-Type") != want {
			t.Errorf("%s: %s, want %s", accept, w.Header().Get("Content-Type"), want)
		}
	}
}

func TestCatalogueService(t *testing.T) {
	h := serve(2)
	for path, want := range map[string]struct {
		status int
		parts  []string
	}{
		"/csw?service=CSW&request=GetCapabilities":                                                                         {200, []string{"https://donnees.example.fr/csw", "Agence numérique"}},
		"/p/saint-airial-des-pins/csw?service=CSW&request=GetCapabilities":                                                 {200, []string{"https://donnees.example.fr/p/214003004/csw"}},
		"/csw?service=CSW&request=GetRecords&resultType=results&maxRecords=100":                                            {200, []string{`numberOfRecordsMatched="3"`}},
		"/p/214003004/csw?request=GetRecords&resultType=results":                                                           {200, []string{`numberOfRecordsMatched="2"`}},
		"/csw?request=GetRecordById&id=0198c1a0-0000-7000-8000-000000000001&outputSchema=http://www.isotc211.org/2005/gmd": {200, []string{"Subventions &lt;2025&gt; &amp; &quot;aides&quot;", "/data.parquet", "annually"}},
		"/p/cc-des-airials/csw?request=GetRecordById&id=0198c1a0-0000-7000-8000-000000000001":                              {200, []string{"GetRecordByIdResponse"}},
		// The letterboxes lie in the west of the town; the grants say no more than where the town is.
		"/csw?request=GetRecords&resultType=results&constraintLanguage=CQL_TEXT&constraint=BBOX(ows:BoundingBox,-0.72,44,-0.65,44.05)": {200, []string{`numberOfRecordsMatched="2"`}},
		"/csw?request=GetRecords&resultType=results&constraintLanguage=CQL_TEXT&constraint=BBOX(ows:BoundingBox,-0.58,44,-0.56,44.05)": {200, []string{`numberOfRecordsMatched="1"`}},
		"/csw?request=GetRecords&resultType=results&constraintLanguage=CQL_TEXT&constraint=BBOX(ows:BoundingBox,2,48,3,49)":            {200, []string{`numberOfRecordsMatched="0"`}},
		"/csw?request=GetRecordById&id=0198c1a0-0000-7000-8000-000000000003&outputSchema=http://www.isotc211.org/2005/gmd": {200, []string{
			"<gmd:westBoundLongitude><gco:Decimal>-0.7</gco:Decimal>", "<gmd:northBoundLatitude><gco:Decimal>44.1</gco:Decimal>", "commune/40999"}},
		"/csw?request=Harvest":                  {400, []string{"OperationNotSupported"}},
		"/p/nobody/csw?request=GetCapabilities": {404, nil},
	} {
		w := get(h, path)
		for _, part := range want.parts {
			if !strings.Contains(w.Body.String(), part) {
				t.Errorf("%s: no %s in %.300s", path, part, w.Body)
			}
		}
		if w.Code != want.status {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if strings.Contains(get(h, "/p/cc-des-airials/csw?request=GetRecordById&id=0198c1a0-0000-7000-8000-000000000001").Body.String(), "Subventions") {
		t.Error("one body's service gives another's record")
	}
}

// Our own harvester reads each of our catalogues back, and finds the same.
func TestWhatWeServeIsReadBack(t *testing.T) {
	h := serve(2)
	for _, c := range []struct {
		kind portals.Kind
		path string
	}{{portals.CSW, "/csw"}, {portals.DCAT, "/catalog.ttl"}, {portals.DCAT, "/catalog.jsonld"}, {portals.DCAT, "/catalog.rdf"}, {portals.DCAT, "/catalog"}} {
		const site = "https://donnees.example.fr"
		next, err := portals.Start(c.kind, site+c.path)
		if err != nil {
			t.Fatal(err)
		}
		var found []portals.Dataset
		for q := &next; q != nil; {
			r := httptest.NewRequest(q.Method, strings.TrimPrefix(q.URL, site), strings.NewReader(q.Body))
			r.Header.Set("Accept", q.Accept)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			page, err := portals.Read(c.kind, *q, w.Header().Get("Content-Type"), w.Body.Bytes(), now)
			if err != nil || len(page.Bad) > 0 {
				t.Fatalf("%s: %v, %+v", q.URL, err, page.Bad)
			}
			found, q = append(found, page.Datasets...), page.Next
		}
		if len(found) != 3 {
			t.Fatalf("%s: %d datasets", c.path, len(found))
		}
		slices.SortFunc(found, func(a, b portals.Dataset) int { return strings.Compare(a.Identifier, b.Identifier) }) // a graph has no order
		for i, d := range sample() {
			got := found[i]
			if got.Identifier != d.ID || got.Publisher != d.Member.Name || got.Licence != d.Licence || len(got.Resources) < 3 || got.Modified.After(now) || !strings.HasPrefix(got.Landing+got.Resources[0].URL, site) {
				t.Errorf("%s: %+v", c.path, got)
			}
		}
	}
}

func TestSchemaAddress(t *testing.T) {
	for _, c := range [][3]string{{"scdl/prenoms", "v1.1.6", "https://schema.data.gouv.fr/schemas/scdl/prenoms/1.1.6/schema.json"},
		{"scdl/prenoms", "9", "https://schema.data.gouv.fr/schemas/scdl/prenoms/latest/schema.json"}, {"etalab/schema-bal", "1.4", "https://schema.data.gouv.fr/schemas/etalab/schema-bal/1.4.0/schema.yml"},
		{"etalab/schema-irve-statique", "2.3.1", "https://schema.data.gouv.fr/schemas/etalab/schema-irve-statique/2.3.1/schema-statique.json"}, {"", "", ""}, {"a/b", "1", ""}} {
		if got := harvest.SchemaAddress(c[0], c[1]); got != c[2] {
			t.Errorf("%v: %q", c, got)
		}
	}
}
