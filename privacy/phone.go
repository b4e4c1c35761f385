package privacy

// phoneDetector finds telephone numbers as the French write them: ten digits
// from 0 on, "+33" and "0033" with or without "(0)", the territories that have
// a country code of their own, and the neighbours' numbers behind a "+"
// (plan national de numérotation, ARCEP; ITU-T E.164).
var phoneDetector = &detector{
	kind:  Phone,
	skips: func(c *column) bool { return c.typed() || c.has(hintCompany) },
	wants: func(f *features, c *column) bool { return f.digits >= leastPhoneDigits },
	find:  findPhone,
	mask:  maskPhone,
}

const nationalLength = 10 // digits, with the leading 0

// leastPhoneDigits is the shortest number: nine digits without the leading 0, or
// a country of three digits with six behind it.
const leastPhoneDigits = 9

// number is a telephone number being read.
type number struct {
	groups [12]uint8 // digits between separators
	seps   [12]byte  // what stands before each group
	n      int       // groups
	digits int
	first  byte // first digit after the 0 or the country code
}

func findPhone(cell []byte, from int, c *column) (span, bool) {
	for i := from; i < len(cell); i++ {
		b := cell[i]
		if b != '0' && b != '+' && !(c.has(hintPhone) && digit(b)) {
			continue
		}
		if !phoneMayStart(cell, i) {
			continue
		}
		var num number
		end, ok := 0, false
		switch {
		case b == '+':
			end, ok = num.international(cell, i+1, countries[:])
		case b == '0' && at(cell, i+1) == '0':
			if !c.has(hintIdentifier) {
				end, ok = num.international(cell, i+2+blankAt(cell, i+2), countries[:frenchCountries])
			}
		case b == '0':
			if end, ok = num.read(cell, i, nationalLength); ok {
				ok = num.first != '0' && num.national(cell, i, end, c)
			}
		default:
			end, ok = num.stripped(cell, i)
		}
		if !ok || alphanum(at(cell, end)) || at(cell, end) == '_' || at(cell, end) == '-' && class[at(cell, end+1)]&isLetter != 0 && b == '0' && at(cell, end+2) == ' ' {
			continue
		}
		return num.judge(span{start: i, end: end}, c), true
	}
	return span{}, false
}

// judge gives the level: special-rate numbers belong to services, and what a
// schema declares as a public contact is one. A header that speaks of a body
// makes a fixed line the body's, not a mobile.
func (num *number) judge(m span, c *column) span {
	mobile := num.first == '6' || num.first == '7'
	switch {
	case num.first == '8', c.PublicContact, c.has(hintBody) && c.has(hintPhone) && !mobile:
		m.level, m.role = Info, Body
	case mobile:
		m.level, m.role = Review, Private
	default:
		m.level, m.role = Review, Unknown
	}
	return m
}

// phoneMayStart looks at what stands before the number.
func phoneMayStart(cell []byte, i int) bool {
	if i == 0 {
		return true
	}
	b := cell[i-1]
	switch {
	case b == '_', digit(b):
		return false
	case class[b] == isLetter:
		return phoneWordBefore(cell[:i])
	case i >= 2 && digit(cell[i-2]) && (b == '.' || b == ',' || b == '-' || b == '/'):
		// A comma may part two numbers; the others continue a date or a code.
		return b == ',' && nationalRun(cell, i)
	case b == '/' || b == '=':
		return !insideURL(cell, i)
	}
	return true
}

// nationalRun says that exactly ten digits stand at i.
func nationalRun(cell []byte, i int) bool {
	n := 0
	for digit(at(cell, i+n)) {
		n++
	}
	return n == nationalLength
}

// phoneWordBefore accepts a number glued to its label: "Tel0612345678".
func phoneWordBefore(before []byte) bool {
	for _, w := range [...]string{"tel", "tél", "fax", "mob", "port", "gsm"} {
		if k := len(before) - len(w); k >= 0 && equalFoldASCII(before[k:], w) &&
			(k == 0 || !alphanum(before[k-1])) {
			return true
		}
	}
	return false
}

func equalFoldASCII(b []byte, w string) bool {
	for i := range w {
		x := b[i]
		if class[x] == isLetter {
			x |= 0x20
		}
		if x != w[i] {
			return false
		}
	}
	return true
}

// insideURL says that the word that holds i is a web address.
func insideURL(cell []byte, i int) bool {
	for i > 2 {
		i--
		if class[cell[i]] == isBlank {
			return false
		}
		if cell[i] == '/' && cell[i-1] == '/' && cell[i-2] == ':' {
			return true
		}
		if i >= 3 && cell[i] == '.' && equalFoldASCII(cell[i-3:i], "www") {
			return true
		}
	}
	return false
}

// read takes want digits from i on with their separators.
func (num *number) read(cell []byte, i, want int) (end int, ok bool) {
	num.n, num.digits = 1, 0
	num.groups[0] = 0
	for {
		b := at(cell, i)
		if !digit(b) {
			return 0, false
		}
		if num.digits == 1 && want == nationalLength || num.digits == 0 && want != nationalLength {
			num.first = b
		}
		num.digits++
		num.groups[num.n-1]++
		i++
		if num.digits == want {
			return i, !digit(at(cell, i))
		}
		if w, kind := separator(cell, i); w > 0 {
			if num.n == len(num.groups) {
				return 0, false
			}
			num.groups[num.n], num.seps[num.n] = 0, kind
			num.n++
			i += w
		}
	}
}

// stripped reads a national number that a spreadsheet took for an integer and
// whose 0 it dropped: nine digits that fill the cell of a telephone column.
func (num *number) stripped(cell []byte, i int) (end int, ok bool) {
	if i != 0 || cell[0] == '0' {
		return 0, false
	}
	end, ok = num.read(cell, i, nationalLength-1)
	if !ok || end != len(cell) || num.n > 5 {
		return 0, false
	}
	num.first = cell[0]
	return end, true
}

func maskPhone(v []byte, _ span) string {
	if v[0] == '+' || v[0] == '0' && len(v) > 1 && v[1] == '0' {
		return "+•• • •• •• •• " + string(lastDigits(v))
	}
	return string(firstDigits(v)) + " •• •• •• " + string(lastDigits(v))
}

func firstDigits(v []byte) []byte {
	out := make([]byte, 0, 2)
	for _, b := range v {
		if digit(b) && len(out) < 2 {
			out = append(out, b)
		}
	}
	return out
}

func lastDigits(v []byte) []byte {
	out := []byte("  ")
	for i, k := len(v)-1, 1; i >= 0 && k >= 0; i-- {
		if digit(v[i]) {
			out[k] = v[i]
			k--
		}
	}
	return out
}
