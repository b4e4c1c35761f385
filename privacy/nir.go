package privacy

// nirDetector finds the numéro d'inscription au répertoire (NIR): 13 symbols
// (sex, year, month, place, order) and a key of two digits, 97 minus the number
// modulo 97 (décret n° 82-103, art. 4; INSEE). Without its key it is accepted
// only where the header announces it.
var nirDetector = &detector{
	kind:  NIR,
	skips: func(c *column) bool { return c.has(hintCompany) },
	wants: func(f *features, c *column) bool { return f.digits >= 12 },
	find:  findNIR,
	mask: func(v []byte, _ span) string {
		return string(v[:1]) + " •• •• •• ••• ••• ••"
	},
}

const (
	nirLength    = 13
	nirKeyLength = 15
)

func findNIR(cell []byte, from int, c *column) (span, bool) {
	for i := from; i < len(cell); i++ {
		if !digit(cell[i]) || i > 0 && (alphanum(cell[i-1]) || decimalBefore(cell, i)) {
			continue
		}
		if !nirSex(cell[i]) {
			continue
		}
		var n nirDigits
		if end, ok := n.read(cell, i, nirKeyLength); ok && n.keyed() && n.standsAlone(cell, i, end) {
			level := Review
			if n.usual() {
				level = Block
			}
			return span{start: i, end: end, level: level, role: Private}, true
		}
		if !c.has(hintNIR) {
			continue
		}
		n = nirDigits{}
		if end, ok := n.read(cell, i, nirLength); ok && n.usual() && n.shaped() && n.standsAlone(cell, i, end) &&
			!digitBeyond(cell, end) {
			return span{start: i, end: end, level: Block, role: Private}, true
		}
	}
	return span{}, false
}

// nirSex: 1 and 2, 3 and 4 in the making abroad, 7 and 8 provisional.
func nirSex(b byte) bool {
	switch b {
	case '1', '2', '3', '4', '7', '8':
		return true
	}
	return false
}

// nirDigits are the symbols of a candidate and where it was spaced.
type nirDigits struct {
	d     [nirKeyLength]byte
	n     int
	gaps  uint16 // bit k: a separator stands before symbol k
	seps  int
	dots  int
	extra bool // the word "clé" stands before the key
}

// read takes want symbols from i on; end is the byte after the last.
func (n *nirDigits) read(cell []byte, i, want int) (end int, ok bool) {
	for n.n < want {
		b := at(cell, i)
		switch {
		case digit(b):
			n.d[n.n] = b
		case n.n == 6 && n.d[5] == '2' && (b|0x20 == 'a' || b|0x20 == 'b'): // Corsica
			n.d[n.n] = b &^ 0x20
		default:
			return 0, false
		}
		n.n++
		i++
		if n.n == want {
			return i, true
		}
		w, kind := separator(cell, i)
		if n.n == nirLength {
			if k := keyWord(cell, i+w); k > 0 {
				w += k
				n.extra = true
			}
		}
		if w > 0 {
			n.gaps |= 1 << n.n
			n.seps++
			if kind == '.' {
				n.dots++
			}
			i += w
		}
	}
	return i, true
}

// keyWord is the length of "clé", "cle" or "clef" with what follows it.
func keyWord(cell []byte, i int) int {
	rest := cell[min(i, len(cell)):]
	for _, w := range [...]string{"clé", "clef", "cle", "CLE", "Clé", "CLÉ"} {
		if len(rest) > len(w) && string(rest[:len(w)]) == w {
			n := len(w)
			for n < len(rest) && n < len(w)+4 && (blankAt(rest, n) > 0 || rest[n] == ':') {
				n += max(blankAt(rest, n), 1)
			}
			return n
		}
	}
	return 0
}

func (n *nirDigits) two(i int) int { return int(n.d[i]-'0')*10 + int(n.d[i+1]-'0') }

// shaped says that month, place and order are in their ranges: month 1 to 12,
// or 20 to 42 and from 50 on when the civil record is incomplete.
func (n *nirDigits) shaped() bool {
	month := n.two(3)
	if month == 0 || month > 12 && month < 20 || month > 42 && month < 50 {
		return false
	}
	if n.d[5] == '0' && n.d[6] == '0' { // département
		return false
	}
	if n.d[7] == '0' && n.d[8] == '0' && n.d[9] == '0' { // commune or country
		return false
	}
	return n.d[10] != '0' || n.d[11] != '0' || n.d[12] != '0' // order
}

// keyed says that the shape and the key are right. 2A counts as 19, 2B as 18.
func (n *nirDigits) keyed() bool {
	if !n.shaped() {
		return false
	}
	number := 0
	for k, b := range n.d[:nirLength] {
		switch {
		case k == 6 && b == 'A':
			number = number - 2 + 1 // the 2 before it becomes 1
			b = '9'
		case k == 6 && b == 'B':
			number = number - 2 + 1
			b = '8'
		}
		number = number*10 + int(b-'0')
	}
	return 97-number%97 == n.two(nirLength)
}

const (
	gapsMetropole = 1<<1 | 1<<3 | 1<<5 | 1<<7 | 1<<10 | 1<<13
	gapsOverseas  = 1<<1 | 1<<3 | 1<<5 | 1<<8 | 1<<10 | 1<<13
	gapsThousands = 1<<3 | 1<<6 | 1<<9 | 1<<12
)

// usual says that the number is spaced as people or spreadsheets space it.
func (n *nirDigits) usual() bool {
	return n.gaps&^gapsMetropole == 0 || n.gaps&^gapsOverseas == 0 || n.gaps&^gapsThousands == 0
}

// standsAlone refuses decimal numbers, identifiers in web addresses, and unusual spacings in a longer row of
// numbers.
func (n *nirDigits) standsAlone(cell []byte, start, end int) bool {
	if alphanum(at(cell, end)) || decimalAfter(cell, end) {
		return false
	}
	if n.seps == 1 && n.dots == 1 { // 2.35064019212342 is a longitude
		return false
	}
	if n.seps == 0 && insideURL(cell, start) { // pages of social networks have fifteen digits
		return false
	}
	return n.usual() || !digitBeyond(cell, end) && !digitBefore(cell, start)
}

// decimalAfter says that a decimal part follows.
func decimalAfter(cell []byte, end int) bool {
	return (at(cell, end) == ',' || at(cell, end) == '.') && digit(at(cell, end+1))
}

// decimalBefore says that the digit at i is inside a decimal or dotted number.
func decimalBefore(cell []byte, i int) bool {
	return i >= 2 && (cell[i-1] == '.' || cell[i-1] == ',') && digit(cell[i-2])
}

// digitBeyond says that after one separator there are more digits.
func digitBeyond(cell []byte, end int) bool {
	w, _ := separator(cell, end)
	return w > 0 && digit(at(cell, end+w))
}

// digitBefore says that before one separator there are more digits.
func digitBefore(cell []byte, start int) bool {
	for i := start - 1; i >= 0 && i >= start-4; i-- {
		switch b := cell[i]; {
		case digit(b):
			return true
		case alphanum(b):
			return false
		}
	}
	return false
}
