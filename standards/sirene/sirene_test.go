package sirene_test

import (
	"testing"

	"pgregory.net/rapid"

	"airial/standards/sirene"
)

func TestValidSIREN(t *testing.T) {
	for number, want := range map[string]bool{
		"356000000":   true,
		"732829320":   true,
		"732 829 320": true,
		"732.829.320": true,
		"732829321":   false,
		"73282932":    false,
		"7328293200":  false,
		"73282932A":   false,
		"":            false,
		" ":           false,
		"000000000":   true, // Luhn holds: the register decides whether it exists
	} {
		if got := sirene.ValidSIREN(number); got != want {
			t.Errorf("ValidSIREN(%q) = %v, want %v", number, got, want)
		}
		if got := sirene.ValidSIREN([]byte(number)); got != want {
			t.Errorf("ValidSIREN([]byte(%q)) = %v, want %v", number, got, want)
		}
	}
}

func TestValidSIRET(t *testing.T) {
	for number, want := range map[string]bool{
		"73282932000074":              true,
		"732 829 320 00074":           true,
		"732\u00a0829\u202f320 00074": true,
		"73282932000075":              false,
		"35600000000048":              true,  // La Poste, head office: Luhn
		"35600000049837":              true,  // La Poste: digits add up to 45
		"35600000049838":              false, // La Poste: 46
		"22040000000000":              false, // cut by a spreadsheet
		"8,03E+13":                    false,
		"7328293200007":               false,
		"732829320000740":             false,
		"":                            false,
	} {
		if got := sirene.ValidSIRET(number); got != want {
			t.Errorf("ValidSIRET(%q) = %v, want %v", number, got, want)
		}
	}
}

func TestFormat(t *testing.T) {
	for number, want := range map[string]string{
		"73282932000074":    "732 829 320 00074",
		"732 829 320":       "732 829 320",
		"732829320":         "732 829 320",
		"not a number":      "not a number",
		"1234":              "1234",
		"732.829.320.00074": "732 829 320 00074",
	} {
		if got := sirene.Format(number, " "); got != want {
			t.Errorf("Format(%q) = %q, want %q", number, got, want)
		}
	}
	if siren, ok := sirene.SIRENOf("732 829 320 00074"); !ok || siren != "732829320" {
		t.Errorf("SIRENOf = %q, %v", siren, ok)
	}
	if _, ok := sirene.SIRENOf("73282932"); ok {
		t.Error("SIRENOf accepts eight digits")
	}
}

// One wrong digit is always seen, whatever the number: that is what Luhn's
// rule promises.
func TestOneWrongDigit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := []byte(rapid.StringMatching(`[0-9]{9}`).Draw(t, "digits"))
		for c := byte('0'); c <= '9' && !sirene.ValidSIREN(digits); c++ {
			digits[8] = c
		}
		if !sirene.ValidSIREN(digits) {
			t.Fatalf("no check digit makes %s valid", digits)
		}
		at := rapid.IntRange(0, 8).Draw(t, "at")
		by := byte(rapid.IntRange(1, 9).Draw(t, "by"))
		digits[at] = '0' + (digits[at]-'0'+by)%10
		if sirene.ValidSIREN(digits) {
			t.Fatalf("%s is accepted with a wrong digit at %d", digits, at)
		}
	})
}

func TestNoAllocation(t *testing.T) {
	number := []byte("732 829 320 00074")
	if n := testing.AllocsPerRun(100, func() { sirene.ValidSIRET(number) }); n != 0 {
		t.Errorf("ValidSIRET allocates %v times", n)
	}
}

func BenchmarkValidSIRET(b *testing.B) {
	number := []byte("73282932000074")
	for b.Loop() {
		sirene.ValidSIRET(number)
	}
}
