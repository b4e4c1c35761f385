package privacy

import (
	"bytes"
	"strings"
)

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
		"accident du travail", "accident de service", "conge de longue", "comite medical", "conseil medical", "allergi", "autis", "sclerose", "vih", "seropositi",
		"asthm", "etat de sante", "raison de sante", "raisons de sante", "probleme de sante", "problemes de sante", "alzheimer", "parkinson", "trouble", "inapte", "certificat medical",
		"traitement medical", "medicament", "dialyse", "epilep", "insulin", "pai ", "gir ", "enceinte", "conge maternite", "conge de maternite", "ivg", "obes", "avc", "chimiotherapie", "dyslex", "tdah", "mdph", "aah",
		"curatelle", "sous tutelle", "mise sous tutelle", "blessure", "blesse", "cecite", "malentendant", "malvoyant", "surdite", "fauteuil roulant", "mobilite reduite", "trisomi", "schizophren", "bipolaire",
		"cardiaque", "hospitali", "operation chirurgicale", "intervention chirurgicale", "addict", "drogue", "suicid", "groupe sanguin", "vaccin", "covid", "tubercul", "hepatite", "lombalgie", "chronique", "pathologie", "souffran", "depression", "fracture", "convalescen"}},
	{Union, []string{"syndiqu", "representante syndical", "deleguee syndical", "delegue syndical", "representant syndical", "decharge syndicale", "mandat syndical", "adherent syndical", "adherente syndicale", "section syndicale", "droit syndical", "activite syndicale", "heures syndicales", "sud ", "fsu", "cftc", "solidaires", "cgt", "cfdt", "fo ", "cfe-cgc", "unsa", "decharge d'activite"}},
	{Religion, []string{"musulman", "catholique", "juif", "juive", "protestant", "bouddhiste", "confession religieuse", "religion", "halal", "casher", "temoin de jehovah", "evangeli", "israelite", "bapteme", "ramadan", "croyan", "islam", "chretien", "athee", "carre confessionnel", "pratiquant"}},
	{Origin, []string{"nationalite", "origine ethnique", "gens du voyage", "rom ", "refugie", "demandeur d'asile", "demandeuse d'asile", "immigre", "apatride", "sans papiers", "sans-papiers", "titre de sejour", "carte de sejour", "sejour irregulier", "d'origine ", "ethni", "asile", "oqtf", "naturalis"}},
	{SexualLife, []string{"homosexu", "transgenre", "lesbienne", "bisexu", "couple de femmes", "couple d'hommes", "vie sexuelle", "gay ", "transition de genre", "orientation sexuelle", "changement de sexe", "pacs "}},
	{Offence, []string{"condamn", "infraction", "garde a vue", "casier judiciaire", "escroquerie", "harcelement", "violences", "detournement", "poursuites penales",
		"sanction disciplinaire", "revocation", "exclusion temporaire", "blame", "mise en examen", "mis en examen", "conduite en etat", "incarcer", "detenu", "detention", "prison", "bracelet electronique", "sursis", "delit", "agression", "viol ", "vol de ", "vol aggrave", "stupefiant",
		"ivresse", "radiation des cadres", "mise a pied", "avertissement disciplinaire", "plainte contre", "fraude", "recel", "interdiction de sejour", "travail d'interet general", "proces-verbal d'infraction", "escroc", "menaces"}},
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
			root, whole := strings.CutSuffix(root, " ") // “rom ”: a whole word, and not the beginning of one
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
				end := j + len(root)
				if whole && end < len(folded) && class[folded[end]]&(isLetter|isDigit) != 0 {
					continue
				}
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
