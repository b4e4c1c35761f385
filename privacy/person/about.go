package person

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
	p := f.tokens[k-1]
	return p.in(occasions) && (p.shape == lower || p.first && p.shape == title && !p.is(thing))
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
