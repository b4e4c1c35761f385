package intake

import (
	"strings"

	"airial/internal/platform/text"
)

// The CNIL's model of a register is a workbook with a list of activities and a
// sheet for each, on which labels stand at the left and what was written to
// their right. Its labels are known by words that they hold.
//
// Source: the CNIL's "modèle de registre simplifié" (ODS), to be verified
// against the file of the day (July 2019).
var cnilLabels = []struct {
	target string
	words  []string // one of them, all parts of it ("a+b")
}{
	{"name", []string{"nom+sigle", "nom du traitement", "nom de l activite", "denomination du traitement"}},
	{"reference", []string{"n ref", "numero ref", "reference", "no ref"}},
	{"since", []string{"date de creation", "date de mise en oeuvre"}},
	{"subpurpose", []string{"sous finalite", "objectif"}},
	{"purposes", []string{"finalite principale", "finalite"}},
	{"basis", []string{"base legale", "base juridique", "fondement"}},
	{"software", []string{"logiciel", "application"}},
	{"people", []string{"personnes concernees", "categorie de personne", "categories de personnes"}},
	{"data.identity", []string{"etat civil"}},
	{"data.personal-life", []string{"vie personnelle"}},
	{"data.professional-life", []string{"vie professionnelle"}},
	{"data.economic", []string{"informations d ordre economique", "economique et financ", "informations economiques"}},
	{"data.connection", []string{"donnees de connexion", "connexion"}},
	{"data.location", []string{"localisation"}},
	{"data.internet", []string{"donnees internet", "internet"}},
	{"data.origin", []string{"origine raciale", "raciale ou ethnique"}},
	{"data.politics", []string{"opinions politiques"}},
	{"data.religion", []string{"religieuse", "philosophique"}},
	{"data.union", []string{"syndicale"}},
	{"data.genetic", []string{"genetique"}},
	{"data.biometric", []string{"biometrique"}},
	{"data.sexual-life", []string{"vie sexuelle", "orientation sexuelle"}},
	{"data.offence", []string{"condamnation", "infraction"}},
	{"data.nir", []string{"numero d identification national", "nir", "securite sociale"}},
	{"data.health", []string{"sante"}},
	{"transfers", []string{"hors ue", "hors de l union", "hors union", "organisme destinataire"}},
	{"measures.processors", []string{"controle des sous traitants"}},
	{"recipients", []string{"destinataire"}},
	{"processors", []string{"sous traitant"}},
	{"measures.access", []string{"controle d acces"}},
	{"measures.trace", []string{"tracabilite"}},
	{"measures.software", []string{"protection des logiciels", "antivirus", "mesures de protection"}},
	{"measures.backup", []string{"sauvegarde"}},
	{"measures.encryption", []string{"chiffrement"}},
	{"measures.other", []string{"autres mesures", "mesures organisationnelles", "mesures de securite"}},
}

// plainWords is a label in small letters, without accents and signs.
func plainWords(s string) string {
	var b strings.Builder
	for _, c := range text.Fold(s) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			b.WriteRune(c)
		} else {
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func labelled(label string) string {
	words := plainWords(label)
	if words == "" || len(words) > 120 {
		return ""
	}
	for _, l := range cnilLabels {
		for _, w := range l.words {
			all := true
			for _, part := range strings.Split(w, "+") {
				all = all && strings.Contains(words, part)
			}
			if all {
				return l.target
			}
		}
	}
	return ""
}

// cnil reads the CNIL's workbook: a row for each sheet that has an activity. ok
// is false for any other workbook.
func cnil(file []byte, sheets []string) (out Sheet, ok bool, err error) {
	if len(sheets) > maxSheets {
		return out, false, nil
	}
	var found []map[string]string
	said := map[string]bool{}
	for n, name := range sheets {
		rows, err := grid(file, name)
		if err != nil {
			return out, false, err
		}
		f := fiche(rows)
		if f["name"] == "" && f["purposes"] == "" || len(f) < 4 {
			continue
		}
		if f["name"] == "" {
			f["name"] = name
		}
		found = append(found, f)
		out.Rows = append(out.Rows, Line{Number: n + 1})
		for target := range f {
			said[target] = true
		}
	}
	for _, t := range Targets() { // in an order of their own
		if said[t.Code] {
			out.Columns, out.Targets = append(out.Columns, ""), append(out.Targets, t.Code)
			for n, f := range found {
				out.Rows[n].Cells = append(out.Rows[n].Cells, f[t.Code])
			}
		}
	}
	if len(out.Rows) == 0 {
		return out, false, nil
	}
	out.Format = "cnil"
	return out, true, nil
}

// fiche reads one sheet: the values by target, several of one a line each.
func fiche(rows [][]string) map[string]string {
	out := map[string]string{}
	add := func(target, v string) {
		if v = strings.TrimSpace(v); v == "" {
			return
		}
		if out[target] != "" {
			v = out[target] + "\n" + v
		}
		out[target] = v
	}
	for _, row := range rows {
		var cells []string
		for _, c := range row {
			if c = strings.TrimSpace(c); c != "" {
				cells = append(cells, c)
			}
		}
		if len(cells) < 2 {
			continue
		}
		target := labelled(cells[0])
		values := cells[1:]
		switch {
		case target == "":
		case strings.HasPrefix(target, "data."):
			add(target, values[0])
			if len(values) > 1 {
				add(target+".active", values[1])
			}
		case target == "subpurpose":
			add("purposes", values[0])
		case target == "recipients" || target == "transfers":
			if !header(values) {
				add(target, strings.Join(values, " – "))
			}
		case target == "name" || target == "reference" || target == "since" || target == "basis":
			if out[target] == "" {
				add(target, values[0])
			}
		default:
			if !header(values) {
				add(target, strings.Join(values, ", "))
			}
		}
	}
	return out
}

// header tells whether values are the heads of a table within the sheet.
func header(values []string) bool {
	for _, v := range values {
		switch plainWords(v) {
		case "description", "precisions", "type de destinataire", "duree de conservation", "delai d effacement", "pays", "type de garanties", "observations", "categories":
			return true
		}
	}
	return false
}
