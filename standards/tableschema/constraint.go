package tableschema

import (
	"encoding/json"
	"unicode/utf8"
)

// constraints checks a cell that is of its type.
func (r *run) constraints(c *columnRun, state *cellState) {
	fp := c.field
	limits := &fp.f.Constraints
	if !limits.lengthFits(state) {
		n := lengthOf(state)
		if limits.MinLength != nil && n < *limits.MinLength {
			if f := r.fault(fp, "constraint-error", "minLength", state.Text); f != nil {
				f.argInt("length", n).argInt("limit", *limits.MinLength)
			}
		}
		if limits.MaxLength != nil && n > *limits.MaxLength {
			if f := r.fault(fp, "constraint-error", "maxLength", state.Text); f != nil {
				f.argInt("length", n).argInt("limit", *limits.MaxLength)
			}
		}
	}
	for i := range fp.bounds {
		b := &fp.bounds[i]
		if sign, ok := compareValues(state.Value, b.limit); !ok || !b.admit(sign) {
			if f := r.fault(fp, "constraint-error", b.name, state.Text); f != nil {
				f.arg("limit", b.text)
			}
		}
	}
	if c.matcher != nil {
		if ok, sure := c.matcher.match(state.Text); !sure {
			r.fault(fp, "constraint-error", "pattern-budget", state.Text)
		} else if !ok {
			r.fault(fp, "constraint-error", "pattern", state.Text)
		}
	}
	if !fp.inEnum(state) {
		r.fault(fp, "constraint-error", "enum", state.Text)
	}
	if item, ok := fp.strangeItem(state.Text); ok {
		if f := r.fault(fp, "constraint-error", "item-enum", state.Text); f != nil {
			f.arg("item", item).arg("allowed", valueList(fp.f.ItemEnum))
		}
	}
}

// strangeItem gives an item of a list which is none of the values that
// arrayItem admits; ok is false when all are.
func (fp *fieldProg) strangeItem(cell []byte) (item string, ok bool) {
	if fp.items == nil {
		return "", false
	}
	var items []loose
	if json.Unmarshal(cell, &items) != nil {
		return "", false // no list: its type is at fault
	}
	for _, i := range items {
		if !fp.items[string(i)] {
			return string(i), true
		}
	}
	return "", false
}

// lengthFits tells at once that a cell is within its limits: a text has no more
// characters than bytes, and at least a quarter of them.
func (c *Constraints) lengthFits(state *cellState) bool {
	if state.kind == kindItems {
		return c.MinLength == nil && c.MaxLength == nil
	}
	n := len(state.Text)
	return (c.MinLength == nil || n/4 >= *c.MinLength) && (c.MaxLength == nil || n <= *c.MaxLength)
}

// lengthOf counts the characters of a text, the items of an array.
func lengthOf(state *cellState) int {
	if state.kind == kindItems {
		return state.items
	}
	return utf8.RuneCount(state.Text)
}

func (fp *fieldProg) inEnum(state *cellState) bool {
	if fp.enum != nil {
		return fp.enum[string(state.Text)]
	}
	if fp.values == nil {
		return true
	}
	for i := range fp.values {
		if sign, ok := compareValues(state.Value, fp.values[i]); ok && sign == 0 {
			return true
		}
	}
	return false
}

// accepts tells whether a cell passes everything that its field asks for, but
// for what compares it with other cells. It serves to verify repairs.
func (fp *fieldProg) accepts(cell []byte) bool {
	if fp.isMissing(cell) {
		return !fp.f.Constraints.Required
	}
	trial := &run{prog: &program{}, c: newCollector(0), cells: make([]cellState, fp.index+1)}
	col := &columnRun{field: fp}
	if fp.pattern != nil {
		col.matcher = fp.pattern.matcher()
	}
	trial.cell(col, cell)
	return trial.c.errors == 0
}
