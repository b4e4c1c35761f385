package person

import (
	"cmp"
	"slices"
)

// mostRepeated bounds how many family names of one text are looked for again.
const mostRepeated = 256

// repeat finds the family names of those who are named in full elsewhere in the
// text, where they stand alone: “M. Paul Quibeuf… Quibeuf a déclaré”. Their role is
// that of the full name, private if there are several.
func (f *Finder) repeat() {
	if len(f.found) == 0 {
		return
	}
	f.known = f.known[:0]
	for _, n := range f.found {
		if n.Why == ByNumber || n.Why == ByLikeness || n.Why == ByAlone || len(f.known) >= mostRepeated {
			continue
		}
		from, to := f.place(n)
		for k := from; k < to; k++ {
			if to-from < 2 && n.Why != ByCivility || !f.distinct(k) {
				continue
			}
			h := uint32(basis.bytes(f.fold(f.tokens[k])))
			if i := f.knows(h); i < 0 {
				f.known = append(f.known, namesake{h, n.Role})
			} else if n.Role == Private {
				f.known[i].role = Private
			}
		}
	}
	if len(f.known) == 0 {
		return
	}
	at, n := 0, len(f.found)
	for k, t := range f.tokens {
		for at < n && f.found[at].End <= t.start {
			at++
		}
		if at < n && f.found[at].Start < t.end || !f.distinct(k) || t.closed {
			continue
		}
		if i := f.knows(uint32(basis.bytes(f.fold(t)))); i >= 0 && !f.blocked(k, false) && !f.firm(k+1) {
			f.found = append(f.found, Name{Start: t.start, End: t.end, Role: f.known[i].role, Score: 0.6, Why: ByRepeat})
		}
	}
	if len(f.found) > n {
		slices.SortFunc(f.found, func(a, b Name) int { return cmp.Compare(a.Start, b.Start) })
	}
}

// namesake is a family name, by its folded form, and the role of who bears it.
type namesake struct {
	name uint32
	role Role
}

// knows is where a family name stands among those known; -1 for nowhere.
func (f *Finder) knows(name uint32) int {
	return slices.IndexFunc(f.known, func(k namesake) bool { return k.name == name })
}

// distinct tells whether token k is hardly anything but a family name.
func (f *Finder) distinct(k int) bool {
	t := &f.tokens[k]
	return (t.shape == title || t.shape == upper) && t.end-t.start >= 4 && t.flags&^family == 0 && !t.in(acronyms|lawmen)
}

// Distinct tells whether a word is hardly anything but a family name: written
// with a capital, four letters or more, and neither a first name nor a word of
// the language.
func Distinct(word string) bool {
	var f Finder
	f.text = []byte(word)
	f.split(f.text)
	return len(f.tokens) == 1 && f.distinct(0)
}
