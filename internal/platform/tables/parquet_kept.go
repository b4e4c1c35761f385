package tables

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Where the store of files is elsewhere, the Parquet of a table is fetched once
// and kept in the cache under its digest. It counts as the native files do, and
// goes as they do. Nothing of it is believed: it is hashed whenever it is read,
// which is when a table is decoded or its native file made.

func (e *Engine) parquetPath(digest string) string {
	return filepath.Join(e.cfg.CacheDir, digest+parquetSuffix)
}

// parquet returns the Parquet of a table: the one that is kept, or the store's,
// which it keeps first.
func (e *Engine) parquet(ent *entry, t Table) (io.ReadCloser, error) {
	if !e.cfg.KeepParquet || len(t.Digest) != 2*sha256.Size {
		return t.Open(ent.ctx)
	}
	path := e.parquetPath(t.Digest)
	kept, err := openSound(path, t.Digest)
	if err == nil {
		e.mu.Lock()
		e.files.touch(t.Digest + parquetSuffix)
		e.mu.Unlock()
		return kept, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		// Damaged, or not to be read: the store has it.
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return e.fetch(ent, t)
}

// fetch keeps the Parquet of the store. One load fetches for all who ask.
func (e *Engine) fetch(ent *entry, t Table) (io.ReadCloser, error) {
	body, err := t.Open(ent.ctx)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	fresh := filepath.Join(e.cfg.CacheDir, t.Digest+"."+e.newAlias()+parquetSuffix+".tmp")
	defer os.Remove(fresh)
	if err := spoolTo(fresh, body); err != nil {
		return nil, err
	}
	file, err := openSound(fresh, t.Digest)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	e.mu.Lock()
	defer e.mu.Unlock()
	if err == nil {
		err = ent.ctx.Err() // forgotten meanwhile
	}
	if err == nil {
		err = os.Rename(fresh, e.parquetPath(t.Digest))
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	e.files.put(t.Digest+parquetSuffix, info.Size())
	return file, nil
}

// openSound opens a file whose bytes have a digest.
func openSound(path, digest string) (*os.File, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	sum := sha256.New()
	_, err = io.Copy(sum, file)
	if err == nil && hex.EncodeToString(sum.Sum(nil)) != digest {
		err = fmt.Errorf("tables: %s does not have its digest", filepath.Base(path))
	}
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}
