package document

import "strings"

// Source writes blocks as Markdown that people can read and change: Read gives
// the same blocks again. Signs are escaped only where they would mean something.
func Source(blocks Blocks) string {
	var w sourceWriter
	w.blocks(blocks, "", "")
	return strings.TrimRight(w.String(), "\n") + "\n"
}

type sourceWriter struct{ strings.Builder }

// blocks writes blocks; first begins the first line, indent all others.
func (w *sourceWriter) blocks(blocks Blocks, first, indent string) {
	for n, b := range blocks {
		if n > 0 {
			first = indent
			w.WriteString(strings.TrimRight(indent, " ") + "\n")
			if b.Kind == List && blocks[n-1].Kind == List { // would become one
				w.WriteString(indent + "<!-- -->\n" + strings.TrimRight(indent, " ") + "\n")
			}
		}
		switch b.Kind {
		case PageBreak:
			w.WriteString(first + "---\n")
		case Heading:
			w.WriteString(strings.TrimRight(first+strings.Repeat("#", b.Level)+" "+strings.NewReplacer("\n", lineEnd, "#", `\#`).Replace(inlineSource(b.Text, false)), " ") + "\n")
		case Paragraph:
			w.WriteString(first + guarded(strings.ReplaceAll(inlineSource(b.Text, false), "\n", lineEnd)) + "\n")
		case Quote:
			for _, inner := range b.Items {
				w.blocks(inner, first+"> ", indent+"> ")
			}
		case List:
			w.list(b, first, indent)
		case Table:
			w.table(b, first, indent)
		}
	}
}

func (w *sourceWriter) list(b Block, first, indent string) {
	for n, item := range b.Items {
		sign := "- "
		if b.Ordered {
			sign = number(n+1) + ". "
		}
		if n > 0 {
			first = indent
		}
		w.blocks(item, first+sign, indent+strings.Repeat(" ", len(sign)))
		if len(item) == 0 {
			w.WriteString(strings.TrimRight(first+sign, " ") + "\n")
		}
	}
}

func (w *sourceWriter) table(b Block, first, indent string) {
	for n, row := range b.Rows {
		if n > 0 {
			first = indent
		}
		w.WriteString(first + "|")
		for _, c := range row {
			w.WriteString(" " + strings.ReplaceAll(inlineSource(c, true), "\n", lineEnd) + " |")
		}
		w.WriteString("\n")
		if n == 0 {
			w.WriteString(indent + "|" + strings.Repeat("---|", len(row)) + "\n")
		}
	}
}

func inlineSource(spans []Span, cell bool) string {
	var b strings.Builder
	for n, s := range spans {
		if s.Break {
			b.WriteByte('\n')
		}
		text := quiet(s.Text, cell)
		mark := ""
		switch {
		case strings.TrimSpace(s.Text) == "":
		case s.Bold && s.Italic:
			mark = "***"
		case s.Bold:
			mark = "**"
		case s.Italic:
			mark = "*"
		}
		if mark != "" { // marks stand at words, not at spaces
			inner := strings.TrimSpace(text)
			at := strings.Index(text, inner)
			before, after := text[:at], text[at+len(inner):]
			if marks(b.String()+before, inner, after+nextText(spans[n+1:])) {
				text = before + mark + inner + mark + after
			}
		}
		if s.Link != "" {
			text = "[" + text + "](<" + strings.NewReplacer("<", "%3C", ">", "%3E").Replace(s.Link) + ">)"
		}
		b.WriteString(text)
	}
	return b.String()
}

func nextText(spans []Span) string {
	if len(spans) == 0 || spans[0].Break {
		return ""
	}
	return spans[0].Text
}

// marks tells whether marks around a text are read as such: a sign at its edge
// must not touch a letter outside (CommonMark §6.2). Where they are not, the
// style goes and the words stay.
func marks(before, inner, after string) bool {
	letter := func(s string, last bool) bool {
		if s == "" {
			return false
		}
		c := s[0]
		if last {
			c = s[len(s)-1]
		}
		return c != ' ' && c != '\n' && !isPunct(c)
	}
	return !(isPunct(inner[0]) && letter(before, true)) && !(isPunct(inner[len(inner)-1]) && letter(after, false))
}

// quiet escapes what would be style, a link, an entity or HTML within a line.
func quiet(s string, cell bool) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '\\':
			if cell {
				b.WriteString("&#92;")
				continue
			}
			b.WriteString(`\\`)
		case '*', '_', '`', '[', ']', '<', '~':
			b.WriteByte('\\')
			b.WriteByte(c)
		case '&':
			if i+1 < len(s) && (s[i+1] == '#' || s[i+1] >= 'A' && s[i+1] <= 'Z' || s[i+1] >= 'a' && s[i+1] <= 'z') {
				b.WriteByte('\\')
			}
			b.WriteByte(c)
		case '|': // within a cell, and where a line could be taken for a table
			b.WriteString(`\|`)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// guarded escapes what would make another block of a paragraph's first line.
func guarded(s string) string {
	if s == "" {
		return s
	}
	switch c := s[0]; {
	case strings.IndexByte("#>+-=:", c) >= 0:
		return `\` + s
	case c >= '0' && c <= '9':
		n := 0
		for n < len(s) && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		if n < len(s) && (s[n] == '.' || s[n] == ')') {
			return s[:n] + `\` + s[n:]
		}
	}
	return s
}
