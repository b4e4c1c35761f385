package keys

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"airial/internal/platform/fault"
)

// ReadFile returns the text of a key file, without the spaces around it. A
// file that others than its owner can read is refused.
func ReadFile(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return "", fault.New(fault.Forbidden, "keys.ReadFile",
			"Le fichier de clé %[1]s est lisible par d’autres que son propriétaire. Retirez ces droits (chmod 600), puis recommencez.",
			"The key file %[1]s can be read by others than its owner. Take these rights away (chmod 600), then try again.", path)
	}
	text, err := os.ReadFile(path)
	return strings.TrimSpace(string(text)), err
}

// WriteFile writes a new key beside its place, and puts it there whole and on
// disk, readable by its owner alone, unless another process has been faster:
// then that one's stays, and there is no error.
func WriteFile(path, text string) error {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, ".key-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err = os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
