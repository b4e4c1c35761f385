package tables

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash"
	"hash/crc32"
	"os"
)

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
