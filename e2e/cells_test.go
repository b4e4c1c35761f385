package e2e

import (
	"bytes"
	"encoding/csv"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// grid is a table as a reader of its own sees it: a header, and rows.
type grid struct {
	header []string
	rows   [][]string
}

// readGrid reads a CSV with Go's own reader: a second opinion on what the
// product reads. The encoding is named as the report names it.
func readGrid(t testing.TB, b []byte, charset string, delimiter rune) grid {
	t.Helper()
	var decoder *encoding.Decoder
	switch charset {
	case "utf-8":
		decoder = unicode.UTF8BOM.NewDecoder()
	case "utf-16le":
		decoder = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
	case "windows-1252":
		decoder = charmap.Windows1252.NewDecoder()
	default:
		t.Fatalf("no decoder for %q", charset)
	}
	b, err := decoder.Bytes(b)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(b))
	r.Comma, r.LazyQuotes = delimiter, true
	records, err := r.ReadAll()
	if err != nil || len(records) == 0 {
		t.Fatalf("not a table for Go's own reader: %v", err)
	}
	// Some tools write their mark before another's.
	records[0][0] = strings.TrimLeft(records[0][0], "\ufeff")
	return grid{records[0], records[1:]}
}

// same fails the test where two grids differ, saying where and never what.
func (g grid) same(t testing.TB, want grid) {
	t.Helper()
	if len(g.header) != len(want.header) || len(g.rows) != len(want.rows) {
		t.Fatalf("%d columns and %d rows, want %d and %d", len(g.header), len(g.rows), len(want.header), len(want.rows))
	}
	for k := range want.header {
		if g.header[k] != want.header[k] {
			t.Errorf("column %d bears another name", k+1)
		}
	}
	wrong := 0
	for i, row := range want.rows {
		for k, cell := range row {
			if g.rows[i][k] != cell {
				if wrong++; wrong <= 5 {
					t.Errorf("row %d, column %d: the cell is another", i+1, k+1)
				}
			}
		}
	}
	if wrong > 5 {
		t.Errorf("%d cells differ in all", wrong)
	}
}

// packed is a Parquet file that was read.
type packed struct {
	names, types []string // types: INT64, DOUBLE, BOOLEAN, DATE, TIMESTAMP, STRING
	rows         [][]parquet.Value
}

func readParquet(t testing.TB, b []byte) packed {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatalf("not a Parquet file: %v", err)
	}
	var p packed
	for _, c := range f.Root().Columns() {
		p.names = append(p.names, c.Name())
		p.types = append(p.types, parquetType(c))
	}
	for _, group := range f.RowGroups() {
		rows := group.Rows()
		buffer := make([]parquet.Row, 256)
		for {
			n, err := rows.ReadRows(buffer)
			for _, row := range buffer[:n] {
				p.rows = append(p.rows, row.Clone())
			}
			if err != nil {
				break
			}
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

func parquetType(c *parquet.Column) string {
	if logical := c.Type().LogicalType(); logical != nil {
		switch logical.Value.(type) {
		case *format.StringType:
			return "STRING"
		case *format.DateType:
			return "DATE"
		case *format.TimestampType:
			return "TIMESTAMP"
		}
	}
	return c.Type().Kind().String()
}

// holds fails the test where the Parquet file does not hold the cells of the
// grid. Where the cells must round-trip (a table without schema), a typed value
// must write itself exactly as the cell does.
func (p packed) holds(t testing.TB, want grid, roundTrip bool) {
	t.Helper()
	if len(p.rows) != len(want.rows) || len(p.names) != len(want.header) {
		t.Fatalf("Parquet: %d rows of %d columns, want %d of %d", len(p.rows), len(p.names), len(want.rows), len(want.header))
	}
	for k := range p.names {
		if p.names[k] != want.header[k] {
			t.Errorf("Parquet: column %d bears another name", k+1)
		}
	}
	wrong := 0
	for i, row := range p.rows {
		for k, v := range row {
			if !valueIs(v, p.types[k], want.rows[i][k], roundTrip) {
				if wrong++; wrong <= 5 {
					t.Errorf("Parquet: row %d, column %d (%s): the value is not the cell's", i+1, k+1, p.types[k])
				}
			}
		}
	}
	if wrong > 5 {
		t.Errorf("Parquet: %d values differ in all", wrong)
	}
}

func valueIs(v parquet.Value, typ, cell string, roundTrip bool) bool {
	if v.IsNull() {
		return cell == ""
	}
	switch typ {
	case "INT64":
		return strconv.FormatInt(v.Int64(), 10) == cell
	case "DOUBLE":
		n, err := strconv.ParseFloat(cell, 64)
		return err == nil && math.Abs(n-v.Double()) <= 1e-9*math.Abs(n)
	case "BOOLEAN":
		if roundTrip {
			return strconv.FormatBool(v.Boolean()) == cell
		}
		return cell != ""
	case "DATE":
		return time.Unix(int64(v.Int32())*86400, 0).UTC().Format(time.DateOnly) == cell
	case "TIMESTAMP":
		_, err := time.Parse(time.RFC3339, cell)
		return err == nil || !roundTrip
	}
	return string(v.ByteArray()) == cell
}
