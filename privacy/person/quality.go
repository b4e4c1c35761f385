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
		case "retraite", "retraitee":
			return true
		}
	}
	return false
}

// quality tells what a word makes of the person it is said of.
func (f *Finder) quality(k int) flag {
	t := f.tokens[k]
	w := string(f.fold(t))
	if t.is(office) && f.retired(k) || t.is(heading) && f.about(k, 3, pupils) {
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
	case "delegue", "deleguee", "delegues", "deleguees":
		if k+1 < len(f.tokens) && bytes.HasPrefix(f.fold(f.tokens[k+1]), []byte("syndical")) {
			return staff
		}
		if k > 0 && bytes.HasPrefix(f.fold(f.tokens[k-1]), []byte("parent")) {
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
	case "expert", "experte":
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
