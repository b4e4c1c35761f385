package person

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// shape is how a word is written.
type shape uint8

const (
	lower   shape = iota
	title         // Dupont, Jean-Pierre, McDonald
	upper         // DUPONT
	initial       // J. or J
	number
	mark // punctuation; its first byte is in token.mark
	elision
)

// token is one word or mark of a text.
type token struct {
	start, end int
	shape      shape
	flags      flag
	sets       set
	mark       byte
	// first tells that a sentence, a line or a list item begins here: a capital
	// says nothing.
	first bool
	// dotted initial: "J.", "J.-P."
	dotted bool
	parts  uint8 // words joined by hyphens
	shout  bool  // in a line of capitals
	// elected: in a line that opens as a list of elected people
	elected bool
	// closed: the rules know what it is, and that it is no person
	closed bool
}

func (t token) is(f flag) bool { return t.flags&f != 0 }

// capital tells whether the word is written as names are.
func (t token) capital() bool { return t.shape == title || t.shape == upper }

// splitter cuts texts into tokens; it keeps its memory from one to the next.
type splitter struct {
	tokens []token
	buffer []byte
	words  map[string]entry
}

func letter(r rune) bool {
	if r < utf8.RuneSelf {
		return ascii[r]&(small|large) != 0
	}
	return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r)
}

// ascii tells what a byte of plain text is, so that most of a text is read
// without decoding it.
var ascii = func() (t [utf8.RuneSelf]uint8) {
	for b := 'a'; b <= 'z'; b++ {
		t[b], t[b-'a'+'A'] = small, large
	}
	return t
}()

const (
	small = 1 << iota
	large
)

// split cuts a text. Words may hold hyphens and apostrophes within ("N’Diaye",
// "Jean-Pierre"); an article or preposition that lost its vowel is a token of
// its own.
func (s *splitter) split(text []byte) []token {
	s.tokens = s.tokens[:0]
	s.words = lexicon()
	first := true
	for i := 0; i < len(text); {
		if text[i] == ' ' {
			i++
			continue
		}
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRune(text[i:])
		}
		switch {
		case letter(r):
			end, cut := s.wordEnd(text, i)
			t := s.word(text, i, end, cut)
			t.first = first
			s.tokens = append(s.tokens, t)
			first, i = false, t.end
		case r >= '0' && r <= '9':
			end := i
			for end < len(text) && text[end] >= '0' && text[end] <= '9' {
				end++
			}
			s.tokens = append(s.tokens, token{start: i, end: end, shape: number, first: first})
			first, i = false, end
		case r == '\t' || r == '\u00a0' || r == '\u202f' || r == '\r':
			i += n
		default:
			m := token{start: i, end: i + n, shape: mark, mark: text[i]}
			switch r {
			case '\n', '.', '!', '?', ':', ';', '•', '–', '—', '-', '*', '«', '"', '“', '|':
				first = true
			}
			if r == '–' || r == '—' {
				m.mark = '-'
			}
			s.tokens = append(s.tokens, m)
			i += n
		}
	}
	return s.tokens
}

// wordEnd finds where a word that begins at i ends, and whether there is an
// apostrophe in it.
func (s *splitter) wordEnd(text []byte, i int) (end int, cut bool) {
	for i < len(text) {
		if b := text[i]; b < utf8.RuneSelf && ascii[b] != 0 {
			i++
			continue
		}
		r, n := utf8.DecodeRune(text[i:])
		if letter(r) {
			i += n
			continue
		}
		// A hyphen or an apostrophe between two letters.
		if r == '-' || r == '\'' || r == '’' || r == '‐' || r == '‑' {
			if next, _ := utf8.DecodeRune(text[i+n:]); i+n < len(text) && letter(next) {
				cut = cut || r == '\'' || r == '’'
				i += n
				continue
			}
		}
		break
	}
	return i, cut
}

var elided = map[string]bool{"l": true, "d": true, "j": true, "n": true, "s": true, "c": true, "m": true, "t": true,
	"qu": true, "jusqu": true, "lorsqu": true, "puisqu": true, "quelqu": true}

// word describes the word at text[i:end]. An elided beginning is cut off, and
// the rest left for the next word.
func (s *splitter) word(text []byte, i, end int, cut bool) token {
	w := text[i:end]
	if at := apostrophe(w, cut); at > 0 {
		_, n := utf8.DecodeRune(w[at:])
		s.buffer = fold(s.buffer[:0], w[:at])
		rest, _ := utf8.DecodeRune(w[at+n:])
		african := (w[0] == 'N' || w[0] == 'M') && unicode.IsUpper(rest)
		if elided[string(s.buffer)] && !african {
			return token{start: i, end: i + at + n, shape: elision, flags: particle | article, sets: s.words[string(s.buffer)].sets}
		}
	}
	t := token{start: i, end: end, parts: 1}
	uppers, lowers := 0, 0
	firstUpper := false
	for k := 0; k < len(w); {
		if b := w[k]; b < utf8.RuneSelf && ascii[b] != 0 {
			if ascii[b] == large {
				uppers++
				firstUpper = firstUpper || k == 0
			} else {
				lowers++
			}
			k++
			continue
		}
		r, n := utf8.DecodeRune(w[k:])
		switch {
		case unicode.IsUpper(r):
			uppers++
			firstUpper = firstUpper || k == 0
		case unicode.IsLower(r):
			lowers++
		case r == '-' || r == '‐' || r == '‑':
			t.parts++
		}
		k += n
	}
	dot := end < len(text) && text[end] == '.'
	switch {
	case uppers+lowers == 1 && uppers == 1:
		t.shape, t.dotted = initial, dot
	case lowers == 0:
		t.shape = upper
	case firstUpper:
		t.shape = title
	}
	s.buffer = fold(s.buffer[:0], w)
	known := s.words[string(s.buffer)]
	t.flags, t.sets = known.flags, known.sets
	if t.shape == initial && dot {
		t.end++ // the dot is its own
		t = s.chain(text, t)
	} else if t.is(civility) && dot && (len(w) <= 4) {
		t.end++
	} else if dot && t.flags&(thing|joining|saint|rank) != 0 && len(w) <= 4 {
		t.end++ // "av.", "bd.", "ép.", "St."
	}
	if t.flags == 0 {
		switch {
		case t.parts > 1:
			t.flags = s.compound(s.buffer)
		case len(s.buffer) >= 7 && (bytes.HasSuffix(s.buffer, []byte("erie")) || bytes.HasSuffix(s.buffer, []byte("eries"))):
			t.flags = word | company // Papeteries, Rôtisserie
		}
	}
	return t
}

// apostrophe is where the first one stands in a word; -1 for none.
func apostrophe(w []byte, some bool) int {
	if !some {
		return -1
	}
	return bytes.IndexAny(w, "'’")
}

// chain joins initials: "J.-P.", "J.P.".
func (s *splitter) chain(text []byte, t token) token {
	for {
		i := t.end
		if i < len(text) && text[i] == '-' {
			i++
		}
		r, n := utf8.DecodeRune(text[min(i, len(text)):])
		if i+n >= len(text) || !unicode.IsUpper(r) || text[i+n] != '.' {
			return t
		}
		t.end = i + n + 1
		t.parts++
	}
}

// compound tells what words joined by hyphens are: first names when all of them
// are, a place when a saint leads.
func (s *splitter) compound(folded []byte) flag {
	all, names, n := flag(0xffffffff), flag(0), 0
	for part := range bytes.SplitSeq(folded, []byte("-")) {
		f := lexicon()[string(part)].flags
		if n == 0 && f&saint != 0 {
			return word | saint
		}
		all &= f
		names |= f & (given | family)
		n++
	}
	if all&given != 0 {
		return given
	}
	if all&word != 0 {
		return word
	}
	if names&family != 0 {
		return family
	}
	return 0
}
