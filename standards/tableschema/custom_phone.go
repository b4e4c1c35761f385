package tableschema

func phoneFault(_ *checkProg, _ *Field, cell []byte) (detail string, ok bool) {
	return "", validPhone(cell)
}

// validPhone accepts French numbers of ten digits under the plan of ARCEP (01
// to 09), with +33 or 0033 too, short numbers (2, 3, 4 and 6 digits), and
// numbers of other countries with their prefix, by their length (E.164: at
// most fifteen digits). Blanks, full stops, hyphens, strokes and parentheses
// may stand between the digits.
//
// The reference asks a library that knows which numbers are attributed; this
// one knows the plan only, and accepts a few more.
func validPhone(cell []byte) bool {
	var buf [18]byte
	d := buf[:0]
	plus := false
	for i := 0; i < len(cell); i++ {
		switch b := cell[i]; {
		case b-'0' <= 9:
			if len(d) == cap(d) {
				return false
			}
			d = append(d, b)
		case b == '+' && len(d) == 0 && !plus:
			plus = true
		case b == ' ', b == '.', b == '-', b == '/', b == '(', b == ')':
		case b == 0xC2 && i+1 < len(cell) && cell[i+1] == 0xA0:
			i++
		case b == 0xE2 && i+2 < len(cell) && cell[i+1] == 0x80 && cell[i+2] == 0xAF:
			i += 2
		default:
			return false
		}
	}
	if !plus && len(d) > 4 && d[0] == '0' && d[1] == '0' {
		plus, d = true, d[2:]
	}
	if !plus {
		return frenchNumber(d) || shortNumber(d)
	}
	if len(d) >= 2 && d[0] == '3' && d[1] == '3' {
		d = d[2:]
		if len(d) == 10 && d[0] == '0' { // +33 (0)1 …
			d = d[1:]
		}
		return len(d) == 9 && d[0] != '0'
	}
	if len(d) < 8 || len(d) > 15 || d[0] == '0' {
		return false
	}
	switch string(d[:3]) {
	case "990", "991", "997", "999": // attributed to no country
		return false
	}
	return true
}

// frenchNumber also accepts nine digits, for a zero that a spreadsheet has
// dropped, and 33 without its plus, as the reference does.
func frenchNumber(d []byte) bool {
	switch len(d) {
	case 9:
		return d[0] != '0'
	case 10:
		return d[0] == '0' && d[1] != '0'
	case 11:
		return d[0] == '3' && d[1] == '3' && d[2] != '0'
	}
	return false
}

// shortNumber accepts emergency numbers (15, 112, 115, 116000), the numbers of
// services (3949, 1023) and directories (118712).
func shortNumber(d []byte) bool {
	switch len(d) {
	case 2:
		return string(d) == "15" || string(d) == "17" || string(d) == "18"
	case 3:
		switch string(d) {
		case "112", "114", "115", "119", "191", "196", "197":
			return true
		}
	case 4:
		return d[0] == '3' || d[0] == '1'
	case 6:
		return d[0] == '1' && d[1] == '1' && (d[2] == '6' || d[2] == '8')
	}
	return false
}
