package anonymise

import (
	"testing"

	"pgregory.net/rapid"
)

func TestCells(t *testing.T) {
	ten, ninety := 10.0, 90.0
	for _, c := range []struct {
		step     Step
		in, want string
		unread   bool
	}{
		{Step{Do: Generalise, To: ToYear}, "1985-05-03", "1985", false},
		{Step{Do: Generalise, To: ToYear}, "03/05/1985", "1985", false},
		{Step{Do: Generalise, To: ToYear}, "1985-05-03T10:00:00Z", "1985", false},
		{Step{Do: Generalise, To: ToYear}, "3.5.1985", "1985", false},
		{Step{Do: Generalise, To: ToYear}, "05/1985", "1985", false},
		{Step{Do: Generalise, To: ToYear}, "03/05/85", "", true}, // 1985 or 2085
		{Step{Do: Generalise, To: ToYear}, "1985-13-03", "", true},
		{Step{Do: Generalise, To: ToMonth}, "1985-05-03", "1985-05", false},
		{Step{Do: Generalise, To: ToMonth}, "1985", "", true},
		{Step{Do: Generalise, To: ToDecade}, "03/05/1985", "1980-1989", false},
		{Step{Do: Generalise, To: ToBand, Size: 10}, "37 ans", "30-39", false},
		{Step{Do: Generalise, To: ToBand, Size: 10}, "-3", "-10--1", false},
		{Step{Do: Generalise, To: ToBand, Size: 1000}, "1\u202f234,56 €", "1000-1999", false},
		{Step{Do: Generalise, To: ToBand, Size: 1000}, "1.234,56", "1000-1999", false},
		{Step{Do: Generalise, To: ToBand, Size: 1000}, "999.99", "0-999", false},
		{Step{Do: Generalise, To: ToBand, Size: 20}, "30-39", "20-39", false},
		{Step{Do: Generalise, To: ToBand, Size: 15}, "30-39", "30-44", false},
		{Step{Do: Generalise, To: ToBand, Size: 15}, "40-49", "", true},
		{Step{Do: Generalise, To: ToBand, Size: 10}, "beaucoup", "", true},
		{Step{Do: Generalise, To: ToBand, Size: 10}, "1e3", "", true},
		{Step{Do: Generalise, To: ToCommune}, "12 rue des Lilas, 40180 Narrosse", "40180 Narrosse", false},
		{Step{Do: Generalise, To: ToCommune}, "12 rue des Lilas 40 100 Dax Cedex", "40100 Dax Cedex", false},
		{Step{Do: Generalise, To: ToCommune}, "12 rue des Lilas", "", true},
		{Step{Do: Generalise, To: ToDepartment}, "40100", "40", false},
		{Step{Do: Generalise, To: ToDepartment}, "1000", "01", false},
		{Step{Do: Generalise, To: ToDepartment}, "97411", "974", false},
		{Step{Do: Generalise, To: ToDepartment}, "20000", "2A", false},
		{Step{Do: Generalise, To: ToDepartment}, "20250", "2B", false},
		{Step{Do: Generalise, To: ToDepartment}, "2b033", "2B", false},
		{Step{Do: Generalise, To: ToDepartment}, "Dax", "", true},
		{Step{Do: Generalise, To: ToGrid, Digits: 2}, "43.70931", "43.71", false},
		{Step{Do: Generalise, To: ToGrid, Digits: 2}, "-0,001", "0.00", false},
		{Step{Do: Generalise, To: ToGrid, Digits: 2}, "43.70931, -1.0512", "43.71, -1.05", false},
		{Step{Do: Generalise, To: ToGrid, Digits: 1}, "[-1.0512,43.70931]", "[-1.1, 43.7]", false},
		{Step{Do: Generalise, To: ToGrid, Digits: 2}, "370931", "", true}, // Lambert: not degrees
		{Step{Do: Code, Bottom: &ten, Top: &ninety}, "97", "90", false},
		{Step{Do: Code, Bottom: &ten, Top: &ninety}, "3", "10", false},
		{Step{Do: Code, Bottom: &ten, Top: &ninety}, "42", "42", false},
		{Step{Do: Code, Top: &ninety}, "x", "", true},
		{Step{Do: Mask}, "Dubois", "•••", false},
		{Step{Do: Mask, Show: 2}, "0612345678", "•••78", false},
		{Step{Do: Mask, Show: 2}, "78", "•••", false}, // would show all of it
		{Step{Do: Mask, Show: 2}, "é78à", "•••", false},
		{Step{Do: Mask}, "  ", "", false},
	} {
		got, ok := c.step.cell(c.in, nil)
		if got != c.want || ok == c.unread {
			t.Errorf("%s %s of %q: %q, %v", c.step.Do, c.step.To, c.in, got, ok)
		}
	}
}

// What was treated once is treated.
func TestACellTreatedTwiceIsTheSame(t *testing.T) {
	one := 1.5
	steps := []Step{{Do: Mask}, {Do: Mask, Show: 3}, {Do: Pseudonym}, {Do: Code, Top: &one}, {Do: Generalise, To: ToBand, Size: 10}}
	for _, to := range Levels {
		steps = append(steps, Step{Do: Generalise, To: to, Size: 25, Digits: 2})
	}
	key := make([]byte, KeyBytes)
	rapid.Check(t, func(rt *rapid.T) {
		value := rapid.OneOf(rapid.String(), rapid.StringMatching(`-?[0-9]{1,7}([.,][0-9]{1,5})?( €)?`), rapid.StringMatching(`[0-9]{1,4}[-/][0-9]{1,2}[-/][0-9]{1,4}`),
			rapid.StringMatching(`[0-9]{1,3} rue [a-z]{3,8}, [0-9]{5} [A-Z][a-z]{3,8}`), rapid.StringMatching(`[bcdfghjkmnpqrstv]{20}`)).Draw(rt, "value")
		step := rapid.SampledFrom(steps).Draw(rt, "step")
		once, _ := step.cell(value, key)
		twice, _ := step.cell(once, key)
		if once != twice {
			rt.Fatalf("%s %s of %q: %q, then %q", step.Do, step.To, value, once, twice)
		}
	})
}

func TestPseudonyms(t *testing.T) {
	a, b := make([]byte, KeyBytes), make([]byte, KeyBytes)
	b[0] = 1
	one := pseudonym(a, "Dubois")
	if one != pseudonym(a, "Dubois") {
		t.Error("the same value and key give another pseudonym")
	}
	if one == pseudonym(b, "Dubois") || one == pseudonym(a, "Martin") {
		t.Error("another key, or another value, gives the same pseudonym")
	}
	// A pseudonym of another key is a value like any other.
	if pseudonym(b, one) == one {
		t.Error("a pseudonym of another key is taken for one of this key")
	}
	if pseudonym(a, "bcdfghjkmnpqrstvbcdf") == "bcdfghjkmnpqrstvbcdf" {
		t.Error("letters that anybody may write are taken for a pseudonym")
	}
}
