package pdf

import "math"

// path is one that is being made: letters drawn as outlines are shapes of it.
type path struct {
	parts []part
	clip  string // "W" or "W*" when it is to become the clipping path
}

// part is a shape of a path, from one m or re to the next.
type part struct {
	raw []byte
	box Rect
}

func (p *path) add(op operation, ctm matrix) {
	if op.name == "m" || op.name == "re" || len(p.parts) == 0 {
		p.parts = append(p.parts, part{box: Rect{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}})
	}
	t := &p.parts[len(p.parts)-1]
	t.raw = append(append(t.raw, op.raw...), '\n')
	a := op.args
	point := func(x, y float64) {
		x, y = ctm.apply(x, y)
		t.box = t.box.union(Rect{x, y, x, y})
	}
	if op.name == "re" && len(a) == 4 {
		point(a[0].num, a[1].num)
		point(a[0].num+a[2].num, a[1].num)
		point(a[0].num, a[1].num+a[3].num)
		point(a[0].num+a[2].num, a[1].num+a[3].num)
		return
	}
	for i := 0; i+1 < len(a); i += 2 {
		point(a[i].num, a[i+1].num)
	}
}

// paint ends a path: shapes within a box are not drawn.
func (c *content) paint(op operation) {
	p := c.path
	c.path = path{}
	if c.hidden > 0 && p.clip == "" {
		return
	}
	left := 0
	for _, t := range p.parts {
		if p.clip == "" && op.name != "n" && c.within(t.box) {
			c.touched = true
			c.removed.Shapes++
			continue
		}
		c.out.Write(t.raw)
		left++
	}
	if left == 0 {
		return
	}
	if p.clip != "" {
		c.out.WriteString(p.clip + "\n")
	}
	if c.hidden > 0 {
		c.out.WriteString("n\n")
		return
	}
	c.out.WriteString(op.name + "\n")
}

func (w *walker) within(r Rect) bool {
	for _, b := range w.boxes {
		if w.cell.near(r, b).within(b) {
			return true
		}
	}
	return false
}
