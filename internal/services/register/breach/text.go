package breach

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// chosen names the answers to a question, in French: what goes to the CNIL and
// to people is in French.
func (a Answers) chosen(question string) string {
	var out []string
	for _, s := range asked.Steps {
		for _, q := range s.Questions {
			if q.ID != question {
				continue
			}
			for _, o := range q.Options {
				if a.Has(question, o.ID) && o.ID != "unknown" {
					before, _, _ := strings.Cut(o.Fr, " : ")
					first, n := utf8.DecodeRuneInString(before)
					out = append(out, string(unicode.ToLower(first))+before[n:])
				}
			}
		}
	}
	return strings.Join(out, ", ")
}
