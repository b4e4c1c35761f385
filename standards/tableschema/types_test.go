package tableschema_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"airial/standards/tableschema"
)

func contextWithCancel(t testing.TB) (context.Context, context.CancelFunc) {
	return context.WithCancel(t.Context())
}

// verdictOf checks one cell under one field and gives the codes of the
// findings, without repetition.
func verdictOf(t testing.TB, field, cell string) string {
	t.Helper()
	s := load(t, `{"fields":[`+field+`,{"name":"z"}]}`)
	name := s.Fields[0].Name
	rep := checkText(t, s, name+",z\n\""+strings.ReplaceAll(cell, `"`, `""`)+"\",1\n", -1)
	var codes []string
	for _, f := range rep.Findings {
		code := f.Code
		if f.Code == "constraint-error" {
			code = f.Detail
		}
		codes = append(codes, code)
	}
	return strings.Join(codes, " ")
}

func TestTypes(t *testing.T) {
	for _, tc := range []struct {
		field string
		right []string
		wrong []string
	}{
		{`{"name":"f","type":"integer"}`, []string{"0", "-12", "+7", " 5 ", "9223372036854775807", "007"},
			[]string{"1.0", "1e3", "1 000", "1_000", "x", "-", "9223372036854775808", "٣"}},
		{`{"name":"f","type":"integer","bareNumber":false}`, []string{"12 €", "€12", "-3%"}, []string{"x"}},
		{`{"name":"f","type":"number"}`, []string{"0", "-1.5", "1e5", ".5", "5.", "NaN", "INF", "-inf", " 2.5 ", "123456789012345678901234567890.5"},
			[]string{"1,5", "1 000", "x", "1.2.3", "e5", "1e", "", "--1"}[0:6]},
		{`{"name":"f","type":"number","decimalChar":","}`, []string{"1,5", "10"}, []string{"1.5", "1,5,2"}},
		{`{"name":"f","type":"number","decimalChar":",","groupChar":" "}`, []string{"1 234,5"}, []string{"1.234,5"}},
		{`{"name":"f","type":"number","bareNumber":false}`, []string{"95%", "€ 12.5", "-3 kg"}, []string{"abc"}},
		{`{"name":"f","type":"boolean"}`, []string{"true", "True", "TRUE", "1", "false", "0"}, []string{"oui", "tRUE", " true", "2"}},
		{`{"name":"f","type":"boolean","trueValues":["oui"],"falseValues":["non"]}`, []string{"oui", "non"}, []string{"Oui", "true", "1"}},
		{`{"name":"f","type":"date"}`, []string{"2024-02-29", "0001-01-01", "9999-12-31"},
			[]string{"2023-02-29", "2024-1-7", "07/01/2024", "2024-13-01", "2024-00-10", "20240107", "2024-01-07T00:00:00", "0000-01-01"}},
		{`{"name":"f","type":"date","format":"%d/%m/%Y"}`, []string{"07/01/2024", "7/1/2024"}, []string{"2024-01-07", "31/02/2024", "07/01/24"}},
		{`{"name":"f","type":"date","format":"%Y"}`, []string{"2024"}, []string{"24", "2024-01", "x"}},
		{`{"name":"f","type":"date","format":"any"}`, []string{"2024-01-07", "07/01/2024"}, []string{"soon"}},
		{`{"name":"f","type":"datetime"}`, []string{"2020-05-11T14:08:32Z", "2020-05-11T14:08:32", "2020-05-11T14:08:32.123+02:00"},
			[]string{"2020-05-11", "2020-05-11T14:08", "2020-05-11T25:00:00Z", "11/05/2020 14:08:32"}},
		{`{"name":"f","type":"datetime","format":"%Y-%m-%d %H:%M"}`, []string{"2020-05-11 14:08"}, []string{"2020-05-11T14:08"}},
		{`{"name":"f","type":"time"}`, []string{"14:08:32", "00:00:00Z"}, []string{"14:08", "24:00:00", "14h08"}},
		{`{"name":"f","type":"time","format":"%Hh%M"}`, []string{"14h08"}, []string{"14:08"}},
		{`{"name":"f","type":"year"}`, []string{"2024", "0000"}, []string{"24", "20240", "-200", "20x4"}},
		{`{"name":"f","type":"yearmonth"}`, []string{"2024-01"}, []string{"2024-13", "2024", "01-2024"}},
		{`{"name":"f","type":"duration"}`, []string{"P1Y", "P1Y2M3DT4H5M6S", "PT30M", "P2W", "PT0.5S"}, []string{"1Y", "P", "PT", "P1S", "PT1Y", "P1M1Y"}},
		{`{"name":"f","type":"geopoint"}`, []string{"-0.57, 44.83", "180,90"}, []string{"44.83", "200,0", "0,91", "a,b", "1,2,3"}},
		{`{"name":"f","type":"geopoint","format":"array"}`, []string{"[-0.57, 44.83]", `["-0.57","44.83"]`}, []string{"-0.57, 44.83", "[1]", "[null,1]"}},
		{`{"name":"f","type":"geopoint","format":"object"}`, []string{`{"lon":-0.57,"lat":44.83}`}, []string{`{"lon":1}`, `[1,2]`}},
		{`{"name":"f","type":"geojson"}`, []string{`{"type":"Point","coordinates":[1,2]}`, `{"type":"Feature","geometry":null,"properties":{}}`,
			`{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]}`}, []string{"{}", "[1,2]", `{"type":"Point","coordinates":"x"}`, `{"type":"Pt"}`, "x"}},
		{`{"name":"f","type":"object"}`, []string{"{}", `{"a":1}`}, []string{"[]", "x", "null", `"a"`}},
		{`{"name":"f","type":"array"}`, []string{"[]", `["a","b"]`, `[1]`}, []string{"{}", "a,b", "null", `["a"`}},
		{`{"name":"f","type":"any"}`, []string{"whatever", "1"}, nil},
		{`{"name":"f","type":"string","format":"email"}`, []string{"mairie@sainte-aulaye.example", "a.b+c@d.fr"},
			[]string{"mairie", "@x.fr", "a@b", "a b@c.fr", "a@b..fr", "a@-b.fr", "a@x.fr, b@x.fr"}},
		{`{"name":"f","type":"string","format":"uri"}`, []string{"https://a.example/x?y#z", "mailto:a@b.fr", "urn:isbn:123", "https://a.example/été", "https://a.example/délib 12.pdf", "https://a.example/%zz"},
			[]string{"www.a.example", "https://", "https:///x", "http:x", " https://a.example", "a", "://x", "https://a.example\nhttps://b.example"}},
		{`{"name":"f","type":"string","format":"uuid"}`, []string{"8f14e45f-ceea-467f-9575-6f0b8e2a1c33"}, []string{"8f14e45f", "8f14e45f-ceea-467f-9575-6f0b8e2a1cxx"}},
		{`{"name":"f","type":"string","format":"binary"}`, []string{"aGVsbG8="}, []string{"é"}},
	} {
		for _, cell := range tc.right {
			if got := verdictOf(t, tc.field, cell); got != "" {
				t.Errorf("%s refuses %q: %s", tc.field, cell, got)
			}
		}
		for _, cell := range tc.wrong {
			if got := verdictOf(t, tc.field, cell); got != "type-error" {
				t.Errorf("%s, %q: got %q, want a type error", tc.field, cell, got)
			}
		}
	}
}

func TestConstraints(t *testing.T) {
	field := func(typ, constraints string) string {
		return fmt.Sprintf(`{"name":"f","type":%q,"constraints":{%s}}`, typ, constraints)
	}
	for _, tc := range []struct{ field, cell, want string }{
		{field("string", `"required":true`), "", "required"},
		{field("string", `"required":true`), " ", ""},
		{field("string", `"required":"true"`), "", "required"},
		{field("string", `"minLength":3`), "éé", "minLength"},
		{field("string", `"minLength":3`), "ééé", ""},
		{field("string", `"maxLength":3`), "éééé", "maxLength"},
		{field("string", `"maxLength":"3"`), "ééé", ""},
		{field("array", `"maxLength":1`), "[1,2]", "maxLength"},
		{field("integer", `"minimum":2,"maximum":4`), "1", "minimum"},
		{field("integer", `"minimum":2,"maximum":4`), "5", "maximum"},
		{field("integer", `"minimum":2,"maximum":4`), "2", ""},
		{field("number", `"minimum":0.01,"maximum":1`), "0.009", "minimum"},
		{field("number", `"minimum":0.01,"maximum":1`), "1.000", ""},
		{field("number", `"minimum":0.01,"maximum":1`), "1.0000000000000000000001", "maximum"},
		{field("number", `"minimum":0`), "-0", ""},
		{field("number", `"minimum":0`), "NaN", "minimum"},
		{field("number", `"maximum":10`), "INF", "maximum"},
		{field("number", `"exclusiveMinimum":0,"exclusiveMaximum":1`), "0", "exclusiveMinimum"},
		{field("number", `"exclusiveMinimum":0,"exclusiveMaximum":1`), "1", "exclusiveMaximum"},
		{field("date", `"minimum":"2020-01-01"`), "2019-12-31", "minimum"},
		{field("date", `"maximum":"2020-01-01"`), "2020-01-01", ""},
		{field("year", `"minimum":1900`), "1899", "minimum"},
		{field("string", `"enum":["a","b"]`), "a", ""},
		{field("string", `"enum":["a","b"]`), "A", "enum"},
		{field("integer", `"enum":[1,2]`), "2", ""},
		{field("integer", `"enum":["1","2"]`), "3", "enum"},
		{field("number", `"enum":[1.5]`), "1.50", ""},
		{field("string", `"pattern":"\\d{2}"`), "12", ""},
		{field("string", `"pattern":"\\d{2}"`), "123", "pattern"},
		{field("string", `"pattern":"a|b"`), "ab", "pattern"},
		{field("string", `"pattern":"^a|b$"`), "ax", "pattern"},
		{field("string", `"pattern":"^\\d{14}$"`), "21339990000017", ""},
		{field("string", `"pattern":"^\\d{14}$"`), "8,03E+13", "scientific"},
		{field("string", `"pattern":"^\\d{14}$"`), "213399900", "pattern-siret"},
		{field("string", `"minLength":2,"pattern":"[a-z]+","enum":["ab"]`), "A", "minLength pattern enum"},
	} {
		if got := verdictOf(t, tc.field, tc.cell); got != tc.want {
			t.Errorf("%s, %q: got %q, want %q", tc.field, tc.cell, got, tc.want)
		}
	}
}

func TestMissingValues(t *testing.T) {
	s := load(t, `{"missingValues":["NC",{"value":"-"}],"fields":[{"name":"a","type":"integer"},{"name":"b","constraints":{"required":true}}]}`)
	rep := checkText(t, s, "a,b\nNC,x\n-,y\n1,NC\n,z\n2,\nNC,-\n", 0)
	// "" is no missing value here: an empty integer is no integer.
	want := "[error blank-row 7 error constraint-error 4 b=NC error type-error 5 a=]"
	if got := fmt.Sprint(seen(rep)); got != want {
		t.Errorf("got %s", got)
	}
}

func TestKeys(t *testing.T) {
	for _, tc := range []struct{ name, schema, text, want string }{
		{"unique", `{"fields":[{"name":"a","constraints":{"unique":true}},{"name":"b"}]}`,
			"a,b\nx,1\ny,2\nx,3\n,4\n,5\n", "[error unique-error 4 a=x]"},
		{"unique numbers", `{"fields":[{"name":"a","type":"number","constraints":{"unique":true}}]}`,
			"a\n1\n1.0\n10\n1e1\n2\n", "[error unique-error 3 a=1.0 error unique-error 5 a=1e1]"},
		{"primary key", `{"primaryKey":"a","fields":[{"name":"a"},{"name":"b"}]}`,
			"a,b\nx,1\nx,2\n,3\n", "[error primary-key 3 a=x error primary-key 4 a=]"},
		{"primary key of two columns", `{"primaryKey":["a","b"],"fields":[{"name":"a"},{"name":"b"}]}`,
			"a,b\nx,1\nx,2\nx,1\nx,\nx,\n", "[error primary-key 4 a=x error primary-key 6 a=x]"},
		{"unique keys", `{"uniqueKeys":[["a","b"]],"fields":[{"name":"a"},{"name":"b"}]}`,
			"a,b\nx,1\nx,1\nx,\nx,\n", "[error unique-error 3 a=x]"},
		{"key without its column", `{"primaryKey":"a","fields":[{"name":"a"},{"name":"b"}]}`, "b\n1\n1\n", "[warning missing-label 1 a]"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := fmt.Sprint(seen(checkText(t, load(t, tc.schema), tc.text, 0))); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
}

// A report stored as JSON comes back whole, and speaks the other language.
func TestStoredReport(t *testing.T) {
	rep := checkText(t, load(t, people), "nom;âge;ville;x\n;1,0;Dax\nZoé;-3;Dax;y;z\n", 0)
	stored, err := json.Marshal(rep)
	if err != nil {
		t.Fatal(err)
	}
	var back tableschema.Report
	if err := json.Unmarshal(stored, &back); err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"fr", "en"} {
		a, err1 := rep.JSON(lang)
		b, err2 := back.JSON(lang)
		if err1 != nil || err2 != nil || string(a) != string(b) {
			t.Errorf("%s:\n%s\n%s", lang, a, b)
		}
	}
}
