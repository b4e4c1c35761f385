package redaction

import (
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
		b, ok := redact.ParseBox(line)
		if !ok || b.Page < 1 || b.Page > len(d.Pages) || len(c.Boxes) >= mostBoxes {
			f.Fail("boxes", i18n.T("Ligne %[1]d\u202f: écrivez page\u00a0: gauche, haut, droite, bas, en pour cent de la page. Par exemple\u00a0: 1: 10, 20, 60, 25",
				"Line %[1]d: write page: left, top, right, bottom, in percent of the page. For instance: 1: 10, 20, 60, 25", n))
			continue
		}
		c.Boxes = append(c.Boxes, b)
	}
	return c
}

// writeBoxes writes boxes, one on each line.
func writeBoxes(boxes []redact.Box) string {
	var b strings.Builder
	for _, x := range boxes {
		b.WriteString(x.String() + "\n")
	}
	return b.String()
}
