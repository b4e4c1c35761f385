package tableschema

import (
	"math/big"
	"strings"
)

// checkSum asks the first column to be the sum of the others, exactly.
func checkSum(r *run, c *checkRun) {
	if !c.allSet(r) {
		return
	}
	if total, sum, ok := c.smallSum(r); ok {
		if total != sum {
			c.failSum(r, big.NewInt(sum).String())
		}
		return
	}
	sum := new(big.Rat)
	for i := 1; i < len(c.fields); i++ {
		v := numeric(c.state(r, i).Value)
		d, ok := v.number()
		if !ok || d.nan || d.inf {
			return // no number: its field says so
		}
		sum.Add(sum, d.rat())
	}
	v := numeric(c.state(r, 0).Value)
	total, ok := v.number()
	if !ok || total.nan || total.inf || total.rat().Cmp(sum) == 0 {
		return
	}
	text := sum.FloatString(10)
	c.failSum(r, strings.TrimRight(strings.TrimRight(text, "0"), "."))
}

// smallSum adds integers without allocation; ok is false when they are not
// integers, or large.
func (c *checkRun) smallSum(r *run) (total, sum int64, ok bool) {
	const large = 1 << 53
	for i := range c.fields {
		s := c.state(r, i)
		if s.kind != kindInt || s.Int > large || s.Int < -large {
			return 0, 0, false
		}
		if i == 0 {
			total = s.Int
		} else {
			sum += s.Int
		}
	}
	return total, sum, len(c.fields) < 1000
}

func (c *checkRun) failSum(r *run, sum string) {
	if f := c.fail(r, "false"); f != nil {
		parts := make([]string, 0, len(c.fields))
		for i := 1; i < len(c.fields); i++ {
			parts = append(parts, c.Columns[i]+" ("+shown(c.state(r, i).Text)+")")
		}
		f.arg("sum", sum).arg("columns", strings.Join(parts, " + "))
	}
}

// listNames joins the names of columns.
func listNames(names []string) string { return strings.Join(names, ", ") }
