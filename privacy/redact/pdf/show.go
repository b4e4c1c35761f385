package pdf

import (
	"encoding/hex"
	"math"
)

// show places the glyphs of an operator that shows text, and writes it again
// without those that stand under a box.
func (c *content) show(op operation) error {
	if len(op.args) == 0 {
		return nil
	}
	last := op.args[len(op.args)-1]
	before := ""
	switch op.name {
	case "'":
		c.move(0, -c.st.tl)
		before = "T*\n"
	case "\"":
		if len(op.args) == 3 {
			c.st.tw, c.st.tc = op.args[0].num, op.args[1].num
			before = numeral(c.st.tw) + " Tw " + numeral(c.st.tc) + " Tc "
		}
		c.move(0, -c.st.tl)
		before += "T*\n"
	}
	items := []operand{last}
	if last.kind == '[' {
		items = last.list
	}
	f := c.st.font
	if f == nil {
		f = &font{missing: .5, ascent: .85, descent: -.22}
	}
	var w shower
	for _, item := range items {
		if item.kind == 'n' {
			w.shift(item.num)
			c.tm = matrix{1, 0, 0, 1, -item.num / 1000 * c.st.size * c.st.th, 0}.times(c.tm)
			continue
		}
		if item.kind != 's' {
			continue
		}
		for rest := item.text; len(rest) > 0; {
			g := f.read(rest)
			if g.n == 0 {
				break
			}
			gone := c.glyph(f, g) || c.hidden > 0
			extra := c.st.tc
			if g.space {
				extra += c.st.tw
			}
			if gone {
				step := g.width * 1000
				if c.st.size != 0 {
					step += extra / c.st.size * 1000
				}
				w.remove(-step)
			} else {
				w.codes(rest[:g.n])
			}
			c.tm = matrix{1, 0, 0, 1, (g.width*c.st.size + extra) * c.st.th, 0}.times(c.tm)
			rest = rest[g.n:]
		}
	}
	if w.removed == 0 {
		c.keep(op)
		return nil
	}
	if c.hidden == 0 {
		c.touched = true
		c.removed.Glyphs += w.removed
	}
	c.out.WriteString(before + w.written() + " TJ\n")
	return nil
}

// glyph places one glyph and tells whether it stands under a box.
func (c *content) glyph(f *font, g shown) bool {
	if c.hidden > 0 {
		return true
	}
	s := &c.st
	em := matrix{s.size * s.th, 0, 0, s.size, 0, s.ts}.times(c.tm).times(s.ctm)
	box := em.around(Rect{0, f.descent, math.Max(g.width, .01), f.ascent})
	x, y := em.apply(0, 0)
	x1, y1 := em.apply(1, 0)
	x2, y2 := em.apply(0, 1)
	length := math.Hypot(x1-x, y1-y)
	out := glyph{text: g.text, box: box, x: x, y: y, ux: 1, size: math.Hypot(x2-x, y2-y), advance: g.width * length}
	if s.size != 0 && s.tc > 0 { // letters that are spaced make no words
		out.advance += s.tc / math.Abs(s.size) * length
	}
	if length > 0 {
		out.ux, out.uy = (x1-x)/length, (y1-y)/length
	}
	c.glyphs = append(c.glyphs, out)
	return c.under(box)
}

// shower writes the operand of TJ.
type shower struct {
	out     []byte
	open    []byte // codes not yet written
	gap     float64
	inGap   bool
	removed int
}

func (w *shower) codes(b []byte) {
	w.endGap()
	w.open = append(w.open, b...)
}

// shift is a number of the file; within what was removed it would tell of the
// glyphs on its sides, and becomes part of the one gap.
func (w *shower) shift(n float64) {
	if w.inGap {
		w.gap += n
		return
	}
	w.flush()
	w.out = append(w.out, numeral(n)+" "...)
}

func (w *shower) remove(n float64) {
	w.flush()
	w.inGap = true
	w.gap += n
	w.removed++
}

func (w *shower) endGap() {
	if w.inGap {
		w.out = append(w.out, numeral(w.gap)+" "...)
		w.gap, w.inGap = 0, false
	}
}

func (w *shower) flush() {
	if len(w.open) > 0 {
		w.out = append(w.out, '<')
		w.out = hex.AppendEncode(w.out, w.open)
		w.out = append(w.out, '>', ' ')
		w.open = w.open[:0]
	}
}

func (w *shower) written() string {
	w.flush()
	w.endGap()
	return "[" + string(w.out) + "]"
}
