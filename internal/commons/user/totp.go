package user

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1" // #nosec G505 -- RFC 6238 asks for HMAC-SHA-1, as every authenticator has it
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"time"

	"rsc.io/qr"
)

// Codes of an authenticator, as all of them understand: RFC 6238 with HMAC-SHA-1,
// six digits, thirty seconds.
const (
	totpStep   = 30 * time.Second
	totpDigits = 6
	totpSecret = 20 // bytes: the length of the hash (RFC 4226 §4)
	// totpDrift is how many steps a clock may be early or late (RFC 6238 §5.2).
	totpDrift = 1
)

var base32NoPad = base32.StdEncoding.WithPadding(base32.NoPadding)

func newTOTP() []byte {
	b := make([]byte, totpSecret)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return b
}

// totpCode returns the code of a time step (RFC 4226 §5.3).
func totpCode(secret []byte, step int64) string {
	mac := hmac.New(sha1.New, secret)
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(step))
	mac.Write(counter[:])
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 0xf
	n := binary.BigEndian.Uint32(sum[at:at+4]) & 0x7fffffff
	return fmt.Sprintf("%0*d", totpDigits, n%1_000_000)
}

// matchTOTP returns the time step of a code, if it is that of now, give or take
// the drift, and later than the last one that was taken: a code that somebody
// has seen over a shoulder is of no use.
func matchTOTP(secret []byte, code string, now time.Time, last int64) (step int64, ok bool) {
	code = strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u00a0' || r == '\u202f' {
			return -1
		}
		return r
	}, code)
	today := now.Unix() / int64(totpStep/time.Second)
	for s := today - totpDrift; s <= today+totpDrift; s++ {
		if subtle.ConstantTimeCompare([]byte(totpCode(secret, s)), []byte(code)) == 1 && s > last {
			step, ok = s, true
		}
	}
	return step, ok
}

// totpAddress is what the square code says to an authenticator.
func totpAddress(secret []byte, issuer, login string) string {
	issuer = strings.ReplaceAll(issuer, ":", " ")
	return "otpauth://totp/" + url.PathEscape(issuer+":"+login) + "?" + strings.ReplaceAll(url.Values{
		"secret": {base32NoPad.EncodeToString(secret)}, "issuer": {issuer}}.Encode(), "+", "%20")
}

// square is a square code as the path of a drawing: one unit for each module.
type square struct {
	Size int
	Path string
}

// quiet is the white margin that readers ask for, in modules.
const quietZone = 4

func drawSquare(text string) (square, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return square{}, err
	}
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			from := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from+quietZone, y+quietZone, x-from, x-from)
			}
		}
	}
	return square{code.Size + 2*quietZone, path.String()}, nil
}
