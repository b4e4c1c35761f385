package config

import (
	"math"
	"strconv"
	"strings"
)

// Size is a number of bytes. It is written "200MB" (decimal units: kB, MB, GB,
// TB, or ko, Mo, Go, To) or "200MiB" (binary ones), or plain.
type Size int64

var units = []struct {
	name  string
	bytes float64
}{
	// The longer names first: "b" ends them all.
	{"kib", 1 << 10}, {"mib", 1 << 20}, {"gib", 1 << 30}, {"tib", 1 << 40},
	{"kb", 1e3}, {"mb", 1e6}, {"gb", 1e9}, {"tb", 1e12},
	{"ko", 1e3}, {"mo", 1e6}, {"go", 1e9}, {"to", 1e12},
	{"b", 1}, {"o", 1},
}

// UnmarshalText reads a size.
func (s *Size) UnmarshalText(text []byte) error {
	number, factor := strings.ToLower(strings.TrimSpace(string(text))), 1.0
	for _, u := range units {
		rest, found := strings.CutSuffix(number, u.name)
		if found {
			number, factor = strings.TrimSpace(rest), u.bytes
			break
		}
	}
	n, err := strconv.ParseFloat(strings.Replace(number, ",", ".", 1), 64)
	if err != nil || math.IsNaN(n) || n < 0 || n*factor >= math.MaxInt64 {
		return invalid(strconv.Quote(string(text)), "indiquez une taille, par exemple 200MB", "give a size, for example 200MB")
	}
	*s = Size(n * factor)
	return nil
}

// String writes the size in the largest decimal unit that loses nothing.
func (s Size) String() string {
	for i := 7; i >= 4; i-- {
		if unit := int64(units[i].bytes); s != 0 && int64(s)%unit == 0 {
			return strconv.FormatInt(int64(s)/unit, 10) + []string{"kB", "MB", "GB", "TB"}[i-4]
		}
	}
	return strconv.FormatInt(int64(s), 10)
}
