package privacy_test

import (
	"encoding/json"
	"strings"
	"testing"

	"airial/privacy"

	"github.com/google/go-cmp/cmp"
)

func cells(values ...string) [][]byte {
	out := make([][]byte, len(values))
	for i, v := range values {
		out[i] = []byte(v)
	}
	return out
}

func TestScannerCountsPerColumn(t *testing.T) {
	s := privacy.NewScanner([]privacy.Column{{Name: "nom"}, {Name: "tel"}, {Name: "mairie_tel", PublicContact: true}},
		privacy.Options{})
	s.Row(2, cells("Dupont", "06 12 34 56 78", "05 58 12 34 56"))
	s.Row(3, cells("Martin", "", "05 58 12 34 57"))
	s.Row(4, cells("Petit", "néant", ""))
	s.Row(5, cells("Durand", "06 12 34 56 79, 07 12 34 56 78", "", "jeanne.dupont@free.fr"))
	got := s.Result()
	want := privacy.Result{
		Verdict: privacy.Stop, Rows: 4, Total: 6,
		Summary: []privacy.Summary{
			{Field: "tel", Kind: privacy.Phone, Level: privacy.Review, Count: 3, Cells: 2, Ratio: 2.0 / 3, FirstRow: 2},
			{Field: "", Kind: privacy.Email, Level: privacy.Review, Count: 1, Cells: 1, Ratio: 1, FirstRow: 5},
			{Field: "mairie_tel", Kind: privacy.Phone, Level: privacy.Info, Count: 2, Cells: 2, Ratio: 1, FirstRow: 2},
		},
		Findings: []privacy.Finding{
			{Level: privacy.Review, Kind: privacy.Phone, Row: 2, Field: "tel", Masked: "06 •• •• •• 78", Role: privacy.Private, Start: 0, End: 14, Score: 1, Why: "shape"},
			{Level: privacy.Info, Kind: privacy.Phone, Row: 2, Field: "mairie_tel", Masked: "05 •• •• •• 56", Role: privacy.Body, Start: 0, End: 14, Score: 1, Why: "shape"},
			{Level: privacy.Info, Kind: privacy.Phone, Row: 3, Field: "mairie_tel", Masked: "05 •• •• •• 57", Role: privacy.Body, Start: 0, End: 14, Score: 1, Why: "shape"},
			{Level: privacy.Review, Kind: privacy.Phone, Row: 5, Field: "tel", Masked: "06 •• •• •• 79", Role: privacy.Private, Start: 0, End: 14, Score: 1, Why: "shape"},
			{Level: privacy.Review, Kind: privacy.Phone, Row: 5, Field: "tel", Masked: "07 •• •• •• 78", Role: privacy.Private, Start: 16, End: 30, Score: 1, Why: "shape"},
			{Level: privacy.Review, Kind: privacy.Email, Row: 5, Field: "", Masked: "j•••@free.fr", Role: privacy.Private, Start: 0, End: 21, Score: 1, Why: "shape"},
		},
		Columns: []privacy.ColumnKind{
			{Name: "tel", Kind: privacy.Phone, Level: privacy.Review, Ratio: 2.0 / 3, Why: "shape"},
			{Name: "mairie_tel", Kind: privacy.Phone, Level: privacy.Info, Ratio: 1, Why: "shape"},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("result (-want +got):\n%s", diff)
	}
	if got.Count(privacy.Review) != 4 || got.Count(privacy.Block) != 0 {
		t.Errorf("Count: %d to review, %d blocking", got.Count(privacy.Review), got.Count(privacy.Block))
	}
}

func TestScannerCutsFindingsNotCounts(t *testing.T) {
	for _, max := range []int{0, 3, -1} {
		s := privacy.NewScanner([]privacy.Column{{Name: "tel"}}, privacy.Options{MaxFindings: max})
		const n = privacy.DefaultMaxFindings + 500
		for i := range n {
			s.Row(i+2, cells("06 12 34 56 78"))
		}
		want := map[int]int{0: privacy.DefaultMaxFindings, 3: 3, -1: n}[max]
		r := s.Result()
		if len(r.Findings) != want || r.Total != n || r.Summary[0].Count != n {
			t.Errorf("max %d: %d findings, total %d, summary %+v", max, len(r.Findings), r.Total, r.Summary)
		}
	}
}

func TestScannerClear(t *testing.T) {
	s := privacy.NewScanner([]privacy.Column{{Name: "mail"}}, privacy.Options{})
	s.Row(2, cells("mairie@exemple.fr"))
	s.Text("title", []byte("Délibérations 2024"))
	if r := s.Result(); r.Verdict != privacy.Clear || r.Total != 1 {
		t.Errorf("the address of a body stops: %v", r)
	}
	s.Text("title", []byte("Dossier de Mme Dupont, 06 12 34 56 78"))
	r := s.Result()
	if r.Verdict != privacy.Stop || r.Findings[1].Row != 0 || r.Findings[1].Field != "title" {
		t.Errorf("a telephone in the title does not stop: %v", r)
	}
}

func TestMasksTellNothing(t *testing.T) {
	for value, want := range map[string]string{
		"0612345678":                      "06 •• •• •• 78",
		"+33 6 12 34 56 78":               "+•• • •• •• •• 78",
		"0033612345678":                   "+•• • •• •• •• 78",
		keyed("1850640192123"):            "1 •• •• •• ••• ••• ••",
		"fr1420041010050500013M02606":     "FR•• •••• •••• ••••",
		"jeanne.dupont@gmail.com":         "j•••@gmail.com",
		"Élodie@exemple.fr":               "É•••@•••.fr",
		"jeanne@dupont-petit.exemple.com": "j•••@•••.com",
	} {
		r := scan(t, named("x"), value)
		if len(r.Findings) != 1 || r.Findings[0].Masked != want {
			t.Errorf("mask of %q: %+v, want %q", value, r.Findings, want)
		}
	}
}

func TestMessages(t *testing.T) {
	r := scan(t, named("contact"), "06 12 34 56 78")
	fr, en := r.Findings[0].Message("fr"), r.Findings[0].Message("en")
	wantFr := "Un numéro de téléphone qui semble personnel se trouve dans la colonne « contact », ligne 2 (06 •• •• •• 78). " +
		"Publier une donnée personnelle demande une base légale (RGPD, art. 6) et, sauf exception, son occultation (CRPA, art. L312-1-2). " +
		"Retirez la colonne, remplacez le numéro par celui du service, ou décidez de publier en donnant un motif."
	plain := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(fr)
	if diff := cmp.Diff(wantFr, plain); diff != "" {
		t.Errorf("French (-want +got):\n%s", diff)
	}
	if !strings.Contains(en, "in column “contact”, row 2 (06 •• •• •• 78)") {
		t.Errorf("English: %s", en)
	}
	for _, kind := range []privacy.Kind{privacy.NIR, privacy.IBAN, privacy.Email, privacy.Phone, "later"} {
		for _, level := range []privacy.Level{privacy.Info, privacy.Review, privacy.Block} {
			for _, lang := range []string{"fr", "en"} {
				e := privacy.Explain(kind, level, lang)
				if e.What == "" || e.Why == "" || e.Do == "" {
					t.Errorf("%s %s %s: %+v", kind, level, lang, e)
				}
				sum := privacy.Summary{Field: "f", Kind: kind, Level: level, Cells: 1234, FirstRow: 7}
				if m := sum.Message(lang); !strings.Contains(m, "7") || strings.Contains(m, "%!") {
					t.Errorf("summary message: %s", m)
				}
			}
		}
	}
}

func TestLevelText(t *testing.T) {
	for _, l := range []privacy.Level{privacy.Info, privacy.Review, privacy.Block} {
		b, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		var back privacy.Level
		if err := json.Unmarshal(b, &back); err != nil || back != l {
			t.Errorf("%s came back as %v, %v", b, back, err)
		}
	}
	var l privacy.Level
	if err := l.UnmarshalText([]byte("none")); err == nil {
		t.Error("an unknown level is read")
	}
}

func TestNothingFoundAllocatesNothing(t *testing.T) {
	s := privacy.NewScanner([]privacy.Column{{Name: "a"}, {Name: "b"}, {Name: "c"}}, privacy.Options{})
	row := cells("21400192600015", "Travaux de voirie, lot n° 2 : 12 500,00 € @ 2024", "123456789012345678901234567890")
	if n := testing.AllocsPerRun(100, func() { s.Row(2, row) }); n != 0 {
		t.Errorf("%v allocations for a row in which nothing is found", n)
	}
	if s.Result().Total != 0 {
		t.Errorf("found: %v", s.Result())
	}
}
