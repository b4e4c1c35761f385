package person

import "bytes"

// bare looks for a name without a civility at token i.
func (f *Finder) bare(i int) int {
	t := f.tokens[i]
	if t.shape == initial && t.dotted && !t.is(civility) {
		return f.initials(i)
	}
	if t.shape == lower {
		return f.lowered(i)
	}
	if !t.capital() {
		return i
	}
	if t.is(civility|heading|office) && !t.is(given|family) {
		return i
	}
	if t.is(thing|company) && t.shout && i+1 < len(f.tokens) && f.tokens[i+1].is(particle) {
		return i // CHEMIN DE BERTRAND
	}
	r := f.read(i, false)
	if t.is(saint) && r.cores > 0 {
		return r.end // SAINT MAURICE PRES PIONSAT
	}
	if r.cores == 2 && t.shout && t.is(family) && !t.is(given) && r.last&given != 0 && f.owed(i, r.end) {
		return f.add(i, r.end, 0.6, ByReversed) // CAUTION SALLE POLYVALENTE GAUTHIER LUC
	}
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
		return f.unknown(i, r)
	}
	return f.extend(f.add(i, r.end, score, why))
}

// titled tells whether words in capitals are rather those of a place or a thing:
// an article stands among them that begins no family name, or a place.
func (f *Finder) titled(from, to int) bool {
	for k := from; k < to; k++ {
		t := f.tokens[k]
		if t.shape != upper {
			return false
		}
		if t.is(article) && (k+1 >= to || string(f.fold(t)) == "les" || !f.tokens[k+1].is(family) && to-from > 2) {
			return true
		}
		if t.is(place|thing|company) && t.flags&(given|family) == 0 {
			return true
		}
	}
	return false
}

// unknown looks at words written as names are and that no list knows: Oumou
// Kelefa, ETCHARTE Bixente. What an article or a place's name announces is none.
func (f *Finder) unknown(i int, r run) int {
	from, shout := i, f.tokens[i].shout
	for from < r.end && (f.tokens[from].is(word) && f.tokens[from].flags&(given|family) == 0 || f.tokens[from].is(both|particle) && shout) {
		from++ // CONCESSION LARRODE MARIE
	}
	cores := 0
	for k := from; k < r.end; k++ {
		t := f.tokens[k]
		switch {
		case t.shape == elision || t.is(particle) && !t.capital():
			if r.given == 0 {
				return i // Ciné-club de Puybarrugue
			}
			continue
		case t.shape == initial, k > from && k+1 < r.end && (t.in(foreign) || t.shape == title && t.is(particle) && t.end-t.start <= 3):
			continue // Lubna Da Souvert, Youenn Le Braz
		case t.is(word|saint) && t.flags&(given|family) == 0 || !f.readable(k) || t.is(place) && (t.flags&(given|family) == 0 || t.is(both)):
			return i
		}
		cores++
	}
	if cores < 2 || cores > 4 || f.tokens[r.end-1].is(article) {
		return i
	}
	first := f.tokens[from]
	if k := from - 1; k >= 0 && !shout {
		if t := f.tokens[k]; t.shape == elision || t.is(article) && !f.capitalised(k) && !t.in(introduces) {
			return i
		}
	}
	if f.blocked(from, false) || f.entitled(from) {
		return r.end
	}
	if first.is(article) && first.shape == title && r.given == 0 {
		return i // Le Petit Prince
	}
	mixed := first.shape == upper && f.tokens[r.end-1].shape == title || first.shape == title && f.tokens[r.end-1].shape == upper
	if first.first && from == i && !shout && !mixed && r.given == 0 && !f.cell && !f.ends(r.end, "") {
		return i
	}
	if shout && r.given == 0 && !f.ends(r.end, "rue avenue place parcelle section lot") && !(r.end < len(f.tokens) && f.tokens[r.end].is(word|staff)) {
		return i
	}
	score := 0.55
	if mixed || r.given > 0 {
		score = 0.65
	}
	return f.extend(f.add(from, r.end, score, ByUnknown))
}

func (f *Finder) capitalised(k int) bool { return f.tokens[k].shape == upper }

// weigh tells how sure it is that a run of several words is a name; 0 when it
// is none.
func (f *Finder) weigh(i int, r run) (float64, string) {
	lead, sum := r.lead, r.given+r.rest
	if f.tokens[i].shape == upper && f.titled(i, r.end) {
		return 0, ""
	}
	mixed := r.uppers > 0 && r.uppers < r.cores // capitals throughout say nothing
	known := f.lived(r.end) || f.list || f.held(i)
	alone := f.cell && i == 0 && r.end == len(f.tokens) && !lead.is(word)
	switch {
	case lead.is(given) && r.given > 0 && r.rest > 0:
		if sum >= 4 {
			return 0.95, ByGiven
		}
		if sum == 3 && (r.given == 2 || mixed || known || alone || r.last&family != 0) {
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
	case lead.shape == title && mixed && !lead.is(word) && f.readable(r.end-1):
		return 0.75, ByWriting
	case lead.shape == upper && !lead.shout && !lead.is(word) && f.tokens[r.end-1].shape == title && known && f.readable(i):
		return 0.7, ByWriting
	}
	if known && r.rest > 0 && !lead.is(word) && (!lead.first || lead.flags&(given|family) != 0 || f.list) {
		return 0.7, ByContext
	}
	return 0, ""
}

// initials looks for "J. Dupont" and "J.-P. MARTIN".
func (f *Finder) initials(i int) int {
	r := f.read(i+1, false)
	if r.cores == 0 || r.cores > 2 || f.blocked(i, false) || f.firm(r.end) {
		return i
	}
	lead := r.lead
	sure := lead.is(family) && !lead.is(word) || lead.is(given) && r.cores == 2 || lead.shape == upper && !lead.shout && !lead.is(word) && f.readable(r.end-1)
	if !sure && !(lead.flags&word == 0 && (f.lived(r.end) || f.list || f.tokens[i].parts > 1 || lead.shape == title && r.cores == 1 && f.readable(r.end-1))) {
		return i
	}
	score := 0.8
	if !sure {
		score = 0.6
	}
	return f.extend(f.add(i, r.end, score, ByInitial))
}

// readable tells whether a word in capitals reads like a name and not like an
// acronym: three letters or more, with a vowel and a consonant.
func (f *Finder) readable(i int) bool {
	w := f.fold(f.tokens[i])
	if len(w) < 3 {
		return len(w) == 2 && f.tokens[i].flags&(given|family) != 0 // Li, Sy
	}
	vowels := 0
	for _, b := range w {
		if bytes.IndexByte([]byte("aeiouy"), b) >= 0 {
			vowels++
		}
	}
	return vowels > 0 && vowels < len(w) && (len(w) > 3 || f.tokens[i].flags != 0)
}
