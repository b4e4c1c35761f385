package source

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"

	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// Formats of a Table.
const (
	CSV     = "csv"
	XLSX    = "xlsx"
	ODS     = "ods"
	JSON    = "json"
	NDJSON  = "ndjson"
	GeoJSON = "geojson"
	Parquet = "parquet"
)

// Ways in which a file was packed.
const (
	Gzip = "gzip"
	Zip  = "zip"
)

// Options say how to read. The zero value detects everything.
type Options struct {
	// Text overrides how a text is read; its Expect and HeaderRow serve all
	// formats.
	Text tabular.Options
	// Sheet is the name or the number, from 1, of the sheet of a workbook; ""
	// means the first one that shows something.
	Sheet  string
	Limits Limits
	// Spill gives room on disk for a file that comes as a stream and must be
	// read from its end. Without it such a file stands in memory, up to
	// memoryMost bytes.
	Spill tableschema.Spill
}

// Limits bound what a file may unpack to. Zero means the default.
type Limits struct {
	// Unpacked is the size in bytes of all that is unpacked. Default 16 GiB.
	Unpacked int64
	// Ratio is how many times the packed size the unpacked one may be, once it
	// exceeds 64 MiB. Default 200.
	Ratio int64
	// Cells bounds the cells of a workbook, which may be repeated by the
	// million in a few bytes. Default 200 million.
	Cells int64
	// Strings is the size in bytes of the shared strings of a workbook.
	// Default 512 MiB.
	Strings int64
}

func (l Limits) withDefaults() Limits {
	set := func(v *int64, d int64) {
		if *v <= 0 {
			*v = d
		}
	}
	set(&l.Unpacked, 16<<30)
	set(&l.Ratio, 200)
	set(&l.Cells, 200e6)
	set(&l.Strings, 512<<20)
	return l
}

// ErrTooLarge says that a file unpacks to more than the limits allow.
var ErrTooLarge error = &tabular.UnreadableError{Reason: tabular.TooLarge}

// ErrNoSheet says that a workbook has no sheet of the name asked for.
var ErrNoSheet error = &tabular.UnreadableError{Reason: tabular.NoSheet}

// Table is a table out of a file.
type Table struct {
	tableschema.Source
	Format string
	Packed string   // "", or how the file was packed
	Sheet  string   // the sheet that is read
	Sheets []string // all sheets of the workbook
	Member string   // the file that was read within a zip
	close  []io.Closer
}

// Open finds out what src is and stands before its first record. It returns a
// [tabular.UnreadableError] when the bytes are no table, [ErrTooLarge] or
// [ErrNoSheet]. Close the table when it was read.
func Open(src io.Reader, opts Options) (*Table, error) {
	opts.Limits = opts.Limits.withDefaults()
	t := &Table{}
	if err := t.open(src, opts, true); err != nil {
		t.Close()
		return nil, err
	}
	return t, nil
}

// sniffed is how many bytes tell what a file is.
const sniffed = 8 << 10

func (t *Table) open(src io.Reader, opts Options, packed bool) error {
	head := make([]byte, sniffed)
	n, err := io.ReadFull(src, head)
	if err != nil && err != io.ErrUnexpectedEOF && err != io.EOF {
		return fmt.Errorf("source: read: %w", err)
	}
	head = head[:n]
	kind := tabular.Kind(head)
	switch kind {
	case tabular.XLSX, tabular.ODS, tabular.Parquet, tabular.Zip:
		file, size, err := t.whole(src, head, opts)
		if err != nil {
			return err
		}
		switch kind {
		case tabular.XLSX:
			return t.openXLSX(file, size, opts)
		case tabular.ODS:
			return t.openODS(file, size, opts)
		case tabular.Parquet:
			return t.openParquet(file, size, opts)
		}
		if !packed {
			return &tabular.UnreadableError{Reason: tabular.NoTable}
		}
		return t.openZip(file, size, opts)
	}
	whole := rewound(src, head)
	switch kind {
	case tabular.Gzip:
		if !packed {
			return &tabular.UnreadableError{Reason: tabular.NoTable}
		}
		counted := &counter{r: whole}
		z, err := gzip.NewReader(counted)
		if err != nil {
			return &tabular.UnreadableError{Reason: tabular.Damaged}
		}
		t.Packed = Gzip
		return t.open(&unpacked{r: z, packed: counted.count, limits: opts.Limits}, opts, false)
	case tabular.JSON:
		return t.openJSON(whole, opts)
	}
	r, err := tabular.Open(whole, opts.Text)
	if err != nil {
		return err
	}
	t.Format, t.Source = CSV, r
	return nil
}

// rewound gives src from its beginning, of which head was read.
func rewound(src io.Reader, head []byte) io.Reader {
	if s, ok := src.(io.Seeker); ok {
		if _, err := s.Seek(-int64(len(head)), io.SeekCurrent); err == nil {
			return src
		}
	}
	return io.MultiReader(bytes.NewReader(head), src)
}

// Scan reads the table in chunks where its format allows, see
// [tabular.Reader.Scan].
func (t *Table) Scan(ctx context.Context, workers int, visit tabular.Visit, merge tabular.Merge) error {
	if s, ok := t.Source.(*tabular.Reader); ok {
		return s.Scan(ctx, workers, visit, merge)
	}
	return nil
}

// Sample gives the first records, up to most, as far as they were read to find
// the header: none of a Parquet. They are still to come.
func (t *Table) Sample(most int) [][]string {
	if s, ok := t.Source.(interface{ Sample(int) [][]string }); ok {
		return s.Sample(most)
	}
	return nil
}

// Dialect is how the file is written; its Format and Sheet say what kind of
// file it is.
func (t *Table) Dialect() tabular.Dialect {
	d := t.Source.Dialect()
	if t.Format != CSV {
		d.Format = t.Format
	}
	d.Sheet, d.Packed = t.Sheet, t.Packed
	return d
}

// Close gives back what was opened.
func (t *Table) Close() error {
	var err error
	for i := len(t.close) - 1; i >= 0; i-- {
		err = errors.Join(err, t.close[i].Close())
	}
	t.close = nil
	return err
}
