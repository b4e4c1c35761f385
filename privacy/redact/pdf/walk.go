package pdf

import (
	"bytes"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// glyph is one that a page shows, in the page's own coordinates.
type glyph struct {
	text string // "" when it is not known what it stands for
	box  Rect
	// x and y are where it begins on its line, ux and uy the line's direction,
	// size the height of its em and advance how far the next one is.
	x, y, ux, uy, size, advance float64
}

// picture is one that a page shows.
type picture struct {
	box    Rect
	place  matrix // of the unit square on the page
	object int    // number of its object, 0 for one in the content stream
	source types.Object
}

// state is the part of the graphics state that places text.
type state struct {
	ctm                matrix
	font               *font
	size               float64
	tc, tw, th, tl, ts float64
}

// walker goes through what a page draws and writes it again without what stands
// under its boxes.
type walker struct {
	o        *objects
	layers   *layers
	boxes    []Rect
	fonts    map[int]*font
	forms    map[int]*stream // of which nothing stood under a box, written again
	images   *imageMaker
	view     Rect         // of the page
	cell     lattice      // how what is drawn repeats itself
	tiles    map[int]bool // patterns of which the page shows a cell
	glyphs   []glyph
	pictures []picture
	removed  Counts
	work     int // operations, to bound what forms within forms can ask for
	names    int
}

// Counts tells what was taken out.
type Counts struct {
	Glyphs, Pictures, Shapes int
}

const (
	mostForms  = 24         // forms within forms
	mostWork   = 40_000_000 // operations of a file
	mostGlyphs = 3_000_000
)

// content is one content stream being written again.
type content struct {
	*walker
	res     types.Dict // as it was
	out     bytes.Buffer
	xobject types.Dict // as it will be
	drawn   map[string]bool
	// patterns and gstates are those that are used, written again.
	patterns, gstates types.Dict
	base              matrix // where the stream begins: its patterns go by it
	st                state
	stack             []state
	tm, tlm           matrix
	depth             int
	touched           bool
	marks             []bool // marked content that is open: whether it hides what it holds
	hidden            int
	path              path
}

// run writes a content stream again and gives the resources that it needs then.
func (w *walker) run(src []byte, res types.Dict, st state, depth int) (*content, error) {
	if depth > mostForms {
		return nil, errDepth
	}
	c := &content{walker: w, res: res, st: st, depth: depth, xobject: types.Dict{}, drawn: map[string]bool{}, patterns: types.Dict{}, gstates: types.Dict{}, base: st.ctm, tm: identity, tlm: identity}
	for k, v := range w.o.dict(res["XObject"]) {
		c.xobject[k] = v
	}
	l := &lexer{b: src}
	for {
		op, more, err := l.next()
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
		if w.work++; w.work > mostWork || len(w.glyphs) > mostGlyphs {
			return nil, errTooMuch
		}
		if err := c.operation(op); err != nil {
			return nil, err
		}
	}
	for range c.stack {
		c.out.WriteString("Q\n")
	}
	return c, nil
}

func (c *content) keep(op operation) {
	c.out.Write(op.raw)
	c.out.WriteByte('\n')
}

func (c *content) operation(op operation) error {
	n := func(i int) float64 {
		if i < len(op.args) {
			return op.args[i].num
		}
		return 0
	}
	s := &c.st
	switch op.name {
	case "q":
		if len(c.stack) > 512 {
			return errDepth
		}
		c.stack = append(c.stack, *s)
	case "Q":
		if len(c.stack) == 0 {
			return nil // one too many
		}
		*s, c.stack = c.stack[len(c.stack)-1], c.stack[:len(c.stack)-1]
	case "cm":
		s.ctm = matrix{n(0), n(1), n(2), n(3), n(4), n(5)}.times(s.ctm)
	case "BT":
		c.tm, c.tlm = identity, identity
	case "Tc":
		s.tc = n(0)
	case "Tw":
		s.tw = n(0)
	case "Tz":
		s.th = n(0) / 100
	case "TL":
		s.tl = n(0)
	case "Ts":
		s.ts = n(0)
	case "Tf":
		if len(op.args) == 2 {
			if err := c.setFont(c.o.dict(c.res["Font"])[string(op.args[0].text)], n(1)); err != nil {
				return err
			}
		}
	case "gs":
		return c.setState(op)
	case "scn", "SCN":
		if err := c.usePattern(op); err != nil {
			return err
		}
	case "Td":
		c.move(n(0), n(1))
	case "TD":
		s.tl = -n(1)
		c.move(n(0), n(1))
	case "Tm":
		c.tlm = matrix{n(0), n(1), n(2), n(3), n(4), n(5)}
		c.tm = c.tlm
	case "T*":
		c.move(0, -s.tl)
	case "Tj", "TJ", "'", "\"":
		return c.show(op)
	case "Do":
		return c.do(op)
	case "BI":
		return c.inlineImage(op)
	case "BMC", "BDC":
		hides := op.name == "BDC" && len(op.args) == 2 && string(op.args[0].text) == "OC" && op.args[1].kind == '/' &&
			c.layers.hidden(c.o.dict(c.res["Properties"])[string(op.args[1].text)])
		c.marks = append(c.marks, hides)
		if hides {
			c.hidden++
		}
		return nil // marks and their ActualText are not taken along
	case "EMC":
		if i := len(c.marks) - 1; i >= 0 {
			if c.marks[i] {
				c.hidden--
			}
			c.marks = c.marks[:i]
		}
		return nil
	case "MP", "DP":
		return nil
	case "m", "l", "c", "v", "y", "h", "re":
		c.path.add(op, s.ctm)
		return nil
	case "W", "W*":
		c.path.clip = op.name
		return nil
	case "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n":
		c.paint(op)
		return nil
	case "sh":
		if c.hidden > 0 {
			return nil
		}
	}
	c.keep(op)
	return nil
}

func (c *content) move(x, y float64) {
	c.tlm = matrix{1, 0, 0, 1, x, y}.times(c.tlm)
	c.tm = c.tlm
}

func (c *content) setFont(v types.Object, size float64) error {
	n := refOf(v)
	f := c.fonts[n]
	if f == nil || n == 0 {
		f = c.o.loadFont(v)
		if n != 0 {
			c.fonts[n] = f
		}
	}
	c.st.font, c.st.size = f, size
	return f.err
}

// under tells whether something stands under a box: its middle, or a third of
// it.
func (w *walker) under(r Rect) bool {
	area := r.area()
	for _, b := range w.boxes {
		r := w.cell.near(r, b)
		x, y := (r.X0+r.X1)/2, (r.Y0+r.Y1)/2
		if x >= b.X0 && x <= b.X1 && y >= b.Y0 && y <= b.Y1 || area > 0 && r.common(b).area() > area*.35 {
			return true
		}
	}
	return false
}

// numeral writes a number for a content stream.
func numeral(f float64) string {
	s := strconv.FormatFloat(f, 'f', 4, 64)
	s = trimZeros(s)
	if s == "-0" {
		return "0"
	}
	return s
}

func trimZeros(s string) string {
	i := len(s)
	for i > 0 && s[i-1] == '0' {
		i--
	}
	if i > 0 && s[i-1] == '.' {
		i--
	}
	return s[:i]
}
