package tableschema_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/standards/tableschema"
	"airial/standards/tabular"
)

func named(name string, fields ...string) *tableschema.Schema {
	s := &tableschema.Schema{Name: name}
	for _, f := range fields {
		c := tableschema.Constraints{Required: strings.HasSuffix(f, "*")}
		s.Fields = append(s.Fields, tableschema.Field{Name: strings.TrimSuffix(f, "*"), Type: tableschema.String, Constraints: c})
	}
	return s
}

func TestRecognise(t *testing.T) {
	schemas := []*tableschema.Schema{
		named("grants", "nom*", "siret*", "montant*", "objet"),
		named("votes", "nom*", "siret*", "date*", "pour", "contre", "objet"),
		named("pair", "a*", "b"),
	}
	for _, tc := range []struct{ header, want string }{
		{"nom,siret,montant,objet", "grants votes"},
		{"NOM ,Siret,DATE,pour,contre,objet", "votes grants"},
		{"nom,siret,montant", "grants"},
		{"nom,siret", ""},
		{"a,b", "pair"},
		{"a,c", ""},
		{"x,y,z", ""},
		{"", ""},
		{"nom,siret,montant,c1,c2,c3,c4,c5,c6,c7,c8,c9", "grants"},
		{wide(400) + "nom,siret,objet", ""},
	} {
		var got []string
		for _, c := range tableschema.Recognise(strings.Split(tc.header, ","), schemas) {
			got = append(got, c.Schema.Name)
			if c.Score <= 0 || c.Score > 1 {
				t.Errorf("%s: the score is %v", tc.header, c.Score)
			}
		}
		if strings.Join(got, " ") != tc.want {
			t.Errorf("%.40s: got %v, want %q", tc.header, got, tc.want)
		}
	}
}

func wide(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "column %d,", i)
	}
	return b.String()
}

func TestInfer(t *testing.T) {
	for _, tc := range []struct {
		cells []string
		want  tableschema.Type
	}{
		{[]string{"1", "-2", "", "0"}, tableschema.Integer},
		{[]string{"9223372036854775807"}, tableschema.Integer},
		{[]string{"9223372036854775808"}, tableschema.String},
		{[]string{"00123", "1"}, tableschema.String},
		{[]string{"+1"}, tableschema.String},
		{[]string{"-0"}, tableschema.Number},
		{[]string{"1", "2.5"}, tableschema.Number},
		{[]string{"1.50", "2.00"}, tableschema.Number},
		{[]string{"1.50", "2"}, tableschema.String},
		{[]string{"1e5"}, tableschema.String},
		{[]string{"1,5"}, tableschema.String},
		{[]string{".5"}, tableschema.String},
		{[]string{"5."}, tableschema.String},
		{[]string{"NaN"}, tableschema.String},
		{[]string{" 1"}, tableschema.String},
		{[]string{"0.1234567890123456789"}, tableschema.String},
		{[]string{"2024-02-29", "2023-01-01"}, tableschema.Date},
		{[]string{"2024-02-29", "2023-02-29"}, tableschema.String},
		{[]string{"01/02/2024"}, tableschema.String},
		{[]string{"true", "false"}, tableschema.Boolean},
		{[]string{"true", "oui"}, tableschema.String},
		{[]string{"True"}, tableschema.String},
		{[]string{"", ""}, tableschema.String},
		{[]string{"1", "x"}, tableschema.String},
		{[]string{"21339990000017"}, tableschema.Integer},
	} {
		text := "c;d\n" + strings.Join(tc.cells, ";x\n") + ";x\n"
		r, err := tabular.Open(strings.NewReader(text), tabular.Options{Delimiter: ';', HeaderRow: 1})
		if err != nil {
			t.Fatal(err)
		}
		s, err := tableschema.Infer(r)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Fields[0].Type; got != tc.want {
			t.Errorf("%q: got %s, want %s", tc.cells, got, tc.want)
		}
	}
}

// A table with its inferred schema is valid, and the columns keep the names
// that the report gives.
func TestInferredSchemaFits(t *testing.T) {
	text := "a,b,a,\n1,x,2024-01-01,true\n2,,2024-01-02,false\n"
	r, err := tabular.Open(strings.NewReader(text), tabular.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := tableschema.Infer(r)
	if err != nil {
		t.Fatal(err)
	}
	rep := checkText(t, nil, text, 0)
	var names []string
	for _, c := range rep.Columns {
		names = append(names, c.Name)
	}
	if diff := cmp.Diff(names, s.Labels()); diff != "" {
		t.Error(diff)
	}
	if got := []tableschema.Type{s.Fields[0].Type, s.Fields[1].Type, s.Fields[2].Type, s.Fields[3].Type}; fmt.Sprint(got) != "[integer string date boolean]" {
		t.Error(got)
	}
}
