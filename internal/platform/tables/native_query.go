package tables

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// eachBatch rows are fetched at a time by a streaming read, so that memory
// stays flat whatever the size of the answer: DuckDB gives whole results.
const eachBatch = 8192

// total counts the rows that match.
func (t *nativeTable) total(ctx context.Context, p *plan) (int64, error) {
	if p.all() {
		return t.rows, nil
	}
	s := &statement{kinds: t.kinds}
	query := "select count(*) from " + t.alias + ".t" + s.where(p)
	var n int64
	err := t.on.db.QueryRowContext(ctx, query, s.args...).Scan(&n)
	return n, err
}

// page returns the rows of a page.
func (t *nativeTable) page(ctx context.Context, p *plan, most int) ([][]any, error) {
	room := budget{left: most}
	if len(p.sorts) > 0 {
		ids, err := t.sortedRows(ctx, p, p.limit)
		if err != nil {
			return nil, err
		}
		rows, err := t.rowsByID(ctx, p, ids, &budget{left: most})
		if !errors.Is(err, errFull) {
			return rows, err
		}
		return t.rowsWithin(ctx, p, ids, &room)
	}
	s := &statement{kinds: t.kinds}
	sel := s.selection(p)
	query := "select " + sel.sql + " from " + t.alias + ".t"
	if p.all() {
		from := min(p.offset, t.rows)
		query += fmt.Sprintf(" where rowid >= %d and rowid < %d order by rowid", from, from+int64(p.limit))
	} else {
		// DuckDB keeps the order of the file without being asked
		// (preserve_insertion_order), and so may stop early.
		query += s.where(p) + fmt.Sprintf(" limit %d offset %d", p.limit, p.offset)
	}
	out := make([][]any, 0, p.limit)
	err := t.scan(ctx, query, s.args, sel, func(_ int64, row []any) error {
		if !room.takes(row) {
			return errFull
		}
		out = append(out, slices.Clone(row))
		return nil
	})
	if errors.Is(err, errFull) {
		err = nil
	}
	return out, err
}

// rowsWithin fetches the first rows by number as far as there is room, a few
// at a time.
func (t *nativeTable) rowsWithin(ctx context.Context, p *plan, ids []int64, room *budget) ([][]any, error) {
	var out [][]any
	for part := range slices.Chunk(ids, 8) {
		rows, err := t.rowsByID(ctx, p, part, nil)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if !room.takes(row) {
				return out, nil
			}
			out = append(out, row)
		}
	}
	return out, nil
}

// sortedRows returns the numbers of the matching rows in the plan's order.
// Sorting these alone, and fetching the rest of a row afterwards, is what
// makes the sort of a wide table cheap.
func (t *nativeTable) sortedRows(ctx context.Context, p *plan, limit int) ([]int64, error) {
	s := &statement{kinds: t.kinds}
	query := "select rowid from " + t.alias + ".t" + s.where(p) + s.orderBy(p)
	if limit > 0 {
		query += fmt.Sprintf(" limit %d", limit)
	}
	if p.offset > 0 {
		query += fmt.Sprintf(" offset %d", p.offset)
	}
	return t.numbers(ctx, query, s.args)
}

// numbers runs a query that gives whole numbers.
func (t *nativeTable) numbers(ctx context.Context, query string, args []any) ([]int64, error) {
	rows, err := t.on.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// rowsByID fetches rows by number, in the order of the numbers. The numbers
// are given as a joined list: as a plain one, DuckDB would compare each row with
// each of them (75 ms instead of 10 for 50 rows out of 1,000,000).
// Where room is given and they do not fit into it, the error is errFull.
func (t *nativeTable) rowsByID(ctx context.Context, p *plan, ids []int64, room *budget) ([][]any, error) {
	out := make([][]any, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	place := make(map[int64]int, len(ids))
	list := make([]string, len(ids))
	for i, id := range ids {
		place[id] = i
		list[i] = strconv.FormatInt(id, 10)
	}
	sel := (&statement{kinds: t.kinds}).selection(p)
	query := "select " + sel.sql + ", rowid from " + t.alias + ".t where rowid in (select unnest([" + strings.Join(list, ", ") + "]))"
	err := t.scan(ctx, query, nil, sel, func(id int64, row []any) error {
		if room != nil && !room.takes(row) {
			return errFull
		}
		out[place[id]] = slices.Clone(row)
		return nil
	})
	return out, err
}

// each streams the rows of a plan.
func (t *nativeTable) each(ctx context.Context, p *plan, fn func([]any) error) error {
	if len(p.sorts) > 0 {
		ids, err := t.sortedRows(ctx, p, p.limit)
		if err != nil {
			return err
		}
		for batch := range slices.Chunk(ids, eachBatch) {
			rows, err := t.rowsByID(ctx, p, batch, nil)
			if err != nil {
				return err
			}
			for _, row := range rows {
				if err := fn(row); err != nil {
					return err
				}
			}
		}
		return nil
	}
	return t.eachUnsorted(ctx, p, fn)
}

// eachUnsorted walks through the file, each batch from the row after the last.
func (t *nativeTable) eachUnsorted(ctx context.Context, p *plan, fn func([]any) error) error {
	left := int64(p.limit)
	if left == 0 {
		left = t.rows
	}
	offset, last := p.offset, int64(-1)
	if p.all() {
		last, offset = offset-1, 0
	}
	for left > 0 {
		s := &statement{kinds: t.kinds}
		n := min(left, eachBatch)
		more := fmt.Sprintf("rowid > %d", last)
		if p.all() {
			more += fmt.Sprintf(" and rowid <= %d", last+n)
		}
		sel := s.selection(p)
		query := "select " + sel.sql + ", rowid" + " from " + t.alias + ".t" + s.where(p, more) +
			fmt.Sprintf(" limit %d offset %d", n, offset)
		got := int64(0)
		err := t.scan(ctx, query, s.args, sel, func(id int64, row []any) error {
			got, last = got+1, id
			return fn(row)
		})
		if err != nil || got < n {
			return err
		}
		left, offset = left-got, 0
	}
	return nil
}

// streamKey marks the context of an export, whose batches are on their way as
// long as the reader takes: they have places of their own.
type streamKey struct{}

// scan runs a query for a selection, with or without the row number behind it,
// and calls fn with each row as a Page has it. The row is reused. It goes past
// database/sql, whose conversions would take a third of the time.
func (t *nativeTable) scan(ctx context.Context, query string, args []any, sel *selection, fn func(id int64, row []any) error) error {
	if streams, ok := ctx.Value(streamKey{}).(chan struct{}); ok {
		select {
		case streams <- struct{}{}:
			defer func() { <-streams }()
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	conn, err := t.on.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	named := make([]driver.NamedValue, len(args))
	for i, arg := range args {
		named[i] = driver.NamedValue{Ordinal: i + 1, Value: arg}
	}
	return conn.Raw(func(raw any) error {
		rows, err := raw.(driver.QueryerContext).QueryContext(ctx, query, named)
		if err != nil {
			return err
		}
		defer rows.Close()
		cells := make([]driver.Value, len(rows.Columns()))
		parts, row := make([]string, sel.texts), make([]any, len(sel.at))
		for {
			if err := rows.Next(cells); errors.Is(err, io.EOF) {
				return nil
			} else if err != nil {
				return err
			}
			var id int64
			if len(cells) > sel.width {
				id, _ = cells[sel.width].(int64)
			}
			sel.read(cells, parts, row)
			if err := fn(id, row); err != nil {
				return err
			}
		}
	})
}
