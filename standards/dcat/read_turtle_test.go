package dcat_test

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// readTurtle reads the part of Turtle that catalogues and the official shapes
// use: prefixes, lists of properties and of objects, nested blank nodes, short
// and long strings, numbers, booleans. It knows nothing of how we write.
func readTurtle(doc string) (g graph, err error) {
	r := &turtleReader{rest: doc, g: make(graph), prefix: make(map[string]string)}
	defer func() {
		if e := recover(); e != nil {
			text, ok := e.(turtleError)
			if !ok {
				panic(e)
			}
			g, err = nil, fmt.Errorf("%s before %.40q", string(text), r.rest)
		}
	}()
	if !utf8.ValidString(doc) {
		return nil, fmt.Errorf("not UTF-8")
	}
	for r.skip(); r.rest != ""; r.skip() {
		r.statement()
	}
	return r.g, nil
}

type turtleError string

type turtleReader struct {
	rest   string
	g      graph
	prefix map[string]string
	blanks int
}

func (r *turtleReader) fail(format string, args ...any) {
	panic(turtleError(fmt.Sprintf(format, args...)))
}

func (r *turtleReader) skip() {
	for {
		r.rest = strings.TrimLeft(r.rest, " \t\r\n")
		if !strings.HasPrefix(r.rest, "#") {
			return
		}
		_, r.rest, _ = strings.Cut(r.rest, "\n")
	}
}

func (r *turtleReader) take(s string) bool {
	r.skip()
	if strings.HasPrefix(r.rest, s) {
		r.rest = r.rest[len(s):]
		return true
	}
	return false
}

func (r *turtleReader) need(s string) {
	if !r.take(s) {
		r.fail("%q expected", s)
	}
}

func (r *turtleReader) statement() {
	if r.take("@prefix") {
		r.skip()
		name, rest, ok := strings.Cut(r.rest, ":")
		if !ok {
			r.fail("prefix expected")
		}
		r.rest = rest
		r.skip()
		r.prefix[name] = r.iri()
		r.need(".")
		return
	}
	var subject term
	if r.take("[") {
		subject = r.blank()
		r.skip()
		if r.take(".") {
			return
		}
	} else {
		subject = iriTerm(r.name())
	}
	r.properties(subject)
	r.need(".")
}

func (r *turtleReader) properties(s term) {
	for {
		r.skip()
		p := rdfType
		if strings.HasPrefix(r.rest, "a ") {
			r.rest = r.rest[2:]
		} else {
			p = r.name()
		}
		for {
			r.g.add(s, p, r.object())
			if !r.take(",") {
				break
			}
		}
		for r.take(";") {
		}
		r.skip()
		if r.rest == "" || r.rest[0] == '.' || r.rest[0] == ']' {
			return
		}
	}
}

// blank reads a blank node after its opening bracket.
func (r *turtleReader) blank() term {
	r.blanks++
	t := term("_:b" + strconv.Itoa(r.blanks))
	r.skip()
	if !r.take("]") {
		r.properties(t)
		r.need("]")
	}
	return t
}

func (r *turtleReader) object() term {
	r.skip()
	if r.rest == "" {
		r.fail("object expected")
	}
	switch c := r.rest[0]; {
	case c == '[':
		r.rest = r.rest[1:]
		return r.blank()
	case c == '"':
		return r.literal()
	case strings.HasPrefix(r.rest, "true"), strings.HasPrefix(r.rest, "false"):
		word := r.word()
		return literalTerm(word, "", "http://www.w3.org/2001/XMLSchema#boolean")
	case c >= '0' && c <= '9':
		return literalTerm(r.word(), "", "http://www.w3.org/2001/XMLSchema#integer")
	}
	return iriTerm(r.name())
}

func (r *turtleReader) word() string {
	n := strings.IndexAny(r.rest, " \t\r\n,;]")
	if n < 0 {
		n = len(r.rest)
	}
	w := r.rest[:n]
	r.rest = r.rest[n:]
	return w
}

func (r *turtleReader) iri() string {
	end := strings.IndexByte(r.rest, '>')
	if end < 1 || r.rest[0] != '<' {
		r.fail("address expected")
	}
	iri := r.rest[1:end]
	if i := strings.IndexAny(iri, " \t\r\n\"{}|^`\\<"); i >= 0 {
		r.fail("address %q holds %q", iri, iri[i])
	}
	r.rest = r.rest[end+1:]
	return iri
}

func (r *turtleReader) name() string {
	r.skip()
	if strings.HasPrefix(r.rest, "<") {
		return r.iri()
	}
	n := 0
	for n < len(r.rest) && !strings.ContainsRune(" \t\r\n,;[]\"<>", rune(r.rest[n])) {
		n++
	}
	word := strings.TrimSuffix(r.rest[:n], ".")
	prefix, local, ok := strings.Cut(word, ":")
	space, known := r.prefix[prefix]
	if !ok || !known {
		r.fail("name %q", word)
	}
	r.rest = r.rest[len(word):]
	return space + local
}

func (r *turtleReader) literal() term {
	quote := `"`
	if strings.HasPrefix(r.rest, `"""`) {
		quote = `"""`
	}
	r.rest = r.rest[len(quote):]
	var b strings.Builder
	for !strings.HasPrefix(r.rest, quote) {
		if r.rest == "" {
			r.fail("string without end")
		}
		c, w := utf8.DecodeRuneInString(r.rest)
		if len(quote) == 1 && (c == '\n' || c == '\r') {
			r.fail("line break in a string")
		}
		if c != '\\' {
			b.WriteRune(c)
			r.rest = r.rest[w:]
			continue
		}
		c, _, tail, err := strconv.UnquoteChar(r.rest, '"')
		if err != nil {
			r.fail("escape: %v", err)
		}
		b.WriteRune(c)
		r.rest = tail
	}
	r.rest = r.rest[len(quote):]
	if strings.HasPrefix(r.rest, "^^") {
		r.rest = r.rest[2:]
		return literalTerm(b.String(), "", r.name())
	}
	lang := ""
	if strings.HasPrefix(r.rest, "@") {
		n := 1
		for n < len(r.rest) && (r.rest[n] == '-' || r.rest[n]|0x20 >= 'a' && r.rest[n]|0x20 <= 'z' || r.rest[n] >= '0' && r.rest[n] <= '9') {
			n++
		}
		lang = r.rest[1:n]
		r.rest = r.rest[n:]
	}
	return literalTerm(b.String(), lang, "")
}
