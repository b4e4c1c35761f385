package named

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// inDocument calls fn for each text of a JSON document, and returns the document
// with what fn makes of it; the rest stays byte by byte. A text that is a
// document itself is read as one. What is no JSON is one text.
func inDocument(doc string, fn func(string) string) string {
	if !document(doc) {
		return fn(doc)
	}
	var b strings.Builder
	last := 0
	for at := 0; at < len(doc); {
		if doc[at] != '"' {
			at++
			continue
		}
		end := closing(doc, at)
		if s, ok := unquoted(doc[at:end]); ok && !named(doc, end) {
			if now := inText(s, fn); now != s {
				b.WriteString(doc[last:at])
				b.WriteString(quoted(now))
				last = end
			}
		}
		at = end
	}
	return b.String() + doc[last:]
}

func inText(s string, fn func(string) string) string {
	if document(s) {
		return inDocument(s, fn)
	}
	return fn(s)
}

// document tells whether a text is JSON with texts in it.
func document(s string) bool {
	t := strings.TrimLeft(s, " \n\t")
	return t != "" && strings.IndexByte(`{["`, t[0]) >= 0 && json.Valid([]byte(s))
}

// closing is where the string that begins at a place ends.
func closing(doc string, at int) int {
	for at++; at < len(doc) && doc[at] != '"'; at++ {
		if doc[at] == '\\' {
			at++
		}
	}
	return min(at+1, len(doc))
}

// unquoted is what a string of a document says.
func unquoted(s string) (string, bool) {
	if strings.IndexByte(s, '\\') < 0 && utf8.ValidString(s) {
		return s[1 : len(s)-1], true
	}
	var out string
	err := json.Unmarshal([]byte(s), &out)
	return out, err == nil
}

// named tells whether a string that ends at a place is the name of a member.
func named(doc string, end int) bool {
	rest := strings.TrimLeft(doc[end:], " \n\t\r")
	return rest != "" && rest[0] == ':'
}

// quoted writes a string as the records do: signs as they are.
func quoted(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a text is always written
	return strings.TrimRight(b.String(), "\n")
}
