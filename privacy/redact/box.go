package redact

import (
	"fmt"
	"strconv"
	"strings"
)

// ParseBox reads a box as people write it: the page, then left, top, right and
// bottom in percent of it from its upper left corner, “1: 10, 20, 60, 25”.
// Decimals have a full stop, for the comma stands between the numbers. A box
// without area is none.
func ParseBox(s string) (Box, bool) {
	page, rest, ok := strings.Cut(s, ":")
	n, err := strconv.Atoi(strings.TrimSpace(page))
	parts := strings.FieldsFunc(rest, func(r rune) bool { return strings.ContainsRune(",; \t\r\n", r) })
	if !ok || err != nil || len(parts) != 4 {
		return Box{}, false
	}
	var v [4]float64
	for i, p := range parts {
		if v[i], err = strconv.ParseFloat(strings.TrimSuffix(p, "%"), 64); err != nil || !(v[i] >= 0 && v[i] <= 100) {
			return Box{}, false
		}
		v[i] /= 100
	}
	b := Box{Page: n, Rect: Rect{X0: min(v[0], v[2]), Y0: min(v[1], v[3]), X1: max(v[0], v[2]), Y1: max(v[1], v[3])}}
	return b, b.Rect.X1 > b.Rect.X0 && b.Rect.Y1 > b.Rect.Y0
}

// String writes the box as ParseBox reads it, to a tenth of a percent.
func (b Box) String() string {
	percent := func(f float64) string { return strconv.FormatFloat(float64(int(f*1000+.5))/10, 'f', -1, 64) }
	return fmt.Sprintf("%d: %s, %s, %s, %s", b.Page, percent(b.Rect.X0), percent(b.Rect.Y0), percent(b.Rect.X1), percent(b.Rect.Y1))
}
