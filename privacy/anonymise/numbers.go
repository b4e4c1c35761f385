package anonymise

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

var blanks = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "\u2009", "", "€", "", "EUR", "", "ans", "", "an", "", "%", "")

// readNumber reads a number as people write it: 1 234,56 €, 1234.56, 35 ans.
func readNumber(s string) (float64, bool) {
	s = blanks.Replace(s)
	comma, point := strings.LastIndexByte(s, ','), strings.LastIndexByte(s, '.')
	switch {
	case comma >= 0 && point >= 0 && comma > point: // 1.234,56
		s = strings.Replace(strings.ReplaceAll(s, ".", ""), ",", ".", 1)
	case comma >= 0 && point >= 0: // 1,234.56
		s = strings.ReplaceAll(s, ",", "")
	case strings.Count(s, ",") == 1:
		s = strings.Replace(s, ",", ".", 1)
	}
	if s == "" || strings.ContainsAny(s, "eExXpPiInN_") {
		return 0, false // the exponents, hexadecimals and names that Go would read
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil && math.Abs(v) < 1e15
}

var bandShape = regexp.MustCompile(`^(-?\d{1,16})-(-?\d{1,16})$`)

// band writes the interval of size whole numbers in which a number lies:
// 37 in bands of ten is 30-39. A number with decimals lies in the band of its
// whole part.
func band(s string, size int64) (string, bool) {
	if m := bandShape.FindStringSubmatch(s); m != nil {
		from, _ := strconv.ParseInt(m[1], 10, 64)
		to, _ := strconv.ParseInt(m[2], 10, 64)
		if from%size == 0 && to == from+size-1 {
			return s, true
		}
		// A finer band lies within a coarser one, or cannot be told.
		if wide := floorTo(from, size); to >= from && to < wide+size {
			return fmt.Sprintf("%d-%d", wide, wide+size-1), true
		}
		return "", false
	}
	v, ok := readNumber(s)
	if !ok {
		return "", false
	}
	from := floorTo(int64(math.Floor(v)), size)
	return fmt.Sprintf("%d-%d", from, from+size-1), true
}

func floorTo(v, size int64) int64 {
	r := v % size
	if r < 0 {
		r += size
	}
	return v - r
}

// code bounds a number; one within the bounds stays as it is written.
func code(s string, bottom, top *float64) (string, bool) {
	v, ok := readNumber(s)
	switch {
	case !ok:
		return "", false
	case bottom != nil && v < *bottom:
		return number(*bottom), true
	case top != nil && v > *top:
		return number(*top), true
	}
	return s, true
}

var coordinate = regexp.MustCompile(`-?\d{1,3}(?:[.,]\d+)?`)

// grid rounds each number of a cell: one coordinate, or a pair in any form
// ("44.1, -0.5", "[-0.5,44.1]"). A comma between two digits of a cell with one
// number is a decimal comma.
func grid(s string, decimals int) (string, bool) {
	if single, ok := readNumber(s); ok && math.Abs(single) <= 180 {
		return rounded(single, decimals), true
	}
	pair := strings.Trim(s, "[]() ")
	parts := strings.FieldsFunc(pair, func(r rune) bool { return r == ',' || r == ';' || r == ' ' })
	if len(parts) != 2 {
		return "", false
	}
	for i, p := range parts {
		v, err := strconv.ParseFloat(p, 64)
		if err != nil || !coordinate.MatchString(p) || math.Abs(v) > 180 {
			return "", false
		}
		parts[i] = rounded(v, decimals)
	}
	out := parts[0] + ", " + parts[1]
	if strings.HasPrefix(s, "[") {
		out = "[" + out + "]"
	}
	return out, true
}

func rounded(v float64, decimals int) string {
	s := strconv.FormatFloat(v, 'f', decimals, 64)
	if strings.Trim(s, "-0.") == "" {
		s = strings.TrimPrefix(s, "-") // there is no -0.00
	}
	return s
}
