package text

import (
	"strings"
	"unicode/utf8"
)

// stopWords are French words that carry no meaning in a search.
var stopWords = map[string]bool{}

func init() {
	for _, w := range strings.Fields("a au aux avec ce ces d dans de des du en et l la le les ou par pour s sur un une the of and in") {
		stopWords[w] = true
	}
}

// Stem returns a folded word without the endings by which French and English
// mark the plural and the feminine. It is light on purpose: it must never make
// two different words one in a way that surprises.
func Stem(word string) string {
	if len(word) <= 3 || word[0] >= '0' && word[0] <= '9' {
		return word
	}
	switch {
	case strings.HasSuffix(word, "eaux"):
		return word[:len(word)-1]
	case strings.HasSuffix(word, "aux") && len(word) > 4:
		return word[:len(word)-2] + "l"
	}
	if c := word[len(word)-1]; c == 's' || c == 'x' {
		word = word[:len(word)-1]
	}
	if len(word) > 4 && word[len(word)-1] == 'e' {
		word = word[:len(word)-1]
	}
	return word
}

// A word longer than longWord bytes is nobody's: of such a one the index keeps
// the beginning, for PostgreSQL takes no word beyond 2046. Beyond longIndex
// bytes of words the index stops: PostgreSQL's holds less than a megabyte, and
// the description of a dataset is not to keep it from being published.
const (
	longWord  = 120
	longIndex = 200_000
)

// Words returns the stems of a text, without stop words, for a search index or
// a query.
func Words(s string) []string {
	var out []string
	for _, w := range strings.Fields(Fold(s)) {
		if stopWords[w] {
			continue
		}
		out = append(out, head(Stem(w), longWord))
	}
	return out
}

// Index returns the text that a full-text index is given: the stems, joined by
// spaces, as far as the index goes.
func Index(parts ...string) string {
	return head(strings.Join(Words(strings.Join(parts, " ")), " "), longIndex)
}

// head returns the first bytes of s, no rune cut in two.
func head(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}
