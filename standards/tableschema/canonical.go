package tableschema

import (
	"strconv"
	"strings"
	"time"
)

// Canonical writes the cells of a table that was found valid in the one form
// that typed files are made of: integers and numbers with a full stop and no
// groups, "true" and "false", dates as 2006-01-02, instants as
// 2006-01-02T15:04:05.999999Z, and any other text as it stands. It is for one
// goroutine.
type Canonical struct {
	fields []*fieldProg
	buf    []byte
}

// Canonical returns the writer for the columns of a file. A column that is no
// field of the schema keeps its text.
func (s *Schema) Canonical(columns []Column) (*Canonical, error) {
	if err := s.Prepare(); err != nil {
		return nil, err
	}
	c := &Canonical{fields: make([]*fieldProg, len(columns))}
	for i, col := range columns {
		if n := s.index(col.Field); n >= 0 {
			c.fields[i] = &s.prog.fields[n]
		}
	}
	return c, nil
}

// Cell returns the canonical form of the cell of a column, nil for no value.
// It is valid until the next call, and shares the cell's bytes where it can. A
// cell that is not of its type keeps its text.
func (c *Canonical) Cell(column int, cell []byte) []byte {
	if len(cell) == 0 {
		return nil
	}
	if column >= len(c.fields) || c.fields[column] == nil {
		return cell
	}
	fp := c.fields[column]
	for _, m := range fp.missing {
		if string(cell) == m {
			return nil
		}
	}
	if fp.read == nil {
		return cell
	}
	var v Value
	v.Text = cell
	if !fp.read(cell, &v) {
		return cell
	}
	switch fp.f.Type {
	case Integer, Year:
		c.buf = strconv.AppendInt(c.buf[:0], v.Int, 10)
	case Number:
		return plainNumber(fp.f, cell)
	case Boolean:
		c.buf = strconv.AppendBool(c.buf[:0], v.Int == 1)
	case Date:
		if !fp.f.WholeDay() {
			return cell
		}
		c.buf = time.Unix(v.Int*86400, 0).UTC().AppendFormat(c.buf[:0], time.DateOnly)
	case Datetime:
		c.buf = time.UnixMicro(v.Int).UTC().AppendFormat(c.buf[:0], "2006-01-02T15:04:05.999999Z07:00")
	default:
		return cell
	}
	return c.buf
}

func plainNumber(f *Field, cell []byte) []byte {
	cell = trimSpace(cell)
	if out, ok := normalNumber(f, cell); ok {
		return out
	}
	return cell
}

// WholeDay tells whether the values of a Date are days: a date in the format
// "%Y" is a year, whatever the schema calls it.
func (f *Field) WholeDay() bool {
	switch f.Format {
	case "", "default", "any":
		return true
	}
	for _, directive := range []string{"%d", "%e", "%j", "%D", "%F", "%x", "%c"} {
		if strings.Contains(f.Format, directive) {
			return true
		}
	}
	return false
}
