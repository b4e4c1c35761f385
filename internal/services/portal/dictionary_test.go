package portal_test

import (
	"strings"
	"testing"

	"airial/internal/services/portal/portaltest"
	"airial/standards/tableschema"
)

func TestDictionary(t *testing.T) {
	s := newSite()
	base := "/datasets/" + portaltest.Grants
	page := s.get(t, "/fr"+base+"/dictionary")
	for _, want := range []string{"Dictionnaire des données", "montant", base + "/dictionary.csv", base + "/schema.json", "Adresse durable"} {
		if !strings.Contains(page.Body.String(), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	checkHTML(t, base, page.Body.String())
	table := s.get(t, base+"/dictionary.csv").Body.String()
	if !strings.HasPrefix(table, "\ufeffrang;colonne;type;obligatoire;") || !strings.Contains(table, ";montant;number;") {
		t.Errorf("the table is %q", table)
	}
	schema, err := tableschema.LoadJSON(s.get(t, base+"/schema.json").Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if f := schema.Field("montant"); f == nil || f.Type != tableschema.Number || len(schema.Warnings) > 0 {
		t.Errorf("the schema read back: %+v, warnings %v", f, schema.Warnings)
	}
	for _, path := range []string{base + "/versions/1/dictionary", base + "/versions/1/schema.json"} {
		if code := s.get(t, "/fr"+path).Code; code != 200 {
			t.Errorf("%s: %d", path, code)
		}
	}
	for _, path := range []string{"/datasets/no-such/dictionary", base + "/versions/99/dictionary"} {
		if code := s.get(t, "/fr"+path).Code; code != 404 {
			t.Errorf("%s: %d", path, code)
		}
	}
	if code := s.get(t, "/fr/datasets/"+portaltest.Erased+"/dictionary").Code; code != 410 {
		t.Errorf("of an erased dataset: %d", code)
	}
}
