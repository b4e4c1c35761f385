package e2e

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A realFile is a table of others, and what must become of it.
type realFile struct {
	path, schema string // schema as asked; "" to be recognised
	charset      string
	delimiter    rune
	found        string            // schema under which it is checked
	outcome      string            // done, waiting, refused
	stage        string            // where it stops
	counts       map[string]int    // findings by code
	first        map[string]int    // first row of a code
	types        map[string]string // of columns in Parquet
}

// realFiles are valid and invalid ones. What is said of the invalid ones was
// read in the files by hand or with another tool.
var realFiles = []realFile{
	{path: "subventions/exemple_valide.csv", charset: "utf-8", delimiter: ',', found: "scdl/subventions", outcome: "done",
		types: map[string]string{"montant": "DOUBLE", "dateConvention": "DATE", "notificationUE": "BOOLEAN", "idAttribuant": "STRING", "datesPeriodeVersement": "STRING"}},
	{path: "cerema-circulation/VEH_USAGES.csv", schema: "none", charset: "windows-1252", delimiter: ';', found: "none", outcome: "done"},
	{path: "cerema-circulation/exemple-valide.csv", schema: "none", charset: "utf-8", delimiter: ',', found: "none", outcome: "done"},
	{path: "cerema-circulation/carros.csv", schema: "none", charset: "utf-8", delimiter: ',', found: "none", outcome: "done"},
	{path: "altervilles/Patrimoine Historique Saint-Etienne commune.csv", found: "none", outcome: "waiting", stage: "cleared"}, // places that are called like persons
	{path: "altervilles/stationnement vélos-saint-etienne-metropole.csv", schema: "none", charset: "utf-8", delimiter: ';', found: "none", outcome: "done"},
	{path: "data-fair/csv-cases/dataset-split-fail.csv", charset: "utf-16le", delimiter: ';', found: "none", outcome: "done"},
	{path: "data-fair/csv-cases/ouverture.csv", found: "none", outcome: "waiting", stage: "cleared"}, // post offices likewise
	{path: "data-fair/csv-cases/single-quotes.csv", charset: "utf-8", delimiter: ';', found: "none", outcome: "done"},
	{path: "data-fair/csv-cases/long-text-tabs.csv", charset: "utf-8", delimiter: ',', found: "none", outcome: "done"},
	{path: "data-fair/csv-cases/Fibre optique_ noeuds de la montée en débit dans le département des Côtes d'Armor.csv",
		charset: "utf-8", delimiter: ',', found: "none", outcome: "done"},
	{path: "data-fair/datasets/dataset-latin1.csv", charset: "windows-1252", delimiter: ',', found: "none", outcome: "done"},
	{path: "frictionless-py/table-with-accents.csv", charset: "windows-1252", delimiter: ';', found: "none", outcome: "done"},
	{path: "frictionless-py/leading-zeros.csv", charset: "utf-8", delimiter: ',', found: "none", outcome: "done"},
	{path: "frictionless-py/floats.csv", charset: "utf-8", delimiter: ',', found: "none", outcome: "done"},

	{path: "friches/fichier-valide.csv", found: "cnigfr/schema-friches", outcome: "waiting", stage: "cleared"},
	{path: "taxis/exemple-valide.csv", found: "openmaraude/schema-stationstaxi", outcome: "waiting", stage: "cleared"},
	{path: "altervilles/Marchés-publics-Saint-Etienne-Métropole.csv", found: "none", outcome: "waiting", stage: "cleared"},

	{path: "subventions/exemple_invalide_erreurs_cellules.csv", found: "scdl/subventions", outcome: "refused", stage: "checked",
		counts: map[string]int{"siret": 49, "type-error": 5, "constraint-error": 10, "one-of-required": 1, "missing-label": 1},
		first:  map[string]int{"siret": 2, "type-error": 5, "one-of-required": 9, "missing-label": 1}},
	{path: "subventions/exemple_invalide_erreurs_colonnes.csv", found: "scdl/subventions", outcome: "refused", stage: "checked",
		counts: map[string]int{"missing-label": 2, "extra-label": 1}, first: map[string]int{"extra-label": 1}},
	{path: "subventions/exemple-duplicate-column.csv", found: "scdl/subventions", outcome: "refused", stage: "checked",
		counts: map[string]int{"duplicate-label": 1}, first: map[string]int{"duplicate-label": 1}},
	{path: "altervilles/deliberations-metropole-saint-etienne.csv", found: "scdl/deliberations", outcome: "refused", stage: "checked",
		counts: map[string]int{"extra-label": 1}, first: map[string]int{"constraint-error": 2, "extra-label": 1}},
	{path: "altervilles/Commerces dans la Métropole de Saint-Etienne - boulangeries.csv", found: "none", outcome: "refused", stage: "checked",
		counts: map[string]int{"encoding-error": 25}},
	{path: "data-fair/csv-cases/rge-null-chars.csv", found: "none", outcome: "refused", stage: "checked",
		counts: map[string]int{"source-error": 1}},
	{path: "data-fair/csv-cases/trailing-seps.csv", found: "none", outcome: "refused", stage: "checked",
		counts: map[string]int{"extra-cell": 7}, first: map[string]int{"extra-cell": 2}},
	{path: "data-fair/csv-cases/formatting-issues.csv", found: "none", outcome: "refused", stage: "checked",
		counts: map[string]int{"blank-label": 5}, first: map[string]int{"blank-label": 1}},
	{path: "frictionless-py/defective-rows.csv", found: "none", outcome: "refused", stage: "checked",
		counts: map[string]int{"missing-cell": 1, "extra-cell": 1}},
	{path: "frictionless-py/empty.csv", found: "none", outcome: "refused", stage: "checked",
		counts: map[string]int{"source-error": 1}},
}

// TestRealFiles deposits the tables of others through the interface, as
// somebody's software would, and looks at all that comes of each.
func TestRealFiles(t *testing.T) {
	folder := tables(t)
	s := start(t, opts{})
	machine := s.as(t, s.token(t, firstSiren, "depositor"))
	for i := range realFiles {
		f := &realFiles[i]
		t.Run(filepath.Base(f.path), func(t *testing.T) {
			content, err := os.ReadFile(filepath.Join(folder, f.path))
			if err != nil {
				t.Fatal(err)
			}
			c := machine
			c.t = t
			word := "repère" + strconv.Itoa(i)
			l := c.await(c.deposit(firstSiren, form{title: "Essai " + word, schema: f.schema, file: filepath.Base(f.path), content: content}).Life)
			f.checkLife(t, l)
			if f.outcome == "done" {
				nobody := s.public(t)
				f.checkDataset(t, nobody, *l.Dataset, word, content)
			} else {
				hidden(t, s.public(t), l, word)
			}
		})
	}
}

func (f realFile) checkLife(t *testing.T, l life) {
	t.Helper()
	stage := f.stage
	if f.outcome == "done" {
		stage = "published"
	}
	if l.Outcome != f.outcome || l.Stage != stage {
		t.Fatalf("it ends %s at stage %s, want %s at %s: %s", l.Outcome, l.Stage, f.outcome, stage, l.why())
	}
	if l.Report == nil || text(l.Report.Schema.Name) != f.found {
		t.Fatalf("the report is not one under %s", f.found)
	}
	counts := l.Report.counts()
	for code, n := range f.counts {
		if counts[code] != n {
			t.Errorf("%d findings of %s, want %d", counts[code], code, n)
		}
	}
	if f.outcome != "refused" && l.Report.Stats.Errors != 0 {
		t.Errorf("%d errors in a file that passes", l.Report.Stats.Errors)
	}
	for code, row := range f.first {
		if found := l.Report.find(code, ""); found == nil || number(found.Row) != row {
			t.Errorf("the first finding of %s is not in row %d", code, row)
		}
	}
	for _, s := range l.Steps {
		if s.At.IsZero() || s.By == "" || s.Evidence == nil {
			t.Errorf("step %s lacks its time, its author or its evidence", s.Stage)
		}
	}
	if (l.Dataset != nil) != (f.outcome == "done") {
		t.Error("addresses are given for what is not published, or not given for what is")
	}
}

// hidden fails the test if the public sees anything of what is not published.
func hidden(t *testing.T, nobody caller, l life, word string) {
	t.Helper()
	for _, address := range []string{"/api/v1/datasets/" + l.Piece, "/datasets/" + l.Piece + "/original",
		"/datasets/" + l.Piece + "/data.csv", "/api/v1/datasets/" + l.Piece + "/rows"} {
		nobody.get(address).problem(t, http.StatusNotFound)
	}
	nobody.page("/datasets/"+l.Piece, http.StatusNotFound)
	if nobody.page("/datasets?q="+url.QueryEscape(word), http.StatusOK).leads("/datasets/essai-" + strings.ReplaceAll(word, "è", "e")) {
		t.Error("the search finds what is not published")
	}
}

func (f realFile) checkDataset(t *testing.T, nobody caller, at addresses, word string, content []byte) {
	t.Helper()
	want := readGrid(t, content, f.charset, f.delimiter)
	f.checkPages(t, nobody, at, word, len(want.rows))

	original := nobody.get(at.Original)
	original.wants(t, http.StatusOK)
	if string(original.body) != string(content) {
		t.Error("the original that comes is not the one deposited")
	}
	attached(t, original)
	clean := nobody.get(at.CSV)
	clean.wants(t, http.StatusOK)
	attached(t, clean)
	readGrid(t, clean.body, "utf-8", ',').same(t, want)
	parquet := nobody.get(at.Parquet)
	parquet.wants(t, http.StatusOK)
	packed := readParquet(t, parquet.body)
	packed.holds(t, want, f.found == "none")
	for k, name := range packed.names {
		if typ, ok := f.types[name]; ok && packed.types[k] != typ {
			t.Errorf("Parquet: the column %s is %s, want %s", name, packed.types[k], typ)
		}
	}

	f.checkRows(t, nobody, at, want, packed)
	list := nobody.catalog("/p/" + firstSiren + "/catalog.jsonld")
	record := list.datasets[nobody.base+"/datasets/"+at.ID]
	if record == nil {
		t.Fatal("the member's catalogue does not list the dataset")
	}
	nobody.checkRecord(record, at)
	if !nobody.turtle("/p/"+firstSiren+"/catalog.ttl", at.ID) || !nobody.turtle("/catalog.ttl", at.ID) {
		t.Error("the catalogues in Turtle do not name the dataset")
	}
	var shown struct {
		Schema   *struct{ Name string }
		RowCount int `json:"row_count"`
		Version  int
	}
	nobody.read(at.API, &shown)
	if shown.RowCount != len(want.rows) || shown.Version != 1 || (shown.Schema != nil) != (f.found != "none") {
		t.Errorf("the interface says %d rows, version %d, want %d and 1", shown.RowCount, shown.Version, len(want.rows))
	}
}

// attached fails the test unless a file goes out as one to keep, which nothing
// in it can make run.
func attached(t *testing.T, a answer) {
	t.Helper()
	h := a.header
	if !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") || h.Get("X-Content-Type-Options") != "nosniff" ||
		!strings.Contains(h.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("%s goes out as %q under %q", a.url, h.Get("Content-Disposition"), h.Get("Content-Security-Policy"))
	}
}

// checkPages looks at the dataset's page and at the searches that lead to it.
func (f realFile) checkPages(t *testing.T, nobody caller, at addresses, word string, rows int) {
	t.Helper()
	p := nobody.page(at.Page, http.StatusOK)
	if !p.has("h1", "Essai "+word) {
		t.Errorf("the page is headed %q", p.texts("h1"))
	}
	for _, address := range []string{at.CSV, at.Parquet, at.Original} {
		if !p.leads(path(t, nobody.base, address)) {
			t.Errorf("the page does not lead to %s", address)
		}
	}
	if p.count("tr") < min(rows, 20)+1 {
		t.Errorf("the page shows %d rows of a table of %d", p.count("tr")-1, rows)
	}
	here := path(t, nobody.base, at.Page)
	for _, search := range []string{"/datasets?q=", "/p/premiere/datasets?q="} {
		if !nobody.page(search+url.QueryEscape(word), http.StatusOK).leads(here) {
			t.Errorf("%s%s does not find the dataset", search, word)
		}
	}
	moved := nobody.get("/datasets/" + at.ID)
	if moved.status/100 != 3 || !strings.HasSuffix(moved.header.Get("Location"), here) {
		t.Errorf("the lasting address answers %d to %q", moved.status, moved.header.Get("Location"))
	}
}
