package adhesion

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestReckon(t *testing.T) {
	whole := Basis{Inhabitants: 812, Agents: 7, Year: 2026, From: "2020-01-01"}
	for name, c := range map[string]struct {
		scale Scale
		basis Basis
		want  int64
		lines int
	}{
		"nothing":            {Scale{}, whole, 0, 0},
		"flat":               {Scale{Flat: 12000}, whole, 12000, 1},
		"by inhabitants":     {Scale{PerInhabitant: 3550}, whole, 28826, 1}, // 812 × 0.355 € = 288.26 €
		"half a cent":        {Scale{PerInhabitant: 50}, Basis{Inhabitants: 1, Year: 2026}, 1, 1},
		"by agents":          {Scale{PerAgent: 150000}, whole, 10500, 1},
		"a bracket":          {Scale{Brackets: []Bracket{{UpTo: 500, Flat: 10000}, {UpTo: 2000, Flat: 20000, PerInhabitant: 1000}, {Flat: 90000}}}, whole, 28120, 2},
		"the last bracket":   {Scale{Brackets: []Bracket{{UpTo: 500, Flat: 10000}, {Flat: 90000}}}, whole, 90000, 1},
		"solidarity":         {Scale{PerInhabitant: 3550, Coefficients: []Coefficient{{1000, 50}, {0, 120}}}, whole, 14413, 2},
		"a minimum":          {Scale{PerInhabitant: 100, Minimum: 5000}, whole, 5000, 2},
		"a maximum":          {Scale{PerInhabitant: 100000, Maximum: 50000}, whole, 50000, 2},
		"from July":          {Scale{Flat: 36500}, Basis{Year: 2026, From: "2026-07-01"}, 18400, 2},
		"of a leap year":     {Scale{Flat: 36600}, Basis{Year: 2028, From: "2028-01-01", Until: "2028-02-29"}, 6000, 2},
		"before the year":    {Scale{Flat: 36500}, Basis{Year: 2026, From: "2020-01-01", Until: "2025-12-31"}, 0, 2},
		"minimum, half year": {Scale{Flat: 100, Minimum: 36500}, Basis{Year: 2026, From: "2026-07-01"}, 18400, 3},
	} {
		a := c.scale.Reckon(c.basis)
		if a.Cents != c.want || len(a.Lines) != c.lines {
			t.Errorf("%s: %d cents in %d lines, want %d in %d: %+v", name, a.Cents, len(a.Lines), c.want, c.lines, a.Lines)
		}
	}
}

// TestAmountsGrow wants more inhabitants never to cost less under a scale
// without brackets, and no part of a year more than the whole.
func TestAmountsGrow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Scale{Flat: rapid.Int64Range(0, 1e6).Draw(t, "flat"), PerInhabitant: rapid.Int64Range(0, 1e5).Draw(t, "rate"),
			PerAgent: rapid.Int64Range(0, 1e6).Draw(t, "agents"), Minimum: rapid.Int64Range(0, 1e5).Draw(t, "min")}
		n := rapid.IntRange(0, 1e6).Draw(t, "n")
		b := Basis{Inhabitants: n, Agents: rapid.IntRange(0, 1000).Draw(t, "staff"), Year: 2026, From: "2026-01-01"}
		more := b
		more.Inhabitants += rapid.IntRange(0, 1000).Draw(t, "more")
		if s.Reckon(more).Cents < s.Reckon(b).Cents {
			t.Error("more inhabitants cost less")
		}
		part := b
		part.Until = rapid.SampledFrom([]string{"2026-01-01", "2026-06-30", "2026-12-30"}).Draw(t, "until")
		whole, some := s.Reckon(b), s.Reckon(part)
		if some.Cents > whole.Cents || some.Cents < 0 {
			t.Errorf("a part costs %d, the whole %d", some.Cents, whole.Cents)
		}
		// The lines tell the amount: what is added, then what it becomes.
		sum := int64(0)
		for _, l := range whole.Lines {
			sum += l.Cents
		}
		if len(whole.Lines) > 0 && sum != whole.Cents && whole.Lines[len(whole.Lines)-1].Cents != whole.Cents {
			t.Errorf("the lines do not tell the amount: %+v", whole)
		}
	})
}

// The lines are read by people: thousands stand apart, and a bracket says how
// far it goes.
func TestLinesAreReadByPeople(t *testing.T) {
	s := Scale{PerInhabitant: 1200, Brackets: []Bracket{{UpTo: 1000, Flat: 3000}, {PerInhabitant: 100}}}
	for n, want := range map[int][]string{
		812:   {"812 habitants × 0,12 €", "Tranche jusqu’à 1\u202f000 habitants\u202f: forfait"},
		29870: {"29\u202f870 habitants × 0,12 €", "29\u202f870 habitants dans la tranche au-delà de 1\u202f000 habitants × 0,01 €"},
	} {
		var got []string
		for _, l := range s.Reckon(Basis{Inhabitants: n, Year: 2026, From: "2020-01-01"}).Lines {
			got = append(got, l.What.Fr)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d inhabitants: %q, want %q", n, got, want)
		}
	}
}
