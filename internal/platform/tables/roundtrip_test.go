package tables

import "testing"

func TestRoundTrips(t *testing.T) {
	for typ, cells := range map[Type]map[string]bool{
		Text:     {"00123": true, "a\x00": false, "\xff": false},
		Integer:  {"0": true, "-12": true, "00123": false, "+5": false, "1.0": false, "": false, "-0": false},
		Number:   {"3.5": true, "3.50": false, "0.1": true, "-0": false, "1e3": false, "12": true, "NaN": true, "nan": false, ".5": false},
		Boolean:  {"true": true, "True": false},
		Date:     {"2024-02-29": true, "29/02/2024": false},
		DateTime: {"2024-02-29T10:00:00Z": true, "2024-02-29T10:00Z": false, "2024-02-29T10:00:00.50Z": false},
		Year:     {"2024": true, "0987": false},
		"other":  {"1": false},
	} {
		for cell, want := range cells {
			if got := RoundTrips(typ, []byte(cell)); got != want {
				t.Errorf("RoundTrips(%s, %q) = %v", typ, cell, got)
			}
		}
	}
}
