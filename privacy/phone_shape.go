package privacy

// national says that ten digits are grouped as a telephone number is, and that
// they are not a part of something longer: a date and an hour, a decimal
// number, a code.
func (num *number) national(cell []byte, start, end int, c *column) bool {
	if decimalAfter(cell, end) && !nationalRun(cell, end+1) {
		return false
	}
	switch {
	case num.n == 1:
		// Ten digits without a blank are also a code where the header says so.
		return c.has(hintPhone) || !c.has(hintIdentifier)
	case num.pairs():
		return num.uniform() && pairsEndHere(cell, end, num.seps[num.n-1])
	case !num.familiar():
		return false
	}
	return !digitBeyond(cell, end) && !digitBefore(cell, start)
}

func (num *number) pairs() bool { return num.n == 5 && num.grouped(2, 2, 2, 2, 2) }

// uniform says that the separators are the same but for the first: "05.06.20
// 12.30" is a date and an hour.
func (num *number) uniform() bool {
	for k := 3; k < num.n; k++ {
		if num.seps[k] != num.seps[2] {
			return false
		}
	}
	return true
}

func (num *number) grouped(sizes ...uint8) bool {
	if num.n != len(sizes) {
		return false
	}
	for i, s := range sizes {
		if num.groups[i] != s {
			return false
		}
	}
	return true
}

// familiar lists the other ways to cut ten digits. A single point is a decimal
// point.
func (num *number) familiar() bool {
	if num.n == 2 {
		return num.seps[1] != '.' && (num.grouped(2, 8) || num.grouped(4, 6) || num.grouped(5, 5))
	}
	if !num.uniform() {
		return false
	}
	return num.grouped(4, 2, 2, 2) || num.grouped(1, 3, 3, 3) || num.grouped(4, 3, 3) ||
		num.grouped(2, 2, 3, 3) || num.grouped(2, 4, 4) || num.grouped(3, 3, 4) || num.grouped(3, 3, 2, 2) ||
		num.grouped(1, 1, 2, 2, 2, 2) || num.grouped(2, 3, 3, 2) || num.n == nationalLength
}

// pairsEndHere looks at what follows five pairs: nothing, one number more such
// as a street's, or another telephone number; more pairs are a longer code.
func pairsEndHere(cell []byte, end int, sep byte) bool {
	more, i := 0, end
	for {
		w, kind := separator(cell, i)
		if w == 0 || kind != sep || !digit(at(cell, i+w)) {
			break
		}
		n := 0
		for digit(at(cell, i+w+n)) {
			n++
		}
		if n != 2 {
			break
		}
		more++
		i += w + n
	}
	if more == 0 || more == 1 && sep == ' ' {
		return true
	}
	w, _ := separator(cell, end)
	return more%5 == 0 && at(cell, end+w) == '0'
}

// frenchCountries is how many of countries, from the first, are French.
const frenchCountries = 5

// country is a country code and the digits that follow it.
type country struct {
	code     string
	min, max int
	trunk    bool // people leave the national 0 in: "+33 06", "+33 (0)6"
}

// countries are those whose numbers stand in French files: the territories and
// the neighbours. After "00" only the first ones are read: other numbers that
// begin so are codes more often than telephones.
var countries = [...]country{
	{"33", 9, 9, true}, {"262", 9, 9, true}, {"590", 9, 9, true}, {"594", 9, 9, true}, {"596", 9, 9, true},
	{"508", 6, 6, true}, {"687", 6, 6, false}, {"681", 6, 6, false}, {"689", 8, 8, false},
	{"32", 8, 9, true}, {"34", 9, 9, false}, {"351", 9, 9, false}, {"352", 6, 9, false}, {"376", 6, 6, false},
	{"377", 8, 9, false}, {"39", 9, 10, false}, {"41", 9, 9, true}, {"44", 10, 10, true}, {"49", 10, 11, true},
	{"31", 9, 9, true}, {"212", 9, 9, true}, {"213", 8, 9, true}, {"216", 8, 8, false},
}

// international reads what stands after "+" or "00".
func (num *number) international(cell []byte, i int, from []country) (end int, ok bool) {
	for _, co := range from {
		if !hasDigits(cell, i, co.code) {
			continue
		}
		j := i + len(co.code)
		w, _ := separator(cell, j)
		j += w
		if co.trunk && at(cell, j) == '0' {
			w, _ = separator(cell, j+1)
			j += 1 + w
		}
		for want := co.max; want >= co.min; want-- {
			if end, ok := num.read(cell, j, want); ok && num.first != '0' && !decimalAfter(cell, end) {
				return end, true
			}
		}
	}
	return 0, false
}

func hasDigits(cell []byte, i int, code string) bool {
	return i+len(code) <= len(cell) && string(cell[i:i+len(code)]) == code
}
