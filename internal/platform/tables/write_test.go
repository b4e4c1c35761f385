package tables

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var everyType = []Column{
	{Name: "t", Type: Text, Label: "Texte"}, {Name: "i", Type: Integer}, {Name: "n", Type: Number}, {Name: "b", Type: Boolean},
	{Name: "d", Type: Date}, {Name: "dt", Type: DateTime}, {Name: "h", Type: Time}, {Name: "y", Type: Year},
}

var everyTypeRows = [][]string{
	{"Élus", "-12", "3.50", "true", "2024-02-29", "2024-02-29T12:30:00+02:00", "08:30:00", "2024"},
	{"", "", "", "", "", "", "", ""},
	{"00123", "9223372036854775807", "-0", "false", "0001-01-01", "1969-12-31 23:59", "25h", "0987"},
	{"a\nb", "+7", "1e3", "true", "9999-12-31", "2024-01-01T00:00:00.1234567Z", "x", "1"},
	{"x", "0", "NaN", "true", "1970-01-01", "1970-01-01T00:00Z", "x", "-44"},
	{"x", "0", "-inf", "true", "1900-03-01", "1970-01-01T00:00:00-0130", "x", "0"},
}

var everyTypeValues = [][]any{
	{"Élus", int64(-12), 3.5, true, "2024-02-29", "2024-02-29T10:30:00Z", "08:30:00", int64(2024)},
	{nil, nil, nil, nil, nil, nil, nil, nil},
	{"00123", int64(9223372036854775807), 0.0, false, "0001-01-01", "1969-12-31T23:59:00Z", "25h", int64(987)},
	{"a\nb", int64(7), 1000.0, true, "9999-12-31", "2024-01-01T00:00:00.123456Z", "x", int64(1)},
	{"x", int64(0), "NaN", true, "1970-01-01", "1970-01-01T00:00:00Z", "x", int64(-44)},
	{"x", int64(0), "-INF", true, "1900-03-01", "1970-01-01T01:30:00Z", "x", int64(0)},
}

func readAll(t testing.TB, b []byte) ([]Column, [][]any) {
	t.Helper()
	p, err := OpenParquet(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]any
	err = p.Each(context.Background(), func(row []any) error {
		rows = append(rows, append([]any(nil), row...))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return p.Columns(), rows
}

func TestEveryTypeComesBack(t *testing.T) {
	columns, rows := readAll(t, writeRows(t, everyType, everyTypeRows))
	if diff := cmp.Diff(everyType, columns); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(everyTypeValues, rows); diff != "" {
		t.Error(diff)
	}
}

func TestManyRowGroupsComeBackInOrder(t *testing.T) {
	const rows = rowGroupRows + 4321
	var buf bytes.Buffer
	if _, err := WriteParquet(context.Background(), &buf, subsidyColumns, subsidySource(rows)); err != nil {
		t.Fatal(err)
	}
	p, err := OpenParquet(bytes.NewReader(buf.Bytes()), int64(buf.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if p.Rows() != rows || len(p.file.RowGroups()) != 2 {
		t.Fatalf("%d rows in %d groups", p.Rows(), len(p.file.RowGroups()))
	}
	want := subsidySource(rows)
	next := int64(0)
	err = p.Each(context.Background(), func(row []any) error {
		cells, _ := want.Next()
		if row[0] != next || row[5] != string(cells[5]) || (row[9] == nil) != (len(cells[9]) == 0) {
			t.Fatalf("row %d is %v", next, row)
		}
		next++
		return nil
	})
	if err != nil || next != rows {
		t.Fatal(next, err)
	}
}

func TestACellThatDoesNotFitIsNamed(t *testing.T) {
	bad := map[Type][]string{
		Text:    {"a\x00b", "caf\xe9"},
		Integer: {"1.5", "9223372036854775808", "-", "1 000", "12a"},
		Number:  {"1,5", "0x10", "1_000", "1e999", "nano", "--1"},
		Boolean: {"oui", "TRUE", "1"},
		Date:    {"2023-02-29", "01/02/2023", "2023-1-2", "0000-01-01", "2023-13-01", "2023-01-01T00:00:00Z", "2023-00-10"},
		DateTime: {"2023-01-01", "2023-01-01T24:00:00Z", "2023-01-01T10:00:00+2", "2023-01-01T10:00:00.Z", "2023-01-01T10:61",
			"0001-01-01T00:00+01:00", "9999-12-31T23:59-01:00"},
		Year: {"MMXX"},
	}
	for typ, cells := range bad {
		for _, cell := range cells {
			columns := []Column{{Name: "ok", Type: Text}, {Name: "faux", Type: typ}}
			_, err := WriteParquet(context.Background(), io.Discard, columns, sliceSource([][]string{{"a", ""}, {"b", cell}}))
			var ce *CellError
			if !errors.As(err, &ce) || ce.Row != 2 || ce.Column != "faux" || ce.Type != typ {
				t.Errorf("%s %q: %v", typ, cell, err)
				continue
			}
			if strings.Contains(err.Error(), cell) {
				t.Errorf("the error tells the cell: %v", err)
			}
		}
	}
}

func TestTablesThatCannotBe(t *testing.T) {
	for name, columns := range map[string][]Column{
		"none":         nil,
		"twice":        {{Name: "a", Type: Text}, {Name: "a", Type: Integer}},
		"unnamed":      {{Name: "", Type: Text}},
		"unknown type": {{Name: "a", Type: "geopoint"}},
	} {
		if _, err := WriteParquet(context.Background(), io.Discard, columns, sliceSource(nil)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	_, err := WriteParquet(context.Background(), io.Discard, everyType, sliceSource([][]string{{"a"}}))
	var ce *CellError
	if !errors.As(err, &ce) || ce.Row != 1 || ce.Column != "" {
		t.Errorf("a short row: %v", err)
	}
}

func TestForeignParquetIsRefused(t *testing.T) {
	for _, b := range [][]byte{nil, []byte("PAR1"), []byte("PAR1 and so on, and PAR1"), bytes.Repeat([]byte{0}, 500)} {
		if _, err := OpenParquet(bytes.NewReader(b), int64(len(b))); err == nil {
			t.Errorf("%q was opened", b)
		}
	}
}

func TestWritingStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := WriteParquet(ctx, io.Discard, subsidyColumns, subsidySource(1_000_000)); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}
