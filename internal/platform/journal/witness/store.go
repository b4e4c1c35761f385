package witness

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"airial/internal/platform/journal"
)

// folder keeps the last checkpoint of each log, a file each.
type folder string

func (f folder) path(vkey string) string {
	name := sha256.Sum256([]byte(vkey))
	return filepath.Join(string(f), hex.EncodeToString(name[:])+".checkpoint")
}

// load returns the last checkpoint of a log; the zero one when there is none.
func (f folder) load(vkey string) (journal.Checkpoint, error) {
	text, err := os.ReadFile(f.path(vkey))
	if errors.Is(err, fs.ErrNotExist) {
		return journal.Checkpoint{}, nil
	}
	if err != nil {
		return journal.Checkpoint{}, err
	}
	return journal.ReadCheckpoint(string(text))
}

// save puts a checkpoint in the place of the last, on disk before it returns.
func (f folder) save(vkey, signed string) error {
	tmp, err := os.CreateTemp(string(f), ".checkpoint-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(tmp.Name()) }()
	_, err = tmp.WriteString(signed)
	err = errors.Join(err, tmp.Sync(), tmp.Close())
	if err != nil {
		return err
	}
	err = os.Rename(tmp.Name(), f.path(vkey))
	if err != nil {
		return err
	}
	dir, err := os.Open(string(f))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
