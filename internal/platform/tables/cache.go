package tables

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	nativeSuffix  = ".duckdb"
	parquetSuffix = ".parquet"
	columnsSuffix = ".columns"
	spillDir      = "spill"
)

func (e *Engine) nativePath(digest string) string {
	return filepath.Join(e.cfg.CacheDir, digest+nativeSuffix)
}

func (e *Engine) columnsPath(digest string) string {
	return filepath.Join(e.cfg.CacheDir, digest+columnsSuffix)
}

// filePath is the file of a key in the list of files: a digest for a native file,
// the name of any other.
func (e *Engine) filePath(key string) string {
	if digestIn(key) == key {
		return e.nativePath(key)
	}
	return filepath.Join(e.cfg.CacheDir, key)
}

// digestIn is the digest in a key of the list of files.
func digestIn(key string) string {
	return strings.TrimSuffix(strings.TrimSuffix(key, parquetSuffix), columnsSuffix)
}

// takeStock counts the files of an earlier process, the oldest as used longest
// ago, and removes whatever else lies in the cache.
func (e *Engine) takeStock() error {
	if err := os.MkdirAll(e.cfg.CacheDir, 0o700); err != nil {
		return fmt.Errorf("tables: %w", err)
	}
	list, err := os.ReadDir(e.cfg.CacheDir)
	if err != nil {
		return fmt.Errorf("tables: %w", err)
	}
	type file struct {
		key  string
		info fs.FileInfo
	}
	var found []file
	for _, item := range list {
		digest, ours := strings.CutSuffix(item.Name(), nativeSuffix)
		key := digest
		if !ours {
			key, digest = item.Name(), digestIn(item.Name())
			ours = strings.HasSuffix(key, columnsSuffix) || (strings.HasSuffix(key, parquetSuffix) && e.cfg.KeepParquet)
		}
		info, err := item.Info()
		if ours && err == nil && checkDigest(digest) == nil && info.Mode().IsRegular() {
			found = append(found, file{key, info})
			continue
		}
		if err := os.RemoveAll(filepath.Join(e.cfg.CacheDir, item.Name())); err != nil {
			return fmt.Errorf("tables: %w", err)
		}
	}
	slices.SortFunc(found, func(a, b file) int { return a.info.ModTime().Compare(b.info.ModTime()) })
	for _, f := range found {
		e.files.put(f.key, f.info.Size())
	}
	e.trim()
	return nil
}

// ready attaches the native file of a table if there is a sound one, or gets
// the Parquet and decodes it or makes the native file.
func (e *Engine) ready(ent *entry, t Table) (*memTable, *nativeTable, error) {
	path := e.nativePath(t.Digest)
	if _, err := os.Stat(path); err == nil {
		duck, err := e.attach(ent.ctx, path)
		if err == nil {
			return nil, duck, nil
		}
		if ent.ctx.Err() != nil {
			return nil, nil, err
		}
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, nil, err
		}
	}
	body, err := e.parquet(ent, t)
	if err != nil {
		return nil, nil, err
	}
	defer body.Close()
	head, err := io.ReadAll(io.LimitReader(body, e.cfg.SmallBytes+1))
	if err != nil {
		return nil, nil, err
	}
	if int64(len(head)) <= e.cfg.SmallBytes && !ent.native {
		p, err := OpenParquet(bytes.NewReader(head), int64(len(head)))
		if err != nil {
			return nil, nil, err
		}
		if p.Rows()*int64(len(p.columns)) <= e.cfg.SmallCells {
			mem, err := loadSmall(ent.ctx, p, e.cfg.SmallMemory)
			if !errors.Is(err, errNotSmall) {
				return mem, nil, err
			}
		}
	}
	duck, err := e.make(ent, io.MultiReader(bytes.NewReader(head), body))
	return nil, duck, err
}

func (e *Engine) attach(ctx context.Context, path string) (*nativeTable, error) {
	on, err := e.duckDB(ctx)
	if err != nil {
		return nil, err
	}
	return attachNative(ctx, on, e.newAlias(), path)
}

func (e *Engine) newAlias() string { return fmt.Sprintf("t%d", e.alias.Add(1)) }

// make derives the native file of a Parquet stream under a temporary name and
// puts it in its place, unless the table has been forgotten meanwhile.
func (e *Engine) make(ent *entry, parquet io.Reader) (*nativeTable, error) {
	select {
	case e.build <- struct{}{}:
		defer func() { <-e.build }()
	case <-ent.ctx.Done():
		return nil, ent.ctx.Err()
	}
	alias := e.newAlias()
	spool := filepath.Join(e.cfg.CacheDir, ent.digest+"."+alias+".parquet.tmp")
	fresh := filepath.Join(e.cfg.CacheDir, ent.digest+"."+alias+nativeSuffix+".tmp")
	defer os.Remove(spool)
	defer os.Remove(fresh)
	defer os.Remove(fresh + ".wal")
	if err := e.spool(ent.digest, spool, parquet); err != nil {
		return nil, err
	}
	if err := e.buildApart(ent.ctx, alias, spool, fresh); err != nil {
		return nil, err
	}
	// Without it questions are answered all the same, and it is tried again.
	_ = e.makeColumns(ent.ctx, ent.digest, spool)
	e.mu.Lock()
	err := ent.ctx.Err()
	if err == nil {
		err = os.Rename(fresh, e.nativePath(ent.digest))
	}
	e.mu.Unlock()
	if err != nil {
		return nil, err
	}
	return e.attach(ent.ctx, e.nativePath(ent.digest))
}

// buildApart makes a native file in a DuckDB of its own, which may hold more than
// the one that answers and gives all of it back.
func (e *Engine) buildApart(ctx context.Context, alias, parquetPath, path string) error {
	more := e.cfg
	more.MemoryLimit = e.cfg.BuildMemory
	on, err := openDuck(context.WithoutCancel(ctx), more)
	if err != nil {
		return err
	}
	return errors.Join(buildNative(ctx, on, alias, parquetPath, path), on.close())
}

// spool puts the Parquet where DuckDB reads it: the one that is kept, which may
// go at any time, under another name.
func (e *Engine) spool(digest, path string, r io.Reader) error {
	if e.cfg.KeepParquet && os.Link(e.parquetPath(digest), path) == nil {
		return nil
	}
	return spoolTo(path, r)
}

func spoolTo(path string, r io.Reader) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}

// duckDB returns the DuckDB instance, opening it if need be.
func (e *Engine) duckDB(ctx context.Context) (*instance, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.ctx.Err() != nil {
		return nil, errClosed
	}
	if e.duck == nil {
		on, err := openDuck(context.WithoutCancel(ctx), e.cfg)
		if err != nil {
			return nil, err
		}
		e.duck = on
	}
	return e.duck, nil
}

// discard removes a native file that turned out to be broken and, when that
// has broken DuckDB itself, everything that depends on this instance.
func (e *Engine) discard(ent *entry, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.entries[ent.digest] == ent {
		e.files.remove(ent.digest)
		_ = os.Remove(e.nativePath(ent.digest)) // the next load tries again
		e.drop(ent)
	}
	if ent.duck != nil && ent.duck.on == e.duck && fatal(err) {
		e.closeDuck()
	}
}

// closeDuck gives up the DuckDB instance with all that is attached to it.
// Queries still running on it end first.
func (e *Engine) closeDuck() {
	for _, other := range e.entries {
		if other.duck != nil && other.duck.on == e.duck {
			e.drop(other)
		}
	}
	go e.duck.close()
	e.duck = nil
}

// restLater closes DuckDB once it has not been used for a while: it keeps its
// memory otherwise.
func (e *Engine) restLater() {
	if e.ctx.Err() != nil {
		return
	}
	if e.idle == nil {
		e.idle = time.AfterFunc(e.cfg.IdleAfter, e.rest)
		return
	}
	e.idle.Reset(e.cfg.IdleAfter)
}

func (e *Engine) rest() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.duck == nil || e.ctx.Err() != nil {
		return
	}
	busy := e.loading > 0
	for _, ent := range e.entries {
		busy = busy || (ent.duck != nil && ent.refs > 0)
	}
	if busy {
		e.idle.Reset(e.cfg.IdleAfter)
		return
	}
	e.closeDuck()
}

// Held lists the digests of the tables of which something is held.
func (e *Engine) Held() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	held := map[string]bool{}
	for digest := range e.entries {
		held[digest] = true
	}
	for key := range e.files.at {
		held[digestIn(key)] = true
	}
	return slices.Sorted(maps.Keys(held))
}

// Forget destroys whatever is held of a table: decoded rows, native file,
// temporary files, remembered totals. Queries running on it are cut, with a
// fault of kind Gone. It waits for a native file being made to be given up,
// until ctx ends.
func (e *Engine) Forget(ctx context.Context, digest string) error {
	if err := checkDigest(digest); err != nil {
		return err
	}
	e.mu.Lock()
	ent := e.entries[digest]
	if ent != nil {
		ent.cancel(errForgotten)
		e.drop(ent)
	}
	e.files.remove(digest)
	e.files.remove(digest + parquetSuffix)
	e.files.remove(digest + columnsSuffix)
	e.totals.forget(digest)
	err := e.removeFiles(digest)
	e.mu.Unlock()
	if ent != nil {
		select {
		case <-ent.ready:
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		}
	}
	return errors.Join(err, e.removeFiles(digest))
}

func (e *Engine) removeFiles(digest string) error {
	found, err := filepath.Glob(filepath.Join(globEscape(e.cfg.CacheDir), digest+".*"))
	for _, path := range found {
		if e := os.Remove(path); e != nil && !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return err
}

var globEscape = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace
