package privacy

import (
	"bytes"
	"slices"
)

// Pending is the number of rows that were given to Row and not yet looked at:
// with Options.Names the first ones wait until it is known what the columns
// hold. Their findings come before those of later rows.
func (s *Scanner) Pending() int {
	if s.names == nil {
		return 0
	}
	return len(s.names.kept)
}

// Settle looks at the rows that wait, as Result does.
func (s *Scanner) Settle() {
	if s.names != nil {
		s.names.settle(s)
	}
}

// Again looks at one cell of the i-th column as if it stood in a row, and gives
// what it finds there. It is for a cell out of which something was taken: the
// finding is counted, but not told to Options.Found.
func (s *Scanner) Again(i int, cell []byte) []Finding {
	s.Settle()
	told := s.options.Found
	var found []Finding
	s.options.Found = func(f Finding) { found = append(found, f) }
	c := &s.extra
	if i < len(s.columns) {
		c = &s.columns[i]
	}
	s.cell(c, 0, cell)
	s.options.Found = told
	return found
}

// QuasiIdentifier tells whether the header of a column says that others may
// know its values of somebody: age, sex, commune, occupation…
func QuasiIdentifier(header string) bool {
	w := words(header)
	return slices.ContainsFunc(w, func(s string) bool { return quasi[s] }) && !slices.ContainsFunc(w, func(s string) bool { return never[s] })
}

// unreadable tells whether a cell has neither letter nor digit: what stands
// there was taken out.
func unreadable(v []byte) bool {
	return !bytes.ContainsFunc(v, func(r rune) bool {
		return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= 0xC0 && r < 0x2000 || r >= 0x3000
	})
}
