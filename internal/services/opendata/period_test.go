package opendata_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/piece"
	"airial/internal/platform/fault"
	"airial/internal/services/opendata"
)

// TestPeriod: the dates of a version say what it covers until its publisher does,
// her word holds for later versions, and taking it back is enough to return.
func TestPeriod(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		who := h.as(access.Depositor, "period")
		v := h.deposit(who, opendata.Request{Title: "Subventions"}, "exercice#,nom\n2023,Amicale\n2025,École\n")
		publish := func(v piece.Version) {
			t.Helper()
			if err := h.decide(who, v, opendata.VerbPublish); err != nil {
				t.Fatal(err)
			}
		}
		publish(v)
		period := func() (out opendata.Period) {
			t.Helper()
			h.write(access.Public(), func(tx access.Tx) error {
				d, e, err := opendata.EditionOf(t.Context(), tx, v.PieceID, 0)
				out = opendata.PeriodOf(d, e)
				return err
			})
			return out
		}
		check := func(from, until, column string) {
			t.Helper()
			p := period()
			got := []string{p.From.Format("2006-01-02"), p.Until.Format("2006-01-02"), p.Column}
			if diff := cmp.Diff([]string{from, until, column}, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		}
		cover := func(s access.Scope, from, until string) error {
			return h.try(s, func(tx access.Tx) error {
				return h.service.Cover(t.Context(), tx, v.PieceID, opendata.Span{From: from, Until: until})
			})
		}
		check("2023-01-01", "2025-12-31", "exercice#")
		if err := cover(who, "2023-02-01", "2025-02-03"); err != nil {
			t.Fatal(err)
		}
		check("2023-02-01", "2025-02-03", "")
		publish(h.deposit(who, opendata.Request{PieceID: v.PieceID}, "exercice#,nom\n2026,Amicale\n"))
		check("2023-02-01", "2025-02-03", "")
		for _, wrong := range [][2]string{{"2023-02-01", ""}, {"", "2023-02-01"}, {"2024-01-01", "2023-01-01"}, {"2023-02-30", "2023-03-01"}, {"hier", "demain"}} {
			if err := cover(who, wrong[0], wrong[1]); !fault.Is(err, fault.Invalid) {
				t.Errorf("%v: %v", wrong, err)
			}
		}
		if err := cover(h.as(access.Reader, "period"), "", ""); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a reader: %v", err)
		}
		if err := cover(who, "", ""); err != nil {
			t.Fatal(err)
		}
		check("2026-01-01", "2026-12-31", "exercice#")
	})
}

func TestSpans(t *testing.T) {
	date, year, number := opendata.Column{Name: "jour", Type: "date"}, opendata.Column{Name: "annee_scolaire", Type: "integer"}, opendata.Column{Name: "montant", Type: "integer"}
	for _, c := range []struct {
		name        string
		columns     []opendata.Column
		rows        string
		from, until string
		column      string
	}{
		{"days", []opendata.Column{number, date}, "1,2025-03-02\n2,2024-12-31\n3,", "2024-12-31", "2025-03-02", "jour"},
		{"moments", []opendata.Column{{Name: "vu", Type: "datetime"}}, "2025-03-02T10:00:00Z", "2025-03-02", "2025-03-02", "vu"},
		{"mostly empty", []opendata.Column{date, year}, "2025-03-02,2019\n,2020\n,2021", "2019-01-01", "2021-12-31", "annee_scolaire"},
		{"typed years", []opendata.Column{{Name: "n", Type: "year"}}, "2019\n2018", "2018-01-01", "2019-12-31", "n"},
		{"amounts are no years", []opendata.Column{number}, "2019\n2020", "", "", ""},
		{"no year", []opendata.Column{year}, "12\n999999", "", "", ""},
		{"no rows", []opendata.Column{date}, "", "", "", ""},
	} {
		var rows [][]string
		for line := range strings.Lines(c.rows) {
			rows = append(rows, strings.Split(strings.TrimSpace(line), ","))
		}
		span, column := opendata.SpanOf(c.columns, rows)
		if diff := cmp.Diff([]string{c.from, c.until, c.column}, []string{span.From, span.Until, column}); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}
