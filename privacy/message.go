package privacy

import "fmt"

// Explanation tells a person about a kind of datum, in plain words.
type Explanation struct {
	// What was seen.
	What string
	// Why it matters, with the articles of law.
	Why string
	// Do is what to do about it.
	Do string
}

// Explain gives the explanation of a kind at a level, in French unless lang is
// "en".
func Explain(kind Kind, level Level, lang string) Explanation {
	e, ok := explanations[kind]
	if !ok {
		e = explanations[""]
	}
	if level == Info {
		e.what, e.why, e.do = toldOnly[0], toldOnly[1], toldOnly[2]
		if kind == Phone {
			e.what = toldPhone
		}
	}
	return Explanation{What: e.what.in(lang), Why: e.why.in(lang), Do: e.do.in(lang)}
}

// Message says what was seen and where, why it matters and what to do, in
// French unless lang is "en". It shows the masked form only.
func (f Finding) Message(lang string) string {
	e := Explain(f.Kind, f.Level, lang)
	return fmt.Sprintf("%s %s (%s). %s %s", e.What, place(f.Row, f.Field, lang), f.Masked, e.Why, e.Do)
}

// Message says the same of all the findings of a column together.
func (s Summary) Message(lang string) string {
	e := Explain(s.Kind, s.Level, lang)
	var count string
	switch {
	case lang == "en" && s.Cells == 1:
		count = fmt.Sprintf("1 cell, row %d", s.FirstRow)
	case lang == "en":
		count = fmt.Sprintf("%d cells, the first at row %d", s.Cells, s.FirstRow)
	case s.Cells == 1:
		count = fmt.Sprintf("1 cellule, ligne %d", s.FirstRow)
	default:
		count = fmt.Sprintf("%s cellules, la première à la ligne %d", frenchInt(s.Cells), s.FirstRow)
	}
	return fmt.Sprintf("%s %s (%s). %s %s", e.What, place(0, s.Field, lang), count, e.Why, e.Do)
}

func place(row int, field, lang string) string {
	var column, line string
	if lang == "en" {
		column, line = fmt.Sprintf("in column “%s”", field), ", row %d"
		if field == "" {
			column = "beyond the last named column"
		}
	} else {
		column, line = fmt.Sprintf("dans la colonne «\u00a0%s\u00a0»", field), ", ligne %d"
		if field == "" {
			column = "au-delà de la dernière colonne nommée"
		}
	}
	if row > 0 {
		column += fmt.Sprintf(line, row)
	}
	return column
}

// frenchInt writes a number with narrow no-break spaces between thousands.
func frenchInt(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}

// both is a text in the two languages.
type both struct{ fr, en string }

func (b both) in(lang string) string {
	if lang == "en" {
		return b.en
	}
	return b.fr
}

var toldPhone = both{"Un numéro de téléphone se trouve", "A telephone number is"}

var toldOnly = [3]both{
	{"Une adresse électronique se trouve", "An e-mail address is"},
	{
		"C’est une coordonnée professionnelle ou de service, qui peut être publiée.",
		"It is the contact of a service or of a body, which may be published.",
	},
	{
		"Rien à faire, sauf si elle appartient à une personne.",
		"Nothing to do, unless it belongs to a person.",
	},
}

// explanations, by kind; "" is for kinds that have none of their own.
var explanations = map[Kind]struct{ what, why, do both }{
	NIR: {
		both{"Un numéro de sécurité sociale (NIR) se trouve", "A social security number (NIR) is"},
		both{
			"Son usage est réservé aux cas que fixe le décret n°\u00a02019-341 (RGPD, art.\u00a087)\u202f; il ne se publie jamais (CRPA, art.\u00a0L312-1-2).",
			"Its use is kept to the cases set by decree 2019-341 (GDPR, art. 87); it is never published (CRPA, art. L312-1-2).",
		},
		both{
			"Retirez la colonne ou la valeur, puis déposez le fichier corrigé.",
			"Remove the column or the value, then deposit the corrected file.",
		},
	},
	IBAN: {
		both{"Des coordonnées bancaires (IBAN) se trouvent", "Bank details (IBAN) are"},
		both{
			"Leur publication n’est pas nécessaire et expose leur titulaire à la fraude (RGPD, art.\u00a05 et 6\u202f; CRPA, art.\u00a0L312-1-2).",
			"Publishing them is not necessary and exposes their holder to fraud (GDPR, art. 5 and 6; CRPA, art. L312-1-2).",
		},
		both{
			"Retirez la colonne ou masquez la valeur, puis déposez le fichier corrigé.",
			"Remove the column or mask the value, then deposit the corrected file.",
		},
	},
	Email: {
		both{"Une adresse électronique qui semble personnelle se trouve", "An e-mail address that seems personal is"},
		both{
			"Publier une donnée personnelle demande une base légale (RGPD, art.\u00a06) et, sauf exception, son occultation (CRPA, art.\u00a0L312-1-2).",
			"Publishing personal data needs a legal basis (GDPR, art. 6) and, but for exceptions, their removal first (CRPA, art. L312-1-2).",
		},
		both{
			"Retirez la colonne, remplacez l’adresse par celle du service, ou décidez de publier en donnant un motif.",
			"Remove the column, put the service’s address in its place, or decide to publish and give a reason.",
		},
	},
	Phone: {
		both{"Un numéro de téléphone qui semble personnel se trouve", "A telephone number that seems personal is"},
		both{
			"Publier une donnée personnelle demande une base légale (RGPD, art.\u00a06) et, sauf exception, son occultation (CRPA, art.\u00a0L312-1-2).",
			"Publishing personal data needs a legal basis (GDPR, art. 6) and, but for exceptions, their removal first (CRPA, art. L312-1-2).",
		},
		both{
			"Retirez la colonne, remplacez le numéro par celui du service, ou décidez de publier en donnant un motif.",
			"Remove the column, put the service’s number in its place, or decide to publish and give a reason.",
		},
	},
	"": {
		both{"Une donnée qui semble personnelle se trouve", "Something that seems personal is"},
		both{
			"Publier une donnée personnelle demande une base légale (RGPD, art.\u00a06) et, sauf exception, son occultation (CRPA, art.\u00a0L312-1-2).",
			"Publishing personal data needs a legal basis (GDPR, art. 6) and, but for exceptions, their removal first (CRPA, art. L312-1-2).",
		},
		both{
			"Retirez-la, masquez-la, ou décidez de publier en donnant un motif.",
			"Remove it, mask it, or decide to publish and give a reason.",
		},
	},
}
