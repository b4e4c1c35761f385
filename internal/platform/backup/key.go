package backup

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"

	"filippo.io/age"

	"airial/internal/platform/fault"
)

// A Key encrypts a place's backups. It is one of age's, in its file form
// ("AGE-SECRET-KEY-1…"), so that age itself can read them.
type Key struct {
	identity *age.X25519Identity
	naming   []byte // makes names that tell nothing
}

// NewKey returns the text of a fresh key's file.
func NewKey() (string, error) {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return "", err
	}
	return "# Airial backups; public key: " + identity.Recipient().String() + "\n" + identity.String() + "\n", nil
}

// LoadKey reads a key's file, which nobody but its owner may read. No name
// stands for no key: nil.
func LoadKey(path string) (*Key, error) {
	const op = "backup.LoadKey"
	if path == "" {
		return nil, nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, fault.New(fault.Invalid, op, "La clé de sauvegarde %s ne peut pas être lue (%v).",
			"The backup key %s cannot be read (%v).", path, root(err))
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fault.New(fault.Forbidden, op,
			"La clé de sauvegarde %s est lisible par d’autres que son propriétaire. Retirez ces droits (chmod 600), puis recommencez.",
			"The backup key %s can be read by others than its owner. Take these rights away (chmod 600), then try again.", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	return ParseKey(string(text))
}

// ParseKey reads the text of a key's file.
func ParseKey(text string) (*Key, error) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		identity, err := age.ParseX25519Identity(line)
		if err != nil {
			break
		}
		naming, err := hkdf.Key(sha256.New, []byte(identity.String()), nil, "airial backup names v1", 32)
		return &Key{identity, naming}, err
	}
	return nil, fault.New(fault.Invalid, "backup.ParseKey",
		"Le fichier de clé ne contient pas de clé de sauvegarde. Faites-en une par «\u00a0airial backup key\u00a0» ou par age-keygen.",
		"The key file holds no backup key. Make one by “airial backup key” or by age-keygen.")
}

// name makes a name out of what is to be named.
func (k *Key) name(parts ...string) string {
	mac := hmac.New(sha256.New, k.naming)
	for _, p := range parts {
		mac.Write([]byte(p))
		mac.Write([]byte{0})
	}
	return hex.EncodeToString(mac.Sum(nil))
}
