package tables

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
)

// Parquet is a Parquet file made by WriteParquet, opened for reading.
type Parquet struct {
	file    *parquet.File
	columns []Column
	kinds   []kind
}

// OpenParquet reads the footer of a file that WriteParquet made. Other
// Parquet is refused: nothing foreign is parsed here.
func OpenParquet(r io.ReaderAt, size int64) (*Parquet, error) {
	file, err := parquet.OpenFile(r, size, parquet.SkipBloomFilters(true), parquet.SkipPageIndex(true))
	if err != nil {
		return nil, fmt.Errorf("tables: %w", err)
	}
	columns, kinds, err := columnsOf(file)
	if err != nil {
		return nil, err
	}
	return &Parquet{file: file, columns: columns, kinds: kinds}, nil
}

// Columns returns the columns in their order.
func (p *Parquet) Columns() []Column { return p.columns }

// Rows counts the rows.
func (p *Parquet) Rows() int64 { return p.file.NumRows() }

// Each calls fn with each row in file order, with values as in a Page. The row
// is valid until fn returns; fn's first error ends the reading.
func (p *Parquet) Each(ctx context.Context, fn func(row []any) error) error {
	row := make([]any, len(p.columns))
	for _, group := range p.file.RowGroups() {
		if err := p.eachOfGroup(ctx, group, row, fn); err != nil {
			return err
		}
	}
	return nil
}

func (p *Parquet) eachOfGroup(ctx context.Context, group parquet.RowGroup, row []any, fn func([]any) error) error {
	chunks := group.ColumnChunks()
	readers := make([]*chunkReader, len(chunks))
	for i, chunk := range chunks {
		readers[i] = &chunkReader{pages: chunk.Pages()}
		defer readers[i].close()
	}
	left := group.NumRows()
	values := make([][]parquet.Value, len(chunks))
	for left > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := int(min(left, batchRows))
		for i, r := range readers {
			var err error
			if values[i], err = r.read(values[i][:0], n); err != nil {
				return err
			}
		}
		for k := range n {
			for i := range values {
				row[i] = pageValue(p.kinds[i], values[i][k])
			}
			if err := fn(row); err != nil {
				return err
			}
		}
		left -= int64(n)
	}
	return nil
}

// chunkReader reads the values of one column of one row group across its
// pages. Values are those of the current pages: they must be used before the
// reader is closed.
type chunkReader struct {
	pages  parquet.Pages
	page   parquet.Page
	values parquet.ValueReader
	held   []parquet.Page
}

// read appends n values. The pages behind an earlier call are released.
func (r *chunkReader) read(into []parquet.Value, n int) ([]parquet.Value, error) {
	for _, page := range r.held {
		parquet.Release(page)
	}
	r.held = r.held[:0]
	start := len(into)
	for len(into)-start < n {
		if r.values == nil {
			page, err := r.pages.ReadPage()
			if err != nil {
				return into, endsEarly(err)
			}
			r.page, r.values = page, page.Values()
		}
		at := len(into)
		into = append(into, make([]parquet.Value, n-(at-start))...)
		got, err := r.values.ReadValues(into[at:])
		into = into[:at+got]
		if err != nil && !errors.Is(err, io.EOF) {
			return into, fmt.Errorf("tables: %w", err)
		}
		if err != nil {
			r.held = append(r.held, r.page)
			r.page, r.values = nil, nil
		}
	}
	return into, nil
}

func endsEarly(err error) error {
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("tables: %w", err)
}

func (r *chunkReader) close() {
	for _, page := range r.held {
		parquet.Release(page)
	}
	if r.page != nil {
		parquet.Release(r.page)
	}
	r.pages.Close()
}

// pageValue turns a Parquet value into what a Page holds.
func pageValue(k kind, v parquet.Value) any {
	if v.IsNull() {
		return nil
	}
	switch k {
	case kindText:
		return string(v.ByteArray())
	case kindFloat:
		return floatValue(v.Double())
	}
	return intValue(k, heldInt(k, v))
}

// heldInt returns what is held as an integer.
func heldInt(k kind, v parquet.Value) int64 {
	switch k {
	case kindBool:
		if v.Boolean() {
			return 1
		}
		return 0
	case kindDate:
		return int64(v.Int32())
	}
	return v.Int64()
}
