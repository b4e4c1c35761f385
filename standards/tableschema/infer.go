package tableschema

import (
	"bytes"
	"io"
	"strconv"
)

// Infer reads a table without a schema to its end and gives one: a column has
// a type only if every one of its cells, written again from that type, gives
// the same bytes. So 00123, 1e5, +5 and 1,5 make a text, and numbers are
// either all as short as can be or all with the same number of decimals. Dates
// are YYYY-MM-DD, booleans true and false. Empty cells say nothing; a column
// without any value is a text.
//
// The names of the fields are those of [Match] without a schema.
func Infer(r Source) (*Schema, error) {
	columns := Match(r.Header(), nil).Columns
	guesses := make([]guess, len(columns))
	for i := range guesses {
		guesses[i] = newGuess()
	}
	for {
		rec, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		for i := range min(len(rec.Cells), len(guesses)) {
			if cell := rec.Cells[i]; len(cell) > 0 {
				guesses[i].see(cell)
			}
		}
	}
	s := &Schema{Name: None, MissingValues: []string{""}}
	for i, c := range columns {
		s.Fields = append(s.Fields, Field{Name: c.Name, Type: guesses[i].result()})
	}
	return s, s.Prepare()
}

// guess is what a column may still be.
type guess struct {
	any                      bool // whether a value was seen
	integer, shortest, fixed bool
	date, boolean            bool
	decimals                 int // of the fixed form, -1 before the first value
}

func newGuess() guess {
	return guess{integer: true, shortest: true, fixed: true, date: true, boolean: true, decimals: -1}
}

// see narrows the guess by one more value.
func (g *guess) see(cell []byte) {
	g.any = true
	if g.integer {
		g.integer = roundTripsInteger(cell)
	}
	if g.shortest || g.fixed {
		g.number(cell)
	}
	if g.date {
		var v Value
		g.date = readISODate(cell, &v)
	}
	if g.boolean {
		g.boolean = string(cell) == "true" || string(cell) == "false"
	}
}

// number follows the two forms that numbers can be written again in: the
// shortest one, and one with as many decimals for all.
func (g *guess) number(cell []byte) {
	decimals, ok := plainDecimal(cell)
	if !ok {
		g.shortest, g.fixed = false, false
		return
	}
	f, err := strconv.ParseFloat(string(cell), 64)
	if err != nil {
		g.shortest, g.fixed = false, false
		return
	}
	var buf [64]byte
	g.shortest = g.shortest && bytes.Equal(strconv.AppendFloat(buf[:0], f, 'f', -1, 64), cell)
	if g.decimals < 0 {
		g.decimals = decimals
	}
	g.fixed = g.fixed && decimals == g.decimals &&
		bytes.Equal(strconv.AppendFloat(buf[:0], f, 'f', decimals, 64), cell)
}

func (g *guess) result() Type {
	switch {
	case !g.any:
		return String
	case g.integer:
		return Integer
	case g.shortest, g.fixed:
		return Number
	case g.date:
		return Date
	case g.boolean:
		return Boolean
	}
	return String
}

// roundTripsInteger tells whether cell is a 64-bit integer as it is written
// again: no sign but a minus, no zero in front.
func roundTripsInteger(cell []byte) bool {
	d := cell
	if d[0] == '-' {
		d = d[1:]
	}
	if len(d) == 0 || d[0] == '0' && len(cell) > 1 {
		return false
	}
	_, ok := parseInt(cell)
	return ok && cell[0] != '+'
}

// plainDecimal tells whether cell is digits with at most a minus and a full
// stop, at most 15 of them so that a float64 holds it, and counts the
// decimals.
func plainDecimal(cell []byte) (decimals int, ok bool) {
	d := cell
	if d[0] == '-' {
		d = d[1:]
	}
	stop := bytes.IndexByte(d, '.')
	whole := d
	if stop >= 0 {
		whole = d[:stop]
		decimals = len(d) - stop - 1
		if decimals == 0 {
			return 0, false
		}
	}
	if len(whole) == 0 || whole[0] == '0' && len(whole) > 1 || len(whole)+decimals > 15 {
		return 0, false
	}
	for i, c := range d {
		if i != stop && c-'0' > 9 {
			return 0, false
		}
	}
	return decimals, true
}
