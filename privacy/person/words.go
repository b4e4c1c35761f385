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
		f := lexicon[string(fold(room[:0], w))]
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
