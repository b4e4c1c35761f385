package text

import "strings"

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

// Words returns the stems of a text, without stop words, for a search index or
// a query.
func Words(s string) []string {
	var out []string
	for _, w := range strings.Fields(Fold(s)) {
		if stopWords[w] {
			continue
		}
		out = append(out, Stem(w))
	}
	return out
}

// Index returns the text that a full-text index is given: the stems, joined by
// spaces.
func Index(parts ...string) string {
	return strings.Join(Words(strings.Join(parts, " ")), " ")
}
