package database

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"airial/internal/platform/fault"
)

// Row is what a scan function reads: the current row of a result.
type Row interface {
	Scan(dest ...any) error
}

// One reads the single row of a query. No row is a fault of kind NotFound; op
// names the caller in every error.
func One[T any](ctx context.Context, tx Tx, op string, scan func(Row) (T, error), query string, args ...any) (T, error) {
	v, err := scan(tx.QueryRow(ctx, query, args...))
	if err == nil {
		return v, nil
	}
	var zero T
	if errors.Is(err, sql.ErrNoRows) {
		return zero, fault.Missing(op)
	}
	return zero, fault.Wrap(op, err)
}

// Value reads the single column of the single row of a query.
func Value[T any](ctx context.Context, tx Tx, op string, query string, args ...any) (T, error) {
	return One(ctx, tx, op, func(r Row) (T, error) {
		var v T
		return v, r.Scan(&v)
	}, query, args...)
}

// All reads every row of a query. No row gives a nil slice.
func All[T any](ctx context.Context, tx Tx, op string, scan func(Row) (T, error), query string, args ...any) ([]T, error) {
	var list []T
	err := Each(ctx, tx, op, func(r Row) error {
		v, err := scan(r)
		list = append(list, v)
		return err
	}, query, args...)
	if err != nil {
		return nil, err
	}
	return list, nil
}

// Each calls fn for every row of a query as it arrives, for results too large
// to hold. On PostgreSQL fn must not use the transaction: its connection is
// busy with the rows.
func Each(ctx context.Context, tx Tx, op string, fn func(Row) error, query string, args ...any) error {
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return fault.Wrap(op, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		err = fn(rows)
		if err != nil {
			return fault.Wrap(op, err)
		}
	}
	return fault.Wrap(op, rows.Err())
}

// Exec runs a statement and returns how many rows it touched.
func Exec(ctx context.Context, tx Tx, op string, query string, args ...any) (int64, error) {
	res, err := tx.Exec(ctx, query, args...)
	if err != nil {
		return 0, fault.Wrap(op, err)
	}
	n, err := res.RowsAffected()
	return n, fault.Wrap(op, err)
}

// Bool is the form of a truth value in the database: 1 or 0, in an integer
// column. It scans back into a bool.
func Bool(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// In returns n placeholders from $start on, "$3, $4, $5", for "in (…)". Keep n
// to some hundreds: SQLite takes at most 32,766 parameters, and its driver's
// work grows with their square. With n zero it returns "null", which no value
// is in.
func In(n, start int) string {
	if n <= 0 {
		return "null"
	}
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(start + i))
	}
	return b.String()
}

// Args turns a list into arguments, to follow others in a call.
func Args[T any](list []T) []any {
	args := make([]any, len(list))
	for i, v := range list {
		args[i] = v
	}
	return args
}

// ExecEach runs a statement once for each of some names, and returns those for
// which it touched a row, in their order.
func ExecEach(ctx context.Context, tx Tx, op string, names []string, query string, args func(name string) []any) (touched []string, err error) {
	for _, name := range names {
		n, err := Exec(ctx, tx, op, query, args(name)...)
		if err != nil {
			return touched, err
		}
		if n > 0 {
			touched = append(touched, name)
		}
	}
	return touched, nil
}
