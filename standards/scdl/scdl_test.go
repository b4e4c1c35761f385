package scdl_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"airial/standards/scdl"
	"airial/standards/standardstest"
	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// The columns, types, rules and checks are the official ones, in their order;
// the words are ours.
func TestOfficial(t *testing.T) {
	data := standardstest.Others(t)
	ignore := []cmp.Option{
		cmpopts.IgnoreFields(tableschema.Field{}, "Title", "Description", "Example"),
		cmpopts.EquateEmpty(),
	}
	for _, ours := range scdl.All() {
		path := filepath.Join(data, "schemas", filepath.FromSlash(ours.Name), "latest", "schema.json")
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		official, err := tableschema.LoadJSON(raw)
		if err != nil {
			t.Fatalf("%s: %v", ours.Name, err)
		}
		if diff := cmp.Diff(official.Fields, ours.Fields, ignore...); diff != "" {
			t.Errorf("%s, fields (-official +ours):\n%s", ours.Name, diff)
		}
		if diff := cmp.Diff(official.Checks, ours.Checks, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s, checks (-official +ours):\n%s", ours.Name, diff)
		}
		if official.Version != ours.Version {
			t.Errorf("%s: version %s, the official one is %s", ours.Name, ours.Version, official.Version)
		}
		if diff := cmp.Diff(official.MissingValues, ours.MissingValues); diff != "" {
			t.Errorf("%s, missing values:\n%s", ours.Name, diff)
		}
		if len(official.PrimaryKey) > 0 || len(official.UniqueKeys) > 0 {
			t.Errorf("%s: the official schema has keys", ours.Name)
		}
		for i := range official.Fields {
			o, f := &official.Fields[i], &ours.Fields[i]
			if f.Description.Fr == o.Description.Fr || f.Example == o.Example && len(f.Constraints.Enum) == 0 && len(f.Example) > 12 {
				t.Errorf("%s, %s: the words are the official ones", ours.Name, f.Name)
			}
		}
	}
}

func TestWordsAreThere(t *testing.T) {
	for _, s := range scdl.All() {
		if s.Title.Fr == "" || s.Title.En == "" || s.Description.Fr == "" || s.Description.En == "" {
			t.Errorf("%s has no title or description", s.Name)
		}
		for _, f := range s.Fields {
			if f.Title.Fr == "" || f.Title.En == "" || f.Description.Fr == "" || f.Description.En == "" || f.Example == "" {
				t.Errorf("%s, %s: a label, a description or the example is missing", s.Name, f.Name)
			}
		}
	}
}

// A file made of the examples alone is valid: the examples can be trusted.
func TestExamplesAreValid(t *testing.T) {
	for _, s := range scdl.All() {
		var header, row []string
		for _, f := range s.Fields {
			header = append(header, f.Name)
			row = append(row, `"`+strings.ReplaceAll(f.Example, `"`, `""`)+`"`)
		}
		file := strings.Join(header, ",") + "\n" + strings.Join(row, ",") + "\n"
		rep, err := tableschema.CheckSource(t.Context(), strings.NewReader(file), tabular.Options{}, s, tableschema.Options{})
		if err != nil {
			t.Fatalf("%s: %v", s.Name, err)
		}
		if !rep.Valid || rep.Warnings > 0 {
			text, _ := rep.IndentedJSON("en")
			t.Errorf("%s: the examples do not make a valid file:\n%s", s.Name, text)
		}
	}
}

func TestLookup(t *testing.T) {
	for name, want := range map[string]string{
		"scdl/subventions":       "scdl/subventions",
		"scdl/subventions@2.1.1": "scdl/subventions",
		"subventions":            "scdl/subventions",
		"SCDL/Subventions":       "scdl/subventions",
		"scdl/prenoms@v1.1.6":    "scdl/prenoms",
		"scdl/prenoms@1.1.6":     "scdl/prenoms",
		"scdl/prenoms@1.1.5":     "",
		"scdl/marches-publics":   "",
		"":                       "",
		"etalab/subventions":     "",
	} {
		got := ""
		if s, ok := scdl.Lookup(name); ok {
			got = s.Name
		}
		if got != want {
			t.Errorf("Lookup(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestRecognise(t *testing.T) {
	for _, s := range scdl.All() {
		header := s.Labels()
		for i := range header {
			header[i] = " " + strings.ToUpper(header[i])
		}
		got := scdl.Recognise(append(header, "Une colonne de plus"))
		if got != s {
			t.Errorf("%s is not recognised by its own header: %v", s.Name, got)
		}
	}
	for _, header := range [][]string{nil, {""}, {"nom", "prénom"}, {"COLL_NOM", "COLL_SIRET"}, {"COLL_NOM", "COLL_SIRET", "ID", "montant"}} {
		if got := scdl.Recognise(header); got != nil {
			t.Errorf("%v is taken for %s", header, got.Name)
		}
	}
}
