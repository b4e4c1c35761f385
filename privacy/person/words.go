package person

import "bytes"

// Words tells whether a cell consists of first names alone ("Léa", "Jean
// Pierre"), and whether it is one frequent family name ("DUBOIS", "Le Gall").
func Words(cell []byte) (givenNames, familyName bool) {
	var room [64]byte
	givenNames = true
	n, last := 0, flag(0)
	for w := range bytes.FieldsSeq(cell) {
		if n++; n > 3 || len(w) > 40 {
			return false, false
		}
		f := lexicon()[string(fold(room[:0], w))].flags
		if f == 0 && bytes.IndexByte(w, '-') > 0 {
			var s splitter
			f = s.compound(fold(nil, w))
		}
		givenNames = givenNames && f&given != 0
		last = f
		if n > 1 && f&family == 0 {
			familyName = false
		}
	}
	return givenNames && n > 0, n > 0 && n <= 2 && last&family != 0
}

// Looks tells whether a cell looks like a name, whatever lists know: one to four
// words with a capital, or all of them small and short, without digits and
// without a word of the language or the name of a thing.
func Looks(cell []byte) bool {
	var room [64]byte
	n := 0
	for w := range bytes.FieldsSeq(cell) {
		w = bytes.Trim(w, ",.")
		if n++; n > 5 || len(w) > 40 || bytes.ContainsAny(w, "0123456789@/:;&()") {
			return false
		}
		f := lexicon()[string(fold(room[:0], w))].flags
		if f&(thing|company|office|place) != 0 && f&(given|family) == 0 || f&word != 0 && f&(given|family|particle) == 0 {
			return false
		}
	}
	return n > 0
}

// Office tells whether a cell is a public function: “Maire”, “adjointe aux
// finances”, “Première vice-présidente”.
func Office(cell []byte) bool {
	var room [64]byte
	n := 0
	for w := range bytes.FieldsSeq(cell) {
		if n++; n > 3 || len(w) > 40 {
			break
		}
		switch f := lexicon()[string(fold(room[:0], bytes.Trim(w, ",.()")))].flags; {
		case f&staff != 0 && f&office == 0:
			return false
		case f&office != 0:
			var f Finder
			f.text = cell
			f.split(cell)
			for k := range f.tokens {
				if g := f.quality(k); g != 0 {
					return g == office
				}
			}
			return false
		}
	}
	return false
}
