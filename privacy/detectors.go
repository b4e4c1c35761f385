package privacy

// span is a datum's place in a cell, in bytes, with what its detector thinks.
type span struct {
	start, end int
	level      Level
	role       Role
	score      float64 // 0 stands for 1
	why        string
}

// detector finds one kind of datum.
type detector struct {
	kind Kind
	// skips says that a column can hold none; nil for never.
	skips func(*column) bool
	// wants is the cheap test on a cell that spares the search.
	wants func(*features, *column) bool
	// find gives the first datum at or after from; it allocates nothing.
	find func(cell []byte, from int, c *column) (span, bool)
	// mask writes the form of the value that may be shown.
	mask func(value []byte, m span) string
}

// detectors are asked in this order, and the first to claim a part of a cell
// has it: check digits before shapes.
var detectors = []*detector{ibanDetector, nirDetector, cardDetector, emailDetector, macDetector, ipDetector,
	idDocumentDetector, ineDetector, cafDetector, plateDetector, phoneDetector, birthDateDetector}

// features are what one pass over a cell tells. Counts are of ASCII signs.
type features struct {
	digits  int
	letters int
	uppers  int // capital letters
	dots    int
	colons  int
	dashes  int
	accents bool // bytes of other letters, or of typographic signs
	at      bool
	blank   bool
}

// leastDigits is the smallest number of digits in which a detector finds
// something: a plate has three.
const leastDigits = 3

const (
	isDigit = 1 << iota
	isLetter
	isAt
	isBlank
)

// class tells what a byte is. Bytes from 0x80 are parts of accented letters or
// of typographic blanks: they are none of these.
var class = func() (t [256]uint8) {
	for b := '0'; b <= '9'; b++ {
		t[b] = isDigit
	}
	for b := 'a'; b <= 'z'; b++ {
		t[b], t[b-'a'+'A'] = isLetter, isLetter
	}
	t['@'] = isAt
	for _, b := range " \t\r\n" {
		t[b] = isBlank
	}
	return t
}()

// weights add up, byte by byte, to eight counts of eight bits.
var weights = func() (t [256]uint64) {
	const digits, letters, uppers, dots, colons, dashes, ats, others = 0, 8, 16, 24, 32, 40, 48, 56
	for b := range t {
		switch {
		case b >= '0' && b <= '9':
			t[b] = 1 << digits
		case b >= 'A' && b <= 'Z':
			t[b] = 1<<letters | 1<<uppers
		case b >= 'a' && b <= 'z':
			t[b] = 1 << letters
		case b == '.':
			t[b] = 1 << dots
		case b == ':':
			t[b] = 1 << colons
		case b == '-':
			t[b] = 1 << dashes
		case b == '@':
			t[b] = 1 << ats
		case b >= 0x80:
			t[b] = 1 << others
		}
	}
	return t
}()

func look(cell []byte) features {
	f := features{blank: true}
	for rest := cell; len(rest) > 0; {
		part := rest[:min(255, len(rest))] // so that no count runs over
		rest = rest[len(part):]
		sum := uint64(0)
		for _, b := range part {
			sum += weights[b]
		}
		f.digits += int(sum & 0xff)
		f.letters += int(sum >> 8 & 0xff)
		f.uppers += int(sum >> 16 & 0xff)
		f.dots += int(sum >> 24 & 0xff)
		f.colons += int(sum >> 32 & 0xff)
		f.dashes += int(sum >> 40 & 0xff)
		f.at = f.at || sum>>48&0xff > 0
		f.accents = f.accents || sum>>56 > 0
		if sum != 0 {
			f.blank = false
		}
	}
	if f.blank {
		for _, b := range cell {
			if class[b] != isBlank {
				f.blank = false
				break
			}
		}
	}
	return f
}

func digit(b byte) bool    { return b-'0' <= 9 }
func alphanum(b byte) bool { return class[b]&(isDigit|isLetter) != 0 }

// at is cell[i], or 0 outside of the cell.
func at(cell []byte, i int) byte {
	if uint(i) < uint(len(cell)) {
		return cell[i]
	}
	return 0
}

// blankAt is the length in bytes of the blank at i, 0 if there is none: the
// space, the tab, and the no-break spaces that word processors put in numbers.
func blankAt(cell []byte, i int) int {
	switch at(cell, i) {
	case ' ', '\t':
		return 1
	case 0xC2:
		if at(cell, i+1) == 0xA0 { // no-break space
			return 2
		}
	case 0xE2:
		if at(cell, i+1) == 0x80 {
			switch at(cell, i+2) {
			case 0xAF, 0x87, 0x89: // narrow no-break, figure, thin
				return 3
			}
		}
	}
	return 0
}

// dashAt says that a typographic hyphen or dash, three bytes long, stands at i.
func dashAt(cell []byte, i int) bool {
	if at(cell, i) != 0xE2 || at(cell, i+1) != 0x80 {
		return false
	}
	b := at(cell, i+2)
	return b == 0x90 || b == 0x91 || b == 0x93
}

// separator is the length in bytes of what may stand between two digits of one
// number: up to three blanks, dots, hyphens, slashes or brackets, as in
// "123 - 45" or "+33 (0)6". kind is the byte that tells separators apart.
func separator(cell []byte, i int) (n int, kind byte) {
	for range 3 {
		if b := blankAt(cell, i+n); b > 0 {
			if kind == 0 {
				kind = ' '
			}
			n += b
			continue
		}
		if dashAt(cell, i+n) {
			kind = '-'
			n += 3
			continue
		}
		switch b := at(cell, i+n); b {
		case '.', '-', '/', '(', ')':
			kind = b
			n++
		default:
			return n, kind
		}
	}
	return n, kind
}
