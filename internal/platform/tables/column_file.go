package tables

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"os"
)

// A column file (<digest>.columns) lies beside a native file and holds those of
// its columns that can be vectors, decoded, in the order of the machine's own
// memory or nearly so: a column of 1,000,000 rows is there within milliseconds of
// its first question, where DuckDB would take half a second to hand it over.
//
//	a segment for each column   codes or cells, then the values of codes
//	the index                   JSON: where each segment lies, and its checksum
//	the tail                    4 bytes: length of the index; 4: its checksum; 8: the name of the format
//
// Numbers are little-endian.
const columnFormat = "airial-1"

const columnTail = 4 + 4 + len(columnFormat)

// The forms of a column in a file.
const (
	formNone   = ""       // it is no vector
	formBytes  = "bytes"  // codes of one byte
	formCodes  = "codes"  // codes of two
	formWhole  = "whole"  // whole numbers, then bits that say which cells have a value
	formNumber = "number" // likewise, with the largest number without its sign in front
)

// columnPlace says where a column lies in the file.
type columnPlace struct {
	Form   string `json:",omitempty"`
	At     int64  `json:",omitempty"`
	Size   int64  `json:",omitempty"`
	Values int    `json:",omitempty"` // of codes, how many there are
	Sum    uint32 `json:",omitempty"`
}

type columnIndex struct {
	Rows    int
	Columns []columnPlace
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// writeColumns makes the column file of a Parquet file. A column of more bytes
// than most is left out, as one that is no vector.
func writeColumns(ctx context.Context, path string, p *Parquet, most int64) (err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	w := &columnWriter{to: bufio.NewWriterSize(file, 1<<18), sum: crc32.New(castagnoli)}
	index := columnIndex{Rows: int(p.Rows())}
	for col := range p.columns {
		v, err := p.vector(ctx, col, most)
		if err != nil && !errors.Is(err, errNoVector) {
			return err
		}
		place := columnPlace{}
		if v != nil {
			place = w.segment(v)
		}
		index.Columns = append(index.Columns, place)
	}
	note, err := json.Marshal(index)
	if err != nil {
		return err
	}
	w.write(note)
	tail := binary.LittleEndian.AppendUint32(nil, uint32(len(note)))
	tail = binary.LittleEndian.AppendUint32(tail, crc32.Checksum(note, castagnoli))
	w.write(append(tail, columnFormat...))
	return errors.Join(w.err, w.to.Flush())
}

type columnWriter struct {
	to  *bufio.Writer
	sum hash.Hash32
	at  int64
	err error
}

func (w *columnWriter) write(p []byte) {
	if w.err != nil {
		return
	}
	n, err := w.to.Write(p)
	w.at, w.err = w.at+int64(n), err
	_, _ = w.sum.Write(p)
}

// segment writes a column.
func (w *columnWriter) segment(v *vector) columnPlace {
	place := columnPlace{At: w.at}
	w.sum.Reset()
	switch {
	case v.bytes8 != nil:
		place.Form = formBytes
		w.write(v.bytes8[:v.rows])
	case v.codes != nil:
		place.Form = formCodes
		writeWords(w, v.codes[:v.rows], binary.LittleEndian.AppendUint16)
	case v.kind == kindFloat:
		place.Form = formNumber
		writeWords(w, []float64{v.most}, appendFloat)
		writeWords(w, v.reals[:v.rows], appendFloat)
		writeWords(w, v.set, binary.LittleEndian.AppendUint64)
	default:
		place.Form = formWhole
		writeWords(w, v.ints[:v.rows], appendInt)
		writeWords(w, v.set, binary.LittleEndian.AppendUint64)
	}
	if v.coded() {
		place.Values = v.values()
		w.values(v)
	}
	place.Size, place.Sum = w.at-place.At, w.sum.Sum32()
	return place
}

// values writes what codes stand for: a text with its length, then its folded form
// with its length and one more, 0 where it is the same. It may be empty.
func (w *columnWriter) values(v *vector) {
	if v.kind != kindText {
		writeWords(w, v.ints, appendInt)
		return
	}
	for i, text := range v.texts {
		head := binary.AppendUvarint(nil, uint64(len(text)))
		if v.folded[i] == text {
			w.write(append(binary.AppendUvarint(head, 0), text...))
			continue
		}
		head = binary.AppendUvarint(head, uint64(len(v.folded[i])+1))
		w.write(append(append(head, text...), v.folded[i]...))
	}
}

func writeWords[T any](w *columnWriter, words []T, add func([]byte, T) []byte) {
	buf := make([]byte, 0, 1<<16)
	for len(words) > 0 {
		n := min(len(words), 1<<13)
		buf = buf[:0]
		for _, word := range words[:n] {
			buf = add(buf, word)
		}
		w.write(buf)
		words = words[n:]
	}
}

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

func readIndex(file *os.File) (index columnIndex, err error) {
	info, err := file.Stat()
	if err != nil {
		return index, err
	}
	tail := make([]byte, columnTail)
	if _, err := file.ReadAt(tail, max(0, info.Size()-int64(columnTail))); err != nil {
		return index, fmt.Errorf("tables: a column file: %w", err)
	}
	size := int64(binary.LittleEndian.Uint32(tail))
	if string(tail[8:]) != columnFormat || size > info.Size()-int64(columnTail) || size > 1<<24 {
		return index, errors.New("tables: not a column file")
	}
	note := make([]byte, size)
	if _, err := file.ReadAt(note, info.Size()-int64(columnTail)-size); err != nil {
		return index, fmt.Errorf("tables: a column file: %w", err)
	}
	if crc32.Checksum(note, castagnoli) != binary.LittleEndian.Uint32(tail[4:]) {
		return index, errors.New("tables: the index of a column file is damaged")
	}
	return index, json.Unmarshal(note, &index)
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
