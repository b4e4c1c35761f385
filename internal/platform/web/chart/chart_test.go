package chart

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"airial/internal/platform/i18n"
)

func in(lang i18n.Lang) context.Context {
	return i18n.With(context.Background(), i18n.Locale{Lang: lang})
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		v      float64
		unit   string
		fr, en string
	}{
		{12345, "", "12\u202f345", "12,345"},
		{12345.5, "€", "12\u202f345,50\u202f€", "€12,345.50"},
		{-0.5, "€", "−0,50\u202f€", "−€0.50"},
		{33.7, "%", "33,7\u202f%", "33.7%"},
		{1234567.891, "€", "1\u202f234\u202f568\u202f€", "€1,234,568"},
		{0.999, "€", "1\u202f€", "€1"},
		{0.0004, "", "0,0004", "0.0004"},
		{0, "habitants", "0\u202fhabitants", "0\u202fhabitants"},
		{math.NaN(), "€", "–", "–"},
		{math.Inf(1), "€", "–", "–"},
	} {
		if got := Number(in(i18n.French), c.v, c.unit); got != c.fr {
			t.Errorf("%v in French: %q, want %q", c.v, got, c.fr)
		}
		if got := Number(in(i18n.English), c.v, c.unit); got != c.en {
			t.Errorf("%v in English: %q, want %q", c.v, got, c.en)
		}
	}
}

// Whatever the values, the axis holds them all, begins and ends at a round
// number, and has few ticks.
func TestScaleHoldsAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-1e12, 1e12), 1, 20).Draw(t, "values")
		s := newScale(values, 5, rapid.Bool().Draw(t, "zero"))
		for _, v := range values {
			if at := s.at(v); at < -1e-6 || at > 1+1e-6 {
				t.Fatalf("%v lies at %v of %+v", v, at, s)
			}
		}
		if n := len(s.ticks()); n < 2 || n > 12 {
			t.Fatalf("%d ticks in %+v", n, s)
		}
	})
}

// What is not known is a gap, and never drawn as nothing.
func TestGaps(t *testing.T) {
	c := Chart{Kind: Line, Title: "t", Categories: []string{"a", "b", "c"}, Series: []Series{{Name: "s", Values: []float64{1, None(), 3}}}}
	p := c.plotted(in(i18n.French))
	if got := strings.Count(p.Lines[0].D, "M"); got != 2 {
		t.Errorf("the line has %d parts, want 2: %s", got, p.Lines[0].D)
	}
	if len(p.Dots) != 2 {
		t.Errorf("%d dots, want 2", len(p.Dots))
	}
}

// Every kind draws whatever it is given: short series, no categories, values
// beyond any.
func TestAnyFigureDraws(t *testing.T) {
	for _, kind := range Kinds() {
		for name, values := range map[string][]float64{"none": nil, "gap": {math.NaN()}, "one": {1}, "huge": {math.MaxFloat64, -math.MaxFloat64}, "infinite": {math.Inf(-1)}, "same": {5, 5, 5}} {
			c := Chart{Kind: kind, Title: "<t>", Categories: []string{"a", "</script>", "c"}, Series: []Series{{Name: "x", Values: values}, {Name: "y", Values: values}}}
			var b strings.Builder
			if err := Figure(c).Render(in(i18n.English), &b); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(b.String(), "NaN") || strings.Count(b.String(), "</script>") > 1 {
				t.Errorf("%s, %s: %s", kind, name, b.String())
			}
		}
	}
}

func TestShares(t *testing.T) {
	c := Chart{Kind: Share, Unit: "€", Categories: []string{"a", "b", "c"}, Series: []Series{{Values: []float64{1, 3, -2}}}}
	var got []string
	for _, p := range c.shares(in(i18n.English)) {
		got = append(got, p.X+" "+p.W+" "+p.Value)
	}
	if diff := cmp.Diff([]string{"0% 25% 25% (€1)", "25% 75% 75% (€3)"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestMap(t *testing.T) {
	m := Map{Title: "Lieux", Places: []Place{
		{Lon: -0.5, Lat: 43.9, Name: "A", Value: None()}, {Lon: -0.5, Lat: 43.9, Name: "B", Value: None()},
		{Lon: -0.4, Lat: 44, Name: "C", Value: None()}, {Lon: 500, Lat: 44, Name: "nowhere", Value: None()}}}
	d := m.draw(in(i18n.French))
	if len(d.Points) != 2 || d.Points[0].Title != "A, B" {
		t.Errorf("points: %+v", d.Points)
	}
	all := Collection(nil, m.Places)
	if len(all.Features) != 3 {
		t.Errorf("%d features, want 3: what lies nowhere is left out", len(all.Features))
	}
}

// Whatever the places, each lies within the drawing.
func TestMapHoldsAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var m Map
		for range rapid.IntRange(1, 12).Draw(t, "n") {
			m.Places = append(m.Places, Place{Lon: rapid.Float64Range(-180, 180).Draw(t, "lon"), Lat: rapid.Float64Range(-85, 85).Draw(t, "lat"), Value: None()})
		}
		frame := m.frame()
		for _, p := range m.Places {
			if x, y := frame.at(p.Lon, p.Lat); x < 0 || x > mapWidth || y < 0 || y > mapHeight || !known(x+y) {
				t.Fatalf("%+v at %v, %v", p, x, y)
			}
		}
	})
}
