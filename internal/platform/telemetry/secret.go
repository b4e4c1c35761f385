package telemetry

import (
	"fmt"
	"log/slog"
	"regexp"
	"strings"
)

// blotted stands where a secret was.
const blotted = "[secret]"

// Secret is a text that no log, message or document shows. Convert it to a
// string where it is used.
type Secret string

// String returns a stand-in.
func (s Secret) String() string { return blotted }

// GoString returns a stand-in.
func (s Secret) GoString() string { return blotted }

// LogValue returns a stand-in.
func (s Secret) LogValue() slog.Value { return slog.StringValue(blotted) }

// MarshalText returns a stand-in: a Secret in a JSON document stays one.
func (s Secret) MarshalText() ([]byte, error) { return []byte(blotted), nil }

var secretNames = []string{"password", "passwd", "secret", "token", "authorization", "cookie", "credential", "api_key", "private_key"}

// isSecretName tells whether an attribute holds a secret by its name: "token",
// "session_cookie", "Authorization", but not "token_id".
func isSecretName(key string) bool {
	key = strings.ReplaceAll(strings.ToLower(key), "-", "_")
	for _, name := range secretNames {
		if key == name || key == "set_"+name || strings.HasSuffix(key, "_"+name) {
			return true
		}
	}
	return false
}

var (
	inAddress = regexp.MustCompile(`([a-z][a-z0-9+.-]*://[^\s/:@]*:)[^\s@]+@`)
	inHeader  = regexp.MustCompile(`(?i)\b(bearer|basic) +[a-z0-9._~+/=-]+`)
	inPairs   = regexp.MustCompile(`(?i)\b(password|passwd|secret|token)(=)[^\s&"']+`)
)

// Blot returns a text without the passwords in its addresses, the bearer tokens
// and the password=… pairs.
func Blot(text string) string {
	if strings.Contains(text, "@") {
		text = inAddress.ReplaceAllString(text, "${1}"+blotted+"@")
	}
	text = inHeader.ReplaceAllString(text, "${1} "+blotted)
	return inPairs.ReplaceAllString(text, "${1}${2}"+blotted)
}

// blot is slog's ReplaceAttr: it sees each attribute, the message included.
func blot(_ []string, a slog.Attr) slog.Attr {
	if isSecretName(a.Key) {
		return slog.String(a.Key, blotted)
	}
	switch a.Value.Kind() {
	case slog.KindString:
		a.Value = slog.StringValue(Blot(a.Value.String()))
	case slog.KindAny:
		switch v := a.Value.Any().(type) {
		case error:
			a.Value = slog.StringValue(Blot(v.Error()))
		case fmt.Stringer:
			a.Value = slog.StringValue(Blot(v.String()))
		}
	}
	return a
}
