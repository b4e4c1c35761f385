package user

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"airial/internal/platform/fault"
)

// Hash is a password as it is kept: argon2id in the PHC string format, which
// carries its own parameters, so that they can be raised later while earlier
// hashes stay good.
type Hash string

// MinPassword and MaxPassword bound a password, in characters. Length is what
// counts, and not to be what everybody would guess (CheckPassword); there is no
// rule of digits and marks (CNIL, délibération 2022-100; NIST SP 800-63B
// §5.1.1.2).
const (
	MinPassword = 14
	MaxPassword = 256
)

// cost are the parameters of argon2id (RFC 9106): memory in KiB, passes,
// lanes. They follow OWASP's second choice (checked in November 2026), about
// 40 ms of one core; RFC 9106's 64 MiB would let four log-ins at once take what
// a small server has for everything. Hash.Outdated renews what was made with
// less.
type cost struct {
	memory uint32
	passes uint32
	lanes  uint8
}

var current = cost{memory: 19 * 1024, passes: 2, lanes: 1}

// ceiling bounds the parameters that a stored hash may ask for.
var ceiling = cost{memory: 256 * 1024, passes: 16, lanes: 8}

const (
	saltBytes = 16
	keyBytes  = 32
)

// hashing bounds how many passwords are hashed at once: each takes the memory
// above, and a crowd of log-ins must not take it all.
var hashing = make(chan struct{}, 4)

// HashPassword returns the hash of a password that CheckPassword lets pass,
// given what is known of the account. It takes a while: call it outside any
// transaction.
func HashPassword(ctx context.Context, password string, about ...string) (Hash, error) {
	const op = "user.HashPassword"
	password = norm.NFKC.String(password)
	if err := CheckPassword(password, about...); err != nil {
		return "", err
	}
	var salt [saltBytes]byte
	if _, err := rand.Read(salt[:]); err != nil {
		return "", fault.Wrap(op, err)
	}
	key, err := derive(ctx, password, salt[:], current, keyBytes)
	return current.encode(salt[:], key), err
}

func derive(ctx context.Context, password string, salt []byte, c cost, length uint32) ([]byte, error) {
	select {
	case hashing <- struct{}{}:
		defer func() { <-hashing }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(password), salt, c.passes, c.memory, c.lanes, length), nil
}

func (c cost) encode(salt, key []byte) Hash {
	b64 := base64.RawStdEncoding.EncodeToString
	return Hash(fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.passes, c.lanes, b64(salt), b64(key)))
}

// nobody stands in for the hash of an account that does not exist, so that
// asking for it takes as long as for one that does.
var nobody = current.encode(make([]byte, saltBytes), make([]byte, keyBytes))

// Matches tells whether the password is the one that was hashed. An empty or
// damaged hash matches nothing, in the same time.
func (h Hash) Matches(ctx context.Context, password string) (bool, error) {
	c, salt, key, ok := h.decode()
	if !ok {
		c, salt, key, _ = nobody.decode()
	}
	if utf8.RuneCountInString(password) > MaxPassword {
		password = password[:MaxPassword] // matches nothing, costs the same
		ok = false
	}
	got, err := derive(ctx, norm.NFKC.String(password), salt, c, uint32(len(key)))
	return err == nil && subtle.ConstantTimeCompare(got, key) == 1 && ok, err
}

// Outdated tells whether the hash was made with weaker parameters than those
// of today: the next log-in should renew it.
func (h Hash) Outdated() bool {
	c, _, _, ok := h.decode()
	return !ok || c.memory < current.memory || c.passes < current.passes
}

func (h Hash) decode() (c cost, salt, key []byte, ok bool) {
	parts := strings.Split(string(h), "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.passes, &c.lanes); err != nil {
		return c, nil, nil, false
	}
	if c.memory == 0 || c.passes == 0 || c.lanes == 0 ||
		c.memory > ceiling.memory || c.passes > ceiling.passes || c.lanes > ceiling.lanes {
		return c, nil, nil, false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return c, nil, nil, false
	}
	key, err = base64.RawStdEncoding.DecodeString(parts[5])
	return c, salt, key, err == nil && len(salt) >= 8 && len(key) >= 16 && len(key) <= 64
}
