package quality

import (
	"math"
	"strings"
	"testing"

	"airial/standards/tableschema"
)

func TestOutlines(t *testing.T) {
	o := borders()
	if len(o.packed) != 35_357 || !strings.Contains(o.about, "2018") {
		t.Fatalf("%d outlines, %q", len(o.packed), o.about)
	}
	list, without := codes(), 0
	for code := range list.now {
		outline := o.of(code)
		if outline == nil {
			if code[:2] < "97" || code[:3] < "975" {
				without++
			}
			continue
		}
		for _, ring := range outline.rings {
			if len(ring) < 3 {
				t.Fatalf("%s: a ring of %d points", code, len(ring))
			}
			if p := middle(ring); !tableschema.InFrance(p.x, p.y) {
				t.Errorf("%s: %v lies outside France", code, p)
			}
		}
	}
	if without != 7 { // those that left another one after the edition
		t.Errorf("%d communes have no outline, 7 are known", without)
	}
	for _, tc := range []struct {
		what     string
		code     string
		lon, lat float64
		km       float64 // away, -1 for no outline
	}{
		{"Mont-de-Marsan, its prefecture", "40192", -0.4985, 43.8911, 0},
		{"Dax seen from Mont-de-Marsan", "40192", -1.0536, 43.7102, 45},
		{"the 15th arrondissement, as the 1st", "75101", 2.2975, 48.8414, 0},
		{"Versailles seen from Paris", "75056", 2.1301, 48.8014, 9},
		{"Marseille, a first arrondissement", "13201", 5.3810, 43.2990, 0},
		{"Châtillon-en-Michaille, joined to another one since", "01091", 5.8010, 46.1440, 0},
		{"Valserhône, which it joined", "01033", 5.8010, 46.1440, 0},
		{"Saint-Denis of La Réunion", "97411", 55.4504, -20.8789, 0},
		{"Porquerolles, an island of Hyères", "83069", 6.2025, 43.0003, 0},
		{"Saint-Barthélemy has none", "97701", -62.85, 17.9, -1},
		{"no code", "00000", 0, 45, -1},
	} {
		outline := o.of(tc.code)
		if outline == nil || tc.km < 0 {
			if (outline == nil) != (tc.km < 0) {
				t.Errorf("%s: outline %v", tc.what, outline)
			}
			continue
		}
		if got := outline.away(tc.lon, tc.lat) / 1000; math.Abs(got-tc.km) > 1 {
			t.Errorf("%s: %.1f km away, want %v", tc.what, got, tc.km)
		}
	}
}

type degrees struct{ x, y float64 }

// middle is that of the box around a ring.
func middle(ring []vertex) degrees {
	low, high := ring[0], ring[0]
	for _, p := range ring {
		low, high = vertex{min(low.x, p.x), min(low.y, p.y)}, vertex{max(high.x, p.x), max(high.y, p.y)}
	}
	return degrees{float64(low.x+high.x) / 2 / perDegree, float64(low.y+high.y) / 2 / perDegree}
}

func TestDamagedOutlines(t *testing.T) {
	if _, err := readOutlines(outlinesPacked[:len(outlinesPacked)/2]); err == nil {
		t.Error("half of the file is read")
	}
	if _, err := readOutlines([]byte("no gzip")); err == nil {
		t.Error("what is no file is read")
	}
}
