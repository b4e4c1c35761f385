package tableschema

import (
	"context"
	"io"

	"airial/standards/sirene"
	"airial/standards/tabular"
)

// Change is one thing that Mend has changed: evidence of what was done to a
// file.
type Change struct {
	// Code says what: "encoding", "delimiter", "format", "title-lines", "label",
	// "blank-row", "extra-cell", or the code of the finding whose value was
	// mended.
	Code string `json:"code"`
	// Rule is the kind of mending, one of the Mend constants.
	Rule  string `json:"rule"`
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
	m, err := NewMender(src, schema, MendOptions{Each: each})
	if err != nil {
		return nil, err
	}
	out := tabular.NewWriter(w, tabular.WriterOptions{})
	if len(m.Header()) > 0 {
		if err := out.WriteStrings(m.Header()); err != nil {
			return nil, err
		}
	}
	for n := 0; ; n++ {
		if n%checkInterval == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		rec, err := m.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if err := out.Write(rec.Cells); err != nil {
			return nil, err
		}
	}
	return m.Done(), out.Flush()
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
