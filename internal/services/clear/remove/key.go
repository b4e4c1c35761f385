package remove

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"strings"

	"airial/privacy/anonymise"
)

var errKeyForm = errors.New("key form")

// key reads the key of the pseudonyms, 64 hexadecimal digits; a file that is
// not there is made, with a new key.
func key(path string) ([]byte, error) {
	if path == "" {
		return nil, nil
	}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		k := make([]byte, anonymise.KeyBytes)
		_, _ = rand.Read(k) // it never fails
		return k, os.WriteFile(path, []byte(hex.EncodeToString(k)+"\n"), 0o600)
	}
	if err != nil {
		return nil, err
	}
	k, err := hex.DecodeString(strings.TrimSpace(string(b)))
	if err != nil || len(k) != anonymise.KeyBytes {
		return nil, errKeyForm
	}
	return k, nil
}
