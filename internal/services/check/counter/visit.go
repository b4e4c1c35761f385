package counter

import (
	"bytes"
	"compress/gzip"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"time"

	"airial/internal/platform/fault"
	"airial/internal/services/check"
)

// visit is a check that somebody has made, as it is kept for a short while.
type visit struct {
	check.Answer
	// Mended is the table with what is surely mended put right, and Changes
	// what was changed, by code; none where there is nothing to mend, or where
	// the file is too large to be kept for it.
	Mended  []byte         `json:"mended,omitempty"`
	Changes map[string]int `json:"changes,omitempty"`
	Made    time.Time      `json:"made"`

	token   string
	own     bool // who looks at it has made it
	shared  bool
	expires time.Time
}

// newToken makes what nobody guesses: 160 bits.
func newToken() string {
	b := make([]byte, 20)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return base64.RawURLEncoding.EncodeToString(b)
}

// digestOf names a token in the database, where it does not stand.
func digestOf(token string) string {
	sum := sha256.Sum256([]byte("check " + token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// makerKey is what the maker of a report holds beside its token: it opens a
// report that is not shared, and lets share and erase it.
func (s *Service) makerKey(token string) string {
	mac := hmac.New(sha256.New, s.Keys.Derive("check-maker"))
	mac.Write([]byte(token))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:15])
}

func (s *Service) isMaker(token, key string) bool {
	return hmac.Equal([]byte(key), []byte(s.makerKey(token)))
}

// seal closes a visit so that its token opens it, and nothing else.
func (s *Service) seal(token string, v *visit) (string, error) {
	const op = "counter.seal"
	raw, err := json.Marshal(v)
	if err != nil {
		return "", fault.Wrap(op, err)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err = z.Write(raw); err == nil {
		err = z.Close()
	}
	if err != nil {
		return "", fault.Wrap(op, err)
	}
	sealed, err := s.Keys.Seal("check-visit:"+token, packed.Bytes())
	return base64.StdEncoding.EncodeToString(sealed), fault.Wrap(op, err)
}

func (s *Service) unseal(token, sealed string) (*visit, error) {
	const op = "counter.unseal"
	raw, err := base64.StdEncoding.DecodeString(sealed)
	if err == nil {
		raw, err = s.Keys.Unseal("check-visit:"+token, raw)
	}
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err == nil {
		raw, err = io.ReadAll(z)
	}
	v := &visit{token: token}
	if err == nil {
		err = json.Unmarshal(raw, v)
	}
	return v, fault.Wrap(op, err)
}
