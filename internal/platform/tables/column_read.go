package tables

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"os"
)

// columnReader reads a segment; its first error stays.
type columnReader struct {
	from *bufio.Reader
	sum  hash.Hash32
	err  error
}

// readColumn reads a column of a table out of its file. The error is errNoVector
// where the column is none, fs.ErrNotExist where there is no file, and any other
// one where the file is not sound.
func readColumn(path string, k kind, col, columns, rows int) (*vector, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	index, err := readIndex(file)
	if err != nil {
		return nil, err
	}
	if index.Rows != rows || len(index.Columns) != columns {
		return nil, errors.New("tables: a column file of another table")
	}
	place := index.Columns[col]
	if place.Form == formNone {
		return nil, errNoVector
	}
	r := &columnReader{from: bufio.NewReaderSize(io.NewSectionReader(file, place.At, place.Size), 1<<16), sum: crc32.New(castagnoli)}
	v := r.segment(place, k, rows)
	if _, err := r.from.ReadByte(); r.err == nil && !errors.Is(err, io.EOF) {
		r.err = errors.New("more than it should hold")
	}
	if r.err == nil && r.sum.Sum32() != place.Sum {
		r.err = errors.New("its checksum is another")
	}
	if r.err != nil {
		return nil, fmt.Errorf("tables: column %d of a column file: %w", col, r.err)
	}
	return v, nil
}

func (r *columnReader) segment(place columnPlace, k kind, rows int) *vector {
	v := &vector{kind: k, rows: rows}
	padded := paddedRows(rows)
	switch place.Form {
	case formBytes:
		v.bytes8 = make([]uint8, padded)
		r.full(v.bytes8[:rows])
	case formCodes:
		v.codes = make([]uint16, padded)
		readWords(r, v.codes[:rows], 2, binary.LittleEndian.Uint16)
	case formNumber:
		most := make([]float64, 1)
		readWords(r, most, 8, float)
		v.most, v.reals, v.set = most[0], make([]float64, padded), make([]uint64, padded/64)
		readWords(r, v.reals[:rows], 8, float)
		readWords(r, v.set, 8, binary.LittleEndian.Uint64)
	case formWhole:
		v.ints, v.set = make([]int64, padded), make([]uint64, padded/64)
		readWords(r, v.ints[:rows], 8, whole)
		readWords(r, v.set, 8, binary.LittleEndian.Uint64)
	default:
		r.err = fmt.Errorf("unknown form %q", place.Form)
	}
	if v.coded() && r.err == nil {
		r.values(v, place.Values)
	}
	return v
}

func (r *columnReader) values(v *vector, n int) {
	if n > mostCodes {
		r.err = errors.New("too many values")
		return
	}
	if v.kind != kindText {
		v.ints = make([]int64, n)
		readWords(r, v.ints, 8, whole)
		return
	}
	v.texts, v.folded = make([]string, n), make([]string, n)
	for i := range n {
		text, folded := r.length(), r.length()
		v.texts[i] = r.text(text)
		if v.folded[i] = v.texts[i]; folded > 0 {
			v.folded[i] = r.text(folded - 1)
		}
		if r.err != nil {
			return
		}
	}
}

func (r *columnReader) full(p []byte) {
	if r.err != nil {
		return
	}
	_, r.err = io.ReadFull(r.from, p)
	_, _ = r.sum.Write(p)
}

func (r *columnReader) length() uint64 {
	if r.err != nil {
		return 0
	}
	n, err := binary.ReadUvarint(r.from)
	r.err = err
	_, _ = r.sum.Write(binary.AppendUvarint(nil, n))
	return n
}

func (r *columnReader) text(n uint64) string {
	if n > 1<<26 {
		r.err = errors.New("a text is too long")
	}
	if r.err != nil {
		return ""
	}
	p := make([]byte, n)
	r.full(p)
	return string(p)
}

func readWords[T any](r *columnReader, words []T, width int, of func([]byte) T) {
	buf := make([]byte, 1<<15)
	for len(words) > 0 && r.err == nil {
		n := min(len(words), len(buf)/width)
		r.full(buf[:n*width])
		for i := range n {
			words[i] = of(buf[i*width:])
		}
		words = words[n:]
	}
}
