package person

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

// speaks tells whether the verb behind a name is one of them.
func (f *Finder) speaks(i int) bool {
	if i < len(f.tokens) && f.near(i, writings) {
		return false // “rappelle dans son courrier”
	}
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
		} else if w == "remercie" || w == "remercient" {
			return !f.object(i, hosts)
		} else if w == "propose" && f.object(i, deals) {
			return false
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

// object tells whether one of the words stands in the three behind token i.
func (f *Finder) object(i int, words set) bool {
	for k := i + 1; k < len(f.tokens) && k < i+4 && f.tokens[k].shape != mark; k++ {
		if f.tokens[k].in(words) {
			return true
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
