package chart

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"airial/internal/platform/i18n"
)

// The plot's measures, in pixels. Widths are in percent: text keeps its size on
// a phone and on a wall.
const (
	plotHeight = 320
	plotTop    = 12
	plotBottom = 30 // for the names below
	wide       = 1000
)

// plot is a drawing with an axis at the left, as its template shows it.
type plot struct {
	AxisWidth int
	Ticks     []tick
	Names     []name
	Rects     []rect
	Lines     []path
	Areas     []path
	Dots      []dot
	ZeroY     string
}

type tick struct{ Y, TextY, Label string }

type name struct{ X, Anchor, Text string }

type rect struct{ X, Y, W, H, Class, Title string }

type path struct{ D, Class string }

type dot struct{ X, Y, Class, Title string }

// plotted lays the chart out.
func (c Chart) plotted(ctx context.Context) plot {
	if c.Kind == Scatter {
		return c.scattered(ctx)
	}
	series, n := c.drawn(), len(c.Categories)
	stacked := c.Kind == Area || c.Kind == Column && c.Stacked
	s := newScale(c.spanned(series, stacked), 5, c.Kind != Line)
	p := plot{ZeroY: px(y(s, math.Max(s.low, 0)))}
	p.axis(ctx, s)
	p.names(c.Categories)
	up, down := make([]float64, n), make([]float64, n)
	for k, one := range series {
		lower := append([]float64(nil), up...)
		for i := range n {
			v := one.value(i)
			if !known(v) {
				continue
			}
			from, to := 0.0, v
			if stacked {
				base := &up[i]
				if v < 0 {
					base = &down[i]
				}
				from, to = *base, *base+v
				*base = to
			}
			title := c.label(ctx, one, i)
			if c.Kind == Column {
				p.Rects = append(p.Rects, column(s, i, n, k, len(series), stacked, from, to, title))
			} else if n <= 60 {
				p.Dots = append(p.Dots, dot{pct(middle(i, n)), px(y(s, to)), class(k), title})
			}
		}
		switch c.Kind {
		case Line:
			p.Lines = append(p.Lines, path{line(s, one, n), class(k)})
		case Area:
			p.Areas = append(p.Areas, path{band(s, lower, up), class(k)})
			p.Lines = append(p.Lines, path{line(s, Series{Values: up}, n), class(k)})
		}
	}
	return p
}

// spanned are the values that the axis must hold.
func (c Chart) spanned(series []Series, stacked bool) []float64 {
	var out []float64
	for i := range c.Categories {
		up, down := 0.0, 0.0
		for _, one := range series {
			v := one.value(i)
			if !known(v) {
				continue
			}
			out = append(out, v)
			if v > 0 {
				up += v
			} else {
				down += v
			}
		}
		if stacked {
			out = append(out, up, down)
		}
	}
	return out
}

// label says a value with its category, for the pointer that rests on it.
func (c Chart) label(ctx context.Context, s Series, i int) string {
	text := c.Categories[i] + i18n.Say(ctx, "\u202f: ", ": ") + Number(ctx, s.value(i), c.Unit)
	if len(c.Series) > 1 {
		text = s.Name + ", " + text
	}
	return text
}

func (p *plot) axis(ctx context.Context, s scale) {
	longest := 1
	for _, v := range s.ticks() {
		text := short(ctx, v)
		longest = max(longest, utf8.RuneCountInString(text))
		p.Ticks = append(p.Ticks, tick{px(y(s, v)), px(y(s, v) + 4), text})
	}
	p.AxisWidth = longest*8 + 8
}

// names are as many categories as a phone has room for, evenly spread.
func (p *plot) names(categories []string) {
	longest := 1
	for _, c := range categories {
		longest = max(longest, min(utf8.RuneCountInString(c), 12))
	}
	fit := max(2, 300/(longest*8+10))
	step := (len(categories) + fit - 1) / max(1, fit)
	for i := 0; i < len(categories); i += max(1, step) {
		p.Names = append(p.Names, name{pct(middle(i, len(categories))), anchor(i, len(categories), longest), clip(categories[i], 12)})
	}
}

// anchor keeps the outermost names within the drawing.
func anchor(i, n, longest int) string {
	at := (float64(i) + 0.5) / float64(n)
	half := float64(longest) * 4 / 300
	switch {
	case at < half:
		return "start"
	case 1-at < half:
		return "end"
	}
	return "middle"
}

func column(s scale, i, n, k, of int, stacked bool, from, to float64, title string) rect {
	step := 100 / float64(n)
	left, width := float64(i)*step+step*0.14, step*0.72
	if !stacked {
		width /= float64(of)
		left += float64(k) * width
	}
	top, bottom := y(s, math.Max(from, to)), y(s, math.Min(from, to))
	return rect{X: pct(left), W: pct(width), Y: px(top), H: px(math.Max(bottom-top, 0.5)), Class: class(k), Title: title}
}

func line(s scale, one Series, n int) string {
	var b strings.Builder
	pen := "M"
	for i := range n {
		v := one.value(i)
		if !known(v) {
			pen = "M" // a gap
			continue
		}
		fmt.Fprintf(&b, "%s%s %s", pen, px(middle(i, n)*wide/100), px(y(s, v)))
		pen = "L"
	}
	return b.String()
}

// band is the ground between two lines.
func band(s scale, lower, upper []float64) string {
	var b strings.Builder
	n := len(upper)
	for i, v := range upper {
		pen := "L"
		if i == 0 {
			pen = "M"
		}
		fmt.Fprintf(&b, "%s%s %s", pen, px(middle(i, n)*wide/100), px(y(s, v)))
	}
	for i := n - 1; i >= 0; i-- {
		fmt.Fprintf(&b, "L%s %s", px(middle(i, n)*wide/100), px(y(s, lower[i])))
	}
	return b.String() + "Z"
}

// scattered sets the first series against the others.
func (c Chart) scattered(ctx context.Context) plot {
	if len(c.Series) < 2 {
		return plot{}
	}
	across, series := c.Series[0], c.Series[1:min(len(c.Series), MaxSeries+1)]
	var all []float64
	for _, one := range series {
		all = append(all, one.Values...)
	}
	sx, sy := newScale(across.Values, 5, false), newScale(all, 5, false)
	p := plot{}
	p.axis(ctx, sy)
	for _, v := range sx.ticks() {
		at := sx.at(v)
		p.Names = append(p.Names, name{pct(at * 100), map[bool]string{true: "start", false: map[bool]string{true: "end", false: "middle"}[at > 0.95]}[at < 0.05], short(ctx, v)})
	}
	for k, one := range series {
		for i := range c.Categories {
			x, v := across.value(i), one.value(i)
			if known(x) && known(v) {
				p.Dots = append(p.Dots, dot{pct(sx.at(x) * 100), px(y(sy, v)), class(k), c.Categories[i] + " : " + Number(ctx, x, "") + " ; " + Number(ctx, v, c.Unit)})
			}
		}
	}
	return p
}

func middle(i, n int) float64 { return (float64(i) + 0.5) / float64(n) * 100 }

func y(s scale, v float64) float64 {
	return plotTop + (1-s.at(v))*(plotHeight-plotTop-plotBottom)
}

func px(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

func pct(v float64) string { return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64) + "%" }

func clip(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return strings.TrimSpace(string([]rune(text)[:most-1])) + "…"
}
