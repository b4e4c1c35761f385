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
	if f.listed(from) || f.speaks(to) {
		return Public
	}
	return Private
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
	k := i
	if t := f.tokens[i]; t.mark == ',' || t.mark == '(' || t.mark == '-' {
		k++
	} else if !t.is(office) || t.shape == title {
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

// reach is how many words before a name may separate it from a function.
const reach = 6

// before looks back for what makes the person public or private: words that say
// nothing themselves may stand between, verbs may not.
func (f *Finder) before(i int) flag {
	for k, n := i-1, 0; k >= 0 && n < reach; k-- {
		t := f.tokens[k]
		switch {
		case t.mark == '.' || t.mark == ';' || t.mark == '\n' && n > 0:
			return 0
		case t.mark == ',' && k > 0 && f.tokens[k-1].capital() && k > 1 && !f.tokens[k-1].shout && string(f.fold(f.tokens[k-2])) == "a":
			return 0 // “notaire à Lyon, M. Martin”
		case t.shape == mark:
			continue
		case t.is(civility) && f.professional(t):
			return office
		case t.shape == elision || t.is(civility) || t.shape == initial || t.is(rank) && !t.is(office):
			continue
		}
		if g := f.quality(k); g != 0 {
			return g
		}
		n++
		if t.flags&(article|particle|quality|given|family) != 0 || t.capital() || t.shape == number {
			continue
		}
		if !between[string(f.fold(t))] {
			return 0
		}
	}
	return 0
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
func (f *Finder) about(k, n int, words map[string]bool) bool {
	for j := k - 1; j >= 0 && j > k-n && f.tokens[j].mark != '\n'; j-- {
		if words[string(f.fold(f.tokens[j]))] {
			return true
		}
	}
	return false
}

var (
	families = wordSet("indivision consorts famille succession hoirie heritiers epoux mineur mineure enfant")
	accounts = wordSet("rib iban compte carte concession permis bail livret abonnement licence pension allocation")
)

// between are the words that may stand between a function and a name.
var between = wordSet(`par et ou son sa en de du des general generale generaux services finances urbanisme premier premiere deuxieme troisieme quatrieme
	delegue deleguee charge chargee empeche empechee honoraire sortant sortante enqueteur enquetrice dplg dpe hmonp interimaire suppleant suppleante technique
	voirie ecoles culture sport sports affaires scolaires communautaire groupement comite expert principal regional territorial commune ville agglomeration association societe
	pouvoir procuration donne donnee ayant remis a dont la le les suivante suivants savoir personne messieurs mesdames dgs rgpd seance est sont marche lot contrat`)

func wordSet(list string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		out[w] = true
	}
	return out
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

// deeds are what elected people and signatories do in minutes.
var deeds = wordSet(`expose exposent rappelle rappellent precise precisent repond repondent souligne intervient interviennent soumet
	ouvre clot cloture preside rapporte votent vote abstient`)

// indefinite: “présente un handicap” is no elected person's deed.
var indefinite = wordSet("un une des de d'")

// speaks tells whether the verb behind a name is one of them.
func (f *Finder) speaks(i int) bool {
	for n := 0; i < len(f.tokens) && n < 3; i, n = i+1, n+1 {
		t := f.tokens[i]
		if t.shape == elision || string(f.fold(t)) == "se" || string(f.fold(t)) == "ne" {
			continue
		}
		if w := string(f.fold(t)); w == "presente" || w == "presentent" {
			return i+1 < len(f.tokens) && f.tokens[i+1].is(article) && f.tokens[i+1].shape != number && !indefinite[string(f.fold(f.tokens[i+1]))]
		} else if w == "donne" || w == "donnent" {
			return i+1 < len(f.tokens) && (string(f.fold(f.tokens[i+1])) == "procuration" || string(f.fold(f.tokens[i+1])) == "pouvoir")
		} else if w == "retire" || w == "retirent" {
			return n > 0
		} else {
			return t.shape == lower && deeds[w]
		}
	}
	return false
}

// quality tells what a word makes of the person it is said of.
func (f *Finder) quality(k int) flag {
	t := f.tokens[k]
	w := string(f.fold(t))
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
	case "represente", "representee", "representes", "representees":
		if f.about(k, 6, families) {
			return staff
		}
		return office
	case "intervention", "suivi", "suivie", "rapport", "preside", "presidee", "presidence", "president", "signe", "signee", "redige", "conduit", "conduite", "anime", "animee", "donne", "pouvoir", "procuration", "presents", "absents", "excuses", "excusee", "excuse":
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
