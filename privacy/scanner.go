package privacy

import (
	"cmp"
	"slices"
)

// DefaultMaxFindings is how many findings a result lists unless told otherwise.
const DefaultMaxFindings = 1000

// Options tune a scan; the zero value is the standard profile.
type Options struct {
	// MaxFindings cuts the list of findings: 0 means DefaultMaxFindings, a
	// negative number means all. It never cuts the counts.
	MaxFindings int
}

// Scanner reads the rows of one table. It is for one goroutine.
type Scanner struct {
	columns []column
	extra   column // cells beyond the last named column
	text    []column
	max     int
	rows    int
	total   int
	found   []Finding
	taken   []span
}

// NewScanner makes a scanner for a table with these columns, in file order.
func NewScanner(columns []Column, options Options) *Scanner {
	s := &Scanner{max: options.MaxFindings, taken: make([]span, 0, 16)}
	if s.max == 0 {
		s.max = DefaultMaxFindings
	}
	s.columns = make([]column, len(columns))
	for i, c := range columns {
		s.columns[i] = newColumn(c)
	}
	s.extra = newColumn(Column{})
	return s
}

// Row reads one row; n is its number, as it will stand in the findings. Cells
// are decoded UTF-8 text and are not kept. Cells beyond the columns are read
// too: what is in the file would be in the publication.
func (s *Scanner) Row(n int, cells [][]byte) {
	s.rows++
	for i, cell := range cells {
		c := &s.extra
		if i < len(s.columns) {
			c = &s.columns[i]
		}
		s.cell(c, n, cell)
	}
}

// Text reads a text that stands outside the rows and is published with them: a
// title, a description, a file name. Its findings have row 0.
func (s *Scanner) Text(field string, text []byte) {
	i := slices.IndexFunc(s.text, func(c column) bool { return c.Name == field })
	if i < 0 {
		s.text = append(s.text, newColumn(Column{Name: field}))
		i = len(s.text) - 1
	}
	s.cell(&s.text[i], 0, text)
}

func (s *Scanner) cell(c *column, row int, cell []byte) {
	f := look(cell)
	if f.blank {
		return
	}
	c.cells++
	if f.digits < leastDigits && !f.at {
		return
	}
	s.taken = s.taken[:0]
	for _, d := range c.detectors {
		if !d.wants(f, c) {
			continue
		}
		for from := 0; from < len(cell); {
			m, ok := d.find(cell, from, c)
			if !ok {
				break
			}
			from = m.end
			if !s.free(m) {
				continue
			}
			s.taken = append(s.taken, m)
			s.record(c, row, d, cell[m.start:m.end], m)
		}
	}
}

// free says that no earlier detector has claimed a part of m: the ten digits of
// a telephone may stand inside an account number.
func (s *Scanner) free(m span) bool {
	for _, t := range s.taken {
		if m.start < t.end && t.start < m.end {
			return false
		}
	}
	return true
}

func (s *Scanner) record(c *column, row int, d *detector, value []byte, m span) {
	s.total++
	c.count(d.kind, m.level, row)
	if s.max < 0 || len(s.found) < s.max {
		s.found = append(s.found, Finding{
			Level: m.level, Kind: d.kind, Row: row, Field: c.Name,
			Masked: d.mask(value, m), Role: m.role,
		})
	}
}

// Result is what has been seen so far.
func (s *Scanner) Result() Result {
	r := Result{Verdict: Clear, Rows: s.rows, Total: s.total,
		Summary: []Summary{}, Findings: slices.Clone(s.found)}
	if r.Findings == nil {
		r.Findings = []Finding{}
	}
	add := func(c *column) {
		for _, t := range c.tallies {
			r.Summary = append(r.Summary, Summary{
				Field: c.Name, Kind: t.kind, Level: t.level, Count: t.count,
				Cells: t.cells, FirstRow: t.first,
				Ratio: float64(t.cells) / float64(c.cells),
			})
			if t.level >= Review {
				r.Verdict = Stop
			}
		}
	}
	for i := range s.columns {
		add(&s.columns[i])
	}
	add(&s.extra)
	for i := range s.text {
		add(&s.text[i])
	}
	slices.SortStableFunc(r.Summary, func(a, b Summary) int { return cmp.Compare(b.Level, a.Level) })
	return r
}
