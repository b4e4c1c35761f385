package tables

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"
)

// sliceSource yields rows held in memory.
func sliceSource(rows [][]string) Source {
	next := 0
	return SourceFunc(func() ([][]byte, error) {
		if next == len(rows) {
			return nil, io.EOF
		}
		cells := make([][]byte, len(rows[next]))
		for i, c := range rows[next] {
			cells[i] = []byte(c)
		}
		next++
		return cells, nil
	})
}

func writeRows(t testing.TB, columns []Column, rows [][]string) []byte {
	t.Helper()
	var buf bytes.Buffer
	stats, err := WriteParquet(context.Background(), &buf, columns, sliceSource(rows))
	if err != nil {
		t.Fatal(err)
	}
	if stats.Rows != int64(len(rows)) || stats.Bytes != int64(buf.Len()) {
		t.Fatalf("stats say %+v, %d rows and %d bytes were written", stats, len(rows), buf.Len())
	}
	return buf.Bytes()
}

func digestOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// tableOf makes a Table of Parquet bytes and counts how often it is opened.
func tableOf(b []byte) (Table, *atomic.Int64) {
	opened := new(atomic.Int64)
	return Table{Digest: digestOf(b), Open: func(context.Context) (io.ReadCloser, error) {
		opened.Add(1)
		return io.NopCloser(bytes.NewReader(b)), nil
	}}, opened
}

// subsidyColumns are sixteen columns of every type, such as public tables have.
var subsidyColumns = []Column{
	{Name: "id", Type: Integer}, {Name: "nomAttribuant", Type: Text}, {Name: "idAttribuant", Type: Text},
	{Name: "dateConvention", Type: Date}, {Name: "referenceDecision", Type: Text}, {Name: "nomBeneficiaire", Type: Text},
	{Name: "idBeneficiaire", Type: Text}, {Name: "objet", Type: Text}, {Name: "montant", Type: Number},
	{Name: "nature", Type: Text}, {Name: "conditionsVersement", Type: Text}, {Name: "exercice", Type: Year},
	{Name: "idRAE", Type: Text}, {Name: "notificationUE", Type: Boolean}, {Name: "publieLe", Type: DateTime},
	{Name: "pourcentage", Type: Number},
}

// subsidySource makes rows for subsidyColumns with nothing random in them, and
// reuses its cells as a reader of CSV would.
func subsidySource(rows int) Source {
	cells := make([][]byte, len(subsidyColumns))
	i := 0
	set := func(c int, format string, args ...any) { cells[c] = fmt.Appendf(cells[c][:0], format, args...) }
	return SourceFunc(func() ([][]byte, error) {
		if i == rows {
			return nil, io.EOF
		}
		set(0, "%d", i)
		set(1, "Commune de Saint-Élix-%d", i%330)
		set(2, "2154%010d", i*13%99999999)
		set(3, "%04d-%02d-%02d", 2015+i%10, 1+i%12, 1+i%28)
		set(4, "DEL-%d-%d", 2015+i%10, i%4000)
		set(5, "Association %d des fêtes n° %d", i%5000, i*7919%100000)
		set(6, "8%013d", i*7919%1000000)
		set(7, "Soutien à l’œuvre n° %d", i%20000)
		set(8, "%d.%02d", i*31%100000, i%100)
		cells[9] = append(cells[9][:0], [...]string{"aide en numéraire", "aide en nature", ""}[i%3]...)
		set(10, "unique")
		set(11, "%d", 2015+i%10)
		cells[12] = cells[12][:0]
		cells[13] = append(cells[13][:0], [...]string{"true", "false"}[i%2]...)
		set(14, "%04d-%02d-%02dT%02d:%02d:00Z", 2015+i%10, 1+i%12, 1+i%28, i%24, i%60)
		set(15, "%d", i%101)
		i++
		return cells, nil
	})
}

// rowsOf takes all rows of a source as text.
func rowsOf(t testing.TB, s Source) [][]string {
	t.Helper()
	var rows [][]string
	for {
		cells, err := s.Next()
		if err == io.EOF {
			return rows
		}
		if err != nil {
			t.Fatal(err)
		}
		row := make([]string, len(cells))
		for i, c := range cells {
			row[i] = strings.Clone(string(c))
		}
		rows = append(rows, row)
	}
}
