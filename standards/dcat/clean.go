package dcat

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// cleanText leaves out what a text of XML 1.0 cannot hold, so that every syntax
// says the same, and replaces broken UTF-8 by U+FFFD. A carriage return becomes
// a line feed, as an XML parser would read it.
func cleanText(s string) string {
	clean := true
	for i := 0; i < len(s) && clean; i++ {
		b := s[i]
		clean = b >= ' ' && b < 0x80 || b == '\n' || b == '\t'
	}
	if clean {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r == '\n', r == '\t', r == utf8.RuneError:
			return r
		case r < ' ', r == 0xFFFE, r == 0xFFFF:
			return -1
		}
		return r
	}, s)
}

// cleanLang keeps a language tag of BCP 47 in lower case, and drops what is none.
func cleanLang(tag string) string {
	if tag == "" {
		return ""
	}
	for part := range strings.SplitSeq(tag, "-") {
		if len(part) < 1 || len(part) > 8 {
			return ""
		}
		for _, b := range []byte(part) {
			if !letter(b) && (b < '0' || b > '9') {
				return ""
			}
		}
	}
	if !letter(tag[0]) {
		return ""
	}
	first, _, _ := strings.Cut(tag, "-")
	if len(first) < 2 || strings.ContainsAny(first, "0123456789") {
		return ""
	}
	return strings.ToLower(tag)
}

func letter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// cleanIRI percent-encodes what an IRI may not hold (RFC 3987), and broken UTF-8.
func cleanIRI(s string) string {
	at := 0
	for at < len(s) && plain[s[at]] {
		at++
	}
	if at == len(s) {
		return s
	}
	var b strings.Builder
	for i, w := 0, 0; i < len(s); i += w {
		var r rune
		r, w = utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && w == 1 || forbidden(r) {
			for _, c := range []byte(s[i : i+w]) {
				fmt.Fprintf(&b, "%%%02X", c)
			}
			continue
		}
		b.WriteString(s[i : i+w])
	}
	return b.String()
}

// plain are the bytes that stand in an IRI as they are. A catalogue has a hundred
// thousand of them, nearly all of plain bytes alone.
var plain = func() (p [256]bool) {
	for c := range rune(0x80) {
		p[c] = !forbidden(c)
	}
	return p
}()

// forbidden says that an IRI cannot hold the character: controls, blanks,
// delimiters, and the code points that XML or RFC 3987 refuse.
func forbidden(r rune) bool {
	switch r {
	case '<', '>', '"', '{', '}', '|', '^', '`', '\\':
		return true
	}
	return r <= ' ' || r >= 0x7F && r < 0xA0 || r >= 0xFFF0 && r <= 0xFFFF || r >= 0xE000 && r < 0xF900 ||
		r >= 0xFDD0 && r <= 0xFDEF || r&0xFFFE == 0xFFFE || r >= 0xE0000 || r == 0x200E || r == 0x200F ||
		r >= 0x202A && r <= 0x202E
}

// checkIRI refuses what is not an absolute address: one with a scheme, and not
// one that reads as a name with one of our prefixes.
func checkIRI(s string) error {
	scheme, rest, ok := strings.Cut(s, ":")
	if !ok || scheme == "" || rest == "" || !letter(scheme[0]) {
		return fmt.Errorf("%q is not an absolute address", s)
	}
	for _, b := range []byte(scheme) {
		if !letter(b) && (b < '0' || b > '9') && b != '+' && b != '-' && b != '.' {
			return fmt.Errorf("%q is not an absolute address", s)
		}
	}
	if !strings.HasPrefix(rest, "//") {
		for _, p := range prefixes {
			if p.name == scheme {
				return fmt.Errorf("%q is a name, not an address", s)
			}
		}
	}
	return nil
}
