package csw

import (
	"strings"
)

// ReadCQL reads a constraint in CQL text: comparisons, LIKE, BETWEEN, IS NULL,
// BBOX(property, w, s, e, n), AND, OR, NOT and brackets.
func ReadCQL(text string) (Expr, error) {
	words, err := cut(text)
	if err != nil {
		return nil, err
	}
	r := &cql{words: words}
	e, err := r.either(0)
	if err == nil && len(r.words) > 0 {
		err = r.wrong()
	}
	return e, err
}

// cut parts a text into words, texts in quotes (which keep theirs) and signs.
func cut(text string) ([]string, error) {
	var out []string
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
		case c == '\'' || c == '"':
			j := i + 1
			for j < len(text) && (text[j] != c || j+1 < len(text) && text[j+1] == c) {
				if text[j] == c {
					j++
				}
				j++
			}
			if j >= len(text) {
				return nil, invalid("constraint", "a quote without its end")
			}
			out = append(out, string(c)+strings.ReplaceAll(text[i+1:j], string(c)+string(c), string(c)))
			i = j + 1
		case strings.HasPrefix(text[i:], "<=") || strings.HasPrefix(text[i:], ">=") || strings.HasPrefix(text[i:], "<>"):
			out = append(out, text[i:i+2])
			i += 2
		case strings.IndexByte("=<>(),", c) >= 0:
			out = append(out, string(c))
			i++
		default:
			j := i
			for j < len(text) && strings.IndexByte(" \t\n\r=<>(),'\"", text[j]) < 0 {
				j++
			}
			out = append(out, text[i:j])
			i = j
		}
		if len(out) > 1000 {
			return nil, invalid("constraint", "the constraint has more than 1,000 words")
		}
	}
	return out, nil
}

type cql struct{ words []string }

func (r *cql) wrong() error {
	if len(r.words) == 0 {
		return invalid("constraint", "the constraint ends too early")
	}
	return invalid("constraint", "%.40q is not understood there", strings.Join(r.words[:min(3, len(r.words))], " "))
}

func (r *cql) take(word string) bool {
	if len(r.words) > 0 && strings.EqualFold(r.words[0], word) {
		r.words = r.words[1:]
		return true
	}
	return false
}

// value takes a literal or a name.
func (r *cql) value() (string, error) {
	if len(r.words) == 0 || strings.Contains("=<>(),", r.words[0]) {
		return "", r.wrong()
	}
	w := r.words[0]
	r.words = r.words[1:]
	if w[0] == '\'' || w[0] == '"' {
		w = w[1:]
	}
	return w, nil
}

func (r *cql) either(depth int) (Expr, error) {
	var list or
	for {
		e, err := r.both(depth)
		if err != nil {
			return nil, err
		}
		if list = append(list, e); !r.take("or") {
			if len(list) == 1 {
				return e, nil
			}
			return list, nil
		}
	}
}

func (r *cql) both(depth int) (Expr, error) {
	var list and
	for {
		e, err := r.single(depth)
		if err != nil {
			return nil, err
		}
		if list = append(list, e); !r.take("and") {
			if len(list) == 1 {
				return e, nil
			}
			return list, nil
		}
	}
}

func (r *cql) single(depth int) (Expr, error) {
	if depth > mostDeep {
		return nil, invalid("constraint", "conditions stand too deep in one another")
	}
	switch {
	case r.take("not"):
		e, err := r.single(depth + 1)
		return not{e}, err
	case r.take("("):
		e, err := r.either(depth + 1)
		if err == nil && !r.take(")") {
			err = r.wrong()
		}
		return e, err
	case r.take("bbox"):
		return r.box()
	}
	property, err := r.value()
	if err != nil {
		return nil, err
	}
	no := r.take("not")
	e, err := r.comparison(property)
	if err == nil && no {
		e = not{e}
	}
	return e, err
}

func (r *cql) comparison(property string) (Expr, error) {
	for _, op := range []string{"<=", ">=", "<>", "=", "<", ">", "like"} {
		if r.take(op) {
			v, err := r.value()
			if err != nil {
				return nil, err
			}
			return compare(property, op, v, '%')
		}
	}
	switch {
	case r.take("between"):
		low, err := r.value()
		if err != nil {
			return nil, err
		}
		if !r.take("and") {
			return nil, r.wrong()
		}
		high, err := r.value()
		if err != nil {
			return nil, err
		}
		a, err := compare(property, ">=", low, '%')
		if err != nil {
			return nil, err
		}
		b, err := compare(property, "<=", high, '%')
		return and{a, b}, err
	case r.take("is"):
		no := r.take("not")
		if !r.take("null") {
			return nil, r.wrong()
		}
		e, err := compare(property, "null", "", '%')
		if err == nil && no {
			e = not{e}
		}
		return e, err
	}
	return nil, r.wrong()
}

// box reads (property, w, s, e, n) after BBOX; the property may be left out.
func (r *cql) box() (Expr, error) {
	if !r.take("(") {
		return nil, r.wrong()
	}
	var list []string
	for {
		v, err := r.value()
		if err != nil {
			return nil, err
		}
		list = append(list, v)
		if r.take(")") {
			break
		}
		if !r.take(",") || len(list) > 6 {
			return nil, r.wrong()
		}
	}
	system := ""
	if len(list) == 6 {
		system, list = list[5], list[:5]
	}
	if len(list) == 5 {
		list = list[1:]
	}
	return box(list, system)
}
