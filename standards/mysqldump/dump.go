package mysqldump

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Limits are the most that is read of a dump. Zero takes the default.
type Limits struct {
	Bytes   int64 // of the SQL text, unpacked; 16 GiB
	Value   int   // bytes of one value; 64 MiB
	Columns int   // of a table; 4,096
	Tables  int   // 10,000
}

func (l Limits) whole() Limits {
	l.Bytes, l.Value = or(l.Bytes, 16<<30), or(l.Value, 64<<20)
	l.Columns, l.Tables = or(l.Columns, 4096), or(l.Tables, 10_000)
	return l
}

func or[N int | int64](n, otherwise N) N {
	if n > 0 {
		return n
	}
	return otherwise
}

// Errors that say what is wrong with a dump as a whole. Others are *SyntaxError.
var (
	ErrEmpty  = errors.New("mysqldump: the file is empty")
	ErrUTF16  = errors.New("mysqldump: the file is UTF-16, as a Windows shell writes it")
	ErrBinary = errors.New("mysqldump: the file is not SQL text")
	ErrLimit  = errors.New("mysqldump: the dump is larger than the limit")
)

// A SyntaxError is a place where the text is not what a dump has.
type SyntaxError struct {
	Line int // from 1
	What string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("mysqldump: line %d: %s", e.Line, e.What) }

// A Column is a column as CREATE TABLE declares it.
type Column struct {
	Name    string
	Type    string // as declared, in lower case: "varchar(255)", "json"
	Comment string // "(DC2Type:json_array)"
}

// A Table is a table that the dump declares, or fills.
type Table struct {
	Database string // "" where the dump does not say USE
	Name     string
	Columns  []Column
	places   map[string]int
}

// Place is the place of a column among the table's, -1 when it has none of that
// name. Names of columns do not depend on case.
func (t *Table) Place(column string) int {
	if i, ok := t.places[strings.ToLower(column)]; ok {
		return i
	}
	return -1
}

func (t *Table) index() {
	t.places = make(map[string]int, len(t.Columns))
	for i, c := range t.Columns {
		if _, taken := t.places[strings.ToLower(c.Name)]; !taken {
			t.places[strings.ToLower(c.Name)] = i
		}
	}
}

// A Kind says what a value is.
type Kind uint8

// The kinds of value.
const (
	Null   Kind = iota
	Text        // a string, in UTF-8
	Number      // as it is written
	Bytes       // a hexadecimal, bit or _binary literal: any bytes
)

// A Value is one value of a row.
type Value struct {
	Kind Kind
	S    string // text, digits or bytes
}

// A Row is one row that the dump inserts.
type Row struct {
	Table  *Table
	Line   int
	values []Value
	order  []int // of the table's columns; nil when all are there, in order
}

// Len is how many values the row has.
func (r Row) Len() int { return len(r.values) }

// Get returns the value of a column; Null for one that the row does not have.
func (r Row) Get(column string) Value {
	i := r.Table.Place(column)
	if i < 0 {
		return Value{}
	}
	if r.order != nil {
		i = r.order[i]
	}
	if i < 0 || i >= len(r.values) {
		return Value{}
	}
	return r.values[i]
}

// A Reader reads a dump.
type Reader struct {
	in       *bufio.Reader
	limits   Limits
	read     int64
	line     int
	prior    int // the line before the last byte, for unread
	charset  charset
	plain    bool // NO_BACKSLASH_ESCAPES
	ending   string
	database string
	tables   map[string]*Table
	list     []*Table
	insert   *inserting
	last     []byte // the latest comment
	complete bool
	seen     bool // a statement of SQL
}

// inserting is the statement whose rows are being read.
type inserting struct {
	table *Table
	order []int
	width int
	first bool
}

// New returns a reader of a dump, unpacking gzip.
func New(r io.Reader, limits Limits) (*Reader, error) {
	in := bufio.NewReaderSize(r, 256<<10)
	if head, err := in.Peek(2); err == nil && head[0] == 0x1f && head[1] == 0x8b {
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, err
		}
		in = bufio.NewReaderSize(z, 256<<10)
	}
	head, err := in.Peek(512)
	switch {
	case len(head) == 0 && (err == nil || err == io.EOF):
		return nil, ErrEmpty
	case len(head) == 0:
		return nil, err
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return nil, ErrUTF16
	case bytes.IndexByte(head, 0) >= 0:
		return nil, ErrBinary
	}
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		_, _ = in.Discard(3)
	}
	return &Reader{in: in, limits: limits.whole(), line: 1, charset: utf8Set, ending: ";", tables: map[string]*Table{}}, nil
}

// Tables are those that were declared or filled so far.
func (r *Reader) Tables() []*Table { return r.list }

// Read is how many bytes of SQL were read so far, unpacked.
func (r *Reader) Read() int64 { return r.read }

// Complete tells, after the end, whether the dump closes with the comment that
// these programs write last.
func (r *Reader) Complete() bool { return r.complete }

// Next returns the next row, or io.EOF. The row is the caller's to keep.
func (r *Reader) Next() (Row, error) {
	for {
		if r.insert != nil {
			row, more, err := r.row()
			if err != nil || more {
				return row, err
			}
			r.insert = nil
		}
		if err := r.statement(); err != nil {
			if err == io.EOF {
				r.complete = bytes.Contains(r.last, []byte("Dump completed"))
				if !r.seen {
					return Row{}, ErrBinary
				}
			}
			return Row{}, err
		}
	}
}

func (r *Reader) wrong(format string, args ...any) error {
	return &SyntaxError{Line: r.line, What: fmt.Sprintf(format, args...)}
}
