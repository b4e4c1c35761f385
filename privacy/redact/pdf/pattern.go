package pdf

import (
	"math"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// lattice is how the cell of a tiling pattern repeats itself, in the cell's own
// coordinates (ISO 32000-1, 8.7.3). Zero stands for what is drawn once.
type lattice struct {
	x, y float64
	// one is that no more than one cell fits on the page: a picture that is
	// drawn as a pattern, and no decoration.
	one bool
}

// near moves r by whole steps to where it lies nearest to b.
func (l lattice) near(r, b Rect) Rect {
	dx, dy := l.shift(r, b)
	return Rect{r.X0 + dx, r.Y0 + dy, r.X1 + dx, r.Y1 + dy}
}

func (l lattice) shift(r, b Rect) (dx, dy float64) {
	if l.x > 0 {
		dx = math.Round(((b.X0+b.X1)-(r.X0+r.X1))/2/l.x) * l.x
	}
	if l.y > 0 {
		dy = math.Round(((b.Y0+b.Y1)-(r.Y0+r.Y1))/2/l.y) * l.y
	}
	return dx, dy
}

// usePattern writes the pattern of an operator that sets a colour again, when it
// names one.
func (c *content) usePattern(op operation) error {
	if len(op.args) == 0 || op.args[len(op.args)-1].kind != '/' {
		return nil
	}
	name := string(op.args[len(op.args)-1].text)
	if c.patterns[name] != nil {
		return nil
	}
	v := c.o.dict(c.res["Pattern"])[name]
	d := c.o.dict(v)
	if d == nil {
		return nil
	}
	p, err := c.pattern(v, d)
	c.patterns[name] = p
	return err
}

// pattern writes a pattern again: of a cell, nothing that stands under a box in
// any of its places is left.
func (c *content) pattern(v types.Object, d types.Dict) (types.Object, error) {
	if c.o.streamOf(v) == nil || c.o.numberOr(d["PatternType"], 0) != 1 {
		out := types.Dict{}
		for k, e := range d {
			if k != "ExtGState" { // it may bring a mask along, for nothing that shows
				out[k] = e
			}
		}
		if c.o.streamOf(v) != nil {
			return v, nil
		}
		return out, nil
	}
	src, err := c.o.decoded(v)
	if err != nil {
		return nil, err
	}
	place := c.o.matrix(d["Matrix"]).times(c.base)
	w := *c.walker
	w.glyphs, w.pictures, w.boxes = nil, nil, nil
	w.cell = c.latticeOf(d, place)
	if len(c.boxes) > 0 && c.cell != (lattice{}) {
		// A pattern within a pattern is in more places than can be gone through.
		w.boxes, w.cell = []Rect{{-1e9, -1e9, 1e9, 1e9}}, lattice{}
	} else if back, ok := place.inverse(); ok {
		for _, b := range c.boxes {
			w.boxes = append(w.boxes, back.around(b))
		}
	}
	cell, err := w.run(src, c.o.dict(d["Resources"]), state{ctm: identity, th: 1}, c.depth+1)
	if err != nil {
		return nil, err
	}
	c.work, c.names, c.removed = w.work, w.names, w.removed
	c.touched = c.touched || cell.touched
	if n := refOf(v); n == 0 || !c.tiles[n] {
		c.tiles[n] = true
		c.showCell(&w, place)
	}
	out := types.Dict{}
	for _, key := range []string{"Type", "PatternType", "PaintType", "TilingType", "BBox", "XStep", "YStep", "Matrix"} {
		if d[key] != nil {
			out[key] = d[key]
		}
	}
	if out["Resources"], err = cell.resources(); err != nil {
		return nil, err
	}
	return packed(out, cell.out.Bytes()), nil
}

func (c *content) latticeOf(d types.Dict, place matrix) lattice {
	l := lattice{x: math.Abs(c.o.numberOr(d["XStep"], 0)), y: math.Abs(c.o.numberOr(d["YStep"], 0))}
	step := place.around(Rect{0, 0, l.x, l.y})
	l.one = step.X1-step.X0 > .9*(c.view.X1-c.view.X0) && step.Y1-step.Y0 > .9*(c.view.Y1-c.view.Y0)
	return l
}

// showCell adds what a cell shows to what the page does, in the one of its
// places that is nearest to the middle of the page: people see it, and so do
// programs that read the page.
func (c *content) showCell(w *walker, place matrix) {
	middle := Rect{(c.view.X0 + c.view.X1) / 2, (c.view.Y0 + c.view.Y1) / 2, (c.view.X0 + c.view.X1) / 2, (c.view.Y0 + c.view.Y1) / 2}
	back, ok := place.inverse()
	if !ok || len(w.glyphs)+len(w.pictures) == 0 {
		return
	}
	all := Rect{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, g := range w.glyphs {
		all = all.union(g.box)
	}
	dx, dy := 0.0, 0.0
	if len(w.glyphs) > 0 {
		dx, dy = w.cell.shift(all, back.around(middle))
	}
	moved := matrix{1, 0, 0, 1, dx, dy}.times(place)
	scale := math.Sqrt(math.Abs(moved[0]*moved[3] - moved[1]*moved[2]))
	for _, g := range w.glyphs {
		x1, y1 := moved.apply(g.x+g.ux, g.y+g.uy)
		g.box = moved.around(g.box)
		g.x, g.y = moved.apply(g.x, g.y)
		g.ux, g.uy = x1-g.x, y1-g.y
		if l := math.Hypot(g.ux, g.uy); l > 0 {
			g.ux, g.uy = g.ux/l, g.uy/l
		}
		g.size, g.advance = g.size*scale, g.advance*scale
		c.glyphs = append(c.glyphs, g)
	}
	if !w.cell.one {
		return
	}
	for _, p := range w.pictures {
		p.box, p.place = place.around(p.box), p.place.times(place)
		c.pictures = append(c.pictures, p)
	}
}
