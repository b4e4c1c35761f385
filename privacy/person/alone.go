package person

// single looks at one capital word: a family name before a comma and a first
// name, or a name in a list of those present.
func (f *Finder) single(i int, r run) int {
	t := f.tokens[i]
	if f.list && (t.is(family) || t.shape == upper && !t.shout && !t.is(word) && f.readable(i)) && !t.is(office) {
		return f.add(i, r.end, 0.7, ByList)
	}
	// DUPONT, Jean · Dupont (Jean)
	if j := r.end; j+1 < len(f.tokens) && (f.tokens[j].mark == ',' || f.tokens[j].mark == '(' || f.celled(j)) {
		g := f.tokens[j+1]
		ends := j+2 == len(f.tokens) || f.tokens[j+2].shape == mark || f.tokens[j+2].shape == lower || f.tokens[j+2].shape == number
		sure := t.is(family) && !t.is(given) || t.shape == upper && !t.shout && !t.is(word)
		if g.capital() && g.is(given) && (!g.is(both) || t.shape == upper) && ends && sure && (f.cell || t.shape == upper || !t.is(word)) {
			return f.add(i, j+2, 0.8, ByReversed)
		}
	}
	// DUPONT J.
	if j := r.end; j < len(f.tokens) && f.tokens[j].shape == initial && f.tokens[j].dotted && t.shape == upper && !t.shout && !t.is(word|place) && f.readable(i) {
		return f.add(i, j+1, 0.7, ByInitial)
	}
	// DIA BERNADET / SCHMITT, Echange Castandet/commune
	if sure := t.is(family) && !t.is(word) || t.shape == upper && f.readable(i) && !t.is(word|place|saint); sure && (f.slashed(r.end, 1) || f.slashed(i-1, -1)) && !f.blocked(i, false) {
		return f.add(i, r.end, 0.6, ByContext)
	}
	// André et Colette Vidouze
	if j := r.end; t.is(given) && t.shape == title && !t.is(word) && j+2 < len(f.tokens) && f.join(j) && f.tokens[j+1].is(given) && f.tokens[j+1].shape == title && !f.tokens[j+1].is(both) {
		if both := f.read(j+1, false); both.cores >= 2 && both.rest > 0 {
			return f.extend(f.add(i, both.end, 0.8, ByGiven))
		}
	}
	// Pélissier c/ commune
	if j := r.end; j+1 < len(f.tokens) && f.tokens[j+1].mark == '/' && f.tokens[j].end-f.tokens[j].start == 1 && string(f.fold(f.tokens[j])) == "c" && t.flags&(place|thing) == 0 {
		return f.add(i, r.end, 0.6, ByContext)
	}
	// Amandine P.
	if j := r.end; t.is(given) && !t.is(both) && j < len(f.tokens) && f.tokens[j].shape == initial && (f.tokens[j].dotted || f.ends(j+1, "")) && !f.blocked(i, false) {
		return f.add(i, j+1, 0.75, ByInitial)
	}
	// BOUSQUET D
	if j := r.end; j < len(f.tokens) && f.tokens[j].shape == initial && !f.tokens[j].is(civility) && t.shout && t.is(family) && !t.is(word) && f.ends(j+1, "") {
		return f.add(i, j+1, 0.6, ByInitial)
	}
	// le conseiller Arnaud
	if f.held(i) && !t.in(lawmen) && f.tokens[i-1].shape != mark && !t.first && (t.is(given|family) || t.flags == 0 && f.readable(i)) && !t.is(place) && !t.is(word&^family) {
		return f.extend(f.add(i, r.end, 0.65, ByContext))
	}
	if f.owed(i, r.end) {
		return f.add(i, r.end, 0.55, ByContext)
	}
	if end := f.alone(i, r); end > i {
		return end
	}
	if f.handed(i) {
		return f.extend(f.add(i, r.end, 0.5, ByAlone))
	}
	if f.lived(r.end) && !t.first && t.flags&word == 0 && (t.is(family) || t.shape == upper) && !t.shout && f.readable(i) {
		return f.add(i, r.end, 0.6, ByContext)
	}
	return i
}

// owed tells whether a family name ends a line of capitals that tells what a
// person was paid: “COMPLEMENT INDEMNITAIRE DUBOURDIEU”.
func (f *Finder) owed(i, end int) bool {
	t := f.tokens[i]
	if !t.shout || !t.is(family) && t.parts < 2 || t.is(word|place) || !f.ends(end, "") {
		return false
	}
	due, reversed := false, end > i+1
	for k := i - 1; k >= 0 && f.tokens[k].mark != '\n'; k-- {
		if !reversed && f.tokens[k].is(thing|company) && !f.tokens[k].in(dues) {
			return false
		}
		due = due || f.tokens[k].in(dues)
	}
	return due
}

// handed tells whether a family name stands alone where people do: “signalé
// par Delmas”, “avec Delmas et Roux”.
func (f *Finder) handed(i int) bool {
	t := f.tokens[i]
	if i == 0 || t.shape != title || t.shout || !t.is(family) || t.flags&(word|both|place|thing|company|saint|office) != 0 || t.in(lawmen) {
		return false
	}
	if f.told(i) {
		return true
	}
	switch p := f.tokens[i-1]; string(f.fold(p)) {
	case "par", "avec", "contre", "chez", "entre":
		return p.shape == lower
	}
	return false
}

// slashed tells whether a stroke stands at k, and beyond it the commune or
// another name: the parties of a sale or of a case.
func (f *Finder) slashed(k, step int) bool {
	if k < 0 || k >= len(f.tokens) || f.tokens[k].mark != '/' || k+step < 0 || k+step >= len(f.tokens) {
		return false
	}
	t := f.tokens[k+step]
	if w := string(f.fold(t)); w == "commune" || w == "c" {
		return true
	}
	return t.capital() && (t.is(family) && !t.is(word) || t.flags == 0 && f.readable(k+step))
}

// alone looks at a first name that stands alone: “Inscrits : Sacha, Inaya”, “la
// réunion avec Ludo”. One that is a word, a family name or a place too proves
// nothing, but beside another.
func (f *Finder) alone(i int, r run) int {
	t := f.tokens[i]
	if !t.is(given) || i > 0 && f.tokens[i-1].shape == number && f.tokens[i-1].end-f.tokens[i-1].start == 5 || t.flags&(saint|place|thing|office) != 0 || t.shout || t.shape != title {
		return i
	}
	if f.placed(r.end, 1) || f.placed(i-1, -1) || f.entitled(i) {
		return i // Le Mans, Nancy et Valence; « Le Puits de Mathilde »
	}
	beside := f.neighbour(r.end, 1) || f.neighbour(i-1, -1)
	if !t.is(word) && !beside && (f.told(i) || f.behindAge(r.end) || f.hailed(i, r.end) || f.follows(i)) {
		return f.beside(f.extend(f.add(i, r.end, 0.6, ByAlone)))
	}
	if (t.is(both) || t.is(family) && t.first && !f.acts(r.end) || t.is(word)) && !(beside && !t.is(word&^family)) {
		return i
	}
	if k := i - 1; k >= 0 && !beside {
		p := f.tokens[k]
		if p.shape == elision && !t.first || p.is(article) && !p.in(introduces) || p.mark == '"' || p.mark == '-' && k > 0 && f.tokens[k-1].capital() {
			return i // l’Alexandre, « Carmen »
		}
	}
	if k := i - 2; i > 0 && (f.tokens[i-1].mark == 0xC2 || f.tokens[i-1].mark == '"') && k >= -1 {
		return i // a title between quotes
	}
	return f.beside(f.extend(f.add(i, r.end, 0.6, ByAlone)))
}

// acts tells whether a verb follows that people are the subject of: “Mouloud a
// remplacé Didier”.
func (f *Finder) acts(end int) bool {
	if end >= len(f.tokens) || f.tokens[end].shape != lower && f.tokens[end].shape != elision {
		return false
	}
	w := f.fold(f.tokens[end])
	switch string(w) {
	case "a", "va", "sera", "avait", "etait", "nous", "m", "m'":
		return true
	}
	return verb(w)
}

// beside goes on over the first names that no list knows and that “et” or a
// comma joins to one that was found: “les élèves Monique et Lubna”.
func (f *Finder) beside(end int) int {
	for end+1 < len(f.tokens) && (f.tokens[end].mark == ',' || f.join(end)) {
		t := f.tokens[end+1]
		if t.shape != title || t.flags != 0 && (!t.is(given) || t.is(place|thing|office)) || !f.readable(end+1) || end+2 < len(f.tokens) && (f.tokens[end+2].capital() || f.tokens[end+2].shape == initial) {
			return end
		}
		end = f.add(end+1, end+2, 0.5, ByAlone)
	}
	return end
}

// behindAge tells whether “, 4 ans” or “(4 ans” follows.
func (f *Finder) behindAge(end int) bool {
	return end < len(f.tokens) && (f.tokens[end].mark == ',' || f.tokens[end].mark == '(') && f.aged(end+1)
}

// hailed tells whether a letter opens with the name: “Didier, bonjour”.
func (f *Finder) hailed(i, end int) bool {
	return f.tokens[i].first && end+1 < len(f.tokens) && f.tokens[end].mark == ',' &&
		(f.tokens[end+1].in(closings|firstPerson) || string(f.fold(f.tokens[end+1])) == "tu")
}

// follows tells whether “et” or a comma, and at most a preposition, stand between
// the last name found and token i.
func (f *Finder) follows(i int) bool {
	if len(f.found) == 0 {
		return false
	}
	end, n := f.found[len(f.found)-1].End, 0
	for k := i - 1; k >= 0 && f.tokens[k].start >= end; k-- {
		if n++; n > 2 || !f.join(k) && f.tokens[k].mark != ',' && !f.tokens[k].in(introduces) {
			return false
		}
	}
	return n > 0
}

// celled tells whether the mark at k cuts the fields of a row: it stands between
// two words without a blank.
func (f *Finder) celled(k int) bool {
	t := f.tokens[k]
	return (t.mark == ';' || t.mark == '|') && k > 0 && f.tokens[k-1].end == t.start && k+1 < len(f.tokens) && f.tokens[k+1].start == t.end
}

// placed tells whether a place stands beside, behind a comma or “et”.
func (f *Finder) placed(k, step int) bool {
	if k < 0 || k >= len(f.tokens) || f.tokens[k].mark != ',' && !f.join(k) {
		return false
	}
	k += step
	return k >= 0 && k < len(f.tokens) && f.tokens[k].is(place) && f.tokens[k].flags&(given|family) == 0
}

// entitled tells whether token i stands within quotes that open with another
// word: in a title.
func (f *Finder) entitled(i int) bool {
	for k, n := i-1, 0; k >= 0 && n < 8; k, n = k-1, n+1 {
		switch t := f.tokens[k]; {
		case t.mark == '\n' || t.mark == '.' || t.mark == ':':
			return false
		case t.mark == '"' || t.mark == 0xC2 || t.mark == 0xE2:
			r := string(f.text[t.start:t.end])
			return n > 0 && (r == "«" || r == "“") && f.tokens[k+1].capital()
		}
	}
	return false
}

// neighbour tells whether a first name stands beside, behind a comma or “et”.
func (f *Finder) neighbour(k, step int) bool {
	if k < 0 || k >= len(f.tokens) || f.tokens[k].mark != ',' && !f.join(k) {
		return false
	}
	k += step
	return k >= 0 && k < len(f.tokens) && f.tokens[k].shape == title && f.tokens[k].is(given) && !f.tokens[k].is(both)
}
