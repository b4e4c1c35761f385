package tables

import "strconv"

// RoundTrips tells whether a cell, kept as a type, comes back as the same text:
// 12 does as Integer, 00123, +5 and 1e3 do not; 3.5 does as Number, 3.50 does
// not. A column whose type nobody has declared may be given one only if all of
// its cells round-trip.
func RoundTrips(t Type, cell []byte) bool {
	k, err := t.kind()
	if err != nil {
		return false
	}
	switch k {
	case kindText:
		return storable(cell)
	case kindFloat:
		f, ok := parseFloat(cell)
		if !ok {
			return false
		}
		if s, special := floatValue(f).(string); special {
			return s == string(cell)
		}
		return strconv.FormatFloat(f, 'f', -1, 64) == string(cell)
	}
	n, ok := parseNonFloat(k, cell)
	if !ok {
		return false
	}
	switch v := intValue(k, n).(type) {
	case string:
		return v == string(cell)
	case bool:
		return true
	}
	return strconv.FormatInt(n, 10) == string(cell)
}
