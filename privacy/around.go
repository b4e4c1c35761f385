package privacy

import (
	"bytes"
	"unicode/utf8"
)

// around gives what a text tells around a person's name: where she was born and
// lives, what she is paid, the number of her business.
func (t text) around(out []found, private bool) []found {
	if len(t.cell) < 8 {
		return out
	}
	add := func(kind Kind, m span, ok bool) {
		if ok {
			out = append(out, found{m, kind})
		}
	}
	for i := 0; i < len(t.folded); i++ {
		b := t.folded[i]
		if b != 'n' && b != 'l' && !digit(b) || i > 0 && alphanum(t.folded[i-1]) {
			continue
		}
		switch {
		case b == 'n' || b == 'l':
			m, ok := t.birthPlace(i)
			add(BirthPlace, m, ok)
		case digit(b):
			m, ok := t.address(i, private)
			add(Address, m, ok)
			if ok {
				for i < len(t.folded) && t.place(i) < m.end {
					i++
				}
				i--
				continue
			}
			m, ok = t.business(i, private)
			add(SiretPerson, m, ok)
			if private {
				m, ok = t.salary(i)
				add(Salary, m, ok)
				m, ok = t.coordinates(i)
				add(Coordinates, m, ok)
			}
		}
	}
	return out
}

// text is a cell and its folded form, rune by rune: folded[i] stands at at[i] of
// the cell, and the last place is its end.
type text struct {
	cell   []byte
	folded []byte
	at     []int32
	named  []span // what was found in it before: names of persons among others
}

// place is where folded[i] stands in the cell.
func (t text) place(i int) int { return int(t.at[i]) }

// read folds a cell, into the memory of the last one: lower case, no accents,
// '?' for what is no Latin letter.
func (t *text) read(cell []byte) {
	t.cell, t.folded, t.at, t.named = cell, t.folded[:0], t.at[:0], nil
	for i := 0; i < len(cell); {
		b, n := cell[i], 1
		if b < utf8.RuneSelf {
			if b-'A' < 26 {
				b |= 0x20
			}
		} else {
			var r rune
			r, n = utf8.DecodeRune(cell[i:])
			b = foldByte(r)
		}
		t.folded, t.at = append(t.folded, b), append(t.at, int32(i))
		i += n
	}
	t.at = append(t.at, int32(len(cell)))
}

// foldByte is the letter or sign that a rune is folded to; '?' for others.
func foldByte(r rune) byte {
	switch r {
	case '’':
		return '\''
	case '\u00a0', '\u202f':
		return ' '
	case 'É', 'È', 'Ê', 'Ë':
		return 'e'
	case 'À', 'Â', 'Ä':
		return 'a'
	case 'Î', 'Ï':
		return 'i'
	case 'Ô', 'Ö':
		return 'o'
	case 'Ù', 'Û', 'Ü':
		return 'u'
	case 'Ç':
		return 'c'
	}
	if r = foldRune(r); r < utf8.RuneSelf {
		return byte(r)
	}
	return '?'
}

// starts tells whether w stands at i as whole words.
func (t text) starts(i int, w string) bool {
	return bytes.HasPrefix(t.folded[min(i, len(t.folded)):], []byte(w)) && (i+len(w) >= len(t.folded) || !alphanum(t.folded[i+len(w)]))
}

func (t text) blank(i int) int {
	for i < len(t.folded) && (t.folded[i] == ' ' || t.folded[i] == '\t') {
		i++
	}
	return i
}

// index is the place in folded of byte offset at of the cell.
func (t text) index(from, offset int) int {
	for from < len(t.folded) && t.place(from) < offset {
		from++
	}
	return from
}
