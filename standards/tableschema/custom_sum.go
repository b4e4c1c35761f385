package tableschema

import (
	"math/big"
	"strings"
)

// sumFault asks the first column to be the sum of the others, exactly.
func sumFault(_ *checkProg, states []*cellState) (detail string, ok bool) {
	if total, sum, ok := smallSum(states); ok {
		return "false", total == sum
	}
	total, sum, ok := bigSum(states)
	return "false", !ok || total.Cmp(sum) == 0
}

// bigSum gives the first value and the sum of the others; ok is false when one
// of them is no number: its field says so.
func bigSum(states []*cellState) (total, sum *big.Rat, ok bool) {
	sum = new(big.Rat)
	for i, s := range states {
		v := numeric(s.Value)
		d, ok := v.number()
		if !ok || d.nan || d.inf {
			return nil, nil, false
		}
		if i == 0 {
			total = d.rat()
		} else {
			sum.Add(sum, d.rat())
		}
	}
	return total, sum, true
}

// smallSum adds integers without allocation; ok is false when they are not
// integers, or large.
func smallSum(states []*cellState) (total, sum int64, ok bool) {
	const large = 1 << 53
	for i, s := range states {
		if s.kind != kindInt || s.Int > large || s.Int < -large {
			return 0, 0, false
		}
		if i == 0 {
			total = s.Int
		} else {
			sum += s.Int
		}
	}
	return total, sum, len(states) < 1000
}

func (c *checkRun) explainSum(f *Finding) {
	parts := make([]string, 0, len(c.states))
	for i := 1; i < len(c.states); i++ {
		parts = append(parts, c.Columns[i]+" ("+shown(c.states[i].Text)+")")
	}
	text := ""
	if _, sum, ok := bigSum(c.states); ok {
		if text = sum.FloatString(10); strings.Contains(text, ".") {
			text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
		}
	}
	f.arg("sum", text).arg("columns", strings.Join(parts, " + "))
}

// listNames joins the names of columns.
func listNames(names []string) string { return strings.Join(names, ", ") }
