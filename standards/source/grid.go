package source

import (
	"io"

	"airial/standards/tabular"
)

// rowsOf gives the rows of a file whose cells are apart already. Numbers are
// those that a spreadsheet shows; rows that are not there are blank. The cells
// are valid until the next call.
type rowsOf interface {
	next() (row int, cells [][]byte, err error)
}

// grid makes a table out of rows: it finds the header under the title lines,
// gives every record the width of the header, and keeps blank rows back until
// it knows that they are not the end.
type grid struct {
	rows   rowsOf
	header []string
	titles [][]string
	row    int // of the header
	width  int

	held   []heldRow // the rows looked at to find the header
	at     int       // row of the record given last
	ahead  *heldRow  // a row behind a gap
	rec    tabular.Record
	cells  [][]byte
	failed error
}

type heldRow struct {
	row   int
	cells [][]byte
}

// headerRows is how many rows are looked at to find the header.
const headerRows = 40

// mostBlank is how many blank rows in the middle are given as such.
const mostBlank = 10_000

// newGrid reads up to the header.
func newGrid(rows rowsOf, opts Options) (*grid, error) {
	g := &grid{rows: rows}
	var texts [][]string
	for len(g.held) < headerRows {
		row, cells, err := rows.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if blank(cells) { // prepared by a format or a formula, and not filled in
			continue
		}
		if row > 2*headerRows {
			g.ahead = hold(row, cells)
			break
		}
		for len(texts) < row-1 { // rows that are not there
			texts = append(texts, nil)
		}
		h := hold(row, cells)
		g.held = append(g.held, *h)
		texts = append(texts, textsOf(h.cells))
	}
	if len(texts) == 0 {
		return nil, &tabular.UnreadableError{Reason: tabular.Empty}
	}
	g.row = tabular.FindHeader(texts, opts.Text)
	for len(g.held) > 0 && g.held[0].row < g.row {
		g.titles = append(g.titles, textsOf(g.held[0].cells))
		g.held = g.held[1:]
	}
	if len(g.held) > 0 && g.held[0].row == g.row {
		g.header = textsOf(g.held[0].cells)
		g.held = g.held[1:]
	}
	g.at, g.width = g.row, len(g.header)
	return g, nil
}

func hold(row int, cells [][]byte) *heldRow {
	h := &heldRow{row: row}
	last := 0
	for i, c := range cells {
		h.cells = append(h.cells, append([]byte{}, c...))
		if len(c) > 0 {
			last = i + 1
		}
	}
	h.cells = h.cells[:last] // a format alone makes no cell
	return h
}

func textsOf(cells [][]byte) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = string(c)
	}
	return out
}

func blank(cells [][]byte) bool {
	for _, c := range cells {
		if len(c) > 0 {
			return false
		}
	}
	return true
}

func (g *grid) Header() []string           { return g.header }
func (g *grid) HeaderFlags() tabular.Flags { return 0 }
func (g *grid) Titles() [][]string         { return g.titles }
func (g *grid) Dialect() tabular.Dialect {
	return tabular.Dialect{Encoding: tabular.UTF8, HeaderRow: g.row}
}

// Sample gives the first rows, as far as they were read to find the header.
func (g *grid) Sample(most int) [][]string {
	var out [][]string
	for _, h := range g.held[:min(most, len(g.held))] {
		out = append(out, textsOf(h.cells))
	}
	return out
}

// Next gives the following record.
func (g *grid) Next() (*tabular.Record, error) {
	if g.failed != nil {
		return nil, g.failed
	}
	h := g.ahead
	if h == nil {
		row, cells, err := g.filled()
		if err != nil {
			g.failed = err
			return nil, err
		}
		if row > g.at+1 && row <= g.at+1+mostBlank { // blank rows come first
			g.ahead = hold(row, cells)
			h = g.ahead
		} else {
			return g.give(row, cells), nil
		}
	}
	if h.row > g.at+1 && h.row <= g.at+1+mostBlank {
		return g.give(g.at+1, nil), nil
	}
	g.ahead = nil
	return g.give(h.row, h.cells), nil
}

// filled gives the next row that is not blank.
func (g *grid) filled() (int, [][]byte, error) {
	if len(g.held) > 0 {
		h := g.held[0]
		g.held = g.held[1:]
		return h.row, h.cells, nil
	}
	for {
		row, cells, err := g.rows.next()
		if err != nil || !blank(cells) {
			return row, cells, err
		}
	}
}

// give makes a record as wide as the header; cells beyond it stay when they
// hold something.
func (g *grid) give(row int, cells [][]byte) *tabular.Record {
	g.at = row
	g.cells = append(g.cells[:0], cells...)
	for len(g.cells) > g.width && len(g.cells[len(g.cells)-1]) == 0 {
		g.cells = g.cells[:len(g.cells)-1]
	}
	for len(g.cells) < g.width {
		g.cells = append(g.cells, nil)
	}
	g.rec = tabular.Record{Row: row, Cells: g.cells}
	return &g.rec
}
