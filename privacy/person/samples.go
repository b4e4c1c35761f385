package person

import (
	"math/rand/v2"
	"slices"
	"sync"
)

// Sample is a name that was found, with what its role is weighed by, and what the
// rules say. It is for the trainer.
type Sample struct {
	Name
	Features []uint32
}

// Samples finds the names in a text as Find does, with the roles that the rules
// alone give them.
func (f *Finder) Samples(text []byte) []Sample {
	var out []Sample
	f.names(text, false)
	for _, n := range f.found {
		from, to := f.place(n)
		f.evidence = f.ruled(n, from, to)
		n.Role = f.evidence.role
		out = append(out, Sample{Name: n, Features: append([]uint32(nil), f.weighed(n, from, to)...)})
	}
	return out
}

// Word is a word that may be part of a name, with what it is weighed by.
type Word struct {
	Start, End int
	Found      bool // within a name that the rules found
	Features   []uint32
}

// Words splits a text and gives its words in capitals. It is for the trainer.
func (f *Finder) Words(text []byte) []Word {
	var out []Word
	f.names(text, false)
	found := 0
	for k, t := range f.tokens {
		for found < len(f.found) && f.found[found].End <= t.start {
			found++
		}
		if f.mayName(k) && !t.closed {
			in := found < len(f.found) && f.found[found].Start < t.end
			out = append(out, Word{t.start, t.end, in, append([]uint32(nil), f.likeness(k)...)})
		}
	}
	return out
}

// Given tells whether a word is a first name that the lists know.
func Given(w string) bool { return lexicon()[foldString(w)].flags&given != 0 }

var lists = sync.OnceValue(func() (l [2][]string) {
	for w, e := range lexicon() {
		if len(w) < 4 || e.flags&(word|both|place|thing|company) != 0 {
			continue
		}
		if e.flags&given != 0 {
			l[0] = append(l[0], w)
		}
		if e.flags&family != 0 {
			l[1] = append(l[1], w)
		}
	}
	slices.Sort(l[0])
	slices.Sort(l[1])
	return l
})

// AGiven is any first name; Invented is a family name, one in two of them made of
// the halves of two others, so that no list has it.
func AGiven(r *rand.Rand) string { return lists()[0][r.IntN(len(lists()[0]))] }

// Invented is described at AGiven.
func Invented(r *rand.Rand) string {
	l := lists()[1]
	a, b := l[r.IntN(len(l))], l[r.IntN(len(l))]
	if r.IntN(2) == 0 {
		return a
	}
	return a[:len(a)/2] + b[len(b)/2:]
}
