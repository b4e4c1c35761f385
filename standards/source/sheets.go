package source

import (
	"strconv"

	"airial/standards/tabular"
)

// sheetName is a sheet that may be read.
type sheetName struct {
	name   string
	hidden bool
}

// chooseSheet opens the sheet that is asked for, or the first one that is not
// hidden and holds something.
func (t *Table) chooseSheet(sheets []sheetName, opts Options, open func(i int) (rowsOf, error)) error {
	for _, s := range sheets {
		t.Sheets = append(t.Sheets, s.name)
	}
	if opts.Sheet != "" {
		i := sheetIndex(t.Sheets, opts.Sheet)
		if i < 0 {
			return ErrNoSheet
		}
		return t.openSheet(i, opts, open)
	}
	var empty error
	for _, hidden := range []bool{false, true} {
		for i, s := range sheets {
			if s.hidden != hidden {
				continue
			}
			err := t.openSheet(i, opts, open)
			if reason, ok := tabular.Unreadable(err); !ok || reason != tabular.Empty {
				return err
			}
			empty = err
		}
	}
	return empty
}

func (t *Table) openSheet(i int, opts Options, open func(i int) (rowsOf, error)) error {
	rows, err := open(i)
	if err != nil {
		return err
	}
	g, err := newGrid(rows, opts)
	if err != nil {
		return err
	}
	t.Sheet, t.Source = t.Sheets[i], g
	return nil
}

// sheetIndex finds a sheet by its name, or by its number from 1.
func sheetIndex(names []string, asked string) int {
	for i, n := range names {
		if n == asked {
			return i
		}
	}
	for i, n := range names {
		if tabular.Fold(n) == tabular.Fold(asked) {
			return i
		}
	}
	if n, err := strconv.Atoi(asked); err == nil && n >= 1 && n <= len(names) {
		return n - 1
	}
	return -1
}
