package quality

import "testing"

// The list is whole: its counts are those of the edition, and codes of each
// kind are where they belong.
func TestCommunes(t *testing.T) {
	c := codes()
	if c.date != "2026-01-01" || len(c.now) != 35014 || len(c.before) != 4240 {
		t.Errorf("%s: %d codes, %d former ones", c.date, len(c.now), len(c.before))
	}
	for _, code := range []string{"01001", "2A004", "2B033", "40192", "75056", "75101", "13201", "69381", "97411", "97608"} {
		if !c.now[code] || c.before[code] {
			t.Errorf("%s is not a code of today", code)
		}
	}
	if c.now["40999"] || c.before["40999"] {
		t.Error("40999 is a code")
	}
	if _, err := readCommunes("now\n01 x\n"); err == nil {
		t.Error("a damaged list is read")
	}
}
