package named

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"airial/internal/platform/text"
)

// A skimmer tells fast of most texts that they do not name the person. It may
// only be too careful: what it lets through is read by find, which decides.
type skimmer struct {
	q     Query
	names [][][]byte // words of each name, the longest first
	mails [][]byte
	buf   []byte
}

func (q Query) skimmer() *skimmer {
	s := &skimmer{q: q}
	known := map[string]bool{}
	for _, name := range q.names { // its rotations have the same words
		words := slices.SortedFunc(slices.Values(name), func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
		if key := strings.Join(words, " "); !known[key] {
			known[key] = true
			each := make([][]byte, len(words))
			for n, w := range words {
				each[n] = []byte(w)
			}
			s.names = append(s.names, each)
		}
	}
	for _, mail := range q.mails {
		s.mails = append(s.mails, flat(nil, mail))
	}
	return s
}

// may tells whether a text, or a document as it is written, could name the
// person: all words of a name stand in it, be it within others, so that no escape
// of JSON between them matters; or an address; or a number.
func (s *skimmer) may(doc string) bool {
	if len(s.q.phones) > 0 && len(s.q.byPhone(doc)) > 0 {
		return true
	}
	if at := strings.IndexByte(doc, '\\'); at >= 0 && (strings.Contains(doc[at:], `\u`) || strings.Contains(doc[at:], `\/`)) {
		return true // letters, or signs within a number, that are written otherwise
	}
	s.buf = flat(s.buf[:0], doc)
	for _, mail := range s.mails {
		if bytes.Contains(s.buf, mail) {
			return true
		}
	}
	return slices.ContainsFunc(s.names, func(words [][]byte) bool {
		return !slices.ContainsFunc(words, func(w []byte) bool { return !bytes.Contains(s.buf, w) })
	})
}

// flat appends a text folded letter by letter; other signs stay.
func flat(to []byte, s string) []byte {
	for at := 0; at < len(s); {
		if c := s[at]; c < utf8.RuneSelf {
			to = append(to, lower(c))
			at++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[at:])
		switch {
		case r < rune(len(latin)) && latin[r] != "":
			to = append(to, latin[r]...)
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			to = append(to, text.Fold(string(r))...)
		default:
			to = append(to, s[at:at+n]...)
		}
		at += n
	}
	return to
}

// latin are the letters of European languages, folded.
var latin = func() (out [0x250]string) {
	for r := rune(utf8.RuneSelf); int(r) < len(out); r++ {
		if unicode.IsLetter(r) {
			out[r] = text.Fold(string(r))
		}
	}
	return out
}()
