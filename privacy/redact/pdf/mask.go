package pdf

import (
	"fmt"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// setState sets a dictionary of the graphics state. Its soft mask (ISO 32000-1,
// 11.6.5.3) is a drawing of its own, placed as the page is now: it is written
// again without what stands under a box.
func (c *content) setState(op operation) error {
	if len(op.args) != 1 {
		return nil
	}
	name := string(op.args[0].text)
	v := c.o.dict(c.res["ExtGState"])[name]
	g := c.o.dict(v)
	if g == nil {
		return nil // nothing to set
	}
	if a := c.o.array(g["Font"]); len(a) == 2 {
		if err := c.setFont(a[0], c.o.numberOr(a[1], 0)); err != nil {
			return err
		}
	}
	mask := c.o.dict(g["SMask"])
	group := c.o.dict(mask["G"])
	if mask == nil || group == nil {
		c.gstates[name] = v
		c.keep(op)
		return nil
	}
	s, touched, err := c.rewrite(mask["G"], group, state{ctm: c.st.ctm, th: 1}, c.res, c.depth)
	if err != nil {
		return err
	}
	c.touched = c.touched || touched
	again := types.Dict{}
	for _, key := range []string{"Type", "S", "BC", "TR"} {
		if mask[key] != nil {
			again[key] = mask[key]
		}
	}
	again["G"] = s
	out := types.Dict{}
	for k, e := range g {
		out[k] = e
	}
	out["SMask"] = again
	c.names++
	other := fmt.Sprintf("ArG%d", c.names)
	for c.o.dict(c.res["ExtGState"])[other] != nil {
		c.names++
		other = fmt.Sprintf("ArG%d", c.names)
	}
	c.gstates[other] = out
	c.out.WriteString("/" + other + " gs\n")
	return nil
}
