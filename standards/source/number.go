package source

import (
	"math"
	"strconv"
	"time"
)

// plainNumber writes a number of JSON or XML without exponent, where that
// changes nothing: 1.5E3 is 1500. Digits are kept as they are else.
func plainNumber(raw []byte) []byte {
	exponent := false
	for _, c := range raw {
		exponent = exponent || c == 'e' || c == 'E'
	}
	if !exponent && len(raw) <= 16 {
		return append([]byte{}, raw...)
	}
	f, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || math.Abs(f) >= 1e21 || math.IsInf(f, 0) {
		return append([]byte{}, raw...)
	}
	if !exponent && f == math.Trunc(f) { // an integer too long for a float64
		return append([]byte{}, raw...)
	}
	return strconv.AppendFloat(nil, f, 'f', -1, 64)
}

// floatText writes a number of a workbook, which is a float64 whatever digits
// stand in the file: 0.1 is written 0.1 and not 0.10000000000000001.
func floatText(raw []byte) []byte {
	f, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) || math.Abs(f) >= 1e21 {
		return append([]byte{}, raw...)
	}
	return strconv.AppendFloat(nil, f, 'f', -1, 64)
}

// excelDay is the day that Excel counts from: 1899-12-30, or 1904-01-01.
var (
	excelDay = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	macDay   = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
)

// dateText writes a number of days as a day, an instant, or a time of day when
// it is below one.
func dateText(raw []byte, since1904 bool) ([]byte, bool) {
	f, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || f < 0 || f >= 2958466 { // year 10000
		return nil, false
	}
	day := excelDay
	if since1904 {
		day = macDay
	}
	whole, fraction := math.Modf(f)
	seconds := int(math.Round(fraction * 86400))
	switch {
	case whole == 0 && fraction > 0:
		return time.Unix(int64(seconds), 0).UTC().AppendFormat(nil, time.TimeOnly), true
	case !since1904 && whole < 61 && whole > 0: // Excel has a 29 February 1900
		if whole == 60 {
			return nil, false
		}
		whole++
	}
	at := day.AddDate(0, 0, int(whole)).Add(time.Duration(seconds) * time.Second)
	if seconds == 0 {
		return at.AppendFormat(nil, time.DateOnly), true
	}
	return at.AppendFormat(nil, "2006-01-02T15:04:05"), true
}

// isDateFormat tells whether a number format of a workbook shows a date or a
// time.
func isDateFormat(code string) bool {
	quoted, bracket := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\\' || c == '_' || c == '*':
			i++
		case c == '[':
			// [h], [mm] and [ss] count hours; [Red], [$-40C] do not.
			bracket = i+1 < len(code) && code[i+1]|0x20 != 'h' && code[i+1]|0x20 != 'm' && code[i+1]|0x20 != 's'
		case c == ']':
			bracket = false
		case bracket:
		case c == ';': // the first part is for positive numbers
			return false
		case c|0x20 == 'y', c|0x20 == 'd', c|0x20 == 'h', c|0x20 == 'm', c|0x20 == 's', c|0x20 == 'j', c|0x20 == 'a' && i+1 < len(code) && code[i+1]|0x20 == 'a':
			return true
		}
	}
	return false
}

// builtInDate tells whether a format that every workbook has shows a date.
func builtInDate(id int) bool {
	return id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58
}
