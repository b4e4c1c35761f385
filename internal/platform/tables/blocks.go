package tables

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// blocks are runs of whole rows as a Page has them, held in one budget. Pages
// show the beginning of a table, filtered or not, far more often than the rest:
// what is shown is mostly there, and DuckDB, which plans for a millisecond what
// it then reads in less, need not be asked. Under the engine's mutex.
type blocks struct {
	held  map[string]*block // by digest and number
	order *lru              // by bytes
}

// block holds the rows from its number times blockRows on; nil rows say that
// they are too large to be held.
type block struct{ rows [][]any }

const (
	blockCells = 8192 // of a block, about
	blockMost  = 4    // blocks that are read for one page; more of them are read as rows
)

func newBlocks() *blocks { return &blocks{held: make(map[string]*block), order: newLRU()} }

// blockRows is how many rows of a table make a block.
func (t *nativeTable) blockRows() int64 { return int64(max(1, blockCells/len(t.kinds))) }

// rowsAt returns the wanted columns of rows by number, -1 being the number
// itself; not ok where they are read with less work in another way.
func (e *Engine) rowsAt(ctx context.Context, ent *entry, ids []int64, columns []int, most int) (rows [][]any, ok bool, err error) {
	size := ent.duck.blockRows()
	var numbers []int64
	for _, id := range ids {
		numbers = append(numbers, id/size)
	}
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	found := e.heldBlocks(ent, numbers)
	if len(numbers)-len(found) > blockMost || e.cfg.VectorMemory < 0 {
		return nil, false, nil
	}
	for _, number := range numbers {
		if found[number] == nil {
			if found[number], err = e.readBlock(ctx, ent, number); err != nil {
				return nil, false, err
			}
		}
		if found[number].rows == nil {
			return nil, false, nil
		}
	}
	room := budget{left: most}
	rows = make([][]any, 0, len(ids))
	for _, id := range ids {
		whole, row := found[id/size].rows[id%size], make([]any, len(columns))
		for i, col := range columns {
			if row[i] = any(id); col >= 0 {
				row[i] = whole[col]
			}
		}
		if !room.takes(row) {
			break
		}
		rows = append(rows, row)
	}
	return rows, true, nil
}

func blockKey(digest string, number int64) string { return fmt.Sprintf("%s %d", digest, number) }

func (e *Engine) heldBlocks(ent *entry, numbers []int64) map[int64]*block {
	e.mu.Lock()
	defer e.mu.Unlock()
	found := make(map[int64]*block, len(numbers))
	for _, number := range numbers {
		key := blockKey(ent.digest, number)
		if b := e.blocks.held[key]; b != nil {
			found[number] = b
			e.blocks.order.touch(key)
		}
	}
	return found
}

// readBlock reads a block, once even where many want it at a time.
func (e *Engine) readBlock(ctx context.Context, ent *entry, number int64) (*block, error) {
	select {
	case ent.reading <- struct{}{}:
		defer func() { <-ent.reading }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if b := e.heldBlocks(ent, []int64{number})[number]; b != nil {
		return b, nil
	}
	b, size, err := ent.duck.block(ctx, number, e.cfg.BlockMemory/8)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if ent.gone {
		return b, nil
	}
	key := blockKey(ent.digest, number)
	e.blocks.held[key] = b
	e.blocks.order.put(key, size)
	for e.blocks.order.total > e.cfg.BlockMemory {
		oldest, ok := e.blocks.order.oldest(func(k string) bool { return k != key })
		if !ok {
			break
		}
		delete(e.blocks.held, oldest)
		e.blocks.order.remove(oldest)
	}
	return b, nil
}

// block reads a block of at most so many bytes.
func (t *nativeTable) block(ctx context.Context, number, most int64) (*block, int64, error) {
	n := t.blockRows()
	from, to := number*n, min(number*n+n, t.rows)
	all := &plan{}
	for i := range t.kinds {
		all.out = append(all.out, i)
	}
	sel := (&statement{kinds: t.kinds}).selection(all)
	b, size := &block{rows: make([][]any, 0, to-from)}, int64(0)
	query := fmt.Sprintf("select %s from %s.t where rowid >= %d and rowid < %d order by rowid", sel.sql, t.alias, from, to)
	err := t.scan(ctx, query, nil, sel, func(_ int64, row []any) error {
		for _, v := range row {
			if size += 32; v != nil {
				s, _ := v.(string)
				size += int64(len(s))
			}
		}
		if size > most {
			return errFull
		}
		b.rows = append(b.rows, slices.Clone(row))
		return nil
	})
	if errors.Is(err, errFull) || memoryRanOut(err) {
		return &block{}, 64, nil
	}
	if err == nil && int64(len(b.rows)) != to-from {
		err = errors.New("tables: rows are missing")
	}
	return b, size, err
}

// forget drops what is held of a table.
func (b *blocks) forget(digest string) {
	for key := range b.held {
		if strings.HasPrefix(key, digest+" ") {
			delete(b.held, key)
			b.order.remove(key)
		}
	}
}
