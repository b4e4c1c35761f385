package check

import (
	"context"
	"io"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// Table reads the rows of a version that was found valid.
type Table struct {
	Columns []Column
	reader  *tabular.Reader
	canon   *tableschema.Canonical
	raw     [][]byte
	cells   [][]byte
	arena   []byte
	row     int
}

// Column is a column of a checked table.
type Column struct {
	Name  string
	Type  tableschema.Type
	Field *tableschema.Field // nil when the schema does not know the column
}

// Open reads a version that was found valid once more, from its original bytes.
func (s *Service) Open(ctx context.Context, version string, original io.Reader) (*Table, error) {
	var r *Result
	err := s.doors.Read(ctx, access.System("check"), func(tx access.Tx) (err error) {
		r, err = Load(database.Last(ctx), tx, version)
		return err
	})
	if err != nil {
		return nil, err
	}
	if r == nil || !r.Report.Valid {
		return nil, fault.New(fault.Conflict, "check.Open", "Cette version n’a pas passé la vérification de forme.",
			"This version has not passed the check of its form.")
	}
	return newTable(r, original, s.limits)
}

func newTable(r *Result, original io.Reader, limits tabular.Limits) (*Table, error) {
	const op = "check.Open"
	schema, err := schemaOf(r.Report)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	reader, err := tabular.Open(original, dialectOf(r.Report, limits))
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	t := &Table{reader: reader}
	for i, c := range r.Report.Columns {
		column := Column{Name: c.Name, Type: tableschema.String}
		if i < len(r.Types) {
			column.Type = r.Types[i]
		}
		if schema != nil {
			column.Field = schema.Field(c.Field)
		}
		t.Columns = append(t.Columns, column)
	}
	if schema != nil {
		if t.canon, err = schema.Canonical(r.Report.Columns); err != nil {
			return nil, fault.Wrap(op, err)
		}
	}
	t.cells, t.raw = make([][]byte, len(t.Columns)), make([][]byte, len(t.Columns))
	return t, nil
}

// Next returns the cells of the next row that is not blank, one for each
// column, in the canonical form of its type; nil for no value. They are valid
// until the next call. The end is io.EOF.
func (t *Table) Next() ([][]byte, error) {
	for {
		record, err := t.reader.Next()
		if err != nil {
			return nil, err
		}
		if record.Blank() {
			continue
		}
		t.take(record)
		return t.cells, nil
	}
}

func (t *Table) take(record *tabular.Record) {
	t.row = record.Row
	t.arena = t.arena[:0]
	for i := range t.Columns {
		t.raw[i] = nil
		if i < len(record.Cells) {
			t.raw[i] = record.Cells[i]
		}
		cell := t.raw[i]
		if t.canon != nil {
			cell = t.canon.Cell(i, cell)
		}
		// A canonical cell may lie in a buffer that the next one takes over.
		start := len(t.arena)
		t.arena = append(t.arena, cell...)
		t.cells[i] = t.arena[start:len(t.arena):len(t.arena)]
	}
}

// Raw returns the cells of the row that Next returned last, as the depositor
// wrote them, in UTF-8.
func (t *Table) Raw() [][]byte { return t.raw }

// Row is the number of that row in the file, as a spreadsheet shows it.
func (t *Table) Row() int { return t.row }

// Outside returns what stands in the file beside its rows: the lines above the
// header, cell by cell.
func (t *Table) Outside() []string {
	var out []string
	for _, line := range t.reader.Titles() {
		out = append(out, line...)
	}
	return out
}
