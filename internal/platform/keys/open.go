package keys

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"airial/internal/platform/fault"
)

// FileName is the master key's file in the folder of keys.
const FileName = "master.key"

// Open returns the ring of an installation whose folder of keys is dir, made
// with its master key if there is none. See the package's comment for the
// other places the key may come from.
func Open(dir string) (*Ring, error) { return open(dir, os.Getenv) }

func open(dir string, env func(string) string) (*Ring, error) {
	const op = "keys.Open"
	if text := env("AIRIAL_MASTER_KEY"); text != "" {
		return parse(op, "AIRIAL_MASTER_KEY", text)
	}
	if path := env("AIRIAL_MASTER_KEY_FILE"); path != "" {
		// Put there by somebody else, with rights of his choice (systemd's
		// credentials, a mounted secret): it is read as it is.
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, fault.New(fault.Invalid, op,
				"Le fichier nommé par AIRIAL_MASTER_KEY_FILE ne peut pas être lu\u202f: %[1]s. Corrigez son nom ou ses droits.",
				"The file named by AIRIAL_MASTER_KEY_FILE cannot be read: %[1]s. Correct its name or its rights.", err.Error())
		}
		return parse(op, path, string(text))
	}
	path := filepath.Join(dir, FileName)
	text, err := ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err = errors.Join(os.MkdirAll(dir, 0o700), makeMaster(path)); err != nil {
			return nil, fault.Wrap(op, err)
		}
		text, err = ReadFile(path) // whoever made it
	}
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	return parse(op, path, text)
}

func makeMaster(path string) error {
	key := make([]byte, Size)
	if _, err := rand.Read(key); err != nil {
		return err
	}
	return WriteFile(path, base64.StdEncoding.EncodeToString(key)+"\n")
}

// parse reads a key in base64 or hexadecimal.
func parse(op, where, text string) (*Ring, error) {
	text = strings.TrimSpace(text)
	for _, decode := range []func(string) ([]byte, error){
		hex.DecodeString, base64.StdEncoding.DecodeString, base64.RawStdEncoding.DecodeString, base64.RawURLEncoding.DecodeString, base64.URLEncoding.DecodeString,
	} {
		if key, err := decode(text); err == nil && len(key) == Size {
			return New(key)
		}
	}
	// Not repeated in the message: it may be a key all the same.
	return nil, fault.New(fault.Invalid, op,
		"%[1]s ne contient pas une clé de 32 octets en base64 ou en hexadécimal. Reprenez celle de l’installation\u202f; pour une installation nouvelle, faites-en une avec «\u00a0openssl rand -base64 32\u00a0».",
		"%[1]s does not hold a key of 32 bytes in base64 or hexadecimal. Take that of the installation; for a new one, make it with “openssl rand -base64 32”.", where)
}
