package person

import (
	"bytes"
	"sort"
	"strings"
)

// role tells in what quality a person is named: public where a public function
// stands right beside the name, or the sentence says what elected people and
// signatories do; private otherwise. In doubt it is private.
func (f *Finder) role(n Name) Role {
	from := sort.Search(len(f.tokens), func(i int) bool { return f.tokens[i].start >= n.Start })
	to := sort.Search(len(f.tokens), func(i int) bool { return f.tokens[i].start >= n.End })
	if n.Why == ByNumber {
		return Private
	}
	if g := f.behind(to); g != 0 {
		return roleOf(g)
	}
	if g := f.before(from); g != 0 {
		return roleOf(g)
	}
	if f.listed(from) && !f.first(n, from, to) || f.speaks(to) || f.moves(from, to) {
		return Public
	}
	return Private
}

// first tells whether the name is a first name alone: whom minutes list, they
// list by their family name.
func (f *Finder) first(n Name, from, to int) bool {
	return n.Why == ByAlone || n.Why != ByCivility && to == from+1 && f.tokens[from].shape == title && f.tokens[from].is(given)
}

// moves tells whether minutes note when somebody came or went: “départ de M.
// Brocas à 20 h 45”.
func (f *Finder) moves(from, to int) bool {
	if from < 3 || to+2 >= len(f.tokens) || f.tokens[to+1].shape != number || string(f.fold(f.tokens[to+2])) != "h" {
		return false
	}
	k := from - 1
	for k > 0 && (f.tokens[k].is(civility|article) || f.tokens[k].shape == elision) {
		k--
	}
	switch string(f.fold(f.tokens[k])) {
	case "depart", "arrivee", "sortie", "retour":
		return string(f.fold(f.tokens[to])) == "a"
	}
	return false
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
			return g
		}
		if t.is(joining | living) {
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
			return office
		case t.shape == elision || t.is(civility) || t.shape == initial || t.is(rank) && !t.is(office):
			continue
		}
		if g := f.quality(k); g != 0 {
			if crossed && !t.is(heading) {
				return 0
			}
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

// professional tells whether a civility is that of a regulated profession.
func (f *Finder) professional(t token) bool {
	switch string(f.fold(t)) {
	case "me", "maitre", "docteur", "dr":
		return t.shape != lower || t.end-t.start > 3
	}
	return false
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

// speaks tells whether the verb behind a name is one of them.
func (f *Finder) speaks(i int) bool {
	i = f.aside(i)
	for n := 0; i < len(f.tokens) && n < 3; i, n = i+1, n+1 {
		t := f.tokens[i]
		if t.shape == elision || string(f.fold(t)) == "se" || string(f.fold(t)) == "ne" {
			continue
		}
		if w := string(f.fold(t)); w == "ouvre" || w == "clot" || w == "cloture" {
			return i+2 < len(f.tokens) && (f.tokens[i+2].is(heading) || f.tokens[i+2].in(sittings))
		} else if w == "presente" || w == "presentent" {
			return i+1 < len(f.tokens) && f.tokens[i+1].is(article) && f.tokens[i+1].shape != number && !f.tokens[i+1].in(indefinite)
		} else if w == "donne" || w == "donnent" {
			return i+1 < len(f.tokens) && (string(f.fold(f.tokens[i+1])) == "procuration" || string(f.fold(f.tokens[i+1])) == "pouvoir")
		} else if n == 0 && (w == "est" || w == "a" || w == "sont" || w == "ont") {
			return f.elected(i)
		} else if w == "retire" || w == "retirent" {
			return n > 0
		} else if i+2 < len(f.tokens) && f.sits(w, string(f.fold(f.tokens[i+1]))) {
			return true
		} else {
			return t.shape == lower && t.in(deeds)
		}
	}
	return false
}

// elected tells whether “est élu”, “a été désignée” stands at token i.
func (f *Finder) elected(i int) bool {
	i++
	if i < len(f.tokens) && string(f.fold(f.tokens[i])) == "ete" {
		i++
	}
	if i >= len(f.tokens) {
		return false
	}
	switch string(f.fold(f.tokens[i])) {
	case "elu", "elue", "elus", "elues", "reelu", "reelue", "designe", "designee", "designes", "designees", "proclame", "proclamee", "installe", "installee":
		return true
	}
	return false
}

// aside goes over what stands between two commas behind a name, and over “fils”
// and “père”.
func (f *Finder) aside(i int) int {
	if i < len(f.tokens) && f.tokens[i].shape == lower && f.tokens[i].in(kinWords) {
		return i + 1
	}
	if i >= len(f.tokens) || f.tokens[i].mark != ',' {
		return i
	}
	for k, n := i+1, 0; k < len(f.tokens) && n < 9; k, n = k+1, n+1 {
		switch t := f.tokens[k]; {
		case t.mark == ',':
			return k + 1
		case t.shape == mark || f.civility(k):
			return i
		}
	}
	return i
}

// retired tells whether the function at token k is one of the past, or of
// somebody's own: “géomètre à la retraite”, “votre conseiller”.
func (f *Finder) retired(k int) bool {
	if k > 0 {
		switch string(f.fold(f.tokens[k-1])) {
		case "votre", "notre", "mon", "ma", "vos", "nos":
			return f.tokens[k].shape == lower && !f.tokens[k].is(heading) && string(f.fold(f.tokens[k])) != "maire"
		}
	}
	for n := k + 1; n < len(f.tokens) && n < k+4 && f.tokens[n].shape != mark; n++ {
		switch string(f.fold(f.tokens[n])) {
		case "retraite", "retraitee":
			return true
		}
	}
	return false
}

// sits tells whether two words are what only members of an assembly do: “demande
// si”, “quitte la séance”, “prend pas part au vote”.
func (f *Finder) sits(verb, next string) bool {
	switch verb {
	case "demande", "demandent":
		return next == "si" || next == "quand" || next == "pourquoi" || next == "combien" || next == "comment" || next == "quel" || next == "quelle"
	case "quitte", "quittent", "rejoint", "rejoignent":
		return next == "la" || next == "l'"
	case "prend", "prennent":
		return next == "pas" || next == "part" || next == "acte"
	case "partage", "partagent":
		return next == "cet" || next == "cette"
	case "donne":
		return next == "lecture"
	case "fait", "font":
		return next == "remarquer" || next == "observer"
	case "participe", "participent":
		return next == "pas"
	case "propose":
		return next == "de" || next == "d'" || next == "que" || next == "qu'"
	}
	return false
}

// quality tells what a word makes of the person it is said of.
func (f *Finder) quality(k int) flag {
	t := f.tokens[k]
	w := string(f.fold(t))
	if t.is(office) && f.retired(k) {
		return staff
	}
	switch w {
	case "adjoint", "adjointe":
		// adjoint technique, administratif, d’animation are agents.
		if k+1 < len(f.tokens) {
			switch string(f.fold(f.tokens[k+1])) {
			case "technique", "administratif", "administrative", "d", "d'", "du", "territorial", "territoriale":
				if n := k + 2; n < len(f.tokens) && string(f.fold(f.tokens[n])) == "maire" {
					return office
				}
				return staff
			}
		}
		return office
	case "maitre", "me":
		if t.is(civility) && t.shape != lower {
			return office
		}
		return 0
	case "titulaire", "titulaires":
		if f.about(k, 14, accounts) {
			return staff
		}
		return office
	case "delegue", "deleguee":
		if k+1 < len(f.tokens) && bytes.HasPrefix(f.fold(f.tokens[k+1]), []byte("syndical")) {
			return staff
		}
		return office
	case "conseiller", "conseillere":
		// en économie sociale, numérique, emploi: agents.
		if k+1 < len(f.tokens) {
			switch string(f.fold(f.tokens[k+1])) {
			case "en", "numerique", "emploi", "conjugal", "conjugale", "principal", "principale", "pedagogique", "technique", "d'":
				return staff
			}
		}
		return office
	case "signataire", "signataires":
		if f.about(k, 14, families) {
			return staff // of a petition
		}
		return office
	case "signe", "signes":
		if f.letter || k+1 >= len(f.tokens) || f.tokens[k+1].mark != ':' {
			return 0
		}
		return office
	case "directeur", "directrice", "secretaire":
		// Who signs or keeps the minutes is public; who runs a house is an agent.
		if k+1 < len(f.tokens) {
			switch next := string(f.fold(f.tokens[k+1])); next {
			case "general", "generale", "departemental", "departementale", "regional", "regionale", "academique":
				return office
			case "de":
				if k+2 < len(f.tokens) && string(f.fold(f.tokens[k+2])) == "seance" {
					return office
				}
			}
		}
		return staff
	case "membre", "membres":
		if k+1 < len(f.tokens) && f.tokens[k+1].is(particle) {
			return office // désigné membre de la commission
		}
		return 0
	case "parole":
		return office // “donne la parole à”
	case "orale", "orales":
		return office // “question orale de”
	case "mandataire", "mandataires", "suppleant", "suppleante":
		for j := k + 1; j < len(f.tokens) && j < k+6; j++ {
			if w := string(f.fold(f.tokens[j])); w == "regie" || w == "regies" || w == "regisseur" {
				return staff // who keeps a till
			}
		}
		if w == "suppleant" || w == "suppleante" {
			return 0
		}
		return office
	case "voix":
		return office // “par la voix de”
	case "represente", "representee", "representes", "representees":
		if f.about(k, 6, families) {
			return staff
		}
		return office
	case "intervention", "interventions", "suivi", "suivie", "rapport", "preside", "presidee", "presidence", "president", "redige", "anime", "animee", "donne", "pouvoir", "procuration", "presents", "absents", "excuses", "excusee", "excuse":
		return office
	case "nomme", "nommee", "ne", "nee":
		return staff
	}
	switch {
	case t.is(staff) && !t.is(office):
		return staff
	case t.is(living) && !t.is(office):
		return staff
	case t.is(office):
		return office
	}
	return 0
}
