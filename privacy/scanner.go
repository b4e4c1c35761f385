package privacy

import (
	"bytes"
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
	// Names looks for the names of persons, and for what is only personal
	// beside one: health, religion, salary…
	Names bool
	// Strict is the profile for files that come from sensitive processing: a
	// private person's data block, where they would ask for review.
	Strict bool
	// Risk measures how far rows can be told apart.
	Risk bool
	// Text fills Finding.Text with the data themselves: for a person at her own
	// terminal, never for what is kept.
	Text bool
	// Judge says what the law makes of a finding, from the detector's own
	// level; nil leaves it.
	Judge func(Kind, Role, string, Level) Level
	// Found is told each finding as it is made, in reading order, whatever
	// MaxFindings says; it must not call the scanner.
	Found func(Finding)
}

// Scanner reads the rows of one table. It is for one goroutine.
type Scanner struct {
	columns []column
	extra   column // cells beyond the last named column
	text    []column
	max     int
	options Options
	names   *names   // nil when names are not looked for
	classes *classes // nil when the risk is not measured
	rows    int
	total   int
	found   []Finding   // the block that is being filled
	blocks  [][]Finding // those before it
	listed  int
	taken   []span
	seen    features // of the cell that is looked at
	label   bool     // see Label
	base    int      // where the part that is looked at begins in its text
	folded  text     // the cell that is looked at, and what was seen beside a name in it
	aside   []found
}

// outside is the index of what is no column of the table.
const outside = -1

// NewScanner makes a scanner for a table with these columns, in file order.
func NewScanner(columns []Column, options Options) *Scanner {
	s := &Scanner{max: options.MaxFindings, options: options, taken: make([]span, 0, 16)}
	if s.max == 0 {
		s.max = DefaultMaxFindings
	}
	s.columns = make([]column, len(columns))
	for i, c := range columns {
		s.columns[i] = newColumn(c, i)
	}
	s.extra = newColumn(Column{}, outside)
	if options.Risk {
		s.classes = newClasses(s.columns)
	}
	if options.Names {
		s.names = newNames(s.columns)
	}
	return s
}

// Row reads one row; n is its number, as it will stand in the findings. Cells
// are decoded UTF-8 text and are not kept. Cells beyond the columns are read
// too: what is in the file would be in the publication. With Options.Names the
// first rows are kept, and looked at together.
func (s *Scanner) Row(n int, cells [][]byte) {
	s.rows++
	if s.classes != nil {
		s.classes.row(cells)
	}
	if s.names == nil {
		s.row(n, cells)
		return
	}
	// Rows are looked at once it is known what the columns hold.
	if s.names.learn(n, cells) {
		if s.names.full() {
			s.names.settle(s)
		}
		return
	}
	s.names.current = cells
	s.row(n, cells)
}

func (s *Scanner) row(n int, cells [][]byte) {
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
		s.text = append(s.text, newColumn(Column{Name: field}, outside))
		i = len(s.text) - 1
	}
	for s.base = 0; len(text) > 0; {
		part := text[:cut(text)]
		s.cell(&s.text[i], 0, part)
		s.base += len(part)
		text = text[len(part):]
	}
	s.base = 0
}

// Label reads a text of a few words that names something: a title, a column, a
// file. There is too little around a word to weigh whether it is a name: only what
// is known to be one counts. Its findings have row 0.
func (s *Scanner) Label(field string, text []byte) {
	s.label = true
	s.Text(field, text)
	s.label = false
}

// Header reads the names of the columns themselves, for what has a shape: a file
// without a header has its first row taken for one. Its findings have row 0.
func (s *Scanner) Header() {
	names := s.names
	s.names = nil // words of a header are no names
	for i := range s.columns {
		s.Text(s.columns[i].Name, []byte(s.columns[i].Name))
	}
	s.names = names
}

// mostPart is how much of a text is looked at in one go, in bytes: what is found
// in a part is compared with the rest of the part.
const mostPart = 16 << 10

// cut is where the first part of a text ends: at a line's end, else behind a
// sentence, else behind a word.
func cut(text []byte) int {
	if len(text) <= mostPart {
		return len(text)
	}
	for _, end := range []string{"\n", ". ", " "} {
		if k := bytes.LastIndex(text[:mostPart], []byte(end)); k > mostPart/2 {
			return k + len(end)
		}
	}
	k := mostPart
	for k > mostPart-4 && text[k]&0xC0 == 0x80 { // within a letter
		k--
	}
	return k
}

func (s *Scanner) cell(c *column, row int, cell []byte) {
	if len(cell) == 0 {
		return
	}
	known, dull := c.dull.known(cell)
	if dull {
		c.cells++
		return
	}
	s.seen = look(cell)
	if s.seen.blank {
		return
	}
	c.cells++
	before := s.total
	s.look(c, row, cell, &s.seen)
	if known != nil && s.total == before && !s.byRow(c) {
		known.keep(cell)
	}
}

// byRow tells whether a column's cells mean more or less by others of their row:
// first names beside a number of children, a name beside the number of a body.
func (s *Scanner) byRow(c *column) bool {
	n := s.names
	if n == nil || c.index < 0 {
		return false
	}
	return n.counts >= 0 && n.columns[c.index].kind != "" || c.index < len(n.bodies.number) && n.bodies.number[c.index] >= 0
}

func (s *Scanner) look(c *column, row int, cell []byte, f *features) {
	s.taken = s.taken[:0]
	if f.digits >= leastDigits || f.at {
		s.data(c, row, cell, f)
	}
	if s.names != nil && !s.covered(cell) {
		s.person(c, row, cell, f)
	}
}

// covered tells whether one datum takes up all of a cell: nothing else is free
// in it.
func (s *Scanner) covered(cell []byte) bool {
	return len(s.taken) == 1 && s.taken[0].start == 0 && s.taken[0].end == len(cell)
}

// data looks for what has a shape.
func (s *Scanner) data(c *column, row int, cell []byte, f *features) {
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
			s.record(c, row, d.kind, cell, m, d.mask(cell[m.start:m.end], m))
		}
		if s.covered(cell) {
			return
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

func (s *Scanner) record(c *column, row int, kind Kind, cell []byte, m span, masked string) {
	if s.options.Strict && m.level == Review {
		m.level = Block
	}
	if s.options.Judge != nil {
		m.level = s.options.Judge(kind, m.role, m.why, m.level)
	}
	if m.score == 0 {
		m.score = 1
	}
	if m.why == "" {
		m.why = "check-digit"
		if kind == Email || kind == Phone {
			m.why = "shape"
		}
	}
	s.total++
	c.count(kind, m.level, row, m.why)
	listed := s.max < 0 || s.listed < s.max
	if !listed && s.options.Found == nil {
		return
	}
	f := Finding{Level: m.level, Kind: kind, Row: row, Field: c.Name, Masked: masked, Role: m.role,
		Start: s.base + m.start, End: s.base + m.end, Score: m.score, Why: m.why}
	if s.options.Text {
		f.Text = string(cell[m.start:m.end])
	}
	if s.options.Found != nil {
		s.options.Found(f)
	}
	if listed {
		s.list(f)
	}
}

// blockFindings is how many findings a block holds: a list that grows in one
// piece would be copied again and again.
const blockFindings = 4096

func (s *Scanner) list(f Finding) {
	if len(s.found) == blockFindings {
		s.blocks = append(s.blocks, s.found)
		s.found = make([]Finding, 0, blockFindings)
	}
	s.found = append(s.found, f)
	s.listed++
}

// all returns the findings that are listed, in order.
func (s *Scanner) all() []Finding {
	out := make([]Finding, 0, s.listed)
	for _, b := range s.blocks {
		out = append(out, b...)
	}
	return append(out, s.found...)
}

// Result is what has been seen so far. With Options.Names no row may follow it.
func (s *Scanner) Result() Result {
	if s.names != nil {
		s.names.settle(s)
	}
	r := Result{Verdict: Clear, Rows: s.rows, Total: s.total,
		Summary: []Summary{}, Findings: s.all()}
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
		c := &s.columns[i]
		add(c)
		if k, ok := c.above(); ok {
			r.Columns = append(r.Columns, k)
		}
	}
	add(&s.extra)
	for i := range s.text {
		add(&s.text[i])
	}
	if s.classes != nil {
		r.Risk = s.classes.risk()
	}
	slices.SortStableFunc(r.Summary, func(a, b Summary) int { return cmp.Compare(b.Level, a.Level) })
	return r
}
