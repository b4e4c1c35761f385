package source_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"airial/standards/source"
	"airial/standards/standardstest"
	"airial/standards/tabular"
)

// read opens bytes, as a stream, and gives all that comes out.
func read(t testing.TB, data []byte, opts source.Options) (*source.Table, []string, error) {
	t.Helper()
	table, err := source.Open(io.MultiReader(bytes.NewReader(data)), opts)
	if err != nil {
		return nil, nil, err
	}
	defer table.Close()
	var out []string
	for {
		rec, err := table.Next()
		if err == io.EOF {
			return table, out, nil
		}
		if err != nil {
			return table, out, err
		}
		out = append(out, fmt.Sprintf("%d %s", rec.Row, bytes.Join(rec.Cells, []byte("|"))))
	}
}

func zipped(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, files[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const sheetHead = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`

// excel makes a workbook of one sheet with strings, a date and a boolean.
func excel(t testing.TB, rows string) []byte {
	return zipped(t,
		"[Content_Types].xml", `<Types/>`,
		"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Vide" sheetId="2" r:id="rId2"/><sheet name="Données" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>`,
		"xl/styles.xml", `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy\ hh:mm"/><numFmt numFmtId="171" formatCode="[Red]0.00&quot;d&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>`,
		"xl/sharedStrings.xml", `<sst><si><t>nom</t></si><si><t>date</t></si><si><r><t>É</t></r><r><t xml:space="preserve">t&amp;é </t></r><rPh><t>x</t></rPh></si></sst>`,
		"xl/worksheets/sheet1.xml", sheetHead+rows+`</sheetData></worksheet>`,
		"xl/worksheets/sheet2.xml", sheetHead+`</sheetData></worksheet>`)
}

const excelRows = `<row r="1"><c r="A1" t="inlineStr"><is><t>Subventions 2025</t></is></c></row>
<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="C3" t="str"><v>montant</v></c><c r="D3" t="inlineStr"><is><t>ok</t></is></c></row>
<row r="4"><c r="A4" t="s"><v>2</v></c><c r="B4" s="1"><v>45736</v></c><c r="C4" s="3"><v>0.10000000000000001</v></c><c r="D4" t="b"><v>1</v></c><c r="E4" s="1"/></row>
<row r="6"><c r="B6" s="2"><v>45736.5</v></c><c r="C6"><v>2.1400123200017E13</v></c><c r="D6" t="e"><v>#N/A</v></c></row>
<row r="8" s="1"><c r="A8" s="1"/></row>`

func TestXLSX(t *testing.T) {
	table, got, err := read(t, excel(t, excelRows), source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"4 Ét&é |2025-03-20|0.1|true", "5 |||", "6 |2025-03-20T12:00:00|21400123200017|#N/A"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"nom", "date", "montant", "ok"}, table.Header()); diff != "" {
		t.Error(diff)
	}
	d := table.Dialect()
	if d.Format != source.XLSX || d.Sheet != "Données" || d.HeaderRow != 3 || len(table.Titles()) != 1 || len(table.Sheets) != 2 {
		t.Errorf("%+v, titles %v, sheets %v", d, table.Titles(), table.Sheets)
	}
	for asked, want := range map[string]error{"donnees": nil, "2": nil, "DONNÉES": nil, "3": source.ErrNoSheet, "autre": source.ErrNoSheet} {
		if _, _, err := read(t, excel(t, excelRows), source.Options{Sheet: asked}); !errors.Is(err, want) {
			t.Errorf("sheet %q: %v", asked, err)
		}
	}
	if _, _, err := read(t, excel(t, excelRows), source.Options{Sheet: "Vide"}); err == nil {
		t.Error("an empty sheet makes a table")
	}
}

// calc makes a workbook of LibreOffice.
func calc(t testing.TB, rows string) []byte {
	return zipped(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet",
		"content.xml", `<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>`+
			`<table:table table:name="A"><table:table-row><table:table-cell/></table:table-row></table:table>`+
			`<table:table table:name="B">`+rows+`</table:table></office:spreadsheet></office:body></office:document-content>`)
}

const calcRows = `<table:table-row><table:table-cell><text:p>nom</text:p></table:table-cell><table:table-cell><text:p>date</text:p></table:table-cell><table:table-cell><text:p>montant</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell><office:annotation><text:p>note</text:p></office:annotation><text:p>É<text:s text:c="2"/>a</text:p><text:p>b</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2025-03-20"><text:p>20/03/25</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="1500.5"><text:p>1 500,50 €</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
<table:table-row><table:table-cell table:number-columns-repeated="2"/><table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>VRAI</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`

func TestODS(t *testing.T) {
	table, got, err := read(t, calc(t, calcRows), source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"2 É  a\nb|2025-03-20|1500.5", "3 É  a\nb|2025-03-20|1500.5", "4 ||", "5 ||", "6 ||true"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if d := table.Dialect(); d.Sheet != "B" || d.Format != source.ODS {
		t.Errorf("%+v", d)
	}
}

func TestJSON(t *testing.T) {
	for name, tc := range map[string]struct {
		text, format string
		header, rows []string
	}{
		"list":   {`[{"a":1,"b":"é"},{"b":null,"c":[1,{"x":2}],"a":1.5e3}]`, source.JSON, []string{"a", "b", "c"}, []string{"2 1|é|", `3 1500||[1,{"x":2}]`}},
		"lines":  {"{\"a\":true,\"n\":{\"x\":1}}\n{\"a\":false}\n", source.NDJSON, []string{"a", "n"}, []string{`2 true|{"x":"1"}`, "3 false|"}},
		"member": {`{"total":2,"results":[{"a":"x"},{"a":"y"}]}`, source.JSON, []string{"a"}, []string{"2 x", "3 y"}},
		"deeper": {`{"marches":{"version":"2","marche":[{"a":"x"},{"a":12345678901234567890}]}}`, source.JSON, []string{"a"}, []string{"2 x", "3 12345678901234567890"}},
		"geo": {`{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[1, 2]},"properties":{"nom":"x"}},{"properties":null}]}`,
			source.GeoJSON, []string{"nom", "geometry"}, []string{`2 x|{"type":"Point","coordinates":[1,2]}`, "3 |"}},
	} {
		t.Run(name, func(t *testing.T) {
			table, rows, err := read(t, []byte("\xEF\xBB\xBF"+tc.text), source.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if table.Format != tc.format {
				t.Errorf("format %s", table.Format)
			}
			if diff := cmp.Diff(tc.header, table.Header()); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tc.rows, rows); diff != "" {
				t.Error(diff)
			}
		})
	}
	if _, _, err := read(t, []byte(`{"a":1,`), source.Options{}); err == nil {
		t.Error("a broken file is read")
	}
	if _, rows, err := read(t, []byte(`[{"a":1},{"a":`), source.Options{}); err == nil {
		t.Errorf("a file cut short is read: %v", rows)
	}
}

func TestParquet(t *testing.T) {
	type row struct {
		Name  string   `parquet:"nom"`
		N     *int64   `parquet:"n,optional"`
		X     float64  `parquet:"x"`
		Ok    bool     `parquet:"ok"`
		Day   int32    `parquet:"jour,date"`
		Price int64    `parquet:"prix,decimal(2:10)"`
		List  []string `parquet:"liste,list"`
	}
	n := int64(7)
	var b bytes.Buffer
	w := parquet.NewGenericWriter[row](&b)
	if _, err := w.Write([]row{{"é", &n, 0.1, true, 20167, -105, []string{"a", "b"}}, {"x", nil, 1500, false, -1, 5, nil}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	table, rows, err := read(t, b.Bytes(), source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"nom", "n", "x", "ok", "jour", "prix", "liste"}, table.Header()); diff != "" {
		t.Error(diff)
	}
	want := []string{`2 é|7|0.1|true|2025-03-20|-1.05|["a","b"]`, "3 x||1500|false|1969-12-31|0.05|"}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
}

func gzipped(t testing.TB, text string) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if _, err := io.WriteString(z, text); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPacked(t *testing.T) {
	for name, data := range map[string][]byte{
		"gzip": gzipped(t, "a;b\n1;é\n"),
		"zip":  zipped(t, "__MACOSX/._x.csv", "junk", "notes.pdf", "%PDF-", "x.csv", "a;b\n1;é\n"),
	} {
		table, rows, err := read(t, data, source.Options{})
		if err != nil {
			t.Fatal(name, err)
		}
		if table.Packed != name || table.Format != source.CSV || fmt.Sprint(rows) != "[2 1|é]" {
			t.Errorf("%s: %+v %v", name, table.Dialect(), rows)
		}
	}
	if _, rows, err := read(t, zipped(t, "classeur.xlsx", string(excel(t, excelRows))), source.Options{}); err != nil || len(rows) != 3 {
		t.Errorf("a workbook in a zip: %v %v", rows, err)
	}
	if _, _, err := read(t, gzipped(t, string(gzipped(t, "a,b\n"))), source.Options{}); err == nil {
		t.Error("packed twice is read")
	}
	if _, _, err := read(t, zipped(t, "readme.md", "x"), source.Options{}); err == nil {
		t.Error("a zip without a table is read")
	}
}

// What unpacks to far more than it is stops.
func TestBombs(t *testing.T) {
	defer source.LookAtRatioFrom(1 << 20)()
	bomb := gzipped(t, "a,b\n"+strings.Repeat("0000000,00000000\n", 2<<20/17))
	if _, _, err := read(t, bomb, source.Options{}); !errors.Is(err, source.ErrTooLarge) {
		t.Errorf("ratio: %v", err)
	}
	if _, _, err := read(t, gzipped(t, "a,b\n1,2\n3,4\n5,6"), source.Options{Limits: source.Limits{Unpacked: 10}}); !errors.Is(err, source.ErrTooLarge) {
		t.Errorf("size: %v", err)
	}
	many := calc(t, calcRows[:strings.Index(calcRows, "\n")]+`<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row>`)
	if _, _, err := read(t, many, source.Options{Limits: source.Limits{Cells: 100_000}}); !errors.Is(err, source.ErrTooLarge) {
		t.Errorf("cells: %v", err)
	}
	spaces := strings.Repeat(`<text:s text:c="1000"/>`, 17<<10) // 400 kB that are 17 MB
	wide := calc(t, calcRows[:strings.Index(calcRows, "\n")]+`<table:table-row><table:table-cell><text:p>`+spaces+`</text:p></table:table-cell></table:table-row>`)
	if _, _, err := read(t, wide, source.Options{}); !errors.Is(err, source.ErrTooLarge) {
		t.Errorf("spaces of ODS: %v", err)
	}
	long := `<c t="inlineStr"><is><t>` + strings.Repeat("x", 6<<20) + `</t></is></c>`
	if _, _, err := read(t, excel(t, excelRows+`<row>`+strings.Repeat(long, 3)+`</row>`), source.Options{}); !errors.Is(err, source.ErrTooLarge) {
		t.Errorf("texts of a row of XLSX: %v", err)
	}
}

// What no decoder of XML has matched ends as a damaged file.
func TestUnmatched(t *testing.T) {
	for _, rows := range []string{"<row></c >", "<row></c></row>", "<row r='1'><c><v>1</row>"} {
		_, _, err := read(t, excel(t, rows), source.Options{Sheet: "Données"})
		if _, ok := tabular.Unreadable(err); !ok {
			t.Errorf("%s: %v", rows, err)
		}
	}
}

// Workbooks of others are read: counts only.
func TestRealFiles(t *testing.T) {
	data := standardstest.Others(t)
	for name, want := range map[string]string{
		"taxis/exemple-valide.xlsx":         "xlsx 17x8",
		"arbre/exemple-valide.xlsx":         "xlsx 4x26",
		"csv-detective/file.xlsx":           "xlsx 6x2",
		"csv-detective/file.ods":            "ods 3x5",
		"csv-detective/file.parquet":        "parquet 1000x10",
		"csv-detective/file.csv.gz":         "csv 6x3",
		"csv-detective/a_test_file.json":    "ndjson 1x15",
		"hydra/catalog.xlsx":                "xlsx 2x23",
		"hydra/valid.geojson":               "geojson 3x3",
		"frictionless-py/table.xlsx":        "xlsx 2x2",
		"frictionless-py/table.ods":         "ods 2x2",
		"frictionless-py/merged-cells.xlsx": "xlsx 0x1",
		"data-fair/datasets/actions.ods":    "ods 2x2",
		"data-fair/datasets/actions.xlsx":   "xlsx 2x4",
		"data-fair/datasets/date-time.xlsx": "xlsx 3x5",
		"covoiturage/exemple-valide.xls":    "refused xls",
	} {
		f, err := os.Open(filepath.Join(data, "tables", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		table, err := source.Open(f, source.Options{})
		if reason, ok := tabular.Unreadable(err); ok {
			got = "refused " + reason
		} else if err != nil {
			got = err.Error()
		} else {
			n := 0
			for {
				if _, err = table.Next(); err != nil {
					break
				}
				n++
			}
			if err != io.EOF {
				t.Errorf("%s: %v", name, err)
			}
			got = fmt.Sprintf("%s %dx%d", table.Format, n, len(table.Header()))
			table.Close()
		}
		f.Close()
		if want != got {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// Whatever the bytes, Open ends, and what it opens can be read to an end.
func FuzzOpen(f *testing.F) {
	f.Add(excel(f, excelRows))
	f.Add(calc(f, calcRows))
	f.Add([]byte(`[{"a":1,"b":"é"},{"b":null,"c":[1]}]`))
	f.Add([]byte(`{"features":[{"properties":{"a":1},"geometry":null}]}`))
	f.Add(gzipped(f, "a;b\n1;2\n"))
	f.Add(zipped(f, "x.csv", "a;b\n1;2\n"))
	f.Add([]byte("PAR1\x00\x00PAR1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		limits := source.Limits{Unpacked: 1 << 20, Cells: 1 << 16, Strings: 1 << 20}
		table, err := source.Open(bytes.NewReader(data), source.Options{Limits: limits})
		if err != nil {
			return
		}
		defer table.Close()
		for n := 0; ; n++ {
			if _, err := table.Next(); err != nil {
				return
			}
			if n > 2<<20 {
				t.Fatal("no end")
			}
		}
	})
}
