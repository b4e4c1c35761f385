package redaction

import (
	"fmt"
	"strconv"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/form"
	"airial/privacy/redact"
)

const (
	mostWords = 200
	mostBoxes = 500
)

// readChoice reads the form of a document.
func readChoice(f *form.Form, d *redact.Document) redact.Choice {
	c := redact.Choice{On: map[int]bool{}}
	for _, v := range f.All("mark") {
		if id, err := strconv.Atoi(v); err == nil && id >= 1 && id <= len(d.Marks) {
			c.On[id] = true
		}
	}
	for line := range strings.Lines(f.Long("words", 20_000)) {
		if line = strings.TrimSpace(line); line != "" && len(c.Words) < mostWords {
			c.Words = append(c.Words, line)
		}
	}
	n := 0
	for line := range strings.Lines(f.Long("boxes", 40_000)) {
		if n++; strings.TrimSpace(line) == "" {
			continue
		}
		b, ok := readBox(line)
		if !ok || b.Page < 1 || b.Page > len(d.Pages) || len(c.Boxes) >= mostBoxes {
			f.Fail("boxes", i18n.T("Ligne %[1]d\u202f: écrivez page\u00a0: gauche, haut, droite, bas, en pour cent de la page. Par exemple\u00a0: 1: 10, 20, 60, 25",
				"Line %[1]d: write page: left, top, right, bottom, in percent of the page. For instance: 1: 10, 20, 60, 25", n))
			continue
		}
		c.Boxes = append(c.Boxes, b)
	}
	return c
}

// readBox reads “1: 10, 20, 60, 25”. Decimals have a full stop, for the comma
// stands between the numbers.
func readBox(line string) (redact.Box, bool) {
	page, rest, ok := strings.Cut(line, ":")
	n, err := strconv.Atoi(strings.TrimSpace(page))
	parts := strings.FieldsFunc(rest, func(r rune) bool { return r == ',' || r == ';' || r == ' ' || r == '\t' || r == '\r' || r == '\n' })
	if !ok || err != nil || len(parts) != 4 {
		return redact.Box{}, false
	}
	var v [4]float64
	for i, p := range parts {
		if v[i], err = strconv.ParseFloat(strings.TrimSuffix(p, "%"), 64); err != nil || !(v[i] >= 0 && v[i] <= 100) {
			return redact.Box{}, false
		}
		v[i] /= 100
	}
	b := redact.Box{Page: n, Rect: redact.Rect{X0: min(v[0], v[2]), Y0: min(v[1], v[3]), X1: max(v[0], v[2]), Y1: max(v[1], v[3])}}
	return b, b.Rect.X1 > b.Rect.X0 && b.Rect.Y1 > b.Rect.Y0
}

// writeBoxes writes boxes as readBox reads them.
func writeBoxes(boxes []redact.Box) string {
	var b strings.Builder
	for _, x := range boxes {
		fmt.Fprintf(&b, "%d: %s, %s, %s, %s\n", x.Page, percent(x.Rect.X0), percent(x.Rect.Y0), percent(x.Rect.X1), percent(x.Rect.Y1))
	}
	return b.String()
}

func percent(f float64) string { return strconv.FormatFloat(float64(int(f*1000+.5))/10, 'f', -1, 64) }
