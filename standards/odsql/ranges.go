package odsql

import (
	"math"
)

// calendar are the units of a date range, as they are written (in this case:
// m is a minute, M a month).
var calendar = map[string]string{
	"ms": "millisecond", "millisecond": "millisecond", "milliseconds": "millisecond",
	"s": "second", "second": "second", "seconds": "second", "m": "minute", "minute": "minute", "minutes": "minute",
	"h": "hour", "hour": "hour", "hours": "hour", "d": "day", "day": "day", "days": "day", "w": "week", "week": "week", "weeks": "week",
	"M": "month", "month": "month", "months": "month", "q": "quarter", "quarter": "quarter", "quarters": "quarter",
	"y": "year", "year": "year", "years": "year",
}

// ranges reads range(x, 10), range(x, 1 day), range(x, *, 10, 20, *) and
// range(x, ]10, 20[).
func (p *parser) ranges() (Expr, error) {
	t := p.advance()
	p.advance() // the bracket
	r := &Ranges{At: At(t.start)}
	var err error
	if r.X, err = p.sum(); err != nil {
		return nil, err
	}
	if err := p.wantSign(","); err != nil {
		return nil, err
	}
	bracket := p.isSign("[") || p.isSign("]")
	if bracket {
		r.Below = p.advance().text == "]"
	}
	if err := p.steps(r, bracket); err != nil {
		return nil, err
	}
	if bracket {
		if !p.isSign("[") && !p.isSign("]") {
			return nil, p.unexpected("« ] » ou « [ »", `"]" or "["`)
		}
		r.Above = p.advance().text == "["
	}
	if err := p.wantSign(")"); err != nil {
		return nil, err
	}
	if n, ok := r.lone(); ok && !bracket {
		return p.width(r, n)
	}
	return r, p.rising(r)
}

// lone is the only step, where there is neither another nor an open end.
func (r *Ranges) lone() (Expr, bool) {
	if len(r.Steps) != 1 || r.Below || r.Above {
		return nil, false
	}
	return r.Steps[0], true
}

func (p *parser) steps(r *Ranges, bracket bool) error {
	for {
		at := p.token().start
		if p.isSign("*") && !bracket {
			p.advance()
			switch {
			case len(r.Steps) == 0 && !r.Below:
				r.Below = true
			case len(r.Steps) > 0 && p.isSign(")"):
				r.Above = true
			default:
				return p.wrong(at, "« * » n’a sa place qu’au début et à la fin", `"*" belongs to the beginning and the end only`)
			}
		} else {
			x, err := p.step()
			if err != nil {
				return err
			}
			r.Steps = append(r.Steps, x)
		}
		if err := p.node(); err != nil {
			return err
		}
		if !p.takeSign(",") {
			return nil
		}
	}
}

func (p *parser) step() (Expr, error) {
	at := p.token().start
	x, err := p.unary()
	if err != nil {
		return nil, err
	}
	n, isNumber := x.(*Number)
	if u := p.token(); isNumber && u.kind == tokenName {
		unit, ok := calendar[u.text]
		if !ok {
			return nil, p.unexpected("une unité (day, week, month, quarter, year…)", "a unit (day, week, month, quarter, year…)")
		}
		p.advance()
		return &Quantity{At(at), n.Value, unit}, nil
	}
	if _, isDate := x.(*Date); !isNumber && !isDate {
		return nil, p.wrong(at, "un intervalle a pour bornes des nombres ou des dates", "the steps of a range are numbers or dates")
	}
	return x, nil
}

// width is range(x, 10) and range(x, 1 day).
func (p *parser) width(r *Ranges, x Expr) (Expr, error) {
	r.Steps = nil
	switch x := x.(type) {
	case *Number:
		r.Width = &Quantity{At: x.At, Value: x.Value}
	case *Quantity:
		r.Width = x
		fixed := map[string]bool{"week": true, "month": true, "quarter": true, "year": true}[x.Unit]
		if x.Value != math.Trunc(x.Value) || (fixed && x.Value != 1) {
			return nil, p.wrong(x.Pos(), "semaines, mois, trimestres et années se comptent un par un, les autres unités en nombres entiers",
				"weeks, months, quarters and years go one by one, other units by whole numbers")
		}
	default:
		return nil, p.wrong(x.Pos(), "on attend une largeur, ou au moins deux bornes", "expected a width, or at least two steps")
	}
	if v := r.Width.Value; !(v > 0) || v > 1e15 {
		return nil, p.wrong(x.Pos(), "la largeur d’un intervalle est un nombre plus grand que zéro", "the width of a range is a number above zero")
	}
	return r, nil
}

// rising checks that steps are of one kind and rise, and leave at least one
// group.
func (p *parser) rising(r *Ranges) error {
	if len(r.Steps)+btoi(r.Below)+btoi(r.Above) < 2 {
		return p.wrong(r.Pos(), "un intervalle a au moins deux bornes", "a range has at least two ends")
	}
	for i, x := range r.Steps {
		sound := true
		switch x := x.(type) {
		case *Number:
			if i > 0 {
				before, same := r.Steps[i-1].(*Number)
				sound = same && before.Value < x.Value
			}
		case *Date:
			if i > 0 {
				before, same := r.Steps[i-1].(*Date)
				sound = same && before.Value.Time.Before(x.Value.Time)
			}
		default:
			sound = false
		}
		if !sound {
			return p.wrong(x.Pos(), "les bornes d’un intervalle sont de même nature et vont en montant", "the steps of a range are of one kind and rise")
		}
	}
	return nil
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
