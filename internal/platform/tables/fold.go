package tables

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Folding is how people compare text: without case and accents, œ as oe, and
// whatever a word processor put for an apostrophe, a hyphen or a blank as the
// plain one. It exists twice, in SQL for big tables and in Go for small ones;
// a test compares both on every code point.
var (
	foldPairs = []string{
		"’", "'",
		"‘", "'",
		"œ", "oe",
		"æ", "ae",
		"\u00a0", " ",
		"\u202f", " ",
		"\u2011", "-",
	}
	foldReplacer = strings.NewReplacer(foldPairs...)
)

// Fold returns text as it is compared in searches, in orders, and by every
// operator on text but Eq and Ne.
func Fold(s string) string {
	ascii, same := true, true
	for i := range len(s) {
		c := s[i]
		ascii = ascii && c < utf8.RuneSelf
		same = same && (c < 'A' || c > 'Z')
	}
	if ascii {
		if same {
			return s
		}
		return strings.ToLower(s)
	}
	s = norm.NFD.String(strings.Map(unicode.ToLower, s))
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.M, r) {
			return -1
		}
		return r
	}, s)
	return foldReplacer.Replace(norm.NFC.String(s))
}

// foldSQL is Fold as an SQL expression over another one.
func foldSQL(expr string) string {
	expr = "strip_accents(lower(" + expr + "))"
	for i := 0; i < len(foldPairs); i += 2 {
		expr = "replace(" + expr + ", " + quote(foldPairs[i]) + ", " + quote(foldPairs[i+1]) + ")"
	}
	return expr
}

// quote makes an SQL string literal.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
