package person

import "bytes"

// endings are those of French words that hardly any name has: in a line of
// capitals, or where a sentence begins, they tell words of the language from
// names that no list knows.
var endings = []string{"tion", "tions", "ment", "ments", "aire", "aires", "ite", "ites", "ique", "iques", "ance", "ances", "ence", "ences", "isme", "able", "ables",
	"ible", "ibles", "ive", "ives", "ure", "ures", "ation", "ateur", "atrice", "euse", "oire", "oires", "elle", "elles", "iere", "age", "ages", "ees", "ant", "ante", "ants", "antes", "aux", "eurs", "isation"}

// common tells whether a folded word of seven letters or more ends as words of
// the language do.
func common(w []byte) bool {
	if len(w) < 7 {
		return false
	}
	for _, e := range endings {
		if len(w) > len(e)+2 && string(w[len(w)-len(e):]) == e {
			return true
		}
	}
	return false
}

// afterLabel reads the names behind “Nom de l’enfant :” or “Cordialement,”.
func (f *Finder) afterLabel(i int) int {
	if f.tokens[i].shape == mark {
		return i
	}
	closing := f.tokens[i].in(closings) || f.yours(i)
	if !closing && !f.tokens[i].in(labels) || f.tokens[i].shout && !f.tokens[i].first {
		return i
	}
	certain := closing || f.tokens[i].in(sureLabels)
	j := i + 1
	if closing {
		for j < len(f.tokens) && (f.tokens[j].mark == ',' || f.tokens[j].mark == '\n' || f.tokens[j].mark == '.' || f.civility(j) || string(f.fold(f.tokens[j])) == "distinguees") {
			j++
		}
	} else {
		for n := 0; ; n, j = n+1, j+1 {
			if j >= len(f.tokens) || n > 6 || f.tokens[j].mark == '.' || f.tokens[j].mark == '\n' || f.civility(j) {
				return i
			}
			if f.tokens[j].mark == ':' {
				j++
				break
			}
		}
	}
	last := i
	for many := 0; j < len(f.tokens) && many < 60; many++ {
		for j < len(f.tokens) && (f.tokens[j].shape == number || f.tokens[j].mark == '.' || f.tokens[j].mark == '-') {
			j++ // 1. Dupont 2. Durand
		}
		if j >= len(f.tokens) || f.civility(j) || f.tokens[j].is(thing|company|office|heading) && f.tokens[j].flags&(given|family) == 0 {
			return last
		}
		r := f.read(j, true)
		if r.cores == 0 || r.cores > 5 || f.firm(r.end) || f.tokens[r.end-1].is(thing|company) && r.last&(given|family) == 0 {
			return last
		}
		lead := r.lead
		known := lead.flags&(given|family) != 0 || r.given > 0
		if lead.is(word) && !known || r.cores == 1 && !certain && !(known && many > 0) || lead.is(both) && r.cores == 1 && !certain ||
			!known && !(r.rest > 0 && f.readable(r.end-1)) {
			return last
		}
		if !certain && !known && r.cores < 2 {
			return last
		}
		if r.end < len(f.tokens) && f.tokens[r.end].mark == ':' && many > 0 {
			return last // the next label
		}
		last = f.extend(f.add(j, r.end, 0.75, ByLabel))
		j = last
		if closing {
			return last
		}
		// What follows each name in brackets or behind dashes is skipped.
		for n := 0; j < len(f.tokens) && n < 8; n, j = n+1, j+1 {
			t := f.tokens[j]
			if t.mark == ',' || t.mark == ';' || t.mark == '/' || f.join(j) {
				break
			}
			if t.shape == number && j+1 < len(f.tokens) && f.tokens[j+1].mark == '.' {
				break
			}
			if t.mark == '\n' || t.mark == '.' || t.mark == ':' {
				return last
			}
		}
		if j >= len(f.tokens) || f.tokens[j].shape != number && f.tokens[j].mark != ',' && f.tokens[j].mark != ';' && f.tokens[j].mark != '/' && !f.join(j) {
			return last
		}
		if f.tokens[j].shape != number {
			j++
		}
	}
	return last
}

// yours tells whether “bien à vous” ends at token i.
func (f *Finder) yours(i int) bool {
	if i < 2 || f.tokens[i].shape != lower || i+1 >= len(f.tokens) || f.tokens[i+1].mark != ',' && f.tokens[i+1].mark != '\n' {
		return false
	}
	w := string(f.fold(f.tokens[i]))
	return (w == "vous" || w == "toi") && string(f.fold(f.tokens[i-1])) == "a" && string(f.fold(f.tokens[i-2])) == "bien"
}

// afterMatter reads the bare family name behind “Affaire”, “Dossier”, “bail”.
func (f *Finder) afterMatter(i int) int {
	t := f.tokens[i]
	if t.shape == mark || t.shape == number {
		return i
	}
	if !t.in(matters) {
		return i
	}
	w := string(f.fold(t))
	j := i + 1
	for n := 0; j < len(f.tokens) && n < 2 && (f.tokens[j].shape == elision || f.tokens[j].mark == '-' || f.tokens[j].mark == ':' ||
		f.tokens[j].shape == lower && string(f.fold(f.tokens[j])) == "de" && t.in(kinWords) || t.shout && f.tokens[j].is(particle) && !t.is(thing)); n++ {
		j++
	}
	if j+1 < len(f.tokens) && f.tokens[j].shape == lower && f.adjective(f.tokens[j]) && !t.is(thing) {
		j++ // concession perpétuelle Lataillade
	}
	if j >= len(f.tokens) || !f.tokens[j].capital() || f.tokens[j].is(civility) {
		return i
	}
	r := f.read(j, t.shout && f.tokens[j].is(particle))
	if r.cores == 0 || r.cores > 3 || f.firm(r.end) || r.lead.is(saint) {
		return i
	}
	lead := r.lead
	if t.in(kinWords) {
		close := w != "dont" && w != "petit" && w != "petite"
		if lead.is(given) && (close || !lead.is(word|both)) || close && !lead.is(word|place) && f.readable(j) && lead.shape == title {
			return f.extend(f.add(j, r.end, 0.65, ByContext))
		}
		return i
	}
	known := lead.flags&(given|family) != 0 && !lead.is(word)
	if lead.is(word) && !lead.is(family) || !f.readable(j) {
		return i
	}
	if lead.is(both) && r.cores == 1 {
		return i
	}
	switch w {
	case "maison", "permis", "que", "avec", "pour", "vu", "demande", "titulaire", "parcelle":
		if !known || r.cores == 1 && w == "maison" && lead.is(given) {
			return i
		}
	}
	if t.shout {
		if !known && r.cores < 2 && !(t.in(strongMatters) && lead.flags == 0) {
			return i
		}
	} else if !known && !f.ends(r.end, "contre pour c de") && lead.shape != upper {
		return i
	}
	end := f.extend(f.add(j, r.end, 0.6, ByContext))
	// les propriétés Sarraute et Lapoudge
	for k := end + 1; k < len(f.tokens) && len(w) > 4 && w[len(w)-1] == 's' && (f.join(end) || f.tokens[end].mark == ','); k = end + 1 {
		to := f.read(k, false)
		if to.cores != 1 || !f.tokens[k].capital() || to.lead.flags&(word|place) != 0 || !f.readable(k) || f.firm(to.end) {
			break
		}
		end = f.extend(f.add(k, to.end, 0.55, ByContext))
	}
	return f.counterpart(w, end)
}

// counterpart reads the other party of a deal or of a quarrel: “vente Dupouy à
// Labarthe”, “médiation Hochart / Leleu”.
func (f *Finder) counterpart(matter string, end int) int {
	k := end + 1
	if k >= len(f.tokens) || !f.tokens[k].capital() {
		return end
	}
	quarrel, deal := f.tokens[end].mark == '/', false
	switch matter {
	case "vente", "cession", "echange", "donation":
		w := string(f.fold(f.tokens[end]))
		deal = w == "a" || w == "avec"
	}
	if !quarrel && !deal {
		return end
	}
	to := f.read(k, false)
	known := to.lead.is(given|family) || quarrel && to.lead.flags == 0
	if to.cores == 0 || to.cores > 3 || !known || to.lead.is(word|place) || f.firm(to.end) {
		return end
	}
	return f.extend(f.add(k, to.end, 0.6, ByContext))
}

// ends tells whether a mark, the end or one of the words stands at i.
func (f *Finder) ends(i int, list string) bool {
	if i >= len(f.tokens) || f.tokens[i].shape == mark || f.tokens[i].shape == number {
		return true
	}
	w := f.fold(f.tokens[i])
	for word := range bytes.FieldsSeq([]byte(list)) {
		if bytes.Equal(word, w) {
			return true
		}
	}
	return false
}
