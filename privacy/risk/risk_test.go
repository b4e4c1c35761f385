package risk_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"airial/privacy/risk"
)

func rows(table [][]string) risk.Rows {
	return func(visit func(int, [][]byte) error) error {
		for i, r := range table {
			var cells [][]byte
			for _, c := range r {
				cells = append(cells, []byte(c))
			}
			if err := visit(i+2, cells); err != nil {
				return err
			}
		}
		return nil
	}
}

// naive measures by definition, comparing each row with each other.
func naive(table [][]string, spec risk.Spec) (m risk.Measure, below []bool) {
	cell := func(r []string, i int) string {
		if i >= len(r) {
			return ""
		}
		return strings.TrimSpace(r[i])
	}
	alike := func(a, b []string) bool {
		return !slices.ContainsFunc(spec.Quasi, func(i int) bool { return cell(a, i) != cell(b, i) })
	}
	m.Rows = len(table)
	below = make([]bool, len(table))
	for range spec.Sensitive {
		m.Sensitive = append(m.Sensitive, risk.Diversity{Distinct: math.MaxInt, Entropy: math.Inf(1)})
	}
	for i, r := range table {
		var same [][]string
		first := -1
		for j, o := range table {
			if alike(r, o) {
				same = append(same, o)
				if first < 0 {
					first = j
				}
			}
		}
		size := len(same)
		m.Average += 1 / float64(size) / float64(len(table))
		if m.K == 0 || size < m.K {
			m.K = size
		}
		if size == 1 {
			m.Unique++
			m.Alone = append(m.Alone, i+2)
		}
		if size < spec.K {
			below[i] = true
			m.Below++
		}
		if first == i {
			m.Classes++
		}
		for s, c := range spec.Sensitive {
			share := func(list [][]string, v string) float64 {
				n := 0
				for _, x := range list {
					if cell(x, c) == v {
						n++
					}
				}
				return float64(n) / float64(len(list))
			}
			seen := map[string]bool{}
			distinct, entropy, distance := 0, 0.0, 0.0
			for _, x := range table {
				v := cell(x, c)
				if seen[v] {
					continue
				}
				seen[v] = true
				p := share(same, v)
				distance += math.Abs(p-share(table, v)) / 2
				if p > 0 {
					distinct++
					entropy -= p * math.Log(p)
				}
			}
			d := &m.Sensitive[s]
			d.Column, d.Distinct = c, min(d.Distinct, distinct)
			d.Entropy, d.Closeness = min(d.Entropy, math.Exp(entropy)), max(d.Closeness, distance)
		}
	}
	m.Highest, m.Uniqueness = 1/float64(m.K), float64(m.Unique)/float64(m.Rows)
	return m, below
}

// The measures are those of the definitions, however little may be held.
func TestMeasuresAreThoseOfTheDefinitions(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		value := rapid.SampledFrom([]string{"a", "b", " a", "c", "", "d"})
		table := rapid.SliceOfN(rapid.SliceOfN(value, 2, 4), 1, 40).Draw(rt, "table")
		spec := risk.Spec{
			Quasi:     rapid.SampledFrom([][]int{{0}, {0, 1}, {1, 3}, {}}).Draw(rt, "quasi"),
			Sensitive: rapid.SampledFrom([][]int{nil, {2}, {2, 3}}).Draw(rt, "sensitive"),
			K:         rapid.IntRange(0, 6).Draw(rt, "k"),
			Entries:   rapid.SampledFrom([]int{0, 5, 8, 12}).Draw(rt, "entries"),
		}
		want, below := naive(table, spec)
		got, err := risk.Table(rows(table), spec)
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(risk.Measure{}, "Sizes", "Small"), cmpopts.EquateApprox(0, 1e-9), cmpopts.EquateEmpty()); diff != "" {
			rt.Fatal(diff)
		}
		counted := 0
		for _, s := range got.Sizes {
			counted += s.Rows
		}
		if counted != len(table) {
			rt.Fatalf("%d rows in the classes, %d in the table", counted, len(table))
		}
		for i := range table {
			if got.Small.Has(i) != below[i] {
				rt.Fatalf("row %d: small is %v", i, !below[i])
			}
		}
	})
}

func TestRowsMayFail(t *testing.T) {
	broken := errors.New("broken")
	_, err := risk.Table(func(func(int, [][]byte) error) error { return broken }, risk.Spec{})
	if !errors.Is(err, broken) {
		t.Fatal(err)
	}
}

func BenchmarkTable(b *testing.B) {
	var table [][]byte
	for i := range 100_000 {
		table = append(table, fmt.Appendf(nil, "%d", i%5000))
	}
	cells := make([][]byte, 1)
	for b.Loop() {
		if _, err := risk.Table(func(visit func(int, [][]byte) error) error {
			for i, c := range table {
				cells[0] = c
				if err := visit(i, cells); err != nil {
					return err
				}
			}
			return nil
		}, risk.Spec{Quasi: []int{0}, K: 5}); err != nil {
			b.Fatal(err)
		}
	}
}
