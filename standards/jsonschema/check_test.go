package jsonschema_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/standards/jsonschema"
	"airial/standards/standardstest"
	"airial/standards/tableschema"
)

const contracts = `{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"marches":{"type":"array","items":{
 "type":"object","required":["id","montant"],"additionalProperties":false,
 "properties":{"id":{"type":"string","maxLength":4},"montant":{"type":"number","minimum":0},"nature":{"enum":["Marché","Accord"]},
  "date":{"type":"string","format":"date"},"acheteur":{"type":"object","properties":{"id":{"type":"string","pattern":"^\\d{14}$"}}},
  "lieu":{"anyOf":[{"type":"string"},{"type":"object"}]}}}}}}`

func check(t *testing.T, schema, doc string) *tableschema.Report {
	t.Helper()
	if !jsonschema.Is([]byte(schema)) {
		t.Fatal("the schema is not taken for one")
	}
	s, err := jsonschema.Compile("essai", []byte(schema))
	if err != nil {
		t.Fatal(err)
	}
	rep, err := s.Check(strings.NewReader(doc), tableschema.Options{Limit: -1})
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

func TestCheck(t *testing.T) {
	rep := check(t, contracts, `{"marches":[{"id":"1","montant":1},
		{"id":"12345","montant":-1,"nature":"Achat","date":"31/12/2024","acheteur":{"id":"12"},"x":1,"lieu":3},{"montant":"1"}]}`)
	var got []string
	for _, f := range rep.Findings {
		got = append(got, fmt.Sprintf("%d %s %s %s", f.Row, f.Field, f.Detail, f.Value))
		for _, lang := range []string{"fr", "en"} {
			if m := f.Message(lang); m == "" || m == f.Code || strings.Contains(m, "{want}") || strings.Contains(m, "{names}") {
				t.Errorf("%s: %q", lang, m)
			}
		}
	}
	want := map[string]bool{"3 id longer 12345": true, "3 montant below -1": true, "3 nature enum Achat": true, "3 date format 31/12/2024": true,
		"3 acheteur.id pattern 12": true, "3  additional ": true, "3 lieu  3": true, "4  required ": true, "4 montant type 1": true}
	have := map[string]bool{}
	for _, g := range got {
		have[g] = true
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Error(diff)
	}
	if rep.Valid || rep.Rows != 3 || rep.Errors != 9 {
		t.Errorf("%+v", rep)
	}
	if rep := check(t, contracts, `{"marches":[]}`); !rep.Valid {
		t.Errorf("%+v", rep.Findings)
	}
	if rep := check(t, contracts, `{"marches":[`); rep.Unreadable != "damaged" || rep.Valid {
		t.Errorf("%+v", rep)
	}
}

func TestCompile(t *testing.T) {
	for name, schema := range map[string]string{"not JSON": `{`, "a reference outside": `{"$ref":"https://example.org/x.json"}`,
		"a file": `{"$ref":"file:///etc/passwd"}`, "not a schema": `{"properties":3}`} {
		if _, err := jsonschema.Compile("x", []byte(schema)); err == nil {
			t.Errorf("%s compiles", name)
		}
	}
	if jsonschema.Is([]byte(`{"fields":[{"name":"a"}]}`)) || jsonschema.Is([]byte(`[]`)) {
		t.Error("a Table Schema is taken for a JSON Schema")
	}
}

// The published DECP schema compiles and judges the published contracts.
func TestContracts(t *testing.T) {
	data := standardstest.Others(t)
	raw, err := os.ReadFile(filepath.Join(data, "schemas/139bercy/format-commande-publique/latest/schema_decp_v2.0.2.json"))
	if err != nil {
		t.Fatal(err)
	}
	rep := check(t, string(raw), `{"marches":{"marche":[{"id":"1"}]}}`)
	if rep.Valid || rep.Errors == 0 {
		t.Errorf("%+v", rep)
	}
	files, _ := filepath.Glob(filepath.Join(data, "decp", "*", "*.json"))
	more, _ := filepath.Glob(filepath.Join(data, "decp", "*.json"))
	for _, path := range append(files, more...) {
		doc, err := os.ReadFile(path)
		if err != nil || len(doc) > 1<<20 {
			continue
		}
		rep := check(t, string(raw), string(doc))
		t.Log(filepath.Base(path), rep.Valid, rep.Rows, rep.Errors)
	}
}
