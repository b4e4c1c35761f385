package tableschema_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// checkText checks a text and gives its report.
func checkText(t testing.TB, s *tableschema.Schema, text string, limit int) *tableschema.Report {
	t.Helper()
	rep, err := tableschema.CheckSource(t.Context(), strings.NewReader(text), tabular.Options{}, s, tableschema.Options{File: "f.csv", Limit: limit})
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

// seen writes findings as "level code row field value", the value only when
// there is one.
func seen(rep *tableschema.Report) []string {
	out := []string{}
	for _, f := range rep.Findings {
		s := fmt.Sprintf("%s %s", f.Level, f.Code)
		if f.Row > 0 {
			s += fmt.Sprintf(" %d", f.Row)
		}
		if f.HasField {
			s += " " + f.Field
		}
		if f.HasValue && !(f.HasField && f.Value == f.Field) {
			s += "=" + f.Value
		}
		out = append(out, s)
	}
	return out
}

func load(t testing.TB, descriptor string) *tableschema.Schema {
	t.Helper()
	s, err := tableschema.LoadJSON([]byte(descriptor))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const people = `{"name":"test","version":"v1.2.3","fields":[
	{"name":"nom","type":"string","constraints":{"required":true}},
	{"name":"âge","type":"integer","constraints":{"minimum":0}},
	{"name":"ville","type":"string"}]}`

func TestStructure(t *testing.T) {
	s := load(t, people)
	for _, tc := range []struct {
		name, text string
		rows       int
		want       []string
	}{
		{"valid", "nom,âge,ville\nZoé,3,Dax\n", 1, []string{}},
		{"order is free", "ville,nom,âge\nDax,Zoé,3\n", 1, []string{}},
		{"header alone", "nom,âge,ville\n", 0, []string{"warning row-count"}},
		{"optional column missing", "nom,ville\nZoé,Dax\n", 1, []string{"warning missing-label 1 âge"}},
		{"required column missing", "âge,ville\n3,Dax\n", 1, []string{"error missing-label 1 nom"}},
		{"extra column", "nom,âge,ville,pays\nZoé,3,Dax,F\n", 1, []string{"warning extra-label 1 pays"}},
		{"labels nearly right", "\uFEFFNOM, Age ,VILLE\nZoé,3,Dax\n", 1,
			[]string{"warning incorrect-label 1 NOM", "warning incorrect-label 1  Age ", "warning incorrect-label 1 VILLE"}},
		{"BOM within quotes", "\"\uFEFFnom\",âge,ville\nZoé,3,Dax\n", 1, []string{"warning incorrect-label 1 \uFEFFnom"}},
		{"two labels for one field", "nom,âge,ville,Nom\nZoé,3,Dax,Y\n", 1, []string{"warning extra-label 1 Nom"}},
		{"two nearly right labels for one field", "NOM,âge,ville,Nom\nZoé,3,Dax,Y\n", 1,
			[]string{"error duplicate-label 1 Nom", "warning incorrect-label 1 NOM"}},
		{"duplicate label", "nom,âge,ville,nom\nZoé,3,Dax,Y\n", 1, []string{"error duplicate-label 1 nom"}},
		{"blank label", "nom,âge,ville,\nZoé,3,Dax,\n", 1, []string{"error blank-label 1 "}},
		{"blank rows", "nom,âge,ville\n\nZoé,3,Dax\n,,\n  , ,\n", 1,
			[]string{"error blank-row 2", "error blank-row 4", "error blank-row 5"}},
		{"missing cells", "nom,âge,ville\nZoé\nMaël,4\n", 2,
			[]string{"error missing-cell 2 âge", "error missing-cell 2 ville", "error missing-cell 3 ville"}},
		{"missing required cell is told once", "ville,âge,nom\nDax,3\n", 1, []string{"error missing-cell 2 nom"}},
		{"extra cells", "nom,âge,ville\nZoé,3,Dax,x,\n", 1, []string{"error extra-cell 2=x", "error extra-cell 2="}},
		{"title lines", "Liste;;\nnom;âge;ville\nZoé;3;Dax\nMaël;x;Dax\n", 2,
			[]string{"warning title-lines", "error type-error 4 âge=x"}},
		{"records, not lines", "nom,âge,ville\n\"Zoé\nLou\",3,Dax\nMaël,x,Dax\n", 2, []string{"error type-error 3 âge=x"}},
		{"quote never closed", "nom,âge,ville\nZoé,3,Dax\n\"Maël,4,Dax\nLou,5,Dax\n", 2, []string{"error source-error 3"}},
		{"NUL", "nom,âge,ville\nZ\x00é,3,Dax\nMaël,4,Dax\nLou,5,Dax\n", 3, []string{"error source-error 2"}},
		{"structure comes first", "nom,âge,ville\n,3,Dax\nZoé,3\n", 2,
			[]string{"error missing-cell 3 ville", "error constraint-error 2 nom="}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			rep := checkText(t, s, tc.text, 0)
			if diff := cmp.Diff(tc.want, seen(rep)); diff != "" {
				t.Error(diff)
			}
			if rep.Rows != tc.rows {
				t.Errorf("%d rows, want %d", rep.Rows, tc.rows)
			}
			errors := 0
			for _, f := range rep.Findings {
				if f.Level == tableschema.Error {
					errors++
				}
			}
			if rep.Valid != (errors == 0) || rep.Errors != errors {
				t.Errorf("valid %v with %d errors", rep.Valid, rep.Errors)
			}
		})
	}
}

// Without a schema, only the structure is checked.
func TestNoSchema(t *testing.T) {
	rep := checkText(t, nil, "a,b,a\n1,x\n\n1,2,3,4\n", 0)
	want := []string{"error duplicate-label 1 a", "error missing-cell 2 a_2", "error blank-row 3", "error extra-cell 4=4"}
	if diff := cmp.Diff(want, seen(rep)); diff != "" {
		t.Error(diff)
	}
	if rep.Schema.Name != tableschema.None {
		t.Errorf("schema %q", rep.Schema.Name)
	}
}

func TestUnreadable(t *testing.T) {
	for text, reason := range map[string]string{"": "empty", "\uFEFF": "bom", "%PDF-1.4\n%\xE2\xE3": "pdf"} {
		rep := checkText(t, load(t, people), text, 0)
		if rep.Valid || rep.Unreadable != reason || rep.Errors != 1 || rep.Findings[0].Code != "source-error" {
			t.Errorf("%q: %+v", text, rep)
		}
	}
}

// The limit cuts the findings, never the counts; the structure is kept first.
func TestLimit(t *testing.T) {
	var b strings.Builder
	b.WriteString("nom,âge,ville\n")
	for range 50 {
		b.WriteString("Zoé,x,Dax\n")
	}
	b.WriteString("Zoé,3\n")
	for _, limit := range []int{1, 10, 51, -1} {
		rep := checkText(t, load(t, people), b.String(), limit)
		kept := limit
		if limit < 0 {
			kept = 51
		}
		if len(rep.Findings) != kept || rep.Errors != 51 || rep.Findings[0].Code != "missing-cell" {
			t.Errorf("limit %d: %d findings, %d errors, first %s", limit, len(rep.Findings), rep.Errors, rep.Findings[0].Code)
		}
		want := []tableschema.Summary{
			{Level: "error", Code: "missing-cell", Field: "ville", HasField: true, Count: 1, FirstRow: 52, Examples: []string{}},
			{Level: "error", Code: "type-error", Field: "âge", HasField: true, Count: 50, FirstRow: 2, Examples: []string{"x"}},
		}
		if diff := cmp.Diff(want, rep.Summary); diff != "" {
			t.Error(diff)
		}
	}
}

func TestColumns(t *testing.T) {
	rep := checkText(t, load(t, people), "\uFEFFVille , nom,Pays,,pays\nDax,Zoé,F,,F\n", 0)
	want := []tableschema.Column{
		{Index: 0, Label: "Ville ", Field: "ville", Name: "ville"},
		{Index: 1, Label: " nom", Field: "nom", Name: "nom"},
		{Index: 2, Label: "Pays", Name: "Pays"},
		{Index: 3, Label: "", Name: "colonne_4"},
		{Index: 4, Label: "pays", Name: "pays_2"},
	}
	if diff := cmp.Diff(want, rep.Columns); diff != "" {
		t.Error(diff)
	}
}

func TestHints(t *testing.T) {
	s := load(t, `{"fields":[{"name":"nomBeneficiaire","constraints":{"required":true}},{"name":"montant"}]}`)
	rep := checkText(t, s, "NOM_Beneficiaire,montant\nx,1\n", 0)
	if got := rep.Findings[1].Args["hint"]; got != "nomBeneficiaire" {
		t.Errorf("extra-label: hint %q", got)
	}
	if got := rep.Findings[0].Message("en"); got != "The required column “nomBeneficiaire” is missing, but “NOM_Beneficiaire” resembles it." {
		t.Error(got)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := contextWithCancel(t)
	cancel()
	_, err := tableschema.CheckSource(ctx, strings.NewReader("a\n1\n"), tabular.Options{}, nil, tableschema.Options{})
	if err == nil {
		t.Error("a check goes on after its context")
	}
}
