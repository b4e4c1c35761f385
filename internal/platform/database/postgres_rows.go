package database

import (
	"database/sql/driver"
	"fmt"
	"io"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

// pgRows are the rows of a statement that went together with others.
type pgRows struct {
	session *pgSession
	rows    pgx.Rows
	results pgx.BatchResults
	first   *bool // whether there is a first row, until it was asked for
	columns []func([]byte) (driver.Value, error)
}

// Columns implements driver.Rows.
func (r *pgRows) Columns() []string {
	fields := r.rows.FieldDescriptions()
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return names
}

// Close implements driver.Rows.
func (r *pgRows) Close() error {
	r.rows.Close()
	return r.session.end(r.results, r.rows.Err())
}

// Next implements driver.Rows.
func (r *pgRows) Next(into []driver.Value) error {
	more := r.first != nil && *r.first || r.first == nil && r.rows.Next()
	r.first = nil
	if !more {
		if err := r.rows.Err(); err != nil {
			return err
		}
		return io.EOF
	}
	if r.columns == nil {
		types := r.session.Conn.Conn().TypeMap()
		for _, f := range r.rows.FieldDescriptions() {
			r.columns = append(r.columns, column(types, f.DataTypeOID, f.Format))
		}
	}
	for i, raw := range r.rows.RawValues() {
		if raw == nil {
			into[i] = nil
			continue
		}
		var err error
		if into[i], err = r.columns[i](raw); err != nil {
			return fmt.Errorf("column %d: %w", i, err)
		}
	}
	return nil
}

// column returns what makes a value of a type one that database/sql knows, the
// same as the driver’s own rows have. Arrays, which portable SQL has none of, are an error.
func column(types *pgtype.Map, oid uint32, format int16) func([]byte) (driver.Value, error) {
	switch oid {
	case pgtype.Int2OID, pgtype.Int4OID, pgtype.Int8OID:
		return scanning[int64](types, oid, format)
	case pgtype.Float4OID, pgtype.Float8OID:
		return scanning[float64](types, oid, format)
	case pgtype.BoolOID:
		return scanning[bool](types, oid, format)
	case pgtype.ByteaOID, pgtype.JSONOID, pgtype.JSONBOID:
		return scanning[[]byte](types, oid, format)
	case pgtype.DateOID, pgtype.TimestampOID, pgtype.TimestamptzOID:
		return scanning[time.Time](types, oid, format)
	}
	return scanning[string](types, oid, format)
}

func scanning[T any](types *pgtype.Map, oid uint32, format int16) func([]byte) (driver.Value, error) {
	var prepared T
	plan := types.PlanScan(oid, format, &prepared)
	return func(raw []byte) (driver.Value, error) {
		var v T
		err := plan.Scan(raw, &v)
		return v, err
	}
}
