package user

import "golang.org/x/crypto/argon2"

// WeakHash hashes under parameters that nobody should use any more.
func WeakHash(password string) Hash {
	c := cost{memory: 64, passes: 1, lanes: 1}
	salt := []byte("saltsaltsalt")
	return c.encode(salt, argon2.IDKey([]byte(password), salt, c.passes, c.memory, c.lanes, keyBytes))
}

// CookieName returns the name of the cookie.
func (s *Sessions) CookieName() string { return s.scs.Cookie.Name }
