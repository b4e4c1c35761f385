package anonymise

import (
	"bytes"
	"slices"

	"airial/privacy"
)

// mostLooks bounds how often a cell is looked at again after something was taken
// out of it.
const mostLooks = 4

// transform treats rows one by one. Rows with text to search wait until it is
// known what the columns hold, a few hundred at most.
type transform struct {
	*layout
	key     []byte
	emit    func(row int, cells [][]byte) error
	watch   func(row int, before, after [][]byte) // nil for nobody
	tallies []tally                               // by column of the table
	beyond  int                                   // rows with cells that no header names
	scanner *privacy.Scanner
	queue   []waiting
	place   int // of the next row given to the scanner
	done    int // rows that left the queue
	found   map[int][]privacy.Finding
	cells   [][]byte
}

// tally counts what was done in a column.
type tally struct{ changed, unread int }

type waiting struct {
	row   int
	cells [][]byte
}

func newTransform(l *layout, columns []privacy.Column, key []byte, emit func(int, [][]byte) error) *transform {
	t := &transform{layout: l, key: key, emit: emit, tallies: make([]tally, len(l.steps)), cells: make([][]byte, len(l.from))}
	if l.uses(Redact) {
		t.found = map[int][]privacy.Finding{}
		// Rows are told apart by their place: a table may number them as it likes.
		t.scanner = privacy.NewScanner(columns, privacy.Options{Names: true, MaxFindings: 1, Found: func(f privacy.Finding) {
			if f.Level >= privacy.Review {
				t.found[f.Row] = append(t.found[f.Row], f)
			}
		}})
	}
	return t
}

// row takes a row of the table.
func (t *transform) row(row int, cells [][]byte) error {
	if len(cells) > len(t.steps) {
		t.beyond++
		cells = cells[:len(t.steps)] // what no header names, no plan can name
	}
	if t.scanner == nil {
		return t.treat(row, cells, nil)
	}
	kept := make([][]byte, len(cells))
	for i, c := range cells {
		kept[i] = bytes.Clone(c)
	}
	t.queue = append(t.queue, waiting{row, kept})
	t.place++
	t.scanner.Row(t.place, kept)
	return t.flush(t.scanner.Pending())
}

// end treats the rows that wait.
func (t *transform) end() error {
	if t.scanner == nil {
		return nil
	}
	t.scanner.Settle()
	return t.flush(0)
}

// flush treats all rows but the last that are pending.
func (t *transform) flush(pending int) error {
	for len(t.queue) > pending {
		w := t.queue[0]
		t.queue[0] = waiting{}
		t.queue = t.queue[1:]
		t.done++
		found := t.found[t.done]
		delete(t.found, t.done)
		if err := t.treat(w.row, w.cells, found); err != nil {
			return err
		}
	}
	return nil
}

func (t *transform) treat(row int, cells [][]byte, found []privacy.Finding) error {
	for j, i := range t.from {
		var value []byte
		if i < len(cells) {
			value = cells[i]
		}
		s := t.steps[i]
		switch s.Do {
		case Keep:
			t.cells[j] = value
		case Redact:
			t.cells[j] = t.redact(i, value, found)
		default:
			out, ok := s.cell(string(value), t.key)
			if !ok {
				t.tallies[i].unread++
			}
			if out != string(value) {
				t.tallies[i].changed++
			}
			t.cells[j] = []byte(out)
		}
	}
	if t.watch != nil {
		t.watch(row, cells, t.cells)
	}
	return t.emit(row, t.cells)
}

// redact blots out of a cell what was found in it, and what is found then.
func (t *transform) redact(i int, value []byte, found []privacy.Finding) []byte {
	mark := []byte(t.steps[i].Mark)
	out, any := value, false
	mine := found[:0:0]
	for _, f := range found {
		if f.Field == t.names[i] && !slices.Contains(t.steps[i].Accept, f.Kind) {
			mine = append(mine, f)
		}
	}
	for range mostLooks {
		if len(mine) == 0 {
			break
		}
		any = true
		out = blot(out, mine, mark)
		mine = mine[:0]
		for _, f := range t.scanner.Again(i, out) {
			if f.Level >= privacy.Review && !slices.Contains(t.steps[i].Accept, f.Kind) {
				mine = append(mine, f)
			}
		}
	}
	if len(mine) > 0 {
		out = mark // nothing else is sure
	}
	if any {
		t.tallies[i].changed++
	}
	return out
}

// blot writes the mark over each finding; marks that touch become one.
func blot(value []byte, found []privacy.Finding, mark []byte) []byte {
	var out []byte
	last := 0
	for _, f := range found {
		start, end := max(f.Start, last), min(f.End, len(value))
		if end <= start {
			continue
		}
		between := value[last:start]
		if !(last > 0 && len(bytes.TrimSpace(between)) == 0 && bytes.HasSuffix(out, mark)) {
			out = append(append(out, between...), mark...)
		}
		last = end
	}
	return append(out, value[last:]...)
}
