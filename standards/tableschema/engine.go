package tableschema

import (
	"cmp"
	"context"
	"io"
	"runtime"
	"slices"
	"sync/atomic"

	"airial/standards/tabular"
)

// Source gives the records of a table, whatever file they come from.
// [tabular.Reader] is one.
type Source interface {
	Header() []string
	HeaderFlags() tabular.Flags
	Titles() [][]string
	// Next gives the following record, blank ones included, and io.EOF after
	// the last one. Its cells are valid until the next call.
	Next() (*tabular.Record, error)
	Dialect() tabular.Dialect
}

// scanner is a source that can be read in chunks, several at a time.
type scanner interface {
	Scan(ctx context.Context, workers int, visit tabular.Visit, merge tabular.Merge) error
}

// engine checks one table: workers look at parts of it, the engine puts
// together what they found, in the order of the rows.
type engine struct {
	prog   *program
	src    Source
	opts   Options
	c      *collector
	full   atomic.Bool
	tables []keyTable
	rows   int
	first  *run // looks at the header, and at records that come one by one
}

// part is what was found in some rows.
type part struct {
	c    *collector
	keys [][]keyEntry
	rows int
}

func newEngine(prog *program, src Source, opts Options) *engine {
	e := &engine{prog: prog, src: src, opts: opts, c: newCollector(opts.Limit)}
	e.c.full = &e.full
	e.first = e.newRun()
	e.first.start(src)
	e.first.startForeign(opts.References)
	for i := range e.first.keys {
		e.tables = append(e.tables, keyTable{keyProg: e.first.keys[i].keyProg, spill: opts.Spill})
	}
	return e
}

// newRun makes a worker.
func (e *engine) newRun() *run {
	r := newRun(e.prog, e.src.Header(), e.src.Dialect().HeaderRow, e.limit())
	r.longest = e.opts.Cell
	if e.opts.Each == nil || e.opts.EachKept {
		r.c.full = &e.full
	}
	return r
}

// limit is how many findings a worker keeps.
func (e *engine) limit() int {
	if e.opts.Each != nil && !e.opts.EachKept {
		return -1
	}
	return e.opts.Limit
}

// check reads the table to its end.
func (e *engine) check(ctx context.Context) error {
	defer func() {
		for i := range e.tables {
			e.tables[i].close()
		}
	}()
	if err := e.take(e.first.part(), 0); err != nil {
		return err
	}
	if s, ok := e.src.(scanner); ok {
		if err := e.scan(ctx, s); err != nil {
			return err
		}
	}
	if err := e.walk(ctx); err != nil {
		return err
	}
	return e.finish()
}

// scan reads the table in chunks.
func (e *engine) scan(ctx context.Context, s scanner) error {
	workers := e.opts.Workers
	if workers <= 0 {
		workers = min(runtime.GOMAXPROCS(0), 16)
	}
	runs := make([]*run, workers+1)
	visit := func(worker int, c *tabular.Chunk) any {
		if runs[worker] == nil {
			r := e.newRun()
			r.ready()
			r.startForeign(e.opts.References)
			r.fast = newFastRun(r)
			runs[worker] = r
		}
		r := runs[worker]
		r.part() // of a chunk that was read twice
		for b := c.Next(); b != nil; b = c.Next() {
			r.batch(b)
		}
		return r.part()
	}
	return s.Scan(ctx, workers, visit, func(result any, row int) error {
		return e.take(result.(*part), row-1)
	})
}

// walk reads what is left record by record.
func (e *engine) walk(ctx context.Context) error {
	for n := 1; ; n++ {
		if n%checkInterval == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := e.take(e.first.part(), 0); err != nil {
				return err
			}
		}
		rec, err := e.src.Next()
		if err == io.EOF {
			return e.take(e.first.part(), 0)
		}
		if err != nil {
			return err
		}
		e.first.record(rec)
	}
}

// take puts together what was found in the rows that follow; their numbers
// count from base.
func (e *engine) take(p *part, base int) error {
	if err := e.repeated(p, base); err != nil {
		return err
	}
	if e.rows += p.rows; e.opts.Rows > 0 && e.rows > e.opts.Rows {
		return ErrTooManyRows
	}
	if e.opts.Each != nil {
		if err := e.tell(p.c, base); err != nil {
			return err
		}
	}
	e.c.merge(p.c, base)
	return nil
}

// repeated looks the values of the keys up.
func (e *engine) repeated(p *part, base int) error {
	again := false
	for i, entries := range p.keys {
		t := &e.tables[i]
		for _, entry := range entries {
			local := entry.row
			entry.row += base
			first, err := t.put(entry)
			if err != nil {
				return err
			}
			if first == 0 {
				continue
			}
			f := t.repeated(e.prog, entry, first)
			f.Row = local
			if keep := p.c.count(f.Level, f.Code, f.Field, true, local, []byte(f.Value), false); keep || p.c.limit >= 0 && !e.full.Load() { // those of later rows may have to give way
				p.c.cells = append(p.c.cells, f)
				again = true
			}
		}
	}
	if again {
		p.c.sortCells()
	}
	return nil
}

// tell hands the findings of a part on, row by row.
func (e *engine) tell(c *collector, base int) error {
	all := slices.Concat(c.structural, c.cells)
	slices.SortStableFunc(all, func(a, b Finding) int { return cmp.Compare(a.Row, b.Row) })
	for i := range all {
		all[i].Row += base
		if err := e.opts.Each(&all[i]); err != nil {
			return err
		}
	}
	return nil
}

// finish says what could only be known at the end.
func (e *engine) finish() error {
	late := newCollector(e.limit())
	for i := range e.tables {
		t := &e.tables[i]
		err := t.finish(func(entry keyEntry, first int) {
			f := t.repeated(e.prog, entry, first)
			late.count(f.Level, f.Code, f.Field, true, f.Row, nil, false)
			late.cells = append(late.cells, f)
			if late.limit >= 0 && len(late.cells) > 4*max(late.limit, 1000) {
				late.sortCells()
			}
		})
		if err != nil {
			return err
		}
	}
	late.sortCells()
	for i := range late.cells {
		f := &late.cells[i]
		late.of(f.Level, summaryKey{f.Code, f.Field, true}, f.Row).example([]byte(f.Value))
	}
	if e.rows == 0 {
		late.add(Finding{Level: Warning, Code: "row-count", Detail: "no-rows"})
	}
	if e.opts.Each != nil {
		if err := e.tell(late, 0); err != nil {
			return err
		}
	}
	limit := e.c.limit
	if len(late.cells) > 0 { // they belong between those that are kept already
		e.c.limit = -1
	}
	e.c.merge(late, 0)
	e.c.limit = limit
	e.c.sortCells()
	return nil
}
