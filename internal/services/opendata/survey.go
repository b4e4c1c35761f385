package opendata

import (
	"cmp"
	"math/bits"
	"slices"
	"sync"
)

// tally counts datasets by the number of a name.
type tally struct{ counts []int32 }

func (t *tally) add(no int32, n int32) {
	if more := int(no) + 1 - len(t.counts); more > 0 {
		t.counts = append(t.counts, make([]int32, more)...)
	}
	t.counts[no] += n
}

// addEach adds to each number of which a bit is set.
func (t *tally) addEach(bitset uint16, n int32) {
	for ; bitset != 0; bitset &= bitset - 1 {
		t.add(int32(bits.TrailingZeros16(bitset)), n)
	}
}

func (t *tally) of(no int32) int {
	if no < 0 || int(no) >= len(t.counts) {
		return 0
	}
	return int(t.counts[no])
}

// largest returns the names that count most, by count and then by name, and how
// many there are that count at all: the first most, or all for 0.
func (t *tally) largest(known []string, most int) (out []Facet, all int) {
	return t.named(func(no int) string { return known[no] }, most)
}

func (t *tally) named(name func(int) string, most int) (out []Facet, all int) {
	for no, n := range t.counts {
		if n == 0 {
			continue
		}
		all++
		f := Facet{name(no), int(n)}
		if most > 0 && len(out) >= most && larger(f, out[most-1]) > 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(out, f, larger)
		if out = slices.Insert(out, at, f); most > 0 && len(out) > most {
			out = out[:most]
		}
	}
	return out, all
}

func larger(a, b Facet) int {
	return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
}

// with returns the largest and, if it is not among them, the one that was asked
// for.
func (t *tally) with(no int32, largest []Facet, names *names) []Facet {
	n := t.of(no)
	if n == 0 {
		return largest
	}
	f := Facet{names.all()[no], n}
	if slices.Contains(largest, f) {
		return largest
	}
	return append(slices.Clone(largest), f)
}

// counts are what there is of the wanted, and by what it can be narrowed.
type counts struct {
	total      int
	rows       int64 // of the tables
	tallies    [ways]tally
	named      Sides
	publishing int // members
}

// sides names what was counted, what was asked for among it.
func (c *counts) sides(k *known, w *wanted) (s Sides) {
	s.Members, c.publishing = c.tallies[wayMember].largest(k.members.all(), MostFacets)
	s.Members = c.tallies[wayMember].with(w.sides[wayMember], s.Members, &k.members)
	s.Schemas, _ = c.tallies[waySchema].largest(k.schemas.all(), 0)
	s.Themes, _ = c.tallies[wayTheme].named(themeAt, 0)
	s.Licences, _ = c.tallies[wayLicence].largest(k.licences.all(), 0)
	s.Formats, _ = c.tallies[wayFormat].named(formatAt, 0)
	s.Years, _ = c.tallies[wayYear].named(yearName, 0)
	s.Areas, _ = c.tallies[wayArea].largest(k.members.all(), MostFacets)
	s.Areas = c.tallies[wayArea].with(w.sides[wayArea], s.Areas, &k.members)
	return s
}

// survey counts what a search without words finds, and by what it can be
// narrowed. What is counted over all members is counted once.
func (l *list) survey(w wanted) (f Found) {
	if w.sides[wayMember] == everything {
		c := l.count(w)
		f = Found{Total: c.total, Sides: c.named, Publishing: c.publishing}
		if w.Alone {
			f.Members, f.Areas, f.Publishing = nil, nil, 0
		}
		return f
	}
	own := w.count(l.known, l.of(w.sides[wayMember]))
	f.Total, f.Sides = own.total, own.sides(l.known, &w)
	if f.Members = nil; w.Alone {
		f.Areas = nil
		return f
	}
	others := w
	others.sides[wayMember] = everything
	c := l.count(others)
	f.Members, f.Publishing = c.tallies[wayMember].with(w.sides[wayMember], c.named.Members, &l.members), c.publishing
	return f
}

// surveys are counts over all members that were asked for lately.
type surveys struct {
	mu   sync.Mutex
	kept map[survey]*counts
}

type survey struct {
	sides
	areas *areas
}

// mostSurveys bounds them: each counts all members.
const mostSurveys = 64

// count counts what all members have.
func (l *list) count(w wanted) *counts {
	key := survey{w.sides, w.areas}
	l.surveys.mu.Lock()
	c, known := l.surveys.kept[key]
	l.surveys.mu.Unlock()
	if known {
		return c
	}
	c = w.count(l.known, l.all)
	c.named = c.sides(l.known, &w)
	l.surveys.mu.Lock()
	defer l.surveys.mu.Unlock()
	if l.surveys.kept == nil || len(l.surveys.kept) >= mostSurveys {
		l.surveys.kept = map[survey]*counts{}
	}
	l.surveys.kept[key] = c
	return c
}
