package tableschema

import (
	"bytes"
	"encoding/base64"
	"fmt"
)

// stringReader reads a text under the formats of the standard: email, uri,
// uuid, binary.
func stringReader(f *Field) (readFunc, error) {
	var valid func([]byte) bool
	switch f.Format {
	case "":
		return readAny, nil
	case "uri":
		valid = validURI
	case "email":
		valid = validEmail
	case "uuid":
		valid = validUUID
	case "binary":
		valid = func(b []byte) bool {
			_, err := base64.StdEncoding.DecodeString(string(b))
			return err == nil
		}
	case "wkt":
		return readAny, nil
	default:
		return nil, fmt.Errorf("the format %q of a text is unknown", f.Format)
	}
	return func(cell []byte, v *Value) bool {
		v.kind = kindText
		return valid(cell)
	}, nil
}

// validURI follows RFC 3986, with letters of all languages as in an IRI: a
// scheme, a colon, and no blank nor delimiter that must be escaped.
func validURI(b []byte) bool {
	colon := bytes.IndexByte(b, ':')
	if colon < 1 || !isLetter(b[0]) {
		return false
	}
	for _, c := range b[1:colon] {
		if !isLetter(c) && c-'0' > 9 && c != '+' && c != '-' && c != '.' {
			return false
		}
	}
	rest := b[colon+1:]
	for i, c := range rest {
		switch {
		case c <= ' ', c == 0x7F, bytes.IndexByte([]byte("<>\"{}|\\^`"), c) >= 0:
			return false
		case c == '%' && (i+2 >= len(rest) || !isHex(rest[i+1]) || !isHex(rest[i+2])):
			return false
		}
	}
	if host, ok := bytes.CutPrefix(rest, []byte("//")); ok {
		if end := bytes.IndexAny(host, "/?#"); end >= 0 {
			host = host[:end]
		}
		scheme := lower(b[:colon])
		if len(host) == 0 && (scheme == "http" || scheme == "https" || scheme == "ftp") {
			return false
		}
	}
	return len(rest) > 0
}

// validEmail accepts what mail servers accept: a local part of RFC 5322
// without quotes, a domain of at least two labels. Letters of all languages
// are accepted in the domain.
func validEmail(b []byte) bool {
	at := bytes.LastIndexByte(b, '@')
	if at < 1 || at > 64 || len(b)-at-1 > 253 {
		return false
	}
	local, domain := b[:at], b[at+1:]
	if local[0] == '.' || local[len(local)-1] == '.' || bytes.Contains(local, []byte("..")) {
		return false
	}
	for _, c := range local {
		if !isLetter(c) && c-'0' > 9 && bytes.IndexByte([]byte("!#$%&'*+/=?^_`{|}~.-"), c) < 0 {
			return false
		}
	}
	labels := bytes.Split(domain, []byte("."))
	for _, l := range labels {
		if len(l) == 0 || len(l) > 63 || l[0] == '-' || l[len(l)-1] == '-' {
			return false
		}
		for _, c := range l {
			if !isLetter(c) && c-'0' > 9 && c != '-' && c < 0x80 {
				return false
			}
		}
	}
	top := labels[len(labels)-1]
	return len(labels) >= 2 && len(top) >= 2 && (isLetter(top[0]) || top[0] >= 0x80)
}

// validUUID accepts the canonical form of RFC 9562, with or without hyphens
// and braces.
func validUUID(b []byte) bool {
	if len(b) == 38 && b[0] == '{' && b[37] == '}' {
		b = b[1:37]
	}
	if len(b) != 36 && len(b) != 32 {
		return false
	}
	for i, c := range b {
		if len(b) == 36 && (i == 8 || i == 13 || i == 18 || i == 23) {
			if c != '-' {
				return false
			}
			continue
		}
		if !isHex(c) {
			return false
		}
	}
	return true
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isHex(c byte) bool { return c-'0' <= 9 || 'a' <= c|0x20 && c|0x20 <= 'f' }
