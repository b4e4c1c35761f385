package tables

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// vectors are the columns that are held decoded, in all tables. Under the
// engine's mutex.
type vectors struct {
	held  map[string]*vectorState // by digest and column
	order *lru                    // of those that are there, by bytes
}

type vectorState struct {
	vector  *vector
	refused bool          // it cannot be held
	reading chan struct{} // closed when it has been read; nil while nobody reads it
}

// missesFirst is how often a table without a column file is asked before it gets
// one: whoever looks once at it does not pay for it. It takes twice as many after
// each time that it could not be made.
const missesFirst = 2

func newVectors() *vectors { return &vectors{held: make(map[string]*vectorState), order: newLRU()} }

func vectorKey(digest string, col int) string { return fmt.Sprintf("%s %d", digest, col) }

// vectorsOf returns the decoded columns of a table, or nil where one of them is
// not to be had. They are read when they are first asked for, once even where many
// want them at a time: it takes milliseconds.
func (e *Engine) vectorsOf(ctx context.Context, ent *entry, columns map[int]bool) map[int]*vector {
	if e.oneRefused(ent, columns) {
		return nil
	}
	found := make(map[int]*vector, len(columns))
	for col := range columns {
		if found[col] = e.vectorOf(ctx, ent, col); found[col] == nil {
			return nil
		}
	}
	return found
}

func (e *Engine) oneRefused(ent *entry, columns map[int]bool) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	for col := range columns {
		if state := e.vectors.held[vectorKey(ent.digest, col)]; state != nil && state.refused {
			return true
		}
	}
	return false
}

// vectorOf returns one column, or nil.
func (e *Engine) vectorOf(ctx context.Context, ent *entry, col int) *vector {
	key := vectorKey(ent.digest, col)
	e.mu.Lock()
	state := e.vectors.held[key]
	if state == nil {
		state = &vectorState{}
		e.vectors.held[key] = state
	}
	switch {
	case state.vector != nil:
		e.vectors.order.touch(key)
		fallthrough
	case state.refused:
		e.mu.Unlock()
		return state.vector
	case state.reading != nil:
		reading := state.reading
		e.mu.Unlock()
		select {
		case <-reading:
		case <-ctx.Done():
			return nil
		}
		e.mu.Lock()
		defer e.mu.Unlock()
		return state.vector
	}
	reading := make(chan struct{})
	state.reading = reading
	e.mu.Unlock()
	defer close(reading)
	return e.readVector(ent, col, state)
}

// readVector reads a column, which it then holds.
func (e *Engine) readVector(ent *entry, col int, state *vectorState) *vector {
	path := e.columnsPath(ent.digest)
	v, err := readColumn(path, ent.duck.kinds[col], col, len(ent.duck.kinds), int(ent.duck.rows))
	if errors.Is(err, fs.ErrNotExist) && e.wantColumns(ent) {
		v, err = readColumn(path, ent.duck.kinds[col], col, len(ent.duck.kinds), int(ent.duck.rows))
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	state.reading = nil
	switch {
	case ent.gone:
	case err == nil && v.size() > e.cfg.VectorMemory/2:
		state.refused = true
	case err == nil:
		state.vector = v
		e.hold(vectorKey(ent.digest, col), v)
		e.files.touch(ent.digest + columnsSuffix)
	case errors.Is(err, errNoVector):
		state.refused = true
	case !errors.Is(err, fs.ErrNotExist): // it is made again
		e.files.remove(ent.digest + columnsSuffix)
		_ = os.Remove(path)
	}
	return state.vector
}

// hold makes room for a column.
func (e *Engine) hold(key string, v *vector) {
	e.vectors.order.put(key, v.size())
	for e.vectors.order.total > e.cfg.VectorMemory {
		oldest, ok := e.vectors.order.oldest(func(k string) bool { return k != key })
		if !ok {
			break
		}
		e.vectors.order.remove(oldest)
		e.vectors.held[oldest].vector = nil
	}
}

// wantColumns has the column file of a table made when it has been missed often
// enough: it is not there when the table was revised from another one, or when it
// had to give way. It tells whether it is there now.
func (e *Engine) wantColumns(ent *entry) bool {
	e.mu.Lock()
	ent.missed++
	enough := ent.missed >= missesFirst<<min(ent.failed, 10) || e.cfg.eagerVectors
	if !enough || ent.making || ent.gone || e.ctx.Err() != nil {
		e.mu.Unlock()
		return false
	}
	ent.making = true
	ent.refs++
	t := Table{Digest: ent.digest, Open: ent.open}
	e.mu.Unlock()
	if e.cfg.eagerVectors { // as tests want it
		e.columnsAgain(ent, t)
		return true
	}
	go e.columnsAgain(ent, t)
	return false
}

// columnsAgain makes the column file of a table that is ready.
func (e *Engine) columnsAgain(ent *entry, t Table) {
	ctx, cancel := context.WithCancelCause(ent.ctx)
	defer cancel(nil)
	stop := context.AfterFunc(e.ctx, func() { cancel(errClosed) })
	defer stop()
	err := e.fetchColumns(ctx, ent, t)
	e.mu.Lock()
	ent.making, ent.missed = false, 0
	if err != nil {
		ent.failed++
	}
	e.mu.Unlock()
	e.release(ent)
}

func (e *Engine) fetchColumns(ctx context.Context, ent *entry, t Table) error {
	select {
	case e.build <- struct{}{}:
		defer func() { <-e.build }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	body, err := e.parquet(ent, t)
	if err != nil {
		return err
	}
	defer body.Close()
	spool := filepath.Join(e.cfg.CacheDir, ent.digest+"."+e.newAlias()+".parquet.tmp")
	defer os.Remove(spool)
	if err := e.spool(ent.digest, spool, body); err != nil {
		return err
	}
	return e.makeColumns(ctx, ent.digest, spool)
}

// makeColumns makes the column file of a Parquet file, unless the table has been
// forgotten meanwhile.
func (e *Engine) makeColumns(ctx context.Context, digest, parquetPath string) error {
	if e.cfg.VectorMemory < 0 {
		return nil
	}
	file, err := os.Open(parquetPath)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	p, err := OpenParquet(file, info.Size())
	if err != nil {
		return err
	}
	fresh := filepath.Join(e.cfg.CacheDir, digest+"."+e.newAlias()+columnsSuffix+".tmp")
	defer os.Remove(fresh)
	if err := writeColumns(ctx, fresh, p, e.cfg.VectorMemory/2); err != nil {
		return err
	}
	if info, err = os.Stat(fresh); err != nil {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := os.Rename(fresh, e.columnsPath(digest)); err != nil {
		return err
	}
	e.files.put(digest+columnsSuffix, info.Size())
	return nil
}

// forget drops what is held of a table.
func (v *vectors) forget(digest string) {
	for key := range v.held {
		if strings.HasPrefix(key, digest+" ") {
			delete(v.held, key)
			v.order.remove(key)
		}
	}
}
