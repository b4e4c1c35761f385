package redact

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"airial/privacy"
)

// look finds names and identifiers in a text. Where lines end has no meaning in
// many documents, and one in others: the text is looked at both ways.
func look(text string, strict bool) []privacy.Finding {
	one := strings.Map(func(r rune) rune {
		if r == '\n' {
			return ' '
		}
		return r
	}, text)
	found := lookAt(text, strict)
	if one != text {
		found = append(found, lookAt(one, strict)...)
	}
	slices.SortStableFunc(found, func(a, b privacy.Finding) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End), cmp.Compare(b.Level, a.Level))
	})
	var out []privacy.Finding
	for _, f := range found {
		// What overlaps is one: the longer, at the graver level.
		if n := len(out); n > 0 && f.Start < out[n-1].End {
			last := &out[n-1]
			if f.Level > last.Level {
				last.Level, last.Kind, last.Role = f.Level, f.Kind, f.Role
			}
			last.End = max(last.End, f.End)
			continue
		}
		out = append(out, f)
	}
	return out
}

func lookAt(text string, strict bool) []privacy.Finding {
	s := privacy.NewScanner(nil, privacy.Options{Names: true, Strict: strict, MaxFindings: -1})
	s.Text("", []byte(text))
	return s.Result().Findings
}

// marksOf makes marks of what is found in a text.
func marksOf(text string, strict bool) []Mark {
	var out []Mark
	for _, f := range look(text, strict) {
		m := around(text, f.Start, f.End)
		m.Kind, m.Level, m.Role, m.On = f.Kind, f.Level, f.Role, f.Level >= privacy.Review
		out = append(out, m)
	}
	return out
}

const shownAround = 60 // bytes shown on either side of a mark

func around(text string, start, end int) Mark {
	from, to := max(0, start-shownAround), min(len(text), end+shownAround)
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	return Mark{Text: text[start:end], Before: text[from:start], After: text[end:to], start: start, end: end}
}

// occurrences gives the places of words in a text. Case does not matter, nor
// which blanks stand between words.
func occurrences(text, words string) [][2]int {
	want := []rune(strings.ToLower(strings.Join(strings.Fields(words), " ")))
	if len(want) == 0 {
		return nil
	}
	var out [][2]int
	for i := 0; i < len(text); {
		if end := matches(text[i:], want); end > 0 {
			out = append(out, [2]int{i, i + end})
			i += end
			continue
		}
		_, n := utf8.DecodeRuneInString(text[i:])
		i += n
	}
	return out
}

// matches is the length of the beginning of text that says these words, 0 for
// none.
func matches(text string, want []rune) int {
	at := 0
	for _, w := range want {
		r, n := utf8.DecodeRuneInString(text[at:])
		if n == 0 {
			return 0
		}
		if w == ' ' {
			if !unicode.IsSpace(r) {
				return 0
			}
			for n > 0 && unicode.IsSpace(r) {
				at += n
				r, n = utf8.DecodeRuneInString(text[at:])
			}
			continue
		}
		if unicode.ToLower(r) != w {
			return 0
		}
		at += n
	}
	return at
}

func wordMarks(text, words string) []Mark {
	var out []Mark
	for _, o := range occurrences(text, words) {
		m := around(text, o[0], o[1])
		m.Kind, m.Level, m.On = Word, privacy.Review, true
		out = append(out, m)
	}
	return out
}

// number gives marks their identifiers, in their order.
func number(marks []Mark) []Mark {
	for i := range marks {
		marks[i].ID = i + 1
	}
	return marks
}
