package opendata

import (
	"cmp"
	"slices"
)

// tally counts datasets by the number of a name.
type tally struct{ counts []int32 }

func (t *tally) add(no int32, n int32) {
	if more := int(no) + 1 - len(t.counts); more > 0 {
		t.counts = append(t.counts, make([]int32, more)...)
	}
	t.counts[no] += n
}

func (t *tally) of(no int32) int {
	if no < 0 || int(no) >= len(t.counts) {
		return 0
	}
	return int(t.counts[no])
}

// largest returns the names that count most, by count and then by name, and how
// many there are that count at all: the first most, or all for 0.
func (t *tally) largest(names *names, most int) (out []Facet, all int) {
	known := names.all()
	for no, n := range t.counts {
		if n == 0 {
			continue
		}
		all++
		f := Facet{known[no], int(n)}
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

// counts are what there is of all members under a schema, or under any.
type counts struct {
	schemas    []Facet // under any
	total      int
	members    tally
	largest    []Facet // of the members
	publishing int     // members
	rows       int64   // of the tables
}

// survey counts what a search without words finds, by schema and by member. What
// is counted over all members is counted once.
func (l *list) survey(w wanted) (f Found) {
	if w.member != everything {
		var schemas tally
		for r := range l.of(w.member) {
			schemas.add(r.schema, 1)
			if w.wantsSchema(r.schema) {
				f.Total++
			}
		}
		f.Schemas, _ = schemas.largest(l.schemas, 0)
	} else {
		c := l.count(w.schema)
		f.Total, f.Schemas = c.total, c.schemas
	}
	if !w.Alone {
		c := l.count(w.schema)
		f.Members, f.Publishing = c.members.with(w.member, c.largest, l.members), c.publishing
	}
	return f
}

// count counts what all members have.
func (l *list) count(schema int32) *counts {
	if c, ok := l.surveys.Load(schema); ok {
		return c.(*counts)
	}
	var schemas tally
	c := &counts{}
	for r := range l.all {
		schemas.add(r.schema, 1)
		if schema == everything || r.schema == schema {
			c.members.add(r.member, 1)
			c.total++
			c.rows += r.rows
		}
	}
	c.schemas, _ = schemas.largest(l.schemas, 0)
	c.largest, c.publishing = c.members.largest(l.members, MostFacets)
	if schema != nothing {
		l.surveys.Store(schema, c)
	}
	return c
}
