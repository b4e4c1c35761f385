package quality_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/standards/catalogue"
	"airial/standards/quality"
	"airial/standards/scdl"
	"airial/standards/tableschema"
	"airial/standards/tabular"
)

func watch(t *testing.T, text string, schema *tableschema.Schema, rules ...string) map[string]string {
	t.Helper()
	r, err := tabular.Open(strings.NewReader(text), tabular.Options{})
	if err != nil {
		t.Fatal(err)
	}
	w := quality.Watch(r, schema, "2026-11-28", rules)
	rep, err := tableschema.Check(t.Context(), w, schema, tableschema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	before := rep.Errors
	rep.Add(w.Findings())
	if rep.Errors != before {
		t.Error("a finding of quality is an error")
	}
	out := map[string]string{}
	for _, f := range rep.Findings {
		for _, rule := range quality.Rules {
			if f.Code != rule {
				continue
			}
			out[f.Code] += fmt.Sprintf("%d %s;", f.Row, f.Field)
			for _, lang := range []string{"fr", "en"} {
				if m := f.Message(lang); m == f.Code || strings.Contains(m, "{") {
					t.Errorf("%s: %q", f.Code, m)
				}
			}
		}
	}
	return out
}

func TestPlacesAndTotals(t *testing.T) {
	text := "nom;code_insee;lat;lon;montant\n" +
		"Mont-de-Marsan;40192;43.89;-0.50;100.5\n" + // all right
		"Inconnue;40999;43.89;-0.50;200\n" + // no such commune
		"Ancienne;01018;45.83;5.67;\n" + // part of another one now
		"Corse;2A004;8.73;41.92;50.25\n" + // swapped
		"Ailleurs;98818;48.85;120;\n" + // New Caledonia is beyond the list; the point is in no France
		"Lambert;;6289000;417000;\n" + // metres
		"Total;;;;350.75\n" +
		"Totalement autre chose;;;;10\nRien;;;;20\nTOTAL GÉNÉRAL : ;;;;31\n"
	got := watch(t, text, nil, "insee-code", "outside-france", "reversed-coordinates", "wrong-total")
	want := map[string]string{"insee-code": "3 code_insee;4 code_insee;", "reversed-coordinates": "5 lat;", "outside-france": "6 lat;", "wrong-total": "11 montant;"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for rule := range want {
		if got := watch(t, text, nil, rule); len(got) != 1 || got[rule] != want[rule] {
			t.Errorf("%s alone: %v", rule, got)
		}
	}
}

func TestRules(t *testing.T) {
	s, _ := scdl.Lookup("scdl/subventions")
	var b strings.Builder
	b.WriteString(strings.Join(s.Labels(), ";") + "\n")
	row := func(date, name, id, about string, amount any) {
		fmt.Fprintf(&b, "Commune;21339990000017;%s;;%s;%s;;%s;%v;aide en numéraire;unique;2025-05-02;;non;1;\n", date, name, id, about, amount)
	}
	for i := range 30 {
		row("2025-01-01", fmt.Sprint("Amis ", i), "", fmt.Sprint("FONCTIONNEMENT ANNUEL ", i), 1000+i)
	}
	row("2027-01-01", "Les Amis", "89999900700011", "Fête", 1500)
	row("2025-01-01", "Autre nom", "89999900700011", "FÃªte de lâ€™Ã©tÃ©", 1500)
	row("2025-01-01", "Les amis", "89999900700011", strings.Repeat("é", 255), 5_000_000)
	row("2025-01-01", "Amis 3", "", "FONCTIONNEMENT ANNUEL 3", 1003)
	want := map[string]string{"future-date": "32 dateConvention;", "changed-owner": "33 idBeneficiaire;", "mojibake": "33 objet;",
		"truncated-text": "34 objet;", "outlier": "34 montant;", "duplicate-row": "35 ;", "capitals": "0 objet;"}
	if diff := cmp.Diff(want, watch(t, b.String(), s)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]string{"mojibake": "33 objet;"}, watch(t, b.String(), s, "mojibake")); diff != "" {
		t.Error(diff)
	}
	points := "nom,lat,lon,pays\n" + strings.Repeat("a,48.8,2.3,France\n", 1) + strings.Repeat("b,2.3,48.8,France\n", 1)
	for i := range 20 {
		points += fmt.Sprintf("c%d,48.%d,2.3%d,France\n", i, i+10, i)
	}
	if diff := cmp.Diff(map[string]string{"reversed-coordinates": "3 lat;", "constant-column": "0 pays;"}, watch(t, points, nil)); diff != "" {
		t.Error(diff)
	}
}

func TestOutsideCommune(t *testing.T) {
	irve, _ := catalogue.Lookup("etalab/schema-irve-statique")
	for name, tc := range map[string]struct {
		text   string
		schema *tableschema.Schema
		want   string
		level  tableschema.Level
	}{
		"right":              {"code_insee;lat;lon\n40192;43.89;-0.50\n", nil, "", ""},
		"in another commune": {"code_insee;lat;lon\n40192;43.71;-1.05\n", nil, "2 lat;", tableschema.Warning},
		"metres":             {"code_insee;x;y\n40192;417000;6289000\n", nil, "", ""},
		"degrees and metres": {"insee;x;y;lon;lat\n40192;417000;6289000;-1.05;43.71\n", nil, "2 lat;", tableschema.Warning},
		"no commune":         {"ville;lat;lon\n40192;43.71;-1.05\n", nil, "", ""},
		"not a code":         {"code_insee;lat;lon\nDax;43.71;-1.05\n", nil, "", ""},
		"of a manager":       {"COLL_INSEE;EQUIP_LAT;EQUIP_LONG\n40192;43.71;-1.05\n", nil, "2 EQUIP_LAT;", tableschema.Info},
		"its own commune":    {"COLL_INSEE;EQUIP_INSEE;EQUIP_LAT;EQUIP_LONG\n40192;40088;43.71;-1.05\n", nil, "", ""},
		"one cell":           {"code_insee_commune;coordonneesXY\n40192;[-1.05,43.71]\n", irve, "2 coordonneesXY;", tableschema.Warning},
		"latitude first":     {"code_insee;geo_point_2d\n40192;43.71, -1.05\n40192;43.89, -0.5\n", nil, "2 geo_point_2d;", tableschema.Warning},
		"well-known text":    {"comm_insee;geompoint\n40192;POINT (-1.05 43.71)\n", nil, "2 geompoint;", tableschema.Warning},
		"no point":           {"comm_insee;geompoint\n40192;ici\n", nil, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := watch(t, tc.text, tc.schema, "outside-commune")["outside-commune"]; got != tc.want {
				t.Errorf("found %q, want %q", got, tc.want)
			}
			r, err := tabular.Open(strings.NewReader(tc.text), tabular.Options{})
			if err != nil {
				t.Fatal(err)
			}
			w := quality.Watch(r, tc.schema, "2026-11-28", []string{"outside-commune"})
			for _, err := w.Next(); err == nil; _, err = w.Next() {
			}
			for _, f := range w.Findings() {
				if f.Level != tc.level {
					t.Errorf("level %s, want %s", f.Level, tc.level)
				}
			}
		})
	}
}
