package records

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"iter"
	"strings"

	"airial/internal/platform/database"
)

// Values reads a record: nil, string, int64, float64 or []byte for each column.
func (s Shape) Values(line []byte) ([]any, error) {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	var raw []any
	err := d.Decode(&raw)
	if err == nil && len(raw) != len(s.Columns) {
		err = fmt.Errorf("%d values for %d columns", len(raw), len(s.Columns))
	}
	for i := 0; err == nil && i < len(raw); i++ {
		raw[i], err = value(s.Columns[i].Type, raw[i])
	}
	if err != nil {
		return nil, fmt.Errorf("records: a record of %s: %w", s.Name, err)
	}
	return raw, nil
}

func value(t database.ColumnType, raw any) (any, error) {
	switch v := raw.(type) {
	case nil:
		return nil, nil
	case string:
		if t == database.Text {
			return v, nil
		}
	case json.Number:
		if t == database.Integer {
			return v.Int64()
		}
		if t == database.Real {
			return v.Float64()
		}
	case map[string]any:
		if text, ok := v["b"].(string); ok && t == database.Bytes && len(v) == 1 {
			b, err := base64.StdEncoding.DecodeString(text)
			if b == nil {
				b = []byte{}
			}
			return b, err
		}
	}
	return nil, fmt.Errorf("%T where %s is expected", raw, t)
}

// An Importer puts records into a table, several by one statement where that is
// faster. Call Flush at the end.
type Importer struct {
	shape Shape
	most  int
	rows  [][]any
	Count int64 // records put in so far
}

// Import returns an importer for a table.
func (s Shape) Import(tx database.Tx) *Importer {
	return &Importer{shape: s, most: atOnce(tx)}
}

// Add puts a record in, given as its values.
func (i *Importer) Add(ctx context.Context, tx database.Tx, values []any) error {
	i.rows = append(i.rows, values)
	if len(i.rows) < i.most {
		return nil
	}
	return i.insert(ctx, tx)
}

// Flush puts in what waits, and sets the database's own counting right.
func (i *Importer) Flush(ctx context.Context, tx database.Tx) error {
	for len(i.rows) > 0 {
		err := i.insert(ctx, tx)
		if err != nil {
			return err
		}
	}
	return database.ResetIdentities(ctx, tx, i.shape.Name, i.shape.Columns)
}

func (i *Importer) insert(ctx context.Context, tx database.Tx) error {
	var b strings.Builder
	fmt.Fprintf(&b, "insert into %s (%s)%s values ", i.shape.Name, strings.Join(i.shape.Names(), ", "), overriding(tx))
	var args []any
	for n, row := range i.rows {
		if n > 0 {
			b.WriteString(", ")
		}
		b.WriteString("(" + database.In(len(row), len(args)+1) + ")")
		args = append(args, row...)
	}
	_, err := database.Exec(ctx, tx, "records.Import "+i.shape.Name, b.String(), args...)
	i.Count += int64(len(i.rows))
	i.rows = i.rows[:0]
	return err
}

// Pour puts lines into the table, as Stream gives them, and returns how many
// there were. It ends with the first error of either side.
func (s Shape) Pour(ctx context.Context, tx database.Tx, lines iter.Seq2[[]byte, error]) (rows int64, err error) {
	in := s.Import(tx)
	for line, err := range lines {
		var values []any
		if err == nil {
			values, err = s.Values(line)
		}
		if err == nil {
			err = in.Add(ctx, tx, values)
		}
		if err != nil {
			return in.Count, err
		}
	}
	err = in.Flush(ctx, tx)
	return in.Count, err
}

// Clear deletes the rows of tables, the last first: what names others goes
// before them. where and args narrow it for each table.
func Clear(ctx context.Context, tx database.Tx, shapes []Shape, where func(Shape) (string, []any)) error {
	for n := len(shapes) - 1; n >= 0; n-- {
		query, args := "delete from "+shapes[n].Name, []any(nil)
		if where != nil {
			var condition string
			condition, args = where(shapes[n])
			query += " where " + condition
		}
		_, err := database.Exec(ctx, tx, "records.Clear", query, args...)
		if err != nil {
			return err
		}
	}
	return nil
}
