package records

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"airial/internal/platform/database"
)

// A Shape is a table with its columns, as a database has it.
type Shape struct {
	database.Table
	Columns []database.Column // in the order of their names
}

// Shapes returns the tables of a register that a database has and that are of
// one of the kinds, in the register's order.
func Shapes(ctx context.Context, tx database.Tx, register []database.Table, kinds ...database.TableKind) ([]Shape, error) {
	var shapes []Shape
	for _, t := range register {
		if !t.On(tx.Dialect()) || Index(t) || !slices.Contains(kinds, t.Kind) {
			continue
		}
		columns, err := database.Columns(ctx, tx, t.Name)
		if err != nil {
			return nil, err
		}
		if len(columns) == 0 {
			return nil, fmt.Errorf("records: the database has no table %s", t.Name)
		}
		shapes = append(shapes, Shape{t, columns})
	}
	return shapes, nil
}

// Index tells of an index that looks like a table, and that a table of its own
// fills and empties.
func Index(t database.Table) bool { return t.Kind == database.Derived && t.Only != "" }

// Names returns the names of the columns.
func (s Shape) Names() []string {
	names := make([]string, len(s.Columns))
	for i, c := range s.Columns {
		names[i] = c.Name
	}
	return names
}

// Index returns the place of a column in a record, or -1.
func (s Shape) Index(column string) int {
	return slices.IndexFunc(s.Columns, func(c database.Column) bool { return c.Name == column })
}

// order is the primary key, text by its bytes; all columns where there is none.
func (s Shape) order() string {
	keys := slices.DeleteFunc(slices.Clone(s.Columns), func(c database.Column) bool { return c.Key == 0 })
	slices.SortFunc(keys, func(a, b database.Column) int { return a.Key - b.Key })
	if len(keys) == 0 {
		keys = s.Columns
	}
	parts := make([]string, len(keys))
	for i, c := range keys {
		parts[i] = c.Name
		if c.Type == database.Text {
			parts[i] += ` collate "C"`
		}
	}
	return strings.Join(parts, ", ")
}

// As returns the shape with its columns as a record was written: those that
// the record has and the table has not are an error.
func (s Shape) As(names []string) (Shape, error) {
	columns := make([]database.Column, len(names))
	for i, name := range names {
		at := s.Index(name)
		if at < 0 {
			return Shape{}, fmt.Errorf("records: the table %s has no column %s", s.Name, name)
		}
		columns[i] = s.Columns[at]
	}
	s.Columns = columns
	return s, nil
}
