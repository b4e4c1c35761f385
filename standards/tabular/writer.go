package tabular

import (
	"bufio"
	"bytes"
	"io"
)

// Writer writes clean CSV: UTF-8 without a byte order mark, commas, quotes
// only where RFC 4180 needs them. What is written reads back the same.
type Writer struct {
	w    *bufio.Writer
	eol  string
	rows int
}

// WriterOptions choose the ends of lines.
type WriterOptions struct {
	// CRLF ends lines as RFC 4180 says; a line feed alone is the default,
	// which every tool reads.
	CRLF bool
}

// NewWriter writes to w through a buffer: call Flush at the end.
func NewWriter(w io.Writer, opts WriterOptions) *Writer {
	eol := "\n"
	if opts.CRLF {
		eol = "\r\n"
	}
	return &Writer{w: bufio.NewWriterSize(w, 64<<10), eol: eol}
}

// Write writes one record of bytes.
func (w *Writer) Write(cells [][]byte) error {
	for i, c := range cells {
		if i > 0 {
			w.w.WriteByte(',')
		}
		w.cell(c, len(cells) == 1)
	}
	return w.end()
}

// WriteStrings writes one record of strings: a header, mostly.
func (w *Writer) WriteStrings(cells []string) error {
	for i, c := range cells {
		if i > 0 {
			w.w.WriteByte(',')
		}
		w.cell([]byte(c), len(cells) == 1)
	}
	return w.end()
}

// Rows is the number of records written.
func (w *Writer) Rows() int { return w.rows }

// Flush hands what is buffered to the underlying writer.
func (w *Writer) Flush() error { return w.w.Flush() }

func (w *Writer) end() error {
	w.rows++
	// The error of a bufio.Writer stays: this one tells of all before.
	_, err := w.w.WriteString(w.eol)
	return err
}

// cell writes a cell. An empty cell alone on its line is quoted, or the line
// would be no record.
func (w *Writer) cell(c []byte, alone bool) {
	if !needsQuotes(c) && !(alone && len(c) == 0) {
		w.w.Write(c)
		return
	}
	w.w.WriteByte('"')
	for {
		i := bytes.IndexByte(c, '"')
		if i < 0 {
			break
		}
		w.w.Write(c[:i+1])
		w.w.WriteByte('"')
		c = c[i+1:]
	}
	w.w.Write(c)
	w.w.WriteByte('"')
}

func needsQuotes(c []byte) bool {
	for _, b := range c {
		if b == ',' || b == '"' || b == '\n' || b == '\r' {
			return true
		}
	}
	return false
}
