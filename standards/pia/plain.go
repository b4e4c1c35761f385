package pia

import (
	"html"
	"strings"

	parse "golang.org/x/net/html"
)

// Plain returns the text of HTML: paragraphs, items and rows on lines of their
// own, items after a dash, nothing of scripts and styles.
func Plain(source string) string {
	var b strings.Builder
	skip := 0
	for z := parse.NewTokenizer(strings.NewReader(source)); ; {
		switch z.Next() {
		case parse.ErrorToken:
			return tidy(b.String())
		case parse.TextToken:
			if skip == 0 {
				b.WriteString(strings.Map(func(r rune) rune {
					if isBlank(r) {
						return ' '
					}
					return r
				}, string(z.Text())))
			}
		case parse.StartTagToken, parse.SelfClosingTagToken:
			switch name, _ := z.TagName(); string(name) {
			case "br", "p", "div", "tr", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote":
				b.WriteByte('\n')
			case "li":
				b.WriteString("\n- ")
			case "script", "style":
				skip++
			}
		case parse.EndTagToken:
			switch name, _ := z.TagName(); string(name) {
			case "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6":
				b.WriteByte('\n')
			case "td", "th":
				b.WriteByte(' ')
			case "script", "style":
				skip = max(0, skip-1)
			}
		}
	}
}

// tidy takes spaces off the ends of lines, and empty lines out.
func tidy(s string) string {
	var out []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.Join(strings.FieldsFunc(line, isBlank), " "); line != "" && line != "-" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// isBlank tells whether HTML runs a sign together with those beside it: the
// spaces that do not break stay.
func isBlank(r rune) bool { return r == ' ' || r == '\n' || r == '\r' || r == '\t' || r == '\f' }

// Paragraphs writes plain text as HTML, a paragraph for each line.
func Paragraphs(text string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimFunc(line, isBlank); line != "" {
			b.WriteString("<p>" + html.EscapeString(line) + "</p>")
		}
	}
	return b.String()
}
