package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"airial/privacy"
	"airial/privacy/corpus"
	"airial/privacy/person"
)

var wordLearning = learning{size: 1 << 16, rounds: 8, rate: 0.1, decay: 0.001}

// wordExample is a word in capitals: is it part of a person's name?
type wordExample struct {
	example
	found bool // by the rules
	hand  bool
}

// words makes examples of sentences, as they are and with other names in other
// writings: what is learned is where names stand, not who lives in our sentences.
func words(sentences []corpus.Sentence) []wordExample {
	var out []wordExample
	var f person.Finder
	r := rand.New(rand.NewPCG(3, 4))
	for _, s := range sentences {
		if s.Half != corpus.Dev {
			continue
		}
		take := func(text string, labels []corpus.Label, weight float64, variant bool) {
			for _, w := range f.Words([]byte(text)) {
				yes := slices.ContainsFunc(labels, func(l corpus.Label) bool {
					return l.Kind == privacy.PersonName && l.Start < w.End && w.Start < l.End
				})
				out = append(out, wordExample{newExample(w.Features, wordLearning.size, yes, weight, part(s)), w.Found, s.ByHand && !variant})
			}
		}
		if !s.ByHand {
			take(s.Text, s.Labels, 0.2, true)
			continue
		}
		take(s.Text, s.Labels, 1, false)
		for range 2 {
			text, labels := renamed(s, r)
			take(text, labels, 0.4, true)
		}
		text, labels := shouted(s)
		take(text, labels, 0.15, true)
	}
	return out
}

// renamed gives a sentence other names.
func renamed(s corpus.Sentence, r *rand.Rand) (string, []corpus.Label) {
	var b strings.Builder
	var labels []corpus.Label
	at := 0
	for _, l := range s.Labels {
		b.WriteString(s.Text[at:l.Start])
		start := b.Len()
		if l.Kind == privacy.PersonName {
			b.WriteString(another(s.Text[l.Start:l.End], r))
		} else {
			b.WriteString(s.Text[l.Start:l.End])
		}
		at = l.End
		l.Start, l.End = start, b.Len()
		labels = append(labels, l)
	}
	b.WriteString(s.Text[at:])
	return b.String(), labels
}

// another writes a name of other words in the same manner: capitals, initials and
// hyphens stay, as do small words.
func another(name string, r *rand.Rand) string {
	var b strings.Builder
	word := []rune{}
	flush := func() {
		w := string(word)
		word = word[:0]
		if len(w) < 3 || unicode.IsLower([]rune(w)[0]) {
			b.WriteString(w)
			return
		}
		new := person.Invented(r)
		if person.Given(w) {
			new = person.AGiven(r)
		}
		if strings.ToUpper(w) == w {
			b.WriteString(strings.ToUpper(new))
			return
		}
		runes := []rune(new)
		runes[0] = unicode.ToUpper(runes[0])
		b.WriteString(string(runes))
	}
	for _, c := range name {
		if unicode.IsLetter(c) {
			word = append(word, c)
			continue
		}
		flush()
		b.WriteRune(c)
	}
	flush()
	return b.String()
}

// shouted writes a sentence in capitals without accents, as object lines are.
func shouted(s corpus.Sentence) (string, []corpus.Label) {
	var b strings.Builder
	labels := slices.Clone(s.Labels)
	starts := map[int]int{}
	for i, c := range s.Text {
		starts[i] = b.Len()
		if c == '’' {
			c = '\''
		}
		b.WriteString(strings.ToUpper(person.Plain(c)))

	}
	starts[len(s.Text)] = b.Len()
	for i := range labels {
		labels[i].Start, labels[i].End = starts[labels[i].Start], starts[labels[i].End]
	}
	return b.String(), labels
}

// crossWords tells how words of names are told in sentences that were not learned
// from, by how far a word must speak for a name.
func crossWords(examples []wordExample) {
	type tally struct{ names, found, missed, mended, wrong int }
	limits := []float64{-1, 0, 1, 2, 3, 4}
	sums := make([]tally, len(limits))
	for p := range parts {
		l := learn(others(examples, p), wordLearning)
		for _, e := range examples {
			if e.part != p || !e.hand {
				continue
			}
			x := l.logit(e.example)
			for i, limit := range limits {
				s := &sums[i]
				s.names += one(e.yes)
				s.found += one(e.yes && x > limit)
				s.missed += one(e.yes && !e.found)
				s.mended += one(e.yes && !e.found && x > limit)
				s.wrong += one(!e.yes && !e.found && x > limit)
			}
		}
	}
	for i, s := range sums {
		fmt.Printf("words of names, beyond %4.1f: recall without the rules %.3f; of %d words that the rules miss %d found, for %d that are none\n",
			limits[i], float64(s.found)/float64(s.names), s.missed, s.mended, s.wrong)
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}
