package person

// afterCivility reads the names behind a civility: one, or several after a
// plural one or “M. et Mme”.
func (f *Finder) afterCivility(i int) int {
	j := i + 1
	many := f.tokens[i].is(plural)
	// M. et Mme · M. ou Mme · Mme, M.
	for j+1 < len(f.tokens) && (f.join(j) || f.tokens[j].mark == ',' || f.tokens[j].mark == '/') && f.civility(j+1) {
		many = many || f.tokens[j+1].is(plural)
		j += 2
	}
	for j < len(f.tokens) && f.civility(j) { // Monsieur le Docteur, Me
		j++
	}
	if j >= len(f.tokens) {
		return j
	}
	// M. le Maire, Mme la Présidente: who it is may follow.
	if t := f.tokens[j]; t.shape == elision || t.is(article) && t.shape != upper {
		if j+1 < len(f.tokens) && (f.tokens[j+1].is(office|staff) || f.quality(j+1) != 0) {
			return j + 2
		}
	}
	// rue du Docteur Roux: the rank belongs to the street's name.
	if f.blocked(i, !f.tokens[i].is(rank)) {
		r := f.read(j, true)
		return max(r.end, j)
	}
	if f.tokens[j].shape == lower && !f.leads(j, run{end: j}, true) && (f.tokens[i].shape == lower || f.tokens[i].end-f.tokens[i].start <= 3) {
		return f.lowerAfter(j)
	}
	last := j
	for {
		r := f.read(j, true)
		if r.parts == 0 || r.end <= j {
			return last
		}
		if !f.worthy(j, r) || f.firm(r.end) && r.cores < 2 {
			return r.end
		}
		score := 0.97
		if r.cores == 0 {
			score = 0.6 // initials alone
		}
		last = f.extend(f.add(j, r.end, score, ByCivility))
		next := last
		if !many || next+1 >= len(f.tokens) || f.tokens[next].mark != ',' && !f.join(next) {
			return last
		}
		j = next + 1
		if f.civility(j) || !f.tokens[j].capital() && f.tokens[j].shape != initial || f.tokens[j].is(word) && f.tokens[j].flags&(given|family) == 0 {
			return last
		}
	}
}

// worthy tells whether what follows a civility is a name: not “M. X”, not
// “Madame Présidente”.
func (f *Finder) worthy(i int, r run) bool {
	t := f.tokens[i]
	if r.cores == 0 {
		if t.shape != initial || t.end < len(f.text) && t.dotted && f.text[t.end] == '.' {
			return false // “M. B... A...”, as courts write
		}
		switch f.text[t.start] {
		case 'X', 'Y', 'Z':
			return t.parts > 1 || r.parts > 1
		}
		return t.dotted || r.parts > 1
	}
	return !t.is(office) || t.is(family) || r.cores > 1
}

// join tells whether token i is “et” or “ou”.
func (f *Finder) join(i int) bool {
	if i >= len(f.tokens) || f.tokens[i].shape == mark {
		return i < len(f.tokens) && f.tokens[i].mark == '&'
	}
	w := string(f.fold(f.tokens[i]))
	return w == "et" || w == "ou"
}

// extend goes on over “née MARTIN”, “épouse Durand”, “(veuve Petit)” behind a
// name that was just found.
func (f *Finder) extend(end int) int {
	for {
		k := end
		open := false
		if k < len(f.tokens) && (f.tokens[k].mark == ',' || f.tokens[k].mark == '(') {
			open = f.tokens[k].mark == '('
			k++
		}
		if k >= len(f.tokens) || !f.tokens[k].is(joining) || f.tokens[k].shape == upper && !f.tokens[k].shout && f.tokens[k].is(family) {
			return end
		}
		k++
		for k < len(f.tokens) && (f.civility(k) || f.tokens[k].is(joining) || f.tokens[k].mark == '.') {
			k++
		}
		r := f.read(k, true)
		if r.cores == 0 {
			return end
		}
		end = r.end
		f.found[len(f.found)-1].End = f.tokens[end-1].end
		if open && end < len(f.tokens) && f.tokens[end].mark == ')' {
			end++
		}
	}
}

// afterJoining reads the name behind “née” or “épouse” that no name precedes.
func (f *Finder) afterJoining(i int) int {
	j := i + 1
	for j < len(f.tokens) && (f.civility(j) || f.tokens[j].is(joining)) {
		j++
	}
	r := f.read(j, true)
	if r.cores == 0 || f.tokens[i].is(article) {
		return i
	}
	return f.extend(f.add(j, r.end, 0.9, ByContext))
}

// afterCalling reads the bare name behind “consorts”, “l’agent”, “l’élève”, or
// an agent's number.
func (f *Finder) afterCalling(i int) int {
	j := i + 1
	if j >= len(f.tokens) {
		return i
	}
	if f.tokens[i].in(numbers) {
		for j < len(f.tokens) && (f.tokens[j].mark == ':' || f.tokens[j].mark == '.' || f.tokens[j].mark == 0xC2 || isNumeroSign(f.fold(f.tokens[j]))) {
			j++
		}
		if j < len(f.tokens) && f.tokens[j].shape == number && f.tokens[j].end-f.tokens[j].start >= 2 {
			return f.add(i, j+1, 0.7, ByNumber)
		}
		return i
	}
	noble := f.kin(i) && f.tokens[j].is(particle) && (f.tokens[j].shape == lower || f.tokens[j].shape == elision) // la famille d’Antin
	r := f.read(j, noble)
	if r.cores == 0 || r.cores > 4 || f.firm(r.end) || noble && (r.lead.is(place) || r.lead.flags == 0 && r.cores < 2) {
		return i
	}
	lead := r.lead
	if lead.is(word) && lead.flags&(given|family) == 0 || lead.is(both) && !lead.is(family) && r.cores == 1 {
		return i
	}
	known := lead.flags&(given|family) != 0 || lead.shape == upper && !lead.shout && f.readable(r.end-1)
	if !known && !f.lived(r.end) && (lead.flags != 0 || !f.kin(i)) {
		return i
	}
	return f.beside(f.extend(f.add(j, r.end, 0.75, ByContext)))
}

// kin tells whether token i announces a family: whatever capital follows is
// its name.
func (f *Finder) kin(i int) bool {
	switch string(f.fold(f.tokens[i])) {
	case "consorts", "indivision", "hoirie", "succession", "heritiers", "famille", "couple", "epoux", "menage":
		return true
	}
	return false
}

// plural reads the name behind “chez les”.
func (f *Finder) plural(i int) int {
	if i+2 >= len(f.tokens) || string(f.fold(f.tokens[i])) != "chez" || string(f.fold(f.tokens[i+1])) != "les" {
		return i
	}
	if f.tokens[i].is(word) && f.tokens[i].shout {
		return i
	}
	r := f.read(i+2, false)
	if r.cores != 1 || r.lead.shape != title || r.lead.flags&(word|place|thing) != 0 || !f.readable(i+2) {
		return i
	}
	return f.add(i+2, r.end, 0.6, ByContext)
}

// nickname reads the name behind “dit”, where somebody was just named.
func (f *Finder) nickname(i int) int {
	n := len(f.found)
	if n == 0 || f.tokens[i].start-f.found[n-1].End > 3 || f.tokens[i].shape != lower {
		return i
	}
	j := i + 1
	for j < len(f.tokens) && (f.tokens[j].mark == 0xC2 || f.tokens[j].mark == '"' || f.tokens[j].mark == 0xE2) {
		j++
	}
	if j >= len(f.tokens) || !f.tokens[j].capital() {
		return i
	}
	r := f.read(j, true)
	if r.cores == 0 || r.cores > 2 {
		return i
	}
	return f.add(j, r.end, 0.7, ByContext)
}

func isNumeroSign(w []byte) bool {
	switch string(w) {
	case "n", "no", "nº", "numero":
		return true
	}
	return false
}

// lowerAfter reads the name behind a civility in a note without capitals: "mme
// peyret". Words of the language, verbs above all, are none.
func (f *Finder) lowerAfter(j int) int {
	end := j
	for end < len(f.tokens) && end < j+3 && f.tokens[end].shape == lower {
		t := f.tokens[end]
		if t.is(particle) && end == j && end+1 < len(f.tokens) && f.tokens[end+1].shape == lower {
			end++
			continue
		}
		bare := end == j && t.is(family) && t.flags&(civility|office|living|article) == 0 && (f.ends(end+1, "") || end+1 < len(f.tokens) && verb(f.fold(f.tokens[end+1])))
		if t.end-t.start < 3 || t.flags&(word|civility|office|staff|living|article) != 0 && !bare || end > j && t.flags&(given|family) == 0 || verb(f.fold(t)) {
			break
		}
		end++
	}
	if end == j || f.tokens[end-1].is(particle) {
		return j
	}
	return f.extend(f.add(j, end, 0.6, ByCivility))
}

// verb tells whether a folded word ends as verbs in the third person do, in
// notes.
func verb(w []byte) bool {
	switch string(w) {
	case "est", "sera", "demande", "souhaite", "veut", "doit", "peut", "rappelle", "signale", "accepte", "refuse", "vient", "passera", "habite", "dit":
		return true
	}
	return false
}
