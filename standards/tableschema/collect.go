package tableschema

import "slices"

// collector counts the findings and keeps the first of them.
type collector struct {
	limit      int // findings kept of each kind; negative for all
	structural []Finding
	cells      []Finding
	summary    map[summaryKey]*Summary
	order      []summaryKey
	errors     int
	warnings   int
}

type summaryKey struct {
	code  string
	field string
	has   bool
}

func newCollector(limit int) *collector {
	return &collector{limit: limit, summary: map[summaryKey]*Summary{}}
}

// structuralCodes are the codes about the shape of the table: they are told
// first, as the rest may follow from them.
var structuralCodes = []string{
	"source-error", "encoding-error", "schema-error", "check-error", "title-lines", "row-count",
	"blank-label", "duplicate-label", "missing-label", "incorrect-label", "extra-label",
	"blank-row", "missing-cell", "extra-cell",
}

// count notes a finding of any kind, and tells whether it is to be kept: only
// then is it worth making its message.
func (c *collector) count(level Level, code, field string, hasField bool, row int, cell []byte, structural bool) (keep bool) {
	switch level {
	case Error:
		c.errors++
	case Warning:
		c.warnings++
	}
	key := summaryKey{code, field, hasField}
	s := c.summary[key]
	if s == nil {
		s = &Summary{Level: level, Code: code, Field: field, HasField: hasField, FirstRow: row, Examples: []string{}}
		c.summary[key] = s
		c.order = append(c.order, key)
	}
	s.Count++
	if len(s.Examples) < 3 && len(cell) > 0 {
		if v := shown(cell); !slices.Contains(s.Examples, v) {
			s.Examples = append(s.Examples, v)
		}
	}
	kept := len(c.cells)
	if structural {
		kept = len(c.structural)
	}
	return c.limit < 0 || kept < c.limit
}

// add notes a finding about the structure.
func (c *collector) add(f Finding) {
	if c.count(f.Level, f.Code, f.Field, f.HasField, f.Row, []byte(f.Value), true) {
		c.structural = append(c.structural, f)
	}
}

// findings joins what was kept, the structure first and its errors before its
// warnings, within the limit.
func (c *collector) findings() []Finding {
	slices.SortStableFunc(c.structural, func(a, b Finding) int { return weight(a.Level) - weight(b.Level) })
	all := append(c.structural, c.cells...)
	if c.limit >= 0 && len(all) > c.limit {
		all = all[:c.limit]
	}
	if all == nil {
		all = []Finding{}
	}
	return all
}

func weight(l Level) int {
	return slices.Index([]Level{Error, Warning, Info}, l)
}

// summaries gives the counts: the structure first, errors before warnings,
// then by first appearance.
func (c *collector) summaries() []Summary {
	out := make([]Summary, 0, len(c.order))
	for _, k := range c.order {
		out = append(out, *c.summary[k])
	}
	rank := func(s Summary) int {
		r := slices.Index(structuralCodes, s.Code)
		if r < 0 {
			r = len(structuralCodes)
		}
		if s.Level != Error {
			r += 100
		}
		return r
	}
	slices.SortStableFunc(out, func(a, b Summary) int { return rank(a) - rank(b) })
	return out
}
