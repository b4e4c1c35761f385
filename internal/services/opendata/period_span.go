package opendata

import (
	"regexp"
	"slices"
	"time"

	"airial/internal/platform/tables"
	"airial/internal/platform/text"
)

// spanner reads off rows which days their dates span, column by column.
type spanner struct {
	columns []spanned
	rows    int64
}

// spanned is a column of dates, or of years, with the first and last seen.
type spanned struct {
	index       int
	name        string
	year        bool
	first, last string
	filled      int64
}

var nameWord = regexp.MustCompile(`[a-z]+`)

// yearWords are how columns of years are called, where the type says no more
// than that they hold numbers.
var yearWords = []string{"annee", "year", "exercice", "millesime"}

func newSpanner(columns []Column) *spanner {
	s := &spanner{}
	for i, c := range columns {
		switch tables.Type(c.Type) {
		case tables.Date, tables.DateTime:
			s.columns = append(s.columns, spanned{index: i, name: c.Name})
		case tables.Year:
			s.columns = append(s.columns, spanned{index: i, name: c.Name, year: true})
		case tables.Integer:
			words := nameWord.FindAllString(text.Fold(c.Name), -1)
			if slices.ContainsFunc(yearWords, func(w string) bool { return slices.Contains(words, w) }) {
				s.columns = append(s.columns, spanned{index: i, name: c.Name, year: true})
			}
		}
	}
	return s
}

// see takes a row, in the form of the columns' types.
func (s *spanner) see(row [][]byte) {
	s.rows++
	for i := range s.columns {
		c := &s.columns[i]
		if c.index >= len(row) {
			continue
		}
		cell := row[c.index]
		switch {
		case c.year && (len(cell) != 4 || cell[0] != '1' && cell[0] != '2'), !c.year && len(cell) < len(time.DateOnly):
			continue
		case !c.year:
			cell = cell[:len(time.DateOnly)]
		}
		c.filled++
		if c.first == "" || string(cell) < c.first {
			c.first = string(cell)
		}
		if string(cell) > c.last {
			c.last = string(cell)
		}
	}
}

// span is that of the first column in which at least half of the rows have a
// date: a column that is mostly empty (an end, a correction) says little of what
// the table as a whole covers. Days that no calendar has give none.
func (s *spanner) span() (Span, string) {
	for _, c := range s.columns {
		if c.filled == 0 || c.filled*2 < s.rows {
			continue
		}
		out := Span{c.first, c.last}
		if c.year {
			out = Span{c.first + "-01-01", c.last + "-12-31"}
		}
		if field, _ := out.check(); field == "" {
			return out, c.name
		}
	}
	return Span{}, ""
}
