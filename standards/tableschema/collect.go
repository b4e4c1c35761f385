package tableschema

import (
	"slices"
	"strings"
	"sync/atomic"
)

// collector counts the findings and keeps the first of them.
type collector struct {
	limit      int // findings kept of each kind; negative for all
	full       *atomic.Bool
	structural []Finding
	cells      []Finding
	summary    map[summaryKey]*Summary
	order      []summaryKey
	last       *Summary // the one counted last
	lastKey    summaryKey
	errors     int
	warnings   int
	infos      int
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
	"source-error", "encoding-error", "schema-error", "schema-warning", "check-error", "title-lines", "row-count",
	"blank-label", "duplicate-label", "missing-label", "incorrect-label", "extra-label",
	"blank-row", "missing-cell", "extra-cell",
}

// mostExamples is how many values a summary shows.
const mostExamples = 3

// count notes a finding of any kind, and tells whether it is to be kept: only
// then is it worth making its message.
func (c *collector) count(level Level, code, field string, hasField bool, row int, cell []byte, structural bool) (keep bool) {
	c.tally(level, 1)
	s := c.of(level, summaryKey{code, field, hasField}, row)
	s.Count++
	s.example(cell)
	kept := len(c.cells)
	if structural {
		kept = len(c.structural)
	} else if c.full != nil && c.full.Load() {
		return false
	}
	return c.limit < 0 || kept < c.limit
}

func (c *collector) tally(level Level, n int) {
	switch level {
	case Error:
		c.errors += n
	case Warning:
		c.warnings += n
	case Info:
		c.infos += n
	}
}

// of gives the summary of a key, which may be new.
func (c *collector) of(level Level, key summaryKey, row int) *Summary {
	if c.last != nil && key == c.lastKey {
		if row < c.last.FirstRow {
			c.last.FirstRow = row
		}
		return c.last
	}
	s := c.summary[key]
	if s == nil {
		s = &Summary{Level: level, Code: key.code, Field: key.field, HasField: key.has, FirstRow: row, Examples: []string{}}
		c.summary[key] = s
		c.order = append(c.order, key)
	}
	s.FirstRow = min(s.FirstRow, row)
	c.last, c.lastKey = s, key
	return s
}

// example adds a value to the examples, when there is room and it is not there.
func (s *Summary) example(cell []byte) {
	if len(s.Examples) >= mostExamples || len(cell) == 0 {
		return
	}
	for _, e := range s.Examples {
		if e == string(cell) {
			return
		}
	}
	if v := shown(cell); !slices.Contains(s.Examples, v) {
		s.Examples = append(s.Examples, v)
	}
}

// add notes a finding about the structure.
func (c *collector) add(f Finding) {
	if c.count(f.Level, f.Code, f.Field, f.HasField, f.Row, []byte(f.Value), true) {
		c.structural = append(c.structural, f)
	}
}

// addCell notes a finding about a cell that is ready made.
func (c *collector) addCell(f Finding) {
	if c.count(f.Level, f.Code, f.Field, f.HasField, f.Row, []byte(f.Value), false) {
		c.cells = append(c.cells, f)
	}
}

// merge takes what was found in the rows that follow, counted from row base.
func (c *collector) merge(d *collector, base int) {
	c.errors, c.warnings, c.infos = c.errors+d.errors, c.warnings+d.warnings, c.infos+d.infos
	c.last = nil
	for _, key := range d.order {
		from := d.summary[key]
		to := c.of(from.Level, key, from.FirstRow+base)
		to.Count += from.Count
		for _, e := range from.Examples {
			if len(to.Examples) < mostExamples && !slices.Contains(to.Examples, e) {
				to.Examples = append(to.Examples, e)
			}
		}
	}
	c.structural = c.keep(c.structural, d.structural, base)
	c.cells = c.keep(c.cells, d.cells, base)
	if c.full != nil && c.limit >= 0 && len(c.cells) >= c.limit {
		c.full.Store(true)
	}
}

func (c *collector) keep(kept, more []Finding, base int) []Finding {
	if c.limit >= 0 {
		more = more[:min(len(more), max(c.limit-len(kept), 0))]
	}
	for _, f := range more {
		f.Row += base
		kept = append(kept, f)
	}
	return kept
}

// sortCells puts the findings about cells into the order of their rows, and
// keeps the first ones.
func (c *collector) sortCells() {
	slices.SortStableFunc(c.cells, func(a, b Finding) int { return a.Row - b.Row })
	if c.limit >= 0 && len(c.cells) > c.limit {
		c.cells = c.cells[:c.limit]
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
		return r + 100*weight(s.Level)
	}
	slices.SortStableFunc(out, func(a, b Summary) int {
		if ra, rb := rank(a), rank(b); ra != rb {
			return ra - rb
		}
		if a.FirstRow != b.FirstRow {
			return a.FirstRow - b.FirstRow
		}
		if ka, kb := aboutKeys(a.Code), aboutKeys(b.Code); ka || kb {
			switch {
			case !kb:
				return 1
			case !ka:
				return -1
			}
			return strings.Compare(a.Code+a.Field, b.Code+b.Field)
		}
		return 0
	})
	return out
}

// aboutKeys tells the codes of which some findings are known before others of
// the same row: they stand last.
func aboutKeys(code string) bool { return code == "primary-key" || code == "unique-error" }

// Structural tells the codes about the shape of the table.
func Structural(code string) bool { return slices.Contains(structuralCodes, code) }
