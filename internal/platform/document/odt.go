package document

import (
	"fmt"
	"io"
	"strings"
)

// writeODT writes ODF 1.3 (OASIS): a package (part 2) whose first file is its
// type, uncompressed.
func (d *Document) writeODT(w io.Writer) error {
	o := &odt{Document: d}
	o.blocks(d.Blocks, "Text_20_body")
	return writeParts(w, []part{
		{name: "mimetype", content: types[ODT], stored: true},
		{name: "META-INF/manifest.xml", content: odtManifest},
		{name: "content.xml", content: prolog + `<office:document-content ` + odtSpaces + `><office:automatic-styles>` + odtAutomatic + o.styles.String() +
			`</office:automatic-styles><office:body><office:text>` + o.body.String() + `</office:text></office:body></office:document-content>`},
		{name: "styles.xml", content: d.odtStyles()},
		{name: "meta.xml", content: d.odtMeta()},
	})
}

const odtSpaces = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" ` +
	`xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" ` +
	`xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" ` +
	`xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"`

const odtManifest = prolog + `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">` +
	`<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="application/vnd.oasis.opendocument.text"/>` +
	`<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>` +
	`<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>` +
	`<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>`

func (d *Document) odtMeta() string {
	lang, country := d.locale()
	made := ""
	if d.Made != "" {
		made = `<meta:creation-date>` + escaped(d.Made) + `</meta:creation-date><dc:date>` + escaped(d.Made) + `</dc:date>`
	}
	return prolog + `<office:document-meta ` + odtSpaces + `><office:meta><dc:title>` + escaped(d.title()) + `</dc:title>` + made +
		`<dc:language>` + lang + `-` + country + `</dc:language></office:meta></office:document-meta>`
}

type odt struct {
	*Document
	body, styles  markup
	tables, pages int
	fresh         bool // the next block begins a page
}

func (o *odt) blocks(blocks Blocks, style string) {
	for _, b := range blocks {
		switch b.Kind {
		case PageBreak:
			o.fresh = true
		case Heading:
			o.body.put(`<text:h text:style-name="`, o.named("Heading_20_"+number(b.Level)), `" text:outline-level="`, number(b.Level), `">`)
			o.spans(b.Text)
			o.body.put(`</text:h>`)
		case Paragraph:
			o.paragraph(style, b.Text)
		case Quote:
			for _, inner := range b.Items {
				o.blocks(inner, "Quotations")
			}
		case List:
			o.list(b, style)
		case Table:
			o.table(b)
		}
	}
}

// named is a style, or one made of it that begins a page.
func (o *odt) named(style string) string {
	if !o.fresh {
		return style
	}
	o.fresh = false
	o.pages++
	name := "Page" + number(o.pages)
	o.styles.put(`<style:style style:name="`, name, `" style:family="paragraph" style:parent-style-name="`, style,
		`"><style:paragraph-properties fo:break-before="page"/></style:style>`)
	return name
}

func (o *odt) paragraph(style string, text []Span) {
	o.body.put(`<text:p text:style-name="`, o.named(style), `">`)
	o.spans(text)
	o.body.put(`</text:p>`)
}

func (o *odt) list(b Block, style string) {
	kind := "Bullets"
	if b.Ordered {
		kind = "Numbers"
	}
	o.body.put(`<text:list text:style-name="`, kind, `">`)
	for _, item := range b.Items {
		o.body.put(`<text:list-item>`)
		o.blocks(item, style)
		o.body.put(`</text:list-item>`)
	}
	o.body.put(`</text:list>`)
}

func (o *odt) table(b Block) {
	if o.fresh { // a table has no paragraph of its own to begin the page
		o.paragraph("Text_20_body", nil)
	}
	o.tables++
	name := "Table" + number(o.tables)
	shares := widths(b.Rows)
	o.body.put(`<table:table table:name="`, name, `" table:style-name="Grid">`)
	for i, share := range shares {
		column := name + "." + number(i+1)
		o.styles.put(`<style:style style:name="`, column, `" style:family="table-column"><style:table-column-properties style:column-width="`,
			fmt.Sprintf("%.3fcm", share*17), `"/></style:style>`)
		o.body.put(`<table:table-column table:style-name="`, column, `"/>`)
	}
	for i, row := range b.Rows {
		style, cell := "Table_20_Contents", "Cell"
		if i == 0 {
			o.body.put(`<table:table-header-rows>`)
			style, cell = "Table_20_Heading", "Head"
		}
		o.body.put(`<table:table-row table:style-name="Row">`)
		for _, c := range row {
			o.body.put(`<table:table-cell table:style-name="`, cell, `" office:value-type="string">`)
			o.paragraph(style, c)
			o.body.put(`</table:table-cell>`)
		}
		o.body.put(`</table:table-row>`)
		if i == 0 {
			o.body.put(`</table:table-header-rows>`)
		}
	}
	o.body.put(`</table:table>`)
	o.paragraph("After", nil)
}

func (o *odt) spans(spans []Span) {
	for _, s := range spans {
		if s.Break {
			o.body.put(`<text:line-break/>`)
		}
		if s.Link != "" {
			o.body.put(`<text:a xlink:type="simple" xlink:href="`, escaped(s.Link), `">`)
		}
		style := ""
		if s.Bold {
			style += "B"
		}
		if s.Italic {
			style += "I"
		}
		if style != "" {
			o.body.put(`<text:span text:style-name="T`, style, `">`)
		}
		o.text(s.Text)
		if style != "" {
			o.body.put(`</text:span>`)
		}
		if s.Link != "" {
			o.body.put(`</text:a>`)
		}
	}
}

// text writes text; spaces that follow one another are told one by one (part 3,
// §6.1.3).
func (o *odt) text(s string) {
	for i, piece := range strings.Split(s, "  ") {
		if i > 0 {
			o.body.put(` <text:s/>`)
		}
		o.body.text(piece)
	}
}
