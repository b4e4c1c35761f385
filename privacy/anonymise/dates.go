package anonymise

import (
	"fmt"
	"regexp"
	"strconv"
)

// Dates as they come: 1985-05-03, with or without a time of day; 03/05/1985;
// 1985-05; 05/1985; 1985; a decade as this package writes it.
var (
	isoDate  = regexp.MustCompile(`^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2})(?:[T ][0-9:.,]*(?:Z|[+-]\d\d:?\d\d)?)?)?)?$`)
	dayFirst = regexp.MustCompile(`^(?:(\d{1,2})[./-])?(\d{1,2})[./-](\d{4})(?: [0-9:hH.]+)?$`)
	decade   = regexp.MustCompile(`^(\d{3})0-(\d{3})9$`)
)

// readDate returns year and month; a month of 0 is not known.
func readDate(s string) (year, month int, ok bool) {
	if m := isoDate.FindStringSubmatch(s); m != nil {
		return dateOf(m[1], m[2], m[3])
	}
	if m := dayFirst.FindStringSubmatch(s); m != nil {
		return dateOf(m[3], m[2], m[1])
	}
	return 0, 0, false
}

func dateOf(y, m, d string) (year, month int, ok bool) {
	year, _ = strconv.Atoi(y)
	month, _ = strconv.Atoi(m)
	day, _ := strconv.Atoi(d)
	return year, month, year >= 1000 && month <= 12 && (m == "" || month >= 1) && day <= 31
}

// generaliseDate writes a date less precisely; "" when it is not precise enough
// or no date.
func generaliseDate(s, to string) (string, bool) {
	if m := decade.FindStringSubmatch(s); m != nil && to == ToDecade && m[1] == m[2] {
		return s, true
	}
	year, month, ok := readDate(s)
	switch {
	case !ok:
		return "", false
	case to == ToYear:
		return fmt.Sprintf("%04d", year), true
	case to == ToDecade:
		return fmt.Sprintf("%d-%d", year/10*10, year/10*10+9), true
	case month == 0:
		return "", false
	}
	return fmt.Sprintf("%04d-%02d", year, month), true
}
