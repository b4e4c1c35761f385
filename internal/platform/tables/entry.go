package tables

import (
	"context"
	"os"
)

// entry is a table that is ready or being made ready, held in Go (mem) or
// attached in DuckDB (duck).
type entry struct {
	digest string
	native bool          // held in DuckDB however small it is
	ready  chan struct{} // closed when mem, duck or err is set
	mem    *memTable
	duck   *nativeTable
	err    error

	reading chan struct{} // held by who reads a block

	ctx    context.Context // ends when the table is forgotten or the engine closed
	cancel context.CancelCauseFunc

	// Under the engine's mutex:
	refs   int
	open   Opener // the last asker's
	missed int    // how often its column file was not there
	failed int    // how often it could not be made
	making bool   // it is being made
	gone   bool   // no longer in the engine's map: the last to leave detaches it
}

func (ent *entry) columns() []Column {
	if ent.mem != nil {
		return ent.mem.columns
	}
	return ent.duck.columns
}

func (ent *entry) kinds() []kind {
	if ent.mem != nil {
		return ent.mem.kinds
	}
	return ent.duck.kinds
}

func (ent *entry) rows() int64 {
	if ent.mem != nil {
		return int64(ent.mem.rows)
	}
	return ent.duck.rows
}

// acquireNative is acquire for what only DuckDB answers: a small table that is
// held in Go gives way to its native file, which later questions then use, too.
func (e *Engine) acquireNative(ctx context.Context, t Table) (*entry, error) {
	for {
		ent, err := e.acquireAs(ctx, t, true)
		if err != nil || ent.duck != nil {
			return ent, err
		}
		e.mu.Lock()
		e.drop(ent)
		e.mu.Unlock()
		e.release(ent)
	}
}

// acquire returns a table ready for use, making it so if need be: once, even
// when many ask at once. Each acquired entry is released.
func (e *Engine) acquire(ctx context.Context, t Table) (*entry, error) {
	return e.acquireAs(ctx, t, false)
}

func (e *Engine) acquireAs(ctx context.Context, t Table, native bool) (*entry, error) {
	e.mu.Lock()
	if e.ctx.Err() != nil {
		e.mu.Unlock()
		return nil, errClosed
	}
	ent := e.entries[t.Digest]
	if ent == nil {
		ent = &entry{digest: t.Digest, native: native, ready: make(chan struct{}), reading: make(chan struct{}, 1)}
		// The values of the asker's context are for the Opener; its end is
		// not ours, others wait for the same table.
		ent.ctx, ent.cancel = context.WithCancelCause(context.WithoutCancel(ctx))
		e.entries[t.Digest] = ent
		e.loading++
		ent.refs++ // of the load itself
		go e.load(ent, t)
	}
	ent.refs++
	ent.open = t.Open
	e.small.touch(t.Digest)
	e.native.touch(t.Digest)
	e.files.touch(t.Digest)
	e.mu.Unlock()
	select {
	case <-ent.ready:
	case <-ctx.Done():
		e.release(ent)
		return nil, context.Cause(ctx)
	}
	if ent.err != nil {
		e.release(ent)
		return nil, ent.err
	}
	return ent, nil
}

func (e *Engine) release(ent *entry) {
	e.mu.Lock()
	defer e.mu.Unlock()
	ent.refs--
	if ent.gone {
		e.letGo(ent)
	}
	e.trim()
	if ent.duck != nil {
		e.restLater()
	}
}

// load makes an entry ready.
func (e *Engine) load(ent *entry, t Table) {
	stop := context.AfterFunc(e.ctx, func() { ent.cancel(errClosed) })
	defer stop()
	mem, duck, err := e.ready(ent, t)
	err = causeOf(ent.ctx, err)
	e.mu.Lock()
	e.loading--
	ent.mem, ent.duck, ent.err = mem, duck, err
	switch {
	case err != nil:
		e.drop(ent)
	case ent.gone:
	case mem != nil:
		e.small.put(ent.digest, mem.bytes)
	default:
		e.native.put(ent.digest, 1)
		e.files.put(ent.digest, duck.bytes)
	}
	e.mu.Unlock()
	// Before anybody goes on: what has been asked for long ago is not in use
	// any more because its load has yet to end.
	e.release(ent)
	close(ent.ready)
}

// drop takes an entry out of the map; it goes once nobody uses it. Under the
// mutex, like all below.
func (e *Engine) drop(ent *entry) {
	if e.entries[ent.digest] == ent {
		delete(e.entries, ent.digest)
		e.small.remove(ent.digest)
		e.native.remove(ent.digest)
		e.vectors.forget(ent.digest)
		e.blocks.forget(ent.digest)
	}
	ent.gone = true
	e.letGo(ent)
}

func (e *Engine) letGo(ent *entry) {
	if ent.refs == 0 && ent.duck != nil {
		ent.duck.detach()
	}
}

func (e *Engine) unused(digest string) bool {
	ent := e.entries[digest]
	return ent == nil || ent.refs == 0
}

// trim brings the caches back within their bounds, leaving out what is in use.
func (e *Engine) trim() {
	for e.small.total > e.cfg.SmallMemory {
		digest, ok := e.small.oldest(e.unused)
		if !ok {
			break
		}
		e.drop(e.entries[digest])
	}
	for e.native.len() > e.cfg.MaxAttached {
		digest, ok := e.native.oldest(e.unused)
		if !ok {
			break
		}
		e.drop(e.entries[digest])
	}
	for e.files.total > e.cfg.MaxCacheBytes {
		key, ok := e.files.oldest(func(key string) bool { return e.unused(digestIn(key)) })
		if !ok {
			break
		}
		e.files.remove(key)
		if ent := e.entries[key]; ent != nil { // only that of a native file is the digest itself
			e.drop(ent)
		}
		// A file that cannot be removed now is counted again at the next start.
		_ = os.Remove(e.filePath(key))
	}
}
