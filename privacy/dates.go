package privacy

import (
	"bytes"
	"slices"
)

// birthDateDetector finds dates of birth: a date under a header that says so,
// or behind “né le”, “née en”.
var birthDateDetector = &detector{
	kind: BirthDate,
	wants: func(f *features, c *column) bool {
		return f.digits >= 4 && (f.letters >= leastBornLetters || c.has(hintBirth))
	},
	find: func(cell []byte, from int, c *column) (span, bool) {
		header := c.has(hintBirth) && !c.has(hintPlace)
		if !c.has(hintBirth) && !mayAnnounceBirth(cell) {
			return span{}, false
		}
		for i := from; i < len(cell); i++ {
			if !digit(cell[i]) || i > 0 && (digit(cell[i-1]) || letterByte(cell[i-1])) {
				continue
			}
			end := dateAt(cell, i)
			if end == 0 && header && year(cell, i) && !digit(at(cell, i+4)) && c.has(hintBirth) {
				end = i + 4
			}
			if end == 0 && year(cell, i) && !digit(at(cell, i+4)) && bornBefore(cell, i) {
				return span{start: i, end: i + 4, level: Info, role: Private, score: 0.9, why: "year"}, true
			}
			if end == 0 {
				continue
			}
			if header && end == i+4 {
				// A year alone tells a person apart from few: it is for the
				// measure of risk to say from how many.
				return span{start: i, end: end, level: Info, role: Private, score: 0.95, why: "year"}, true
			}
			if header {
				return span{start: i, end: end, level: Review, role: Private, score: 0.95, why: "header"}, true
			}
			if bornBefore(cell, i) {
				return span{start: i, end: end, level: Review, role: Private, score: 0.97, why: "announced"}, true
			}
			i = end
		}
		return span{}, false
	},
	mask: func([]byte, span) string { return "••/••/••••" },
}

// leastBornLetters is how many ASCII letters the shortest announcement of a birth
// has: “né en” has three besides the accented one.
const leastBornLetters = 3

// bornBefore tells whether “né le”, “née en”, “date de naissance :” stands just
// before place i.
func bornBefore(cell []byte, i int) bool {
	var room [30]byte
	before := lowered(room[:0], cell[max(0, i-len(room)):i])
	for len(before) > 0 && bytes.IndexByte([]byte(" :.\xa0\xc2"), before[len(before)-1]) >= 0 {
		before = before[:len(before)-1]
	}
	if bornAt(cell, i) {
		return true
	}
	for _, w := range []string{"né le", "née le", "né(e) le", "nés le", "nées le", "ne le", "nee le", "naissance", "naissance le", "né en", "née en", "ddn"} {
		if len(before) >= len(w) && string(before[len(before)-len(w):]) == w {
			rest := before[:len(before)-len(w)]
			return (len(rest) == 0 || !letterByte(rest[len(rest)-1])) && !founded(cell[:i])
		}
	}
	return false
}

// founded tells whether what is born at the end of a text is no person: “la commune
// nouvelle est née le”.
func founded(before []byte) bool {
	var room [80]byte
	near := lowered(room[:0], before[max(0, len(before)-len(room)):])
	est := bytes.LastIndex(near, []byte(" est n"))
	if est < 0 {
		return false
	}
	return lastOf(near[:est], []string{"commune", "association", "syndicat", "communauté", "entreprise", "société", "projet", "idée", "collectif", "club", "structure", "entité", "établissement", "service", "groupement"}) >= 0 &&
		!bytes.ContainsAny(near[:est], ".,;")
}

// bornAt tells whether “née à Oran le” stands just before place i.
func bornAt(cell []byte, i int) bool {
	before := cell[max(0, i-60):i]
	if !bytes.HasSuffix(bytes.TrimRight(before, " "), []byte(" le")) {
		return false
	}
	for _, w := range []string{"née ", "né ", "NÉE ", "NÉ ", "Née ", "Né "} { // née Nevers le, née MARTIN le
		k := bytes.LastIndex(before, []byte(w))
		if k < 0 || k > 0 && letterByte(before[k-1]) {
			continue
		}
		if between := before[k+len(w):]; len(between) > 3 && class[between[0]]&isLetter != 0 && between[0] < 'a' && !bytes.ContainsAny(between, ".;:,") && !slices.ContainsFunc(between, digit) {
			return true
		}
	}
	for _, w := range []string{"né à ", "née à ", "né(e) à ", "nés à ", "nées à ", "Né à ", "Née à ", "NE A ", "NEE A ", "ne a ", "nee a "} {
		if k := bytes.LastIndex(before, []byte(w)); k >= 0 && (k == 0 || !letterByte(before[k-1])) && !bytes.ContainsAny(before[k+len(w):], ".;:") && !slices.ContainsFunc(before[k:], digit) {
			return true
		}
	}
	return false
}

var months = []string{"janvier", "février", "fevrier", "mars", "avril", "mai", "juin", "juillet", "août", "aout", "septembre",
	"octobre", "novembre", "décembre", "decembre", "janv.", "févr.", "avr.", "juil.", "sept.", "oct.", "nov.", "déc."}

// dateAt reads a date that begins at i and returns the byte behind it, 0 where
// there is none: 12/03/1970, 1970-03-12, 12.03.70, 3 mai 1985, 1er mai 1985.
func dateAt(cell []byte, i int) int {
	if year(cell, i) && (at(cell, i+4) == '-' || at(cell, i+4) == '/') && twoDigits(cell, i+5) && at(cell, i+7) == at(cell, i+4) && twoDigits(cell, i+8) &&
		!digit(at(cell, i+10)) {
		return i + 10
	}
	k := i
	for digit(at(cell, k)) && k-i < 2 {
		k++
	}
	if k == i || digit(at(cell, k)) {
		return 0
	}
	first := at(cell, k) == 'e' && at(cell, k+1) == 'r'
	if first && (at(cell, k+2) == '/' || at(cell, k+2) == '-') { // 1er/05/1990
		k += 2
	}
	if sep := at(cell, k); sep == '/' || sep == '-' || sep == '.' {
		m := k + 1
		for digit(at(cell, m)) && m-k-1 < 2 {
			m++
		}
		if m == k+1 || at(cell, m) != sep {
			return 0
		}
		switch {
		case year(cell, m+1) && !digit(at(cell, m+5)):
			return m + 5
		case twoDigits(cell, m+1) && !digit(at(cell, m+3)):
			return m + 3
		}
		return 0
	}
	if first {
		k += 2
	}
	w := blankAt(cell, k)
	if w == 0 {
		return 0
	}
	k += w
	var room [12]byte
	rest := lowered(room[:0], cell[k:min(k+len(room), len(cell))])
	for _, m := range months {
		if len(rest) >= len(m) && string(rest[:len(m)]) == m {
			k += len(m)
			if w := blankAt(cell, k); w > 0 && year(cell, k+w) && !digit(at(cell, k+w+4)) {
				return k + w + 4
			}
			return 0
		}
	}
	return 0
}

func twoDigits(cell []byte, i int) bool { return digit(at(cell, i)) && digit(at(cell, i+1)) }

// year tells whether a year in which somebody alive or lately dead was born, or
// a little later, stands at i.
func year(cell []byte, i int) bool {
	return twoDigits(cell, i) && twoDigits(cell, i+2) && (cell[i] == '1' && (cell[i+1] == '8' || cell[i+1] == '9') || cell[i] == '2' && cell[i+1] == '0')
}
