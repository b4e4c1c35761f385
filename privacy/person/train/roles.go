package main

import (
	"fmt"
	"slices"

	"airial/privacy"
	"airial/privacy/corpus"
	"airial/privacy/person"
)

var roleLearning = learning{size: 1 << 13, rounds: 15, rate: 0.05, decay: 0.003}

// roleExample is a name: is it that of a person in a public role?
type roleExample struct {
	example
	ruled bool // the rules say so
	hand  bool
}

// roles makes examples of the names that the rules find.
func roles(sentences []corpus.Sentence) []roleExample {
	var out []roleExample
	var f person.Finder
	for _, s := range sentences {
		if s.Half != corpus.Dev {
			continue
		}
		weight := 0.3
		if s.ByHand {
			weight = 1
		}
		for _, x := range f.Samples([]byte(s.Text)) {
			i := slices.IndexFunc(s.Labels, func(l corpus.Label) bool {
				return l.Kind == privacy.PersonName && l.Start < x.End && x.Start < l.End
			})
			if i < 0 {
				continue
			}
			out = append(out, roleExample{newExample(x.Features, roleLearning.size, s.Labels[i].Role == privacy.Public, weight, part(s)), x.Role == person.Public, s.ByHand})
		}
	}
	return out
}

// crossRoles tells how roles are told in sentences that were not learned from, by
// how sure one must be before a person is public.
func crossRoles(examples []roleExample) {
	type tally struct{ private, told, missed, wrong int }
	limits := []float64{-9, -1, -0.5, 0, 0.5, 1, 1.5, 2}
	sums := make([]tally, len(limits))
	for p := range parts {
		l := learn(others(examples, p), roleLearning)
		for _, e := range examples {
			if e.part != p || !e.hand {
				continue
			}
			x := l.logit(e.example)
			for i, limit := range limits {
				public, s := e.ruled && x > limit, &sums[i]
				s.private += one(!e.yes)
				s.told += one(!public)
				s.missed += one(public && !e.yes)
				s.wrong += one(!public && e.yes)
			}
		}
	}
	for i, s := range sums {
		fmt.Printf("private persons, sure %4.1f: recall %.3f, precision %.3f (%d missed, %d wrong)\n", limits[i],
			1-float64(s.missed)/float64(s.private), 1-float64(s.wrong)/float64(s.told), s.missed, s.wrong)
	}
}
