package tableschema

import (
	"bytes"
	"context"
	"io"
	"strings"

	"airial/standards/sirene"
	"airial/standards/tabular"
)

// Change is one thing that Mend has changed: evidence of what was done to a
// file.
type Change struct {
	// Code says what: "encoding", "delimiter", "format", "title-lines", "label",
	// "blank-row", "extra-cell", or the code of the finding whose value was
	// mended.
	Code  string `json:"code"`
	Row   int    `json:"row,omitempty"` // in the file as it came; 0 for the whole
	Field string `json:"field,omitempty"`
	From  string `json:"from"`
	To    string `json:"to"`
}

// Mended tells what Mend has done. Changes are the first MostChanges of them;
// all are counted.
type Mended struct {
	Changes []Change       `json:"changes"`
	Counts  map[string]int `json:"counts"` // by code
	Rows    int            `json:"rows"`   // written under the header
}

// MostChanges bounds the list of changes.
const MostChanges = 10_000

// Mend writes the table again, in clean CSV under the right labels, and
// changes in its cells what is wrong and whose right value is beyond doubt:
// blanks around a value, dates in the French order, decimal commas, booleans
// in other words, spellings of listed values, SIRET with blanks. It invents
// nothing: what it cannot know stays as it is, and is found by the next check.
// Mending what was mended changes nothing.
//
// Title lines, blank rows and empty cells beyond the last column are left out.
// each, which may be nil, gets every change as it is made.
func Mend(ctx context.Context, src Source, schema *Schema, w io.Writer, each func(Change) error) (*Mended, error) {
	prog := &program{}
	if schema != nil {
		if err := schema.Prepare(); err != nil {
			return nil, err
		}
		prog = schema.prog
	}
	m := &mender{out: tabular.NewWriter(w, tabular.WriterOptions{}), each: each, done: Mended{Changes: []Change{}, Counts: map[string]int{}}}
	m.run = newRun(prog, src.Header(), src.Dialect().HeaderRow, 0)
	m.run.ready()
	if err := m.head(src); err != nil {
		return nil, err
	}
	for n := 0; ; n++ {
		if n%checkInterval == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		rec, err := src.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if err := m.record(rec); err != nil {
			return nil, err
		}
	}
	// The encoding of a text is sure at its end only.
	if e := src.Dialect().Encoding; e != tabular.UTF8 && e != "" {
		if err := m.note("encoding", 0, "", e, tabular.UTF8); err != nil {
			return nil, err
		}
	}
	return &m.done, m.out.Flush()
}

type mender struct {
	run   *run
	out   *tabular.Writer
	each  func(Change) error
	done  Mended
	cells [][]byte
}

func (m *mender) note(code string, row int, field, from, to string) error {
	m.done.Counts[code]++
	c := Change{code, row, field, shown([]byte(from)), shown([]byte(to))}
	if len(m.done.Changes) < MostChanges {
		m.done.Changes = append(m.done.Changes, c)
	}
	if m.each == nil {
		return nil
	}
	return m.each(c)
}

// head writes the header, and notes what changes for the whole file.
func (m *mender) head(src Source) error {
	d := src.Dialect()
	if d.Format != "" {
		if err := m.note("format", 0, "", d.Format, "csv"); err != nil {
			return err
		}
	} else if d.Delimiter != ',' && len(src.Header()) > 1 {
		if err := m.note("delimiter", 0, "", string(d.Delimiter), ","); err != nil {
			return err
		}
	}
	for i, title := range src.Titles() {
		if err := m.note("title-lines", i+1, "", strings.Join(title, " "), ""); err != nil {
			return err
		}
	}
	labels := make([]string, 0, len(m.run.columns))
	for _, c := range m.run.matching.Columns {
		to := c.Label
		if c.Field != "" {
			to = c.Field
		} else if cleaned := cleanLabel(c.Label); cleaned != "" {
			to = cleaned
		}
		if to != c.Label {
			if err := m.note("label", d.HeaderRow, to, c.Label, to); err != nil {
				return err
			}
		}
		labels = append(labels, to)
	}
	if len(labels) == 0 {
		return nil
	}
	return m.out.WriteStrings(labels)
}

// damaged are the flags of a record whose cells are not what their author
// meant: they are written as they are.
const damaged = tabular.Unclosed | tabular.TooLong | tabular.TooWide

func (m *mender) record(rec *tabular.Record) error {
	r := m.run
	r.row = rec.Row
	if rec.Flags&damaged == 0 && r.blank(rec) {
		return m.note("blank-row", rec.Row, "", "", "")
	}
	m.cells = append(m.cells[:0], rec.Cells...)
	for len(m.cells) > len(r.columns) && len(bytes.TrimSpace(m.cells[len(m.cells)-1])) == 0 {
		m.cells = m.cells[:len(m.cells)-1]
		if err := m.note("extra-cell", rec.Row, "", "", ""); err != nil {
			return err
		}
	}
	if rec.Flags&tabular.BadEncoding != 0 {
		if err := m.note("encoding-error", rec.Row, "", tabular.Windows1252, tabular.UTF8); err != nil {
			return err
		}
	}
	if rec.Flags&damaged == 0 {
		if err := m.values(); err != nil {
			return err
		}
	}
	m.done.Rows++
	if err := m.out.Write(m.cells); err != nil {
		return err
	}
	return nil
}

// values mends the cells of a record.
func (m *mender) values() error {
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
		if err := m.note(code, r.row, c.field.f.Name, string(m.cells[i]), to); err != nil {
			return err
		}
		m.cells[i] = []byte(to)
	}
	return nil
}

// oneColumn gives the checks that look at this column alone.
func (r *run) oneColumn(c *columnRun) []*checkRun {
	var out []*checkRun
	for i := range r.checks {
		if k := &r.checks[i]; k.kind.one != nil && k.fields[0] == c.field.index {
			out = append(out, k)
		}
	}
	return out
}

// surely tells whether a cell breaks no rule of its field and no check that
// looks at it alone.
func (r *run) surely(c *columnRun, cell []byte) bool {
	if !c.field.passes(cell, c.matcher) {
		return false
	}
	for _, k := range r.oneColumn(c) {
		if _, ok := k.kind.one(k.checkProg, c.field.f, cell); !ok {
			return false
		}
	}
	return true
}

// bare gives a SIRET or a SIREN without the blanks and full stops in it, which
// the check ignores and other programs stumble over.
func (r *run) bare(c *columnRun, cell []byte) (code, to string, ok bool) {
	for _, k := range r.oneColumn(c) {
		if k.Name != CheckSIRET && k.Name != CheckSIREN {
			continue
		}
		if _, fine := k.kind.one(k.checkProg, c.field.f, cell); !fine {
			continue
		}
		if digits, found := sirene.Compact(cell); found && digits != string(cell) && r.surely(c, []byte(digits)) {
			return k.Name, digits, true
		}
	}
	return "", "", false
}

// mended gives the value that a cell should hold, and the code of what is
// wrong with it, when there is no doubt.
func (r *run) mended(c *columnRun, cell []byte) (code, to string, ok bool) {
	trial := r.c
	defer func() { r.c = trial }()
	r.c = newCollector(-1)
	r.cell(c, cell)
	state := &r.cells[c.field.index]
	for _, k := range r.oneColumn(c) {
		if state.state != set {
			break
		}
		if detail, fine := k.kind.one(k.checkProg, c.field.f, cell); !fine {
			k.fail(r, detail)
		}
	}
	for i := range r.c.cells {
		f := &r.c.cells[i]
		if f.HasRepair && r.surely(c, []byte(f.Repair)) {
			return f.Code, f.Repair, true
		}
	}
	return "", "", false
}
