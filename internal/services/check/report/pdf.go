package report

import (
	"io"
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"airial/standards/tableschema"
)

// writePDF writes the report on A4, to be sent to a software vendor: the same
// as the page. Letters that are not of western Europe become question marks,
// as the fonts that every reader has hold no others.
func writePDF(w io.Writer, rep *tableschema.Report, opts Options) error {
	s := newSheet(rep, opts)
	p := &paper{Fpdf: fpdf.New("P", "mm", "A4", ""), s: s}
	p.tr = p.UnicodeTranslatorFromDescriptor("cp1252")
	p.SetTitle(s.Title, true)
	p.SetLang(s.Lang)
	p.SetMargins(15, 15, 15)
	p.SetAutoPageBreak(true, 18)
	p.SetFooterFunc(p.footer)
	p.AliasNbPages("")
	p.AddPage()
	p.head()
	p.summary()
	p.findings()
	return p.Output(w)
}

type paper struct {
	*fpdf.Fpdf
	s  *sheet
	tr func(string) string
}

// Colours of the print: ink, soft, red, green.
var inks = map[string][3]int{"": {28, 28, 26}, "soft": {92, 91, 85}, "bad": {164, 38, 44}, "good": {29, 107, 58}}

// latin writes the narrow spaces of French as those that the fonts have.
var latin = strings.NewReplacer("\u202f", "\u00a0", "→", "->", "\n", " ")

func (p *paper) write(style string, size float64, ink, text string) {
	p.SetFont("Helvetica", style, size)
	c := inks[ink]
	p.SetTextColor(c[0], c[1], c[2])
	p.MultiCell(0, size*0.5, p.tr(latin.Replace(text)), "", "L", false)
}

func (p *paper) footer() {
	p.SetY(-12)
	p.SetFont("Helvetica", "", 8)
	c := inks["soft"]
	p.SetTextColor(c[0], c[1], c[2])
	p.CellFormat(0, 5, p.tr(latin.Replace(clip(p.s.Title, 80)))+"  -  "+strconv.Itoa(p.PageNo())+" / {nb}", "", 0, "R", false, 0, "")
}

func (p *paper) head() {
	p.write("B", 15, "", p.s.Title)
	p.Ln(1)
	p.write("", 9.5, "soft", p.s.Schema)
	if p.s.Reading != "" {
		p.write("", 9.5, "soft", p.s.Reading)
	}
	p.Ln(2)
	p.write("B", 11.5, p.s.Tone, p.s.Verdict)
}

// keep begins a page when less than so many millimetres are left on this one:
// what belongs together stands together.
func (p *paper) keep(height float64) {
	_, page := p.GetPageSize()
	if _, _, _, bottom := p.GetMargins(); p.GetY()+height > page-max(bottom, 18) {
		p.AddPage()
	}
}

// summary lists the problems by column.
func (p *paper) summary() {
	if len(p.s.Summary) == 0 {
		return
	}
	p.Ln(4)
	p.write("B", 12, "", p.s.Words.Summary)
	p.Ln(1)
	for _, l := range p.s.Summary {
		p.keep(10)
		line := l.Count + " × " + l.Title
		if l.Field != "" {
			line += ", " + l.Field
		}
		p.write("", 10, "", line)
		about := l.Level + ", " + l.Code
		if l.FirstRow != "" {
			about += ", " + strings.ToLower(p.s.Words.FirstRow) + " " + l.FirstRow
		}
		if len(l.Examples) > 0 {
			about += ", " + strings.ToLower(p.s.Words.Examples) + " : " + strings.Join(l.Examples, " | ")
		}
		p.write("", 8.5, "soft", about)
		p.Ln(1)
	}
}

func (p *paper) findings() {
	if len(p.s.Findings) == 0 {
		return
	}
	p.Ln(4)
	p.write("B", 12, "", p.s.Words.Findings)
	p.Ln(1)
	for _, f := range p.s.Findings {
		p.keep(20)
		var place []string
		if f.Row != "" {
			place = append(place, strings.ToLower(p.s.Words.Row)+" "+f.Row)
		}
		if f.Field != "" {
			place = append(place, f.Field)
		}
		if len(place) > 0 {
			p.write("B", 9.5, "", strings.Join(place, ", "))
		}
		p.write("", 9.5, "", f.Message+" ["+f.Code+"]")
		if f.Advice != "" {
			p.write("", 9.5, "soft", f.Advice)
		}
		p.Ln(1.5)
	}
	if p.s.Rest != "" {
		p.write("", 9.5, "soft", p.s.Rest)
	}
}
