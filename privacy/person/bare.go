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
	if (t.is(both) || t.is(family) || t.is(word)) && !(beside && !t.is(word&^family)) {
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

// beside goes on over the first names that no list knows and that “et” or a
// comma joins to one that was found: “les élèves Monique et Lubna”.
func (f *Finder) beside(end int) int {
	for end+1 < len(f.tokens) && (f.tokens[end].mark == ',' || f.join(end)) {
		t := f.tokens[end+1]
		if t.shape != title || t.flags != 0 || !f.readable(end+1) || end+2 < len(f.tokens) && f.tokens[end+2].capital() {
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
	return f.tokens[i].first && end+1 < len(f.tokens) && f.tokens[end].mark == ',' && f.tokens[end+1].in(closings)
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
		case t.shape == lower && t.end-t.start == 4 && string(f.fold(t)) == "chez":
			return false // chez Luc Darrieux; “Chez Sylvie” is a café
		case t.is(thing) || t.is(company):
			return !civil || n == 0 && t.is(street) && !t.shout
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
		case !civil && k > 0 && f.tokens[k-1].is(thing|company) && (t.shape == title && !t.is(given|family) || t.shape == lower && f.adjective(t)):
			continue // Amicale Laïque Paul-Bert, clinique vétérinaire Jean Roux
		}
		return false
	}
	return false
}

// adjective tells whether a word ends as adjectives do, and is none of the verbs
// that end alike.
func (f *Finder) adjective(t token) bool {
	w := f.fold(t)
	switch string(w) {
	case "explique", "indique", "applique", "communique", "implique", "revendique", "appelle", "rappelle", "renouvelle", "quel", "quelle", "celle", "telle":
		return false
	}
	for _, e := range []string{"al", "ale", "ique", "iques", "aire", "aires", "if", "ive", "el", "elle", "ier", "iere", "ien", "ienne"} {
		if len(w) > len(e)+2 && string(w[len(w)-len(e):]) == e {
			return true
		}
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
	if t.is(company) && t.shape == title && !t.is(given|family) {
		return true // Bernadet Construction
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

// aged tells whether an age stands at k: “8 ans”.
func (f *Finder) aged(k int) bool {
	if k+1 >= len(f.tokens) || f.tokens[k].shape != number || f.tokens[k].end-f.tokens[k].start > 3 {
		return false
	}
	switch string(f.fold(f.tokens[k+1])) {
	case "ans", "an", "mois":
		return true
	}
	return false
}

// told tells whether what stands before token i is said of one person: “le
// départ de”, “je suis”, “mon cousin”.
func (f *Finder) told(i int) bool {
	k := i - 1
	if k >= 0 && f.tokens[k].in(selves) {
		return true
	}
	if k > 0 && f.tokens[k].mark == ',' && f.tokens[k-1].in(kinWords) && f.tokens[k-1].shape == lower {
		return true // le père, Anthony,
	}
	if k < 1 || !f.tokens[k].in(introduces) && f.tokens[k].shape != elision {
		return false
	}
	return f.tokens[k-1].in(occasions) && f.tokens[k-1].shape == lower
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
		if n == 0 && f.aged(k) {
			return true
		}
		if t.shape != upper && t.flags&(living|office|staff) != 0 && t.flags&(given|family) == 0 {
			return n == 0 || f.tokens[k-1].flags&(article|particle) != 0 || f.tokens[k-1].shape == number || f.tokens[k-1].shape == elision
		}
	}
	return false
}
