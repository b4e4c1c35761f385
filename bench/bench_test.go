package main

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"airial/standards/scdl"
	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// What is measured is the way of valid files.
func TestGrantsAreValid(t *testing.T) {
	path := filepath.Join(t.TempDir(), "grants.csv")
	if err := writeGrants(path, 500, 1); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	reader, err := tabular.Open(file, tabular.Options{})
	if err != nil {
		t.Fatal(err)
	}
	schema, ok := scdl.Lookup("scdl/subventions")
	if !ok {
		t.Fatal("no such schema")
	}
	report, err := tableschema.Check(context.Background(), reader, schema, tableschema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !report.Valid || report.Rows != 500 || report.Warnings > 0 {
		t.Errorf("valid %v, %d rows, findings %+v", report.Valid, report.Rows, report.Findings)
	}
	if n := len(report.Columns); n != 16 {
		t.Errorf("%d columns", n)
	}
}

func TestQuantile(t *testing.T) {
	for _, c := range []struct {
		values []float64
		q      float64
		want   float64
	}{
		{[]float64{7}, 0.95, 7}, {[]float64{1, 2, 3}, 0.5, 2}, {[]float64{1, 2, 3, 4}, 0.5, 2.5},
		{[]float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20}, 0.95, 19},
	} {
		if got := quantile(c.values, c.q); got != c.want {
			t.Errorf("quantile %v of %v is %v, want %v", c.q, c.values, got, c.want)
		}
	}
}

func TestTableNamesWhatIsMissed(t *testing.T) {
	var out strings.Builder
	missed := printTable(&out, []Figure{{Name: "kept", Value: 1234567, Unit: "rows/s"}, {Name: "slow", Value: 4.5, Unit: "s", Most: 4, Runs: 1}})
	if missed != 1 || !strings.Contains(out.String(), "1,230,000 rows/s") || !strings.Contains(out.String(), "limit 4.00 s: MISSED") {
		t.Errorf("%d missed:\n%s", missed, out.String())
	}
}

func TestChartHasEveryCurve(t *testing.T) {
	points := []point{{sqlite, "home & page", 24, 1}, {sqlite, "search", 24, 2.5}, {sqlite, "home & page", 600, 1.1}, {sqlite, "search", 600, 25}}
	chart := string(drawGrowth(curves(points), sqlite))
	for _, want := range []string{"on SQLite", "home &amp; page", "search", ">600<", ">24<"} {
		if !strings.Contains(chart, want) {
			t.Errorf("the chart lacks %q", want)
		}
	}
	if n := strings.Count(chart, "<polyline"); n != 2 {
		t.Errorf("%d curves, want 2", n)
	}
	if n := strings.Count(chart, "NaN"); n != 0 {
		t.Error("the chart has a place that is no number")
	}
}

func TestMixtureKeepsShares(t *testing.T) {
	pick := mixture([]question{{share: 3, pick: func(*rand.Rand) string { return "a" }}, {share: 1, pick: func(*rand.Rand) string { return "b" }}})
	r, n := rand.New(rand.NewPCG(1, 1)), map[string]int{}
	for range 4000 {
		n[pick(r)]++
	}
	if n["a"] < 2850 || n["a"] > 3150 {
		t.Errorf("three to one gives %d to %d", n["a"], n["b"])
	}
}
