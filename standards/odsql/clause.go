package odsql

import (
	"strings"
)

// ParseWhere reads a where clause; nil for an empty one.
func ParseWhere(text string) (Expr, error) {
	p, err := parse(ClauseWhere, text)
	if err != nil || p.token().kind == tokenEnd {
		return nil, err
	}
	x, err := p.expression()
	if err != nil {
		return nil, err
	}
	return x, p.end()
}

// ParseSelect reads a select clause; none for an empty one, which selects all
// fields.
func ParseSelect(text string) ([]Selected, error) {
	p, err := parse(ClauseSelect, text)
	if err != nil || p.token().kind == tokenEnd {
		return nil, err
	}
	return listed(p, p.selected)
}

// listed reads what commas separate, up to the end.
func listed[T any](p *parser, one func() (T, error)) (out []T, err error) {
	for {
		x, err := one()
		if err != nil {
			return nil, err
		}
		out = append(out, x)
		if !p.takeSign(",") {
			return out, p.end()
		}
	}
}

func (p *parser) selected() (s Selected, err error) {
	t := p.token()
	if p.takeSign("*") {
		return Selected{X: &Star{At(t.start)}, Text: "*"}, p.node()
	}
	if (is(t, "include") || is(t, "exclude")) && p.opens() {
		p.advance()
		p.advance()
		names, err := p.patterns()
		if is(t, "include") {
			return Selected{Include: names}, err
		}
		return Selected{Exclude: names}, err
	}
	if s.X, err = p.expression(); err != nil {
		return s, err
	}
	s.Text = p.read(t)
	s.As, err = p.alias()
	return s, err
}

// read is the text from a token to the one before the next.
func (p *parser) read(from token) string { return p.text[from.start:p.tokens[p.next-1].end] }

func (p *parser) alias() (string, error) {
	if !p.takeWord("as") {
		return "", nil
	}
	if t := p.token(); t.kind == tokenQuoted || t.kind == tokenString || (t.kind == tokenName && !reserved[strings.ToLower(t.text)]) {
		if t.text == "" {
			return "", p.unexpected("un nom", "a name")
		}
		return p.advance().text, p.node()
	}
	return "", p.unexpected("un nom", "a name")
}

// patterns reads the names of include() and exclude(), with an optional * at
// their end.
func (p *parser) patterns() (names []string, err error) {
	for {
		t := p.token()
		if t.kind != tokenName && t.kind != tokenQuoted {
			return nil, p.unexpected("le nom d’un champ", "the name of a field")
		}
		p.advance()
		name := t.text
		if p.isSign("*") && p.token().start == t.end {
			p.advance()
			name += "*"
		}
		names = append(names, name)
		if err := p.node(); err != nil {
			return nil, err
		}
		if !p.takeSign(",") {
			return names, p.wantSign(")")
		}
	}
}

// ParseGroupBy reads a group_by clause; none for an empty one.
func ParseGroupBy(text string) ([]Grouped, error) {
	p, err := parse(ClauseGroupBy, text)
	if err != nil || p.token().kind == tokenEnd {
		return nil, err
	}
	return listed(p, p.grouped)
}

func (p *parser) grouped() (g Grouped, err error) {
	t := p.token()
	if is(t, "range") && p.opens() {
		g.X, err = p.ranges()
	} else {
		g.X, err = p.expression()
	}
	if err != nil {
		return g, err
	}
	g.Text = p.read(t)
	g.As, err = p.alias()
	return g, err
}

// ParseOrderBy reads an order_by clause; none for an empty one.
func ParseOrderBy(text string) ([]Ordered, error) {
	p, err := parse(ClauseOrderBy, text)
	if err != nil || p.token().kind == tokenEnd {
		return nil, err
	}
	return listed(p, p.ordered)
}

func (p *parser) ordered() (o Ordered, err error) {
	t := p.token()
	// -field is an older way to write field desc.
	if t.kind == tokenSign && t.text == "-" && p.after(1).kind != tokenNumber {
		p.advance()
		o.Desc = true
		t = p.token()
	}
	if is(t, "range") && p.opens() {
		o.X, err = p.ranges()
	} else {
		o.X, err = p.expression()
	}
	if err != nil {
		return o, err
	}
	o.Text = p.read(t)
	switch {
	case p.takeWord("desc"):
		o.Desc = true
	case p.takeWord("asc"):
		o.Desc = false
	}
	return o, nil
}

// Refinement is a value of refine or exclude: field:value.
type Refinement struct {
	Field string
	Value string
}

// ParseRefine reads a value of refine or exclude (clause says which): the name
// of a field, a colon, and a value with or without quotes.
func ParseRefine(clause, text string) (Refinement, error) {
	p := &parser{lexer: lexer{clause: clause, text: text}}
	colon := strings.IndexByte(text, ':')
	name := text
	if colon >= 0 {
		name = text[:colon]
	}
	name = strings.TrimSpace(name)
	if len(text) > MaxLength || colon < 0 || name == "" {
		return Refinement{}, p.wrong(0, "on attend « champ:valeur »", `expected "field:value"`)
	}
	if n := len(name); n > 2 && name[0] == '`' && name[n-1] == '`' {
		name = name[1 : n-1]
	}
	value := strings.TrimSpace(text[colon+1:])
	if value != "" && (value[0] == '"' || value[0] == '\'') {
		q, err := parse(clause, text[colon+1:])
		if err != nil {
			return Refinement{}, err
		}
		if q.token().kind != tokenString || q.after(1).kind != tokenEnd {
			return Refinement{}, p.wrong(colon+1, "on attend une seule valeur entre guillemets", "expected one quoted value")
		}
		value = q.token().text
	}
	return Refinement{Field: name, Value: value}, nil
}
