package privacy

import "bytes"

// found is a span with its kind.
type found struct {
	span
	kind Kind
}

// sensitiveWords are the roots of words that tell, beside a person's name, what
// article 9 of the RGPD protects (health, beliefs, origin, sexual life, trade
// unions) or article 10 (offences). Folded; a root is found at the beginning of
// a word.
var sensitiveWords = []struct {
	kind  Kind
	roots []string
}{
	{Health, []string{"maladie", "malade", "cancer", "handicap", "invalid", "hospitalis", "grossesse", "depressi", "diabet", "alcool", "toxicoman",
		"psychiatr", "inaptitude", "longue duree", "clm", "cld", "rqth", "mi-temps therapeutique", "temps partiel therapeutique", "arret de travail",
		"accident du travail", "accident de service", "conge de longue", "comite medical", "conseil medical", "allergi", "autis", "sclerose", "vih", "seropositi"}},
	{Union, []string{"syndiqu", "delegue syndical", "representant syndical", "decharge syndicale", "cgt", "cfdt", "fo ", "cfe-cgc", "unsa", "decharge d'activite"}},
	{Religion, []string{"musulman", "catholique", "juif", "juive", "protestant", "bouddhiste", "confession religieuse", "religion", "halal", "casher", "temoin de jehovah"}},
	{Origin, []string{"nationalite", "origine ethnique", "gens du voyage", "rom ", "refugie", "demandeur d'asile", "demandeuse d'asile", "immigre", "apatride", "sans papiers"}},
	{SexualLife, []string{"homosexu", "transgenre", "orientation sexuelle", "changement de sexe", "pacs "}},
	{Offence, []string{"condamn", "infraction", "garde a vue", "casier judiciaire", "escroquerie", "harcelement", "violences", "detournement", "poursuites penales",
		"sanction disciplinaire", "revocation", "exclusion temporaire", "blame", "mise en examen", "conduite en etat"}},
}

// sensitive gives the words of a text that tell of a private person what the
// law protects; nothing where no private person is named.
func sensitive(cell []byte, private bool) []found {
	if !private {
		return nil
	}
	folded, at := foldText(cell)
	var out []found
	for _, k := range sensitiveWords {
		for _, root := range k.roots {
			for from := 0; ; {
				j := bytes.Index(folded[from:], []byte(root))
				if j < 0 {
					break
				}
				j += from
				from = j + len(root)
				if j > 0 && class[folded[j-1]]&(isLetter|isDigit) != 0 {
					continue
				}
				end := j + len(bytes.TrimRight([]byte(root), " "))
				for end < len(folded) && class[folded[end]]&isLetter != 0 {
					end++
				}
				out = append(out, found{span{start: at[j], end: at[end], level: Block, role: Private, score: 0.8, why: "beside-name"}, k.kind})
				from = max(from, end)
			}
		}
	}
	return out
}

// foldText writes a text in lower case without accents, and where each byte of
// it stood; the last place is the end.
func foldText(cell []byte) (folded []byte, at []int) {
	for i, r := range string(cell) {
		r = foldRune(r)
		switch {
		case r >= 'A' && r <= 'Z':
			r |= 0x20
		case r == '’':
			r = '\''
		case r == '\u00a0' || r == '\u202f':
			r = ' '
		}
		switch r {
		case 'É', 'È', 'Ê', 'Ë':
			r = 'e'
		case 'À', 'Â':
			r = 'a'
		case 'Ç':
			r = 'c'
		}
		if r < 0x80 {
			folded, at = append(folded, byte(r)), append(at, i)
		} else {
			folded, at = append(folded, '?'), append(at, i)
		}
	}
	return folded, append(at, len(cell))
}
