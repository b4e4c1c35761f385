package adhesion

import (
	"context"
	"fmt"
	"io"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// Figure is something that was done for a member in a year.
type Figure struct {
	What i18n.Text
	N    int
}

// Works tells what was done for a member in a year; the rooms that did it say
// so.
type Works interface {
	Done(ctx context.Context, tx access.Tx, member string, year int) ([]Figure, error)
}

// Sheet is the A4 page that a member's council reads: what was done for it,
// what it cost, what it would cost alone.
type Sheet struct {
	Operator string
	Member   string
	Year     int
	Figures  []Figure
	Dues     []Due
	Total    int64
	Alone    int64 // cents; 0 where the operator gives no figure
	Made     string
}

// SheetOf gathers the page of a member.
func SheetOf(ctx context.Context, tx access.Tx, works Works, operator, member, name string, year int) (Sheet, error) {
	s := Sheet{Operator: operator, Member: name, Year: year, Made: i18n.Date(ctx, tx.Clock().Now())}
	st, err := Reckon(ctx, tx, member, year, year)
	if err != nil {
		return s, err
	}
	s.Dues, s.Total = st.Dues, st.Total
	for _, d := range st.Dues {
		s.Alone += d.Subscription.Alone
	}
	s.Figures, err = works.Done(ctx, tx, member, year)
	return s, err
}

// Colours of the look: the green of the pines, the grey of quiet words.
var green, grey = [3]int{38, 84, 61}, [3]int{96, 96, 96}

// PDF writes the page. Its typeface is the Go font, which has all French
// letters but the narrow space.
func (s Sheet) PDF(ctx context.Context, w io.Writer) error {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetTitle(s.Member, true)
	pdf.SetLang(string(i18n.From(ctx).Lang))
	pdf.AddUTF8FontFromBytes("go", "", goregular.TTF)
	pdf.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	pdf.SetMargins(20, 18, 20)
	pdf.SetAutoPageBreak(false, 15)
	pdf.AddPage()
	p := page{pdf}
	pdf.SetFillColor(green[0], green[1], green[2])
	pdf.Rect(0, 0, 210, 4, "F")
	p.text("", 10, grey, s.Operator)
	p.text("B", 22, [3]int{}, s.Member)
	p.text("", 13, grey, i18n.Sayf(ctx, "Ce que l’adhésion a apporté en %d", "What membership brought in %d", s.Year))
	p.heading(i18n.Say(ctx, "Ce qui a été fait", "What was done"))
	for _, f := range s.Figures {
		p.line(i18n.Read(ctx, f.What), i18n.Number(ctx, f.N), false)
	}
	p.heading(i18n.Say(ctx, "Ce que cela a coûté", "What it cost"))
	const most, mostReckoned = 12, 4 // what fits; the statement has all of it
	for i, d := range s.Dues {
		if i == most {
			p.small(i18n.Sayf(ctx, "et %d autres prestations", "and %d more prestations", len(s.Dues)-most), "")
			break
		}
		amount := i18n.Amount(ctx, d.Amount.Cents)
		if d.NoScale {
			amount = "–"
		}
		p.line(d.Prestation.Name, amount, false)
		for _, l := range d.Amount.Lines {
			if len(s.Dues) > mostReckoned {
				break
			}
			p.small(i18n.Read(ctx, l.What), i18n.Amount(ctx, l.Cents))
		}
	}
	if len(s.Dues) == 0 {
		p.text("", 11, grey, i18n.Say(ctx, "Aucune prestation n’est enregistrée pour cette année.", "No prestation is recorded for this year."))
	}
	p.line(i18n.Say(ctx, "Total de l’année", "Total of the year"), i18n.Amount(ctx, s.Total), true)
	if s.Alone > 0 {
		p.heading(i18n.Say(ctx, "Ce que cela coûterait seul", "What it would cost alone"))
		p.line(i18n.Say(ctx, "Estimation de l’opérateur, par an", "The operator’s estimate, a year"), i18n.Amount(ctx, s.Alone), false)
		p.line(i18n.Say(ctx, "Différence", "Difference"), i18n.Amount(ctx, s.Alone-s.Total), true)
	}
	pdf.SetY(280)
	p.text("", 8, grey, i18n.Sayf(ctx, "Établi le %s à partir du journal et des adhésions. Page à joindre au dossier du conseil.", "Made on %s from the journal and the subscriptions. A page for the council’s papers.", s.Made))
	return fault.Wrap("adhesion.PDF", pdf.Output(w))
}

// page writes on a page of a document.
type page struct{ pdf *fpdf.Fpdf }

// plain replaces the signs that the typeface lacks.
func plain(text string) string {
	return strings.NewReplacer("\u202f", "\u00a0", "∞", "et plus").Replace(text)
}

func (p page) text(style string, size float64, colour [3]int, text string) {
	p.pdf.SetFont("go", style, size)
	p.pdf.SetTextColor(colour[0], colour[1], colour[2])
	p.pdf.MultiCell(170, size*0.48, plain(text), "", "L", false)
	p.pdf.Ln(1)
}

func (p page) heading(text string) {
	p.pdf.Ln(5)
	p.text("B", 13, green, text)
	x, y := p.pdf.GetXY()
	p.pdf.SetDrawColor(green[0], green[1], green[2])
	p.pdf.SetLineWidth(0.3)
	p.pdf.Line(x, y, x+170, y)
	p.pdf.Ln(2)
}

func (p page) line(what, value string, strong bool) {
	style := ""
	if strong {
		style = "B"
	}
	p.row(style, 11, [3]int{}, 20, 7, what, value)
}

func (p page) small(what, value string) { p.row("", 9, grey, 26, 5, what, value) }

func (p page) row(style string, size float64, colour [3]int, indent, height float64, what, value string) {
	p.pdf.SetFont("go", style, size)
	p.pdf.SetTextColor(colour[0], colour[1], colour[2])
	p.pdf.SetX(indent)
	text := []rune(plain(what))
	for p.pdf.GetStringWidth(string(text)) > 130-indent+20 && len(text) > 4 {
		text = append(text[:len(text)-2], '…')
	}
	p.pdf.CellFormat(130-indent+20, height, string(text), "", 0, "L", false, 0, "")
	p.pdf.CellFormat(40, height, plain(value), "", 1, "R", false, 0, "")
}

// FileName is the name of the page as a file.
func (s Sheet) FileName(siren string) string { return fmt.Sprintf("conseil-%d-%s.pdf", s.Year, siren) }
