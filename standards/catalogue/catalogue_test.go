package catalogue_test

import (
	"encoding/json"
	"errors"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"airial/standards/catalogue"
	"airial/standards/decp"
	"airial/standards/standardstest"
	"airial/standards/tableschema"
)

func TestBuiltIn(t *testing.T) {
	c := catalogue.BuiltIn()
	all := c.All()
	if len(all) != 62 || c.Date == "" {
		t.Fatalf("%d schemas of %s, 62 are known", len(all), c.Date)
	}
	fields := 0
	for _, s := range all {
		fields += len(s.Fields)
		if s.Version == "" {
			t.Errorf("%s has no version", s.Name)
		}
		if s.Title.Fr == "" || s.Title.En == "" {
			t.Errorf("%s has no title: name what its tables hold in titles.go", s.Name)
		}
		for _, name := range []string{s.Name, strings.ToUpper(s.Name), s.Name + "@" + s.Version, s.Name + "@v" + s.Version} {
			if found, ok := c.Lookup(name); !ok || found != s {
				t.Errorf("%q is not found", name)
			}
		}
	}
	if fields != 2341 {
		t.Errorf("%d fields, 2341 are known", fields)
	}
	for _, name := range []string{"", "no/such", "scdl/subventions@0.0.1"} {
		if _, ok := c.Lookup(name); ok {
			t.Errorf("%q is found", name)
		}
	}
	if s, ok := c.Lookup("subventions"); !ok || s.Name != "scdl/subventions" {
		t.Error("SCDL without its prefix")
	}
}

// The compact descriptors say what the official ones say, but for words.
func TestFactsAreOfficial(t *testing.T) {
	data := standardstest.Others(t)
	words := []cmp.Option{
		cmpopts.IgnoreUnexported(tableschema.Schema{}), cmpopts.EquateEmpty(),
		cmpopts.IgnoreFields(tableschema.Schema{}, "Name", "Version", "Title", "Description", "Warnings"),
		cmpopts.IgnoreFields(tableschema.Field{}, "Title", "Description", "Example"),
	}
	compared := 0
	for _, s := range official(t, data) {
		ours, ok := catalogue.Lookup(s.Name)
		if !ok {
			t.Errorf("%s is not known", s.Name)
			continue
		}
		compared++
		if diff := cmp.Diff(s, ours, words...); diff != "" && !strings.HasPrefix(s.Name, "scdl/") {
			t.Errorf("%s: %s", s.Name, diff)
		}
	}
	if compared != 60 {
		t.Errorf("%d were compared", compared)
	}
}

// official reads the schemas of the copy.
func official(t *testing.T, data string) []*tableschema.Schema {
	t.Helper()
	var list struct {
		Schemas []struct {
			Name     string
			Type     string `json:"schema_type"`
			Versions []struct {
				URL string `json:"schema_url"`
			}
		}
	}
	raw, err := os.ReadFile(filepath.Join(data, "schemas", "schemas.json"))
	if err != nil || json.Unmarshal(raw, &list) != nil {
		t.Fatal(err)
	}
	var out []*tableschema.Schema
	for _, s := range list.Schemas {
		if s.Type != "tableschema" {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(data, "schemas", s.Name, "latest", path.Base(s.Versions[len(s.Versions)-1].URL)))
		if err != nil {
			t.Fatal(err)
		}
		schema, err := tableschema.LoadJSON(raw)
		if err != nil {
			t.Fatal(s.Name, err)
		}
		schema.Name = s.Name
		out = append(out, schema)
	}
	return out
}

const list = `{"schemas":[
 {"name":"essai/bancs","schema_type":"tableschema","versions":[{"version_name":"v1.0.0","schema_url":"a"},{"version_name":"v1.1.0","schema_url":"https://x/bancs.json"}]},
 {"name":"essai/faux","schema_type":"tableschema","versions":[{"version_name":"1","schema_url":"https://x/faux.json"}]},
 {"name":"essai/../dehors","schema_type":"tableschema","versions":[{"version_name":"1","schema_url":"https://x/bancs.json"}]},
 {"name":"essai/autre","schema_type":"jsonschema","versions":[{"version_name":"1","schema_url":"no"}]}]}`

func TestRefresh(t *testing.T) {
	files := map[string]string{"list": list, "https://x/bancs.json": `{"fields":[{"name":"banc","type":"integer"}]}`,
		"https://x/faux.json": `{"fields":[{"name":"a","constraints":{"pattern":"("}}]}`}
	fetch := func(address string) ([]byte, error) {
		if text, ok := files[address]; ok {
			return []byte(text), nil
		}
		return nil, errors.New("not there")
	}
	dir := filepath.Join(t.TempDir(), "schemas")
	updates, err := catalogue.Refresh(dir, "list", "2026-11-28", fetch)
	if err != nil || len(updates) != 3 {
		t.Fatal(updates, err)
	}
	if u := updates[0]; !u.Changed || u.Version != "1.1.0" || u.Was != "" || u.Err != nil {
		t.Errorf("%+v", u)
	}
	if u := updates[1]; u.Changed || u.Err == nil {
		t.Errorf("what does not compile is kept: %+v", u)
	}
	if names, _ := filepath.Glob(filepath.Join(dir, "..", "*.json")); len(names) > 0 {
		t.Errorf("a name leaves the folder: %v", names)
	}
	c, err := catalogue.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if s, ok := c.Lookup("essai/bancs"); !ok || s.Fields[0].Type != tableschema.Integer || c.Date != "2026-11-28" {
		t.Errorf("%v %s", ok, c.Date)
	}
	if _, ok := c.Lookup("scdl/budget"); !ok {
		t.Error("what is built in is gone")
	}
	if updates, err = catalogue.Refresh(dir, "list", "2026-11-29", fetch); err != nil || updates[0].Changed || updates[0].Was != "1.1.0" {
		t.Errorf("fetched again: %+v %v", updates, err)
	}
	if _, err := catalogue.Refresh(dir, "nowhere", "2026-11-29", fetch); err == nil {
		t.Error("no catalogue is one")
	}
	if err := os.WriteFile(filepath.Join(dir, "x.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := catalogue.Open(dir); err == nil {
		t.Error("a damaged schema is passed over in silence")
	}
}

// Values tell apart what headers do not.
func TestRecognise(t *testing.T) {
	header := strings.Split("COMMUNE_NOM,COLL_INSEE,ENFANT_SEXE,ENFANT_PRENOM,NOMBRE_OCCURRENCES,ANNEE", ",")
	good := catalogue.BuiltIn().Recognise(header, [][]string{{"Sainte-Aulaye", "33999", "F", "Jeanne", "3", "2025"}})
	bad := catalogue.BuiltIn().Recognise(header, [][]string{{"Sainte-Aulaye", "x", "x", "?", "x", "x"}})
	if len(good) == 0 || good[0].Schema.Name != "scdl/prenoms" || len(bad) == 0 || bad[0].Score >= good[0].Score {
		t.Errorf("%v %v", good, bad)
	}
}

// The table of public contracts needs the identifier that it gives; plain names
// that others use too are not enough.
func TestContractsAreKnownByTheirIdentifier(t *testing.T) {
	plain := strings.Split("id,objet,nature,procedure,type,montant,dateNotification,formePrix,acheteur_id,dureeMois", ",")
	isContracts := func(c tableschema.Candidate) bool { return c.Schema.Name == decp.SchemaName }
	if found := catalogue.BuiltIn().Recognise(plain, nil); slices.ContainsFunc(found, isContracts) {
		t.Errorf("plain names are taken for it: %v", found)
	}
	if found := catalogue.BuiltIn().Recognise(append(plain, decp.Identifier), nil); !slices.ContainsFunc(found, isContracts) {
		t.Errorf("it is not known: %v", found)
	}
}

// BenchmarkCompile reads and compiles all that is built in.
func BenchmarkCompile(b *testing.B) {
	var raws [][]byte
	for _, s := range catalogue.BuiltIn().All() {
		raw, err := s.Descriptor()
		if err != nil {
			b.Fatal(err)
		}
		raws = append(raws, raw)
	}
	for b.Loop() {
		for _, raw := range raws {
			if _, err := tableschema.LoadJSON(raw); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms")
}

// Each schema that is built in has one subject, and each subject its schemas.
func TestSubjects(t *testing.T) {
	for _, s := range catalogue.BuiltIn().All() {
		if catalogue.SubjectOf(s.Name) == nil {
			t.Errorf("%s has no subject", s.Name)
		}
	}
	if n := catalogue.SubjectNames(); n != 62 {
		t.Errorf("the subjects name %d schemas, 62 are known", n)
	}
}
