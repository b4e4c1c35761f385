package opendata

import (
	"maps"
	"slices"
)

// base is all that was public at one time, counted. It does not change.
type base struct {
	turns   map[int64]bool            // the changes that it takes in, of those that may still be in the table
	last    int64                     // the highest of them
	rows    map[int64]listed          // by words
	members map[string][]int64        // words by member
	counts  map[string]int            // datasets by member
	schemas map[string]map[string]int // datasets by schema and member
	lines   int64                     // rows of all tables
}

func newBase(size int) *base {
	return &base{turns: map[int64]bool{}, rows: make(map[int64]listed, size), members: map[string][]int64{},
		counts: map[string]int{}, schemas: map[string]map[string]int{}}
}

func (b *base) add(r listed) {
	b.rows[r.words] = r
	b.members[r.member] = append(b.members[r.member], r.words)
	b.counts[r.member]++
	if b.schemas[r.schema] == nil {
		b.schemas[r.schema] = map[string]int{}
	}
	b.schemas[r.schema][r.member]++
	b.lines += r.rows
}

func (b *base) take(words int64) {
	r, ok := b.rows[words]
	if !ok {
		return
	}
	delete(b.rows, words)
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
}

// with returns a base that takes in what changed since.
func (b *base) with(l *list, turns map[int64]bool, last int64) *base {
	out := &base{turns: turns, last: last, rows: maps.Clone(b.rows), members: maps.Clone(b.members),
		counts: maps.Clone(b.counts), schemas: make(map[string]map[string]int, len(b.schemas)), lines: b.lines}
	for member, words := range out.members {
		out.members[member] = slices.Clip(words) // so that to append makes a copy
	}
	for schema, counts := range b.schemas {
		out.schemas[schema] = maps.Clone(counts)
	}
	for words := range l.gone {
		out.take(words)
	}
	for _, r := range l.added {
		out.add(r)
	}
	return out
}
