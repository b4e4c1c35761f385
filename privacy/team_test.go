package privacy

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// someCells draws what stands in tables: data, what looks like some, and what
// repeats itself.
func someCells() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"", " ", "Dax", "aide en numéraire", "06 39 98 12 34", "FR7630006000011234567890189", "jeanne@free.fr",
			"Mme Léa DUBOIS", "DUBOIS Léa", "Léa", "née le 3 mai 1961 à Dax (40)", "demeurant 12 bis, rue des Lilas, 40100 Dax", "3", "2",
			"lieu de naissance : Oran", "Mme Léa DUBOIS, en congé de longue maladie", "entrepreneur individuel, SIREN 732 829 320", "40100",
			"salaire brut de 2 100 € pour Mme Léa DUBOIS", "2024-03-12", "F2018-1234", "1 85 06 40 192 123 45", "école Jules Ferry", "21400192600015", "Pierre Lafitte", "LAFITTE"}),
		rapid.StringMatching(`[A-Za-zé]{1,9} [0-9]{1,5},? [a-z]{2,6}`),
		rapid.StringMatching(`[0-9]{1,15}`),
	)
}

// However the rows are cut among processors, and whatever is remembered of them,
// what is found, counted and told is what one scanner finds that looks at every
// cell, in its order.
func TestATeamFindsWhatOneFinds(t *testing.T) {
	headers := []string{"nom", "prenom", "objet", "telephone", "code_postal", "sante", "nombre", "iban", "x", "idBeneficiaire", "nomBeneficiaire"}
	rapid.Check(t, func(rt *rapid.T) {
		var columns []Column
		for range rapid.IntRange(1, 5).Draw(rt, "columns") {
			columns = append(columns, Column{Name: rapid.SampledFrom(headers).Draw(rt, "header")})
		}
		row := rapid.SliceOfN(someCells(), 0, len(columns)+1)
		some := rapid.SliceOfN(row, 1, 12).Draw(rt, "rows")
		rows := rapid.SampledFrom([]int{0, 1, 30, learning - 1, learning, learning + 1, 3 * learning}).Draw(rt, "count")
		options := Options{Names: rapid.Bool().Draw(rt, "names"), Strict: rapid.Bool().Draw(rt, "strict"), Risk: true, Text: true,
			MaxFindings: rapid.SampledFrom([]int{-1, 0, 1, 7}).Draw(rt, "max")}
		heard := rapid.Bool().Draw(rt, "heard")
		size, workers := rapid.IntRange(1, 4000).Draw(rt, "size"), rapid.IntRange(1, 4).Draw(rt, "workers")

		run := func(workers int) (Result, []Finding) {
			var told []Finding
			o := options
			if heard {
				o.Found = func(f Finding) { told = append(told, f) }
			}
			s := NewScanner(columns, o)
			for i := range s.columns {
				s.columns[i].dull.off = workers == 0 // every cell is looked at
			}
			team := NewTeam(s, workers)
			defer team.Close()
			team.size = size
			for i := range rows {
				var cells [][]byte
				for _, c := range some[(i*7+i/5)%len(some)] {
					cells = append(cells, []byte(c))
				}
				team.Row(i+2, cells)
				if i == rows/2 { // a text in between has its place in the order
					team.Scanner().Text("above", []byte("Contact : 06 39 98 12 34"))
				}
			}
			return team.Scanner().Result(), told
		}
		want, wantTold := run(0)
		got, gotTold := run(workers)
		if d := cmp.Diff(want, got); d != "" {
			rt.Fatalf("with %d workers and chunks of %d bytes (-one +team):\n%s", workers, size, d)
		}
		if d := cmp.Diff(wantTold, gotTold); d != "" {
			rt.Fatalf("told (-one +team):\n%s", d)
		}
	})
}

// A team that is given up leaves nothing at work.
func TestATeamIsGivenUp(t *testing.T) {
	team := NewTeam(NewScanner([]Column{{Name: "x"}}, Options{}), 3)
	team.size = 64
	for i := range 1000 {
		team.Row(i, [][]byte{[]byte(fmt.Sprintf("06 39 98 %02d %02d", i/100, i%100))})
	}
	team.Close()
	team.Close()
}

// What is spared by the look of its bytes holds nothing.
func TestWhatIsSparedHoldsNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		cell := []byte(rapid.SampledFrom([]string{"", "M. ", "Née ", "l’", "é"}).Draw(rt, "before") + someCells().Draw(rt, "cell") +
			rapid.SampledFrom([]string{"", " ", "\u00a0", ", ", "-"}).Draw(rt, "between") + someCells().Draw(rt, "more"))
		if !mayTell(cell) {
			var folded text
			folded.read(cell)
			if found := folded.around(nil, false); len(found) > 0 {
				rt.Fatalf("%q is spared and holds %+v", cell, found)
			}
		}
		if !mayAnnounceBirth(cell) {
			for i := range cell {
				if bornBefore(cell, i) {
					rt.Fatalf("%q is spared and announces a birth at %d", cell, i)
				}
			}
		}
	})
}
