package tableschema

import "airial/standards/tabular"

// fastCheck accepts rows under one custom check.
type fastCheck struct {
	c      *checkRun
	places []int // column of the file by column of the check, -1 for none
	fields []*fieldProg
	seen   map[string]struct{}
	states []*cellState
}

func newFastCheck(r *run, c *checkRun) fastCheck {
	f := fastCheck{c: c, seen: map[string]struct{}{}}
	for _, field := range c.fields {
		place := -1
		var fp *fieldProg
		for i := range r.columns {
			if col := &r.columns[i]; col.field != nil && col.field.index == field {
				place, fp = i, col.field
			}
		}
		f.places, f.fields = append(f.places, place), append(f.fields, fp)
		f.states = append(f.states, &cellState{})
	}
	return f
}

func (f *fastCheck) look(b *tabular.Batch, suspect []bool) {
	for r := range suspect {
		if !suspect[r] && !f.accept(b, r*b.Width) {
			suspect[r] = true
		}
	}
}

// accept tells whether the row which begins at a place of the batch surely
// passes.
func (f *fastCheck) accept(b *tabular.Batch, row int) bool {
	switch f.c.Name {
	case CheckOneOfRequired:
		for i, place := range f.places {
			if place >= 0 && filled(b, f.fields[i], row+place) {
				return true
			}
		}
		return false
	case CheckCohesive:
		n := 0
		for i, place := range f.places {
			if filled(b, f.fields[i], row+place) {
				n++
			}
		}
		return n == 0 || n == len(f.places)
	case CheckCompare, CheckSum:
		return f.acceptValues(b, row)
	}
	at := row + f.places[0]
	if !filled(b, f.fields[0], at) {
		return true
	}
	s := b.Spans[at]
	switch f.c.Name {
	case CheckSIRET:
		return surelySIRET(b.Text, int(s.Start), int(s.End))
	case CheckSIREN:
		return surelySIREN(b.Text, int(s.Start), int(s.End))
	}
	cell := b.Text[s.Start:s.End]
	if _, ok := f.seen[string(cell)]; ok {
		return true
	}
	if _, ok := f.c.kind.one(f.c.checkProg, f.fields[0].f, cell); !ok {
		return false
	}
	if len(f.seen) < mostSeen && len(cell) < 64 {
		f.seen[string(cell)] = struct{}{}
	}
	return true
}

// acceptValues reads the cells of a comparison or a sum, and lets the check
// itself answer.
func (f *fastCheck) acceptValues(b *tabular.Batch, row int) bool {
	for i, place := range f.places {
		if !filled(b, f.fields[i], row+place) {
			return true // skipped: a cell is empty
		}
	}
	for i, place := range f.places {
		s := b.Spans[row+place]
		state := f.states[i]
		state.state, state.Text, state.kind = set, b.Text[s.Start:s.End], kindText
		if read := f.fields[i].read; read != nil && !read(state.Text, &state.Value) {
			return false
		}
	}
	_, ok := f.c.kind.values(f.c.checkProg, f.states)
	return ok
}
