package database

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"airial/internal/platform/fault"
)

// Behind tells whether this program would bring some room's tables up to date.
func (db *DB) Behind(ctx context.Context, schemas ...Schema) (bool, error) {
	versions, err := db.Versions(ctx, schemas...)
	if err != nil {
		return false, err
	}
	for _, s := range schemas {
		wanted, _, err := s.versions(db.dialect)
		if err != nil || versions[s.Room] < wanted {
			return err == nil, err
		}
	}
	return false, nil
}

// CopyTo writes one state of a SQLite database into a new file, which is on the
// disk, whole, when CopyTo returns, and not there when it fails.
func (db *DB) CopyTo(ctx context.Context, path string) error {
	const op = "database.CopyTo"
	if db.dialect != SQLite {
		return fault.Wrap(op, errors.ErrUnsupported)
	}
	partial := path + ".partial"
	err := os.Remove(partial)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fault.Wrap(op, err)
	}
	// SQLite would let everybody read what it makes.
	f, err := os.OpenFile(partial, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return fault.Wrap(op, err)
	}
	_, err = db.writer.ExecContext(ctx, `vacuum into ?`, partial)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(partial, path)
	}
	if err != nil {
		_ = os.Remove(partial)
		return fault.Wrap(op, err)
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return fault.Wrap(op, err)
	}
	return fault.Wrap(op, errors.Join(folder.Sync(), folder.Close()))
}
