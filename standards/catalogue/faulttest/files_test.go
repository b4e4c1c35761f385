package faulttest_test

import (
	"bytes"
	"testing"

	"airial/standards/catalogue"
	"airial/standards/catalogue/faulttest"
	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// The fault that was put in is found, in its place, under its code.
func TestFaultsAreFound(t *testing.T) {
	files := faulttest.Files()
	kinds, schemas := map[string]int{}, map[string]bool{}
	for _, f := range files {
		kinds[f.Fault]++
		schemas[f.Schema] = true
		schema, _ := catalogue.Lookup(f.Schema)
		rep, err := tableschema.CheckSource(t.Context(), bytes.NewReader(f.Text), tabular.Options{Expect: schema.Labels()}, schema, tableschema.Options{Limit: -1})
		if err != nil {
			t.Fatal(f.ID, err)
		}
		found := false
		for _, g := range rep.Findings {
			found = found || g.Code == f.Code && g.Row == f.Row && (f.Field == "" || g.Field == f.Field)
		}
		if !found {
			t.Errorf("%s: %s: no %s in row %d, %s, but %v", f.ID, f.Fault, f.Code, f.Row, f.Field, rep.Summary)
		}
	}
	t.Log(len(files), len(schemas), kinds)
	if len(files) < 2000 || len(schemas) < 55 || len(kinds) < 35 {
		t.Errorf("%d files of %d schemas with %d kinds of fault", len(files), len(schemas), len(kinds))
	}
}
