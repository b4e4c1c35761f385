package opendata

import (
	"cmp"
	"iter"
	"maps"
	"slices"
)

// survey counts what a search without words finds, by schema and by member. What
// is counted over all members is counted once.
func (l *list) survey(q Search) Found {
	_, known := l.base.schemas[q.schemaName()]
	if q.Alone || q.members() != nil || q.Schema != "" && !known {
		return l.count(q)
	}
	if f, ok := l.surveys.Load(q.Schema); ok {
		return f.(Found)
	}
	f := l.count(q)
	l.surveys.Store(q.Schema, f)
	return f
}

func (l *list) count(q Search) (f Found) {
	schemas := map[string]int{}
	if wanted := q.members(); wanted != nil {
		for _, member := range wanted {
			for r := range l.of(member) {
				schemas[r.schema]++
			}
		}
	} else {
		for schema, counts := range l.base.schemas {
			for _, n := range counts {
				schemas[schema] += n
			}
		}
		for r, n := range l.changes {
			schemas[r.schema] += n
		}
	}
	for schema, n := range schemas {
		if q.wantsSchema(schema) {
			f.Total += n
		}
	}
	f.Schemas, _ = largest(maps.All(schemas), 0, nil)
	if !q.Alone {
		f.Members, f.Publishing = largest(l.byMember(q), MostFacets, q.members())
	}
	return f
}

// members are those to which a search is narrowed; nil for all.
func (q Search) members() []string {
	if q.MemberID == "" {
		return q.Members
	}
	if q.Members != nil && !slices.Contains(q.Members, q.MemberID) {
		return []string{}
	}
	return []string{q.MemberID}
}

// byMember yields the datasets of each member under the schema of a search.
func (l *list) byMember(q Search) iter.Seq2[string, int] {
	changed := map[string]int{}
	for r, n := range l.changes {
		if q.wantsSchema(r.schema) {
			changed[r.member] += n
		}
	}
	counts := l.base.counts
	if q.Schema != "" {
		counts = l.base.schemas[q.schemaName()]
	}
	return func(yield func(string, int) bool) {
		for member, n := range counts {
			if !yield(member, n+changed[member]) {
				return
			}
		}
		for member, n := range changed {
			if _, known := counts[member]; !known && !yield(member, n) {
				return
			}
		}
	}
}

// largest returns the values that count most, by count and then by name, and
// how many there are that count at all: the first most, or all for 0, and those
// asked for.
func largest(counts iter.Seq2[string, int], most int, asked []string) (out []Facet, all int) {
	order := func(a, b Facet) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value)) }
	for value, n := range counts {
		if n <= 0 {
			continue
		}
		all++
		f := Facet{value, n}
		if most > 0 && len(out) >= most && !slices.Contains(asked, value) && order(f, out[most-1]) > 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(out, f, order)
		out = slices.Insert(out, at, f)
		for i := len(out) - 1; most > 0 && i >= most; i-- {
			if !slices.Contains(asked, out[i].Value) {
				out = slices.Delete(out, i, i+1)
			}
		}
	}
	return out, all
}
