package anonymise_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"airial/privacy"
	"airial/privacy/anonymise"
	"airial/privacy/risk"
	"airial/standards/source"
)

type table struct {
	*source.Table
	outside []string
}

func (t table) Columns() []privacy.Column {
	var out []privacy.Column
	for _, name := range t.Header() {
		out = append(out, privacy.Column{Name: name})
	}
	return out
}

func (t table) Next() (int, [][]byte, error) {
	r, err := t.Table.Next()
	if err != nil {
		return 0, nil, err
	}
	return r.Row, r.Cells, nil
}

func (t table) Outside() []string { return t.outside }

func opener(csv string) anonymise.Opener {
	return func() (anonymise.Table, error) {
		t, err := source.Open(strings.NewReader(csv), source.Options{})
		if err != nil {
			return nil, err
		}
		return table{Table: t}, nil
	}
}

var bg = context.Background()

var key = bytes.Repeat([]byte{7}, anonymise.KeyBytes)

func run(t interface{ Fatalf(string, ...any) }, p *anonymise.Plan, csv string) (string, *anonymise.Report) {
	var out bytes.Buffer
	r, err := anonymise.Run(bg, p, opener(csv), &out, anonymise.Options{Key: key})
	if err != nil {
		t.Fatalf("%v, by the plan\n%s", err, p.YAML())
	}
	return out.String(), r
}

// stops lists what a scan of a table would stop for.
func stops(csv string) []privacy.Summary {
	src, _ := opener(csv)()
	s := privacy.NewScanner(src.Columns(), privacy.Options{Names: true})
	for {
		row, cells, err := src.Next()
		if err != nil {
			break
		}
		s.Row(row, cells)
	}
	return slices.DeleteFunc(s.Result().Summary, func(s privacy.Summary) bool { return s.Level < privacy.Review })
}

func measured(t *rapid.T, csv string, columns []string, k int) risk.Measure {
	src, _ := opener(csv)()
	var quasi []int
	for i, c := range src.Columns() {
		if slices.Contains(columns, c.Name) {
			quasi = append(quasi, i)
		}
	}
	m, err := risk.Table(func(visit func(int, [][]byte) error) error {
		src, _ := opener(csv)()
		for {
			row, cells, err := src.Next()
			if err != nil {
				return nil
			}
			if err := visit(row, cells); err != nil {
				return err
			}
		}
	}, risk.Spec{Quasi: quasi, K: k})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// drawTable draws a table of agents, pupils or gifts, with what the detectors
// know in columns of their own and in texts.
func drawTable(t *rapid.T) string {
	families := []string{"Dubois", "MARTIN", "Lefèvre", "Garcia", "Nguyen", "Moreau", "Le Goff", "Fontaine"}
	given := []string{"Léa", "Jean-Pierre", "Mohamed", "Camille", "Inès", "Hugo", "Marie"}
	type column struct {
		name  string
		value func(t *rapid.T) string
	}
	from := func(list ...string) func(*rapid.T) string {
		return func(t *rapid.T) string { return rapid.SampledFrom(list).Draw(t, "value") }
	}
	shaped := func(shape string) func(*rapid.T) string {
		return func(t *rapid.T) string { return rapid.StringMatching(shape).Draw(t, "value") }
	}
	all := []column{
		{"nom", from(families...)}, {"prenom", from(given...)},
		{"telephone", shaped(`0[67]( [0-9]{2}){4}`)}, {"courriel", shaped(`[a-z]{4,8}\.[a-z]{4,8}@free\.fr`)},
		{"date_naissance", shaped(`19[4-9][0-9]-0[1-9]-[12][0-9]`)}, {"age", shaped(`[2-6][0-9]`)},
		{"code_postal", from("40100", "40180", "40990", "64100")}, {"commune", from("Dax", "Narrosse", "Bayonne")},
		{"adresse", shaped(`[1-9]{1,2} rue des Lilas, 40100 Dax`)}, {"salaire", shaped(`[12][0-9]{3}`)},
		{"handicap", from("oui", "non")}, {"iban", from("FR1420041010050500013M02606")},
		{"objet", func(t *rapid.T) string {
			return fmt.Sprintf(rapid.SampledFrom([]string{"Secours à Mme %s %s", "Remboursement de M. %s %s, joignable au 06 12 34 56 78", "Aide à la famille de Mme %s %s épouse Petit", "Achat de chaises", "Monsieur %s %s, né le 03/05/1985"}).Draw(t, "text"),
				rapid.SampledFrom(given).Draw(t, "given"), rapid.SampledFrom(families).Draw(t, "family"))
		}},
		{"montant", shaped(`[1-9][0-9]{2},00`)},
	}
	columns := rapid.SliceOfNDistinct(rapid.SampledFrom(rapid.Permutation([]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}).Draw(t, "order")), 2, 10, rapid.ID[int]).Draw(t, "columns")
	var b strings.Builder
	for i, c := range columns {
		b.WriteString(strings.Repeat(";", min(i, 1)) + all[c].name)
	}
	b.WriteByte('\n')
	for range rapid.IntRange(5, 40).Draw(t, "rows") {
		for i, c := range columns {
			v := all[c].value(t)
			if strings.Contains(v, "EXTRA") { // Sprintf of a text without a name
				v = v[:strings.Index(v, "%!")]
			}
			b.WriteString(strings.Repeat(";", min(i, 1)) + v)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// What is suggested leaves nothing to stop for, reaches k, changes nothing the
// second time and gives the same bytes each time.
func TestASuggestedPlanDoesWhatItSays(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		csv := drawTable(rt)
		s, err := anonymise.Suggest(bg, opener(csv), false)
		if err != nil {
			rt.Fatal(err)
		}
		p, err := anonymise.Parse(s.Plan.YAML())
		if err != nil {
			rt.Fatalf("%v in\n%s", err, s.Plan.YAML())
		}
		if !slices.ContainsFunc(p.Columns, func(s anonymise.Step) bool { return s.Do != anonymise.Drop }) {
			rt.Skip("nothing but personal data")
		}
		out, report := run(rt, p, csv)
		if left := stops(out); len(left) > 0 || len(report.Left) > 0 {
			rt.Fatalf("left: %+v and %+v in\n%s\nof\n%s\nby\n%s", left, report.Left, out, csv, p.YAML())
		}
		if k := p.Anonymity.K; k > 1 && report.RowsOut > 0 {
			if m := measured(rt, out, p.Anonymity.Columns, k); m.K < k || m.K != report.After.K || m.Rows != report.RowsOut {
				rt.Fatalf("k is %d in\n%s", m.K, out)
			}
		}
		if report.RowsIn != report.RowsOut+report.Suppressed {
			rt.Fatalf("rows: %+v", report)
		}
		again, _ := run(rt, p, csv)
		if again != out {
			rt.Fatal("the same plan on the same table gives other bytes")
		}
		if report.RowsOut == 0 {
			return
		}
		if twice, _ := run(rt, p, out); twice != out {
			rt.Fatalf("the plan applied to its result:\n%s\nbecomes\n%s\nby\n%s", out, twice, p.YAML())
		}
	})
}

func plan(t *testing.T, text string) *anonymise.Plan {
	t.Helper()
	p, err := anonymise.Parse([]byte("version: 1\ncolumns:\n" + text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestWhatIsNewStops(t *testing.T) {
	p := plan(t, "  - {column: a, do: keep}\n")
	var changed *anonymise.ChangedError
	_, err := anonymise.Run(bg, p, opener("a;b\n1;2\n"), &bytes.Buffer{}, anonymise.Options{})
	if !errors.As(err, &changed) || changed.Columns[0] != "b" {
		t.Errorf("a new column: %v", err)
	}
	_, r := run(t, p, "a\nSubvention\nSecours à Mme Léa Dubois\n")
	if len(r.Left) != 1 || r.Left[0].Kind != privacy.PersonName {
		t.Errorf("a new kind: %+v", r.Left)
	}
	accepted := plan(t, "  - {column: a, do: keep, accept: [person-name]}\n")
	if _, r := run(t, accepted, "a\nSecours à Mme Léa Dubois\n"); len(r.Left) != 0 || len(r.Accepted) != 1 {
		t.Errorf("an accepted kind: %+v", r)
	}
}

func TestWhatTheReportTells(t *testing.T) {
	p := plan(t, "  - {column: age, do: generalise, to: band, size: 10}\n  - {column: ville, do: keep}\n  - {column: parti, do: drop}\nanonymity: {k: 2, columns: [age, ville]}\n")
	out, r := run(t, p, "age;ville\n31;Dax\n37;Dax\n42;Dax\nvieux;Dax;en trop\n")
	if out != "age,ville\n30-39,Dax\n30-39,Dax\n" {
		t.Errorf("wrote %q", out)
	}
	if r.Suppressed != 2 || r.Columns[0].Unread != 1 || r.Columns[0].Changed != 4 || r.Beyond != 1 || !slices.Equal(r.Missing, []string{"parti"}) ||
		r.Before.K != 1 || r.Before.Unique != 4 || r.After.K != 2 {
		t.Errorf("told %+v, before %+v, after %+v", r, r.Before, r.After)
	}
}

func TestPseudonymsNeedAKey(t *testing.T) {
	p := plan(t, "  - {column: a, do: pseudonym}\n")
	if _, err := anonymise.Run(bg, p, opener("a\nx\n"), &bytes.Buffer{}, anonymise.Options{}); !errors.Is(err, anonymise.ErrNoKey) {
		t.Error(err)
	}
	out, _ := run(t, p, "a\nDubois\nMartin\nDubois\n")
	lines := strings.Fields(out)
	if lines[1] != lines[3] || lines[1] == lines[2] {
		t.Errorf("wrote %q", lines)
	}
}

func TestAPreviewShowsWhatARunDoes(t *testing.T) {
	p := plan(t, "  - {column: age, do: generalise, to: band, size: 10}\n  - {column: ville, do: keep}\nanonymity: {k: 2, columns: [age, ville]}\n")
	r, shown, err := anonymise.Preview(bg, p, opener("age;ville\n31;Dax\n37;Dax\n42;Dax\n55;Dax\n"), anonymise.Options{}, 3)
	if err != nil || r.RowsIn != 3 || len(shown) != 3 {
		t.Fatalf("%+v, %+v, %v", r, shown, err)
	}
	if shown[0].Gone || !shown[2].Gone || shown[0].Before[0] != "31" || shown[0].After[0] != "30-39" || shown[2].Row != 4 {
		t.Errorf("shown %+v", shown)
	}
}
