package scan

import (
	"bufio"
	"encoding/json"
	"io"
	"strconv"
	"unicode/utf8"

	"airial/privacy"
)

// writeJSON writes what machines read: columns and risk in full, each finding on
// a line of its own. Findings are written by hand and one by one: a table may hold
// hundreds of thousands of them.
func writeJSON(w io.Writer, r outcome) error {
	columns, risk := r.Columns, r.Risk
	if columns == nil {
		columns = []privacy.ColumnKind{}
	}
	if risk == nil {
		risk = &privacy.Risk{QuasiIdentifiers: []string{}}
	}
	out := bufio.NewWriterSize(w, 64<<10)
	head, err := json.MarshalIndent(columns, "  ", "  ")
	if err != nil {
		return err
	}
	tail, err := json.MarshalIndent(risk, "  ", "  ")
	if err != nil {
		return err
	}
	// A buffered writer keeps its first error until Flush.
	_, _ = out.WriteString("{\n  \"columns\": ")
	_, _ = out.Write(head)
	_, _ = out.WriteString(",\n  \"findings\": [")
	var line []byte
	for i, f := range r.Findings {
		line = line[:0]
		if i > 0 {
			line = append(line, ',')
		}
		line = appendFinding(append(line, "\n    "...), f, r.page(i))
		_, _ = out.Write(line)
	}
	if len(r.Findings) > 0 {
		_, _ = out.WriteString("\n  ")
	}
	_, _ = out.WriteString("],\n  \"risk\": ")
	_, _ = out.Write(tail)
	_, _ = out.WriteString("\n}\n")
	return out.Flush()
}

// appendFinding writes a finding; page is of a PDF, from 1, and 0 for none.
func appendFinding(b []byte, f privacy.Finding, page int) []byte {
	text := func(name, value string) {
		b = appendString(append(b, name...), value)
	}
	number := func(name string, n int) {
		b = strconv.AppendInt(append(b, name...), int64(n), 10)
	}
	text(`{"kind": `, string(f.Kind))
	text(`, "level": `, f.Level.String())
	text(`, "role": `, string(f.Role))
	b = strconv.AppendFloat(append(b, `, "score": `...), f.Score, 'g', -1, 64)
	text(`, "column": `, f.Field)
	number(`, "row": `, f.Row)
	number(`, "start": `, f.Start)
	number(`, "end": `, f.End)
	text(`, "text": `, f.Text)
	text(`, "why": `, f.Why)
	if page > 0 {
		number(`, "page": `, page)
	}
	return append(b, '}')
}

// appendString writes a string as JSON has it (RFC 8259, section 7); what is no
// UTF-8 becomes U+FFFD.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' && c != 0x7f {
				i++
				continue
			}
			b = append(b, s[from:i]...)
			switch c {
			case '"', '\\':
				b = append(b, '\\', c)
			case '\n':
				b = append(b, `\n`...)
			case '\r':
				b = append(b, `\r`...)
			case '\t':
				b = append(b, `\t`...)
			default:
				const hex = "0123456789abcdef"
				b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			}
			i++
			from = i
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			b = append(append(b, s[from:i]...), "\ufffd"...)
			from = i + 1
		}
		i += n
	}
	return append(append(b, s[from:]...), '"')
}
