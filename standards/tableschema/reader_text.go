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

// validURI asks for the scheme of RFC 3986 and a colon, and for a host after
// http:// and the like. Beyond that it is as lenient as the reference: real
// addresses hold blanks, letters with accents, unescaped brackets.
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
	for _, c := range rest {
		if c < ' ' || c == 0x7F {
			return false
		}
	}
	switch scheme := lower(b[:colon]); scheme {
	case "http", "https", "ftp":
		host, ok := bytes.CutPrefix(rest, []byte("//"))
		return ok && len(host) > 0 && bytes.IndexByte([]byte("/?# "), host[0]) < 0
	}
	return len(rest) > 0
}

// validEmail accepts what mail servers accept: a local part of RFC 5322
// without quotes, a domain of at least two labels, in letters of any language.
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
		if !isLetter(c) && c-'0' > 9 && c < 0x80 && bytes.IndexByte([]byte("!#$%&'*+/=?^_`{|}~.-"), c) < 0 {
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
