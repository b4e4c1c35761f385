package person

// run is a row of words that may be a name.
type run struct {
	end    int // token behind the last one
	cores  int // words that are more than particles and initials
	parts  int
	given  int // evidence: 2 for a first name, 1 for one that is a word too
	rest   int // 2 for a family name or a word in capitals, 1 for a word that nobody knows
	uppers int
	last   flag
	lead   token // first core
}

// longest is the most words of a name.
const longest = 7

// read reads the words that may be a name from token i on. strong tells that a
// civility or the like has announced one.
func (f *Finder) read(i int, strong bool) run {
	r := run{end: i}
	for j := i; j < len(f.tokens) && r.parts < longest; j++ {
		t := f.tokens[j]
		switch {
		case t.mark == '\n' && r.cores >= 1 && r.cores < 3 && j+1 < len(f.tokens) && f.tokens[j+1].shape == upper &&
			!f.tokens[j+1].shout && f.tokens[j+1].flags&word == 0 && f.tokens[j-1].shape == title:
			continue // a line that breaks between first name and NAME
		case t.shape == initial && !t.is(civility) || t.shape == initial && t.is(civility) && r.parts > 0 && (!t.dotted || t.parts > 1):
			if !strong && r.parts == 0 || r.cores > 0 && !t.dotted && !strong {
				return r
			}
			r.parts++
			r.end = j + 1
			continue
		case t.is(particle) && t.shape != mark && f.leads(j, r, strong):
			r.parts++
			continue
		case !t.capital() || t.is(civility) && r.parts == 0:
			return r
		case !f.nameable(j, r, strong):
			return r
		}
		r.take(t)
		r.end = j + 1
	}
	return r
}

func (r *run) take(t token) {
	if r.cores == 0 {
		r.lead = t
	}
	r.cores++
	r.parts++
	r.last = t.flags
	switch {
	case t.is(article) && t.is(given):
		// La, Le: no first names here
	case t.is(saint) && t.parts > 1 && r.given == 2:
		r.rest = max(r.rest, 1) // Marcel Saint-Jours
	case t.is(given) && !t.is(both) && r.given < 2:
		r.given = 2
	case t.is(given) && r.given == 0:
		r.given = 1
	case t.is(family) || t.is(given):
		r.rest = max(r.rest, 2)
	case t.shape == upper && !t.shout && !t.is(word):
		r.rest = max(r.rest, 2)
	case !t.is(word):
		r.rest = max(r.rest, 1)
	}
	if t.shape == upper && !t.shout {
		r.uppers++
	}
}

// leads tells whether a particle at j goes on with a name: a capital follows,
// and what stands before is not yet a whole name.
func (f *Finder) leads(j int, r run, strong bool) bool {
	t := f.tokens[j]
	k := j + 1
	for k < len(f.tokens) && f.tokens[k].is(particle) && f.tokens[k].shape != mark && k < j+3 {
		k++
	}
	if k >= len(f.tokens) || !f.tokens[k].capital() || !f.nameable(k, r, strong) {
		return false
	}
	if t.capital() {
		return true
	}
	if r.cores == 0 {
		return strong
	}
	if t.shape == lower || t.shape == elision {
		if r.cores == 1 && r.last&given != 0 && (f.tokens[k].flags&(word|place) == 0 || f.tokens[k].is(saint) && f.tokens[k].parts > 1) {
			return true // Gaspard de Saint-Vaury
		}
		return r.last&family == 0 && r.cores < 3
	}
	return true
}

// nameable tells whether token j, a word in capitals, can be part of the name that
// r begins.
func (f *Finder) nameable(j int, r run, strong bool) bool {
	t := f.tokens[j]
	if t.is(saint) && !t.is(given|family) {
		return t.parts > 1 && (strong && r.cores == 0 || r.given == 2 && r.cores == 1 && r.rest == 0) // M. Saint-Arroman
	}
	if t.flags&(given|family) != 0 && t.flags&(office|heading|civility) == 0 {
		return true
	}
	if !t.is(word) {
		return true
	}
	if t.flags&(office|heading|civility|staff|joining) != 0 {
		return t.is(family) && strong && r.cores <= 1
	}
	// A common word is a family name where a civility or a first name stands
	// before it.
	if t.shape == upper && !t.shout {
		return strong && r.cores <= 1 || r.given == 2 && r.rest == 0
	}
	if t.shape == title && !t.first && r.given == 2 && r.rest == 0 && r.cores <= 2 && t.flags&(thing|company|place|particle) == 0 {
		return true // Jean Nouveau
	}
	if strong && r.cores == 0 && t.shape != lower && j > 0 && f.civility(j-1) {
		return true // M. Moulin
	}
	return strong && (r.cores == 0 || r.given > 0 && r.rest == 0) && !t.is(thing)
}
