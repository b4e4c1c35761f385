package tableschema_test

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"airial/standards/scdl"
	"airial/standards/standardstest"
	"airial/standards/tableschema"
	"airial/standards/tabular"
)

var update = flag.Bool("update", false, "write the golden files anew")

// corpus pairs the files of others with their schema: a name of SCDL, a path
// in the test data, or none.
var corpus = []struct{ file, schema string }{
	{"subventions/exemple_valide.csv", "scdl/subventions"},
	{"subventions/exemple_invalide_erreurs_cellules.csv", "scdl/subventions"},
	{"subventions/exemple_invalide_erreurs_colonnes.csv", "scdl/subventions"},
	{"subventions/exemple-duplicate-column.csv", "scdl/subventions"},
	{"subventions/exemple_valide.csv", "tables/subventions/schema.json"},
	{"subventions/exemple_invalide_erreurs_cellules.csv", "tables/subventions/schema.json"},
	{"altervilles/deliberations-metropole-saint-etienne.csv", "scdl/deliberations"},
	{"altervilles/donnees-deliberations.csv", "scdl/deliberations"},
	{"altervilles/services publics-saint-etienne-metropole.csv", ""},
	{"altervilles/Commerces dans la Métropole de Saint-Etienne - boulangeries.csv", ""},
	{"cerema-circulation/carros.csv", "CEREMA/schema-arrete-circulation-marchandises"},
	{"cerema-circulation/exemple-valide.csv", "CEREMA/schema-arrete-circulation-marchandises"},
	{"cerema-circulation/fuveau.csv", "CEREMA/schema-arrete-circulation-marchandises"},
	{"cerema-circulation/gignac.csv", "CEREMA/schema-arrete-circulation-marchandises"},
	{"cerema-circulation/le-rove.csv", "CEREMA/schema-arrete-circulation-marchandises"},
	{"cerema-circulation/septemes-les-vallons.csv", "CEREMA/schema-arrete-circulation-marchandises"},
	{"cerema-circulation/st-victoret.csv", "CEREMA/schema-arrete-circulation-marchandises"},
	{"cerema-circulation/vence.csv", "CEREMA/schema-arrete-circulation-marchandises"},
	{"covoiturage/exemple-valide.csv", "etalab/schema-lieux-covoiturage"},
	{"covoiturage/exemple-invalide.csv", "etalab/schema-lieux-covoiturage"},
	{"covoiturage/autre-exemple-invalide.csv", "etalab/schema-lieux-covoiturage"},
	{"taxis/exemple-valide.csv", "openmaraude/schema-stationstaxi"},
	{"taxis/exemple-non-valide.csv", "openmaraude/schema-stationstaxi"},
	{"stationnement/exemple-invalide.csv", "etalab/schema-stationnement"},
	{"comptage-mobilites/exemple-valide.csv", "etalab/schema-comptage-mobilites-channel"},
	{"comptage-mobilites/exemple-invalide.csv", "etalab/schema-comptage-mobilites-channel"},
	{"friches/fichier-valide.csv", "cnigfr/schema-friches"},
	{"mediation/exemple-valide.csv", "LaMednum/standard-mediation-num"},
	{"acceslibre/base.csv", "MTES-MCT/acceslibre-erp-base"},
	{"frictionless-py/structure-errors.csv", ""},
	{"frictionless-py/blank-headers.csv", ""},
	{"frictionless-py/duplicate-headers.csv", ""},
	{"frictionless-py/blank-rows-multiple.csv", ""},
	{"frictionless-py/without-rows.csv", ""},
	{"frictionless-py/empty.csv", ""},
	{"frictionless-py/issue-811.csv", ""},
	{"data-fair/csv-cases/rge-null-chars.csv", ""},
	{"data-fair/csv-cases/jep-2019.csv", ""},
	{"data-fair/csv-cases/jep-2019-HR.csv", ""},
	{"data-fair/csv-cases/trailing-seps.csv", ""},
	{"data-fair/csv-cases/formatting-issues.csv", ""},
	{"data-fair/csv-cases/dataset-bad-separators.csv", ""},
	{"data-fair/csv-cases/dataset-split-fail.csv", ""},
	{"data-fair/csv-cases/long-text-tabs.csv", ""},
}

func corpusSchema(t *testing.T, data, name string) *tableschema.Schema {
	if name == "" {
		return nil
	}
	if s, ok := scdl.Lookup(name); ok {
		return s
	}
	path := filepath.Join(data, filepath.FromSlash(name))
	if !strings.HasSuffix(name, ".json") {
		path = filepath.Join(data, "schemas", filepath.FromSlash(name), "latest", "schema.json")
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return load(t, string(raw))
}

// The verdicts on the files of others: counts by code and field, no cell of
// theirs. Those under a schema were compared with Validata's own engine
// (validata-core 0.9.7), those without with frictionless 5.19.0, when they
// were frozen.
func TestCorpus(t *testing.T) {
	data := standardstest.Others(t)
	var b strings.Builder
	for _, c := range corpus {
		f, err := os.Open(filepath.Join(data, "tables", filepath.FromSlash(c.file)))
		if err != nil {
			t.Fatal(err)
		}
		rep, err := tableschema.CheckSource(t.Context(), f, tabular.Options{}, corpusSchema(t, data, c.schema), tableschema.Options{})
		f.Close()
		if err != nil {
			t.Fatalf("%s: %v", c.file, err)
		}
		fmt.Fprintf(&b, "%s (%s): valid %v, %d rows, %d errors, %d warnings\n", c.file, rep.Schema.Name, rep.Valid, rep.Rows, rep.Errors, rep.Warnings)
		for _, s := range rep.Summary {
			fmt.Fprintf(&b, "    %s %s %s: %d, first in row %d\n", s.Level, s.Code, s.Field, s.Count, s.FirstRow)
		}
	}
	golden := filepath.Join("testdata", "corpus.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Error(diff)
	}
}

// pieces gives a text in pieces of n bytes.
type pieces struct {
	text string
	n    int
}

func (p *pieces) Read(b []byte) (int, error) {
	n := copy(b[:min(len(b), p.n)], p.text)
	p.text = p.text[n:]
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// However the source cuts its reads, the report is the same.
func TestBordersChangeNothing(t *testing.T) {
	s := load(t, people)
	rapid.Check(t, func(rt *rapid.T) {
		body := rapid.StringOf(rapid.SampledFrom([]rune("aé1,,;\"\n\n\r\x00 "))).Draw(rt, "body")
		text := "nom,âge,ville\n" + body
		n := rapid.IntRange(1, 7).Draw(rt, "n")
		whole, err1 := tableschema.CheckSource(t.Context(), strings.NewReader(text), tabular.Options{}, s, tableschema.Options{})
		cut, err2 := tableschema.CheckSource(t.Context(), &pieces{text, n}, tabular.Options{}, s, tableschema.Options{})
		if err1 != nil || err2 != nil {
			rt.Fatal(err1, err2)
		}
		if diff := cmp.Diff(whole, cut); diff != "" {
			rt.Fatal(diff)
		}
	})
}
