package check_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"airial/internal/services/check"
	"airial/standards/standardstest"
)

// A file is mended, the report is about what was written, and the changes are
// there as evidence.
func TestFix(t *testing.T) {
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.csv"), filepath.Join(dir, "out.csv")
	text := "commune_nom;COLL_INSEE;ENFANT_SEXE;ENFANT_PRENOM;NOMBRE_OCCURRENCES;ANNEE\nSainte-Aulaye;33999;f;Jeanne;1 200;2025\n"
	if err := os.WriteFile(in, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(args check.Args) (int, string, string) {
		var stdout, stderr bytes.Buffer
		args.Lang = "en"
		exit := check.Run(t.Context(), args, strings.NewReader(""), &stdout, &stderr)
		return exit, stdout.String(), stderr.String()
	}
	exit, stdout, stderr := run(check.Args{File: in, Fix: out})
	if exit != 0 || !strings.Contains(stdout, "The file is valid.") || !strings.Contains(stderr, "Mended file") {
		t.Errorf("exit %d\n%s\n%s", exit, stdout, stderr)
	}
	got, err := os.ReadFile(out)
	if want := "COMMUNE_NOM,COLL_INSEE,ENFANT_SEXE,ENFANT_PRENOM,NOMBRE_OCCURRENCES,ANNEE\nSainte-Aulaye,33999,F,Jeanne,1200,2025\n"; err != nil || string(got) != want {
		t.Errorf("%q %v", got, err)
	}
	raw, err := os.ReadFile(out + ".changes.json")
	var evidence struct {
		Schema  struct{ Name string }
		Counts  map[string]int
		Changes []struct{ Code, Field, From, To string }
	}
	if err != nil || json.Unmarshal(raw, &evidence) != nil || evidence.Counts["label"] != 1 || len(evidence.Changes) != 4 || evidence.Schema.Name != "scdl/prenoms" {
		t.Errorf("%s %v", raw, err)
	}
	if exit, _, _ := run(check.Args{File: in, Fix: in}); exit != check.ExitUnread {
		t.Errorf("a file takes the place of the one that is read: exit %d", exit)
	}
	if again, _ := os.ReadFile(in); string(again) != text {
		t.Error("the file that was read is changed")
	}
}

// Validata's reading of a|b is asked for, never the default.
func TestCompat(t *testing.T) {
	schema := filepath.Join(t.TempDir(), "s.json")
	if err := os.WriteFile(schema, []byte(`{"fields":[{"name":"v","constraints":{"pattern":"a|b"}}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		cell, compat string
		exit         int
	}{
		{"a", "", 0}, {"axx", "", 1}, {"b", "", 0}, {"xb", "", 1},
		{"a", "validata", 0}, {"axx", "validata", 0}, {"b", "validata", 0}, {"xb", "validata", 1}, {"bx", "validata", 1},
		{"a", "other", 2},
	} {
		var stdout, stderr bytes.Buffer
		exit := check.Run(t.Context(), check.Args{File: "-", Schema: schema, Compat: tc.compat}, strings.NewReader("v\n"+tc.cell+"\n"), &stdout, &stderr)
		if exit != tc.exit {
			t.Errorf("%q %q: exit %d, want %d\n%s%s", tc.cell, tc.compat, exit, tc.exit, &stdout, &stderr)
		}
	}
}

func TestSchemas(t *testing.T) {
	args := check.SchemasArgs{Dir: filepath.Join(t.TempDir(), "none"), Lang: "en"}
	var out bytes.Buffer
	if err := check.ListSchemas(args, &out); err != nil || !strings.Contains(out.String(), "etalab/schema-irve-statique") || !strings.Contains(out.String(), "62 schemas") {
		t.Errorf("%v\n%s", err, &out)
	}
	out.Reset()
	if err := check.ShowSchema(args, "scdl/subventions", false, &out); err != nil || !strings.Contains(out.String(), "rnaBeneficiaire") {
		t.Errorf("%v\n%s", err, &out)
	}
	out.Reset()
	if err := check.ShowSchema(args, "etalab/schema-decp-dpa", true, &out); err != nil || !json.Valid(out.Bytes()) {
		t.Errorf("%v\n%s", err, &out)
	}
	if err := check.ShowSchema(args, "no/such", false, &out); err == nil {
		t.Error("no such schema is shown")
	}
	data := standardstest.Others(t)
	out.Reset()
	if err := check.UpdateSchemas(t.Context(), args, filepath.Join(data, "schemas"), "2026-11-28", &out); err != nil || !strings.Contains(out.String(), "60 schemas read") {
		t.Errorf("%v\n%s", err, &out)
	}
}

// A JSON Schema makes a check of a document.
func TestJSONSchema(t *testing.T) {
	schema := filepath.Join(t.TempDir(), "s.json")
	text := `{"type":"object","properties":{"marches":{"type":"array","items":{"required":["id"]}}}}`
	if err := os.WriteFile(schema, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for doc, want := range map[string]int{`{"marches":[{"id":1}]}`: 0, `{"marches":[{"id":1},{}]}`: 1, `{"marches":`: 2} {
		var stdout, stderr bytes.Buffer
		exit := check.Run(t.Context(), check.Args{File: "-", Schema: schema, Lang: "en"}, strings.NewReader(doc), &stdout, &stderr)
		if exit != want || want == 1 && !strings.Contains(stdout.String(), "Missing: id.") {
			t.Errorf("%s: exit %d\n%s%s", doc, exit, &stdout, &stderr)
		}
	}
}

// Beyond the schema only on request, and never as an error.
func TestQuality(t *testing.T) {
	text := "a,b\n1,2\n1,2\n"
	for _, tc := range []struct {
		rules []string
		exit  int
		want  bool
	}{{nil, 0, false}, {[]string{"all"}, 0, true}, {[]string{"duplicate-row"}, 0, true}, {[]string{"outlier"}, 0, false}, {[]string{"no-such"}, 2, false}} {
		var stdout, stderr bytes.Buffer
		exit := check.Run(t.Context(), check.Args{File: "-", Schema: "none", Lang: "en", Quality: tc.rules, Today: "2026-11-28"}, strings.NewReader(text), &stdout, &stderr)
		if exit != tc.exit || strings.Contains(stdout.String(), "Row 3 is the same as row 2.") != tc.want {
			t.Errorf("%v: exit %d\n%s%s", tc.rules, exit, &stdout, &stderr)
		}
	}
}
