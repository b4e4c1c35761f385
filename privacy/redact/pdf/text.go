package pdf

import (
	"math"
	"slices"
	"strings"
)

// text is what a page says, with the glyph that each byte comes from.
type text struct {
	s      string
	starts []int // by glyph: where its text begins
}

// assemble puts the glyphs of a page together in the order in which they are
// drawn: a blank where there is a gap, a new line where the line changes.
func assemble(glyphs []glyph) text {
	var b strings.Builder
	t := text{starts: make([]int, len(glyphs))}
	var end byte
	for i, g := range glyphs {
		if i > 0 {
			last := glyphs[i-1]
			dx, dy := g.x-(last.x+last.ux*last.advance), g.y-(last.y+last.uy*last.advance)
			size := max(last.size, g.size, .1)
			along, across := (dx*last.ux+dy*last.uy)/size, (dy*last.ux-dx*last.uy)/size
			switch {
			case math.Abs(across) > .45 || along < -1.2 || g.ux*last.ux+g.uy*last.uy < .9:
				if end != '\n' {
					b.WriteByte('\n')
					end = '\n'
				}
			case along > .19 && end != ' ' && end != '\n' && g.text != " ":
				b.WriteByte(' ')
				end = ' '
			}
		}
		t.starts[i] = b.Len()
		b.WriteString(g.text)
		if n := len(g.text); n > 0 {
			end = g.text[n-1]
		}
	}
	t.s = b.String()
	return t
}

// Text is what the page says, line by line.
func (p *Page) Text() string { return p.text.s }

// Boxes are the rectangles about a part of the page's text, in bytes; one for
// each line.
func (p *Page) Boxes(start, end int) []Rect {
	var out []Rect
	var last glyph
	first, _ := slices.BinarySearch(p.text.starts, start)
	for first > 0 && p.text.starts[first-1]+len(p.glyphs[first-1].text) > start {
		first--
	}
	for i := first; i < len(p.glyphs) && p.text.starts[i] < end; i++ {
		g := p.glyphs[i]
		if strings.TrimSpace(g.text) == "" || p.text.starts[i]+len(g.text) <= start {
			continue
		}
		across := math.Abs((g.y-last.y)*last.ux-(g.x-last.x)*last.uy) / max(g.size, .1)
		if len(out) > 0 && across < .3 {
			out[len(out)-1] = out[len(out)-1].union(g.box)
		} else {
			out = append(out, g.box)
		}
		last = g
	}
	return out
}

// Shown is a place as the page is looked at: fractions of its width and height
// from the upper left corner.
func (p *Page) Shown(r Rect) Rect {
	w, h := p.View.X1-p.View.X0, p.View.Y1-p.View.Y0
	x0, x1 := (r.X0-p.View.X0)/w, (r.X1-p.View.X0)/w
	y0, y1 := (p.View.Y1-r.Y1)/h, (p.View.Y1-r.Y0)/h
	switch p.Turn {
	case 90:
		return Rect{1 - y1, x0, 1 - y0, x1}
	case 180:
		return Rect{1 - x1, 1 - y1, 1 - x0, 1 - y0}
	case 270:
		return Rect{y0, 1 - x1, y1, 1 - x0}
	}
	return Rect{x0, y0, x1, y1}
}

// Placed is the inverse of Shown.
func (p *Page) Placed(r Rect) Rect {
	r = r.normal()
	switch p.Turn {
	case 90:
		r = Rect{r.Y0, 1 - r.X1, r.Y1, 1 - r.X0}
	case 180:
		r = Rect{1 - r.X1, 1 - r.Y1, 1 - r.X0, 1 - r.Y0}
	case 270:
		r = Rect{1 - r.Y1, r.X0, 1 - r.Y0, r.X1}
	}
	w, h := p.View.X1-p.View.X0, p.View.Y1-p.View.Y0
	return Rect{p.View.X0 + r.X0*w, p.View.Y1 - r.Y1*h, p.View.X0 + r.X1*w, p.View.Y1 - r.Y0*h}
}

// Size is the page's width and height in points, as it is looked at.
func (p *Page) Size() (w, h float64) {
	w, h = p.View.X1-p.View.X0, p.View.Y1-p.View.Y0
	if p.Turn == 90 || p.Turn == 270 {
		return h, w
	}
	return w, h
}
