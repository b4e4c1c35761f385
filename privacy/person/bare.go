package person

import "bytes"

// bare looks for a name without a civility at token i.
func (f *Finder) bare(i int) int {
	t := f.tokens[i]
	if t.shape == initial && t.dotted && !t.is(civility) {
		return f.initials(i)
	}
	if !t.capital() {
		return i
	}
	if t.is(civility|heading|office) && !t.is(given|family) {
		return i
	}
	r := f.read(i, false)
	if r.cores == 0 || f.blocked(i, false) || f.firm(r.end) {
		// What follows a thing's name is not looked at again.
		if r.cores > 0 {
			return r.end
		}
		return i
	}
	if r.cores == 1 {
		return f.single(i, r)
	}
	score, why := f.weigh(i, r)
	if score == 0 {
		return i
	}
	return f.extend(f.add(i, r.end, score, why))
}

// weigh tells how sure it is that a run of several words is a name; 0 when it
// is none.
func (f *Finder) weigh(i int, r run) (float64, string) {
	lead, sum := r.lead, r.given+r.rest
	known := f.lived(r.end) || f.list || f.held(i)
	alone := f.cell && i == 0 && r.end == len(f.tokens) && !lead.is(word)
	switch {
	case lead.is(given) && r.given > 0 && r.rest > 0:
		if sum >= 4 {
			return 0.95, ByGiven
		}
		if sum == 3 && (r.given == 2 || r.uppers > 0 || known || alone || r.last&family != 0) {
			return 0.85, ByGiven
		}
		if known || alone {
			return 0.7, ByGiven
		}
	case r.given > 0 && r.last&given != 0: // NAME First
		if lead.is(word) && !lead.is(family) {
			return 0, ""
		}
		strongLead := lead.is(family) || lead.shape == upper && !lead.shout
		if strongLead && sum >= 4 {
			return 0.9, ByReversed
		}
		certain := r.given == 2 || lead.is(family) // CALDIC France is no person
		if certain && (strongLead && sum >= 3 && (r.uppers > 0 || known || alone) || sum >= 3 && (known || alone)) {
			return 0.8, ByReversed
		}
	case r.given > 0 && sum >= 3: // NAME First NAME, and the like
		return 0.75, ByGiven
	case lead.shape == title && r.uppers > 0 && !lead.is(word) && f.readable(r.end-1):
		return 0.75, ByWriting
	case lead.shape == upper && !lead.shout && !lead.is(word) && f.tokens[r.end-1].shape == title && known && f.readable(i):
		return 0.7, ByWriting
	}
	if known && r.rest > 0 && !lead.is(word) && (!lead.first || lead.flags&(given|family) != 0 || f.list) {
		return 0.7, ByContext
	}
	return 0, ""
}

// single looks at one capital word: a family name before a comma and a first
// name, or a name in a list of those present.
func (f *Finder) single(i int, r run) int {
	t := f.tokens[i]
	if f.list && (t.is(family) || t.shape == upper && !t.shout && !t.is(word) && f.readable(i)) && !t.is(office) {
		return f.add(i, r.end, 0.7, ByList)
	}
	// DUPONT, Jean · Dupont (Jean)
	if j := r.end; j+1 < len(f.tokens) && (f.tokens[j].mark == ',' || f.tokens[j].mark == '(') {
		g := f.tokens[j+1]
		ends := j+2 == len(f.tokens) || f.tokens[j+2].shape == mark || f.tokens[j+2].shape == lower || f.tokens[j+2].shape == number
		sure := t.is(family) && !t.is(given) || t.shape == upper && !t.shout && !t.is(word)
		if g.capital() && g.is(given) && !g.is(both) && ends && sure && (f.cell || t.shape == upper || !t.is(word)) {
			return f.add(i, j+2, 0.8, ByReversed)
		}
	}
	// DUPONT J.
	if j := r.end; j < len(f.tokens) && f.tokens[j].shape == initial && f.tokens[j].dotted && t.shape == upper && !t.shout && t.is(family) {
		return f.add(i, j+1, 0.7, ByInitial)
	}
	if f.lived(r.end) && !t.first && t.flags&word == 0 && (t.is(family) || t.shape == upper) && !t.shout && f.readable(i) {
		return f.add(i, r.end, 0.6, ByContext)
	}
	return i
}

// initials looks for "J. Dupont" and "J.-P. MARTIN".
func (f *Finder) initials(i int) int {
	r := f.read(i+1, false)
	if r.cores == 0 || r.cores > 2 || f.blocked(i, false) || f.firm(r.end) {
		return i
	}
	lead := r.lead
	sure := lead.is(family) && !lead.is(word) || lead.is(given) && r.cores == 2 || lead.shape == upper && !lead.shout && !lead.is(word) && f.readable(r.end-1)
	if !sure && !(lead.flags&word == 0 && (f.lived(r.end) || f.list || f.tokens[i].parts > 1)) {
		return i
	}
	return f.extend(f.add(i, r.end, 0.8, ByInitial))
}

// readable tells whether a word in capitals reads like a name and not like an
// acronym: three letters or more, with a vowel and a consonant.
func (f *Finder) readable(i int) bool {
	w := f.fold(f.tokens[i])
	if len(w) < 3 {
		return false
	}
	vowels := 0
	for _, b := range w {
		if bytes.IndexByte([]byte("aeiouy"), b) >= 0 {
			vowels++
		}
	}
	return vowels > 0 && vowels < len(w) && (len(w) > 3 || f.tokens[i].flags != 0)
}

// blocked tells whether what stands before token i makes it the name of a
// thing: a street, a school, a company, a law. civil is for names that a
// civility announced: "la maison de M. Dupont" is no house's name.
func (f *Finder) blocked(i int, civil bool) bool {
	for k, n := i-1, 0; k >= 0 && n < 6; k, n = k-1, n+1 {
		t := f.tokens[k]
		switch {
		case t.shape == mark:
			if t.mark == '"' || t.mark == 0xC2 || t.mark == 0xE2 { // « “
				continue
			}
			return false
		case t.is(thing) || t.is(company):
			return !civil || n == 0 && t.is(street)
		case n == 0 && t.is(saint) && !civil:
			return true // Saint-Jean, a place
		case t.is(quality | rank | saint):
			continue
		case t.shape == elision || t.is(article|particle):
			if civil {
				return false
			}
			continue
		case t.is(civility):
			continue
		}
		return false
	}
	return false
}

// firm tells whether what follows makes a company of the name: "& fils", SARL.
func (f *Finder) firm(end int) bool {
	if end >= len(f.tokens) {
		return false
	}
	t := f.tokens[end]
	if t.mark == '&' {
		return true
	}
	w := string(f.fold(t))
	switch w {
	case "sarl", "sas", "sasu", "eurl", "sa", "sci", "btp", "tp", "freres", "selarl", "scp", "earl", "gaec", "snc", "holding", "ets":
		return true
	case "et":
		if end+1 < len(f.tokens) {
			switch string(f.fold(f.tokens[end+1])) {
			case "fils", "associes", "cie", "compagnie", "filles":
				return true
			}
		}
	}
	return false
}

// held tells whether a person's function stands right before token i: “le maire
// Jean Dupont”, “l’agent Dupont”.
func (f *Finder) held(i int) bool {
	k := i - 1
	if k >= 0 && f.tokens[k].mark == ',' {
		k--
	}
	return k >= 0 && f.tokens[k].flags&(office|staff) != 0 && f.tokens[k].flags&(given) == 0
}

// lived tells whether what follows a name is said of people: “, né le”, “,
// domicilié à”, “, maire”, “(agent…”.
func (f *Finder) lived(end int) bool {
	k := end
	if k < len(f.tokens) && (f.tokens[k].mark == ',' || f.tokens[k].mark == '(' || f.tokens[k].mark == '-') {
		k++
	}
	for n := 0; n < 3 && k < len(f.tokens); n, k = n+1, k+1 {
		t := f.tokens[k]
		if t.shape == mark {
			return false
		}
		if t.shape != upper && t.flags&(living|office|staff) != 0 && t.flags&(given|family) == 0 {
			return n == 0 || f.tokens[k-1].flags&(article|particle) != 0 || f.tokens[k-1].shape == number || f.tokens[k-1].shape == elision
		}
	}
	return false
}
