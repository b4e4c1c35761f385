package tables

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Stretch is a run of rows of a revised table: rows From (included) to To (not)
// of the table before, or all those of a file that WriteParquet made.
type Stretch struct {
	From, To int64
	Fresh    Opener // nil for rows of the table before
}

// errNotHeld says that there is no native file to start from.
var errNotHeld = errors.New("tables: the table before is not held")

// Revise makes the native file of a table out of the one of the table before it
// and of what is new, so that it need not be made of all its Parquet when it is
// asked for: the rows that stay are taken over with their folded texts, which cost
// the most. The stretches are the rows of the new table, in their order.
//
// It answers false, and does nothing, where no native file of the table before is
// held; the table is then made of its Parquet, as any other. Both tables have the
// same columns.
func (e *Engine) Revise(ctx context.Context, digest, before string, stretches []Stretch) (bool, error) {
	if err := errors.Join(checkDigest(digest), checkDigest(before)); err != nil {
		return false, err
	}
	if _, err := os.Stat(e.nativePath(before)); err != nil {
		return false, nil
	}
	if _, err := os.Stat(e.nativePath(digest)); err == nil {
		return true, nil
	}
	old, err := e.acquireNative(ctx, Table{Digest: before, Open: func(context.Context) (io.ReadCloser, error) { return nil, errNotHeld }})
	if errors.Is(err, errNotHeld) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer e.release(old)
	select {
	case e.build <- struct{}{}:
		defer func() { <-e.build }()
	case <-ctx.Done():
		return false, context.Cause(ctx)
	}
	return true, e.revise(ctx, old.duck, digest, stretches)
}

func (e *Engine) revise(ctx context.Context, old *nativeTable, digest string, stretches []Stretch) error {
	alias := e.newAlias()
	fresh := filepath.Join(e.cfg.CacheDir, digest+"."+alias+nativeSuffix+".tmp")
	defer os.Remove(fresh)
	defer os.Remove(fresh + ".wal")
	var selects []string
	about := described{Format: nativeFormat, Columns: old.columns}
	kept := strings.Join(nativeNames(old.kinds), ", ")
	for i, s := range stretches {
		if s.Fresh == nil {
			if s.To > s.From {
				selects = append(selects, fmt.Sprintf("select %s from %s.t where rowid >= %d and rowid < %d", kept, old.alias, s.From, s.To))
				about.Rows += s.To - s.From
			}
			continue
		}
		spool := filepath.Join(e.cfg.CacheDir, fmt.Sprintf("%s.%s-%d.parquet.tmp", digest, alias, i))
		defer os.Remove(spool)
		rows, err := spoolFresh(ctx, s.Fresh, spool)
		if err != nil {
			return err
		}
		columns, aliases := nativeColumns(old.columns)
		selects = append(selects, fmt.Sprintf("select %s from read_parquet(%s) as p(%s)", columns, quote(spool), aliases))
		about.Rows += rows
	}
	if len(selects) == 0 {
		return nil // an empty table is made in no time
	}
	note, err := json.Marshal(about)
	if err != nil {
		return err
	}
	// DuckDB keeps the order of what is put together (preserve_insertion_order).
	if err := fillNative(ctx, old.on, alias, fresh, strings.Join(selects, " union all "), string(note)); err != nil {
		return err
	}
	info, err := os.Stat(fresh)
	if err != nil {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := os.Rename(fresh, e.nativePath(digest)); err != nil {
		return err
	}
	e.files.put(digest, info.Size())
	e.trim()
	return nil
}

// spoolFresh puts a Parquet file where DuckDB reads it, and counts its rows.
func spoolFresh(ctx context.Context, open Opener, path string) (int64, error) {
	body, err := open(ctx)
	if err != nil {
		return 0, err
	}
	defer body.Close()
	if err := spoolTo(path, body); err != nil {
		return 0, err
	}
	about, err := describe(path)
	return about.Rows, err
}

// nativeNames are the columns of a native table, in their order.
func nativeNames(kinds []kind) []string {
	var out []string
	for i, k := range kinds {
		out = append(out, fmt.Sprintf("c%d", i))
		if k == kindText {
			out = append(out, fmt.Sprintf("f%d", i))
		}
	}
	return out
}
