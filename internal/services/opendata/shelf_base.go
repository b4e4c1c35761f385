package opendata

import (
	"maps"
	"slices"
)

// base is all that was public at one time, counted. It does not change.
type base struct {
	ever    int64                     // how many changes it takes in
	turns   map[int64]bool            // those of them that may still be in the table
	rows    []listed                  // a place whose words are 0 is empty
	places  []int32                   // by words: the place in rows, counted from 1
	count   int                       // of the rows
	members map[string][]int64        // words by member
	counts  map[string]int            // datasets by member
	schemas map[string]map[string]int // datasets by schema and member
	lines   int64                     // rows of all tables
}

func newBase(size int) *base {
	return &base{turns: map[int64]bool{}, rows: make([]listed, 0, size), members: map[string][]int64{},
		counts: map[string]int{}, schemas: map[string]map[string]int{}}
}

// row returns the dataset of some words; nil when there is none.
func (b *base) row(words int64) *listed {
	if words < 0 || words >= int64(len(b.places)) || b.places[words] == 0 {
		return nil
	}
	return &b.rows[b.places[words]-1]
}

func (b *base) add(r *listed) {
	b.rows = append(b.rows, *r)
	if more := int(r.words) + 1 - len(b.places); more > 0 {
		b.places = append(b.places, make([]int32, more)...)
	}
	b.places[r.words] = int32(len(b.rows))
	b.count++
	b.members[r.member] = append(b.members[r.member], r.words)
	b.counts[r.member]++
	if b.schemas[r.schema] == nil {
		b.schemas[r.schema] = map[string]int{}
	}
	b.schemas[r.schema][r.member]++
	b.lines += r.rows
}

func (b *base) take(words int64) {
	r := b.row(words)
	if r == nil {
		return
	}
	kept := slices.DeleteFunc(slices.Clone(b.members[r.member]), func(w int64) bool { return w == words })
	if b.members[r.member] = kept; len(kept) == 0 {
		delete(b.members, r.member)
	}
	if b.counts[r.member]--; b.counts[r.member] == 0 {
		delete(b.counts, r.member)
	}
	if b.schemas[r.schema][r.member]--; b.schemas[r.schema][r.member] == 0 {
		delete(b.schemas[r.schema], r.member)
	}
	b.lines -= r.rows
	b.count--
	b.places[words], *r = 0, listed{}
}

// with returns a base that takes in what changed since.
func (b *base) with(l *list, turns map[int64]bool) *base {
	out := newBase(b.count + len(l.added))
	out.turns, out.ever = turns, l.mark.ever
	if len(b.rows) > 2*b.count+1000 { // mostly empty places
		for i := range b.rows {
			if w := b.rows[i].words; w != 0 && !l.gone[w] {
				out.add(&b.rows[i])
			}
		}
	} else {
		out.rows, out.places, out.count, out.lines = append(out.rows, b.rows...), slices.Clone(b.places), b.count, b.lines
		out.counts, out.members = maps.Clone(b.counts), maps.Clone(b.members)
		for member, words := range out.members {
			out.members[member] = slices.Clip(words) // so that to append makes a copy
		}
		for schema, counts := range b.schemas {
			out.schemas[schema] = maps.Clone(counts)
		}
		for words := range l.gone {
			out.take(words)
		}
	}
	for _, r := range l.added {
		out.add(r)
	}
	return out
}
