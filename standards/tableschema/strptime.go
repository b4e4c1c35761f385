package tableschema

import "fmt"

// timePattern is a date or time pattern of the C library, as Table Schema
// takes from Python: %Y-%m-%d and the like.
type timePattern struct{ ops []timeOp }

type timeOp struct {
	directive byte // 0 for a literal
	literal   byte
}

type parsedTime struct {
	year, month, day int
	micros           int64 // since midnight
	zone             int64 // minutes
}

func newTimePattern(format string) (*timePattern, error) {
	p := &timePattern{}
	for i := 0; i < len(format); i++ {
		c := format[i]
		if c != '%' {
			p.ops = append(p.ops, timeOp{literal: c})
			continue
		}
		i++
		if i == len(format) {
			return nil, fmt.Errorf("the format %q ends with %%", format)
		}
		switch d := format[i]; d {
		case '%':
			p.ops = append(p.ops, timeOp{literal: '%'})
		case 'Y', 'y', 'm', 'd', 'H', 'I', 'M', 'S', 'f', 'p', 'z', 'j':
			p.ops = append(p.ops, timeOp{directive: d})
		case 'T':
			sub, _ := newTimePattern("%H:%M:%S")
			p.ops = append(p.ops, sub.ops...)
		case 'F':
			sub, _ := newTimePattern("%Y-%m-%d")
			p.ops = append(p.ops, sub.ops...)
		default:
			return nil, fmt.Errorf("the format %q has a directive we do not read: %%%c", format, d)
		}
	}
	if len(p.ops) == 0 {
		return nil, fmt.Errorf("the format is empty")
	}
	return p, nil
}

// parse reads the whole cell. Like Python's strptime, numbers may have fewer
// digits than their directive, but a year has four.
func (p *timePattern) parse(cell []byte) (parsedTime, bool) {
	t := parsedTime{year: 1900, month: 1, day: 1}
	pm, hour12, yearDay := -1, -1, 0
	b := cell
	for _, op := range p.ops {
		if op.directive == 0 {
			if len(b) == 0 || b[0] != op.literal {
				return t, false
			}
			b = b[1:]
			continue
		}
		var n int
		var ok bool
		switch op.directive {
		case 'Y':
			n, b, ok = take(b, 4, 4)
			t.year = n
		case 'y':
			n, b, ok = take(b, 2, 2)
			t.year = 2000 + n
			if n >= 69 {
				t.year = 1900 + n
			}
		case 'm':
			t.month, b, ok = take(b, 1, 2)
		case 'd':
			t.day, b, ok = take(b, 1, 2)
		case 'j':
			yearDay, b, ok = take(b, 1, 3)
			ok = ok && yearDay >= 1 && yearDay <= 366
		case 'H':
			n, b, ok = take(b, 1, 2)
			ok = ok && n < 24
			t.micros += int64(n) * 3600e6
		case 'I':
			hour12, b, ok = take(b, 1, 2)
			ok = ok && hour12 >= 1 && hour12 <= 12
		case 'M':
			n, b, ok = take(b, 1, 2)
			ok = ok && n < 60
			t.micros += int64(n) * 60e6
		case 'S':
			n, b, ok = take(b, 1, 2)
			ok = ok && n < 62
			t.micros += int64(n) * 1e6
		case 'f':
			rest := b
			n, b, ok = take(b, 1, 6)
			for i := len(rest) - len(b); i < 6; i++ {
				n *= 10
			}
			t.micros += int64(n)
		case 'p':
			if ok = len(b) >= 2 && (b[1] == 'M' || b[1] == 'm'); ok {
				pm = 0
				if b[0] == 'P' || b[0] == 'p' {
					pm = 1
				}
				ok = pm == 1 || b[0] == 'A' || b[0] == 'a'
				b = b[2:]
			}
		case 'z':
			t.zone, ok = parseZone(b)
			ok = ok && len(b) > 0
			b = nil
		}
		if !ok {
			return t, false
		}
	}
	if hour12 >= 0 {
		t.micros += int64(hour12%12+12*max(pm, 0)) * 3600e6
	}
	if len(b) > 0 || !validDate(t.year, t.month, t.day) {
		return t, false
	}
	if yearDay > 0 {
		return fromYearDay(t, yearDay)
	}
	return t, true
}

func fromYearDay(t parsedTime, yearDay int) (parsedTime, bool) {
	t.month, t.day = 1, yearDay
	for t.month <= 12 && t.day > monthDays(t.year, t.month) {
		t.day -= monthDays(t.year, t.month)
		t.month++
	}
	return t, t.month <= 12
}

// take reads between least and most digits.
func take(b []byte, least, most int) (n int, rest []byte, ok bool) {
	i := 0
	for i < len(b) && i < most && b[i]-'0' <= 9 {
		n = n*10 + int(b[i]-'0')
		i++
	}
	return n, b[i:], i >= least
}
