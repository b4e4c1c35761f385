package odsql

import (
	"fmt"
	"strconv"
	"strings"
)

// parser reads one clause by recursive descent.
type parser struct {
	lexer
	next         int
	depth, nodes int
}

func parse(clause, text string) (*parser, error) {
	p := &parser{lexer: lexer{clause: clause, text: text}}
	return p, p.lexer.run()
}

func (p *parser) token() token { return p.tokens[p.next] }

// after is the token n places on; the last one is always the end.
func (p *parser) after(n int) token { return p.tokens[min(p.next+n, len(p.tokens)-1)] }

func (p *parser) advance() token {
	t := p.tokens[p.next]
	if t.kind != tokenEnd {
		p.next++
	}
	return t
}

// opens tells whether a bracket follows the next token.
func (p *parser) opens() bool { return p.after(1).kind == tokenSign && p.after(1).text == "(" }

func (p *parser) isSign(sign string) bool {
	t := p.token()
	return t.kind == tokenSign && t.text == sign
}

func (p *parser) isWord(word string) bool { return is(p.token(), word) }

func is(t token, word string) bool { return t.kind == tokenName && strings.EqualFold(t.text, word) }

func (p *parser) takeSign(sign string) bool {
	if p.isSign(sign) {
		p.advance()
		return true
	}
	return false
}

func (p *parser) takeWord(word string) bool {
	if p.isWord(word) {
		p.advance()
		return true
	}
	return false
}

// unexpected says that the next token has no place here.
func (p *parser) unexpected(fr, en string) error {
	t := p.token()
	if t.kind == tokenEnd {
		return p.wrong(t.start, "elle s’arrête là où l’on attend "+fr, "unexpected end, expected "+en)
	}
	shown := strconv.Quote(near(p.text[t.start:t.end]))
	return p.wrong(t.start, shown+" se trouve là où l’on attend "+fr, "unexpected "+shown+", expected "+en)
}

func (p *parser) wantSign(sign string) error {
	if p.takeSign(sign) {
		return nil
	}
	return p.unexpected("« "+sign+" »", strconv.Quote(sign))
}

func (p *parser) end() error {
	if p.token().kind == tokenEnd {
		return nil
	}
	return p.unexpected("la fin ou un opérateur", "the end or an operator")
}

// deeper counts an expression within another one.
func (p *parser) deeper() error {
	if p.depth++; p.depth > MaxDepth {
		return p.wrong(p.token().start, fmt.Sprintf("elle a plus de %d niveaux de parenthèses ou d’opérateurs", MaxDepth),
			fmt.Sprintf("it has more than %d levels of brackets or operators", MaxDepth))
	}
	return nil
}

// node counts what is read.
func (p *parser) node() error {
	if p.nodes++; p.nodes > MaxNodes {
		return p.wrong(p.token().start, fmt.Sprintf("elle a plus de %d termes", MaxNodes), fmt.Sprintf("it has more than %d terms", MaxNodes))
	}
	return nil
}

// expression reads anything: conditions bind weakest.
func (p *parser) expression() (Expr, error) {
	if err := p.deeper(); err != nil {
		return nil, err
	}
	defer func() { p.depth-- }()
	return p.joined("or", Or, func() (Expr, error) { return p.joined("and", And, p.negation) })
}

func (p *parser) joined(word string, op Operator, part func() (Expr, error)) (Expr, error) {
	left, err := part()
	for err == nil && p.isWord(word) {
		at := At(p.advance().start)
		if err = p.node(); err != nil {
			break
		}
		var right Expr
		if right, err = part(); err == nil {
			left = &Binary{at, op, left, right}
		}
	}
	return left, err
}

func (p *parser) negation() (Expr, error) {
	if !p.isWord("not") {
		return p.predicate()
	}
	at := At(p.advance().start)
	if err := p.deeper(); err != nil {
		return nil, err
	}
	defer func() { p.depth-- }()
	x, err := p.negation()
	return &Not{at, x}, err
}

var comparisons = map[string]Operator{"=": Equal, ":": Equal, "==": Equal, "!=": Unequal, "<>": Unequal,
	"<": Less, "<=": AtMost, ">": Greater, ">=": AtLeast}

// predicate reads a value and what is said of it.
func (p *parser) predicate() (Expr, error) {
	x, err := p.sum()
	if err != nil {
		return nil, err
	}
	t := p.token()
	at := At(t.start)
	if op, ok := comparisons[t.text]; ok && t.kind == tokenSign {
		p.advance()
		if err := p.node(); err != nil {
			return nil, err
		}
		if op == Equal && (p.isSign("[") || p.isSign("]")) {
			return p.within(at, x)
		}
		right, err := p.sum()
		return &Binary{at, op, x, right}, err
	}
	if t.kind != tokenName {
		return x, nil
	}
	negated := is(t, "not") && (is(p.after(1), "in") || is(p.after(1), "like") || is(p.after(1), "between"))
	if negated {
		p.advance()
	}
	out := x
	switch {
	case p.takeWord("like"):
		out, err = p.like(at, x)
	case p.takeWord("in"):
		out, err = p.in(at, x)
	case p.takeWord("between"):
		out, err = p.between(at, x)
	case p.takeWord("is"):
		out, err = p.isWhat(at, x)
	}
	if negated && err == nil {
		out = &Not{at, out}
	}
	return out, err
}

func (p *parser) like(at At, x Expr) (Expr, error) {
	if p.token().kind != tokenString {
		return nil, p.unexpected("un texte entre guillemets", "a quoted text")
	}
	return &Like{at, x, p.advance().text}, p.node()
}

func (p *parser) in(at At, x Expr) (Expr, error) {
	switch {
	case p.isSign("[") || p.isSign("]"):
		return p.within(at, x)
	case p.takeSign("("):
		in := &In{At: at, X: x}
		for {
			one, err := p.sum()
			if err != nil {
				return nil, err
			}
			in.List = append(in.List, one)
			if !p.takeSign(",") {
				break
			}
		}
		return in, p.wantSign(")")
	case p.token().kind == tokenQuoted || (p.token().kind == tokenName && !reserved[strings.ToLower(p.token().text)]):
		// "value" in field: the field, which may have several values, has this one.
		f, err := p.primary()
		return &Binary{at, Equal, f, x}, err
	}
	return nil, p.unexpected("une liste entre parenthèses ou un intervalle entre crochets", "a list in brackets or a range in square brackets")
}

// within reads [a..b], ]a..b[ and their mixtures; "to" may stand for the dots.
func (p *parser) within(at At, x Expr) (Expr, error) {
	w := &Within{At: at, X: x, OpenFrom: p.advance().text == "]"}
	var err error
	if w.From, err = p.sum(); err != nil {
		return nil, err
	}
	if !p.takeSign("..") && !p.takeWord("to") {
		return nil, p.unexpected("« .. »", `".."`)
	}
	if w.To, err = p.sum(); err != nil {
		return nil, err
	}
	if !p.isSign("]") && !p.isSign("[") {
		return nil, p.unexpected("« ] » ou « [ »", `"]" or "["`)
	}
	w.OpenTo = p.advance().text == "["
	return w, nil
}

func (p *parser) between(at At, x Expr) (Expr, error) {
	w := &Within{At: at, X: x}
	var err error
	if w.From, err = p.sum(); err != nil {
		return nil, err
	}
	if !p.takeWord("and") {
		return nil, p.unexpected("« and »", `"and"`)
	}
	w.To, err = p.sum()
	return w, err
}

func (p *parser) isWhat(at At, x Expr) (Expr, error) {
	negated := p.takeWord("not")
	var out Expr
	switch {
	case p.takeWord("null"):
		out = &IsNull{at, x}
	case p.takeWord("true"):
		out = &IsBool{at, x, true}
	case p.takeWord("false"):
		out = &IsBool{at, x, false}
	default:
		return nil, p.unexpected("null, true ou false", "null, true or false")
	}
	if negated {
		out = &Not{at, out}
	}
	return out, nil
}

func (p *parser) sum() (Expr, error) { return p.chain(p.product, "+", "-") }

func (p *parser) product() (Expr, error) { return p.chain(p.unary, "*", "/") }

// chain reads operators of one strength, from left to right. Each nests what
// stands before it.
func (p *parser) chain(part func() (Expr, error), signs ...string) (Expr, error) {
	left, err := part()
	depth := p.depth
	defer func() { p.depth = depth }()
	for err == nil && (p.isSign(signs[0]) || p.isSign(signs[1])) {
		t := p.advance()
		if err = p.node(); err == nil {
			err = p.deeper()
		}
		if err != nil {
			break
		}
		var right Expr
		if right, err = part(); err == nil {
			left = &Binary{At(t.start), Operator(t.text), left, right}
		}
	}
	return left, err
}

func (p *parser) unary() (Expr, error) {
	at := At(p.token().start)
	switch {
	case p.takeSign("-"):
		if err := p.deeper(); err != nil {
			return nil, err
		}
		defer func() { p.depth-- }()
		x, err := p.unary()
		if n, ok := x.(*Number); ok && err == nil && n.Value > 0 {
			n.Value, n.At = -n.Value, at
			return n, nil
		}
		return &Negative{at, x}, err
	case p.isSign("+") && p.after(1).kind == tokenNumber:
		p.advance()
	}
	return p.primary()
}

// reserved words are never fields unless they stand in back-quotes.
var reserved = map[string]bool{"and": true, "or": true, "not": true, "as": true, "in": true, "is": true, "like": true,
	"between": true, "null": true, "true": true, "false": true}

func (p *parser) primary() (Expr, error) {
	if err := p.node(); err != nil {
		return nil, err
	}
	t := p.token()
	at := At(t.start)
	switch t.kind {
	case tokenString:
		return &String{at, p.advance().text}, nil
	case tokenNumber:
		return p.number()
	case tokenDate:
		m, ok := ParseMoment(t.text)
		if !ok {
			return nil, p.wrong(t.start, strconv.Quote(near(t.text))+" n’est pas une date (2026, 2026-01, 2026-01-31, 2026-01-31T12:00:00Z)",
				strconv.Quote(near(t.text))+" is not a date (2026, 2026-01, 2026-01-31, 2026-01-31T12:00:00Z)")
		}
		p.advance()
		return &Date{at, m}, nil
	case tokenGeometry:
		return p.geometry()
	case tokenQuoted:
		return &Field{at, p.advance().text}, nil
	case tokenName:
		return p.named()
	}
	if p.takeSign("(") {
		x, err := p.expression()
		if err != nil {
			return nil, err
		}
		return x, p.wantSign(")")
	}
	return nil, p.unexpected("un champ, une valeur ou une fonction", "a field, a value or a function")
}

func (p *parser) number() (Expr, error) {
	t := p.token()
	v, err := strconv.ParseFloat(t.text, 64)
	if err != nil {
		return nil, p.wrong(t.start, "ce nombre est trop grand", "this number is too large")
	}
	p.advance()
	return &Number{At(t.start), v, !strings.ContainsAny(t.text, ".eE")}, nil
}

func (p *parser) geometry() (Expr, error) {
	t := p.advance()
	s, err := ParseShape(t.text)
	switch {
	case err == errLarge:
		return nil, p.wrong(t.start, fmt.Sprintf("cette géométrie a plus de %d points", MaxPositions), fmt.Sprintf("this geometry has more than %d points", MaxPositions))
	case err != nil:
		return nil, p.wrong(t.start, "cette géométrie n’est ni du WKT ni du GeoJSON (geom'POINT(-0.5 43.9)')", "this geometry is neither WKT nor GeoJSON (geom'POINT(-0.5 43.9)')")
	}
	return &Geometry{At(t.start), s}, nil
}

// named reads what begins with a word: a constant, a function, a field.
func (p *parser) named() (Expr, error) {
	t := p.token()
	word := strings.ToLower(t.text)
	switch {
	case word == "true" || word == "false":
		p.advance()
		return &Bool{At(t.start), word == "true"}, nil
	case word == "null":
		p.advance()
		return &Null{At(t.start)}, nil
	case reserved[word]:
		return nil, p.unexpected("un champ, une valeur ou une fonction (un champ de ce nom s’écrit entre accents graves)",
			"a field, a value or a function (a field of this name is written in back-quotes)")
	case p.opens():
		return p.call()
	}
	p.advance()
	return &Field{At(t.start), t.text}, nil
}
