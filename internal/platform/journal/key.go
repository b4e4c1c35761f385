package journal

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"airial/internal/platform/fault"
)

// LoadKey reads the key that signs checkpoints from a file, and makes it at the
// first call, readable by its owner alone. origin names a new key (its form is
// that of a host, with a path if need be, and without scheme, spaces or "+");
// a key that is there keeps its name.
func LoadKey(path, origin string) (note.Signer, note.Verifier, error) {
	text, err := LoadPrivate(path, origin)
	if err != nil {
		return nil, nil, err
	}
	signer, verifier, err := ParseKey(text)
	return signer, verifier, fault.Wrap("journal.LoadKey", err)
}

// LoadPrivate is LoadKey for who needs the text of the key.
func LoadPrivate(path, origin string) (string, error) {
	const op = "journal.LoadPrivate"
	text, err := readKey(path)
	if errors.Is(err, fs.ErrNotExist) {
		err = makeKey(path, origin)
		if err != nil {
			return "", fault.Wrap(op, err)
		}
		text, err = readKey(path) // whoever made it
	}
	return text, fault.Wrap(op, err)
}

func readKey(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return "", fault.New(fault.Forbidden, "journal.readKey",
			"Le fichier de clé %s est lisible par d’autres que son propriétaire. Retirez ces droits (chmod 600), puis recommencez.",
			"The key file %s can be read by others than its owner. Take these rights away (chmod 600), then try again.", path)
	}
	text, err := os.ReadFile(path)
	return strings.TrimSpace(string(text)), err
}

// makeKey writes a new key beside its place, and puts it there unless another
// process has been faster.
func makeKey(path, origin string) error {
	text, _, err := note.GenerateKey(rand.Reader, origin)
	if err != nil {
		return err
	}
	_, err = note.NewSigner(text)
	if err != nil {
		return fmt.Errorf("%q cannot name a key: %w", origin, err)
	}
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, ".key-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.WriteString(text + "\n")
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		return err
	}
	err = os.Link(f.Name(), path)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// ParseKey reads a private key in the form of golang.org/x/mod/sumdb/note:
// "PRIVATE+KEY+name+hash+data".
func ParseKey(text string) (note.Signer, note.Verifier, error) {
	signer, vkey, err := parseKey(text)
	if err != nil {
		return nil, nil, err
	}
	verifier, err := note.NewVerifier(vkey)
	return signer, keyed{verifier, vkey}, err
}

// keyed is a verifier that knows how it is written.
type keyed struct {
	note.Verifier
	key string
}

// KeyOf returns the public key of a verifier of LoadKey or ParseKey, as others
// are given it: "name+hash+data".
func KeyOf(v note.Verifier) string {
	k, _ := v.(keyed)
	return k.key
}

// PublicKey returns the public key that belongs to a private one, as others
// are given it: "name+hash+data".
func PublicKey(text string) (string, error) {
	_, vkey, err := parseKey(text)
	return vkey, err
}

func parseKey(text string) (note.Signer, string, error) {
	signer, err := note.NewSigner(text)
	if err != nil {
		return nil, "", err
	}
	parts := strings.SplitN(text, "+", 5) // the data may hold "+" too
	data, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil || len(data) != 1+ed25519.SeedSize {
		return nil, "", errors.New("the key is not an Ed25519 key")
	}
	public := ed25519.NewKeyFromSeed(data[1:]).Public().(ed25519.PublicKey)
	vkey, err := note.NewEd25519VerifierKey(signer.Name(), public)
	return signer, vkey, err
}

// DeriveKey returns the key that belongs to a secret of 32 bytes, for processes
// that share the secret and no folder.
func DeriveKey(secret []byte, origin string) (note.Signer, note.Verifier, error) {
	const op = "journal.DeriveKey"
	if len(secret) != ed25519.SeedSize {
		return nil, nil, fault.Wrap(op, fmt.Errorf("a secret of %d bytes is expected, not %d", ed25519.SeedSize, len(secret)))
	}
	public := ed25519.NewKeyFromSeed(secret).Public().(ed25519.PublicKey)
	verifier, err := note.NewEd25519VerifierKey(origin, public)
	if err != nil {
		return nil, nil, fault.Wrap(op, err)
	}
	hash := strings.SplitN(strings.TrimPrefix(verifier, origin+"+"), "+", 2)[0]
	const ed25519Algorithm = 1
	data := base64.StdEncoding.EncodeToString(append([]byte{ed25519Algorithm}, secret...))
	signer, check, err := ParseKey("PRIVATE+KEY+" + origin + "+" + hash + "+" + data)
	return signer, check, fault.Wrap(op, err)
}
