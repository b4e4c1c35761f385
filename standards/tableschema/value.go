package tableschema

import (
	"math"
	"math/big"
	"strconv"
)

// Value is what a cell holds once read as its field says.
type Value struct {
	// Null: the cell is empty, or one of the missing values.
	Null bool
	// Int is the value of an Integer or a Year, the truth (0 or 1) of a
	// Boolean, the days since 1970-01-01 of a Date, the microseconds since
	// then of a Datetime (UTC when it has no zone) and of a Time since
	// midnight, the months since year 0 of a YearMonth.
	Int int64
	// Text is the cell itself, for every type; it shares its bytes.
	Text []byte

	kind valueKind
	dec  decimal
	// items is the number of items of an array or an object.
	items int
}

// Float is the value of a Number or an Integer, to the nearest float64.
func (v Value) Float() float64 {
	switch v.kind {
	case kindInt:
		return float64(v.Int)
	case kindNumber:
		return v.dec.float()
	}
	return math.NaN()
}

type valueKind uint8

const (
	kindText   valueKind = iota
	kindInt              // Integer and Year
	kindNumber           // Number
	kindBool
	kindTime // everything ordered in time, by Int
	kindItems
)

// decimal is a number as it is written: coef × 10^exp, exactly. Numbers too
// long for that keep their text in big.
type decimal struct {
	neg  bool
	nan  bool
	inf  bool
	exp  int32
	coef uint64
	big  *big.Rat
}

var pow10 = func() (p [20]uint64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = p[i-1] * 10
	}
	return p
}()

// parseDecimal reads a number: an optional sign, digits with at most one
// decimal point, an optional exponent; or NaN, INF and their signs.
func parseDecimal(b []byte) (d decimal, ok bool) {
	i := 0
	if i < len(b) && (b[i] == '-' || b[i] == '+') {
		d.neg = b[i] == '-'
		i++
	}
	digits, kept := 0, 0
	point := false
	overflow := false
	for ; i < len(b); i++ {
		c := b[i] - '0'
		if c > 9 {
			if b[i] != '.' || point {
				break
			}
			point = true
			continue
		}
		digits++
		if point {
			d.exp--
		}
		if kept == 0 && c == 0 {
			continue
		}
		kept++
		if kept > 18 {
			overflow = true
			continue
		}
		d.coef = d.coef*10 + uint64(c)
	}
	if digits == 0 {
		return special(b[i:], d)
	}
	if i < len(b) {
		if b[i] != 'e' && b[i] != 'E' {
			return d, false
		}
		e, err := strconv.Atoi(string(b[i+1:]))
		if err != nil || e > 9999 || e < -9999 {
			return d, false
		}
		d.exp += int32(e) // #nosec G109 -- at most 9999, see above
	}
	if overflow {
		d.big, ok = new(big.Rat).SetString(string(b))
		return d, ok
	}
	return d, true
}

// special reads what follows the sign of a number without digits.
func special(b []byte, d decimal) (decimal, bool) {
	switch lower(b) {
	case "nan":
		d.nan = true
	case "inf", "infinity":
		d.inf = true
	default:
		return d, false
	}
	return d, true
}

func lower(b []byte) string {
	if len(b) > 8 {
		return ""
	}
	var out [8]byte
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		out[i] = c
	}
	return string(out[:len(b)])
}

func (d decimal) float() float64 {
	switch {
	case d.nan:
		return math.NaN()
	case d.inf && d.neg:
		return math.Inf(-1)
	case d.inf:
		return math.Inf(1)
	case d.big != nil:
		f, _ := d.big.Float64()
		return f
	}
	sign := ""
	if d.neg {
		sign = "-"
	}
	f, _ := strconv.ParseFloat(sign+strconv.FormatUint(d.coef, 10)+"e"+strconv.Itoa(int(d.exp)), 64)
	return f
}

func (d decimal) rat() *big.Rat {
	if d.big != nil {
		return d.big
	}
	r := new(big.Rat).SetInt(new(big.Int).SetUint64(d.coef))
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(d.exp, -d.exp))), nil)
	if d.exp < 0 {
		r.Quo(r, new(big.Rat).SetInt(scale))
	} else {
		r.Mul(r, new(big.Rat).SetInt(scale))
	}
	if d.neg {
		r.Neg(r)
	}
	return r
}

func (d decimal) zero() bool { return d.big == nil && d.coef == 0 && !d.inf && !d.nan }

// compare orders two numbers, exactly. ok is false with NaN, which has no
// order.
func (d decimal) compare(e decimal) (sign int, ok bool) {
	if d.nan || e.nan {
		return 0, false
	}
	if d.inf || e.inf {
		return rank(d) - rank(e), true
	}
	if d.zero() && e.zero() {
		return 0, true
	}
	if d.big == nil && e.big == nil {
		if d.neg != e.neg && !d.zero() && !e.zero() {
			return rankSign(d) - rankSign(e), true
		}
		a, aok := d.scaled(min(d.exp, e.exp))
		b, bok := e.scaled(min(d.exp, e.exp))
		if aok && bok {
			switch {
			case a < b:
				return -1, true
			case a > b:
				return 1, true
			}
			return 0, true
		}
	}
	return d.rat().Cmp(e.rat()), true
}

// scaled gives the number as a multiple of 10^exp, when it fits.
func (d decimal) scaled(exp int32) (int64, bool) {
	shift := d.exp - exp
	if d.coef != 0 && (shift > 18 || d.coef > math.MaxInt64/pow10[shift]) {
		return 0, false
	}
	n := int64(0)
	if d.coef != 0 {
		n = int64(d.coef * pow10[shift])
	}
	if d.neg {
		n = -n
	}
	return n, true
}

func rank(d decimal) int {
	if !d.inf {
		return 0
	}
	return rankSign(d)
}

func rankSign(d decimal) int {
	if d.neg {
		return -1
	}
	return 1
}

// parseInt reads an integer of 64 bits: an optional sign and digits.
func parseInt(b []byte) (int64, bool) {
	i := 0
	neg := false
	if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
		neg = b[0] == '-'
		i = 1
	}
	if i == len(b) {
		return 0, false
	}
	if len(b)-i > 18 {
		n, err := strconv.ParseInt(string(b), 10, 64)
		return n, err == nil
	}
	n := int64(0)
	for ; i < len(b); i++ {
		c := b[i] - '0'
		if c > 9 {
			return 0, false
		}
		n = n*10 + int64(c)
	}
	if neg {
		n = -n
	}
	return n, true
}
