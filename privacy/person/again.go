package person

import (
	"bytes"
	"cmp"
	_ "embed"
	"slices"
)

//go:embed words.model
var wordWeights []byte

// wordModel weighs whether a word in capitals is part of a person's name.
var wordModel = mustRead(wordWeights)

// How far a word must speak for a name, as the logarithm of its odds.
const (
	begins  = 1.0  // one word of a name does
	belongs = -0.7 // the others of the name do
	doubted = -1.5 // no word of what the rules have found by its writing alone does more
)

// again weighs the words in which the rules have seen no name.
func (f *Finder) again() {
	f.doubt()
	found, n := 0, len(f.found)
	for k := 0; k < len(f.tokens); k++ {
		for found < n && f.found[found].End <= f.tokens[k].start {
			found++
		}
		if found < n && f.found[found].Start < f.tokens[k].end || !f.open(k) {
			continue
		}
		from, to, best := k, k, float32(belongs)
		for j := k; j < len(f.tokens) && j < k+longest; j++ {
			if found < n && f.found[found].Start < f.tokens[j].end {
				break
			}
			if f.tokens[j].is(particle) && f.tokens[j].shape != mark && j > k && !f.open(j) {
				continue
			}
			if !f.open(j) {
				break
			}
			x := wordModel.logit(f.likeness(j))
			if x < belongs {
				break
			}
			to, best = j+1, max(best, x)
		}
		if to > from && best > begins && f.whole(from, to) && !f.blocked(from, false) && !f.entitled(from) && !f.ourLady(from) && !(to == from+1 && f.orders(from)) {
			f.found = append(f.found, Name{Start: f.tokens[from].start, End: f.tokens[to-1].end, Score: float64(min(0.65, 0.5+best/40)), Why: ByLikeness})
		}
		k = max(k, to-1)
	}
	if len(f.found) > n {
		slices.SortFunc(f.found, func(a, b Name) int { return cmp.Compare(a.Start, b.Start) })
	}
}

// orders tells whether token k may be a verb in the infinitive that begins a
// sentence or a line, as in lists of tasks and of skills.
func (f *Finder) orders(k int) bool {
	t := &f.tokens[k]
	if !t.first || t.shape != title {
		return false
	}
	word := f.fold(*t)
	return bytes.HasSuffix(word, []byte("er")) || bytes.HasSuffix(word, []byte("ir")) || bytes.HasSuffix(word, []byte("re"))
}

// open tells whether token k may be part of a name that the rules have not seen.
func (f *Finder) open(k int) bool { return f.mayName(k) && !f.tokens[k].closed }

// whole tells whether tokens from..to hold a word that can be a name by itself:
// initials and acronyms alone are none.
func (f *Finder) whole(from, to int) bool {
	for ; from < to; from++ {
		if t := f.tokens[from]; t.shape != initial && !t.in(acronyms) && !t.is(civility|joining|particle) && f.readable(from) {
			return true
		}
	}
	return false
}

// doubt drops what the rules have taken for a name by the way it is written, where
// no word of it is likely to be one.
func (f *Finder) doubt() {
	f.found = slices.DeleteFunc(f.found, func(n Name) bool {
		switch n.Why {
		case ByUnknown, ByReversed, ByGiven, ByWriting, ByAlone:
		default:
			return false
		}
		from, to := f.place(n)
		for k := from; k < to; k++ {
			if t := f.tokens[k]; t.shape == lower && !t.is(particle) || f.mayName(k) && wordModel.logit(f.likeness(k)) > doubted {
				return false
			}
		}
		f.close(from, to)
		return true
	})
}

// ourLady tells whether “Notre Dame de” stands before token k.
func (f *Finder) ourLady(k int) bool {
	for k--; k > 0 && (f.tokens[k].is(particle) || f.tokens[k].shape == elision); k-- {
	}
	return k > 0 && f.tokens[k].dame(f, k)
}
