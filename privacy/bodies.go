package privacy

import (
	"bytes"
	"slices"

	"airial/privacy/person"
)

// bodies tells which columns name a body: those beside which a number of the
// register of businesses (SIRET, SIREN) or of associations (RNA) stands. Such a
// row names a person only where it is written as one and the legal category, if
// there is one, does not say otherwise.
type bodies struct {
	number []int // by column, the one with the number of whom it names; -1 for none
	form   int   // column of the legal category; -1 for none
}

// parts are the words of headers that say in which form a party is told, and not
// which one.
var parts = map[string]bool{"nom": true, "name": true, "id": true, "identifiant": true, "siret": true, "siren": true, "numero": true, "num": true, "no": true, "n": true,
	"code": true, "denomination": true, "raison": true, "sociale": true, "social": true, "libelle": true, "rna": true, "de": true, "du": true, "la": true, "l": true, "d": true, "des": true, "complet": true, "usuel": true}

// party gives the words of a header that say which party it tells of.
func party(c *column) []string {
	return slices.DeleteFunc(words(c.Name), func(w string) bool { return parts[w] })
}

// newBodies pairs columns by their headers: nomBeneficiaire and idBeneficiaire.
func newBodies(columns []column) bodies {
	b := bodies{number: make([]int, len(columns)), form: -1}
	only, count := -1, 0
	for i := range columns {
		b.number[i] = -1
		if columns[i].has(hintLegalForm) {
			b.form = i
		}
		if columns[i].has(hintCompany) {
			only, count = i, count+1
		}
	}
	for i := range columns {
		c := &columns[i]
		if c.has(hintCompany | hintIdentifier | hintGiven | hintBirth | hintText) {
			continue
		}
		mine := party(c)
		for k := range columns {
			if k != i && columns[k].has(hintCompany|hintIdentifier) && len(mine) > 0 && slices.Equal(mine, party(&columns[k])) {
				b.number[i] = k
				break
			}
		}
		if b.number[i] < 0 && count == 1 && c.has(hintFamily|hintPrivateRole|hintPublicRole) {
			b.number[i] = only // the one number of the row
		}
	}
	return b
}

// named tells whether the row gives the number of a body for column i, and
// whether it says that the body is no natural person.
func (b *bodies) named(i int, row [][]byte) (body, legal bool) {
	if i < 0 || i >= len(b.number) || b.number[i] < 0 || b.number[i] >= len(row) || !registered(row[b.number[i]]) {
		return false, false
	}
	if b.form >= 0 && b.form < len(row) {
		form := bytes.TrimSpace(row[b.form])
		if len(form) > 0 && form[0] == '1' {
			return false, false // 1000: who works in her own name
		}
		return true, len(form) > 0 && digit(form[0])
	}
	return true, false
}

// registered tells whether a cell holds a SIREN, a SIRET or a number of the
// register of associations.
func registered(cell []byte) bool {
	var d [14]byte
	n := 0
	cell = bytes.TrimSpace(cell)
	if len(cell) == 10 && (cell[0] == 'W' || cell[0] == 'w') {
		return !bytes.ContainsFunc(cell[1:], func(r rune) bool { return r < '0' || r > '9' })
	}
	for _, b := range cell {
		switch {
		case digit(b):
			if n == len(d) {
				return false
			}
			d[n] = b - '0'
			n++
		case b != ' ':
			return false
		}
	}
	if n != 9 && n != 14 {
		return false
	}
	// La Poste numbers its offices by another rule.
	return luhn(d[:n]) || n == 14 && bytes.Equal(d[:9], []byte{3, 5, 6, 0, 0, 0, 0, 0, 0})
}

// shown tells whether a name found in a cell that names a body is a person's all
// the same: a civility stands before it, or it is all there is.
func shown(n person.Name, cell []byte, legal bool) bool {
	if n.Why == person.ByCivility {
		return true
	}
	return !legal && !weak(n.Why) && n.Score >= 0.7 && n.End-n.Start >= len(bytes.TrimSpace(cell))-4
}

// mapped tells whether the rows are places: they have coordinates, and nothing
// that only persons have. A commune's code (INSEE) is none of that.
func (t *names) mapped(columns []column) bool {
	all := hint(0)
	for i := range columns {
		h := columns[i].hints
		if h&hintNIR != 0 && !t.columns[i].long() {
			h &^= hintNIR
		}
		all |= h
	}
	return all&hintLatitude != 0 && all&(hintGiven|hintBirth|hintNIR|hintPrivateRole) == 0
}

// long tells whether some value is as long as a social security number.
func (n *nature) long() bool {
	for v := range n.values {
		if len(v) >= 13 {
			return true
		}
	}
	return false
}

// complete tells whether a cell is written as a person's whole name.
func (s *Scanner) complete(cell []byte) bool {
	found := s.names.finder.FindCell(cell)
	return len(found) == 1 && shown(found[0], cell, false)
}
