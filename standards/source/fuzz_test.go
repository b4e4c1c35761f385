package source_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"airial/standards/source"
)

// reads opens what bytes are, and reads it to its end within small limits.
func reads(t *testing.T, data []byte) {
	limits := source.Limits{Unpacked: 1 << 20, Cells: 1 << 14, Strings: 1 << 18}
	table, err := source.Open(bytes.NewReader(data), source.Options{Limits: limits})
	if err != nil {
		return
	}
	defer table.Close()
	last := 0
	for n := 0; ; n++ {
		rec, err := table.Next()
		if err != nil {
			return
		}
		if rec.Row <= last || n > 2<<20 {
			t.Fatalf("row %d after %d", rec.Row, last)
		}
		last = rec.Row
	}
}

// FuzzSheet changes the rows of an Excel workbook, not the bytes of its
// archive, which are damaged before they are read.
func FuzzSheet(f *testing.F) {
	f.Add(excelRows)
	f.Add(`<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row><row r="1048576"><c t="n"><v>-1E400</v></c></row>`)
	f.Fuzz(func(t *testing.T, rows string) { reads(t, excel(t, rows)) })
}

// FuzzContent changes the rows of a workbook of LibreOffice.
func FuzzContent(f *testing.F) {
	f.Add(calcRows)
	f.Fuzz(func(t *testing.T, rows string) { reads(t, calc(t, rows)) })
}

func FuzzJSON(f *testing.F) {
	for _, s := range []string{`[{"a":1,"b":"é"},{"b":null,"c":[1]}]`, "{\"a\":1}\n{\"b\":{\"c\":2}}\n", `{"x":1,"list":[{"a":"\ud83d\ude00"}]}`,
		`{"type":"FeatureCollection","features":[{"properties":{"a":1e3},"geometry":{"type":"Point","coordinates":[1,2]}}]}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { reads(t, []byte(text)) })
}

func FuzzParquet(f *testing.F) {
	type row struct {
		A int64    `parquet:"a"`
		B string   `parquet:"b,optional,dict"`
		C *float64 `parquet:"c"`
	}
	x := 1.5
	for _, opt := range []parquet.WriterOption{parquet.Compression(&parquet.Snappy), parquet.Compression(&parquet.Zstd)} {
		var out bytes.Buffer
		w := parquet.NewGenericWriter[row](&out, opt)
		if _, err := w.Write([]row{{1, "é", &x}, {2, "", nil}, {3, strings.Repeat("x", 40), &x}}); err != nil {
			f.Fatal(err)
		}
		if err := w.Close(); err != nil {
			f.Fatal(err)
		}
		f.Add(out.Bytes())
	}
	f.Fuzz(func(t *testing.T, data []byte) { reads(t, data) })
}
