// Package ident makes identifiers: UUIDv7 (RFC 9562 §5.7) in their text form,
// so that they sort by the instant at which they were made.
package ident

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"io"
	"sync"

	"airial/internal/platform/clock"
)

// A Source makes identifiers from a clock and a source of random bytes. With a
// Manual clock and a seeded reader it makes the same ones each time. It is
// safe for concurrent use.
type Source struct {
	clock  clock.Clock
	mu     sync.Mutex
	random io.Reader
}

// New returns a Source. random nil stands for the system's secure random bytes.
func New(c clock.Clock, random io.Reader) *Source {
	if random == nil {
		random = rand.Reader
	}
	return &Source{clock: c, random: random}
}

// New returns a fresh identifier, 36 characters of lower-case hexadecimal and
// hyphens.
func (s *Source) New() string {
	var b [16]byte
	s.mu.Lock()
	_, err := io.ReadFull(s.random, b[6:])
	s.mu.Unlock()
	if err != nil {
		panic("ident: no random bytes: " + err.Error())
	}
	ms := uint64(s.clock.Now().UnixMilli())
	for i := range 6 {
		b[i] = byte(ms >> (40 - 8*i))
	}
	b[6] = b[6]&0x0f | 0x70
	b[8] = b[8]&0x3f | 0x80
	return format(b)
}

func format(b [16]byte) string {
	var out [36]byte
	hex.Encode(out[0:8], b[0:4])
	hex.Encode(out[9:13], b[4:6])
	hex.Encode(out[14:18], b[6:8])
	hex.Encode(out[19:23], b[8:10])
	hex.Encode(out[24:36], b[10:16])
	out[8], out[13], out[18], out[23] = '-', '-', '-', '-'
	return string(out[:])
}

// Valid tells whether s has the form of an identifier made here. It guards
// addresses: what is not of this form is not looked up.
func Valid(s string) bool {
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return false
	}
	for i, c := range []byte(s) {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			continue
		}
		if !bytes.ContainsRune([]byte("0123456789abcdef"), rune(c)) {
			return false
		}
	}
	return true
}
