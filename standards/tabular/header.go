package tabular

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// FindHeader finds the row of the header, from 1, among the first records of a
// table whose cells are apart already.
func FindHeader(records [][]string, opts Options) (row int) {
	s := sample{text: records}
	for _, r := range records {
		s.fields = append(s.fields, len(r))
	}
	s.width = usual(s.fields)
	s.findHeader(opts)
	return s.headerRow
}

// findHeader finds the row of the header: the first record that is not blank,
// unless it is one of the title lines that exports put above the header. Such
// a line fills few cells; what comes under the last of them must look like a
// header, or nothing is skipped.
func (s *sample) findHeader(opts Options) {
	s.headerRow = 1
	if opts.HeaderRow > 0 {
		s.headerRow = opts.HeaderRow
		return
	}
	if row := s.expectedHeader(opts.Expect); row > 0 {
		s.headerRow = row
		return
	}
	first := 0
	if s.separatorLine {
		first = 1
	}
	for first < len(s.text) && filled(s.text[first]) == 0 {
		first++
	}
	if first == len(s.text) {
		return
	}
	s.headerRow = first + 1
	for i := first; i < len(s.text); i++ {
		cells := s.text[i]
		if s.titleLike(cells) {
			continue
		}
		if i > first && s.headerLike(cells) {
			s.headerRow = i + 1
		}
		return
	}
}

// expectedHeader finds the record that holds most of the expected labels: at
// least two of them, or one when one alone is expected, and at least half of
// the record or of the list.
func (s *sample) expectedHeader(expect []string) (row int) {
	best := min(len(expect), 2) - 1
	if best < 0 {
		return 0
	}
	labels := foldAll(expect)
	for i, cells := range s.text {
		n := matches(cells, labels)
		if n > best && (2*n >= filled(cells) || 2*n >= len(labels)) {
			row, best = i+1, n
		}
		if best == len(labels) { // no other record can hold more
			break
		}
	}
	return row
}

func (s *sample) titleLike(cells []string) bool {
	n := filled(cells)
	switch {
	case n == 0:
		return true
	case s.width < 2:
		return false
	case len(cells) == 1, n == 1 && s.width >= 3:
		return true
	}
	return n*3 <= s.width
}

func (s *sample) headerLike(cells []string) bool {
	seen := make(map[string]bool, len(cells))
	for _, c := range cells {
		if c == "" {
			continue
		}
		if seen[c] || !labelLike(c) {
			return false
		}
		seen[c] = true
	}
	return len(seen)*5 >= s.width*3
}

// labelLike tells a label from a value: it holds a letter, and more letters
// than digits.
func labelLike(cell string) bool {
	letters, digits := 0, 0
	for _, r := range cell {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		}
	}
	return letters > 0 && letters >= digits && !strings.Contains(cell, "://")
}

func filled(cells []string) int {
	n := 0
	for _, c := range cells {
		if c != "" {
			n++
		}
	}
	return n
}

func foldAll(labels []string) []string {
	out := make([]string, len(labels))
	for i, label := range labels {
		out[i] = Fold(label)
	}
	return out
}

// matches counts the folded labels found among the cells, see [Fold].
func matches(cells, labels []string) int {
	have := make(map[string]bool, len(cells))
	for _, c := range cells {
		if len(c) < maxLabel {
			have[Fold(c)] = true
		}
	}
	n := 0
	for _, label := range labels {
		if have[label] {
			n++
		}
	}
	return n
}

// maxLabel is the length in bytes above which a text is no label.
const maxLabel = 200

// Fold gives the form under which two labels are the same: without case,
// accents, byte order mark, quotes left over, and blanks around; curly
// apostrophes are straight, runs of blanks are one.
func Fold(label string) string {
	plain := true
	for i := 0; i < len(label); i++ {
		c := label[i]
		if c >= 0x80 || 'A' <= c && c <= 'Z' || c <= ' ' || c == '"' {
			plain = false
			break
		}
	}
	if plain {
		return label
	}
	label = strings.Map(func(r rune) rune {
		switch r {
		case '\uFEFF', '\u200B', '"':
			return -1
		case '’', '‘', '`', '´', 'ʼ':
			return '\''
		case 'œ', 'Œ':
			return 'œ'
		}
		return r
	}, label)
	label = strings.Join(strings.Fields(label), " ")
	label = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(label))
	return norm.NFC.String(label)
}
