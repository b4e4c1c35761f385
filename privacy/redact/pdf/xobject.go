package pdf

import (
	"fmt"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// do draws a form or a picture.
func (c *content) do(op operation) error {
	if len(op.args) != 1 || c.hidden > 0 {
		return nil
	}
	name := string(op.args[0].text)
	v := c.o.dict(c.res["XObject"])[name]
	d := c.o.dict(v)
	if d == nil || c.layers.hidden(d["OC"]) {
		return nil // there is nothing to draw
	}
	switch c.o.name(d["Subtype"]) {
	case "Image":
		return c.image(name, v)
	case "Form":
		return c.form(name, v, d)
	}
	return nil // PostScript, which no reader runs
}

func (c *content) draw(name string) {
	c.drawn[name] = true
	c.out.WriteString("/" + escaped(name) + " Do\n")
}

// fresh gives a name that the resources do not have.
func (c *content) fresh() string {
	for {
		c.names++
		name := fmt.Sprintf("Ar%d", c.names)
		if _, taken := c.xobject[name]; !taken {
			return name
		}
	}
}

func (c *content) image(name string, v types.Object) error {
	p := picture{place: c.st.ctm, box: c.st.ctm.around(Rect{0, 0, 1, 1}), object: refOf(v), source: v}
	c.pictures = append(c.pictures, p)
	var under []Rect
	for _, b := range c.boxes {
		// A picture that repeats itself all over the page is a decoration, and
		// seen where there is no box too.
		dx, dy := c.cell.shift(p.box, b)
		if (c.cell == lattice{} || c.cell.one) && b.meets(c.cell.near(p.box, b)) {
			under = append(under, Rect{b.X0 - dx, b.Y0 - dy, b.X1 - dx, b.Y1 - dy})
		}
	}
	if len(under) == 0 {
		c.draw(name)
		return nil
	}
	black, err := c.images.blacken(v, p.place, under)
	if err != nil {
		return err
	}
	c.touched = true
	c.removed.Pictures++
	if black != nil {
		other := c.fresh()
		c.xobject[other] = black
		c.draw(other)
	}
	return nil
}

func (c *content) inlineImage(op operation) error {
	box := c.st.ctm.around(Rect{0, 0, 1, 1})
	if c.hidden > 0 {
		return nil
	}
	for _, b := range c.boxes {
		if (c.cell == lattice{} || c.cell.one) && b.meets(c.cell.near(box, b)) {
			c.touched = true
			c.removed.Pictures++
			return nil
		}
	}
	c.pictures = append(c.pictures, picture{box: box, place: c.st.ctm})
	c.keep(op)
	return nil
}

func (c *content) form(name string, v types.Object, d types.Dict) error {
	s, touched, err := c.rewrite(v, d, c.st, c.res, c.depth)
	if err != nil {
		return err
	}
	if !touched {
		c.xobject[name] = s
		c.draw(name)
		return nil
	}
	c.touched = true
	other := c.fresh()
	c.xobject[other] = s
	c.draw(other)
	return nil
}

// rewrite writes a form again as it is placed here. One of which nothing stands
// under a box is written once.
func (w *walker) rewrite(v types.Object, d types.Dict, st state, around types.Dict, depth int) (*stream, bool, error) {
	src, err := w.o.decoded(v)
	if err != nil {
		return nil, false, err
	}
	st.ctm = w.o.matrix(d["Matrix"]).times(st.ctm)
	res := w.o.dict(d["Resources"])
	if res == nil {
		res = around
	}
	c, err := w.run(src, res, st, depth+1)
	if err != nil {
		return nil, false, err
	}
	n := refOf(v)
	if done := w.forms[n]; done != nil && n != 0 && !c.touched {
		return done, false, nil
	}
	out := types.Dict{"Type": types.Name("XObject"), "Subtype": types.Name("Form")}
	for _, key := range []string{"BBox", "Matrix", "Group"} {
		if d[key] != nil {
			out[key] = d[key]
		}
	}
	if out["Resources"], err = c.resources(); err != nil {
		return nil, false, err
	}
	s := packed(out, c.out.Bytes())
	if n != 0 && !c.touched {
		w.forms[n] = s
	}
	return s, c.touched, nil
}

// resources are those of a content stream that was written again.
func (c *content) resources() (types.Dict, error) {
	out := types.Dict{}
	for _, key := range []string{"Font", "ColorSpace", "Shading", "ProcSet"} {
		if c.res[key] != nil {
			out[key] = c.res[key]
		}
	}
	used := types.Dict{}
	for name := range c.drawn {
		used[name] = c.xobject[name]
	}
	if len(used) > 0 {
		out["XObject"] = used
	}
	if len(c.patterns) > 0 {
		out["Pattern"] = c.patterns
	}
	if len(c.gstates) > 0 {
		out["ExtGState"] = c.gstates
	}
	return out, nil
}
