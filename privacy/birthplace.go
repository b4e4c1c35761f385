package privacy

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// birthPlace reads “né le 3 mai 1961 à Dax (40)”, “née à Dax le…”, “lieu de
// naissance : Dax”.
func (t text) birthPlace(i int) (span, bool) {
	k := 0
	for _, w := range []string{"ne(e)", "nee", "nes", "nees", "ne", "lieu de naissance"} {
		if t.starts(i, w) || w == "ne(e)" && bytes.HasPrefix(t.folded[i:], []byte(w)) {
			k = i + len(w)
			break
		}
	}
	if k == 0 {
		return span{}, false
	}
	k = t.blank(k)
	if t.folded[i] == 'l' {
		if k >= len(t.folded) || t.folded[k] != ':' {
			return span{}, false
		}
		return t.town(t.blank(k + 1))
	}
	if t.starts(k, "le") {
		k = t.blank(k + 2)
		if k < len(t.folded) && t.folded[k] == ':' {
			k = t.blank(k + 1)
		}
	}
	if k < len(t.folded) {
		if end := dateAt(t.cell, t.place(k)); end > 0 {
			k = t.blank(t.index(k, end))
			if k < len(t.folded) && t.folded[k] == ',' {
				k = t.blank(k + 1)
			}
		}
	}
	for _, w := range []string{"a la maternite de", "a la maternite du", "a la clinique de", "a l'hopital de", "a l'hopital du", "a la", "a", "au", "aux"} {
		if t.starts(k, w) && t.blank(k+len(w)) > k+len(w) {
			return t.town(t.blank(k + len(w)))
		}
	}
	return span{}, false
}

// town reads a town's name: words with a capital, joined by small ones, and a
// département in brackets.
func (t text) town(i int) (span, bool) {
	start, end := i, i
	for words := 0; words < 5 && i < len(t.folded); words++ {
		r, _ := utf8.DecodeRune(t.cell[t.place(i):])
		w := i
		for w < len(t.folded) && (class[t.folded[w]]&isLetter != 0 || t.folded[w] == '-' || t.folded[w] == '\'' || t.folded[w] == '?') {
			w++
		}
		if w == i {
			break
		}
		switch string(t.folded[i:w]) {
		case "de", "du", "des", "la", "le", "les", "sur", "sous", "en", "d'", "lès", "l'":
			if words == 0 && !unicode.IsUpper(r) {
				return span{}, false
			}
		default:
			if !unicode.IsUpper(r) {
				words = 9
				continue
			}
			end = w
		}
		i = t.blank(w)
	}
	if end == start {
		return span{}, false
	}
	if k := t.blank(end); k+3 < len(t.folded) && t.folded[k] == '(' && alphanum(t.folded[k+1]) {
		if j := bytes.IndexByte(t.folded[k:min(k+20, len(t.folded))], ')'); j > 0 {
			end = k + j + 1
		}
	}
	return span{start: t.place(start), end: t.place(end), level: Review, role: Private, score: 0.9, why: "announced"}, true
}
