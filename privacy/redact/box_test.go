package redact

import "testing"

func TestBoxes(t *testing.T) {
	for _, c := range []struct {
		in, out string // "" for none
	}{
		{"1:10,20,60,25", "1: 10, 20, 60, 25"},
		{" 12 : 10.5%; 20 60 25 ", "12: 10.5, 20, 60, 25"},
		{"1: 60, 25, 10, 20", "1: 10, 20, 60, 25"},
		{"1: 10, 20, 10, 25", ""}, {"1: 10, 20, 60, 101", ""}, {"1: 10, 20, 60", ""}, {"1: 10, 20, 60, NaN", ""}, {"10, 20, 60, 25", ""}, {"", ""},
	} {
		b, ok := ParseBox(c.in)
		if ok != (c.out != "") || ok && b.String() != c.out {
			t.Errorf("%q: %s, %v", c.in, b, ok)
		}
	}
}
