package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/standards/scdl"
	"airial/standards/tableschema"
	"airial/standards/tabular"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sample is a report with a finding of many kinds, made of made-up data.
func sample(t *testing.T, text string, limit int) *tableschema.Report {
	t.Helper()
	s, _ := scdl.Lookup("scdl/prenoms")
	rep, err := tableschema.CheckSource(t.Context(), strings.NewReader(text), tabular.Options{}, s,
		tableschema.Options{File: "prenoms.csv", Limit: limit})
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

const faulty = "Prénoms 2025;;;;;\n" +
	"COMMUNE_NOM;coll_insee;ENFANT_SEXE;ENFANT_PRENOM;NOMBRE_OCCURRENCES;Remarque\n" +
	"Sainte-Aulaye;33999;F;Jeanne;3;\n" +
	"Sainte-Aulaye;33999;f;Léo;1 200;\n" +
	";;;;;\n" +
	"Sainte-Aulaye;33999;M;léo;x;\n" +
	"Sainte-Aulaye;3399;M;;0;;=1+1\n"

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s:\n%s", name, diff)
	}
}

func TestGolden(t *testing.T) {
	for _, tc := range []struct {
		name   string
		text   string
		limit  int
		format Format
		opts   Options
	}{
		{"faulty.fr.txt", faulty, 0, Text, Options{Lang: "fr", Recognised: true}},
		{"faulty.en.txt", faulty, 0, Text, Options{Lang: "en", Recognised: true}},
		{"faulty.fr.json", faulty, 0, JSON, Options{Lang: "fr"}},
		{"faulty.fr.html", faulty, 0, HTML, Options{Lang: "fr"}},
		{"faulty.en.html", faulty, 3, HTML, Options{Lang: "en"}},
		{"faulty.en.csv", faulty, 0, CSV, Options{Lang: "en"}},
		{"cut.fr.txt", faulty, 2, Text, Options{Lang: "fr"}},
		{"colour.en.txt", faulty, 1, Text, Options{Lang: "en", Color: true}},
		{"valid.fr.txt", "COLL_INSEE,ENFANT_SEXE,ENFANT_PRENOM,NOMBRE_OCCURRENCES,ANNEE\n33999,F,Jeanne,3,2025\n", 0, Text, Options{Lang: "fr"}},
		{"pdf.fr.txt", "%PDF-1.7\n", 0, Text, Options{Lang: "fr"}},
		{"pdf.fr.json", "%PDF-1.7\n", 0, JSON, Options{Lang: "fr"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var out bytes.Buffer
			if err := Write(&out, sample(t, tc.text, tc.limit), tc.format, tc.opts); err != nil {
				t.Fatal(err)
			}
			golden(t, tc.name, out.String())
		})
	}
}

// The names and nulls of the JSON are what scripts rely on.
func TestContract(t *testing.T) {
	var out bytes.Buffer
	if err := Write(&out, sample(t, faulty, 0), JSON, Options{Lang: "fr"}); err != nil {
		t.Fatal(err)
	}
	var rep map[string]any
	if err := json.Unmarshal(out.Bytes(), &rep); err != nil {
		t.Fatal(err)
	}
	keys := func(v any) []string {
		var names []string
		for k := range v.(map[string]any) {
			names = append(names, k)
		}
		return names
	}
	sorted := cmp.Transformer("sorted", func(s []string) map[string]bool {
		m := map[string]bool{}
		for _, v := range s {
			m[v] = true
		}
		return m
	})
	first := func(list any) any { return list.([]any)[0] }
	for name, pair := range map[string][2][]string{
		"report":  {keys(rep), {"file", "schema", "dialect", "rows", "valid", "stats", "summary", "findings"}},
		"schema":  {keys(rep["schema"]), {"name", "version"}},
		"dialect": {keys(rep["dialect"]), {"encoding", "delimiter", "quote", "header_row"}},
		"stats":   {keys(rep["stats"]), {"errors", "warnings"}},
		"summary": {keys(first(rep["summary"])), {"code", "field", "count", "first_row", "examples"}},
		"finding": {keys(first(rep["findings"])), {"level", "code", "row", "field", "value", "message", "fix"}},
	} {
		if diff := cmp.Diff(pair[1], pair[0], sorted); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// The PDF is one, has its pages, and says the same in both languages.
func TestPDF(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		var out bytes.Buffer
		if err := Write(&out, sample(t, faulty, 0), PDF, Options{Lang: lang}); err != nil {
			t.Fatal(err)
		}
		if b := out.Bytes(); !bytes.HasPrefix(b, []byte("%PDF-1.")) || !bytes.Contains(b, []byte("/Lang")) || len(b) < 2000 {
			t.Errorf("%s: %d bytes, %.20q", lang, len(b), b)
		}
	}
}

// What comes from the file is data: it neither acts on a terminal nor on a
// spreadsheet.
func TestHostileValues(t *testing.T) {
	text := "COLL_INSEE,ENFANT_SEXE,ENFANT_PRENOM,NOMBRE_OCCURRENCES,ANNEE\n33999,F,\x1b[31mJeanne\u202e,\"=HYPERLINK(\"\"x\"\")\",2025\n33999,F,Jeanne,-5,2025\n33999,F,Jeanne,@a,2025\n"
	rep := sample(t, text, 0)
	var plain, lines bytes.Buffer
	if err := Write(&plain, rep, Text, Options{Lang: "fr"}); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(plain.String(), "\x1b\u202e") {
		t.Errorf("control characters reach the terminal: %q", plain.String())
	}
	if err := Write(&lines, rep, CSV, Options{Lang: "fr"}); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(&lines).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]bool{}
	for _, r := range records {
		values[r[4]] = true
	}
	if !values["'=HYPERLINK(\"x\")"] || !values["-5"] || !values["'@a"] {
		t.Errorf("values %v", values)
	}
}
