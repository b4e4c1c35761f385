package tabular

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"
)

// Flags say what was wrong with a record. The record is readable all the same.
type Flags uint8

const (
	// Unclosed: a quote was opened in the record and never closed; the last
	// cell holds the rest of the file, within the limits.
	Unclosed Flags = 1 << iota
	// HasNUL: the record held NUL bytes, which became U+FFFD.
	HasNUL
	// BadEncoding: the record held bytes that the encoding of the file does
	// not know; in UTF-8 they were read as Windows-1252, else as U+FFFD.
	BadEncoding
	// TooLong: the record exceeded Limits.Record and was cut.
	TooLong
	// TooWide: the record exceeded Limits.Columns and was cut.
	TooWide
)

// Record is one record of the file. Its cells are valid until the next call of
// [Reader.Next], and may be changed until then.
type Record struct {
	// Row is the place of the record as a spreadsheet shows it: records are
	// counted from 1, title lines, header and blank lines included.
	Row   int
	Cells [][]byte // UTF-8, unquoted
	Flags Flags
}

// Blank tells whether no cell holds anything but blanks.
func (r *Record) Blank() bool {
	for _, c := range r.Cells {
		if len(c) > 0 && len(bytes.TrimSpace(c)) > 0 {
			return false
		}
	}
	return true
}

// Reader reads a table record by record. It is not safe for concurrent use.
type Reader struct {
	dec     *decoder
	tape    *tape
	bom     int // bytes of the byte order marks
	scan    scanner
	limits  Limits
	dialect Dialect
	header  []string
	hflags  Flags
	titles  [][]string

	buf      []byte // decoded text; padding follows end
	pos, end int
	base     int64 // offset of buf[0] in the decoded text
	eof      bool  // whether nothing is left behind end
	row      int   // records read so far
	spans    []span
	skip     skipper
	rec      Record
}

// Open detects the dialect of src, reads the header and stands before the
// first record of data. It returns an [UnreadableError] when the bytes are no
// table, or the error of src.
func Open(src io.Reader, opts Options) (*Reader, error) {
	if opts.Block <= 0 {
		opts.Block = blockSize
	}
	return open(src, opts, opts.Block)
}

func open(src io.Reader, opts Options, block int) (*Reader, error) {
	tape := &tape{src: src, on: true}
	r := &Reader{dec: newDecoder(tape, block), tape: tape, limits: opts.Limits.withDefaults()}
	if err := r.openEncoding(opts.Encoding); err != nil {
		return nil, err
	}
	r.fill()
	if r.dec.err != nil && r.end == 0 {
		return nil, fmt.Errorf("tabular: read: %w", r.dec.err)
	}
	text := r.buf[:r.end]
	if len(bytes.Trim(text, "\uFEFF \t\r\n\v\f\u00A0\u0000")) == 0 && r.eof {
		return nil, &UnreadableError{Empty}
	}
	if reason := sniffMarkup(text); reason != "" {
		return nil, &UnreadableError{reason}
	}
	guess := sniffDialect(r.buf, r.end, r.eof, opts)
	r.dialect = Dialect{Delimiter: guess.delimiter, Quote: guess.quote}
	r.scan = newScanner(guess.delimiter, guess.quote, r.limits.Columns)
	return r, r.openHeader(guess.headerRow)
}

// openEncoding settles the encoding from the first block, and refuses what is
// no text.
func (r *Reader) openEncoding(asked string) error {
	d := r.dec
	d.load()
	sample := d.raw[:d.n]
	if d.n == 0 {
		if d.err != nil {
			return fmt.Errorf("tabular: read: %w", d.err)
		}
		return &UnreadableError{Empty}
	}
	rest, encoding := cutBOM(sample)
	if len(rest) == 0 && encoding != "" {
		return &UnreadableError{OnlyBOM}
	}
	if reason := sniffBinary(rest); reason != "" {
		return &UnreadableError{reason}
	}
	r.bom = len(sample) - len(rest)
	d.drop(r.bom)
	sample = d.raw[:d.n]
	d.settled = true
	if encoding == "" && asked != "" {
		name, ok := normalEncoding(asked)
		if !ok {
			return &UnreadableError{BadOption}
		}
		encoding = name
	}
	if encoding == "" {
		encoding = detectUTF16(sample)
	}
	if encoding == "" {
		encoding = UTF8
		d.settled = false
	}
	if encoding != UTF16LE && encoding != UTF16BE {
		if reason := sniffControls(sample); reason != "" && (reason != Empty || d.eof) {
			return &UnreadableError{reason}
		}
	}
	d.setEncoding(encoding)
	return nil
}

// openHeader reads up to the header.
func (r *Reader) openHeader(row int) error {
	for {
		rec, err := r.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		cells := make([]string, len(rec.Cells))
		for i, c := range rec.Cells {
			cells[i] = string(c)
		}
		if rec.Row >= row && (len(cells) > 0 || rec.Row > row) {
			r.header = cells
			r.hflags = rec.Flags
			r.dialect.HeaderRow = rec.Row
			break
		}
		if len(cells) > 0 {
			r.titles = append(r.titles, cells)
		}
	}
	return nil
}

// Dialect is how the file is written. The encoding is final once the file was
// read to its end: a file of ASCII alone is UTF-8 until a byte says otherwise.
func (r *Reader) Dialect() Dialect {
	d := r.dialect
	d.Encoding = r.dec.encoding
	return d
}

// Header gives the labels of the columns as they are written.
func (r *Reader) Header() []string { return r.header }

// HeaderFlags says what was wrong with the header.
func (r *Reader) HeaderFlags() Flags { return r.hflags }

// Titles gives the records above the header that are not blank.
func (r *Reader) Titles() [][]string { return r.titles }

// Next reads the following record, blank ones included. It returns io.EOF
// after the last one, or the error of the source.
func (r *Reader) Next() (*Record, error) {
	r.tape.stop()
	return r.next()
}

func (r *Reader) next() (*Record, error) {
	for {
		if r.pos >= r.end && !r.fill() {
			if r.dec.err != nil {
				return nil, fmt.Errorf("tabular: read: %w", r.dec.err)
			}
			return nil, io.EOF
		}
		spans, next, dropped, st := r.scan.record(r.buf, r.pos, r.end, r.eof, r.spans[:0])
		r.spans = spans
		flags := Flags(0)
		if st == needMore {
			if held := r.end - r.pos; held <= r.limits.Record {
				r.fill()
				// Twice as much each time: the record is scanned again.
				for r.end-r.pos < 2*held && r.more() {
				}
				continue
			}
			flags = TooLong
			next, dropped = r.cut()
		} else if next-r.pos > r.limits.Record {
			flags = TooLong
			r.spans, _, dropped, _ = r.scan.record(r.buf, r.pos, r.limit(), true, r.spans[:0])
		}
		if st == unclosed {
			flags |= Unclosed
		}
		if dropped {
			flags |= TooWide
		}
		return r.emit(next, flags), nil
	}
}

// emit makes the record out of the spans.
func (r *Reader) emit(next int, flags Flags) *Record {
	r.row++
	cells := r.rec.Cells[:0]
	for _, s := range r.spans {
		if s.closed == 0 {
			cells = append(cells, r.buf[s.start:s.end:s.end])
		} else {
			cells = append(cells, r.scan.mend(r.buf, s))
		}
	}
	if next < 0 {
		flags |= r.dec.takeMarks(r.base+int64(r.end)) | r.skipRest()
	} else {
		flags |= r.dec.takeMarks(r.base + int64(next))
		r.pos = next
	}
	r.rec = Record{Row: r.row, Cells: cells, Flags: flags}
	return &r.rec
}

// cut ends a record that is too long at the limit: the cells up to there are
// kept. The walk to the record's end begins before the cells are put together,
// which changes the buffer. next is -1: the end is still to be found.
func (r *Reader) cut() (next int, dropped bool) {
	r.skip = skipper{scan: &r.scan}
	r.skip.walk(r.buf, r.pos, r.end)
	r.spans, _, dropped, _ = r.scan.record(r.buf, r.pos, r.limit(), true, r.spans[:0])
	return -1, dropped
}

// limit is where a record that is too long ends: between two characters.
func (r *Reader) limit() int {
	at := r.pos + r.limits.Record
	for back := 1; back < utf8.UTFMax && !utf8.RuneStart(r.buf[at]); back++ {
		at--
	}
	return at
}

// skipRest goes to the end of a record that was cut. The cells of the record
// stay in the buffer: what follows is read behind them.
func (r *Reader) skipRest() Flags {
	flags := Flags(0)
	keep := r.end
	for {
		r.base += int64(r.end - keep)
		r.end = keep
		if !r.more() {
			r.pos = r.end
			if r.skip.open() {
				flags |= Unclosed
			}
			return flags
		}
		next, done := r.skip.walk(r.buf, keep, r.end)
		flags |= r.dec.takeMarks(r.base + int64(next))
		if done {
			r.pos = next
			return flags
		}
	}
}

// fill makes room and decodes one more block behind what is not read yet.
func (r *Reader) fill() bool {
	if r.pos > 0 {
		copy(r.buf, r.buf[r.pos:r.end])
		r.base += int64(r.pos)
		r.end -= r.pos
		r.pos = 0
	}
	return r.more()
}

// more decodes one more block behind end. It is false when nothing is left.
func (r *Reader) more() bool {
	if r.eof {
		return false
	}
	before := r.end
	for r.end == before && !r.eof {
		out, more := r.dec.next(r.buf[:r.end], r.base+int64(r.end))
		r.end = len(out)
		r.eof = !more
		r.buf = append(out, sentinel...)
	}
	return r.end > before
}
