package tableschema_test

import (
	"strings"
	"testing"

	"airial/standards/tableschema"
)

// What is repaired is certain; what is not is left to the person.
func TestRepairs(t *testing.T) {
	const none = "(none)"
	for _, tc := range []struct{ field, cell, want string }{
		{`{"name":"f","type":"date"}`, "07/01/2024", "2024-01-07"},
		{`{"name":"f","type":"date"}`, "7/1/2024", "2024-01-07"},
		{`{"name":"f","type":"date"}`, "31.12.2024", "2024-12-31"},
		{`{"name":"f","type":"date"}`, "2024/01/07", "2024-01-07"},
		{`{"name":"f","type":"date"}`, "2024-1-7", "2024-01-07"},
		{`{"name":"f","type":"date"}`, "20240107", "2024-01-07"},
		{`{"name":"f","type":"date"}`, "27 février 2023", "2023-02-27"},
		{`{"name":"f","type":"date"}`, "Lundi 1er août 2022", "2022-08-01"},
		{`{"name":"f","type":"date"}`, "2024-01-07 00:00:00", "2024-01-07"},
		{`{"name":"f","type":"date"}`, " 2024-01-07 ", "2024-01-07"},
		{`{"name":"f","type":"date"}`, "2024-01-07T10:30:00", none},
		{`{"name":"f","type":"date"}`, "01/25/2024", none},
		{`{"name":"f","type":"date"}`, "07/01/24", none},
		{`{"name":"f","type":"date"}`, "30/02/2024", none},
		{`{"name":"f","type":"date"}`, "Commission du 27 février 2023", none},
		{`{"name":"f","type":"date","constraints":{"minimum":"2020-01-01"}}`, "07/01/2019", none},
		{`{"name":"f","type":"datetime"}`, "07/01/2024 8:05", "2024-01-07T08:05:00"},
		{`{"name":"f","type":"number"}`, "1,5", "1.5"},
		{`{"name":"f","type":"number"}`, "1 234,50 €", "1234.50"},
		{`{"name":"f","type":"number"}`, "1\u202f234", "1234"},
		{`{"name":"f","type":"number"}`, "1.234,56", "1234.56"},
		{`{"name":"f","type":"number"}`, "1,234.56", "1234.56"},
		{`{"name":"f","type":"number"}`, "0,125", "0.125"},
		{`{"name":"f","type":"number"}`, "1,234", none},
		{`{"name":"f","type":"number"}`, "45 %", none},
		{`{"name":"f","type":"number"}`, "8,03E+13", none},
		{`{"name":"f","type":"number","decimalChar":","}`, "1 234.5", "1234,5"},
		{`{"name":"f","type":"integer"}`, "1 200", "1200"},
		{`{"name":"f","type":"integer"}`, "12.0", "12"},
		{`{"name":"f","type":"integer"}`, "12,5", none},
		{`{"name":"f","type":"boolean","trueValues":["oui"],"falseValues":["non"]}`, "OUI", "oui"},
		{`{"name":"f","type":"boolean","trueValues":["oui"],"falseValues":["non"]}`, "faux", "non"},
		{`{"name":"f","type":"boolean","trueValues":["oui"],"falseValues":["non"]}`, "no", "non"},
		{`{"name":"f","type":"boolean","trueValues":["oui"],"falseValues":["non"]}`, "peut-être", none},
		{`{"name":"f","type":"boolean"}`, "vrai", "true"},
		{`{"name":"f","constraints":{"enum":["aide en numéraire","aide en nature"]}}`, "Aide en numeraire ", "aide en numéraire"},
		{`{"name":"f","constraints":{"enum":["aide en numéraire","aide en nature"]}}`, "aide", none},
		{`{"name":"f","constraints":{"pattern":"^\\d{14}$"}}`, "213 399 900 00017", "21339990000017"},
		{`{"name":"f","constraints":{"pattern":"^\\d{14}$"}}`, "213 399 900 00018", none},
		{`{"name":"f","constraints":{"pattern":"^\\d{14}$"}}`, "8,03E+13", none},
		{`{"name":"f","constraints":{"pattern":"^[A-Z]+$"}}`, " AB ", "AB"},
		{`{"name":"f","type":"string","format":"email"}`, "mairie@x.example ", "mairie@x.example"},
	} {
		s := load(t, `{"fields":[`+tc.field+`,{"name":"z"}]}`)
		rep := checkText(t, s, "f;z\n\""+tc.cell+"\";1\n", 0)
		if len(rep.Findings) == 0 {
			t.Errorf("%s, %q: no finding", tc.field, tc.cell)
			continue
		}
		got := none
		if f := rep.Findings[0]; f.HasRepair {
			got = f.Repair
		}
		if got != tc.want {
			t.Errorf("%s, %q: got %q, want %q", tc.field, tc.cell, got, tc.want)
		}
	}
}

// A SIRET that a spreadsheet has shortened is lost: the message says so, and
// offers nothing.
func TestShortenedSIRET(t *testing.T) {
	s := load(t, `{"fields":[{"name":"siret"},{"name":"z"}],"custom_checks":[{"name":"siret","params":{"column":"siret"}}]}`)
	rep := checkText(t, s, "siret;z\n8,03E+13;1\n4991E+13;1\n", 0)
	for _, f := range rep.Findings {
		if f.HasRepair || f.Detail != "scientific" || !strings.Contains(f.Fix("fr"), "Demandez un nouvel export") ||
			!strings.Contains(f.Message("en"), "digits are lost") {
			t.Errorf("%+v: %s %s", f, f.Message("en"), f.Fix("fr"))
		}
	}
	if len(rep.Findings) != 2 {
		t.Errorf("%d findings", len(rep.Findings))
	}
	if got := tableschema.Title("siret", "fr"); got != "Numéro SIRET non valide" {
		t.Error(got)
	}
}
