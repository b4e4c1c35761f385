package document

import "strings"

const (
	cellSize    = 9.0
	cellPadding = 1.4
)

// A row of more lines may be cut between two pages.
const longRow = 12

// table draws a table; its head stands again on each page. A row for which no
// room is left goes to the next page, unless it is so long that it is cut
// between its lines.
func (p *paper) table(b Block, indent float64) {
	if len(b.Rows) == 0 {
		return
	}
	shares := widths(b.Rows)
	columns := make([]float64, len(shares))
	for i, share := range shares {
		columns[i] = share * (pdfWidth - indent)
	}
	p.ink("000000")
	p.SetDrawColor(0xb9, 0xc2, 0xba)
	p.SetFillColor(0xee, 0xf2, 0xee)
	p.SetLineWidth(0.2)
	head := p.wrap(b.Rows[0], columns, "B")
	for i, row := range b.Rows {
		lines := head
		if i > 0 {
			lines = p.wrap(row, columns, "")
		}
		needed := cellHeight(lines)
		if tallest(lines) > longRow {
			needed = lineHeight(cellSize)*longRow/2 + 2*cellPadding
		}
		if i == 0 && len(b.Rows) > 1 { // a head does not stand alone
			needed += min(cellHeight(p.wrap(b.Rows[1], columns, "")), 40)
		}
		if p.GetY()+needed > pdfBottom {
			p.AddPage()
			if i > 0 {
				p.row(head, columns, indent, true)
			}
		}
		for len(lines) > 0 {
			fits := max(1, int((pdfBottom-p.GetY()-2*cellPadding)/lineHeight(cellSize)))
			now, later := cut(lines, fits)
			p.row(now, columns, indent, i == 0)
			if lines = later; len(lines) > 0 {
				p.AddPage()
				p.row(head, columns, indent, true)
			}
		}
	}
	p.Ln(3)
}

// wrap breaks the texts of a row into lines, cell by cell.
func (p *paper) wrap(row []Cell, columns []float64, style string) [][]string {
	p.SetFont("go", style, cellSize)
	out := make([][]string, len(columns))
	for i := range columns {
		if i >= len(row) {
			continue
		}
		for line := range strings.SplitSeq(printable(Plain(row[i])), "\n") {
			pieces := p.SplitText(line, columns[i]-2*cellPadding)
			if len(pieces) == 0 {
				pieces = []string{""}
			}
			out[i] = append(out[i], pieces...)
		}
	}
	return out
}

func tallest(lines [][]string) (n int) {
	for _, cell := range lines {
		n = max(n, len(cell))
	}
	return n
}

func cellHeight(lines [][]string) float64 {
	return float64(max(1, tallest(lines)))*lineHeight(cellSize) + 2*cellPadding
}

// cut keeps the first lines of each cell; what is left is nil when nothing is.
func cut(lines [][]string, most int) (now, later [][]string) {
	if tallest(lines) <= most {
		return lines, nil
	}
	for _, cell := range lines {
		n := min(most, len(cell))
		now, later = append(now, cell[:n]), append(later, cell[n:])
	}
	return now, later
}

func (p *paper) row(lines [][]string, columns []float64, indent float64, head bool) {
	style, frame := "", "D"
	if head {
		style, frame = "B", "FD"
	}
	p.SetFont("go", style, cellSize)
	p.ink("000000")
	x, y, height := pdfMargin+indent, p.GetY(), cellHeight(lines)
	for i, width := range columns {
		p.Rect(x, y, width, height, frame)
		for n, line := range lines[i] {
			p.SetXY(x+cellPadding, y+cellPadding+float64(n)*lineHeight(cellSize))
			p.CellFormat(width-2*cellPadding, lineHeight(cellSize), line, "", 0, "L", false, 0, "")
		}
		x += width
	}
	p.SetXY(pdfMargin, y+height)
}
