package webhook

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"airial/internal/platform/fault"
)

// secretPrefix is that of Standard Webhooks; behind it stands the key in base64.
const secretPrefix = "whsec_"

// sealPurpose names the key under which secrets are sealed.
const sealPurpose = "webhook"

// rotation is how long the secret before signs beside its successor.
const rotation = 24 * time.Hour

func newSecret() string {
	var key [32]byte
	_, _ = rand.Read(key[:]) // never fails
	return secretPrefix + base64.StdEncoding.EncodeToString(key[:])
}

func (s *Service) seal(secret string) (string, error) {
	sealed, err := s.Sealer.Seal(sealPurpose, []byte(secret))
	return base64.StdEncoding.EncodeToString(sealed), err
}

func (s *Service) unseal(stored string) (string, error) {
	sealed, err := base64.StdEncoding.DecodeString(stored)
	if err != nil {
		return "", fault.Wrap("webhook.unseal", err)
	}
	plain, err := s.Sealer.Unseal(sealPurpose, sealed)
	return string(plain), fault.Wrap("webhook.unseal", err)
}

// Sign returns the value of webhook-signature for a message: HMAC-SHA-256 under
// each secret over "id.timestamp.body" (Standard Webhooks 1.0.0, signature
// scheme v1).
func Sign(id string, at time.Time, body string, secrets ...string) (string, error) {
	var out []string
	for _, secret := range secrets {
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, secretPrefix))
		if err != nil {
			return "", fault.Wrap("webhook.Sign", err)
		}
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(id + "." + strconv.FormatInt(at.Unix(), 10) + "." + body))
		out = append(out, "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	}
	return strings.Join(out, " "), nil
}
