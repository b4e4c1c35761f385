package privacy

import "airial/privacy/person"

// branch returns a scanner that looks at further rows of the same table apart
// from s: it knows what s has learned, and has found nothing. It lists whatever
// s may list or tell.
func (s *Scanner) branch() *Scanner {
	b := &Scanner{max: s.max, options: s.options, taken: make([]span, 0, 16), classes: s.classes.branch()}
	if s.options.Found != nil {
		b.options.Found, b.max = nil, -1
	}
	b.columns = make([]column, len(s.columns))
	for i := range s.columns {
		b.columns[i] = s.columns[i].branch()
	}
	b.extra = s.extra.branch()
	if s.names != nil {
		n := *s.names // settled, and its columns are only read
		n.finder, n.current, n.kept = person.Finder{}, nil, nil
		b.names = &n
	}
	return b
}

func (c *column) branch() column {
	out := *c
	out.cells, out.tallies, out.dull = 0, nil, dull{}
	return out
}

// add takes over what a branch has found, as if s had looked at its rows now,
// and empties the branch.
func (s *Scanner) add(b *Scanner) {
	s.rows += b.rows
	s.total += b.total
	for i := range s.columns {
		s.columns[i].add(&b.columns[i])
	}
	s.extra.add(&b.extra)
	s.classes.add(b.classes)
	for _, block := range append(b.blocks, b.found) {
		s.takeOver(block)
	}
	b.rows, b.total, b.listed, b.blocks, b.found = 0, 0, 0, nil, nil
}

func (s *Scanner) takeOver(block []Finding) {
	if s.options.Found != nil {
		for _, f := range block {
			s.options.Found(f)
		}
	}
	if s.max >= 0 {
		block = block[:min(len(block), max(0, s.max-s.listed))]
	}
	if len(block) == 0 {
		return
	}
	if len(s.found) > 0 {
		s.blocks = append(s.blocks, s.found)
	}
	s.blocks, s.found = append(s.blocks, block), nil
	s.listed += len(block)
}

// add takes over what was counted in a branch's column.
func (c *column) add(b *column) {
	for _, t := range b.tallies {
		i := 0
		for i < len(c.tallies) && (c.tallies[i].kind != t.kind || c.tallies[i].level != t.level) {
			i++
		}
		if i == len(c.tallies) {
			t.lastCell = 0 // cells of other rows
			c.tallies = append(c.tallies, t)
			continue
		}
		c.tallies[i].count += t.count
		c.tallies[i].cells += t.cells
	}
	c.cells += b.cells
	b.cells, b.tallies = 0, b.tallies[:0]
}
