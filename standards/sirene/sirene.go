package sirene

// Lengths of the two identifiers, in digits.
const (
	SIRENDigits = 9
	SIRETDigits = 14
)

// laPoste is the SIREN whose establishments do not follow Luhn's rule, but for
// its head office.
const (
	laPoste           = "356000000"
	laPosteHeadOffice = "35600000000048"
)

// ValidSIREN tells whether b is a SIREN: nine digits with a right check digit,
// blanks and full stops between the digits being ignored.
func ValidSIREN[T ~string | ~[]byte](b T) bool {
	var digits [SIRETDigits]byte
	n, ok := compact(b, &digits)
	return ok && n == SIRENDigits && luhn(digits[:SIRENDigits])
}

// ValidSIRET tells whether b is a SIRET: a valid SIREN and five digits more,
// with a right check digit over the fourteen, blanks and full stops between
// the digits being ignored.
func ValidSIRET[T ~string | ~[]byte](b T) bool {
	var digits [SIRETDigits]byte
	n, ok := compact(b, &digits)
	if !ok || n != SIRETDigits || !luhn(digits[:SIRENDigits]) {
		return false
	}
	if string(digits[:SIRENDigits]) == laPoste && string(digits[:]) != laPosteHeadOffice {
		return digitSum(digits[:])%5 == 0
	}
	return luhn(digits[:])
}

// SIRENOf gives the first nine digits of a SIRET or a SIREN, without blanks.
// It is false when fewer than nine digits are there or something else stands
// between them. The check digits are not verified.
func SIRENOf[T ~string | ~[]byte](b T) (string, bool) {
	var digits [SIRETDigits]byte
	n, ok := compact(b, &digits)
	if !ok || (n != SIRENDigits && n != SIRETDigits) {
		return "", false
	}
	return string(digits[:SIRENDigits]), true
}

// Compact gives the digits of a SIREN or a SIRET without the blanks and full
// stops between them; it is false when b holds anything else, or another
// number of digits than nine or fourteen. The check digits are not verified.
func Compact[T ~string | ~[]byte](b T) (string, bool) {
	var digits [SIRETDigits]byte
	n, ok := compact(b, &digits)
	if !ok || (n != SIRENDigits && n != SIRETDigits) {
		return "", false
	}
	return string(digits[:n]), true
}

// Format writes a SIREN as "123 456 789" and a SIRET as "123 456 789 00012",
// separated by sep (a no-break space on screen). What is neither comes back
// as it is.
func Format(number, sep string) string {
	digits, ok := Compact(number)
	if !ok {
		return number
	}
	out := digits[0:3] + sep + digits[3:6] + sep + digits[6:9]
	if len(digits) == SIRETDigits {
		out += sep + digits[9:]
	}
	return out
}

// compact copies the digits of b into digits and counts them. It is false when
// b holds something that is neither a digit nor a separator, or more digits
// than a SIRET has.
func compact[T ~string | ~[]byte](b T, digits *[SIRETDigits]byte) (int, bool) {
	n := 0
	for i := 0; i < len(b); i++ {
		c := b[i]
		switch {
		case c-'0' <= 9:
			if n == SIRETDigits {
				return n, false
			}
			digits[n] = c
			n++
		case c == ' ' || c == '.':
		case c == 0xC2 && i+1 < len(b) && b[i+1] == 0xA0: // U+00A0
			i++
		case c == 0xE2 && i+2 < len(b) && b[i+1] == 0x80 && b[i+2] == 0xAF: // U+202F
			i += 2
		default:
			return n, false
		}
	}
	return n, true
}

// luhn verifies the check digit: from the right, every second digit is doubled
// and the sum of all digits is a multiple of ten.
func luhn(digits []byte) bool {
	sum := 0
	double := len(digits)%2 == 0
	for _, c := range digits {
		d := int(c - '0')
		if double {
			d *= 2
			if d > 9 {
				d -= 9
			}
		}
		sum += d
		double = !double
	}
	return sum%10 == 0
}

func digitSum(digits []byte) int {
	sum := 0
	for _, c := range digits {
		sum += int(c - '0')
	}
	return sum
}
