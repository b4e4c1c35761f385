package tableschema

import (
	"bytes"
	"time"
)

// dateReader reads YYYY-MM-DD, or the pattern that the format gives.
func dateReader(f *Field) (readFunc, error) {
	switch f.Format {
	case "":
		return readISODate, nil
	case "any":
		return func(cell []byte, v *Value) bool {
			return readISODate(cell, v) || readAnyDate(cell, v)
		}, nil
	}
	p, err := newTimePattern(f.Format)
	if err != nil {
		return nil, err
	}
	return func(cell []byte, v *Value) bool {
		t, ok := p.parse(cell)
		if !ok {
			return false
		}
		v.kind, v.Int = kindTime, days(t.year, t.month, t.day)
		return true
	}, nil
}

func readISODate(cell []byte, v *Value) bool {
	if len(cell) != 10 || cell[4] != '-' || cell[7] != '-' {
		return false
	}
	y, ok1 := digits(cell[0:4])
	m, ok2 := digits(cell[5:7])
	d, ok3 := digits(cell[8:10])
	if !ok1 || !ok2 || !ok3 || !validDate(y, m, d) {
		return false
	}
	v.kind, v.Int = kindTime, days(y, m, d)
	return true
}

// readAnyDate serves the format "any", which the standard leaves open: the
// French order, and a date with a time.
func readAnyDate(cell []byte, v *Value) bool {
	if d, ok := frenchDate(string(cell)); ok {
		return readISODate([]byte(d), v)
	}
	if len(cell) > 10 && (cell[10] == 'T' || cell[10] == ' ') {
		return readISODate(cell[:10], v)
	}
	return false
}

// datetimeReader reads YYYY-MM-DDThh:mm:ss with an optional fraction and zone,
// or the pattern that the format gives.
func datetimeReader(f *Field) (readFunc, error) {
	if f.Format == "" || f.Format == "any" {
		return readISODatetime, nil
	}
	p, err := newTimePattern(f.Format)
	if err != nil {
		return nil, err
	}
	return func(cell []byte, v *Value) bool {
		t, ok := p.parse(cell)
		if !ok {
			return false
		}
		v.kind, v.Int = kindTime, days(t.year, t.month, t.day)*86400e6+t.micros-t.zone*60e6
		return true
	}, nil
}

func readISODatetime(cell []byte, v *Value) bool {
	if len(cell) < 19 || (cell[10] != 'T' && cell[10] != ' ') || !readISODate(cell[:10], v) {
		return false
	}
	day := v.Int
	if !readISOTime(cell[11:], v) {
		return false
	}
	v.Int += day * 86400e6
	return true
}

// timeReader reads hh:mm:ss, or the pattern that the format gives.
func timeReader(f *Field) (readFunc, error) {
	if f.Format == "" || f.Format == "any" {
		return readISOTime, nil
	}
	p, err := newTimePattern(f.Format)
	if err != nil {
		return nil, err
	}
	return func(cell []byte, v *Value) bool {
		t, ok := p.parse(cell)
		v.kind, v.Int = kindTime, t.micros
		return ok
	}, nil
}

// readISOTime reads hh:mm:ss, a fraction of the second and a zone. The zone is
// taken off, so that instants compare.
func readISOTime(cell []byte, v *Value) bool {
	if len(cell) < 8 || cell[2] != ':' || cell[5] != ':' {
		return false
	}
	h, ok1 := digits(cell[0:2])
	m, ok2 := digits(cell[3:5])
	s, ok3 := digits(cell[6:8])
	if !ok1 || !ok2 || !ok3 || h > 23 || m > 59 || s > 59 {
		return false
	}
	micros := (int64(h)*3600 + int64(m)*60 + int64(s)) * 1e6
	rest := cell[8:]
	if len(rest) > 1 && (rest[0] == '.' || rest[0] == ',') {
		scale := int64(100000)
		i := 1
		for ; i < len(rest) && rest[i]-'0' <= 9; i++ {
			micros += int64(rest[i]-'0') * scale
			scale /= 10
		}
		if i == 1 {
			return false
		}
		rest = rest[i:]
	}
	zone, ok := parseZone(rest)
	v.kind, v.Int = kindTime, micros-zone*60e6
	return ok
}

// parseZone reads nothing, Z, ±hh, ±hhmm or ±hh:mm, in minutes.
func parseZone(b []byte) (minutes int64, ok bool) {
	if len(b) == 0 || len(b) == 1 && b[0] == 'Z' {
		return 0, true
	}
	if b[0] != '+' && b[0] != '-' {
		return 0, false
	}
	d := b[1:]
	if len(d) == 5 && d[2] == ':' {
		d = append(append([]byte{}, d[:2]...), d[3:]...)
	}
	if len(d) != 2 && len(d) != 4 {
		return 0, false
	}
	h, ok1 := digits(d[:2])
	m, ok2 := 0, true
	if len(d) == 4 {
		m, ok2 = digits(d[2:])
	}
	if !ok1 || !ok2 || h > 23 || m > 59 {
		return 0, false
	}
	minutes = int64(h*60 + m)
	if b[0] == '-' {
		minutes = -minutes
	}
	return minutes, true
}

func readYear(cell []byte, v *Value) bool {
	if len(cell) != 4 {
		return false
	}
	n, ok := digits(cell)
	v.kind, v.Int = kindInt, int64(n)
	return ok
}

func readYearMonth(cell []byte, v *Value) bool {
	year, month, found := bytes.Cut(cell, []byte("-"))
	if !found || len(year) != 4 || len(month) != 2 {
		return false
	}
	y, ok1 := digits(year)
	m, ok2 := digits(month)
	v.kind, v.Int = kindTime, int64(y)*12+int64(m)
	return ok1 && ok2 && m >= 1 && m <= 12
}

// readDuration reads ISO 8601: P, then years, months, weeks, days, then T and
// hours, minutes, seconds; at least one of them. It orders by the usual
// lengths, a year of 365 days and a month of 30.
func readDuration(cell []byte, v *Value) bool {
	b := cell
	if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
		b = b[1:]
	}
	if len(b) < 3 || b[0] != 'P' {
		return false
	}
	b = b[1:]
	units := "YMWD"
	seconds := map[byte]float64{'Y': 365 * 86400, 'M': 30 * 86400, 'W': 7 * 86400, 'D': 86400}
	total, parts := 0.0, 0
	for len(b) > 0 {
		if b[0] == 'T' {
			if units == "HMS" || len(b) == 1 {
				return false
			}
			units = "HMS"
			seconds = map[byte]float64{'H': 3600, 'M': 60, 'S': 1}
			b = b[1:]
			continue
		}
		n := bytes.IndexFunc(b, func(r rune) bool { return (r < '0' || r > '9') && r != '.' && r != ',' })
		if n <= 0 {
			return false
		}
		d, ok := parseDecimal(bytes.ReplaceAll(b[:n], []byte(","), []byte(".")))
		at := bytes.IndexByte([]byte(units), b[n])
		if !ok || at < 0 {
			return false
		}
		total += d.float() * seconds[b[n]]
		if units = units[at+1:]; units == "" {
			units = " "
		}
		parts++
		b = b[n+1:]
	}
	if cell[0] == '-' {
		total = -total
	}
	v.kind, v.Int = kindTime, int64(total*1e6)
	return parts > 0
}

func digits(b []byte) (int, bool) {
	n := 0
	for _, c := range b {
		if c-'0' > 9 {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, len(b) > 0
}

func validDate(y, m, d int) bool {
	return y >= 1 && m >= 1 && m <= 12 && d >= 1 && d <= monthDays(y, m)
}

func monthDays(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// days counts the days since 1970-01-01, by the rule of leap years in both
// directions.
func days(y, m, d int) int64 {
	if m <= 2 {
		y--
	}
	era := y / 400
	yoe := y - era*400
	mp := (m + 9) % 12
	doy := (153*mp+2)/5 + d - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return int64(era)*146097 + int64(doe) - 719468
}

// dateOf writes the day counted by days as YYYY-MM-DD.
func dateOf(day int64) string {
	return time.Unix(day*86400, 0).UTC().Format("2006-01-02")
}
