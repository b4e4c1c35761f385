package corpus

import (
	"fmt"
	"strings"
)

// Table is a table with what its columns hold.
type Table struct {
	Name   string
	Half   Half
	ByHand bool
	Header []string
	Holds  []string // a kind (".o" for a public role), "-" or "?"
	Rows   [][]string
	Labels [][][]Label // by row and column
}

// Tables reads the tables.
func Tables() ([]Table, error) {
	var out []Table
	for _, name := range []string{"tables.txt", "tables-by-hand.txt"} {
		text, err := files.ReadFile("testdata/" + name)
		if err != nil {
			return nil, err
		}
		tables, err := tables(string(text), name == "tables-by-hand.txt")
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, tables...)
	}
	return out, nil
}

func tables(text string, byHand bool) ([]Table, error) {
	var out []Table
	for block := range strings.SplitSeq("\n"+text, "\n== ") {
		lines := strings.Split(strings.TrimRight(block, "\n"), "\n")
		if len(lines) < 4 {
			continue // what stands above the first table
		}
		half, name, _ := strings.Cut(lines[0], " ")
		t := Table{Name: name, Half: Half(half), ByHand: byHand, Holds: strings.Split(lines[1], "\t"), Header: strings.Split(lines[2], "\t")}
		if len(t.Holds) != len(t.Header) {
			return nil, fmt.Errorf("%s: %d columns hold %d things", t.Name, len(t.Header), len(t.Holds))
		}
		for _, line := range lines[3:] {
			if err := t.row(strings.Split(line, "\t")); err != nil {
				return nil, fmt.Errorf("%s: %w", t.Name, err)
			}
		}
		out = append(out, t)
	}
	return out, nil
}

func (t *Table) row(marked []string) error {
	if len(marked) != len(t.Header) {
		return fmt.Errorf("%d cells under %d headers: %q", len(marked), len(t.Header), marked)
	}
	cells, labels := make([]string, len(marked)), make([][]Label, len(marked))
	for i, cell := range marked {
		var err error
		if cells[i], labels[i], err = unmark(cell); err != nil {
			return err
		}
		if t.Holds[i] == "-" || t.Holds[i] == "?" || cells[i] == "" || len(labels[i]) > 0 {
			continue
		}
		l, err := label(t.Holds[i])
		if err != nil {
			return err
		}
		l.End = len(cells[i])
		labels[i] = []Label{l}
	}
	t.Rows, t.Labels = append(t.Rows, cells), append(t.Labels, labels)
	return nil
}
