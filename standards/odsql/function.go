package odsql

import (
	"slices"
	"strconv"
	"strings"
)

// arity is how many arguments a function takes.
type arity struct{ least, most int }

// functions are those of ODSQL, with their older names.
var functions = map[string]arity{
	// scalar
	"length": {1, 1}, "lower": {1, 1}, "upper": {1, 1}, "now": {0, 0}, "year": {1, 1}, "month": {1, 1}, "day": {1, 1},
	"hour": {1, 1}, "minute": {1, 1}, "second": {1, 1}, "millisecond": {1, 1}, "quarter": {1, 1}, "dayofweek": {1, 1},
	"date_format": {2, 2}, "random": {0, 1},
	// aggregate
	"avg": {1, 1}, "count": {1, 1}, "max": {1, 1}, "min": {1, 1}, "sum": {1, 1}, "median": {1, 1}, "percentile": {2, 2},
	"envelope": {1, 1},
	// of text, in conditions
	"search": {2, 50}, "suggest": {2, 50}, "startswith": {2, 50},
	// of places; distance has two arguments in order_by and select, and bbox one where it is an aggregate
	"within_distance": {3, 3}, "distance": {2, 3}, "in_bbox": {5, 5}, "bbox": {1, 5}, "intersects": {2, 2}, "disjoint": {2, 2},
	"within": {2, 2}, "geometry": {3, 3}, "polygon": {2, 2}, "geo_cluster": {2, 3},
}

// Functions are the names of all functions.
func Functions() []string {
	out := make([]string, 0, len(functions))
	for name := range functions {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

var aggregates = map[string]bool{"avg": true, "count": true, "max": true, "min": true, "sum": true, "median": true,
	"percentile": true, "envelope": true}

// IsAggregate tells whether a call makes one value of many rows.
func (c *Call) IsAggregate() bool {
	return aggregates[c.Name] || (c.Name == "bbox" && len(c.Args) == 1)
}

func (p *parser) call() (Expr, error) {
	t := p.advance()
	name := strings.ToLower(t.text)
	takes, known := functions[name]
	if !known {
		if name == "range" {
			return nil, p.wrong(t.start, "range() n’a sa place que dans group_by", "range() belongs to group_by only")
		}
		return nil, p.wrong(t.start, "la fonction "+strconv.Quote(near(t.text))+" n’existe pas", "unknown function "+strconv.Quote(near(t.text)))
	}
	p.advance() // the bracket
	if err := p.deeper(); err != nil {
		return nil, err
	}
	defer func() { p.depth-- }()
	c := &Call{At: At(t.start), Name: name}
	if name == "now" {
		return c, p.namedArguments(c)
	}
	if name == "count" && p.isWord("distinct") && !(p.after(1).kind == tokenSign && p.after(1).text == ")") {
		p.advance()
		c.Distinct = true
	}
	for !p.isSign(")") {
		x, err := p.argument(c)
		if err != nil {
			return nil, err
		}
		c.Args = append(c.Args, x)
		if !p.takeSign(",") {
			break
		}
	}
	if err := p.wantSign(")"); err != nil {
		return nil, err
	}
	if n := len(c.Args); n < takes.least || n > takes.most {
		return nil, p.wrong(t.start, name+"() ne prend pas "+strconv.Itoa(n)+" argument(s)", name+"() does not take "+strconv.Itoa(n)+" argument(s)")
	}
	return c, nil
}

var units = map[string]bool{"mi": true, "yd": true, "ft": true, "m": true, "cm": true, "km": true, "mm": true}

// argument reads one of a call: an expression, * where it means something, a
// distance, or the mode of geometry().
func (p *parser) argument(c *Call) (Expr, error) {
	t := p.token()
	switch {
	case p.isSign("*") && (c.Name == "count" || c.Name == "search" || c.Name == "suggest" || c.Name == "startswith") && len(c.Args) == 0:
		p.advance()
		return &Star{At(t.start)}, p.node()
	case (c.Name == "distance" || c.Name == "within_distance") && len(c.Args) == 2 && t.kind == tokenNumber:
		x, err := p.number()
		if err != nil {
			return nil, err
		}
		q := &Quantity{At: At(t.start), Value: x.(*Number).Value, Unit: "m"}
		if u := p.token(); u.kind == tokenName {
			if !units[strings.ToLower(u.text)] {
				return nil, p.unexpected("une unité (m, km, mi, yd, ft, cm, mm)", "a unit (m, km, mi, yd, ft, cm, mm)")
			}
			q.Unit = strings.ToLower(p.advance().text)
		}
		return q, p.node()
	}
	return p.expression()
}

// namedArguments reads those of now(): parts to set (year=2026) and to move
// (days=-1).
func (p *parser) namedArguments(c *Call) error {
	for !p.isSign(")") {
		t := p.token()
		name := strings.ToLower(t.text)
		if t.kind != tokenName || !nowParts[name] {
			return p.unexpected("year, month, day, hour, minute, second (à fixer) ou years, months, weeks, days, hours, minutes, seconds (à ajouter)",
				"year, month, day, hour, minute, second (to set) or years, months, weeks, days, hours, minutes, seconds (to add)")
		}
		p.advance()
		if err := p.wantSign("="); err != nil {
			return err
		}
		sign := 1.0
		if p.takeSign("-") {
			sign = -1
		} else {
			p.takeSign("+")
		}
		if p.token().kind != tokenNumber {
			return p.unexpected("un nombre entier", "a whole number")
		}
		at := p.token().start
		x, err := p.number()
		if err != nil {
			return err
		}
		n := x.(*Number)
		if !n.Whole || n.Value > 1e6 {
			return p.wrong(at, "ce nombre doit être entier et plus petit", "this number must be whole and smaller")
		}
		c.Named = append(c.Named, Named{name, sign * n.Value})
		if err := p.node(); err != nil {
			return err
		}
		if !p.takeSign(",") {
			break
		}
	}
	return p.wantSign(")")
}

var nowParts = map[string]bool{"year": true, "month": true, "day": true, "hour": true, "minute": true, "second": true,
	"years": true, "months": true, "weeks": true, "days": true, "hours": true, "minutes": true, "seconds": true}
