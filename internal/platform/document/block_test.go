package document

import (
	"strings"
	"testing"
)

// TestBelow: whatever level a paper begins with, none is left out under a page's.
func TestBelow(t *testing.T) {
	for _, top := range []int{1, 2, 3} {
		got := Blocks{{Kind: Paragraph}, {Kind: Heading, Level: top}, {Kind: Heading, Level: top + 1}}.Below(2)
		if got[1].Level != 3 || got[2].Level != 4 {
			t.Errorf("from level %d: %d, %d", top, got[1].Level, got[2].Level)
		}
	}
}

// Columns share the width by what they hold, and no word is cut that fits.
func TestWidths(t *testing.T) {
	cell := func(s string) Cell { return Cell{{Text: s}} }
	long := strings.Repeat("mots ", 20)
	got := widths([][]Cell{{cell("Catégorie"), cell("Données"), cell("Base"), cell("intermédiaire"), cell("Sort")}, {cell(long), cell(long), cell(long), cell(""), cell(long)}})
	sum := 0.0
	for _, w := range got {
		sum += w
	}
	if sum < 0.999 || sum > 1.001 || got[3] < 16.0/90 || got[0] < got[3] {
		t.Errorf("%v, in all %v", got, sum)
	}
	var many []Cell
	for range 12 {
		many = append(many, cell("anticonstitutionnellement"))
	}
	for _, w := range widths([][]Cell{many}) {
		if w < 1.0/13 || w > 1.0/11 {
			t.Errorf("where nothing fits, a column of twelve has %v", w)
		}
	}
}
