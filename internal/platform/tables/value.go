package tables

import (
	"bytes"
	"math"
	"strconv"
	"unicode/utf8"
	"unsafe"
)

const (
	secondsPerDay = 86400
	microsPerSec  = 1_000_000
	firstSecond   = -62135596800 // 0001-01-01T00:00:00Z
	lastSecond    = 253402300799 // 9999-12-31T23:59:59Z
)

// storable tells whether text can be kept as it is: DuckDB and Parquet both
// want valid UTF-8, and a NUL byte ends a string for too many readers.
func storable(b []byte) bool { return utf8.Valid(b) && bytes.IndexByte(b, 0) < 0 }

// parseInt reads an integer in base 10 with an optional sign.
func parseInt(b []byte) (int64, bool) {
	digits, neg := b, false
	if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
		digits, neg = b[1:], b[0] == '-'
	}
	if len(digits) == 0 {
		return 0, false
	}
	if len(digits) > 18 {
		n, err := strconv.ParseInt(string(b), 10, 64)
		return n, err == nil
	}
	var n int64
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	if neg {
		n = -n
	}
	return n, true
}

// parseFloat reads a decimal number with a dot, with an exponent or not, or
// one of NaN, INF, -INF as Table Schema names them, in any case. Minus zero
// becomes zero, so that equal numbers are also written alike.
func parseFloat(b []byte) (float64, bool) {
	for _, c := range b {
		if (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			return parseSpecial(b)
		}
	}
	if len(b) == 0 {
		return 0, false
	}
	// The string lives no longer than the call: no copy is needed.
	f, err := strconv.ParseFloat(unsafe.String(&b[0], len(b)), 64) // #nosec G103 -- see above
	if f == 0 {
		f = 0 // clears the sign
	}
	return f, err == nil
}

func parseSpecial(b []byte) (float64, bool) {
	switch {
	case bytes.EqualFold(b, []byte("NaN")):
		return math.NaN(), true
	case bytes.EqualFold(b, []byte("INF")):
		return math.Inf(1), true
	case bytes.EqualFold(b, []byte("-INF")):
		return math.Inf(-1), true
	}
	return 0, false
}

// parseBool reads the two normalised words.
func parseBool(b []byte) (int64, bool) {
	switch string(b) {
	case "true":
		return 1, true
	case "false":
		return 0, true
	}
	return 0, false
}

func twoDigits(b []byte) (int, bool) {
	if b[0] < '0' || b[0] > '9' || b[1] < '0' || b[1] > '9' {
		return 0, false
	}
	return int(b[0]-'0')*10 + int(b[1]-'0'), true
}

// parseDate reads 2006-01-02, years 0001 to 9999 (ISO 8601, extended), as days
// since 1970-01-01.
func parseDate(b []byte) (int64, bool) {
	if len(b) != 10 || b[4] != '-' || b[7] != '-' {
		return 0, false
	}
	century, ok1 := twoDigits(b)
	rest, ok2 := twoDigits(b[2:])
	month, ok3 := twoDigits(b[5:])
	day, ok4 := twoDigits(b[8:])
	year := century*100 + rest
	if !ok1 || !ok2 || !ok3 || !ok4 || year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return 0, false
	}
	return daysFromCivil(year, month, day), true
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// daysFromCivil counts the days from 1970-01-01 to a date of the proleptic
// Gregorian calendar, with years that begin in March so that the leap day
// comes last.
func daysFromCivil(year, month, day int) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	era := year / 400
	yoe := year - era*400
	doy := (153*(month-3)+2)/5 + day - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return int64(era)*146097 + int64(doe) - 719468
}

// parseStamp reads a date and a time (ISO 8601: 2006-01-02T15:04[:05[.999999]]
// with Z, an offset or none, a blank allowed for the T) as microseconds UTC. A
// time without a zone is taken as UTC; digits beyond the microsecond are cut.
func parseStamp(b []byte) (int64, bool) {
	if len(b) < 16 || (b[10] != 'T' && b[10] != ' ' && b[10] != 't') {
		return 0, false
	}
	days, ok := parseDate(b[:10])
	if !ok {
		return 0, false
	}
	hour, ok1 := twoDigits(b[11:])
	minute, ok2 := twoDigits(b[14:])
	if !ok1 || !ok2 || b[13] != ':' || hour > 23 || minute > 59 {
		return 0, false
	}
	rest, second, micros := b[16:], 0, int64(0)
	if len(rest) >= 3 && rest[0] == ':' {
		if second, ok = twoDigits(rest[1:]); !ok || second > 59 {
			return 0, false
		}
		rest = rest[3:]
		if len(rest) > 0 && rest[0] == '.' {
			if micros, rest, ok = parseFraction(rest[1:]); !ok {
				return 0, false
			}
		}
	}
	offset, ok := parseZone(rest)
	if !ok {
		return 0, false
	}
	seconds := days*secondsPerDay + int64(hour*3600+minute*60+second) - offset
	if seconds < firstSecond || seconds > lastSecond {
		return 0, false // an offset leads out of the years that have four digits
	}
	return seconds*microsPerSec + micros, true
}

func parseFraction(b []byte) (micros int64, rest []byte, ok bool) {
	n := 0
	for n < len(b) && b[n] >= '0' && b[n] <= '9' {
		if n < 6 {
			micros = micros*10 + int64(b[n]-'0')
		}
		n++
	}
	for i := n; i < 6; i++ {
		micros *= 10
	}
	return micros, b[n:], n > 0
}

// parseZone reads Z, +02:00, +0200, +02 or nothing, as seconds east of UTC.
func parseZone(b []byte) (int64, bool) {
	if len(b) == 0 || (len(b) == 1 && (b[0] == 'Z' || b[0] == 'z')) {
		return 0, true
	}
	if (b[0] != '+' && b[0] != '-') || len(b) < 3 {
		return 0, false
	}
	hours, ok := twoDigits(b[1:])
	minutes, rest := 0, b[3:]
	if len(rest) == 3 && rest[0] == ':' {
		rest = rest[1:]
	}
	if len(rest) == 2 {
		var ok2 bool
		minutes, ok2 = twoDigits(rest)
		ok, rest = ok && ok2, nil
	}
	if !ok || len(rest) != 0 || hours > 18 || minutes > 59 {
		return 0, false
	}
	offset := int64(hours*3600 + minutes*60)
	if b[0] == '-' {
		offset = -offset
	}
	return offset, true
}

// formatDate writes days since 1970-01-01 as 2006-01-02.
func formatDate(days int64) string {
	var b [10]byte
	return string(appendDate(b[:0], days))
}

func appendDate(b []byte, days int64) []byte {
	year, month, day := civilFromDays(days)
	b = appendTwo(appendTwo(b, int64(year/100)), int64(year%100))
	b = appendTwo(append(b, '-'), int64(month))
	return appendTwo(append(b, '-'), int64(day))
}

// civilFromDays is the other way round than daysFromCivil.
func civilFromDays(days int64) (year, month, day int) {
	days += 719468
	era := days / 146097
	doe := days - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	m := (5*doy + 2) / 153
	day = int(doy - (153*m+2)/5 + 1)
	year = int(yoe + era*400)
	if m += 3; m > 12 {
		m, year = m-12, year+1
	}
	return year, int(m), day
}

func appendTwo(b []byte, n int64) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }

// formatStamp writes microseconds UTC as 2006-01-02T15:04:05Z, with the
// fraction of a second when there is one.
func formatStamp(micros int64) string {
	const perDay = secondsPerDay * microsPerSec
	days := micros / perDay
	if micros -= days * perDay; micros < 0 {
		days, micros = days-1, micros+perDay
	}
	seconds, fraction := micros/microsPerSec, micros%microsPerSec
	var buf [27]byte
	b := append(appendDate(buf[:0], days), 'T')
	b = append(appendTwo(b, seconds/3600), ':')
	b = append(appendTwo(b, seconds/60%60), ':')
	b = appendTwo(b, seconds%60)
	if fraction != 0 {
		b = append(b, '.')
		b = appendTwo(appendTwo(appendTwo(b, fraction/10_000), fraction/100%100), fraction%100)
		b = bytes.TrimRight(b, "0")
	}
	return string(append(b, 'Z'))
}

// floatValue is how a Page shows a number: JSON knows no NaN and no infinity,
// so those become the words of Table Schema.
func floatValue(f float64) any {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "INF"
	case math.IsInf(f, -1):
		return "-INF"
	}
	return f
}

// intValue is how a Page shows what is held as an integer.
func intValue(k kind, n int64) any {
	switch k {
	case kindBool:
		return n != 0
	case kindDate:
		return formatDate(n)
	case kindStamp:
		return formatStamp(n)
	}
	return n
}

// parseNonFloat parses a cell of any kind held as an integer.
func parseNonFloat(k kind, b []byte) (int64, bool) {
	switch k {
	case kindInt:
		return parseInt(b)
	case kindBool:
		return parseBool(b)
	case kindDate:
		return parseDate(b)
	case kindStamp:
		return parseStamp(b)
	}
	return 0, false
}
