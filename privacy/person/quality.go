package person

import "bytes"

// professional tells whether a civility is that of a regulated profession.
func (f *Finder) professional(t token) bool {
	switch string(f.fold(t)) {
	case "me", "maitre", "docteur", "dr":
		return t.shape != lower || t.end-t.start > 3
	}
	return false
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
		case "retraite", "retraitee", "metier", "profession", "formation":
			return true
		}
	}
	if k > 0 && !f.tokens[k].in(elected) {
		switch string(f.fold(f.tokens[k-1])) {
		case "ancien", "ancienne", "anciens", "anciennes", "ex":
			return true // who was mayor stays so in minutes; who led a club does not
		}
	}
	return false
}

// young tells whether the function at token k is one of the council of the
// children or the young.
func (f *Finder) young(k int) bool {
	for n := k + 1; n < len(f.tokens) && n < k+7 && f.tokens[n].shape != mark; n++ {
		if f.tokens[n].in(minors) {
			return f.about(n, 6, councils)
		}
	}
	return false
}

// holds tells whether what a private person is the holder of follows token k within
// three words: “titulaire du bail”.
func (f *Finder) holds(k int) bool {
	for n := k + 1; n < len(f.tokens) && n < k+5 && f.tokens[n].shape != mark; n++ {
		if f.tokens[n].in(accounts) {
			return true
		}
	}
	return false
}

// near tells whether one of the words stands in the sentence of token k.
func (f *Finder) near(k int, words set) bool {
	begin, end := f.sentence(k, k)
	for ; begin < end; begin++ {
		if f.tokens[begin].in(words) {
			return true
		}
	}
	return false
}

// amongStaff tells whether the heading at token k lists people who are not elected:
// “Présents pour les services :”, “Absents (personnel) :”.
func (f *Finder) amongStaff(k int) bool {
	if f.about(k, 3, pupils) {
		return true
	}
	for n := k + 1; n < len(f.tokens) && n < k+7 && f.tokens[n].mark != ':' && f.tokens[n].mark != '\n'; n++ {
		if f.tokens[n].in(pupils) && f.tokens[n].shape == lower {
			return f.opens(k)
		}
	}
	return false
}

// quality tells what a word makes of the person it is said of.
func (f *Finder) quality(k int) flag {
	t := f.tokens[k]
	w := string(f.fold(t))
	if t.is(office) && (f.retired(k) || f.young(k)) || t.is(heading) && f.amongStaff(k) {
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
		if f.about(k, 14, accounts) || f.holds(k) {
			return staff
		}
		return office
	case "delegue", "deleguee", "delegues", "deleguees":
		if k+1 < len(f.tokens) && bytes.HasPrefix(f.fold(f.tokens[k+1]), []byte("syndical")) {
			return staff
		}
		if k > 0 && bytes.HasPrefix(f.fold(f.tokens[k-1]), []byte("parent")) {
			return staff
		}
		if k+2 < len(f.tokens) && f.tokens[k+1].is(particle) && f.tokens[k+2].in(minors|pupils|families) {
			return staff // délégués de parents, déléguée de classe
		}
		return office
	case "conseiller", "conseillere":
		// en économie sociale, numérique, emploi: agents.
		if k+1 < len(f.tokens) {
			switch string(f.fold(f.tokens[k+1])) {
			case "en", "numerique", "emploi", "conjugal", "conjugale", "principal", "principale", "pedagogique", "technique", "d'",
				"penitentiaire", "social", "sociale", "familial", "familiale", "bancaire", "commercial", "commerciale", "funeraire", "info", "info-energie",
				"forestier", "agricole", "conseil", "prud'homal", "insertion", "juridique", "fiscal", "patrimonial", "environnement", "energie", "sportif", "sportive", "scientifique":
				return staff
			}
		}
		return office
	case "signataires":
		return staff // of a petition, rather
	case "signataire":
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
		if f.about(k, 4, speakers) {
			return office // “représentée par sa directrice”
		}
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
		if f.near(k, tills) {
			return staff // who keeps a till
		}
		if w == "suppleant" || w == "suppleante" {
			return 0
		}
		return office
	case "expert", "experte":
		return office
	case "voix":
		return office // “par la voix de”
	case "represente", "representee", "representes", "representees":
		if f.about(k, 6, families) {
			return staff
		}
		return office
	case "suivi", "suivie", "suivis", "suivies":
		return staff // “affaire suivie par”
	case "intervention", "interventions", "rapport", "preside", "presidee", "presidence", "president", "redige", "anime", "animee", "donne", "pouvoir", "procuration", "presents", "absents", "excuses", "excusee", "excuse":
		return office
	case "nomme", "nommee", "ne", "nee":
		return staff
	}
	switch {
	case t.is(staff) && !t.is(office), t.in(trades) && t.shape != title && (t.shape == lower || t.shout):
		return staff
	case t.is(living) && !t.is(office):
		return staff
	case t.is(office):
		return office
	}
	return 0
}
