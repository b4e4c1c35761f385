package named

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"airial/internal/platform/text"
)

// A span is where somebody is named, in bytes.
type span struct{ from, to int }

// find returns where the person is named in a text, in order, without overlap.
func (q Query) find(s string) []span {
	var out []span
	if len(q.names) > 0 {
		out = q.byName(s)
	}
	if len(q.mails) > 0 && strings.IndexByte(s, '@') >= 0 {
		out = append(out, q.byMail(s)...)
	}
	if len(q.phones) > 0 {
		out = append(out, q.byPhone(s)...)
	}
	if len(out) == 0 {
		return nil
	}
	for n := range out { // what is part of an address is the whole address
		out[n] = wholeMail(s, out[n])
	}
	slices.SortFunc(out, func(a, b span) int { return a.from - b.from })
	merged := out[:1]
	for _, x := range out[1:] {
		if last := &merged[len(merged)-1]; x.from < last.to {
			last.to = max(last.to, x.to)
		} else {
			merged = append(merged, x)
		}
	}
	return merged
}

// in tells whether she is named in a text.
func (q Query) in(s string) bool { return len(q.find(s)) > 0 }

// without returns a text with Mark where she was named.
func (q Query) without(s string) string {
	spans := q.find(s)
	if len(spans) == 0 {
		return s
	}
	var b strings.Builder
	last := 0
	for _, x := range spans {
		b.WriteString(s[last:x.from])
		b.WriteString(Mark)
		last = x.to
	}
	return b.String() + s[last:]
}

// word is a run of letters and digits.
type word struct {
	span
	text  string
	plain bool // in small letters without accents: it is folded as it is
}

// folded is the word as queries have it.
func (w word) folded() string {
	if w.plain {
		return w.text
	}
	return text.Fold(w.text)
}

// begins tells whether a word may be the first of a name. Most are told from
// their first letter: folding takes accents off and changes no letter.
func (q Query) begins(w word) bool {
	if c := w.text[0]; c < utf8.RuneSelf && !q.letters[lower(c)] {
		return false
	}
	return q.first[w.folded()]
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// byName looks for the words of a name, one after the other with no more than
// some signs between.
func (q Query) byName(s string) []span {
	var out []span
	var ahead []word
	at := 0
	next := func() bool {
		w, end, ok := nextWord(s, at)
		at = end
		if ok {
			ahead = append(ahead, w)
		}
		return ok
	}
	for {
		if len(ahead) == 0 && !next() {
			return out
		}
		found := 0
		if q.begins(ahead[0]) {
			for _, name := range q.names {
				for len(ahead) < len(name) && next() {
				}
				if matches(s, ahead, name) {
					found = len(name)
					break
				}
			}
		}
		if found > 0 {
			out = append(out, span{ahead[0].from, ahead[found-1].to})
			ahead = ahead[found:]
		} else {
			ahead = ahead[1:]
		}
	}
}

// widest is how many bytes may stand between two words of a name: “DUPONT, Marie”.
const widest = 4

func matches(s string, words []word, name []string) bool {
	if len(words) < len(name) {
		return false
	}
	for n, w := range name {
		if words[n].folded() != w || n > 0 && (words[n].from-words[n-1].to > widest || strings.ContainsAny(s[words[n-1].to:words[n].from], ";|/")) {
			return false
		}
	}
	return true
}

// nextWord returns the first word from a place on, and where it ends.
func nextWord(s string, at int) (word, int, bool) {
	for at < len(s) {
		r, n := runeAt(s, at)
		if inWord(r) {
			break
		}
		at += n
	}
	if at >= len(s) {
		return word{}, at, false
	}
	from := at
	plain := true
	for at < len(s) {
		r, n := runeAt(s, at)
		if !inWord(r) && !(at > from && unicode.Is(unicode.Mn, r)) {
			break
		}
		plain = plain && r >= 'a' && r <= 'z'
		at += n
	}
	return word{span{from, at}, s[from:at], plain}, at, true
}

func runeAt(s string, at int) (rune, int) {
	if c := s[at]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s[at:])
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func inMail(b byte) bool {
	return b >= utf8.RuneSelf || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || strings.IndexByte("._%+-@", b) >= 0
}

// byMail looks for addresses, whole.
func (q Query) byMail(s string) []span {
	var out []span
	for from := 0; from < len(s); {
		at := strings.IndexByte(s[from:], '@')
		if at < 0 {
			break
		}
		x := around(s, from+at)
		if slices.Contains(q.mails, strings.ToLower(s[x.from:x.to])) {
			out = append(out, x)
		}
		from = max(x.to, from+at+1)
	}
	return out
}

// around is the address in which a sign stands.
func around(s string, at int) span {
	x := span{at, at}
	for x.from > 0 && inMail(s[x.from-1]) {
		x.from--
	}
	for x.to < len(s) && inMail(s[x.to]) {
		x.to++
	}
	for x.to > x.from && strings.IndexByte(".-_", s[x.to-1]) >= 0 { // the end of a sentence
		x.to--
	}
	return x
}

// wholeMail widens a place to the address in which it stands, if it does.
func wholeMail(s string, x span) span {
	if strings.IndexByte(s, '@') < 0 {
		return x
	}
	// What follows straight, or stands before, is an address only with a sign @.
	wide := span{x.from, x.to}
	for wide.from > 0 && inMail(s[wide.from-1]) {
		wide.from--
	}
	for wide.to < len(s) && inMail(s[wide.to]) {
		wide.to++
	}
	for wide.to > x.to && strings.IndexByte(".-_", s[wide.to-1]) >= 0 {
		wide.to--
	}
	run := s[wide.from:wide.to]
	if at := strings.IndexByte(run, '@'); at > 0 && at < len(run)-1 && !strings.ContainsAny(s[x.from:x.to], " ,\n") {
		return wide
	}
	return x
}

// byPhone looks for numbers however their digits are grouped.
func (q Query) byPhone(s string) []span {
	var out []span
	for at := 0; at < len(s); {
		if !(s[at] >= '0' && s[at] <= '9' || s[at] == '+') {
			at++
			continue
		}
		x := span{at, at}
		var digits []byte
		gap := 0
		for x.to < len(s) && gap < 3 {
			c := s[x.to]
			if c >= '0' && c <= '9' {
				digits = append(digits, c)
				gap = 0
			} else if strings.IndexByte(" +().-/", c) >= 0 || c == 0xC2 && x.to+1 < len(s) && s[x.to+1] == 0xA0 || c == 0xA0 {
				gap++
			} else {
				break
			}
			x.to++
		}
		end := x.to
		for x.to > x.from && !(s[x.to-1] >= '0' && s[x.to-1] <= '9') {
			x.to--
		}
		if slices.Contains(q.phones, national(string(digits))) {
			out = append(out, x)
		}
		at = max(end, at+1)
	}
	return out
}
