package anonymise

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"airial/privacy"
)

// Table is a table that is read row by row.
type Table interface {
	io.Closer
	Columns() []privacy.Column
	// Next gives the number of the next row, as a spreadsheet shows it, and its
	// cells, valid until the next call; io.EOF at the end.
	Next() (row int, cells [][]byte, err error)
	// Outside gives the texts of the file that stand outside its rows.
	Outside() []string
}

// Opener opens the table from its beginning; it is called several times.
type Opener func() (Table, error)

// each reads the rows of a table that hold something.
func (open Opener) each(visit func(columns []privacy.Column, row int, cells [][]byte) error) error {
	t, err := open()
	if err != nil {
		return err
	}
	defer t.Close()
	columns := t.Columns()
	for {
		row, cells, err := t.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if blankRow(cells) {
			continue
		}
		if err := visit(columns, row, cells); err != nil {
			return err
		}
	}
}

func blankRow(cells [][]byte) bool {
	return !slices.ContainsFunc(cells, func(c []byte) bool { return strings.TrimSpace(string(c)) != "" })
}

// ChangedError says that the table has columns of which the plan says nothing.
type ChangedError struct{ Columns []string }

func (e *ChangedError) Error() string { return e.In("en") }

// In says it in French, or in English.
func (e *ChangedError) In(lang string) string {
	names := strings.Join(e.Columns, ", ")
	if lang == "en" {
		return fmt.Sprintf("the plan says nothing of these columns: %s. Say in the plan what becomes of them.", names)
	}
	return fmt.Sprintf("le plan ne dit rien de ces colonnes : %s. Dites dans le plan ce qu’elles deviennent.", names)
}

// ErrNoKey says that the plan asks for pseudonyms and no key was given.
var ErrNoKey = fmt.Errorf("anonymise: the plan asks for pseudonyms, which need a key of %d bytes", KeyBytes)

// layout is what the plan means for the columns of a table.
type layout struct {
	steps []*Step // by column of the table
	names []string
	out   []privacy.Column // the columns that stay
	from  []int            // their places in the table
}

func (p *Plan) layout(columns []privacy.Column, key []byte) (*layout, error) {
	if p.Uses(Pseudonym) && len(key) != KeyBytes {
		return nil, ErrNoKey
	}
	l := &layout{}
	var unknown []string
	for i, c := range columns {
		s := p.Step(c.Name)
		l.steps, l.names = append(l.steps, s), append(l.names, c.Name)
		if s == nil {
			unknown = append(unknown, c.Name)
			continue
		}
		if s.Do != Drop {
			// What was generalised is no longer of its type.
			l.out, l.from = append(l.out, privacy.Column{Name: c.Name, Label: c.Label, PublicContact: c.PublicContact}), append(l.from, i)
		}
	}
	if len(unknown) > 0 {
		return nil, &ChangedError{Columns: unknown}
	}
	return l, nil
}

// outOf gives the places, among the columns that stay, of those of these names.
func (l *layout) outOf(names []string) []int {
	var out []int
	for i, c := range l.out {
		if slices.Contains(names, c.Name) {
			out = append(out, i)
		}
	}
	return out
}

func (l *layout) uses(a Action) bool {
	return slices.ContainsFunc(l.steps, func(s *Step) bool { return s != nil && s.Do == a })
}
