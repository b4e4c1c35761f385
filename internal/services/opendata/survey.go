package opendata

import (
	"cmp"
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
	if wanted := q.members(); wanted != nil {
		schemas := map[string]int{}
		for _, member := range wanted {
			for r := range l.of(member) {
				schemas[r.schema]++
				if q.wantsSchema(r.schema) {
					f.Total++
				}
			}
		}
		f.Schemas, _ = largest(schemas, nil, 0, nil)
	} else {
		schemas := l.bySchema()
		f.Schemas, _ = largest(schemas, nil, 0, nil)
		if f.Total = schemas[q.schemaName()]; q.Schema == "" {
			f.Total = 0
			for _, n := range schemas {
				f.Total += n
			}
		}
	}
	if q.Alone {
		return f
	}
	counts, changed := l.byMember(q)
	f.Members, f.Publishing = largest(counts, changed, MostFacets, q.members())
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

func (l *list) bySchema() map[string]int {
	out := map[string]int{}
	for schema, counts := range l.base.schemas {
		for _, n := range counts {
			out[schema] += n
		}
	}
	for r, n := range l.changes {
		out[r.schema] += n
	}
	return out
}

// byMember returns the datasets of each member under the schema of a search, as
// in the base, and by how much that has changed.
func (l *list) byMember(q Search) (counts, changed map[string]int) {
	changed = map[string]int{}
	for r, n := range l.changes {
		if q.wantsSchema(r.schema) {
			changed[r.member] += n
		}
	}
	if q.Schema != "" {
		return l.base.schemas[q.schemaName()], changed
	}
	return l.base.counts, changed
}

// largest returns the values that count most, by count and then by name, and
// how many there are that count at all: the first most, or all for 0, and those
// asked for.
func largest(counts, changed map[string]int, most int, asked []string) (out []Facet, all int) {
	order := func(a, b Facet) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value)) }
	take := func(f Facet) {
		if f.Count <= 0 {
			return
		}
		all++
		if most > 0 && len(out) >= most && !slices.Contains(asked, f.Value) && order(f, out[most-1]) > 0 {
			return
		}
		at, _ := slices.BinarySearchFunc(out, f, order)
		out = slices.Insert(out, at, f)
		for i := len(out) - 1; most > 0 && i >= most; i-- {
			if !slices.Contains(asked, out[i].Value) {
				out = slices.Delete(out, i, i+1)
			}
		}
	}
	for value, n := range counts {
		take(Facet{value, n + changed[value]})
	}
	for value, n := range changed {
		if _, known := counts[value]; !known {
			take(Facet{value, n})
		}
	}
	return out, all
}
