package anonymise

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"strings"
)

// KeyBytes is the length of a key of pseudonyms.
const KeyBytes = 32

// letters write four bits each: consonants, so that no word and no number comes
// out.
const letters = "bcdfghjkmnpqrstv"

const (
	pseudonymLetters = 16 // 64 bits of the value
	checkLetters     = 4  // which show that it is one, of this key
)

// pseudonym stands for a value under a key: HMAC-SHA-256 (RFC 2104) of it,
// shortened. A pseudonym of this key stays as it is.
func pseudonym(key []byte, s string) string {
	if len(s) == pseudonymLetters+checkLetters && strings.Trim(s, letters) == "" &&
		subtle.ConstantTimeCompare([]byte(s[pseudonymLetters:]), []byte(spelt(key, "check:"+s[:pseudonymLetters], checkLetters))) == 1 {
		return s
	}
	p := spelt(key, "value:"+s, pseudonymLetters)
	return p + spelt(key, "check:"+p, checkLetters)
}

func spelt(key []byte, message string, n int) string {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(message))
	sum := h.Sum(nil)
	out := make([]byte, n)
	for i := range out {
		out[i] = letters[sum[i/2]>>(4*(i%2))&15]
	}
	return string(out)
}
