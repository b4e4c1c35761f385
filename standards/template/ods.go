package template

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// ods writes the workbook of LibreOffice: a zip of XML (OpenDocument 1.3, part 2
// for the package, part 3 for the sheets). No library that is kept up writes it.
func (b *book) ods(w io.Writer) error {
	z := zip.NewWriter(w)
	// The type comes first and uncompressed (part 2, 3.3).
	mime, err := z.CreateHeader(&zip.FileHeader{Name: "mimetype", Method: zip.Store})
	if err == nil {
		_, err = io.WriteString(mime, odsType)
	}
	for _, part := range []struct{ name, body string }{{"content.xml", b.odsContent()}, {"META-INF/manifest.xml", odsManifest}} {
		if err != nil {
			return err
		}
		var f io.Writer
		if f, err = z.Create(part.name); err == nil {
			_, err = io.WriteString(f, part.body)
		}
	}
	if err != nil {
		return err
	}
	return z.Close()
}

const (
	odsType     = "application/vnd.oasis.opendocument.spreadsheet"
	odsManifest = xml.Header + `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">` +
		`<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="` + odsType + `"/>` +
		`<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`
	odsSpaces = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"` +
		` xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"` +
		` xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"` +
		` xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"`
	odsStyles = `<office:automatic-styles>` +
		`<number:text-style style:name="N-text"><number:text-content/></number:text-style>` +
		`<number:number-style style:name="N-whole"><number:number number:decimal-places="0" number:min-integer-digits="1"/></number:number-style>` +
		`<number:date-style style:name="N-day"><number:year number:style="long"/><number:text>-</number:text><number:month number:style="long"/>` +
		`<number:text>-</number:text><number:day number:style="long"/></number:date-style>` +
		`<style:style style:name="wide" style:family="table-column"><style:table-column-properties style:column-width="4.5cm"/></style:style>` +
		`<style:style style:name="text" style:family="table-cell" style:data-style-name="N-text"/>` +
		`<style:style style:name="whole" style:family="table-cell" style:data-style-name="N-whole"/>` +
		`<style:style style:name="decimal" style:family="table-cell"/>` +
		`<style:style style:name="day" style:family="table-cell" style:data-style-name="N-day"/>` +
		`<style:style style:name="required" style:family="table-cell"><style:table-cell-properties fo:background-color="#1f4d3a"/>` +
		`<style:text-properties fo:color="#ffffff" fo:font-weight="bold"/></style:style>` +
		`<style:style style:name="optional" style:family="table-cell"><style:table-cell-properties fo:background-color="#dde7e1"/>` +
		`<style:text-properties fo:font-weight="bold"/></style:style>` +
		`<style:style style:name="bold" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>` +
		`<style:style style:name="wrap" style:family="table-cell"><style:table-cell-properties fo:wrap-option="wrap"/></style:style>` +
		`</office:automatic-styles>`
)

var odsKinds = map[kind]string{text: "text", whole: "whole", decimal: "decimal", day: "day"}

func (b *book) odsContent() string {
	x := &odsWriter{}
	x.raw(xml.Header, `<office:document-content `, odsSpaces, ` office:version="1.3">`, odsStyles, `<office:body><office:spreadsheet>`)
	x.raw(`<table:content-validations>`)
	for i, c := range b.columns {
		b.odsRule(x, i, c)
	}
	x.raw(`</table:content-validations><table:table table:name="`)
	x.text(b.dataSheet())
	x.raw(`">`)
	for _, c := range b.columns {
		x.raw(`<table:table-column table:style-name="wide" table:default-cell-style-name="`, odsKinds[c.kind], `"/>`)
	}
	x.raw(`<table:table-row>`)
	for _, c := range b.columns {
		style := "optional"
		if c.Constraints.Required {
			style = "required"
		}
		x.cell(c.Name, ` table:style-name="`+style+`"`)
	}
	x.raw(`</table:table-row>`)
	for n := 2; n <= b.last(); n++ {
		b.odsRow(x, n)
	}
	x.raw(`</table:table><table:table table:name="`)
	x.text(b.wordsSheet())
	x.raw(`"><table:table-column table:style-name="wide" table:number-columns-repeated="7"/>`)
	for n, cells := range b.explanations() {
		style := ` table:style-name="wrap"`
		if n == 0 || n == heads-1 {
			style = ` table:style-name="bold"`
		} else if n < heads {
			style = ""
		}
		x.raw(`<table:table-row>`)
		for _, v := range cells {
			x.cell(v, style)
		}
		if len(cells) == 0 {
			x.raw(`<table:table-cell/>`)
		}
		x.raw(`</table:table-row>`)
	}
	x.raw(`</table:table></office:spreadsheet></office:body></office:document-content>`)
	return x.b.String()
}

// odsRule has the spreadsheet offer the allowed values, watch numbers and days,
// and say what belongs into a cell.
func (b *book) odsRule(x *odsWriter, i int, c column) {
	condition := ""
	switch {
	case c.list != nil:
		values := make([]string, len(c.list))
		for n, v := range c.list {
			values[n] = formulaText(v)
		}
		condition = "of:cell-content-is-in-list(" + strings.Join(values, ";") + ")"
	case c.kind == day:
		condition = "of:cell-content-is-date() and cell-content()>=2"
	case c.kind == whole:
		condition = "of:cell-content-is-whole-number()" + bounds(c)
	case c.kind == decimal:
		condition = "of:cell-content-is-decimal-number()" + bounds(c)
	}
	x.raw(`<table:content-validation table:name="`, rule(i), `" table:allow-empty-cell="true" table:base-cell-address="`)
	x.text("$'" + b.dataSheet() + "'." + letter(i) + "2")
	x.raw(`"`)
	if condition != "" {
		x.raw(` table:condition="`)
		x.text(condition)
		x.raw(`"`)
	}
	if c.list != nil {
		x.raw(` table:display-list="unsorted"`)
	}
	x.raw(`><table:help-message table:display="true" table:title="`)
	x.text(c.Title.In(b.lang))
	x.raw(`"><text:p>`)
	x.text(b.help(c))
	x.raw(`</text:p></table:help-message><table:error-message table:display="`, strconv.FormatBool(condition != ""), `" table:message-type="warning"/></table:content-validation>`)
}

func bounds(c column) string {
	var out string
	if n, err := strconv.ParseFloat(c.Constraints.Minimum, 64); err == nil {
		out += fmt.Sprintf(" and cell-content()>=%v", n)
	}
	if n, err := strconv.ParseFloat(c.Constraints.Maximum, 64); err == nil {
		out += fmt.Sprintf(" and cell-content()<=%v", n)
	}
	return out
}

func rule(i int) string { return "rule" + strconv.Itoa(i+1) }

// odsRow writes a row of the table: filled in, or prepared.
func (b *book) odsRow(x *odsWriter, n int) {
	x.raw(`<table:table-row>`)
	for i, c := range b.columns {
		attrs := ` table:content-validation-name="` + rule(i) + `"`
		switch given := n - 2; {
		case given < len(b.rows):
			x.typed(b.cell(given, i), c.kind, attrs)
		case c.own != "" && b.filled(func(int, int) string { return "x" }, "") != "":
			filled := b.filled(func(from, to int) string { return fmt.Sprintf("[.%s%d:.%s%d]", letter(from), n, letter(to), n) }, ";")
			x.raw(`<table:table-cell table:style-name="decimal"`, attrs, ` table:formula="`)
			x.text(fmt.Sprintf(`of:=IF(COUNTA(%s)=0;"";%s)`, filled, formulaText(c.own)))
			x.raw(`" office:value-type="string" office:string-value=""/>`)
		default:
			x.raw(`<table:table-cell`, attrs, `/>`)
		}
	}
	x.raw(`</table:table-row>`)
}

// odsWriter writes XML.
type odsWriter struct{ b bytes.Buffer }

func (x *odsWriter) raw(parts ...string) {
	for _, p := range parts {
		x.b.WriteString(p)
	}
}

// text writes characters, escaped.
func (x *odsWriter) text(s string) {
	_ = xml.EscapeText(&x.b, []byte(s)) // a buffer takes all
}

func (x *odsWriter) cell(v, attrs string) {
	if v == "" {
		x.raw(`<table:table-cell`, attrs, `/>`)
		return
	}
	x.raw(`<table:table-cell`, attrs, ` office:value-type="string">`)
	for _, line := range strings.Split(v, "\n") {
		x.raw(`<text:p>`)
		x.text(line)
		x.raw(`</text:p>`)
	}
	x.raw(`</table:table-cell>`)
}

// typed writes a cell in the form of its column; what does not have that form is
// text.
func (x *odsWriter) typed(v string, k kind, attrs string) {
	_, number := strconv.ParseFloat(v, 64)
	_, date := time.Parse(time.DateOnly, v)
	switch {
	case (k == whole || k == decimal) && number == nil && len(v) <= 15:
		x.raw(`<table:table-cell`, attrs, ` office:value-type="float" office:value="`)
		x.text(v)
	case k == day && date == nil:
		x.raw(`<table:table-cell`, attrs, ` office:value-type="date" office:date-value="`)
		x.text(v)
	default:
		x.cell(v, attrs)
		return
	}
	x.raw(`"><text:p>`)
	x.text(v)
	x.raw(`</text:p></table:table-cell>`)
}
