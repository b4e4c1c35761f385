package document

import (
	"io"
)

// writeDOCX writes WordprocessingML in a package (ISO/IEC 29500-1, -2).
func (d *Document) writeDOCX(w io.Writer) error {
	x := &docx{Document: d}
	x.blocks(d.Blocks, "BodyText", -1)
	links, body := x.links.String(), x.body.String()
	return writeParts(w, []part{
		{name: "[Content_Types].xml", content: docxTypes},
		{name: "_rels/.rels", content: docxRoot},
		{name: "docProps/core.xml", content: d.docxCore()},
		{name: "word/document.xml", content: prolog + `<w:document ` + docxSpaces + `><w:body>` + body + docxPage + `</w:body></w:document>`},
		{name: "word/_rels/document.xml.rels", content: prolog + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + docxParts + links + `</Relationships>`},
		{name: "word/styles.xml", content: d.docxStyles()},
		{name: "word/numbering.xml", content: docxNumbering(x.lists)},
		{name: "word/footer1.xml", content: d.docxFooter()},
	})
}

type docx struct {
	*Document
	body, links markup
	linked      int
	lists       []bool // each list: is it ordered?
	fresh       bool
}

// blocks writes blocks; list is the number of the list that they stand in at
// some depth, negative outside.
func (x *docx) blocks(blocks Blocks, style string, depth int) {
	for _, b := range blocks {
		switch b.Kind {
		case PageBreak:
			x.fresh = true
		case Heading:
			x.paragraph("Heading"+number(b.Level), b.Text, "")
		case Paragraph:
			x.paragraph(style, b.Text, "")
		case Quote:
			for _, inner := range b.Items {
				x.blocks(inner, "Quote", depth)
			}
		case List:
			x.list(b, style, depth+1)
		case Table:
			x.table(b)
		}
	}
}

func (x *docx) list(b Block, style string, depth int) {
	x.lists = append(x.lists, b.Ordered)
	id := number(len(x.lists))
	for _, item := range b.Items {
		for i, inner := range item {
			switch {
			case inner.Kind == Paragraph && i == 0:
				x.paragraph(style, inner.Text, `<w:numPr><w:ilvl w:val="`+number(min(depth, 8))+`"/><w:numId w:val="`+id+`"/></w:numPr>`)
			case inner.Kind == Paragraph:
				x.paragraph(style, inner.Text, `<w:ind w:left="`+number(340*(depth+1))+`"/>`)
			default:
				x.blocks(Blocks{inner}, style, depth)
			}
		}
	}
}

// paragraph writes a paragraph; more are its properties beside its style, in the
// order that the schema asks for (numPr before ind).
func (x *docx) paragraph(style string, text []Span, more string) {
	x.body.put(`<w:p><w:pPr><w:pStyle w:val="`, style, `"/>`)
	if x.fresh {
		x.fresh = false
		x.body.put(`<w:pageBreakBefore/>`)
	}
	x.body.put(more, `</w:pPr>`)
	for _, s := range text {
		x.span(s)
	}
	x.body.put(`</w:p>`)
}

func (x *docx) span(s Span) {
	if s.Link != "" {
		x.linked++
		id := "link" + number(x.linked)
		x.links.put(`<Relationship Id="`, id, `" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="`, escaped(s.Link), `" TargetMode="External"/>`)
		x.body.put(`<w:hyperlink r:id="`, id, `">`)
	}
	x.body.put(`<w:r><w:rPr>`)
	if s.Link != "" {
		x.body.put(`<w:rStyle w:val="Hyperlink"/>`)
	}
	if s.Bold {
		x.body.put(`<w:b/>`)
	}
	if s.Italic {
		x.body.put(`<w:i/>`)
	}
	x.body.put(`</w:rPr>`)
	if s.Break {
		x.body.put(`<w:br/>`)
	}
	x.body.put(`<w:t xml:space="preserve">`)
	x.body.text(s.Text)
	x.body.put(`</w:t></w:r>`)
	if s.Link != "" {
		x.body.put(`</w:hyperlink>`)
	}
}

// docxWidth is the width between the margins, in twentieths of a point: 17 cm.
const docxWidth = 9638

func (x *docx) table(b Block) {
	if x.fresh {
		x.paragraph("BodyText", nil, "")
	}
	shares := widths(b.Rows)
	x.body.put(`<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="`, number(docxWidth), `" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0020"/></w:tblPr><w:tblGrid>`)
	for _, share := range shares {
		x.body.put(`<w:gridCol w:w="`, number(int(share*docxWidth)), `"/>`)
	}
	x.body.put(`</w:tblGrid>`)
	for i, row := range b.Rows {
		x.body.put(`<w:tr><w:trPr><w:cantSplit/>`)
		style, shade := "TableContents", ""
		if i == 0 {
			x.body.put(`<w:tblHeader/>`)
			style, shade = "TableHeading", `<w:shd w:val="clear" w:color="auto" w:fill="`+wash+`"/>`
		}
		x.body.put(`</w:trPr>`)
		for n, c := range row {
			x.body.put(`<w:tc><w:tcPr><w:tcW w:w="`, number(int(shares[n]*docxWidth)), `" w:type="dxa"/>`, shade, `</w:tcPr>`)
			x.paragraph(style, c, "")
			x.body.put(`</w:tc>`)
		}
		x.body.put(`</w:tr>`)
	}
	x.body.put(`</w:tbl>`)
	x.paragraph("After", nil, "")
}
