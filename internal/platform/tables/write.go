package tables

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
)

// Source yields the rows of a table, one after the other. Next returns as many
// cells as there are columns, in their order, UTF-8, an empty cell meaning no
// value; at the end it returns io.EOF. The cells are the Source's again at the
// next call.
type Source interface {
	Next() ([][]byte, error)
}

// SourceFunc makes a function a Source.
type SourceFunc func() ([][]byte, error)

// Next calls the function.
func (f SourceFunc) Next() ([][]byte, error) { return f() }

// Stats says what WriteParquet has written.
type Stats struct {
	Rows  int64
	Bytes int64
}

// CellError says which cell could not be kept. It does not hold the cell's
// value, which may be personal data and errors end up in logs.
type CellError struct {
	Row    int64  // counted from 1, rows of data only
	Column string // empty when the row itself has too many or too few cells
	Type   Type
}

func (e *CellError) Error() string {
	if e.Column == "" {
		return fmt.Sprintf("tables: row %d does not have one cell per column", e.Row)
	}
	return fmt.Sprintf("tables: row %d, column %q: not a value of type %s", e.Row, e.Column, e.Type)
}

const (
	// rowGroupRows is DuckDB's own unit of parallel work.
	rowGroupRows = 122_880
	// batchRows are turned from rows into columns at a time.
	batchRows = 1024
	// dictionaryBytes is where a column of ever new values stops being given a
	// dictionary.
	dictionaryBytes = 1 << 20
)

// WriteParquet writes rows as Parquet (format 2, zstd, row groups of 122,880
// rows, every column nullable) and holds no more than a row group in memory.
// Cells are text already validated: integers in base 10, numbers with a dot,
// "true" or "false", ISO 8601 dates. A cell that does not fit its type makes a
// *CellError, and what was written until then is of no use.
func WriteParquet(ctx context.Context, w io.Writer, columns []Column, rows Source) (Stats, error) {
	kinds, err := kindsOf(columns)
	if err != nil {
		return Stats{}, err
	}
	described, err := json.Marshal(columns)
	if err != nil {
		return Stats{}, err
	}
	counted := &countingWriter{w: w}
	pw := parquet.NewGenericWriter[any](counted, schemaOf(columns, kinds),
		parquet.KeyValueMetadata(metadataKey, string(described)),
		parquet.CreatedBy("airial", "1", ""),
		parquet.DataPageStatistics(true),
		parquet.DictionaryMaxBytes(dictionaryBytes),
	)
	b := newBatch(columns, kinds, pw.ColumnWriters())
	total, err := b.copyAll(ctx, rows, pw.Flush)
	if err == nil {
		err = pw.Close()
	}
	return Stats{Rows: total, Bytes: counted.n}, err
}

// batch gathers rows and hands them to the Parquet writer column by column,
// which is several times faster than row by row.
type batch struct {
	columns []Column
	kinds   []kind
	writers []*parquet.ColumnWriter
	values  [][]parquet.Value
	texts   [][]byte // the bytes of the text cells of a batch, per column
}

func newBatch(columns []Column, kinds []kind, writers []*parquet.ColumnWriter) *batch {
	b := &batch{columns: columns, kinds: kinds, writers: writers}
	b.values = make([][]parquet.Value, len(columns))
	b.texts = make([][]byte, len(columns))
	return b
}

func (b *batch) copyAll(ctx context.Context, rows Source, endGroup func() error) (int64, error) {
	var total int64
	pending, inGroup := 0, 0
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return total, b.flush()
		}
		if err != nil {
			return total, err
		}
		total++
		if err := b.add(row, total); err != nil {
			return total, err
		}
		if pending++; pending == batchRows {
			if err := ctx.Err(); err != nil {
				return total, err
			}
			if err := b.flush(); err != nil {
				return total, err
			}
			inGroup, pending = inGroup+pending, 0
		}
		if inGroup == rowGroupRows {
			if err := endGroup(); err != nil {
				return total, err
			}
			inGroup = 0
		}
	}
}

func (b *batch) add(row [][]byte, number int64) error {
	if len(row) != len(b.columns) {
		return &CellError{Row: number}
	}
	for i, cell := range row {
		if len(cell) == 0 {
			b.values[i] = append(b.values[i], parquet.NullValue().Level(0, 0, i))
			continue
		}
		var v parquet.Value
		ok := true
		switch b.kinds[i] {
		case kindText:
			if ok = storable(cell); ok {
				start := len(b.texts[i])
				b.texts[i] = append(b.texts[i], cell...)
				v = parquet.ByteArrayValue(b.texts[i][start:])
			}
		case kindFloat:
			var f float64
			f, ok = parseFloat(cell)
			v = parquet.DoubleValue(f)
		default:
			var n int64
			n, ok = parseNonFloat(b.kinds[i], cell)
			switch b.kinds[i] {
			case kindBool:
				v = parquet.BooleanValue(n != 0)
			case kindDate:
				v = parquet.Int32Value(int32(n))
			default:
				v = parquet.Int64Value(n)
			}
		}
		if !ok {
			return &CellError{Row: number, Column: b.columns[i].Name, Type: b.columns[i].Type}
		}
		b.values[i] = append(b.values[i], v.Level(0, 1, i))
	}
	return nil
}

func (b *batch) flush() error {
	for i, values := range b.values {
		if _, err := b.writers[i].WriteRowValues(values); err != nil {
			return err
		}
		b.values[i] = values[:0]
		b.texts[i] = b.texts[i][:0]
	}
	return nil
}

type countingWriter struct {
	w io.Writer
	n int64
}

func (c *countingWriter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
