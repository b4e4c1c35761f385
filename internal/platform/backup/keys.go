package backup

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"airial/internal/platform/fault"
)

// copyKeys keeps the installation's keys in an encrypted backup. In one that
// everybody could read they would open what the database keeps sealed.
func (b *backing) copyKeys(ctx context.Context) error {
	if b.key == nil || b.source.Keys == "" {
		return nil
	}
	keys := map[string][]byte{}
	entries, err := os.ReadDir(b.source.Keys)
	if err != nil {
		return fault.Wrap("backup.copyKeys", err)
	}
	for _, e := range entries {
		if !e.Type().IsRegular() || e.Name()[0] == '.' {
			continue
		}
		keys[e.Name()], err = os.ReadFile(filepath.Join(b.source.Keys, e.Name()))
		if err != nil {
			return fault.Wrap("backup.copyKeys", err)
		}
	}
	text, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	name := recordsDir + b.key.name("keys", string(text))
	b.report.Keys = name
	if b.there[name] {
		return nil
	}
	b.written[name] = true
	_, _, err = b.store(ctx, name, func(w io.Writer) error { _, err := w.Write(text); return err })
	return err
}

// RestoreKeys writes the installation's keys into a folder, each that is not
// there yet, and tells whether the backup holds any. skip leaves some out.
func (r *Repository) RestoreKeys(ctx context.Context, m *Manifest, dir string, skip func(name string) bool) (bool, error) {
	const op = "backup.RestoreKeys"
	if m.Keys == "" {
		return false, nil
	}
	text, err := r.loadAll(ctx, m.Keys, 1<<20)
	if err != nil {
		return false, err
	}
	var keys map[string][]byte
	err = json.Unmarshal(text, &keys)
	if err != nil {
		return false, &Damage{m.Keys, err}
	}
	err = os.MkdirAll(dir, 0o700)
	for name, key := range keys {
		if err != nil {
			break
		}
		if skip(name) || filepath.Base(name) != name {
			continue
		}
		var f *os.File
		f, err = os.OpenFile(filepath.Join(dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			err = nil
			continue
		}
		if err == nil {
			_, err = f.Write(key)
			err = errors.Join(err, f.Sync(), f.Close())
		}
	}
	return true, fault.Wrap(op, err)
}
