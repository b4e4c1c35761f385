package tableschema_test

import (
	"fmt"
	"testing"

	"airial/standards/tableschema"
)

// faults checks a text under fields of one type and one check, and gives the
// findings as "code/detail row".
func faults(t testing.TB, schema, text string) string {
	t.Helper()
	var out []string
	for _, f := range checkText(t, load(t, schema), text, -1).Findings {
		if f.Level == tableschema.Error {
			out = append(out, fmt.Sprintf("%s/%s %d", f.Code, f.Detail, f.Row))
		}
	}
	return fmt.Sprint(out)
}

func TestCustomChecks(t *testing.T) {
	two := func(typ, check string) string {
		return fmt.Sprintf(`{"fields":[{"name":"a","type":%q},{"name":"b","type":%q},{"name":"z"}],"custom_checks":[%s]}`, typ, typ, check)
	}
	one := func(check string) string {
		return two("string", fmt.Sprintf(`{"name":%q,"params":{"column":"a"}}`, check))
	}
	compare := func(typ, op string) string {
		return two(typ, fmt.Sprintf(`{"name":"compare-columns-value","params":{"column":"a","op":%q,"column2":"b"}}`, op))
	}
	for _, tc := range []struct{ name, schema, text, want string }{
		{"siret", one("french-siret-value"),
			"a,b,z\n21339990000017,,1\n,,1\n21339990000018,,1\n\"8,03E+13\",,1\n213399900,,1\n21339990000,,1\n2133999000001A,,1\n22040000000000,,1\n213 399 900 00017,,1\n",
			"[siret/checksum 4 siret/scientific 5 siret/siren-given 6 siret/length 7 siret/characters 8 siret/rounded 9]"},
		{"siret, new name", one("siret"), "a,b,z\n21339990000018,,1\n", "[siret/checksum 2]"},
		{"siren", one("siren"), "a,b,z\n213399900,,1\n213399901,,1\n21339990000017,,1\n", "[siren/checksum 3 siren/siret-given 4]"},
		{"siren of old", one("french-siren-value"), "a,b,z\n213399901,,1\n", "[siren/checksum 2]"},
		{"nomenclature", one("nomenclature-actes-value"),
			"a,b,z\nFinances locales/Subventions,,1\nFINANCES LOCALES/x,,1\nlibertes publiques et pouvoirs de police/x/y,,1\nFinances locales,,1\n" +
				"Finances locales /x,,1\nFinances locales/ x,,1\nSports/x,,1\nFinances locales/,,1\n,,1\n",
			"[nomenclature-actes/no-stroke 5 nomenclature-actes/blanks 6 nomenclature-actes/blanks 7 nomenclature-actes/prefix 8 nomenclature-actes/no-suffix 9]"},
		{"nomenclature, new name", one("nomenclature-acte"), "a,b,z\nSports/x,,1\n", "[nomenclature-actes/prefix 2]"},
		{"year interval", two("string", `{"name":"year-interval-value","params":{"column":"a","allow-year-only":"yes"}}`),
			"a,b,z\n2024,,1\n2024/2025,,1\n2024/2024,,1\n2025/2024,,1\n24,,1\n2024-2025,,1\n2024/25,,1\n",
			"[year-interval/same 4 year-interval/order 5 year-interval/format-or-year 6 year-interval/format-or-year 7 year-interval/format-or-year 8]"},
		{"year interval only", one("year-interval-value"), "a,b,z\n2024,,1\n2024/2025,,1\n", "[year-interval/format 2]"},
		{"compare dates", compare("date", ">="), "a,b,z\n2024-01-02,2024-01-01,1\n2024-01-01,2024-01-02,1\n,2024-01-02,1\n2024-01-01,,1\n",
			"[compare/false 3]"},
		{"compare numbers", compare("number", "<"), "a,b,z\n9,10,1\n10,9.5,1\n1.0,1,1\n", "[compare/false 3 compare/false 4]"},
		{"compare texts", compare("string", "=="), "a,b,z\nx,x,1\nx,y,1\n10,10.0,1\n", "[compare/false 3]"},
		{"compare texts as numbers", compare("string", "<"), "a,b,z\n9,10,1\nb,a,1\n", "[compare/false 3]"},
		{"compare skips a wrong type", compare("integer", ">"), "a,b,z\nx,1,1\n", "[type-error/integer 2]"},
		{"compare skips an absent column", compare("integer", ">"), "a,z\n1,1\n", "[]"},
		{"cohesive", two("string", `{"name":"cohesive-columns-value","params":{"column":"a","othercolumns":["b"]}}`),
			"a,b,z\n1,1,1\n,,1\n1,,1\n,1,1\n", "[cohesive/mixed 4 cohesive/mixed 5]"},
		{"cohesive skips an absent column", two("string", `{"name":"cohesive-columns-value","params":{"column":"a","othercolumns":["b"]}}`), "a,z\n1,1\n", "[]"},
		{"sum", `{"fields":[{"name":"t","type":"integer"},{"name":"a","type":"integer"},{"name":"b","type":"integer"}],
			"custom_checks":[{"name":"sum-columns-value","params":{"column":"t","columns":["a","b"]}}]}`,
			"t,a,b\n3,1,2\n4,1,2\n,1,2\n3,,2\n", "[sum/false 3]"},
		{"sum of decimals is exact", `{"fields":[{"name":"t","type":"number"},{"name":"a","type":"number"},{"name":"b","type":"number"}],
			"custom_checks":[{"name":"sum","params":{"column":"t","columns":["a","b"]}}]}`,
			"t,a,b\n0.3,0.1,0.2\n0.30000000000000001,0.1,0.2\n", "[sum/false 3]"},
		{"one of required", two("string", `{"name":"one-of-required","params":{"column1":"a","column2":"b"}}`),
			"a,b,z\n1,,1\n,1,1\n,,1\n", "[one-of-required/empty 4]"},
		{"one of required, as documented", two("string", `{"name":"one-of-required","params":{"column":"a","column2":"b"}}`), "a,b,z\n,,1\n", "[one-of-required/empty 2]"},
		{"one of required, one column absent", two("string", `{"name":"one-of-required","params":{"column1":"a","column2":"b"}}`),
			"b,z\n1,1\n,1\n", "[one-of-required/empty 3]"},
		{"one of required, both absent", two("string", `{"name":"one-of-required","params":{"column1":"a","column2":"b"}}`),
			"z\n1\n", "[one-of-required/columns 0]"},
		{"opening hours", one("opening-hours-value"),
			"a,b,z\n24/7,,1\nMo-Fr 08:30-12:00; Sa off,,1\n\"Mo-Fr 08:00-12:00,14:00-18:00, PH off\",,1\nJan 1-Mar 31: Tu 10:00+,,1\nlundi de 8h à 12h,,1\nMo-Fr 8h-12h,,1\nMo[1] 10:00-12:00,,1\n",
			"[opening-hours/ 6 opening-hours/ 7]"},
		{"telephone", one("phone-number-value"),
			"a,b,z\n01 99 00 27 37,,1\n+33 1 99 00 27 37,,1\n115,,1\n3949,,1\n+44 20 7183 8750,,1\n0033199002737,,1\n476544254,,1\n12,,1\n0099002737,,1\n01 99 00 27 37 ou 38,,1\n+33,,1\n",
			"[phone-number/ 9 phone-number/ 10 phone-number/ 11 phone-number/ 12]"},
		{"GPS", `{"fields":[{"name":"a","type":"geopoint","format":"array"}],"custom_checks":[{"name":"french-gps-coordinates","params":{"column":"a"}}]}`,
			"a\n\"[-0.57,44.83]\"\n\"[44.83,-0.57]\"\n\"[2.0,10.0]\"\n\"[55.5,-21.1]\"\n", "[french-gps-coordinates/reversed 3 french-gps-coordinates/outside 4]"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := faults(t, tc.schema, tc.text); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

// An unknown check is told in each report, as a warning: nothing is skipped in
// silence.
func TestUnknownCheck(t *testing.T) {
	s := load(t, `{"fields":[{"name":"a"}],"custom_checks":[{"name":"phase-of-the-moon","params":{"column":"a"}}]}`)
	rep := checkText(t, s, "a\n1\n", 0)
	if !rep.Valid || len(rep.Findings) != 1 || rep.Findings[0].Code != "check-error" || len(s.Warnings) != 1 {
		t.Errorf("%+v, %v", rep.Findings, s.Warnings)
	}
}
