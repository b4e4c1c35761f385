package model

import (
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
)

// A folder folds texts, each once: records made of one model share most.
type folder map[string]string

// searched is the text in which words are looked for: each one once, for a record
// says the same in many places, and what is short is read with its row.
func (known folder) searched(parts ...string) string {
	seen := map[string]bool{}
	var b strings.Builder
	b.WriteByte(' ')
	for _, p := range parts {
		folded, ok := known[p]
		if !ok {
			folded = text.Fold(p)
			known[p] = folded
		}
		for _, word := range strings.Fields(folded) {
			if !seen[word] {
				seen[word] = true
				b.WriteString(word)
				b.WriteByte(' ')
			}
		}
	}
	return b.String()
}

func searched(parts ...string) string { return folder{}.searched(parts...) }

// words is what a record is found by: its texts and the labels of its codes.
func (known folder) words(spec Spec, terms Terms, r Record, more ...string) string {
	parts := more
	r.Each(func(path string, v Value) {
		parts = append(parts, v.Fr, v.En)
		if f, _, ok := spec.Of(path); ok && (f.Type == Choice || f.Type == Named) {
			parts = append(parts, spec.Show(i18n.French, f, v, terms), spec.Show(i18n.English, f, v, terms))
		}
	})
	return known.searched(parts...)
}

func wordsOf(spec Spec, terms Terms, r Record, more ...string) string {
	return folder{}.words(spec, terms, r, more...)
}
