package adhesion

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestMoneyIsReadAsItIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, 1e13).Draw(t, "n")
		for _, decimals := range []int{2, 4} {
			if got, err := ReadMoney(WriteMoney(n, decimals), decimals); err != nil || got != n {
				t.Errorf("%d with %d decimals is written %q and read %d, %v", n, decimals, WriteMoney(n, decimals), got, err)
			}
		}
	})
	for text, want := range map[string]int64{"": 0, "1 234,56": 123456, "0.5": 50, "12 €": 1200, "1\u202f000": 100000} {
		if got, err := ReadMoney(text, 2); err != nil || got != want {
			t.Errorf("%q: %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"-1", "1,234", "douze", ",5", "1e3", "1.2.3", "99999999999999"} {
		if got, err := ReadMoney(text, 2); err == nil {
			t.Errorf("%q is read as %d", text, got)
		}
	}
}

func TestRulesAreReadAsTheyAreWritten(t *testing.T) {
	brackets := []Bracket{{500, 10000, 0}, {2000, 20000, 1250}, {0, 90000, 100}}
	if got, err := ReadBrackets(bracketsText(brackets)); err != nil || cmp.Diff(brackets, got) != "" {
		t.Errorf("%+v, %v", got, err)
	}
	coefficients := []Coefficient{{500, 80}, {0, 120}}
	if got, err := ReadCoefficients(coefficientsText(coefficients)); err != nil || cmp.Diff(coefficients, got) != "" {
		t.Errorf("%+v, %v", got, err)
	}
	for _, text := range []string{"x : 1 : 2", "100", "100 : a : b", "100 : 1 : 2 : 3"} {
		if got, err := ReadBrackets(text); err == nil {
			t.Errorf("%q is read as %+v", text, got)
		}
	}
}
