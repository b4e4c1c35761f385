package privacy

import (
	"bytes"
	"net/netip"
	"slices"
)

// cardDetector finds numbers of bank cards (ISO/IEC 7812: fifteen digits from
// American Express, sixteen from Visa and Mastercard, the last a Luhn check
// digit), written without a break or in the groups that stand on a card. In
// other groups they are a number of another kind: a SIREN with a serial number.
// Fourteen digits are a SIRET's, and never read as a card.
var cardDetector = &detector{
	kind:  Card,
	skips: func(c *column) bool { return c.has(hintCompany) },
	wants: func(f *features, _ *column) bool { return f.digits >= 15 },
	find:  findCard,
	mask:  func(v []byte, _ span) string { return "•••• " + string(v[len(v)-4:]) },
}

func findCard(cell []byte, from int, _ *column) (span, bool) {
	for i := from; i < len(cell); i++ {
		if !digit(cell[i]) || i > 0 && (alphanum(cell[i-1]) || decimalBefore(cell, i)) {
			continue
		}
		var d [17]byte
		n, end, grouped := 0, i, uint32(0)
		for k := i; n < len(d); {
			if digit(at(cell, k)) {
				d[n] = cell[k] - '0'
				n, k = n+1, k+1
				end = k
				continue
			}
			w, kind := separator(cell, k)
			if w == 0 || w > 2 || kind == '.' || kind == '/' || !digit(at(cell, k+w)) {
				break
			}
			grouped |= 1 << n
			k += w
		}
		if n >= len(d) || alphanum(at(cell, end)) || decimalAfter(cell, end) {
			continue
		}
		two := int(d[0])*10 + int(d[1])
		four := two*100 + int(d[2])*10 + int(d[3])
		amex := n == 15 && (two == 34 || two == 37) && (grouped == 0 || grouped == 1<<4|1<<10)
		other := n == 16 && (d[0] == 4 || two >= 51 && two <= 55 || four >= 2221 && four <= 2720) &&
			(grouped == 0 || grouped == 1<<4|1<<8|1<<12)
		if (amex || other) && luhn(d[:n]) && !insideURL(cell, i) {
			return span{start: i, end: end, level: Block, role: Private, why: "check-digit"}, true
		}
	}
	return span{}, false
}

func luhn(d []byte) bool {
	sum := 0
	for i := range d {
		v := int(d[len(d)-1-i])
		if i%2 == 1 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0
}

// macDetector finds the addresses of network cards (IEEE 802: six pairs of
// hexadecimal digits between colons or hyphens).
var macDetector = &detector{
	kind:  MAC,
	skips: func(c *column) bool { return c.typed() },
	wants: func(f *features, _ *column) bool { return f.colons >= 5 || f.dashes >= 5 },
	find: func(cell []byte, from int, _ *column) (span, bool) {
		for i := from; i+17 <= len(cell); i++ {
			if !hexDigit(cell[i]) || i > 0 && (alphanum(cell[i-1]) || cell[i-1] == ':' || cell[i-1] == '-') {
				continue
			}
			sep := cell[i+2]
			if sep != ':' && sep != '-' {
				continue
			}
			ok, letters := true, false
			for k := 0; ok && k < 17; k++ {
				b := cell[i+k]
				if k%3 == 2 {
					ok = b == sep
				} else {
					ok = hexDigit(b)
					letters = letters || !digit(b)
				}
			}
			after := at(cell, i+17)
			if ok && !alphanum(after) && after != sep && (letters || sep == ':') {
				return span{start: i, end: i + 17, level: Review, role: Private, score: 0.95, why: "shape"}, true
			}
		}
		return span{}, false
	},
	mask: func(v []byte, _ span) string { return string(v[:8]) + ":••:••:••" },
}

func hexDigit(b byte) bool { return digit(b) || b|0x20 >= 'a' && b|0x20 <= 'f' }

// ipDetector finds IP addresses, of both versions. Four numbers that a header
// calls a version or a section are none; addresses of private networks are
// told and stop nothing.
var ipDetector = &detector{
	kind:  IP,
	skips: func(c *column) bool { return c.typed() || c.has(hintIdentifier) && !c.has(hintIP) },
	wants: func(f *features, c *column) bool { return f.dots >= 3 || f.colons >= 2 },
	find:  findIP,
	mask: func(v []byte, _ span) string {
		if i := bytes.IndexAny(v, ".:"); i > 0 {
			return string(v[:i+1]) + "•••"
		}
		return "•••"
	},
}

func findIP(cell []byte, from int, c *column) (span, bool) {
	for i := from; i < len(cell); {
		if !ipByte(cell[i]) || i > 0 && (alphanum(cell[i-1]) || cell[i-1] == '.' || cell[i-1] == ':') {
			i++
			continue
		}
		end, dots, colons := i, 0, 0
		for end < len(cell) && ipByte(cell[end]) {
			switch cell[end] {
			case '.':
				dots++
			case ':':
				colons++
			}
			end++
		}
		start := i
		i = end
		for end > start && (cell[end-1] == '.' || cell[end-1] == ':' && !bytes.HasSuffix(cell[start:end], []byte("::"))) {
			if cell[end-1] == '.' {
				dots--
			} else {
				colons--
			}
			end--
		}
		if dots != 3 && colons < 2 || alphanum(at(cell, end)) || end-start < 7 || end-start > 45 {
			continue
		}
		var text [45]byte
		n := copy(text[:], cell[start:end])
		addr, err := netip.ParseAddr(string(text[:n]))
		if err != nil || addr.IsUnspecified() || addr.IsLoopback() || addr.Is6() && colons < 3 && !c.has(hintIP) {
			continue
		}
		m := span{start: start, end: end, level: Review, role: Private, score: 0.9, why: "shape"}
		if !c.has(hintIP) && dots == 3 {
			if b := addr.As4(); colons == 0 && b[0] < 10 && b[1] < 20 && b[2] < 20 { // 2.1.3.4 is a section or a version
				continue
			}
		}
		if addr.IsPrivate() || addr.IsLinkLocalUnicast() {
			m.level, m.role = Info, Unknown
		}
		return m, true
	}
	return span{}, false
}

func ipByte(b byte) bool { return hexDigit(b) || b == '.' || b == ':' }

// ineDetector finds the national number of pupils and students: ten digits and
// a letter (BEA, whose letter is the number modulo 23), or nine digits and two
// letters (RNIE). It takes a header or a word that announces it.
var ineDetector = &detector{
	kind:  INE,
	skips: func(c *column) bool { return c.typed() || c.has(hintCompany) },
	wants: func(f *features, c *column) bool { return f.digits >= 9 && f.letters >= 1 },
	find: func(cell []byte, from int, c *column) (span, bool) {
		return findShape(cell, from, "ddddddddd", func(i, end int) (span, bool) {
			rest := cell[i:min(i+11, len(cell))]
			shape := len(rest) == 11 && class[rest[10]]&isLetter != 0 && (digit(rest[9]) || class[rest[9]]&isLetter != 0)
			if !shape || alphanum(at(cell, i+11)) || !c.has(hintINE) && !announced(cell, i, "ine", "numen", "eleve", "élève", "etudiant", "étudiant") {
				return span{}, false
			}
			return span{start: i, end: i + 11, level: Block, role: Private, score: 0.98, why: "header"}, true
		})
	},
	mask: func(v []byte, _ span) string { return string(v[:2]) + "•••••••••" },
}

// idDocumentDetector finds numbers of passports (two digits, two letters, five
// digits) and of identity cards (twelve digits, or nine signs since 2021),
// where a header or a word announces one; a passport's shape is enough.
var idDocumentDetector = &detector{
	kind:  IDDocument,
	skips: func(c *column) bool { return c.typed() || c.has(hintCompany|hintPhone) },
	wants: func(f *features, c *column) bool { return f.digits >= 5 && (f.letters >= 1 || c.has(hintDocument)) },
	find: func(cell []byte, from int, c *column) (span, bool) {
		for i := from; i < len(cell); i++ {
			if !alphanum(cell[i]) || i > 0 && alphanum(cell[i-1]) {
				continue
			}
			end := i
			for end < len(cell) && alphanum(cell[end]) {
				end++
			}
			w := cell[i:end]
			stay := len(w) == 10 && allDigits(w) && announced(cell, i, "titre de séjour", "titre de sejour")
			numbered := len(w) == 12 && allDigits(w) || len(w) == 9 && mixed(w) || stay
			if !numbered && !passport(w) {
				i = end
				continue
			}
			said := c.has(hintDocument) || announced(cell, i, "passeport", "cni", "identité", "identite", "passport")
			switch {
			case passport(w) && (said || !c.has(hintIdentifier) && upperLetters(w)):
				return span{start: i, end: end, level: Block, role: Private, score: 0.9, why: "shape"}, true
			case said && numbered, stay:
				return span{start: i, end: end, level: Block, role: Private, score: 0.9, why: "announced"}, true
			}
			i = end
		}
		return span{}, false
	},
	mask: func(v []byte, _ span) string { return string(v[:2]) + "•••••••" },
}

func passport(w []byte) bool {
	return len(w) == 9 && allDigits(w[:2]) && class[w[2]]&isLetter != 0 && class[w[3]]&isLetter != 0 && allDigits(w[4:])
}

func allDigits(w []byte) bool { return !slices.ContainsFunc(w, func(b byte) bool { return !digit(b) }) }

func upperLetters(w []byte) bool {
	return !slices.ContainsFunc(w, func(b byte) bool { return b >= 'a' && b <= 'z' })
}

func mixed(w []byte) bool { return !allDigits(w) && slices.ContainsFunc(w, digit) && upperLetters(w) }

// cafDetector finds the numbers of recipients of family benefits: seven digits,
// sometimes with a letter, where a header or a word announces one.
var cafDetector = &detector{
	kind:  CAF,
	skips: func(c *column) bool { return c.typed() && !c.has(hintCAF) },
	wants: func(f *features, c *column) bool { return f.digits >= 6 && (f.letters >= 3 || c.has(hintCAF)) },
	find: func(cell []byte, from int, c *column) (span, bool) {
		return findShape(cell, from, "ddddddd", func(i, end int) (span, bool) {
			if class[at(cell, end)]&isLetter != 0 && !alphanum(at(cell, end+1)) {
				end++
			}
			if alphanum(at(cell, end)) || decimalAfter(cell, end) || !c.has(hintCAF) && !announced(cell, i, "allocataire", "caf") {
				return span{}, false
			}
			return span{start: i, end: end, level: Block, role: Private, score: 0.9, why: "announced"}, true
		})
	},
	mask: func(v []byte, _ span) string { return string(v[:1]) + "••••••" },
}

// findShape calls fn at each place where digits as many as the shape's stand
// that no letter or digit precedes; end is behind them.
func findShape(cell []byte, from int, shape string, fn func(i, end int) (span, bool)) (span, bool) {
	for i := from; i < len(cell); i++ {
		if !digit(cell[i]) || i > 0 && (alphanum(cell[i-1]) || decimalBefore(cell, i)) {
			continue
		}
		end := i
		for end < len(cell) && end-i < len(shape) && digit(cell[end]) {
			end++
		}
		if end-i == len(shape) {
			if m, ok := fn(i, end); ok {
				return m, true
			}
		}
		for i < len(cell) && digit(cell[i]) {
			i++
		}
	}
	return span{}, false
}

// reachBefore is how far before a number its announcement may stand, in bytes.
const reachBefore = 40

// announced tells whether one of the words stands shortly before place i.
func announced(cell []byte, i int, list ...string) bool {
	var room [reachBefore]byte
	before := lowered(room[:0], cell[max(0, i-reachBefore):i])
	for _, w := range list {
		for k := 0; ; {
			j := index(before[k:], w)
			if j < 0 {
				break
			}
			k += j
			if (k == 0 || !letterByte(before[k-1]) || apostropheBefore(before[:k])) && (k+len(w) == len(before) || !letterByte(before[k+len(w)])) {
				return true
			}
			k += len(w)
		}
	}
	return false
}

// apostropheBefore tells whether a typographic apostrophe ends the text: its
// bytes look like those of a letter.
func apostropheBefore(text []byte) bool {
	return len(text) >= 3 && string(text[len(text)-3:]) == "’" || len(text) > 0 && len(text) < 3 && text[len(text)-1] == 0x99
}

// index is bytes.Index for a string.
func index(text []byte, w string) int {
	for i := 0; i+len(w) <= len(text); i++ {
		if string(text[i:i+len(w)]) == w {
			return i
		}
	}
	return -1
}

// lowered appends a text with its ASCII letters in lower case, into the room
// that the caller gives.
func lowered(room, text []byte) []byte {
	for _, b := range text {
		if b >= 'A' && b <= 'Z' {
			b |= 0x20
		}
		room = append(room, b)
	}
	return room
}

// letterByte tells whether a byte belongs to a letter, an accented one included.
func letterByte(b byte) bool { return class[b]&isLetter != 0 || b >= 0x80 }

// plateDetector finds registrations of vehicles: AB-123-CD (since 2009; no I, O
// or U, arrêté du 9 février 2009), and those of before, 1234 AB 40, where a word
// or a header announces one.
var plateDetector = &detector{
	kind:  Plate,
	skips: func(c *column) bool { return c.typed() },
	wants: func(f *features, _ *column) bool { return f.digits >= 3 && f.uppers >= 2 },
	find: func(cell []byte, from int, c *column) (span, bool) {
		for i := from; i < len(cell); i++ {
			if !alphanum(cell[i]) || i > 0 && (letterByte(cell[i-1]) || digit(cell[i-1]) || cell[i-1] == '-') {
				continue
			}
			said := c.has(hintPlate) || c.has(hintNIR) && c.hints&hintNIR == hintNIR && announcedPlate(cell, i)
			if end, joined := newPlate(cell, i); end > 0 && !alphanum(at(cell, end)) && at(cell, end) != '-' &&
				(!joined || said || announcedPlate(cell, i)) {
				return span{start: i, end: end, level: Review, role: Private, score: 0.9, why: "shape"}, true
			}
			if end := oldPlate(cell, i); end > 0 && !alphanum(at(cell, end)) && (said || announcedPlate(cell, i)) {
				return span{start: i, end: end, level: Review, role: Private, score: 0.85, why: "announced"}, true
			}
		}
		return span{}, false
	},
	mask: func(v []byte, _ span) string { return string(v[:2]) + "-•••-••" },
}

func announcedPlate(cell []byte, i int) bool {
	return announced(cell, i, "immatriculé", "immatriculée", "immatricule", "immatriculation", "plaque", "véhicule", "vehicule", "immat", "carte grise")
}

func plateLetter(b byte) bool {
	return b >= 'A' && b <= 'Z' && b != 'I' && b != 'O' && b != 'U'
}

// newPlate reads AB-123-CD, AB 123 CD or AB123CD; joined is the last of these.
func newPlate(cell []byte, i int) (end int, joined bool) {
	if !plateLetter(at(cell, i)) || !plateLetter(at(cell, i+1)) {
		return 0, false
	}
	k := i + 2
	sep := at(cell, k)
	if sep != '-' && sep != ' ' {
		sep, joined = 0, true
	} else {
		k++
	}
	for n := 0; n < 3; n++ {
		if !digit(at(cell, k)) {
			return 0, false
		}
		k++
	}
	if sep != 0 {
		if at(cell, k) != sep {
			return 0, false
		}
		k++
	}
	if !plateLetter(at(cell, k)) || !plateLetter(at(cell, k+1)) {
		return 0, false
	}
	return k + 2, joined
}

// oldPlate reads 1234 AB 40.
func oldPlate(cell []byte, i int) int {
	k := i
	for digit(at(cell, k)) && k-i < 4 {
		k++
	}
	if k-i < 1 {
		return 0
	}
	skip := func() bool {
		if b := at(cell, k); b == ' ' || b == '-' {
			k++
			return true
		}
		return false
	}
	skip()
	letters := k
	for b := at(cell, k); b >= 'A' && b <= 'Z' && k-letters < 3; b = at(cell, k) {
		k++
	}
	if k-letters < 2 {
		return 0
	}
	skip()
	if !digit(at(cell, k)) || !(digit(at(cell, k+1)) || at(cell, k+1) == 'A' || at(cell, k+1) == 'B') {
		return 0
	}
	return k + 2
}
