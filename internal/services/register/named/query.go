package named

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"airial/internal/platform/fault"
	"airial/internal/platform/text"
)

// Limits of a query.
const (
	MaxSpellings = 12
	maxSpelling  = 200 // bytes
	leastLetters = 2
	leastDigits  = 6
)

// A Query says how a person is written: by her name, her addresses, her numbers.
type Query struct {
	Spellings []string
	names     [][]string // words of each name, folded; each rotation
	first     map[string]bool
	letters   [utf8.RuneSelf]bool // with which words of first begin
	mails     []string
	phones    []string // digits
}

// Ask reads spellings, one a line. What could be anybody is refused.
func Ask(lines string) (Query, error) {
	var q Query
	for _, line := range strings.Split(strings.ReplaceAll(lines, "\r", ""), "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if line == "" || slices.Contains(q.Spellings, line) {
			continue
		}
		q.Spellings = append(q.Spellings, line)
		if len(line) > maxSpelling || len(q.Spellings) > MaxSpellings {
			return q, fault.New(fault.Invalid, "named.Ask", "Écrivez au plus %[1]d lignes, d’au plus %[2]d signes.", "Write at most %[1]d lines of at most %[2]d characters.", MaxSpellings, maxSpelling)
		}
		if !q.add(line) {
			return q, fault.New(fault.Invalid, "named.Ask", "«\u00a0%[1]s\u00a0» est trop court\u202f: écrivez un nom, une adresse électronique ou un numéro entier.",
				"“%[1]s” is too short: write a whole name, e-mail address or number.", line)
		}
	}
	if len(q.Spellings) == 0 {
		return q, fault.New(fault.Invalid, "named.Ask", "Écrivez le nom de la personne, ou son adresse électronique.", "Write the person’s name, or her e-mail address.")
	}
	return q, nil
}

func (q *Query) add(line string) bool {
	if at := strings.IndexByte(line, '@'); at > 0 && at < len(line)-1 && !strings.Contains(line, " ") {
		q.mails = append(q.mails, strings.ToLower(line))
		return true
	}
	if d, ok := digitsOnly(line); ok {
		if len(d) < leastDigits {
			return false
		}
		if d = national(d); !slices.Contains(q.phones, d) {
			q.phones = append(q.phones, d)
		}
		return true
	}
	words := strings.Fields(text.Fold(line))
	letters := 0
	for _, w := range words {
		letters += utf8.RuneCountInString(w)
	}
	if letters < leastLetters {
		return false
	}
	if q.first == nil {
		q.first = map[string]bool{}
	}
	for n := range words {
		turned := slices.Concat(words[n:], words[:n])
		if !slices.ContainsFunc(q.names, func(known []string) bool { return slices.Equal(known, turned) }) {
			q.names = append(q.names, turned)
			q.first[turned[0]] = true
			if c := turned[0][0]; c < utf8.RuneSelf {
				q.letters[c] = true
			}
		}
	}
	// The longest first: “Marie-Claire Dupont” is one name, not “Claire Dupont”.
	slices.SortStableFunc(q.names, func(a, b []string) int { return len(b) - len(a) })
	return true
}

// digitsOnly returns the digits of what is a number and nothing else.
func digitsOnly(s string) (string, bool) {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.IsSpace(r) || strings.ContainsRune("+().-/", r):
		default:
			return "", false
		}
	}
	return b.String(), b.Len() > 0
}

// national is a French number as it is dialled in France: +33 and 0033 are 0.
func national(d string) string {
	for _, code := range []string{"0033", "33"} {
		if rest, ok := strings.CutPrefix(d, code); ok && len(strings.TrimPrefix(rest, "0")) == 9 {
			return "0" + strings.TrimPrefix(rest, "0")
		}
	}
	return d
}
