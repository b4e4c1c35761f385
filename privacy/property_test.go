package privacy_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"airial/privacy"

	"pgregory.net/rapid"
)

// genNIR draws a number that the law allows, with its key.
func genNIR(t *rapid.T) string {
	months := []string{"01", "06", "12", "20", "31", "42", "50", "77", "99"}
	places := []string{"40192", "75056", "13055", "97411", "98735", "99351", "2A004", "2B033", "01001", "96001"}
	return keyed(fmt.Sprintf("%s%02d%s%s%03d",
		rapid.SampledFrom([]string{"1", "2", "3", "4", "7", "8"}).Draw(t, "sex"),
		rapid.IntRange(0, 99).Draw(t, "year"),
		rapid.SampledFrom(months).Draw(t, "month"),
		rapid.SampledFrom(places).Draw(t, "place"),
		rapid.IntRange(1, 999).Draw(t, "order")))
}

// genIBAN draws the account of a country and computes its check digits with
// whole numbers, unlike the detector.
func genIBAN(t *rapid.T) string {
	country := rapid.SampledFrom([]string{"FR27", "DE22", "ES24", "BE16", "NO15", "MT31"}).Draw(t, "country")
	var length int
	fmt.Sscan(country[2:], &length)
	bban := rapid.StringOfN(rapid.RuneFrom([]rune("0123456789")), length-4, length-4, -1).Draw(t, "account")
	if rapid.Bool().Draw(t, "letter") {
		bban = bban[:length-6] + "Q" + bban[length-5:]
	}
	var digits strings.Builder
	for _, r := range bban + country[:2] + "00" {
		if r >= 'A' {
			fmt.Fprint(&digits, int(r-'A')+10)
		} else {
			digits.WriteRune(r)
		}
	}
	n, _ := new(big.Int).SetString(digits.String(), 10)
	return fmt.Sprintf("%s%02d%s", country[:2], 98-new(big.Int).Mod(n, big.NewInt(97)).Int64(), bban)
}

// anySpacing puts blanks, or one other separator, anywhere but inside the two
// letters of a country.
func anySpacing(t *rapid.T, s string) string {
	sep := rapid.SampledFrom([]string{" ", "\u00a0", "\u202f", "-", " - "}).Draw(t, "separator")
	var b strings.Builder
	for i, r := range s {
		if i > 0 && (i > 1 || s[0] < 'A') && rapid.Bool().Draw(t, "gap") {
			b.WriteString(sep)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// flip changes one digit.
func flip(t *rapid.T, s string) string {
	b := []byte(s)
	for {
		i := rapid.IntRange(0, len(b)-1).Draw(t, "position")
		if b[i] >= '0' && b[i] <= '9' {
			b[i] = '0' + (b[i]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "by")))%10
			return string(b)
		}
	}
}

func countKind(r privacy.Result, kind privacy.Kind) int {
	n := 0
	for _, s := range r.Summary {
		if s.Kind == kind {
			n += s.Count
		}
	}
	return n
}

func TestChecksumsDecide(t *testing.T) {
	for kind, gen := range map[privacy.Kind]func(*rapid.T) string{privacy.NIR: genNIR, privacy.IBAN: genIBAN} {
		t.Run(string(kind), rapid.MakeCheck(func(rt *rapid.T) {
			right := gen(rt)
			wrong := flip(rt, right)
			before := rapid.SampledFrom([]string{"", "n° ", "Dupont, ", "("}).Draw(rt, "before")
			after := rapid.SampledFrom([]string{"", " ", ", Dupont", ")"}).Draw(rt, "after")
			if cell := before + anySpacing(rt, right) + after; countKind(scan(t, named("x"), cell), kind) != 1 {
				rt.Fatalf("%s not found in %q", kind, cell)
			}
			if cell := before + anySpacing(rt, wrong) + after; countKind(scan(t, named("x"), cell), kind) != 0 {
				rt.Fatalf("%s found in %q", kind, cell)
			}
		}))
	}
}

func TestPhonesInUsualWritings(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.StringMatching(`[1-79][0-9]{8}`).Draw(rt, "number")
		sep := rapid.SampledFrom([]string{"", " ", ".", "-", "\u00a0", "\u202f", "/"}).Draw(rt, "separator")
		pairs := sep + strings.Join([]string{n[1:3], n[3:5], n[5:7], n[7:9]}, sep)
		cell := rapid.SampledFrom([]string{"0", "+33", "+33 ", "0033", "+33 (0)", "(+33)"}).Draw(rt, "prefix") + n[:1] + pairs
		text := rapid.SampledFrom([]string{"%s", "tél. %s", "appeler le %s.", "Dupont (%s)"}).Draw(rt, "text")
		if r := scan(t, named("x"), fmt.Sprintf(text, cell)); countKind(r, privacy.Phone) != 1 {
			rt.Fatalf("%q in %q: %v", cell, text, r)
		}
	})
}

// A masked form never holds what follows the first symbols of the value.
func TestMaskHidesTheValue(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		value := rapid.OneOf(rapid.Custom(genNIR), rapid.Custom(genIBAN),
			rapid.StringMatching(`0[1-9]( [0-9]{2}){4}`), rapid.StringMatching(`[a-z]{4,9}\.[a-z]{3,9}@[a-z]{4,9}\.fr`)).Draw(rt, "value")
		for _, f := range scan(t, named("x"), value).Findings {
			if strings.Contains(f.Masked, value[2:len(value)-3]) || strings.Contains(f.Message("fr"), value) {
				rt.Fatalf("%q is masked as %q", value, f.Masked)
			}
		}
	})
}

func FuzzScan(f *testing.F) {
	f.Add("0612345678 jeanne@free.fr", "tel")
	f.Add("FR1420041010050500013M02606", "rib")
	f.Add(keyed("1850640192123")+" clé ", "nir")
	f.Add("+33 (0)", "x")
	f.Add("\xe2\x80\xaf\xc2\xa0@\xc3.fr", "")
	f.Fuzz(func(t *testing.T, cell, name string) {
		r := scan(t, privacy.Column{Name: name}, cell)
		if r.Total != len(r.Findings) {
			t.Fatalf("%d counted, %d listed", r.Total, len(r.Findings))
		}
		counted := 0
		for _, s := range r.Summary {
			counted += s.Count
			if s.Cells != 1 || s.Ratio != 1 {
				t.Fatalf("summary of one cell: %+v", s)
			}
		}
		if counted != r.Total {
			t.Fatalf("%d in the summary, %d in all", counted, r.Total)
		}
		for _, x := range r.Findings {
			if len(x.Masked) == 0 || len(cell) > 3 && strings.Contains(x.Masked, cell) {
				t.Fatalf("mask %q of %q", x.Masked, cell)
			}
		}
	})
}
