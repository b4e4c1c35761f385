package tables

import (
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// Piece is a Parquet file that WriteParquet made, one of those that JoinParquet
// puts together.
type Piece struct {
	File io.ReaderAt
	Size int64
}

const parquetMagic = "PAR1"

// JoinParquet writes one Parquet file with the rows of several, in their order.
// All have the same columns. The bytes of their pages are copied and only the
// footer is made anew, so that it costs what copying costs: the rows are neither
// read nor packed again.
func JoinParquet(w io.Writer, parts []Piece) (Stats, error) {
	if len(parts) == 0 {
		return Stats{}, errors.New("tables: nothing to join")
	}
	out := &countingWriter{w: w}
	if _, err := io.WriteString(out, parquetMagic); err != nil {
		return Stats{}, err
	}
	var footer *format.FileMetaData
	for i, part := range parts {
		meta, end, err := pagesOf(part)
		if err != nil {
			return Stats{}, fmt.Errorf("tables: part %d: %w", i+1, err)
		}
		if footer != nil && columnsNote(footer) != columnsNote(meta) {
			return Stats{}, fmt.Errorf("tables: part %d has other columns than the first", i+1)
		}
		shift := out.n - int64(len(parquetMagic))
		if _, err := io.Copy(out, io.NewSectionReader(part.File, int64(len(parquetMagic)), end-int64(len(parquetMagic)))); err != nil {
			return Stats{}, err
		}
		move(meta, shift)
		if footer == nil {
			footer = meta
			continue
		}
		footer.NumRows += meta.NumRows
		footer.RowGroups = append(footer.RowGroups, meta.RowGroups...)
	}
	for i := range footer.RowGroups {
		footer.RowGroups[i].Ordinal = int16(i)
	}
	tail, err := thrift.Marshal(new(thrift.CompactProtocol), footer)
	if err != nil {
		return Stats{}, fmt.Errorf("tables: %w", err)
	}
	n := len(tail)
	tail = append(tail, byte(n), byte(n>>8), byte(n>>16), byte(n>>24))
	_, err = out.Write(append(tail, parquetMagic...))
	return Stats{Rows: footer.NumRows, Bytes: out.n}, err
}

// columnsNote is what a footer says of the columns.
func columnsNote(meta *format.FileMetaData) string {
	for _, kv := range meta.KeyValueMetadata {
		if kv.Key == metadataKey {
			return kv.Value
		}
	}
	return ""
}

// pagesOf reads the footer of a part and where its pages end: behind them stand
// indexes of pages, which hold places in the file and are left out.
func pagesOf(part Piece) (meta *format.FileMetaData, end int64, err error) {
	file, err := parquet.OpenFile(part.File, part.Size, parquet.SkipBloomFilters(true), parquet.SkipPageIndex(true))
	if err != nil {
		return nil, 0, err
	}
	if _, _, err := columnsOf(file); err != nil {
		return nil, 0, err
	}
	meta, end = file.Metadata(), int64(len(parquetMagic))
	for _, group := range meta.RowGroups {
		for _, chunk := range group.Columns {
			end = max(end, firstPage(&chunk.MetaData)+chunk.MetaData.TotalCompressedSize)
		}
	}
	if end > part.Size {
		return nil, 0, io.ErrUnexpectedEOF
	}
	return meta, end, nil
}

func firstPage(c *format.ColumnMetaData) int64 {
	if c.DictionaryPageOffset > 0 {
		return min(c.DictionaryPageOffset, c.DataPageOffset)
	}
	return c.DataPageOffset
}

// move makes a footer speak of pages that stand further behind.
func move(meta *format.FileMetaData, by int64) {
	for g := range meta.RowGroups {
		group := &meta.RowGroups[g]
		if group.FileOffset > 0 {
			group.FileOffset += by
		}
		for c := range group.Columns {
			chunk := &group.Columns[c]
			if chunk.FileOffset > 0 {
				chunk.FileOffset += by
			}
			chunk.OffsetIndexOffset, chunk.OffsetIndexLength = 0, 0
			chunk.ColumnIndexOffset, chunk.ColumnIndexLength = 0, 0
			m := &chunk.MetaData
			m.DataPageOffset += by
			m.IndexPageOffset, m.BloomFilterOffset = 0, 0
			if m.DictionaryPageOffset > 0 {
				m.DictionaryPageOffset += by
			}
		}
	}
}
