package keys

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"

	"airial/internal/platform/fault"
)

// Size is the length of the master key and of every derived one, in bytes.
const Size = 32

// sealedBy1 begins what is sealed: AES-256-GCM with a random nonce of 12 bytes
// in front and a tag of 16 at the end.
const sealedBy1 = 1

// A Ring derives keys from the master key. It is safe for concurrent use.
type Ring struct {
	master []byte
}

// New returns the ring of a master key of Size bytes.
func New(master []byte) (*Ring, error) {
	if len(master) != Size {
		return nil, fmt.Errorf("a master key has %d bytes, not %d", Size, len(master))
	}
	return &Ring{master: append([]byte(nil), master...)}, nil
}

// Derive returns the key of a purpose: 32 bytes, always the same. A purpose is
// a short constant of the program ("webhook-secret"); two uses have two.
func (r *Ring) Derive(purpose string) []byte {
	key, err := hkdf.Key(sha256.New, r.master, nil, "airial/1/"+purpose, Size)
	if err != nil {
		panic(err) // only a length too great would do
	}
	return key
}

// Fingerprint names the master key without telling anything of it, to see
// whether two processes have the same.
func (r *Ring) Fingerprint() string {
	return base64.RawURLEncoding.EncodeToString(r.Derive("fingerprint")[:12])
}

// Seal encrypts a secret so that only Unseal with the same purpose and master
// key opens it. Sealing twice gives two results.
func (r *Ring) Seal(purpose string, plain []byte) ([]byte, error) {
	box, err := r.box(purpose)
	if err != nil {
		return nil, fault.Wrap("keys.Seal", err)
	}
	return box.Seal([]byte{sealedBy1}, nil, plain, []byte(purpose)), nil
}

// Unseal opens what Seal closed. What was changed, cut, sealed for another
// purpose or under another master key is refused.
func (r *Ring) Unseal(purpose string, sealed []byte) ([]byte, error) {
	const op = "keys.Unseal"
	box, err := r.box(purpose)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	if len(sealed) < 1+box.Overhead() || sealed[0] != sealedBy1 {
		return nil, fault.Wrap(op, errors.New("this is nothing that was sealed here"))
	}
	plain, err := box.Open(nil, nil, sealed[1:], []byte(purpose))
	if err != nil {
		return nil, fault.Wrap(op, fmt.Errorf("%s: sealed under another master key, or damaged: %w", purpose, err))
	}
	return plain, nil
}

func (r *Ring) box(purpose string) (cipher.AEAD, error) {
	block, err := aes.NewCipher(r.Derive(purpose))
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}
