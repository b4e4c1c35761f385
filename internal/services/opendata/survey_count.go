package opendata

// counter counts datasets by the numbers that they bear: what each kind and each
// member has of the wanted is looked at once, not for every dataset.
type counter struct {
	w *wanted
	// kindMissed and memberMissed are what of the wanted each lacks, by number.
	kindMissed, memberMissed []uint8
	// kinds count those of members that lack nothing, members those of such kinds.
	kinds, members []int32
	rows           int64
}

func (w *wanted) counter(k *known) *counter {
	members := len(k.members.all())
	c := &counter{w: w, kindMissed: make([]uint8, len(w.kinds)), memberMissed: make([]uint8, members),
		kinds: make([]int32, len(w.kinds)), members: make([]int32, members)}
	for no := range w.kinds {
		c.kindMissed[no] = w.kindMisses(&w.kinds[no])
	}
	if w.sides[wayMember] != everything || w.sides[wayArea] != everything {
		for no := range c.memberMissed {
			c.memberMissed[no] = w.memberMisses(int32(no))
		}
	}
	return c
}

// add counts a dataset, and tells whether it is wanted.
func (c *counter) add(r *listed) bool {
	kind, member := c.kindMissed[r.kind], c.memberMissed[r.member]
	if member == 0 {
		c.kinds[r.kind]++
	}
	if kind == 0 {
		c.members[r.member]++
	}
	if kind|member != 0 {
		return false
	}
	c.rows += r.rows
	return true
}

// counts is what was counted. What lacks one thing only that is wanted counts by
// that: it is what choosing another value would find.
func (c *counter) counts() *counts {
	out := &counts{rows: c.rows}
	t := &out.tallies
	for no, n := range c.kinds {
		missed := c.kindMissed[no]
		if n == 0 || missed&(missed-1) != 0 {
			continue
		}
		k, counts := &c.w.kinds[no], func(way int) bool { return missed&^(1<<way) == 0 }
		if missed == 0 {
			out.total += int(n)
		}
		if counts(waySchema) {
			t[waySchema].add(k.schema, n)
		}
		if counts(wayLicence) {
			t[wayLicence].add(int32(k.licence), n)
		}
		if counts(wayYear) {
			t[wayYear].add(int32(k.year), n)
		}
		if counts(wayFormat) {
			t[wayFormat].addEach(k.formats, n)
		}
		if counts(wayTheme) {
			t[wayTheme].addEach(k.themes, n)
		}
	}
	for no, n := range c.members {
		member, missed := int32(no), c.memberMissed[no]
		if n == 0 {
			continue
		}
		if missed&^(1<<wayMember) == 0 {
			t[wayMember].add(member, n)
		}
		if missed&^(1<<wayArea) == 0 {
			if area := c.w.areas.at(member); area >= 0 {
				t[wayArea].add(area, n)
			}
			for _, union := range c.w.areas.coveredBy(member) {
				t[wayArea].add(union, n)
			}
		}
	}
	return out
}

// count counts datasets.
func (w *wanted) count(k *known, rows func(func(*listed) bool)) *counts {
	c := w.counter(k)
	for r := range rows {
		c.add(r)
	}
	return c.counts()
}
