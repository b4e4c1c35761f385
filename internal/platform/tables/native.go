package tables

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// nativeFormat changes whenever native files have to be made again.
const nativeFormat = 1

// nativeTable is a native DuckDB file attached read-only. In it the columns
// are c0, c1, ... and the folded texts f0, f1, ...: published names never come
// near SQL. The rows have been written in file order, so DuckDB's own rowid is
// the hidden row number.
type nativeTable struct {
	on      *instance
	alias   string
	columns []Column
	kinds   []kind
	rows    int64
	bytes   int64
}

// described is what the file says about itself.
type described struct {
	Format  int
	Columns []Column
	Rows    int64
}

// buildNative makes a native file of a Parquet file; both lie in the cache.
func buildNative(ctx context.Context, on *instance, alias, parquetPath, path string) error {
	about, err := describe(parquetPath)
	if err != nil {
		return err
	}
	note, err := json.Marshal(about)
	if err != nil {
		return err
	}
	columns, aliases := nativeColumns(about.Columns)
	return fillNative(ctx, on, alias, path, fmt.Sprintf("select %s from read_parquet(%s) as p(%s)", columns, quote(parquetPath), aliases), string(note))
}

// fillNative makes a native file of the rows of a statement, with a note of what
// it holds.
func fillNative(ctx context.Context, on *instance, alias, path, rows, note string) error {
	if _, err := on.admin.ExecContext(ctx, "attach "+quote(path)+" as "+alias); err != nil {
		return fmt.Errorf("tables: creating a native file: %w", err)
	}
	// The caller may be gone by then; the file has to be let go all the same.
	defer on.admin.ExecContext(context.WithoutCancel(ctx), "detach database if exists "+alias)
	_, err := on.db.ExecContext(ctx, fmt.Sprintf("create table %s.t as %s", alias, rows))
	if err == nil {
		_, err = on.db.ExecContext(ctx, fmt.Sprintf("create table %s.about as select cast(? as varchar) as note", alias), note)
	}
	if err == nil {
		_, err = on.db.ExecContext(ctx, "checkpoint "+alias)
	}
	if err != nil {
		return fmt.Errorf("tables: filling a native file: %w", err)
	}
	return nil
}

// nativeColumns returns the select list of a native table and the names that
// it gives to the columns of the Parquet file, by position.
func nativeColumns(columns []Column) (list, aliases string) {
	var out, names []string
	for i, c := range columns {
		name := fmt.Sprintf("c%d", i)
		names = append(names, name)
		k, _ := c.Type.kind()
		switch k {
		case kindStamp:
			// An instant without its zone is always UTC here.
			out = append(out, fmt.Sprintf("cast(%s as timestamp) as %s", name, name))
		case kindText:
			out = append(out, name, fmt.Sprintf("%s as f%d", foldSQL(name), i))
		default:
			out = append(out, name)
		}
	}
	return strings.Join(out, ", "), strings.Join(names, ", ")
}

func describe(parquetPath string) (described, error) {
	f, err := os.Open(parquetPath)
	if err != nil {
		return described{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return described{}, err
	}
	file, err := parquet.OpenFile(f, info.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return described{}, fmt.Errorf("tables: %w", err)
	}
	columns, _, err := columnsOf(file)
	return described{Format: nativeFormat, Columns: columns, Rows: file.NumRows()}, err
}

// errStale means that a native file does not say what it must: it is made anew.
var errStale = errors.New("tables: stale native file")

// attachNative attaches a native file read-only.
func attachNative(ctx context.Context, on *instance, alias, path string) (*nativeTable, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if _, err := on.admin.ExecContext(ctx, "attach "+quote(path)+" as "+alias+" (read_only)"); err != nil {
		return nil, fmt.Errorf("tables: attaching a native file: %w", err)
	}
	t := &nativeTable{on: on, alias: alias, bytes: info.Size()}
	var note string
	err = on.admin.QueryRowContext(ctx, "select note from "+alias+".about").Scan(&note)
	if err == nil {
		err = t.read(note)
	}
	if err != nil {
		t.detach()
		return nil, err
	}
	return t, nil
}

func (t *nativeTable) read(note string) error {
	var about described
	if err := json.Unmarshal([]byte(note), &about); err != nil || about.Format != nativeFormat {
		return errStale
	}
	kinds, err := kindsOf(about.Columns)
	if err != nil {
		return errStale
	}
	t.columns, t.kinds, t.rows = about.Columns, kinds, about.Rows
	return nil
}

func (t *nativeTable) detach() {
	// Nothing can be done about a failure, and nothing depends on it: the
	// alias is never used again.
	_, _ = t.on.admin.ExecContext(context.Background(), "detach database if exists "+t.alias)
}
