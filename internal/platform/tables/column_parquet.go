package tables

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/parquet-go/parquet-go"
)

func whole(p []byte) int64               { return int64(binary.LittleEndian.Uint64(p)) }
func float(p []byte) float64             { return math.Float64frombits(binary.LittleEndian.Uint64(p)) }
func appendInt(p []byte, n int64) []byte { return binary.LittleEndian.AppendUint64(p, uint64(n)) }
func appendFloat(p []byte, f float64) []byte {
	return binary.LittleEndian.AppendUint64(p, math.Float64bits(f))
}

// vector decodes a column into most bytes at the utmost: a page at a time, by its
// dictionary where it has one, so that each text is looked at once in a group of
// rows. The error is errNoVector where the column is none.
func (p *Parquet) vector(ctx context.Context, col int, most int64) (*vector, error) {
	k, rows := p.kinds[col], p.Rows()
	if rows > math.MaxInt32 || (k == kindFloat && 8*rows > most) {
		return nil, errNoVector
	}
	b := newVectorBuilder(k, int(rows))
	for _, group := range p.file.RowGroups() {
		if err := b.addChunk(ctx, group.ColumnChunks()[col]); err != nil {
			return nil, err
		}
	}
	v, err := b.end()
	if err == nil && v.size() > most {
		return nil, errNoVector
	}
	return v, err
}

func (b *vectorBuilder) addChunk(ctx context.Context, chunk parquet.ColumnChunk) error {
	pages := chunk.Pages()
	defer pages.Close()
	var d chunkDictionary
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		page, err := pages.ReadPage()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("tables: %w", err)
		}
		err = b.addPage(page, &d)
		parquet.Release(page)
		if err != nil {
			return err
		}
	}
}

// chunkDictionary is the dictionary of the pages of a group of rows.
type chunkDictionary struct {
	known  bool
	places []uint16 // of texts, their places in the builder
	reals  []float64
}

// addPage adds the cells of a page: its levels say which have a value, and its
// data are the values of those.
func (b *vectorBuilder) addPage(page parquet.Page, d *chunkDictionary) error {
	levels := page.DefinitionLevels()
	if b.row+len(levels) > b.v.rows {
		return errMoreRows
	}
	data, dictionary := page.Data(), page.Dictionary()
	if dictionary != nil && !d.known {
		d.known = true
		if err := b.learn(dictionary, d); err != nil {
			return err
		}
	}
	switch k := b.v.kind; {
	case k == kindText && dictionary != nil:
		indexes := data.Int32()
		return b.addCells(levels, len(indexes), func(row, i int) error {
			b.v.codes[row] = d.places[indexes[i]]
			return nil
		})
	case k == kindText:
		bytes, offsets := data.ByteArray()
		return b.addCells(levels, len(offsets)-1, func(row, i int) (err error) {
			b.v.codes[row], err = b.place(bytes[offsets[i]:offsets[i+1]])
			return err
		})
	case k == kindFloat && dictionary != nil:
		indexes := data.Int32()
		return b.addCells(levels, len(indexes), func(row, i int) error { b.real(row, d.reals[indexes[i]]); return nil })
	case k == kindFloat:
		reals := data.Double()
		return b.addCells(levels, len(reals), func(row, i int) error { b.real(row, reals[i]); return nil })
	case k == kindDate:
		days := data.Int32()
		return b.addCells(levels, len(days), func(row, i int) error { b.whole(row, int64(days[i])); return nil })
	case k == kindBool:
		return b.addBooleans(page)
	}
	ints := data.Int64()
	return b.addCells(levels, len(ints), func(row, i int) error { b.whole(row, ints[i]); return nil })
}

// learn looks at the values of a dictionary.
func (b *vectorBuilder) learn(dictionary parquet.Dictionary, d *chunkDictionary) (err error) {
	data := dictionary.Page().Data()
	if b.v.kind != kindText {
		d.reals = data.Double()
		return nil
	}
	bytes, offsets := data.ByteArray()
	d.places = make([]uint16, max(0, len(offsets)-1))
	for i := range d.places {
		if d.places[i], err = b.place(bytes[offsets[i]:offsets[i+1]]); err != nil {
			return err
		}
	}
	return nil
}

// addCells calls fn for each cell that has a value.
func (b *vectorBuilder) addCells(levels []byte, values int, fn func(row, value int) error) error {
	i := 0
	for _, level := range levels {
		if level > 0 {
			if i >= values {
				return io.ErrUnexpectedEOF
			}
			if err := fn(b.row, i); err != nil {
				return err
			}
			i++
		}
		b.row++
	}
	return nil
}

// addBooleans reads what is packed into bits.
func (b *vectorBuilder) addBooleans(page parquet.Page) error {
	values := make([]parquet.Value, page.NumValues())
	n, err := page.Values().ReadValues(values)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("tables: %w", err)
	}
	if n < len(values) {
		return io.ErrUnexpectedEOF
	}
	for _, v := range values {
		if !v.IsNull() {
			b.whole(b.row, heldInt(kindBool, v))
		}
		b.row++
	}
	return nil
}
