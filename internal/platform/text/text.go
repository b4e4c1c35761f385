// Package text prepares words for machines: folded for comparison, stemmed for
// search, cut into addresses. Both databases are given the same words, so that
// they answer alike.
package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// ligatures are letters that Unicode takes for one and French readers for two.
var ligatures = strings.NewReplacer("œ", "oe", "Œ", "OE", "æ", "ae", "Æ", "AE", "ß", "ss", "ẞ", "SS", "’", "'", "ʼ", "'")

// Fold returns s in lower case without accents or ligatures, every run of
// other characters than letters and digits made one space.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range ligatures.Replace(norm.NFKD.String(s)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		default:
			gap = true
		}
	}
	return b.String()
}

// SortKey returns the key by which a list of names is sorted under the "C"
// collation: folded, French articles in front left where they are, the
// original behind so that two names never tie by accident. Either part is cut
// where an index of PostgreSQL would take no more (2704 bytes a row).
func SortKey(s string) string { return head(Fold(s), longKey) + "\x01" + head(s, longKey) }

const longKey = 1000

// Slug returns s as a part of an address: folded words joined by hyphens, at
// most 80 characters, cut at a word where it can be.
func Slug(s string) string {
	const limit = 80
	slug := strings.ReplaceAll(asciiOnly(Fold(s)), " ", "-")
	if len(slug) <= limit {
		return slug
	}
	slug = slug[:limit]
	if i := strings.LastIndexByte(slug, '-'); i > limit/2 {
		slug = slug[:i]
	}
	return strings.Trim(slug, "-")
}

func asciiOnly(s string) string {
	out := strings.Map(func(r rune) rune {
		if r < 128 {
			return r
		}
		return ' '
	}, s)
	return strings.Join(strings.Fields(out), " ")
}

var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// EscapeLike makes s stand for itself in a LIKE pattern whose escape
// character is the backslash.
func EscapeLike(s string) string { return likeEscaper.Replace(s) }
