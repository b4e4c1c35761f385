package tableschema

import (
	"strconv"
	"strings"

	"airial/standards/tabular"
)

// run is the check of one table under way.
type run struct {
	prog      *program
	c         *collector
	matching  Matching
	headerRow int
	columns   []columnRun
	cells     []cellState // by field
	place     []int       // column of the file by field
	checks    []checkRun
	keys      []keyRun
	foreign   []foreignRun
	row       int // row of the record under way
	rows      int
	longest   int      // bytes of a cell, 0 for any
	fast      *fastRun // nil where records come one by one
	buffer    [][]byte
}

// columnRun checks one column of the file; field is nil when the schema does
// not know it.
type columnRun struct {
	field   *fieldProg
	matcher *matcher
	name    string // shown in findings
}

// cellState is what is known of a cell of the record under way.
type cellState struct {
	state uint8
	Value
}

const (
	absent uint8 = iota // the file has no such column
	null                // the cell holds no value
	wrong               // the cell is not of the type
	set
)

func newRun(prog *program, header []string, headerRow, limit int) *run {
	r := &run{
		prog:      prog,
		c:         newCollector(limit),
		matching:  Match(header, prog.schema),
		headerRow: headerRow,
		cells:     make([]cellState, len(prog.fields)),
		place:     make([]int, len(prog.fields)),
	}
	for _, col := range r.matching.Columns {
		cr := columnRun{name: col.Name}
		if col.Field != "" {
			cr.field = &prog.fields[prog.schema.index(col.Field)]
			r.place[cr.field.index] = col.Index
			if cr.field.pattern != nil {
				cr.matcher = cr.field.pattern.matcher()
			}
		}
		r.columns = append(r.columns, cr)
	}
	return r
}

// start reports on the header and on what stands above it, and makes ready what
// the columns of the file allow.
func (r *run) start(src Source) {
	r.recordFlags(src.HeaderFlags(), r.headerRow)
	if n := len(src.Titles()); n > 0 {
		f := Finding{Level: Warning, Code: "title-lines"}
		r.c.add(*f.argInt("count", n).argInt("header", r.headerRow))
	}
	r.reportLabels()
	r.ready()
}

// ready makes the checks and the keys ready that the columns allow.
func (r *run) ready() {
	have := make([]bool, len(r.prog.fields))
	for _, c := range r.columns {
		if c.field != nil {
			have[c.field.index] = true
		}
	}
	for i := range r.prog.checks {
		r.startCheck(&r.prog.checks[i], have)
	}
	for i := range r.prog.keys {
		r.startKey(&r.prog.keys[i], have)
	}
}

// reportLabels reports on the header.
func (r *run) reportLabels() {
	for _, issue := range r.matching.issues {
		f := Finding{Level: Error, Code: issue.code, Row: r.headerRow, Field: shown([]byte(issue.label)), HasField: true,
			Value: shown([]byte(issue.label)), HasValue: true}
		f.argInt("column", issue.index+1).arg("letter", columnLetter(issue.index))
		switch issue.code {
		case "extra-label":
			f.Level = Warning
			if issue.hint != "" {
				f.Detail = "hint"
				f.arg("hint", issue.hint)
			}
		case "incorrect-label":
			f.Level = Warning
			f.Repair, f.HasRepair = issue.field, true
		case "duplicate-label":
			f.argInt("first", issue.first+1).arg("first_letter", columnLetter(issue.first))
		}
		r.c.add(f)
	}
	for _, name := range r.matching.Missing {
		f := Finding{Level: Warning, Code: "missing-label", Detail: "optional", Row: r.headerRow, Field: name, HasField: true}
		if r.prog.schema.Field(name).Constraints.Required {
			f.Level, f.Detail = Error, "required"
		}
		for _, issue := range r.matching.issues {
			if issue.hint == name {
				f.Detail += "-hint"
				f.arg("hint", issue.label)
			}
		}
		r.c.add(f)
	}
}

// columnLetter names a column as a spreadsheet does.
func columnLetter(index int) string {
	letters := ""
	for n := index + 1; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return letters
}

// recordFlags reports what the reader saw wrong in a record.
func (r *run) recordFlags(flags tabular.Flags, row int) {
	if flags&tabular.Unclosed != 0 {
		flags &^= tabular.TooLong | tabular.TooWide // the quote is the cause
	}
	for _, f := range []struct {
		flag         tabular.Flags
		code, detail string
	}{
		{tabular.Unclosed, "source-error", "unclosed-quote"},
		{tabular.HasNUL, "source-error", "nul"},
		{tabular.TooLong, "source-error", "too-long"},
		{tabular.TooWide, "source-error", "too-wide"},
		{tabular.BadEncoding, "encoding-error", ""},
	} {
		if flags&f.flag != 0 {
			r.c.add(Finding{Level: Error, Code: f.code, Detail: f.detail, Row: row})
		}
	}
}

// part gives what was found since the last call.
func (r *run) part() *part {
	p := &part{c: r.c, rows: r.rows}
	r.c = newCollector(r.c.limit)
	r.c.full = p.c.full
	r.rows = 0
	if len(r.keys) > 0 {
		p.keys = make([][]keyEntry, len(r.keys))
		for i := range r.keys {
			p.keys[i] = r.keys[i].entries
			r.keys[i].most = max(r.keys[i].most, len(p.keys[i]))
			r.keys[i].entries, r.keys[i].texts = nil, nil
		}
	}
	return p
}

// batch checks a run of records: at once those which are surely right, one by
// one the others. Rows are counted from the beginning of the chunk.
func (r *run) batch(b *tabular.Batch) {
	r.fast.look(b)
	r.lookLong(b)
	odd := b.Odd
	for i, suspect := range r.fast.suspect {
		switch {
		case !suspect:
			r.rows++
			if len(r.keys)+len(r.foreign) > 0 {
				r.readKeys(b, i)
			}
			continue
		case len(odd) > 0 && odd[0].Index == i:
			odd[0].Row = b.Row + i + 1
			r.record(&odd[0].Record)
			odd = odd[1:]
		default:
			r.buffer = b.Cells(i, r.buffer[:0])
			r.record(&tabular.Record{Row: b.Row + i + 1, Cells: r.buffer})
		}
	}
}

// readKeys notes the keys of a row that is right.
func (r *run) readKeys(b *tabular.Batch, i int) {
	r.row = b.Row + i + 1
	for k := range r.foreign {
		r.readFields(b, i, r.foreign[k].fields)
		r.foreign[k].look(r)
	}
	for k := range r.keys {
		r.readFields(b, i, r.keys[k].fields)
		r.key(&r.keys[k])
	}
}

func (r *run) readFields(b *tabular.Batch, i int, fields []int) {
	for _, field := range fields {
		fp := &r.prog.fields[field]
		s := b.Spans[i*b.Width+r.place[field]]
		state := &r.cells[field]
		state.Text = b.Text[s.Start:s.End]
		if fp.isMissing(state.Text) {
			state.state = null
			continue
		}
		state.state, state.kind = set, kindText
		if fp.read != nil && !fp.read(state.Text, &state.Value) {
			state.state = wrong
		}
	}
}

// record checks one record of data.
func (r *run) record(rec *tabular.Record) {
	r.row = rec.Row
	if rec.Flags != 0 {
		r.recordFlags(rec.Flags, rec.Row)
		if rec.Flags&(tabular.Unclosed|tabular.TooLong|tabular.TooWide) != 0 {
			// The cells are not what their author meant: one finding is enough.
			r.rows++
			return
		}
	}
	if r.tooLong(rec) {
		r.rows++
		return
	}
	if r.blank(rec) {
		r.c.add(Finding{Level: Error, Code: "blank-row", Row: rec.Row})
		return
	}
	r.rows++
	n := min(len(rec.Cells), len(r.columns))
	for i := range n {
		if c := &r.columns[i]; c.field != nil {
			r.cell(c, rec.Cells[i])
		}
	}
	if len(rec.Cells) != len(r.columns) {
		r.width(rec)
	}
	for i := range r.checks {
		r.checks[i].look(r)
	}
	for i := range r.foreign {
		r.foreign[i].look(r)
	}
	for i := range r.keys {
		r.key(&r.keys[i])
	}
}

// blank tells whether no cell of the record holds a value.
func (r *run) blank(rec *tabular.Record) bool {
	for i, cell := range rec.Cells {
		if len(cell) == 0 {
			continue
		}
		if i < len(r.columns) && r.columns[i].field != nil && r.columns[i].field.isMissing(cell) {
			continue
		}
		if cell[0] > ' ' {
			return false
		}
		return rec.Blank()
	}
	return true
}

// width reports a record that has fewer or more cells than the header.
func (r *run) width(rec *tabular.Record) {
	for i := len(rec.Cells); i < len(r.columns); i++ {
		c := &r.columns[i]
		if c.field != nil {
			r.cells[c.field.index] = cellState{state: wrong}
		}
		f := Finding{Level: Error, Code: "missing-cell", Row: rec.Row, Field: c.name, HasField: true}
		r.c.add(*f.argInt("cells", len(rec.Cells)).argInt("columns", len(r.columns)))
	}
	for i := len(r.columns); i < len(rec.Cells); i++ {
		f := Finding{Level: Error, Code: "extra-cell", Row: rec.Row, Value: shown(rec.Cells[i]), HasValue: true}
		if strings.TrimSpace(f.Value) == "" {
			f.Detail = "empty"
		}
		f.arg("letter", columnLetter(i))
		r.c.add(*f.argInt("cells", len(rec.Cells)).argInt("columns", len(r.columns)))
	}
}

// cell checks one cell under its field.
func (r *run) cell(c *columnRun, cell []byte) {
	fp := c.field
	state := &r.cells[fp.index]
	if fp.isMissing(cell) {
		*state = cellState{state: null}
		if fp.f.Constraints.Required {
			r.fault(fp, "constraint-error", "required", cell)
		}
		return
	}
	state.state = set
	state.Text = cell
	if fp.plain {
		state.kind = kindText
		return
	}
	if fp.read != nil {
		if !fp.read(cell, &state.Value) {
			state.state = wrong
			detail := string(fp.f.Type)
			if fp.f.Type == String {
				detail = fp.f.Format
			}
			r.fault(fp, "type-error", detail, cell)
			return
		}
	} else {
		state.kind = kindText
	}
	r.constraints(c, state)
}

// fault notes a finding about the cell of one field, and gives it back when it
// is kept, so that its message can be completed.
func (r *run) fault(fp *fieldProg, code, detail string, cell []byte) *Finding {
	if !r.c.count(Error, code, fp.f.Name, true, r.row, cell, false) {
		return nil
	}
	r.c.cells = append(r.c.cells, Finding{Level: Error, Code: code, Detail: detail, Row: r.row,
		Field: fp.f.Name, HasField: true, Value: shown(cell), HasValue: true})
	f := &r.c.cells[len(r.c.cells)-1]
	f.advise(fp, cell)
	return f
}

// itoa is short for the many places where a number becomes an argument.
func itoa(n int) string { return strconv.Itoa(n) }
