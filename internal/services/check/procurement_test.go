package check

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"airial/internal/platform/fault"
	"airial/standards/decp"
	"airial/standards/standardstest"
)

func procurementExample(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(standardstest.Others(t), "decp", "139bercy", "exemples", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// A document of public procurement is recognised, becomes its table, and the table
// passes the gate under its schema.
func TestTabulateProcurement(t *testing.T) {
	for name, form := range map[string]string{"json/marches_concessions.json": "json", "json/concessions_avec_modifications.json": "json",
		"json/marches_avec_modifications.json": "json", "xml/Marche.xml": "xml", "xml/Contrat-concession-modification.xml": "xml"} {
		raw := procurementExample(t, name)
		looked, err := Look(bytes.NewReader(raw), Bounds{})
		if err != nil || looked.Form.Format != form || looked.Guess.Best.Schema != decp.SchemaName {
			t.Errorf("%s: %+v, %v", name, looked, err)
		}
		got, text, err := tabulated(t, raw, "")
		if err != nil || got.Format != form {
			t.Fatalf("%s: %+v, %v", name, got, err)
		}
		a, err := Ask(t.Context(), Question{File: "made.csv"}, strings.NewReader(text))
		if err != nil || !a.Report.Valid || a.Report.Schema.Name != decp.SchemaName || a.Document() {
			t.Errorf("%s: %+v, %v", name, a.Report, err)
		}
	}
}

// A document that breaks the official format is not made a table, and the answer
// says where, in both languages.
func TestProcurementMustBeLawful(t *testing.T) {
	broken := bytes.Replace(procurementExample(t, "json/marches_concessions.json"), []byte(`"nature": "Marché"`), []byte(`"nature": "Marche"`), 1)
	_, _, err := tabulated(t, broken, "")
	if !fault.Is(err, fault.Invalid) {
		t.Fatalf("%v", err)
	}
	for _, say := range []string{fault.Message(err).Fr, fault.Message(err).En} {
		if !strings.Contains(say, "nature") || strings.Contains(say, "%!") {
			t.Error(say)
		}
	}
	_, _, err = tabulated(t, []byte(`{"marches":{"marche":[{"id":NaN}]}}`), "")
	if err != nil { // it stays as it came: the gate says that it is no table
		t.Errorf("damaged: %v", err)
	}
	form, text, err := tabulated(t, []byte(`{"marches":[{"nom":"Marché des Capucins","jour":"samedi"}]}`), "")
	if err != nil || form.Format != "json" || text != "nom,jour\nMarché des Capucins,samedi\n" {
		t.Errorf("street markets: %+v %q %v", form, text, err)
	}
}

// Under the name of the schema a JSON document is held against the official JSON
// Schema; a table and documents of other forms against the table's.
func TestAskProcurement(t *testing.T) {
	ask := func(raw []byte) *Answer {
		a, err := Ask(t.Context(), Question{File: "f", Schema: "decp"}, bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	if a := ask(procurementExample(t, "json/marches_concessions.json")); !a.Document() || !a.Report.Valid {
		t.Errorf("%+v", a.Report)
	}
	if a := ask(procurementExample(t, "xml/Marche.xml")); a.Document() || !a.Report.Valid {
		t.Errorf("%+v", a.Report)
	}
	if a := ask([]byte("uid;id;montant\nx;1;y\n")); a.Document() || a.Report.Valid || a.Report.Schema.Name != decp.SchemaName {
		t.Errorf("%+v", a.Report)
	}
}
