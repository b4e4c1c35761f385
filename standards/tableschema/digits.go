package tableschema

import "encoding/binary"

const (
	eachByte  = 0x0101010101010101
	evenBytes = 0x00FF00FF00FF00FF
)

// allDigits tells whether the eight bytes of x are digits.
func allDigits(x uint64) bool {
	return x&highBits == 0 && (x+(0x80-'0')*eachByte)&^(x+(0x7F-'9')*eachByte)&highBits == highBits
}

// doubled doubles the digits in the even bytes of x and casts out nines, as
// Luhn's rule does; the other bytes of x are zero.
func doubled(x uint64) uint64 {
	return 2*x - 9*((x+0x7B*(eachByte&evenBytes))>>7&(eachByte&evenBytes))
}

// added adds the eight bytes of x.
func added(x uint64) int { return int(x * eachByte >> 56) }

// surelySIRET tells whether text[start:end] is a SIRET of fourteen digits with
// right check digits. Those of La Poste, which follow a rule of their own, are
// left to the slow way. Two bytes more than that must be there.
func surelySIRET(text []byte, start, end int) bool {
	if end-start != 14 {
		return false
	}
	a := binary.LittleEndian.Uint64(text[start:])
	b := binary.LittleEndian.Uint64(text[start+8:])&0x0000FFFFFFFFFFFF | uint64('0')*0x0101<<48
	if !allDigits(a) || !allDigits(b) {
		return false
	}
	a, b = a&(0x0F*eachByte), b&(0x0F*eachByte)
	if a == 0x0000000000060503 {
		return false
	}
	odd := uint64(evenBytes) << 8
	siren := added(a&evenBytes) + added(doubled(a>>8&evenBytes)) + int(b&0xFF)
	siret := added(doubled(a&evenBytes)) + added(a&odd) + added(doubled(b&evenBytes)) + added(b&odd)
	return siren%10 == 0 && siret%10 == 0
}

// surelySIREN tells whether text[start:end] is a SIREN of nine digits with a
// right check digit.
func surelySIREN(text []byte, start, end int) bool {
	if end-start != 9 {
		return false
	}
	a, last := binary.LittleEndian.Uint64(text[start:]), text[start+8]-'0'
	if !allDigits(a) || last > 9 {
		return false
	}
	a &= 0x0F * eachByte
	return (added(a&evenBytes)+added(doubled(a>>8&evenBytes))+int(last))%10 == 0
}

// surelyDate tells whether text[start:end] is a day of the calendar, written
// YYYY-MM-DD.
func surelyDate(text []byte, start, end int) bool {
	if end-start != 10 {
		return false
	}
	b := text[start : start+10]
	y0, y1, y2, y3 := b[0]-'0', b[1]-'0', b[2]-'0', b[3]-'0'
	m0, m1, d0, d1 := b[5]-'0', b[6]-'0', b[8]-'0', b[9]-'0'
	if b[4] != '-' || b[7] != '-' || y0 > 9 || y1 > 9 || y2 > 9 || y3 > 9 || m0 > 1 || m1 > 9 || d0 > 3 || d1 > 9 {
		return false
	}
	m, d := int(m0)*10+int(m1), int(d0)*10+int(d1)
	if d <= 28 {
		return m >= 1 && m <= 12 && d >= 1 && y0+y1+y2+y3 > 0
	}
	return validDate(int(y0)*1000+int(y1)*100+int(y2)*10+int(y3), m, d)
}

// surelyInteger reads an integer of at most 18 digits.
func surelyInteger(cell []byte) (n int64, ok bool) {
	neg := false
	if cell[0] == '-' {
		neg = true
		cell = cell[1:]
	}
	if len(cell) == 0 || len(cell) > 18 {
		return 0, false
	}
	for _, c := range cell {
		if c-'0' > 9 {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	if neg {
		n = -n
	}
	return n, true
}

// surelyNumber reads a number of at most 18 digits, without exponent, as a
// multiple of a power of ten.
func surelyNumber(cell []byte) (coef int64, decimals int, ok bool) {
	neg := false
	if cell[0] == '-' {
		neg = true
		cell = cell[1:]
	}
	if len(cell) == 0 || len(cell) > 18 {
		return 0, 0, false
	}
	point := -1
	for i, c := range cell {
		if c-'0' > 9 {
			if c != '.' || point >= 0 {
				return 0, 0, false
			}
			point = i
			continue
		}
		coef = coef*10 + int64(c-'0')
	}
	if point >= 0 {
		if len(cell) == 1 {
			return 0, 0, false
		}
		decimals = len(cell) - point - 1
	}
	if neg {
		coef = -coef
	}
	return coef, decimals, true
}
