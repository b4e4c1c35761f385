package rdf

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	xsd      = "http://www.w3.org/2001/XMLSchema#"
	rdfSpace = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	// mostDeep bounds how deep nodes may stand in one another.
	mostDeep = 100
)

// ReadTurtle reads RDF 1.1 Turtle, of which N-Triples is a part. base is the
// address of the document, against which relative ones are read.
func ReadTurtle(doc []byte, base string) (g *Graph, err error) {
	if !utf8.Valid(doc) {
		return nil, fmt.Errorf("rdf: Turtle that is not UTF-8")
	}
	text := strings.TrimPrefix(string(doc), "\ufeff")
	r := &turtle{all: text, rest: text, g: NewGraph(), prefix: map[string]string{}, base: base}
	defer func() {
		if e := recover(); e != nil {
			broken, ok := e.(turtleError)
			if !ok {
				panic(e)
			}
			line := 1 + strings.Count(r.all[:len(r.all)-len(r.rest)], "\n")
			g, err = nil, fmt.Errorf("rdf: Turtle, line %d: %w", line, broken.error)
		}
	}()
	for r.skip(); r.rest != ""; r.skip() {
		r.statement()
	}
	return r.g, nil
}

type turtleError struct{ error }

type turtle struct {
	all, rest string
	g         *Graph
	prefix    map[string]string
	base      string
	blanks    int
	depth     int
}

func (r *turtle) fail(format string, args ...any) { panic(turtleError{fmt.Errorf(format, args...)}) }

func (r *turtle) add(s Term, p string, o Term) {
	if err := r.g.Add(s, p, o); err != nil {
		panic(turtleError{err})
	}
}

func (r *turtle) skip() {
	for {
		r.rest = strings.TrimLeft(r.rest, " \t\r\n")
		if !strings.HasPrefix(r.rest, "#") {
			return
		}
		_, r.rest, _ = strings.Cut(r.rest, "\n")
	}
}

func (r *turtle) take(s string) bool {
	r.skip()
	if strings.HasPrefix(r.rest, s) {
		r.rest = r.rest[len(s):]
		return true
	}
	return false
}

func (r *turtle) need(s string) {
	if !r.take(s) {
		r.fail("%q expected before %.30q", s, r.rest)
	}
}

// directive takes a directive, whose case does not matter to SPARQL's form.
func (r *turtle) directive(word string) bool {
	if len(r.rest) > len(word) && strings.EqualFold(r.rest[:len(word)], word) && strings.ContainsAny(r.rest[len(word):len(word)+1], " \t\r\n<") {
		r.rest = r.rest[len(word):]
		return true
	}
	return false
}

func (r *turtle) statement() {
	at := strings.HasPrefix(r.rest, "@")
	switch {
	case r.directive("@prefix"), r.directive("prefix"):
		r.skip()
		name, rest, ok := strings.Cut(r.rest, ":")
		if !ok || strings.ContainsAny(name, " <>\n") {
			r.fail("prefix expected")
		}
		r.rest = rest
		r.skip()
		r.prefix[name] = r.iri()
		if at {
			r.take(".") // some forget it
		}
		return
	case r.directive("@base"), r.directive("base"):
		r.skip()
		r.base = r.iri()
		if at {
			r.need(".")
		}
		return
	}
	bracket := strings.HasPrefix(r.rest, "[")
	subject := r.object()
	if subject.Kind == Literal {
		r.fail("a text cannot be a subject")
	}
	if bracket && r.take(".") {
		return
	}
	r.properties(subject)
	r.need(".")
}

func (r *turtle) properties(s Term) {
	for {
		r.skip()
		p := Type
		if len(r.rest) > 1 && r.rest[0] == 'a' && strings.ContainsAny(r.rest[1:2], " \t\r\n<[\"") {
			r.rest = r.rest[1:]
		} else {
			p = r.name()
		}
		for {
			r.add(s, p, r.object())
			if !r.take(",") {
				break
			}
		}
		if !r.take(";") {
			return
		}
		for r.take(";") {
		}
		r.skip()
		if r.rest == "" || r.rest[0] == '.' || r.rest[0] == ']' {
			return
		}
	}
}

func (r *turtle) newBlank() Term {
	r.blanks++
	return Term{Kind: Blank, Value: "#" + strconv.Itoa(r.blanks)}
}

func (r *turtle) object() Term {
	if r.depth++; r.depth > mostDeep {
		r.fail("nodes stand too deep in one another")
	}
	defer func() { r.depth-- }()
	r.skip()
	if r.rest == "" {
		r.fail("the document ends too early")
	}
	switch c := r.rest[0]; {
	case c == '[':
		r.rest = r.rest[1:]
		t := r.newBlank()
		if !r.take("]") {
			r.properties(t)
			r.need("]")
		}
		return t
	case c == '(':
		r.rest = r.rest[1:]
		return r.collection()
	case c == '"', c == '\'':
		return r.literal()
	case strings.HasPrefix(r.rest, "_:"):
		return Term{Kind: Blank, Value: r.local(2)}
	case c >= '0' && c <= '9', c == '+', c == '-', c == '.' && len(r.rest) > 1 && r.rest[1] >= '0' && r.rest[1] <= '9':
		return r.number()
	}
	for _, word := range []string{"true", "false"} {
		if rest, ok := strings.CutPrefix(r.rest, word); ok && (rest == "" || strings.ContainsAny(rest[:1], " \t\r\n.,;])#")) {
			r.rest = rest
			return Term{Kind: Literal, Value: word, Datatype: xsd + "boolean"}
		}
	}
	return Resource(r.name())
}

func (r *turtle) collection() Term {
	end := Resource(rdfSpace + "nil")
	if r.take(")") {
		return end
	}
	first := r.newBlank()
	for at := first; ; {
		r.add(at, rdfSpace+"first", r.object())
		if r.take(")") {
			r.add(at, rdfSpace+"rest", end)
			return first
		}
		next := r.newBlank()
		r.add(at, rdfSpace+"rest", next)
		at = next
	}
}

func (r *turtle) number() Term {
	n := 1
	for n < len(r.rest) && strings.ContainsRune("0123456789.eE+-", rune(r.rest[n])) {
		n++
	}
	word := strings.TrimRight(r.rest[:n], ".")
	if _, err := strconv.ParseFloat(word, 64); err != nil {
		r.fail("%.20q is no number", word)
	}
	r.rest = r.rest[len(word):]
	kind := "integer"
	if strings.ContainsAny(word, "eE") {
		kind = "double"
	} else if strings.Contains(word, ".") {
		kind = "decimal"
	}
	return Term{Kind: Literal, Value: word, Datatype: xsd + kind}
}

func (r *turtle) iri() string {
	end := strings.IndexByte(r.rest, '>')
	if end < 0 || r.rest[0] != '<' {
		r.fail("an address in < > expected before %.30q", r.rest)
	}
	iri := r.rest[1:end]
	if strings.ContainsAny(iri, "\r\n<\"") {
		r.fail("an address without end: %.40q", iri)
	}
	r.rest = r.rest[end+1:]
	if strings.Contains(iri, `\`) {
		iri = r.unescape(iri)
	}
	return resolve(r.base, iri)
}

func (r *turtle) unescape(s string) string {
	var b strings.Builder
	for s != "" {
		c, _, tail, err := strconv.UnquoteChar(s, 0)
		if err != nil {
			r.fail("an escape that is none in %.40q", s)
		}
		b.WriteRune(c)
		s = tail
	}
	return b.String()
}

// resolve reads an address against the document's. One that is broken stays as
// it is: who uses it looks at it anyway.
func resolve(base, iri string) string {
	if base == "" || strings.Contains(iri, "://") || strings.HasPrefix(iri, "urn:") || strings.HasPrefix(iri, "mailto:") {
		return iri
	}
	b, err := url.Parse(base)
	if err != nil {
		return iri
	}
	u, err := b.Parse(iri)
	if err != nil {
		return iri
	}
	return u.String()
}

// local takes a name from the n-th byte on.
func (r *turtle) local(n int) string {
	from := n
	for n < len(r.rest) {
		c := r.rest[n]
		if c == '\\' && n+1 < len(r.rest) {
			n += 2
			continue
		}
		if strings.IndexByte(" \t\r\n,;[]()\"'<>#", c) >= 0 && c != '\'' || c == '\'' {
			break
		}
		n++
	}
	word := r.rest[from:n]
	for strings.HasSuffix(word, ".") && !strings.HasSuffix(word, `\.`) {
		word = word[:len(word)-1]
	}
	r.rest = r.rest[from+len(word):]
	if strings.Contains(word, `\`) {
		var b strings.Builder
		for i := 0; i < len(word); i++ {
			if word[i] == '\\' && i+1 < len(word) {
				i++
			}
			b.WriteByte(word[i])
		}
		return b.String()
	}
	return word
}

func (r *turtle) name() string {
	r.skip()
	if strings.HasPrefix(r.rest, "<") {
		return r.iri()
	}
	before := r.rest
	word := r.local(0)
	prefix, local, ok := strings.Cut(word, ":")
	space, known := r.prefix[prefix]
	if !ok || !known && (prefix == "" || !letters(prefix)) {
		r.rest = before
		r.fail("a name expected before %.30q", before)
	}
	if !known { // some forget to say what a prefix means: the rest of the catalogue is not lost for that
		return word
	}
	return space + local
}

func letters(s string) bool {
	for _, c := range []byte(s) {
		if (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

func (r *turtle) literal() Term {
	quote := r.rest[:1]
	if long := strings.Repeat(quote, 3); strings.HasPrefix(r.rest, long) {
		quote = long
	}
	r.rest = r.rest[len(quote):]
	var b strings.Builder
	for !strings.HasPrefix(r.rest, quote) {
		n := strings.IndexAny(r.rest, `\"'`+"\n")
		if n < 0 {
			r.fail("a text without end")
		}
		b.WriteString(r.rest[:n])
		r.rest = r.rest[n:]
		switch c := r.rest[0]; {
		case strings.HasPrefix(r.rest, quote):
		case c == '\\':
			q := byte('"')
			if len(r.rest) > 1 && r.rest[1] == '\'' {
				q = '\''
			}
			c, _, tail, err := strconv.UnquoteChar(r.rest, q)
			if err != nil {
				r.fail("an escape that is none")
			}
			b.WriteRune(c)
			r.rest = tail
		case c == '\n' && len(quote) == 1:
			r.fail("a line break in a text in single quotes")
		default:
			b.WriteByte(c)
			r.rest = r.rest[1:]
		}
	}
	r.rest = r.rest[len(quote):]
	// """ends with a quote"""": the last three end it.
	for len(quote) == 3 && strings.HasPrefix(r.rest, quote[:1]) {
		b.WriteByte(quote[0])
		r.rest = r.rest[1:]
	}
	t := Term{Kind: Literal, Value: b.String()}
	if strings.HasPrefix(r.rest, "^^") {
		r.rest = r.rest[2:]
		t.Datatype = r.name()
		if t.Datatype == xsd+"string" {
			t.Datatype = ""
		}
		return t
	}
	if strings.HasPrefix(r.rest, "@") {
		n := 1
		for n < len(r.rest) && (r.rest[n] == '-' || r.rest[n]|0x20 >= 'a' && r.rest[n]|0x20 <= 'z' || r.rest[n] >= '0' && r.rest[n] <= '9') {
			n++
		}
		t.Lang = strings.ToLower(r.rest[1:n])
		r.rest = r.rest[n:]
	}
	return t
}
