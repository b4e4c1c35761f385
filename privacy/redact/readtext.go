package redact

import "strings"

// readText is what was read on a picture, with the word that each byte is of.
type readText struct {
	text   string
	words  []ReadWord
	starts []int
}

func joined(words []ReadWord) readText {
	var b strings.Builder
	r := readText{words: words}
	for i, w := range words {
		if i > 0 {
			if w.Line != words[i-1].Line {
				b.WriteByte('\n')
			} else {
				b.WriteByte(' ')
			}
		}
		r.starts = append(r.starts, b.Len())
		b.WriteString(w.Text)
	}
	r.text = b.String()
	return r
}

// place gives marks the boxes of their words. A word of which a part is meant
// goes as a whole.
func (r readText) place(marks []Mark) []Mark {
	for i := range marks {
		m := &marks[i]
		line := -1
		for j, w := range r.words {
			if r.starts[j] >= m.end || r.starts[j]+len(w.Text) <= m.start {
				continue
			}
			if n := len(m.Boxes); n > 0 && w.Line == line {
				b := &m.Boxes[n-1]
				*b = Rect{min(b.X0, w.Box.X0), min(b.Y0, w.Box.Y0), max(b.X1, w.Box.X1), max(b.Y1, w.Box.Y1)}
			} else {
				m.Boxes = append(m.Boxes, w.Box)
			}
			line = w.Line
		}
	}
	return marks
}
