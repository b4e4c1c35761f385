package document

import (
	"io"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gobolditalic"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/goregular"
)

// Measures of the page in millimetres: A4.
const (
	pdfMargin = 20.0
	pdfWidth  = 210 - 2*pdfMargin
	pdfBottom = 297 - 18.0
)

// writePDF writes the document on A4. The Go fonts have the letters of all
// European languages (WGL4).
func (d *Document) writePDF(w io.Writer) error {
	lang, country := d.locale()
	p := &paper{Fpdf: fpdf.New("P", "mm", "A4", "")}
	p.SetTitle(d.title(), true)
	p.SetLang(lang + "-" + country)
	p.SetMargins(pdfMargin, 18, pdfMargin)
	p.SetAutoPageBreak(true, 297-pdfBottom)
	p.AddUTF8FontFromBytes("go", "", goregular.TTF)
	p.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	p.AddUTF8FontFromBytes("go", "I", goitalic.TTF)
	p.AddUTF8FontFromBytes("go", "BI", gobolditalic.TTF)
	p.SetCellMargin(0)
	p.AliasNbPages("{nb}")
	p.SetFooterFunc(func() {
		p.SetY(-12)
		p.SetFont("go", "", 8)
		p.ink(grey)
		footer := d.Footer
		if footer != "" {
			footer += " · "
		}
		p.CellFormat(0, 5, printable(footer)+number(p.PageNo())+" / {nb}", "", 0, "R", false, 0, "")
	})
	p.AddPage()
	p.blocks(d.Blocks, 0)
	return p.Output(w)
}

type paper struct {
	*fpdf.Fpdf
	began bool // something stands on the first page
}

// printable replaces the spaces that the typeface lacks.
func printable(s string) string {
	return strings.NewReplacer("\u202f", "\u00a0", "\u2009", "\u00a0", "\u200b", "").Replace(s)
}

func (p *paper) ink(hex string) {
	v := func(i int) int {
		return strings.IndexByte("0123456789abcdef", hex[i])*16 + strings.IndexByte("0123456789abcdef", hex[i+1])
	}
	p.SetTextColor(v(0), v(2), v(4))
}

// room begins a page if less than height is left.
func (p *paper) room(height float64) {
	if p.GetY()+height > pdfBottom {
		p.AddPage()
	}
}

// lineHeight is that of a size in points.
func lineHeight(size float64) float64 { return size * 0.46 }

func (p *paper) blocks(blocks Blocks, indent float64) {
	for _, b := range blocks {
		switch b.Kind {
		case PageBreak:
			if p.began {
				p.AddPage()
			}
			continue
		case Heading:
			size := headingSizes[b.Level-1]
			if p.began {
				p.Ln(lineHeight(size) * 0.7)
			}
			p.room(lineHeight(size) * 3) // never alone at the foot of a page
			p.ink(pine)
			p.flow(b.Text, size, "B", indent)
			p.Ln(1)
		case Paragraph:
			p.ink("000000")
			p.flow(b.Text, bodySize, "", indent)
			p.Ln(1.8)
		case Quote:
			for _, inner := range b.Items {
				p.blocks(inner, indent+8)
			}
		case List:
			p.list(b, indent)
		case Table:
			p.table(b, indent)
		}
		p.began = true
	}
}

func (p *paper) list(b Block, indent float64) {
	for i, item := range b.Items {
		sign := "•"
		if b.Ordered {
			sign = number(i+1) + "."
		}
		p.room(lineHeight(bodySize))
		p.SetFont("go", "", bodySize)
		p.ink("000000")
		y, page := p.GetY(), p.PageNo()
		p.SetX(pdfMargin + indent + 1)
		p.CellFormat(6, lineHeight(bodySize), sign, "", 0, "L", false, 0, "")
		if p.PageNo() == page {
			p.SetY(y)
		}
		p.blocks(item, indent+7)
		if len(item) == 0 {
			p.Ln(lineHeight(bodySize))
		}
	}
}

// flow writes runs of text one after the other, and ends the line.
func (p *paper) flow(spans []Span, size float64, style string, indent float64) {
	p.SetLeftMargin(pdfMargin + indent)
	p.SetX(pdfMargin + indent)
	height := lineHeight(size)
	for _, s := range spans {
		if s.Break {
			p.Ln(height)
		}
		own := style
		if s.Bold && !strings.Contains(own, "B") {
			own += "B"
		}
		if s.Italic {
			own += "I"
		}
		p.SetFont("go", own, size)
		if s.Link != "" {
			p.WriteLinkString(height, printable(s.Text), s.Link)
		} else {
			p.Write(height, printable(s.Text))
		}
	}
	p.Ln(height)
	p.SetLeftMargin(pdfMargin)
}
