package privacy

// ibanDetector finds international bank account numbers: a country, two check
// digits, the account; the whole, turned and with letters as numbers, is 1
// modulo 97 (ISO 13616, ISO 7064).
var ibanDetector = &detector{
	kind:  IBAN,
	skips: func(c *column) bool { return c.typed() },
	wants: func(f *features, c *column) bool { return f.digits >= leastIBANDigits && f.letters >= 2 },
	find:  findIBAN,
	mask: func(v []byte, _ span) string {
		return string([]byte{v[0] &^ 0x20, v[1] &^ 0x20}) + "•• •••• •••• ••••"
	},
}

// leastIBANDigits: Malta's account may be letters but for nine digits, and
// those of France hold twelve digits at least.
const leastIBANDigits = 9

func findIBAN(cell []byte, from int, _ *column) (span, bool) {
	for i := from; i+15 <= len(cell); i++ {
		if class[cell[i]] != isLetter || i > 0 && alphanum(cell[i-1]) {
			continue
		}
		if class[cell[i+1]] != isLetter {
			continue
		}
		length := ibanLength(cell[i], cell[i+1])
		if length == 0 {
			continue
		}
		if end, ok := readIBAN(cell, i, length); ok {
			return span{start: i, end: end, level: Block, role: Unknown}, true
		}
	}
	return span{}, false
}

// readIBAN takes length letters and digits from i on, spaced as they come, and
// computes the remainder on the way: the account first, then country and check.
func readIBAN(cell []byte, i, length int) (end int, ok bool) {
	var head [4]byte
	rem, n := 0, 0
	for {
		b := at(cell, i)
		if !alphanum(b) {
			return 0, false
		}
		switch {
		case n < 4:
			if digit(b) != (n >= 2) {
				return 0, false
			}
			head[n] = b
		default:
			rem = ibanStep(rem, b)
		}
		n++
		i++
		if n == length {
			break
		}
		if !alphanum(at(cell, i)) {
			w, _ := separator(cell, i)
			i += w
		}
	}
	if alphanum(at(cell, i)) {
		return 0, false
	}
	for _, b := range head {
		rem = ibanStep(rem, b)
	}
	return i, rem == 1
}

func ibanStep(rem int, b byte) int {
	if digit(b) {
		return (rem*10 + int(b-'0')) % 97
	}
	return (rem*100 + int(b&^0x20-'A') + 10) % 97
}

func ibanLength(a, b byte) int {
	return int(ibanLengths[int(a&^0x20-'A')*26+int(b&^0x20-'A')])
}

// ibanLengths are the lengths of the SWIFT registry of IBAN formats, and of
// the French territories that write their own country code.
var ibanLengths = func() (t [26 * 26]uint8) {
	for country, length := range map[string]uint8{
		"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22,
		"BI": 27, "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27,
		"DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FK": 18, "FO": 18, "FR": 27,
		"GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HN": 28, "HR": 21, "HU": 28,
		"IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28,
		"LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22,
		"MK": 19, "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28, "NL": 18, "NO": 15, "OM": 23,
		"PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24,
		"SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "ST": 25, "SV": 28,
		"TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,
		"GF": 27, "GP": 27, "MQ": 27, "RE": 27, "PF": 27, "TF": 27, "YT": 27, "NC": 27, "BL": 27,
		"MF": 27, "PM": 27, "WF": 27,
		"DZ": 26, "SN": 28, "CI": 28, "MA": 28, "MG": 27, "ML": 28, "BJ": 28, "BF": 28, "CM": 27,
	} {
		t[int(country[0]-'A')*26+int(country[1]-'A')] = length
	}
	return t
}()
