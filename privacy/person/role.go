package person

import (
	"sort"
	"strings"
)

// ruled tells in what quality a person is named by the rules: public where a
// public function stands right beside the name, or the sentence says what elected
// people and signatories do; private otherwise.
func (f *Finder) ruled(n Name, from, to int) evidence {
	f.evidence.token = -1
	if g := f.behind(to); g != 0 {
		return evidence{byBehind, roleOf(g), f.evidence.token}
	}
	f.evidence.token = -1
	if g := f.before(from); g != 0 {
		return evidence{byBefore, roleOf(g), f.evidence.token}
	}
	switch {
	case f.listed(from) && !f.first(n, from, to):
		return evidence{byList, Public, -1}
	case f.speaks(to):
		return evidence{bySpeech, Public, to}
	case f.moves(from, to):
		return evidence{byMoves, Public, -1}
	}
	return evidence{byNothing, Private, -1}
}

// place is which tokens a name is made of.
func (f *Finder) place(n Name) (from, to int) {
	from = sort.Search(len(f.tokens), func(i int) bool { return f.tokens[i].start >= n.Start })
	to = sort.Search(len(f.tokens), func(i int) bool { return f.tokens[i].start >= n.End })
	return from, to
}

// sure is how far the words around a name must speak for the public role that a
// rule gives it, as the logarithm of their odds: to take a private person for a
// public one costs more than the other way round.
const (
	sure       = 1
	sureOfList = -0.5 // what opens as a list of elected people says much by itself
)

// role tells in what quality a person is named: public where a rule says so and
// what stands around agrees. In doubt it is private.
func (f *Finder) role(n Name) Role {
	if n.Why == ByNumber {
		return Private
	}
	from, to := f.place(n)
	f.evidence = f.ruled(n, from, to)
	if f.evidence.role == Private {
		return Private
	}
	least := float32(sure)
	if f.evidence.rule == byList {
		least = sureOfList
	}
	if roleModel.logit(f.weighed(n, from, to)) < least {
		return Private
	}
	return Public
}

// first tells whether the name is a first name alone: whom minutes list, they
// list by their family name.
func (f *Finder) first(n Name, from, to int) bool {
	return n.Why == ByAlone || n.Why != ByCivility && to == from+1 && f.tokens[from].shape == title && f.tokens[from].is(given)
}

func roleOf(g flag) Role {
	if g&staff != 0 {
		return Private
	}
	return Public
}

// behind looks for an apposition: “, maire”, “(agent technique)”, “, né le”,
// “conseillère municipale”.
func (f *Finder) behind(i int) flag {
	if i >= len(f.tokens) {
		return 0
	}
	k := f.said(i)
	if k < i {
		return 0
	}
	for n := 0; k < len(f.tokens) && n < 5; k, n = k+1, n+1 {
		t := f.tokens[k]
		if t.shape == mark || t.capital() && !t.shout && t.flags&(given|family) != 0 && t.flags&(office|staff) == 0 || f.civility(k) {
			return 0
		}
		if w := string(f.fold(t)); strings.HasPrefix(w, "represente") {
			return 0 // of whom another speaks for
		}
		if t.shape == lower && t.flags&^word == 0 && !t.in(between) && k+1 < len(f.tokens) && f.tokens[k+1].is(article) && !f.tokens[k+1].is(office) {
			return 0 // “, interpelle le maire”
		}
		if g := f.quality(k); g != 0 {
			f.evidence.token = k
			return g
		}
		if t.is(joining | living) {
			f.evidence.token = k
			return staff
		}
		switch string(f.fold(t)) {
		case "qui", "dont", "a", "et", "pour", "dans", "chez", "par", "ayant":
			return 0
		}
	}
	return 0
}

// said tells where an apposition to the name before token i begins: behind a
// comma, “comme”, “en qualité de”, “de son mandat de”; less than i for none.
func (f *Finder) said(i int) int {
	t := f.tokens[i]
	if t.mark == ',' || t.mark == '(' || t.mark == '-' {
		return i + 1
	}
	if t.is(office) && t.shape != title || t.shape == lower && string(f.fold(t)) == "membre" {
		return i
	}
	next := func(n int) string {
		if i+n >= len(f.tokens) {
			return ""
		}
		return string(f.fold(f.tokens[i+n]))
	}
	switch next(0) {
	case "comme":
		return i + 1
	case "en":
		if w := next(1); w == "qualite" || w == "tant" {
			return i + 2
		}
	case "de":
		if w := next(1); w != "son" && w != "sa" && w != "ses" {
			return -1
		}
		if w := next(2); w == "mandat" || w == "fonction" || w == "fonctions" || w == "delegation" {
			return i + 3
		}
	}
	return -1
}

// reach is how many words before a name may separate it from a function.
const reach = 6

// before looks back for what makes the person public or private: words that say
// nothing themselves may stand between, verbs may not.
func (f *Finder) before(i int) flag {
	crossed := false // what comes now is said of somebody else
	for k, n := i-1, 0; k >= 0 && n < reach; k-- {
		t := f.tokens[k]
		if other := f.nameAt(k); other != nil && !f.joined(other, i) {
			crossed = true
		}
		switch {
		case t.mark == '.' || t.mark == ';' || t.mark == '/' || t.mark == '\n' && n > 0:
			return 0
		case t.mark == ',' && k > 0 && f.tokens[k-1].capital() && k > 1 && !f.tokens[k-1].shout && string(f.fold(f.tokens[k-2])) == "a":
			return 0 // “notaire à Lyon, M. Martin”
		case t.mark == ',' && k+1 < i && f.join(k+1) && !f.tokens[i].elected:
			return 0 // “entre la commune, représentée par son maire, et M. Coste”
		case t.shape == mark:
			continue
		case t.is(civility) && f.professional(t):
			f.evidence.token = k
			return office
		case t.shape == elision || t.is(civility) || t.shape == initial || t.is(rank) && !t.is(office):
			continue
		}
		if g := f.quality(k); g != 0 {
			if crossed && !t.is(heading) || t.is(office) && !t.is(heading) && (f.served(k, i) || f.related(k) || f.addressed(i)) {
				return 0
			}
			f.evidence.token = k
			return g
		}
		n++
		if t.flags&(article|particle|quality) != 0 || t.capital() || t.shape == number {
			continue
		}
		if !t.in(between) {
			return 0
		}
	}
	return 0
}

// served tells whether the function at token k is held for the person whose name
// begins at token i: “l’avocat de M. Ferré”, “le notaire de la famille Ferré”.
func (f *Finder) served(k, i int) bool {
	for i--; i > k && (f.tokens[i].is(civility|calling) || f.tokens[i].in(indefinite) && f.tokens[i].shape != elision || string(f.fold(f.tokens[i])) == "la"); i-- {
		if f.tokens[i].in(introduces) {
			return f.tokens[k].shape == lower && i-k <= 3
		}
	}
	return false
}

// related tells whether the function at token k is that of a relative: “l’épouse
// du maire, Mme Rineau”.
func (f *Finder) related(k int) bool {
	for k--; k >= 0 && f.tokens[k].is(article|particle); k-- {
	}
	if k < 0 {
		return false
	}
	switch string(f.fold(f.tokens[k])) {
	case "voisin", "voisine", "ami", "amie", "chauffeur", "secretaire", "collaborateur", "collaboratrice":
		return f.tokens[k+1].is(particle)
	}
	return f.tokens[k].shape == lower && (f.tokens[k].in(kinWords) || f.tokens[k].is(joining)) && k+1 < len(f.tokens) && f.tokens[k+1].is(particle)
}

// addressed tells whether “à” stands right before the name at token i or its
// civility: “lettre du maire à M. Pineau”.
func (f *Finder) addressed(i int) bool {
	for i--; i >= 0 && f.tokens[i].is(civility); i-- {
	}
	return i >= 0 && f.tokens[i].shape == lower && string(f.fold(f.tokens[i])) == "a"
}

// nameAt is the name found that ends with token k; nil for none.
func (f *Finder) nameAt(k int) *Name {
	for i := range f.found {
		if f.found[i].End == f.tokens[k].end {
			return &f.found[i]
		}
	}
	return nil
}

// joined tells whether nothing but “et”, commas and civilities stand between a
// name and token i.
func (f *Finder) joined(n *Name, i int) bool {
	for k := i - 1; k >= 0 && f.tokens[k].start >= n.End; k-- {
		if t := f.tokens[k]; t.mark != ',' && !f.join(k) && !t.is(civility|rank) && t.mark != '\n' && t.mark != '-' && t.shape != number && !t.is(office) {
			return false
		}
	}
	return true
}

// about tells whether one of the words stands in the n tokens before k.
func (f *Finder) about(k, n int, words set) bool {
	for j := k - 1; j >= 0 && j > k-n && f.tokens[j].mark != '\n'; j-- {
		if f.tokens[j].in(words) {
			return true
		}
	}
	return false
}

// listed tells whether the name stands in a list of elected people: the line,
// or the bracket, opens as one (“Présents :”, “contre (…)”).
func (f *Finder) listed(i int) bool {
	if i >= len(f.tokens) {
		return false
	}
	if f.tokens[i].elected {
		return true
	}
	for k := i - 1; k >= 0 && i-k < 40; k-- {
		switch t := f.tokens[k]; {
		case t.mark == '(':
			if k > 0 && (f.tokens[k-1].is(heading) || f.tokens[k-1].shape == number && k > 1 && f.tokens[k-2].is(heading|article) || k > 1 && f.tokens[k-2].is(heading)) {
				return true
			}
			for n := k - 1; n >= 0 && n > k-5; n-- {
				if f.tokens[n].is(heading) {
					return true
				}
			}
			return false
		case t.mark == '\n' || t.mark == '.' || t.mark == ')':
			return false
		}
	}
	return false
}
