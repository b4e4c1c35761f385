package tableschema_test

import (
	"strings"
	"testing"

	"airial/standards/scdl"
	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// Who wants only the first findings gets those, and true counts.
func TestEachOfThoseKept(t *testing.T) {
	s, _ := scdl.Lookup("scdl/prenoms")
	text := "COMMUNE_NOM;COLL_INSEE;ENFANT_SEXE;ENFANT_PRENOM;NOMBRE_OCCURRENCES;ANNEE\n" +
		strings.Repeat("Sainte-Aulaye;33999;X;Léo;12;2025\n", 30_000)
	told := func(limit int, kept bool) (rows []int, rep *tableschema.Report) {
		rep, err := tableschema.CheckSource(t.Context(), strings.NewReader(text), tabular.Options{Block: 16 << 10}, s,
			tableschema.Options{Limit: limit, EachKept: kept, Each: func(f *tableschema.Finding) error {
				rows = append(rows, f.Row)
				return nil
			}})
		if err != nil {
			t.Fatal(err)
		}
		return rows, rep
	}
	all, whole := told(10, false)
	some, rep := told(10, true)
	if len(all) != 30_000 || len(some) < 10 || len(some) > 15_000 {
		t.Errorf("all are %d, those kept %d", len(all), len(some))
	}
	for i := range 10 {
		if some[i] != i+2 {
			t.Errorf("finding %d is about row %d", i, some[i])
		}
	}
	if rep.Errors != whole.Errors || rep.Rows != 30_000 || rep.Summary[0].Count != 30_000 {
		t.Errorf("%d errors in %d rows", rep.Errors, rep.Rows)
	}
}
