package user

import (
	"time"

	"golang.org/x/crypto/argon2"
)

// ofToday are the parameters of the program; the tests hash hundreds of times
// and take cheaper ones, which are still above those of WeakHash.
var ofToday = current

func init() {
	current = cost{memory: 256, passes: 1, lanes: 1}
	nobody = current.encode(make([]byte, saltBytes), make([]byte, keyBytes))
}

// OfToday returns the program's parameters: memory in KiB, and passes.
func OfToday() (memory, passes uint32) { return ofToday.memory, ofToday.passes }

// WeakHash hashes under parameters that nobody should use any more.
func WeakHash(password string) Hash {
	c := cost{memory: 64, passes: 1, lanes: 1}
	salt := []byte("saltsaltsalt")
	return c.encode(salt, argon2.IDKey([]byte(password), salt, c.passes, c.memory, c.lanes, keyBytes))
}

// Logins returns the check of who someone says she is.
func (s *Service) Logins() *Logins { return s.logins }

// TOTPCode returns what an authenticator shows at an instant.
func TOTPCode(secret []byte, at time.Time) string {
	return totpCode(secret, at.Unix()/int64(totpStep/time.Second))
}

// NewTOTP returns a fresh secret.
func NewTOTP() []byte { return newTOTP() }

// CookieName returns the name of the cookie.
func (s *Sessions) CookieName() string { return s.scs.Cookie.Name }

// DecodeSecret reads the key of an authenticator as a person types it.
func DecodeSecret(text string) ([]byte, error) { return base32NoPad.DecodeString(text) }
