package intake

import (
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/services/register/activity"
)

// A Target is what a column may mean.
type Target struct {
	Code  string
	Label i18n.Text
	words []string // that a head of such a column has, folded
}

// more are the targets that are no field or list of an activity: one kind of
// row of a list, or a cell of all its rows.
var more = []Target{
	{"basis", i18n.T("Base légale (de toutes les finalités)", "Legal basis (of all purposes)"), []string{"base legale", "base juridique", "fondement", "legal basis", "licite"}},
	{"law", i18n.T("Texte (de toutes les finalités)", "Law (of all purposes)"), []string{"texte", "reference legale", "reglementation"}},
	{"retention", i18n.T("Durée de conservation (de toutes les données)", "Retention (of all data)"), []string{"duree de conservation", "conservation", "retention", "delai d effacement", "duree"}},
	{"fate", i18n.T("Sort final (de toutes les données)", "Final fate (of all data)"), []string{"sort final", "archivage", "fate"}},
	{"processors", i18n.T("Sous-traitants", "Processors"), []string{"sous traitant", "prestataire", "processor"}},
	{"recipients.internal", i18n.T("Destinataires internes", "Internal recipients"), []string{"destinataires internes", "destinataire interne"}},
	{"recipients.external", i18n.T("Destinataires externes", "External recipients"), []string{"destinataires externes", "destinataire externe"}},
	{"measures.access", i18n.T("Mesures\u202f: contrôle d’accès", "Measures: access control"), []string{"controle d acces"}},
	{"measures.trace", i18n.T("Mesures\u202f: traçabilité", "Measures: logging"), []string{"tracabilite", "journalisation"}},
	{"measures.software", i18n.T("Mesures\u202f: protection des logiciels", "Measures: protection of software"), []string{"antivirus", "protection des logiciels"}},
	{"measures.backup", i18n.T("Mesures\u202f: sauvegarde", "Measures: backup"), []string{"sauvegarde", "backup"}},
	{"measures.encryption", i18n.T("Mesures\u202f: chiffrement", "Measures: encryption"), []string{"chiffrement", "encryption"}},
	{"measures.processors", i18n.T("Mesures\u202f: contrôle des sous-traitants", "Measures: control of processors"), nil},
	{"measures.other", i18n.T("Mesures\u202f: autres", "Measures: other"), []string{"autres mesures"}},
}

// synonyms are words of heads, folded, for the fields and lists of an activity.
var synonyms = map[string][]string{
	"name":       {"nom du traitement", "nom de l activite", "intitule", "traitement", "denomination", "libelle", "nom", "activity", "processing"},
	"reference":  {"n", "no", "reference", "n ref", "numero", "ref", "identifiant", "code"},
	"about":      {"description", "objet", "resume"},
	"service":    {"service", "direction", "gestionnaire", "responsable operationnel"},
	"since":      {"date de creation", "date de mise en oeuvre", "mis en oeuvre"},
	"remarks":    {"remarque", "observation", "commentaire", "comment"},
	"purposes":   {"finalite", "objectif", "purpose", "but du traitement"},
	"people":     {"personnes concernees", "categories de personnes", "personne", "data subject"},
	"data":       {"categories de donnees", "donnees traitees", "donnees collectees", "donnees", "data"},
	"recipients": {"destinataire", "recipient"},
	"transfers":  {"transfert", "hors ue", "hors union", "transfer"},
	"software":   {"logiciel", "application", "outil", "software"},
	"measures":   {"mesures de securite", "securite", "mesure", "security"},
	"joint":      {"conjoint", "coresponsable", "joint"},
	"dpia":       {"analyse d impact", "aipd", "pia", "dpia"},
	"paper":      {"papier", "paper"},
}

// Targets are all that a column may mean, in the order of the record.
func Targets() (out []Target) {
	for _, p := range activity.Spec.Parts {
		for _, f := range p.Fields {
			out = append(out, Target{f.Name, f.Label, synonyms[f.Name]})
		}
		for _, l := range p.Lists {
			out = append(out, Target{l.Name, l.Label, synonyms[l.Name]})
		}
	}
	out = append(out, more...)
	for _, c := range activity.DataCategories() {
		out = append(out, Target{"data." + c.Code, i18n.T("Données\u202f: %[1]s", "Data: %[2]s", c.Label.Fr, c.Label.En), nil},
			Target{"data." + c.Code + ".active", i18n.T("Durée\u202f: %[1]s", "Retention: %[2]s", c.Label.Fr, c.Label.En), nil})
	}
	return out
}

// Propose says what the columns likely mean: those that say so themselves, then
// by the words of their heads, each meaning once.
func Propose(s Sheet) []string {
	out := make([]string, len(s.Columns))
	if s.Targets != nil {
		copy(out, s.Targets)
		return out
	}
	all, taken := Targets(), map[string]bool{}
	try := func(fits func(t Target, head string) bool) {
		for n, c := range s.Columns {
			head := plainWords(c)
			if out[n] != "" || head == "" {
				continue
			}
			for _, t := range all {
				if !taken[t.Code] && fits(t, head) {
					out[n], taken[t.Code] = t.Code, true
					break
				}
			}
		}
	}
	try(func(t Target, head string) bool {
		return head == plainWords(t.Label.Fr) || head == plainWords(t.Label.En) || head == plainWords(t.Code)
	})
	try(func(t Target, head string) bool {
		for _, w := range t.words {
			if head == w {
				return true
			}
		}
		return false
	})
	// The longest words first, for they say more.
	for least := 24; least >= 4; least -= 4 {
		try(func(t Target, head string) bool {
			for _, w := range t.words {
				if len(w) >= least && strings.Contains(head, w) {
					return true
				}
			}
			return false
		})
	}
	for n, c := range s.Columns { // what our own export has beside the record
		switch plainWords(c) {
		case "etat", "state", "modifie le", "changed on", "verifie le", "checked on":
			out[n] = ""
		case "code":
			if taken["name"] && out[n] == "reference" && hasHead(s, "etat", "state") {
				out[n] = ""
			}
		}
	}
	return out
}

func hasHead(s Sheet, heads ...string) bool {
	for _, c := range s.Columns {
		for _, h := range heads {
			if plainWords(c) == h {
				return true
			}
		}
	}
	return false
}

// known tells whether there is such a target.
func known(code string) bool {
	if code == "" {
		return true
	}
	for _, t := range Targets() {
		if t.Code == code {
			return true
		}
	}
	return false
}

// touches says which fields and lists of a record the columns write.
func touches(mapping []string) map[string]bool {
	out := map[string]bool{}
	for _, code := range mapping {
		switch list, _, _ := strings.Cut(code, "."); {
		case code == "":
		case code == "basis" || code == "law":
			out["purposes"] = true
		case code == "retention" || code == "fate":
			out["data"] = true
		case code == "processors":
			out["recipients"] = true
		default:
			out[list] = true
		}
	}
	return out
}
