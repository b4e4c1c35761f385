package database

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// A ColumnType is one of the types that this package's documentation names.
type ColumnType string

// The types of columns.
const (
	Text    ColumnType = "text"
	Integer ColumnType = "integer"
	Real    ColumnType = "real"
	Bytes   ColumnType = "bytes"
)

// A Column is a column of a table, as the database has it.
type Column struct {
	Name string
	Type ColumnType
	// Key is the place of the column in the primary key, from 1; 0 for none.
	Key int
	// Required tells that the column holds no null.
	Required bool
	// Identity tells that PostgreSQL gives the value where none is given.
	Identity bool
}

// Columns returns the columns of a table whose values are stored, in the order
// of their names: the same on both databases. A table that is not there has
// none.
func Columns(ctx context.Context, tx Tx, table string) ([]Column, error) {
	const op = "database.Columns"
	query := columnsOfSQLite
	if tx.Dialect() == Postgres {
		query = columnsOfPostgres
	}
	list, err := All(ctx, tx, op, func(r Row) (Column, error) {
		var c Column
		var declared string
		err := r.Scan(&c.Name, &declared, &c.Key, &c.Required, &c.Identity)
		if err == nil {
			c.Type, err = columnType(declared)
		}
		return c, err
	}, query, table)
	slices.SortFunc(list, func(a, b Column) int { return strings.Compare(a.Name, b.Name) })
	return list, err
}

const columnsOfSQLite = `select name, type, pk, "notnull" <> 0 or pk > 0, 0 from pragma_table_xinfo($1) where hidden = 0`

const columnsOfPostgres = `select a.attname, format_type(a.atttypid, null),
		coalesce(array_position(i.indkey::int2[], a.attnum), -1) + 1, a.attnotnull, a.attidentity <> ''
	from pg_catalog.pg_attribute a
	left join pg_catalog.pg_index i on i.indrelid = a.attrelid and i.indisprimary
	where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''`

func columnType(declared string) (ColumnType, error) {
	switch strings.ToLower(declared) {
	case "text":
		return Text, nil
	case "bigint", "integer", "int":
		return Integer, nil
	case "double precision", "real":
		return Real, nil
	case "bytea", "blob":
		return Bytes, nil
	}
	return "", fmt.Errorf("database: a column of type %q", declared)
}

// ResetIdentities has PostgreSQL go on counting behind the highest number that
// is there, after rows were put in with their own.
func ResetIdentities(ctx context.Context, tx Tx, table string, columns []Column) error {
	for _, c := range columns {
		if !c.Identity {
			continue
		}
		_, err := tx.Exec(ctx, fmt.Sprintf(`select setval(pg_get_serial_sequence('%[1]s', '%[2]s'),
			(select coalesce(max(%[2]s), 0) + 1 from %[1]s), false)`, table, c.Name))
		if err != nil {
			return err
		}
	}
	return nil
}
