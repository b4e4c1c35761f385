package tableschema_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"airial/standards/scdl"
	"airial/standards/tableschema"
	"airial/standards/tabular"
)

func mend(t testing.TB, text []byte, s *tableschema.Schema) (string, *tableschema.Mended) {
	t.Helper()
	r, err := tabular.Open(bytes.NewReader(text), tabular.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	done, err := tableschema.Mend(t.Context(), r, s, &out, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), done
}

func TestMend(t *testing.T) {
	s, _ := scdl.Lookup("scdl/subventions")
	text := "Export du 3 mars;;;;;;;;;;;;;;;\r\n" +
		strings.ToUpper(strings.Join(s.Labels(), ";")) + "\r\n" +
		"Commune;213 399 900 00017;08/04/2025;;Amis;899 999 007 00011;;F\xeate;1 500,50 \x80; Aide en numeraire ;unique;2025-05-02;;NON;1;;\r\n" +
		";;;;;;;;;;;;;;;\r\n" +
		"Commune;8,03E+13;31/02/2025;;Amis;899999007;;x;1,234;inconnue;unique;2025-05-02;;peut-\xeatre;2;\r\n"
	got, done := mend(t, []byte(text), s)
	want := strings.Join(s.Labels(), ",") + "\n" +
		"Commune,21339990000017,2025-04-08,,Amis,89999900700011,,Fête,1500.50,aide en numéraire,unique,2025-05-02,,non,1,\n" +
		"Commune,\"8,03E+13\",31/02/2025,,Amis,899999007,,x,\"1,234\",inconnue,unique,2025-05-02,,peut-être,2,\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]int{"encoding": 1, "delimiter": 1, "title-lines": 1, "label": 16, "blank-row": 1, "extra-cell": 1,
		"constraint-error": 1, "type-error": 3, "siret": 2}, done.Counts); diff != "" {
		t.Error(diff)
	}
	if done.Rows != 2 {
		t.Errorf("%d rows", done.Rows)
	}
	for _, c := range done.Changes {
		if c.Code == "type-error" && c.Field == "dateConvention" && (c.Row != 3 || c.From != "08/04/2025" || c.To != "2025-04-08") {
			t.Errorf("%+v", c)
		}
	}
	if _, err := json.Marshal(done); err != nil {
		t.Error(err)
	}
}

// What was mended is right, and mending it again changes nothing.
func TestMendOnce(t *testing.T) {
	s := load(t, everything)
	labels := s.Labels()
	wilder := map[string][]string{
		"n": {"1 000", "7,0", " 7", "1.234,00", "12 €"}, "x": {"1,5", "1 234,5", "2 ", ",5"},
		"d": {"7/1/2024", "2024/01/07", "le 3 mars 2024", "1er avril 2024", "01/02/24", "32/01/2024"},
		"b": {"OUI", "Vrai", "0", "peut-être"}, "k": {"E", "É", " b "}, "s": {"899 999 007 00011", "8,03E+13", "89999900700012"},
		"id": {" AB12", "ab12"}, "t": {" éé", "abcd "}, "p": {"c ", "\u00a0c"},
	}
	rapid.Check(t, func(rt *rapid.T) {
		var b strings.Builder
		for i, l := range labels {
			if i > 0 {
				b.WriteByte(';')
			}
			b.WriteString(rapid.SampledFrom([]string{l, strings.ToUpper(l), " " + l}).Draw(rt, "label"))
		}
		b.WriteByte('\n')
		for range rapid.IntRange(0, 12).Draw(rt, "rows") {
			for i, l := range labels {
				if i > 0 {
					b.WriteByte(';')
				}
				b.WriteString(rapid.SampledFrom(append(wilder[l], cellsOf[l]...)).Draw(rt, l))
			}
			b.WriteString(rapid.SampledFrom([]string{"\n", ";\n", "\n\n"}).Draw(rt, "end"))
		}
		once, done := mend(t, []byte(b.String()), s)
		twice, again := mend(t, []byte(once), s)
		if once != twice || len(again.Changes) != 0 {
			rt.Fatalf("mended twice:\n%s\n%s\n%+v", once, twice, again.Changes)
		}
		rep, err := tableschema.CheckSource(t.Context(), strings.NewReader(once), tabular.Options{}, s, tableschema.Options{Limit: -1})
		if err != nil {
			rt.Fatal(err)
		}
		// No finding is left that knows its right value, nor one about what
		// was mended.
		mendedCells := map[string]bool{}
		for _, c := range done.Changes {
			if c.Field != "" && c.Code != "label" {
				mendedCells[c.Field+"\x00"+c.To] = true
			}
		}
		for _, f := range rep.Findings {
			switch f.Code {
			case "incorrect-label", "blank-row", "title-lines", "encoding-error":
				rt.Fatalf("%s is left in\n%s", f.Code, once)
			case "type-error", "constraint-error", "siret":
				if f.HasRepair || mendedCells[f.Field+"\x00"+f.Value] {
					rt.Fatalf("%+v is left in\n%s", f, once)
				}
			}
		}
	})
}
