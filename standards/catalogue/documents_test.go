package catalogue

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/standards/jsonschema"
	"airial/standards/standardstest"
	"airial/standards/tableschema"
)

const contract = `{"marches":{"marche":[{"id":"2026S01","acheteur":{"id":"21400001000017"},"nature":"Marché","objet":"Entretien","codeCPV":"45000000-7",
 "procedure":"Procédure adaptée","lieuExecution":{"code":"40192","typeCode":"Code commune"},"dureeMois":0,"dateNotification":"2026-01-02",
 "montant":"cher","formePrix":"Ferme"}]}}`

func TestDECP(t *testing.T) {
	d, ok := DocumentOf([]byte(" \n{ \"marches\" : {"))
	if !ok || d.Version != "2.0.3" {
		t.Fatal("the document is not recognised")
	}
	if _, ok := DocumentOf([]byte(`{"marches":[`)); ok {
		t.Error("a document of the older format is taken for one")
	}
	for _, name := range []string{"decp", "139bercy/format-commande-publique", "139bercy/format-commande-publique@2.0.3"} {
		if _, ok := LookupDocument(name); !ok {
			t.Errorf("%s is not known", name)
		}
	}
	s, err := d.Schema()
	if err != nil {
		t.Fatal(err)
	}
	rep, err := s.Check(strings.NewReader(contract), tableschema.Options{})
	if err != nil || rep.Valid || rep.Schema.Version != "2.0.3" {
		t.Fatalf("%+v, %v", rep, err)
	}
	fields := map[string]bool{}
	for _, f := range rep.Findings {
		fields[f.Field+" "+f.Detail] = true
	}
	for _, want := range []string{"dureeMois below", "montant type", " required"} {
		if !fields[want] {
			t.Errorf("%q is not found: %v", want, fields)
		}
	}
}

// Ours says of the official examples what the official schema says.
func TestDECPIsTheOfficialOne(t *testing.T) {
	dir := filepath.Join(standardstest.Others(t), "decp", "139bercy")
	raw, err := os.ReadFile(filepath.Join(dir, "schema_decp_v2.0.3.json"))
	if err != nil {
		t.Fatal(err)
	}
	official, err := jsonschema.Compile("official", raw)
	if err != nil {
		t.Fatal(err)
	}
	d, _ := LookupDocument("decp")
	ours, err := d.Schema()
	if err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "exemples", "json", "*.json"))
	if len(files) < 4 {
		t.Fatalf("only %d examples", len(files))
	}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{string(text), strings.ReplaceAll(string(text), `"nature"`, `"natur"`), strings.ReplaceAll(string(text), "20", "x")} {
			a, err1 := official.Check(strings.NewReader(text), tableschema.Options{})
			b, err2 := ours.Check(strings.NewReader(text), tableschema.Options{})
			if err1 != nil || err2 != nil {
				t.Fatal(err1, err2)
			}
			if diff := cmp.Diff(a.Findings, b.Findings); diff != "" {
				t.Errorf("%s (-official +ours):\n%s", filepath.Base(path), diff)
			}
		}
	}
}

// Checks go on side by side: what the schema is does not change any more once it
// is given out (the race detector watches).
func TestDocumentSchemaIsShared(t *testing.T) {
	d, _ := LookupDocument("decp")
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			s, err := d.Schema()
			if err != nil || s.Version != d.Version {
				t.Errorf("%+v, %v", s, err)
			}
		})
	}
	all.Wait()
}
