package document

import "testing"

// TestBelow: whatever level a paper begins with, none is left out under a page's.
func TestBelow(t *testing.T) {
	for _, top := range []int{1, 2, 3} {
		got := Blocks{{Kind: Paragraph}, {Kind: Heading, Level: top}, {Kind: Heading, Level: top + 1}}.Below(2)
		if got[1].Level != 3 || got[2].Level != 4 {
			t.Errorf("from level %d: %d, %d", top, got[1].Level, got[2].Level)
		}
	}
}
