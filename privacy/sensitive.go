package privacy

import "strings"

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
		"cardiaque", "hospitali", "operation chirurgicale", "intervention chirurgicale", "addict", "drogue", "suicid", "groupe sanguin", "vaccin", "covid", "tubercul", "hepatite", "lombalgie", "chronique", "pathologie", "souffran", "depression", "fracture", "convalescen",
		"aveugle", "sourd", "appareil auditif", "sans gluten", "desintoxication", "accident de trajet", "fievre", "arret maladie", "conge maladie", "entorse", "reeducation", "kinesith", "expertise medicale",
		"visite medicale", "tension arterielle", "prothese", "transplant", "perfusion", "amput", "demence", "anorexi", "burn-out", "burn out", "fausse couche", "leucemi", "tumeur", "infarctus", "avc ", "orthophon", "ergotherap", "auxiliaire medical", "soins palliatifs", "fin de vie"}},
	{Union, []string{"syndiqu", "representante syndical", "deleguee syndical", "delegue syndical", "representant syndical", "decharge syndicale", "mandat syndical", "adherent syndical", "adherente syndicale", "section syndicale", "droit syndical", "activite syndicale", "heures syndicales", "section syndicale", "sud solidaires", "sud education", "sud collectivites", "syndicat sud", "fsu", "cftc", "union solidaires", "cgt", "cfdt", "fo ", "cfe-cgc", "unsa", "decharge d'activite"}},
	{Religion, []string{"musulman", "catholique", "juif", "juive", "protestant", "bouddhiste", "confession religieuse", "religion", "halal", "casher", "temoin de jehovah", "evangeli", "israelite", "bapteme", "ramadan", "croyan", "islam", "chretien", "athee", "carre confessionnel", "pratiquant", "aid ", "aid-el", "kippour", "careme", "sans porc", "hindou", "sikh", "scientolog", "loge maconnique", "franc-macon"}},
	{Origin, []string{"nationalite", "origine ethnique", "gens du voyage", "rom ", "refugie", "demandeur d'asile", "demandeuse d'asile", "immigre", "apatride", "sans papiers", "sans-papiers", "titre de sejour", "carte de sejour", "sejour irregulier", "d'origine ", "ethni", "asile", "oqtf", "naturalis", "mineur non accompagne", "mineure non accompagnee", "ressortissant", "demandeurs d'asile", "demandeuses d'asile", "communaute des gens du voyage", "clandestin", "migrant"}},
	{SexualLife, []string{"homosexu", "transgenre", "lesbienne", "bisexu", "couple de femmes", "couple d'hommes", "vie sexuelle", "gay ", "changement d'etat civil", "intersexe", "asexu", "non-binaire", "non binaire", "transition de genre", "orientation sexuelle", "changement de sexe", "pacs "}},
	{Offence, []string{"condamn", "infraction", "garde a vue", "casier judiciaire", "escroquerie", "harcelement", "violences", "detournement", "poursuites penales",
		"sanction disciplinaire", "revocation", "exclusion temporaire", "blame", "mise en examen", "mis en examen", "conduite en etat", "incarcer", "detenu", "detention", "prison", "bracelet electronique", "sursis", "delit", "agression", "viol ", "vol de ", "vol aggrave", "stupefiant",
		"ivresse", "radiation des cadres", "mise a pied", "avertissement disciplinaire", "plainte contre", "fraude", "recel", "interdiction de sejour", "travail d'interet general", "proces-verbal d'infraction", "escroc", "menaces", "exces de vitesse", "verbalis", "outrage", "rebellion", "sans permis", "trafic de", "depot sauvage", "degradation volontaire", "faits de degradation", "degradation de biens", "comparution", "composition penale", "rappel a la loi", "travaux d'interet general", "ordonnance penale", "cambriol"}},
}

// sensitive gives the words of a text that tell of a private person what the
// law protects; nothing where no private person is named.
func (t text) sensitive(out []found, private bool) []found {
	if !private {
		return out
	}
	folded := t.folded
	from := 0
	for j := 0; j+1 < len(folded); j++ {
		if class[folded[j]]&isLetter == 0 || j > 0 && class[folded[j-1]]&(isLetter|isDigit) != 0 || j < from {
			continue
		}
		for _, r := range rootsBy[pair(folded[j], folded[j+1])] {
			end, ok := r.at(folded, j)
			if !ok {
				continue
			}
			out = append(out, found{span{start: t.place(j), end: t.place(end), level: Block, role: Private, score: 0.8, why: "beside-name"}, r.kind})
			from = end
			break
		}
	}
	return out
}

// root is one of sensitiveWords; a whole one is no beginning of a longer word.
type root struct {
	kind  Kind
	text  string
	whole bool
}

// at tells where the word that begins at j with the root ends.
func (r root) at(folded []byte, j int) (int, bool) {
	if len(folded)-j < len(r.text) || string(folded[j:j+len(r.text)]) != r.text {
		return 0, false
	}
	end := j + len(r.text)
	if r.whole && end < len(folded) && class[folded[end]]&(isLetter|isDigit) != 0 {
		return 0, false
	}
	for end < len(folded) && class[folded[end]]&isLetter != 0 {
		end++
	}
	return end, true
}

// rootsBy are the roots by their first two letters.
var rootsBy = func() (t [26 * 26][]root) {
	for _, k := range sensitiveWords {
		for _, text := range k.roots {
			text, whole := strings.CutSuffix(text, " ") // “rom ”: a whole word
			if p := pair(text[0], text[1]); p < len(t) {
				t[p] = append(t[p], root{k.kind, text, whole})
			}
		}
	}
	return t
}()

// pair numbers two small letters; what is none gives a number without roots,
// but for "d'", which stands with "da".
func pair(a, b byte) int {
	if b == '\'' {
		b = 'a'
	}
	if a < 'a' || a > 'z' || b < 'a' || b > 'z' {
		return 0
	}
	return int(a-'a')*26 + int(b-'a')
}
