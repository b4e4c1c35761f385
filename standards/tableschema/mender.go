package tableschema

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"airial/standards/tabular"
)

// MendOptions say what a Mender may do.
type MendOptions struct {
	// Accept tells whether the cells and the label of a field may be mended in a
	// way, one of the Mend constants; nil means all. What the writing of a clean
	// file changes by itself is not asked: see Always.
	Accept func(rule, field string) bool
	// Edit gives the cells of a row as a person wants them, after the mending;
	// they may be changed in place. false leaves the row out. Nil means none.
	Edit func(row int, cells [][]byte) ([][]byte, bool)
	// Each gets every change as it is made. An error ends the reading.
	Each func(Change) error
}

// The ways of mending.
const (
	MendLabel      = "label"      // a column's name as the schema has it
	MendBlanks     = "blanks"     // blanks around a value
	MendDate       = "date"       // dates and instants as ISO 8601 has them
	MendNumber     = "number"     // decimal commas, blanks between digits, currency signs
	MendBoolean    = "boolean"    // yes and no in the schema's words
	MendIdentifier = "identifier" // SIRET and SIREN without blanks
	MendValue      = "value"      // spelling of a listed value
)

// Always tells whether a change is made by the mere writing of a clean file, so
// that nobody can decline it: encoding, delimiter, format, lines above the
// header, blank rows and cells.
func Always(rule string) bool {
	switch rule {
	case MendLabel, MendBlanks, MendDate, MendNumber, MendBoolean, MendIdentifier, MendValue:
		return false
	}
	return true
}

// Mender gives the records of a table as Mend would write them, with the row
// numbers of the file as it came. It is a Source itself: what is mended can be
// checked without being written.
type Mender struct {
	src    Source
	run    *run
	opts   MendOptions
	done   Mended
	header []string
	rec    tabular.Record
	cells  [][]byte
	failed error
}

// NewMender stands before the first record of src. schema may be nil.
func NewMender(src Source, schema *Schema, opts MendOptions) (*Mender, error) {
	prog := &program{}
	if schema != nil {
		if err := schema.Prepare(); err != nil {
			return nil, err
		}
		prog = schema.prog
	}
	m := &Mender{src: src, opts: opts, done: Mended{Changes: []Change{}, Counts: map[string]int{}}}
	m.run = newRun(prog, src.Header(), src.Dialect().HeaderRow, 0)
	m.run.ready()
	return m, m.head()
}

// Done tells what was changed so far.
func (m *Mender) Done() *Mended { return &m.done }

// Header gives the labels that are written.
func (m *Mender) Header() []string { return m.header }

// HeaderFlags are those of the source.
func (m *Mender) HeaderFlags() tabular.Flags { return m.src.HeaderFlags() &^ tabular.BadEncoding }

// Titles are none: they are left out.
func (m *Mender) Titles() [][]string { return nil }

// Dialect is that of the file that is written, but for the row of the header,
// which is counted in the file as it came.
func (m *Mender) Dialect() tabular.Dialect {
	return tabular.Dialect{Encoding: tabular.UTF8, Delimiter: ',', Quote: '"', HeaderRow: m.src.Dialect().HeaderRow}
}

func (m *Mender) accepts(rule, field string) bool {
	return m.opts.Accept == nil || Always(rule) || m.opts.Accept(rule, field)
}

func (m *Mender) note(code, rule string, row int, field, from, to string) error {
	m.done.Counts[code]++
	c := Change{Code: code, Rule: rule, Row: row, Field: field, From: shown([]byte(from)), To: shown([]byte(to))}
	if len(m.done.Changes) < MostChanges {
		m.done.Changes = append(m.done.Changes, c)
	}
	if m.opts.Each == nil {
		return nil
	}
	return m.opts.Each(c)
}

// whole notes a change that writing makes by itself; its rule is its code.
func (m *Mender) whole(code string, row int, from, to string) error {
	return m.note(code, code, row, "", from, to)
}

// head makes the header, and notes what changes for the whole file.
func (m *Mender) head() error {
	d := m.src.Dialect()
	if d.Format != "" {
		if err := m.whole("format", 0, d.Format, "csv"); err != nil {
			return err
		}
	} else if d.Delimiter != ',' && len(m.src.Header()) > 1 {
		if err := m.whole("delimiter", 0, string(d.Delimiter), ","); err != nil {
			return err
		}
	}
	for i, title := range m.src.Titles() {
		if err := m.whole("title-lines", i+1, strings.Join(title, " "), ""); err != nil {
			return err
		}
	}
	for _, c := range m.run.matching.Columns {
		to := c.Label
		if c.Field != "" {
			to = c.Field
		} else if cleaned := cleanLabel(c.Label); cleaned != "" {
			to = cleaned
		}
		if to != c.Label && !m.accepts(MendLabel, to) {
			to = c.Label
		}
		if to != c.Label {
			if err := m.note("label", MendLabel, d.HeaderRow, to, c.Label, to); err != nil {
				return err
			}
		}
		m.header = append(m.header, to)
	}
	return nil
}

// damaged are the flags of a record whose cells are not what their author
// meant: they are written as they are.
const damaged = tabular.Unclosed | tabular.TooLong | tabular.TooWide

// Next gives the following record that is not blank, mended. Its cells are
// valid until the next call.
func (m *Mender) Next() (*tabular.Record, error) {
	for m.failed == nil {
		rec, err := m.src.Next()
		if err == io.EOF {
			err = m.end()
		}
		var keep bool
		if err == nil {
			keep, err = m.record(rec)
		}
		if err != nil {
			m.failed = err
			break
		}
		if keep {
			m.done.Rows++
			return &m.rec, nil
		}
	}
	return nil, m.failed
}

// end notes the encoding, which is sure at the end of a text only.
func (m *Mender) end() error {
	if e := m.src.Dialect().Encoding; e != tabular.UTF8 && e != "" {
		if err := m.whole("encoding", 0, e, tabular.UTF8); err != nil {
			return err
		}
	}
	return io.EOF
}

func (m *Mender) record(rec *tabular.Record) (keep bool, err error) {
	r := m.run
	r.row = rec.Row
	if rec.Flags&damaged == 0 && r.blank(rec) && m.opts.Edit == nil {
		return false, m.whole("blank-row", rec.Row, "", "")
	}
	m.cells = append(m.cells[:0], rec.Cells...)
	for len(m.cells) > len(r.columns) && len(bytes.TrimSpace(m.cells[len(m.cells)-1])) == 0 {
		m.cells = m.cells[:len(m.cells)-1]
		if err := m.whole("extra-cell", rec.Row, "", ""); err != nil {
			return false, err
		}
	}
	if rec.Flags&tabular.BadEncoding != 0 {
		if err := m.whole("encoding-error", rec.Row, tabular.Windows1252, tabular.UTF8); err != nil {
			return false, err
		}
	}
	if rec.Flags&damaged == 0 {
		if err := m.values(); err != nil {
			return false, err
		}
	}
	m.rec = tabular.Record{Row: rec.Row, Cells: m.cells, Flags: rec.Flags &^ tabular.BadEncoding}
	if m.opts.Edit == nil {
		return true, nil
	}
	cells, keep := m.opts.Edit(rec.Row, m.cells)
	m.rec.Cells = cells
	if keep && m.rec.Flags&damaged == 0 && r.blank(&m.rec) {
		return false, m.whole("blank-row", rec.Row, "", "")
	}
	return keep, nil
}

// values mends the cells of a record.
func (m *Mender) values() error {
	r := m.run
	for i := range min(len(m.cells), len(r.columns)) {
		c := &r.columns[i]
		if c.field == nil || c.field.isMissing(m.cells[i]) {
			continue
		}
		code, to, ok := r.bare(c, m.cells[i])
		if !ok && r.surely(c, m.cells[i]) {
			continue
		}
		if !ok {
			code, to, ok = r.mended(c, m.cells[i])
		}
		if !ok {
			continue
		}
		rule := ruleOf(code, c.field.f, string(m.cells[i]), to)
		if !m.accepts(rule, c.field.f.Name) {
			continue
		}
		if err := m.note(code, rule, r.row, c.field.f.Name, string(m.cells[i]), to); err != nil {
			return err
		}
		m.cells[i] = []byte(to)
	}
	return nil
}

// ruleOf tells in which way a value was mended.
func ruleOf(code string, f *Field, from, to string) string {
	switch {
	case strings.Trim(from, " \t\u00a0\u202f\u200b\uFEFF") == to:
		return MendBlanks
	case code == CheckSIRET || code == CheckSIREN || identifierPattern(f):
		return MendIdentifier
	case f.Type == Date || f.Type == Datetime:
		return MendDate
	case f.Type == Boolean:
		return MendBoolean
	case isNumeric(f.Type) && !slices.Contains(f.Constraints.Enum, to):
		return MendNumber
	}
	return MendValue
}
