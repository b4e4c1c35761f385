package tableschema

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestPatterns(t *testing.T) {
	const cadastre = `(?:(?:^|\|)([0-9A-B]{2}\d{6}[0-9A-Z]{2}\d{4}|)\1+[0-9A-B]{2}\d{6}[0-9A-Z]{2}\d{4})+$`
	for _, tc := range []struct {
		pattern      string
		right, wrong []string
	}{
		{`^\d{14}$`, []string{"12345678901234"}, []string{"", "1234567890123", "123456789012345", "1234567890123x", "٣2345678901234"}},
		{`^[0-9A-B]{5}-[0-9]{3}`, []string{"33A99-001"}, []string{"33A99-0011", "33A99-00"}},
		{`a|b`, []string{"a", "b"}, []string{"ab", ""}},
		{`^a|b$`, []string{"a", "b"}, []string{"ax", "xb"}},
		{`^[A-Za-z\s\-\u00C0-\u00FF]+$`, []string{"Orthez", "Saint-Médard", "À côté"}, []string{"Dax 1", "Œuvre"}},
		{`^[0-9\–\’\°]+$`, []string{"1–2’3°"}, []string{"1\\"}},
		{`\w+\Z`, []string{"abc_1"}, []string{"é", "a b"}},
		{`(?:(?:^|\|)(Oui|Non))+$`, []string{"Oui", "Oui|Non", "Non|Non|Oui"}, []string{"", "Oui|", "OuiNon"}},
		{cadastre, []string{"330001000A0001", "330001000A0001|330001000B0002"}, []string{"", "330001000A000", "330001000A0001|", "x"}},
		{`([ab])x\1`, []string{"axa", "bxb"}, []string{"axb", "ax", "axaa"}},
		{`(a)?b\1`, []string{"aba"}, []string{"b", "ab"}},
		{`(?=.*\d)(?!.*x)[a-z0-9]{3,5}`, []string{"ab1", "1abcd"}, []string{"abc", "ab1x", "ab", "abcd1e"}},
		{`(\d+?)-(\d{2,})-\1-\2`, []string{"1-22-1-22", "11-222-11-222"}, []string{"1-2-1-2", "1-22-1-33"}},
		{``, []string{""}, nil},
	} {
		if tc.pattern == "" {
			continue
		}
		p, err := newPattern(tc.pattern)
		if err != nil {
			t.Errorf("%s: %v", tc.pattern, err)
			continue
		}
		m := p.matcher()
		for _, cell := range tc.right {
			if ok, sure := m.match([]byte(cell)); !ok || !sure {
				t.Errorf("%s refuses %q", tc.pattern, cell)
			}
		}
		for _, cell := range tc.wrong {
			if ok, _ := m.match([]byte(cell)); ok {
				t.Errorf("%s accepts %q", tc.pattern, cell)
			}
		}
	}
}

func TestPatternsThatCannotBeRead(t *testing.T) {
	for _, p := range []string{`(`, `[a`, `a)`, `(a)\2`, `(?<x`, `*a`, `(?<=a)b`, `(a)\1(?i:b)`, strings.Repeat("a", maxPattern+1)} {
		if _, err := newPattern(p); err == nil {
			t.Errorf("%.20s is read", p)
		}
	}
}

// A pattern that explodes stops, and says that it does not know.
func TestBacktrackingIsBounded(t *testing.T) {
	p, err := newPattern(`((a|aa)+)\1x`)
	if err != nil {
		t.Fatal(err)
	}
	if _, sure := p.matcher().match([]byte(strings.Repeat("a", 5000))); sure {
		t.Error("the engine claims to know")
	}
}

// The automaton gives the answers of the regexp package.
func TestAutomatonAgrees(t *testing.T) {
	patterns := []string{`^\d{2}[a-c]*$`, `(ab|a)*b?`, `[^é]+é?`, `^(a|b|)(c{1,3}|d)+$`, `.*x.{3}`, `(?i)ab`, `\s*[A-Zé-ü]+`, `a{0,20}b{0,20}`, `(?:(?:^|,)(a|bb))+$`}
	rapid.Check(t, func(t *rapid.T) {
		source := rapid.SampledFrom(patterns).Draw(t, "pattern")
		p, err := newPattern(source)
		if err != nil {
			t.Fatal(err)
		}
		re := regexp.MustCompile(`\A(?:` + source + `)\z`)
		m := p.matcher()
		if m.auto == nil {
			t.Fatalf("%s is not run by the automaton", source)
		}
		for range 20 {
			text := rapid.StringOf(rapid.SampledFrom([]rune("aabbcdé1x, Aü\n"))).Draw(t, "text")
			ok, sure := m.match([]byte(text))
			if want := re.MatchString(text); ok != want || !sure {
				t.Fatalf("%s on %q: %v (sure: %v), regexp says %v", source, text, ok, sure, want)
			}
		}
	})
}

// So does the backtracking engine, on what both can read.
func TestBacktrackerAgrees(t *testing.T) {
	patterns := []string{`\d{2}[a-c]*`, `(ab|a)*b?`, `[^é]+é?`, `(a|b|)(c{1,3}|d)+`, `.*x.{3}`, `a{0,4}?b{2,}`, `(?:(?:^|,)(a|bb))+$`, `[]a]+|x`}
	rapid.Check(t, func(t *rapid.T) {
		source := rapid.SampledFrom(patterns).Draw(t, "pattern")
		b, err := newBacktracker(source)
		if err != nil {
			t.Fatal(err)
		}
		text := rapid.StringOf(rapid.SampledFrom([]rune("aabbcdé1x,]"))).Draw(t, "text")
		ok, sure := b.match(text)
		if want := regexp.MustCompile(`\A(?:` + source + `)\z`).MatchString(text); sure && ok != want {
			t.Fatalf("%s on %q: %v, regexp says %v", source, text, ok, want)
		}
	})
}

func FuzzPattern(f *testing.F) {
	f.Add(`(a|b)\1`, "aa")
	f.Add(`^[\u00C0-\u00FF]+$`, "é")
	f.Add(`(?:(?:^|\|)(x))+$`, "x|x")
	f.Fuzz(func(t *testing.T, source, text string) {
		if len(source) > 100 {
			return
		}
		p, err := newPattern(source)
		if err != nil {
			return
		}
		m := p.matcher()
		m.match([]byte(text))
		m.match([]byte(text))
	})
}

func BenchmarkPattern(b *testing.B) {
	p, err := newPattern(`^\d{14}$`)
	if err != nil {
		b.Fatal(err)
	}
	cell := []byte("21339990000017")
	b.Run("automaton", func(b *testing.B) {
		m := p.matcher()
		for b.Loop() {
			m.match(cell)
		}
	})
	b.Run("regexp", func(b *testing.B) {
		for b.Loop() {
			p.re.Match(cell)
		}
	})
}
