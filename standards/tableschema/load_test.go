package tableschema_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"airial/standards/standardstest"
	"airial/standards/tableschema"
)

func TestLoadSpellings(t *testing.T) {
	for _, tc := range []struct {
		check string
		want  tableschema.CustomCheck
	}{
		{`{"name":"french-siret-value","params":{"column":"a"}}`, tableschema.CustomCheck{Name: "siret", Columns: []string{"a"}}},
		{`{"name":"siret","params":{"column":"a"}}`, tableschema.CustomCheck{Name: "siret", Columns: []string{"a"}}},
		{`{"name":"nomenclature-acte","params":{"column":"a"}}`, tableschema.CustomCheck{Name: "nomenclature-actes", Columns: []string{"a"}}},
		{`{"name":"french_gps_coordinates","params":{"column":"a"}}`, tableschema.CustomCheck{Name: "french-gps-coordinates", Columns: []string{"a"}}},
		{`{"name":"opening_hours","params":{"column":"a"}}`, tableschema.CustomCheck{Name: "opening-hours", Columns: []string{"a"}}},
		{`{"name":"compare","params":{"column":"a","op":"=","column2":"b"}}`, tableschema.CustomCheck{Name: "compare", Columns: []string{"a", "b"}, Op: "=="}},
		{`{"name":"cohesive-columns-value","params":{"column":"a","othercolumns":["b","c"]}}`, tableschema.CustomCheck{Name: "cohesive", Columns: []string{"a", "b", "c"}}},
		{`{"name":"cohesive","params":{"column":"a","columns":["b"]}}`, tableschema.CustomCheck{Name: "cohesive", Columns: []string{"a", "b"}}},
		{`{"name":"sum","params":{"column":"a","columns":["b","c"]}}`, tableschema.CustomCheck{Name: "sum", Columns: []string{"a", "b", "c"}}},
		{`{"name":"one-of-required","params":{"column1":"a","column2":"b"}}`, tableschema.CustomCheck{Name: "one-of-required", Columns: []string{"a", "b"}}},
		{`{"name":"one-of-required","params":{"column":"a","column2":"b"}}`, tableschema.CustomCheck{Name: "one-of-required", Columns: []string{"a", "b"}}},
		{`{"name":"year-interval","params":{"column":"a","allow-year-only":true}}`, tableschema.CustomCheck{Name: "year-interval", Columns: []string{"a"}, AllowYearOnly: true}},
		{`{"name":"year-interval","params":{"column":"a","allow-year-only":"no"}}`, tableschema.CustomCheck{Name: "year-interval", Columns: []string{"a"}}},
	} {
		s := load(t, `{"fields":[{"name":"a"},{"name":"b"},{"name":"c"}],"custom_checks":[`+tc.check+`]}`)
		if diff := cmp.Diff([]tableschema.CustomCheck{tc.want}, s.Checks); diff != "" {
			t.Errorf("%s:\n%s", tc.check, diff)
		}
		if len(s.Warnings) > 0 {
			t.Errorf("%s: %v", tc.check, s.Warnings)
		}
	}
}

func TestLoadTolerance(t *testing.T) {
	s := load(t, "\uFEFF"+`{"name":"x","version":"v1.0","title":"T","fields":[
		{"name":"a","constraints":{"minLength":"2","enum":"x","required":"true"},"example":5,"enum":["y"]},
		{"name":"b","type":"integer","constraints":{"minimum":"1","enum":[1,"2"]},"examples":["7","8"],"contraints":{"required":true}},
		{"name":"c","type":"boolean","trueValues":"oui","falseValues":["non"]},
		{"name":"d","type":"colour","nullable":true},
		{"name":"e","type":"array","arrayItem":{"type":"string","enum":["p","q"]}}],
		"primaryKey":"a","uniqueKeys":["b",["a","b"]],"foreignKeys":[{}]}`)
	two := 2
	want := []tableschema.Field{
		{Name: "a", Type: "string", Example: "5", Constraints: tableschema.Constraints{MinLength: &two, Enum: []string{"x"}, Required: true}},
		{Name: "b", Type: "integer", Example: "7", Constraints: tableschema.Constraints{Minimum: "1", Enum: []string{"1", "2"}}},
		{Name: "c", Type: "boolean", TrueValues: []string{"oui"}, FalseValues: []string{"non"}},
		{Name: "d", Type: "any"},
		{Name: "e", Type: "array"},
	}
	if diff := cmp.Diff(want, s.Fields, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	warnings := strings.Join(s.Warnings, "\n")
	for _, w := range []string{`a: the key "enum"`, `b: the key "contraints"`, `d: the type "colour"`, `d: the key "nullable"`, `e: the key "arrayItem"`, "foreignKeys"} {
		if !strings.Contains(warnings, w) {
			t.Errorf("no warning about %s in:\n%s", w, warnings)
		}
	}
	if s.Version != "1.0" || fmt.Sprint(s.PrimaryKey, s.UniqueKeys, s.MissingValues) != "[a] [[b] [a b]] []" {
		t.Errorf("%q %v %v %q", s.Version, s.PrimaryKey, s.UniqueKeys, s.MissingValues)
	}
}

func TestLoadRefusals(t *testing.T) {
	for name, text := range map[string]string{
		"not JSON":             `name,type`,
		"a list":               `[]`,
		"no field":             `{"fields":[]}`,
		"field without a name": `{"fields":[{"type":"string"}]}`,
		"two fields alike":     `{"fields":[{"name":"a"},{"name":"a"}]}`,
		"pattern":              `{"fields":[{"name":"a","constraints":{"pattern":"("}}]}`,
		"length":               `{"fields":[{"name":"a","constraints":{"minLength":"x"}}]}`,
		"bound":                `{"fields":[{"name":"a","type":"date","constraints":{"minimum":"soon"}}]}`,
		"bound of a text":      `{"fields":[{"name":"a","constraints":{"minimum":"1"}}]}`,
		"enum":                 `{"fields":[{"name":"a","type":"integer","constraints":{"enum":["x"]}}]}`,
		"date format":          `{"fields":[{"name":"a","type":"date","format":"%Q"}]}`,
		"text format":          `{"fields":[{"name":"a","format":"colour"}]}`,
		"key":                  `{"primaryKey":["b"],"fields":[{"name":"a"}]}`,
		"operator":             `{"fields":[{"name":"a"},{"name":"b"}],"custom_checks":[{"name":"compare","params":{"column":"a","column2":"b","op":"~"}}]}`,
		"check without column": `{"fields":[{"name":"a"}],"custom_checks":[{"name":"siret","params":{}}]}`,
		"sum of nothing":       `{"fields":[{"name":"a"}],"custom_checks":[{"name":"sum","params":{"column":"a"}}]}`,
	} {
		if _, err := tableschema.LoadJSON([]byte(text)); err == nil {
			t.Errorf("%s: the schema is read", name)
		}
	}
}

// Every table schema of the national catalogue is read, with all its patterns.
func TestNationalCatalogue(t *testing.T) {
	data := standardstest.Others(t)
	tables, fields := 0, 0
	err := filepath.WalkDir(filepath.Join(data, "schemas"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.Name() != "schema.json" {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if !strings.Contains(string(raw), `"fields"`) || strings.Contains(string(raw), `"properties"`) {
			return nil // a JSON Schema
		}
		s, err := tableschema.LoadJSON(raw)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			return nil
		}
		tables++
		fields += len(s.Fields)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if tables < 55 || fields < 2000 {
		t.Errorf("%d schemas with %d fields were read", tables, fields)
	}
	t.Logf("%d schemas, %d fields", tables, fields)
}

func FuzzLoadJSON(f *testing.F) {
	f.Add([]byte(people))
	f.Add([]byte(`{"fields":[{"name":"a","type":"date","format":"%d/%m/%Y","constraints":{"pattern":"(a)\\1"}}],"custom_checks":[{"name":"sum","params":{"column":"a","columns":["a","a"]}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := tableschema.LoadJSON(data)
		if err != nil || len(s.Fields) > 50 {
			return
		}
		checkText(t, s, strings.Join(s.Labels(), ";")+"\n1;2024-01-01;x\n", 10)
	})
}

func FuzzCheck(f *testing.F) {
	s := load(f, `{"missingValues":["","NC"],"primaryKey":["i"],"fields":[
		{"name":"i","type":"integer"},{"name":"n","type":"number","bareNumber":false,"decimalChar":","},{"name":"d","type":"date","format":"any"},
		{"name":"t","type":"datetime"},{"name":"p","type":"geopoint"},{"name":"g","type":"geojson"},{"name":"u","type":"duration"},
		{"name":"h"},{"name":"s","constraints":{"pattern":"^\\d{14}$"}},{"name":"y"}],
		"custom_checks":[{"name":"opening-hours","params":{"column":"h"}},{"name":"siret","params":{"column":"s"}},{"name":"phone-number","params":{"column":"y"}}]}`)
	f.Add("i,n,d,t,p,g,u,h,s,y\n1,\"1,5 €\",07/01/2024,2024-01-01T00:00:00Z,\"1,2\",{},P1Y,24/7,21339990000017,115\n")
	f.Add("i;n;d\nx;8,03E+13;le 7 janvier 2024\n\n1;\"")
	f.Fuzz(func(t *testing.T, text string) {
		rep := checkText(t, s, text, 20)
		for _, lang := range []string{"fr", "en"} {
			if _, err := rep.JSON(lang); err != nil {
				t.Fatal(err)
			}
		}
		if rep.Valid != (rep.Errors == 0) || len(rep.Findings) > 20 {
			t.Fatalf("%+v", rep)
		}
	})
}
