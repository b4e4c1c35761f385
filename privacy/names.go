package privacy

import (
	"bytes"

	"airial/privacy/person"
)

// learning is how many rows are looked at before it is settled what the columns
// hold. They are kept until then.
const learning = 400

// names finds the names of persons in a table, and what is personal beside one.
// A column of names is recognised by its header and by its values together; in
// other columns names are found as in any text.
type names struct {
	finder  person.Finder // its own: it works on the text it is given
	columns []nature
	kept    []keptRow
	settled bool
	persons bool // some column holds private persons, row by row
	places  bool // the rows are places on a map, and no persons
	counts  int  // column of occurrences of a table of first names; -1 for none
	bodies  bodies
	current [][]byte
}

type keptRow struct {
	n     int
	cells [][]byte
}

func newNames(columns []column) *names {
	return &names{columns: make([]nature, len(columns)), counts: -1}
}

// learn keeps a row while the columns are not settled, and tells whether it did.
func (t *names) learn(n int, cells [][]byte) bool {
	if t.settled {
		return false
	}
	row := keptRow{n: n, cells: make([][]byte, len(cells))}
	for i, c := range cells {
		row.cells[i] = bytes.Clone(c)
	}
	t.kept = append(t.kept, row)
	return true
}

// full tells whether enough rows are known.
func (t *names) full() bool { return !t.settled && len(t.kept) >= learning }

// settle decides what the columns hold and looks at the rows that were kept.
func (t *names) settle(s *Scanner) {
	if t.settled {
		return
	}
	t.settled = true
	t.bodies = newBodies(s.columns)
	for _, row := range t.kept {
		for i, cell := range row.cells {
			if i < len(t.columns) {
				body, _ := t.bodies.named(i, row.cells)
				t.columns[i].see(&t.finder, cell, body)
			}
		}
	}
	t.decide(s.columns)
	for _, row := range t.kept {
		t.current = row.cells
		s.row(row.n, row.cells)
	}
	t.kept = nil
}

// number reads the occurrences of the row that is looked at.
func (t *names) number() int {
	if t.counts >= len(t.current) {
		return 0
	}
	n := 0
	for _, b := range bytes.TrimSpace(t.current[t.counts]) {
		if !digit(b) {
			return 0
		}
		n = n*10 + int(b-'0')
	}
	return n
}
