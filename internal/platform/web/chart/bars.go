package chart

import (
	"context"
	"math"
)

// barRow is a category of lying bars.
type barRow struct {
	Name, Link string
	Bars       []barPart
}

// barPart is one bar: where it begins and how long it is, in percent.
type barPart struct{ X, W, Class, Value, Series string }

// rows are the bars of each category. Stacked ones share a line.
func (c Chart) rows(ctx context.Context) []barRow {
	series := c.drawn()
	s := barScale(c.spanned(series, c.Stacked))
	out := make([]barRow, len(c.Categories))
	for i, category := range c.Categories {
		row := barRow{Name: category}
		if i < len(c.Links) {
			row.Link = c.Links[i]
		}
		up := 0.0
		for k, one := range series {
			v := one.value(i)
			part := barPart{Class: class(k), Value: Number(ctx, v, c.Unit), Series: one.Name, X: "0", W: "0"}
			if known(v) {
				from := 0.0
				if c.Stacked && v > 0 {
					from, up = up, up+v
				}
				a, b := s.at(from)*100, s.at(from+v)*100
				part.X, part.W = pct(math.Min(a, b)), pct(math.Abs(b-a))
			}
			row.Bars = append(row.Bars, part)
		}
		out[i] = row
	}
	return out
}

// barScale ends at the longest bar: it carries its value beside it and needs no
// round end.
func barScale(values []float64) scale {
	s := scale{}
	for _, v := range values {
		if known(v) {
			s.low, s.high = math.Min(s.low, v), math.Max(s.high, v)
		}
	}
	if s.low == s.high {
		s.high = 1
	}
	return s
}

// shares are the parts of a whole; what is not above zero is no part.
func (c Chart) shares(ctx context.Context) []barPart {
	if len(c.Series) == 0 {
		return nil
	}
	total := 0.0
	for i := range c.Categories {
		if v := c.Series[0].value(i); v > 0 {
			total += v
		}
	}
	var out []barPart
	at := 0.0
	for i, category := range c.Categories {
		v := c.Series[0].value(i)
		if !(v > 0) {
			continue
		}
		part := v / total * 100
		out = append(out, barPart{X: pct(at), W: pct(part), Class: class(i), Series: category,
			Value: Number(ctx, math.Round(part*10)/10, "%") + " (" + Number(ctx, v, c.Unit) + ")"})
		at += part
	}
	return out
}
