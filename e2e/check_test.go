package e2e

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// prenoms is a valid table of scdl/prenoms, with a separator of one's choice.
func prenoms(separator string, rows ...string) string {
	lines := append([]string{"COMMUNE_NOM,COLL_INSEE,ENFANT_SEXE,ENFANT_PRENOM,NOMBRE_OCCURRENCES,ANNEE"}, rows...)
	return strings.ReplaceAll(strings.Join(lines, "\r\n")+"\r\n", ",", separator)
}

const (
	goodRow  = "Première,40001,F,Léa,12,2024"
	otherRow = "Première,40001,M,Noé,9,2024"
)

func encoded(t *testing.T, charset, text string) string {
	t.Helper()
	var out string
	var err error
	switch charset {
	case "windows-1252":
		out, err = charmap.Windows1252.NewEncoder().String(text)
	case "utf-16le":
		out, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	case "utf-16be":
		out, err = unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(text)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// place is a finding that must be there: its code, level, row and field; -1 and
// "(null)" stand for none.
type place struct {
	code, level string
	row         int
	field       string
}

// TestCheckCommand goes through what the contract says of "airial check": the
// exit status and the JSON on standard output, in each case.
func TestCheckCommand(t *testing.T) {
	for _, test := range []struct {
		name    string
		file    string // its name, where that matters
		content string
		args    []string
		code    int
		schema  string
		dialect []any // encoding, delimiter, header row; nil where nothing could be read
		rows    int64
		finds   []place
	}{
		{name: "valid", content: prenoms(",", goodRow, otherRow), schema: "scdl/prenoms", dialect: []any{"utf-8", ",", 1}, rows: 2},
		{name: "invalid", content: prenoms(",", goodRow, "Première,40001,X,Noé,neuf,2024"), code: 1, schema: "scdl/prenoms",
			dialect: []any{"utf-8", ",", 1}, rows: 2, finds: []place{{"type-error", "error", 3, "NOMBRE_OCCURRENCES"}, {"constraint-error", "error", 3, "ENFANT_SEXE"}}},
		{name: "a header and no rows", content: prenoms(","), schema: "scdl/prenoms", dialect: []any{"utf-8", ",", 1},
			finds: []place{{"row-count", "warning", -1, "(null)"}}},
		{name: "empty", content: "", code: 2, schema: "none", finds: []place{{"source-error", "error", -1, "(null)"}}},
		{name: "a BOM and nothing else", content: "\ufeff", code: 2, schema: "none", finds: []place{{"source-error", "error", -1, "(null)"}}},
		{name: "a PDF named .csv", file: "budget.csv", content: "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n\x00\x01\x02",
			code: 2, schema: "none", finds: []place{{"source-error", "error", -1, "(null)"}}},
		{name: "NUL bytes in text", content: "a,b\n1,x\n2,y\x00z\n", args: []string{"--schema", "none"}, code: 1, schema: "none",
			dialect: []any{"utf-8", ",", 1}, rows: 2, finds: []place{{"source-error", "error", 3, ""}}},
		{name: "a quote never closed", content: "a,b\n1,\"x\n2,y\n3,z\n", args: []string{"--schema", "none"}, code: 1, schema: "none",
			dialect: []any{"utf-8", ",", 1}, rows: 1, finds: []place{{"source-error", "error", 2, ""}}},
		{name: "UTF-16, little end first", content: encoded(t, "utf-16le", prenoms(";", goodRow)), schema: "scdl/prenoms", dialect: []any{"utf-16le", ";", 1}, rows: 1},
		{name: "UTF-16, big end first", content: encoded(t, "utf-16be", prenoms(";", goodRow)), schema: "scdl/prenoms", dialect: []any{"utf-16be", ";", 1}, rows: 1},
		{name: "Windows-1252 with curly apostrophes", content: encoded(t, "windows-1252", "nom;lieu\r\nL’Été;Dès l’aube…\r\n"),
			args: []string{"--schema", "none"}, schema: "none", dialect: []any{"windows-1252", ";", 1}, rows: 1},
		{name: "tabs", content: prenoms("\t", goodRow), schema: "scdl/prenoms", dialect: []any{"utf-8", "\t", 1}, rows: 1},
		{name: "bars", content: prenoms("|", goodRow), schema: "scdl/prenoms", dialect: []any{"utf-8", "|", 1}, rows: 1},
		{name: "semicolons", content: prenoms(";", goodRow), schema: "scdl/prenoms", dialect: []any{"utf-8", ";", 1}, rows: 1},
		{name: "title lines above the header", content: "Prénoms des nouveau-nés;;;;;\r\nExport du 12/01/2025;;;;;\r\n" + prenoms(";", goodRow, "x,40001,F,Léa,-,2024"),
			code: 1, schema: "scdl/prenoms", dialect: []any{"utf-8", ";", 3}, rows: 2, finds: []place{{"type-error", "error", 5, "NOMBRE_OCCURRENCES"}}},
		{name: "a blank row, a missing cell, an extra one", content: prenoms(",", goodRow, "", "Première,40001,F", goodRow[:len(goodRow)-1]+"3,x"),
			code: 1, schema: "scdl/prenoms", dialect: []any{"utf-8", ",", 1}, rows: 3,
			finds: []place{{"blank-row", "error", 3, "(null)"}, {"missing-cell", "error", 4, ""}, {"extra-cell", "error", 5, ""}}},
		{name: "labels in spite of case, accents, blanks and a BOM", content: "\ufeff commune_nom ,Coll_Insee,ENFANT_SEXE,ENFANT_PRÉNOM,NOMBRE_OCCURRENCES,ANNEE\n" + goodRow + "\n",
			schema: "scdl/prenoms", dialect: []any{"utf-8", ",", 1}, rows: 1, finds: []place{{"incorrect-label", "warning", 1, " commune_nom "}, {"incorrect-label", "warning", 1, "ENFANT_PRÉNOM"}}},
		{name: "columns in another order", content: "ANNEE,NOMBRE_OCCURRENCES,ENFANT_PRENOM,ENFANT_SEXE,COLL_INSEE,COMMUNE_NOM\n2024,12,Léa,F,40001,Première\n",
			schema: "scdl/prenoms", dialect: []any{"utf-8", ",", 1}, rows: 1},
		{name: "a required column absent", content: "COMMUNE_NOM,COLL_INSEE,ENFANT_SEXE,ENFANT_PRENOM,NOMBRE_OCCURRENCES\nPremière,40001,F,Léa,12\n",
			code: 1, schema: "scdl/prenoms", dialect: []any{"utf-8", ",", 1}, rows: 1, finds: []place{{"missing-label", "error", 1, "ANNEE"}}},
		{name: "an extra column", content: strings.ReplaceAll(prenoms(",", goodRow), "\r\n", ",plus\r\n"), schema: "scdl/prenoms",
			dialect: []any{"utf-8", ",", 1}, rows: 1, finds: []place{{"extra-label", "warning", 1, "plus"}}},
		{name: "duplicate and blank labels", content: "a,a,\n1,2,3\n", args: []string{"--schema", "none"}, code: 1, schema: "none",
			dialect: []any{"utf-8", ",", 1}, rows: 1, finds: []place{{"duplicate-label", "error", 1, "a"}, {"blank-label", "error", 1, ""}}},
		{name: "markup in a cell", content: "a,b\n<script>alert(1)</script>,2\n", args: []string{"--schema", "none"}, schema: "none",
			dialect: []any{"utf-8", ",", 1}, rows: 1},
		{name: "another version of the schema", content: prenoms(",", goodRow), args: []string{"--schema", "scdl/prenoms@0.0.1"}, code: 2},
		{name: "an unknown schema", content: prenoms(",", goodRow), args: []string{"--schema", "scdl/nuages"}, code: 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			name := test.file
			if name == "" {
				name = "essai.csv"
			}
			file := write(t, name, []byte(test.content))
			r := airial(t, append([]string{"check", "--format", "json", file}, test.args...)...)
			if r.code != test.code {
				t.Errorf("exit %d, want %d: %s", r.code, test.code, r.stderr)
			}
			got := readReport(t, []byte(r.stdout))
			if test.schema == "" {
				return // the call was wrong: there is a report, and nothing in it but that
			}
			if got.File != file || text(got.Schema.Name) != test.schema || got.Rows != test.rows {
				t.Errorf("file %q, schema %s, %d rows; want schema %s, %d rows", got.File, text(got.Schema.Name), got.Rows, test.schema, test.rows)
			}
			checkDialect(t, got, test.dialect)
			for _, want := range test.finds {
				checkFinding(t, got, want)
			}
			if test.code == 0 && got.Stats.Errors != 0 || test.code != 0 && got.Stats.Errors == 0 {
				t.Errorf("exit %d with %d errors", r.code, got.Stats.Errors)
			}
			piped := airialWith(t, []byte(test.content), append([]string{"check", "--format", "json", "-"}, test.args...)...)
			if piped.code != r.code || strings.Replace(piped.stdout, `"file": "-"`, "", 1) != strings.Replace(r.stdout, `"file": "`+file+`"`, "", 1) {
				t.Errorf("from standard input: exit %d, want %d and the same report", piped.code, r.code)
			}
		})
	}
}

func checkDialect(t *testing.T, got report, want []any) {
	t.Helper()
	if want == nil {
		return
	}
	have := []any{text(got.Dialect.Encoding), text(got.Dialect.Delimiter), number(got.Dialect.HeaderRow)}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("dialect (-want +got):\n%s", diff)
	}
}

func checkFinding(t *testing.T, got report, want place) {
	t.Helper()
	field := want.field
	if field == "(null)" {
		field = ""
	}
	f := got.find(want.code, field)
	if f == nil {
		t.Errorf("no finding of %s about %q; there are %v", want.code, want.field, got.counts())
		return
	}
	if f.Level != want.level || number(f.Row) != want.row || want.field == "(null)" && f.Field != nil {
		t.Errorf("%s is of level %s, in row %d, about %s; want %s, %d, %s", want.code, f.Level, number(f.Row), text(f.Field),
			want.level, want.row, want.field)
	}
}

// TestCheckSiret gives a SIRET as spreadsheets spoil it.
func TestCheckSiret(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(tables(t), "subventions", "exemple_valide.csv"))
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(strings.NewReader(string(content))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for k, name := range records[0] {
		if strings.TrimPrefix(name, "\ufeff") == "idAttribuant" {
			records[2][k] = "8,03E+13"
		}
	}
	var spoilt strings.Builder
	w := csv.NewWriter(&spoilt)
	if err := w.WriteAll(records); err != nil {
		t.Fatal(err)
	}
	file := write(t, "tableur.csv", []byte(spoilt.String()))
	r := airial(t, "check", "--schema", "scdl/subventions", "--format", "json", file)
	got := readReport(t, []byte(r.stdout))
	f := got.find("siret", "idAttribuant")
	if f == nil {
		f = got.find("constraint-error", "idAttribuant")
	}
	if r.code != 1 || f == nil || number(f.Row) != 3 || text(f.Value) != "8,03E+13" || !strings.Contains(f.Message+text(f.Fix), "tableur") {
		t.Errorf("exit %d; nothing says in row 3 that a spreadsheet spoilt the number: %v", r.code, got.counts())
	}
}

// TestCheckLimit cuts the findings, never the counts.
func TestCheckLimit(t *testing.T) {
	rows := make([]string, 1200)
	for i := range rows {
		rows[i] = "Première,40001,F,Léa,douze,2024"
	}
	file := write(t, "essai.csv", []byte(prenoms(",", rows...)))
	for _, test := range []struct {
		args []string
		want int
	}{{nil, 1000}, {[]string{"--limit", "0"}, 1200}, {[]string{"--limit", "3"}, 3}} {
		r := airial(t, append([]string{"check", "--format", "json", file}, test.args...)...)
		got := readReport(t, []byte(r.stdout))
		errors := 0
		for _, f := range got.Findings {
			if f.Level == "error" {
				errors++
			}
		}
		if len(got.Findings) != test.want || got.Stats.Errors < 1200 || got.counts()["type-error"] != 1200 || r.code != 1 {
			t.Errorf("%v: %d findings, want %d; %d type errors counted, want 1200", test.args, len(got.Findings), test.want, got.counts()["type-error"])
		}
	}
}

// TestCheckForms writes the same report as CSV and as text.
func TestCheckForms(t *testing.T) {
	file := write(t, "essai.csv", []byte(prenoms(",", goodRow, "Première,40001,F,Léa,douze,2024")))
	asCSV := airial(t, "check", "--format", "csv", file)
	records, err := csv.NewReader(strings.NewReader(asCSV.stdout)).ReadAll()
	if err != nil || len(records) < 2 || asCSV.code != 1 {
		t.Fatalf("as CSV: exit %d, %d records, %v", asCSV.code, len(records), err)
	}
	if diff := cmp.Diff([]string{"level", "code", "row", "field", "value", "message", "fix"}, records[0]); diff != "" {
		t.Errorf("the header of the CSV (-want +got):\n%s", diff)
	}
	asLines := airial(t, "check", "--format", "jsonl", file)
	lines := strings.Split(strings.TrimSpace(asLines.stdout), "\n")
	if asLines.code != 1 || len(lines) != 3 || !strings.HasPrefix(lines[0], `{"type":"opened"`) || !strings.HasPrefix(lines[1], `{"type":"finding"`) || !strings.HasPrefix(lines[2], `{"type":"summary"`) {
		t.Errorf("as JSON lines: exit %d, %s", asLines.code, asLines.stdout)
	}
	asText := airial(t, "check", file)
	if asText.code != 1 || !strings.Contains(asText.stdout, "NOMBRE_OCCURRENCES") || !strings.Contains(asText.stdout+asText.stderr, "scdl/prenoms") {
		t.Errorf("as text: exit %d, and the report names neither the column nor the schema", asText.code)
	}
	if english := airial(t, "check", "--lang", "en", file); english.stdout == asText.stdout || english.code != 1 {
		t.Error("in English the report is the same as in French")
	}
}

// TestCheckSchemaPath checks against the reader's own Table Schema.
func TestCheckSchemaPath(t *testing.T) {
	schema := write(t, "schema.json", []byte(`{"name":"essai","fields":[{"name":"a","type":"integer","constraints":{"required":true}},{"name":"b","type":"string"}]}`))
	good, bad := write(t, "good.csv", []byte("a,b\n1,x\n")), write(t, "bad.csv", []byte("a,b\nun,x\n"))
	if r := airial(t, "check", "--schema", schema, "--format", "json", good); r.code != 0 || text(readReport(t, []byte(r.stdout)).Schema.Name) != "essai" {
		t.Errorf("exit %d for a table that fits: %s", r.code, r.stderr)
	}
	r := airial(t, "check", "--schema", schema, "--format", "json", bad)
	if r.code != 1 {
		t.Errorf("exit %d for a table that does not fit", r.code)
	}
	checkFinding(t, readReport(t, []byte(r.stdout)), place{"type-error", "error", 2, "a"})
	for _, args := range [][]string{{"check", "--schema", filepath.Join(t.TempDir(), "none.json"), good}, {"check", filepath.Join(t.TempDir(), "none.csv")},
		{"check"}, {"check", "--format", "xml", good}, {"check", "--limit", "-1", good}, {"check", "--delimiter", ";;", good}, {"check", t.TempDir()}} {
		if r := airial(t, args...); r.code != 2 || r.stderr == "" {
			t.Errorf("%v: exit %d, want 2 and a word why", args[1:], r.code)
		}
	}
}

// TestCheckRecognises tells on standard error which schema it took.
func TestCheckRecognises(t *testing.T) {
	r := airialWith(t, []byte(prenoms(",", goodRow)), "check", "--format", "json", "-")
	if !strings.Contains(r.stderr, "scdl/prenoms") || r.code != 0 {
		t.Errorf("exit %d; standard error does not say which schema was recognised: %s", r.code, r.stderr)
	}
	r = airialWith(t, []byte("x,y\n1,2\n"), "check", "--format", "json", "-")
	if got := readReport(t, []byte(r.stdout)); text(got.Schema.Name) != "none" || r.code != 0 {
		t.Errorf("a table of no schema is checked under %s, exit %d", text(got.Schema.Name), r.code)
	}
}
