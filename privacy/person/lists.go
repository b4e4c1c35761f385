package person

// rows reads a list behind a colon: “Vélo électrique : Pons A. 200 €, Quintana
// 150 €”, “visites : 9 h Ducamp, 9 h 20 Bentaleb”. That several items are written
// alike proves what a single one does not.
func (f *Finder) rows(i int) int {
	if f.headed(i) {
		return i
	}
	type item struct{ from, to int }
	var items [40]item
	n, known, last := 0, 0, i
	for j := i + 1; j < len(f.tokens) && n < len(items); {
		j = f.lead(j)
		if j >= len(f.tokens) || f.civility(j) {
			break
		}
		r := f.read(j, true)
		if r.cores == 0 || r.cores > 4 || f.firm(r.end) || !f.plausible(j, r.end) {
			break
		}
		end, more := f.tail(r.end)
		if end < 0 {
			break
		}
		items[n] = item{j, r.end}
		n++
		if r.given == 2 || r.lead.is(family) && !r.lead.is(word) {
			known++
		}
		last = end
		if !more {
			break
		}
		j = end
	}
	trusted := f.promised(i)
	if n < 2 || !trusted && (known < 1 || known < 2 && n < 3 || known*3 < n) {
		return i
	}
	for _, it := range items[:n] {
		f.add(it.from, it.to, 0.6, ByLabel)
	}
	return last
}

// headed tells whether what stands before the colon announces things: places,
// firms, schools.
func (f *Finder) headed(i int) bool {
	for k := i - 1; k >= 0 && i-k < 9; k-- {
		t := f.tokens[k]
		if t.mark == '.' || t.mark == '\n' || t.mark == ';' {
			return false
		}
		if t.is(street) || t.is(company|place) && !t.is(staff|office) || t.is(thing) && t.shape != lower || f.things(t) {
			return true
		}
	}
	return false
}

// promised tells whether a word before the colon announces persons.
func (f *Finder) promised(i int) bool {
	for k := i - 1; k >= 0 && i-k < 7; k-- {
		t := f.tokens[k]
		if t.mark == '.' || t.mark == '\n' || t.mark == ';' {
			return false
		}
		if t.in(labels) {
			return true
		}
	}
	return false
}

// things tells whether a small word means several things.
func (f *Finder) things(t token) bool {
	return t.is(thing) && t.end-t.start > 3 && f.text[t.end-1] == 's'
}

// lead goes over what stands before the name in an item: a time, a number.
func (f *Finder) lead(j int) int {
	for n := 0; j < len(f.tokens) && n < 5; n, j = n+1, j+1 {
		t := f.tokens[j]
		if t.in(introduces) && j+1 < len(f.tokens) && f.tokens[j+1].shape == number {
			continue // du 13 :
		}
		if t.shape == lower && (t.in(weekdays) || n > 0 && f.tokens[j-1].in(weekdays) && t.mark == ':') {
			continue
		}
		if t.shape != number && !(n > 0 && (t.mark == '.' || t.mark == ')' || t.mark == ':' || t.in(units))) && t.mark != '-' && t.mark != '\n' {
			break
		}
	}
	return j
}

// plausible tells whether the words may all be those of a name.
func (f *Finder) plausible(from, to int) bool {
	for k := from; k < to; k++ {
		t := f.tokens[k]
		if t.capital() && (t.is(word|place|thing|company) && t.flags&(given|family|particle) == 0 || t.is(office|heading) || t.in(acronyms) || t.is(place) || !f.readable(k) && !t.is(particle)) {
			return false
		}
	}
	return true
}

// tail goes over what stands behind the name in an item, up to the next one:
// numbers, a bracket, a few small words. It gives -1 where something else
// stands.
func (f *Finder) tail(k int) (end int, more bool) {
	depth := 0
	for n := 0; k < len(f.tokens) && n < 12; n, k = n+1, k+1 {
		t := f.tokens[k]
		switch {
		case t.mark == '(':
			depth++
		case t.mark == ')':
			depth--
		case depth > 0:
		case t.mark == ',' || t.mark == ';' || f.join(k):
			return k + 1, true
		case t.mark == '.' && k+1 == len(f.tokens), t.mark == '\n':
			return k, false
		case t.mark == '.' || t.mark == '-':
			return k, n < 3 && false
		case t.capital() && !t.in(units):
			return -1, false
		}
	}
	return k, false
}
