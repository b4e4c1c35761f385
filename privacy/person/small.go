package person

// lowered looks for "dubourg lucette" in notes written without capitals: a
// family name and a first name that both lists know for nothing else.
func (f *Finder) lowered(i int) int {
	if end := f.typed(i); end > i {
		return end
	}
	if i+1 >= len(f.tokens) || f.tokens[i+1].shape != lower || f.tokens[i].end-f.tokens[i].start < 3 || f.tokens[i+1].end-f.tokens[i+1].start < 3 {
		return i
	}
	a, b := f.tokens[i].flags, f.tokens[i+1].flags
	plain := func(x, want flag) bool { return x&want != 0 && x&(word|both) == 0 }
	if plain(a, family) && plain(b, given) || plain(a, given) && plain(b, family) {
		if f.blocked(i, false) {
			return i + 2
		}
		return f.extend(f.add(i, i+2, 0.55, ByGiven))
	}
	return i
}

// typed reads “c.dufau” and “jp castet”, as people type in haste.
func (f *Finder) typed(i int) int {
	t, j := f.tokens[i], i+1
	switch {
	case t.end-t.start == 1 && j+1 < len(f.tokens) && f.tokens[j].mark == '.' && f.tokens[j+1].start == t.end+1:
		j++
	case t.end-t.start == 2 && f.text[t.end-1] == '.' && j < len(f.tokens) && f.tokens[j].start == t.end: // m.lasserre
	case t.end-t.start == 2 && t.in(twoInitials):
	default:
		return i
	}
	if j >= len(f.tokens) || f.tokens[j].shape != lower || !f.tokens[j].is(family) || f.tokens[j].is(word) && t.in(twoInitials) {
		return i
	}
	return f.add(i, j+1, 0.55, ByInitial)
}
