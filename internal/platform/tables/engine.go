package tables

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"airial/internal/platform/fault"
)

// Engine answers queries on published tables. It is safe for concurrent use;
// a process needs one.
type Engine struct {
	cfg   Config
	ctx   context.Context // ends at Close
	close context.CancelFunc
	alias atomic.Int64
	build chan struct{} // one native file is made at a time: it takes all cores

	mu      sync.Mutex
	duck    *instance // nil until a big table is asked for, and after idling
	loading int       // loads under way
	entries map[string]*entry
	small   *lru // of entries held in Go, by bytes of memory
	native  *lru // of attached entries
	files   *lru // of native files (by digest) and kept Parquet (with its suffix), by bytes on disk
	totals  *totals
	vectors *vectors
	blocks  *blocks
	gate    *gate
	streams chan struct{} // places of exports
	idle    *time.Timer
}

// NewEngine prepares an engine over a cache directory, which it creates if
// need be and clears of what an earlier process left half made. DuckDB itself
// is opened when the first big table is asked for.
func NewEngine(cfg Config) (*Engine, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	e := &Engine{
		cfg: cfg, build: make(chan struct{}, 1), entries: make(map[string]*entry),
		small: newLRU(), native: newLRU(), files: newLRU(), totals: newTotals(),
		vectors: newVectors(), blocks: newBlocks(), gate: newGate(cfg.MaxConcurrent, cfg.MaxWaiting),
		streams: make(chan struct{}, mostStreams),
	}
	if err := e.takeStock(); err != nil {
		return nil, err
	}
	e.ctx, e.close = context.WithCancel(context.Background())
	return e, nil
}

// Close cuts running queries and lets go of every file.
func (e *Engine) Close() error {
	e.close()
	e.mu.Lock()
	duck := e.duck
	e.duck = nil
	if e.idle != nil {
		e.idle.Stop()
	}
	for _, ent := range e.entries {
		e.drop(ent)
	}
	e.mu.Unlock()
	if duck == nil {
		return nil
	}
	return duck.close()
}

// Query returns a page of a table. What is wrong with the query itself is a
// *QueryError.
func (e *Engine) Query(ctx context.Context, t Table, q Query) (Page, error) {
	var page Page
	err := e.with(ctx, t, func(ctx context.Context, ent *entry) (bool, error) {
		p, err := compile(q, ent.columns(), ent.kinds(), e.cfg.MaxLimit)
		if err != nil {
			return false, err
		}
		if ent.mem != nil {
			page = ent.mem.page(p, e.cfg.MaxPageBytes)
			return false, nil
		}
		ctx, cancel := context.WithTimeoutCause(ctx, e.cfg.Timeout, errTooLong)
		defer cancel()
		page, err = e.nativePage(ctx, ent, p)
		return false, causeOf(ctx, err)
	})
	return page, err
}

func (e *Engine) nativePage(ctx context.Context, ent *entry, p *plan) (Page, error) {
	page := Page{Columns: p.columnsOut(ent.duck.columns), Rows: [][]any{}}
	if a, ok := p.ask(ent.duck.columns); ok {
		rows, total, ok, err := e.quick(ctx, ent, a)
		if err != nil || ok {
			page.Rows, page.Total = append(page.Rows, rows...), total
			return page, err
		}
	}
	if err := e.gate.enter(ctx); err != nil {
		return page, err
	}
	defer e.gate.leave()
	var err error
	page.Total, err = e.totals.get(ent.digest, p, func() (int64, error) { return ent.duck.total(ctx, p) })
	if err != nil || p.limit == 0 || p.offset >= page.Total {
		return page, err
	}
	page.Rows, err = ent.duck.page(ctx, p, e.cfg.MaxPageBytes)
	return page, err
}

// Each calls fn with every row that a query asks for, at flat memory whatever
// their number (sorting holds eight bytes per row). A Limit of 0 means all
// rows, and no limit is too high. The row is valid until fn returns; fn's
// first error ends the reading and is returned.
func (e *Engine) Each(ctx context.Context, t Table, q Query, fn func(row []any) error) error {
	return e.with(ctx, t, func(ctx context.Context, ent *entry) (bool, error) {
		p, err := compile(q, ent.columns(), ent.kinds(), 0)
		if err != nil {
			return false, err
		}
		started := false
		own := func(row []any) error {
			started = true
			// The table's own context first: ctx hears of its end a moment later.
			if ent.ctx.Err() != nil {
				return context.Cause(ent.ctx)
			}
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			return fn(row)
		}
		if ent.mem != nil {
			err = ent.mem.each(ctx, p, own)
		} else {
			err = ent.duck.each(context.WithValue(ctx, streamKey{}, e.streams), p, own)
		}
		return started, causeOf(ctx, err)
	})
}

// Columns returns the columns of a table and the number of its rows.
func (e *Engine) Columns(ctx context.Context, t Table) (columns []Column, rows int64, err error) {
	err = e.with(ctx, t, func(_ context.Context, ent *entry) (bool, error) {
		columns, rows = ent.columns(), ent.rows()
		return false, nil
	})
	return columns, rows, err
}

// Warm makes a table ready, so that the first person who looks at it need not
// wait for its native file.
func (e *Engine) Warm(ctx context.Context, t Table) error {
	_, _, err := e.Columns(ctx, t)
	return err
}

var (
	errForgotten = fault.New(fault.Gone, "tables",
		"Ces données viennent d’être effacées. Elles ne peuvent plus être consultées.",
		"This data has just been erased. It can no longer be consulted.")
	errTooLong = fault.New(fault.Unavailable, "tables",
		"Cette recherche prend trop de temps. Ajoutez un filtre, ou réessayez dans un moment.",
		"This search takes too long. Add a filter, or try again in a moment.")
)

// causeOf replaces an error that comes from a context's end with the reason of
// that end.
func causeOf(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// with runs fn on a table that is ready and cannot go away meanwhile. When the
// native file turns out to be broken it is made again and fn runs anew, unless
// it says that it has already given something to the caller.
func (e *Engine) with(ctx context.Context, t Table, fn func(context.Context, *entry) (bool, error)) error {
	return e.withHeld(ctx, t, e.acquire, fn)
}

func (e *Engine) withHeld(ctx context.Context, t Table, acquire func(context.Context, Table) (*entry, error),
	fn func(context.Context, *entry) (bool, error)) error {
	if err := checkDigest(t.Digest); err != nil {
		return err
	}
	for attempt := 0; ; attempt++ {
		ent, err := acquire(ctx, t)
		if err != nil {
			return err
		}
		started, err := ent.guard(ctx, fn)
		isBroken := err != nil && ctx.Err() == nil && broken(err)
		if isBroken {
			e.discard(ent, err)
		}
		e.release(ent)
		switch {
		case isBroken && (started || attempt == 2):
			return fmt.Errorf("tables: querying %s: %w", t.Digest, err)
		case !isBroken:
			return err
		}
	}
}

// guard runs fn with a context that also ends when the table is forgotten.
func (ent *entry) guard(ctx context.Context, fn func(context.Context, *entry) (bool, error)) (bool, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stop := context.AfterFunc(ent.ctx, func() { cancel(context.Cause(ent.ctx)) })
	defer stop()
	return fn(ctx, ent)
}

var errClosed = errors.New("tables: the engine is closed")
