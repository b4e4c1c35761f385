package anonymise

import (
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"airial/privacy"
)

// kindNames are the kinds that a column may be accepted with.
var kindNames = func() []string {
	var out []string
	for _, k := range []privacy.Kind{privacy.NIR, privacy.IBAN, privacy.Email, privacy.Phone, privacy.PersonName, privacy.SiretPerson,
		privacy.Address, privacy.BirthDate, privacy.BirthPlace, privacy.Plate, privacy.INE, privacy.IDDocument, privacy.CAF, privacy.IP,
		privacy.MAC, privacy.Coordinates, privacy.Card, privacy.Health, privacy.Union, privacy.Religion, privacy.Origin,
		privacy.SexualLife, privacy.Offence, privacy.Salary} {
		out = append(out, string(k))
	}
	return out
}()

// check says what is wrong with a step that stands at n.
func (s *Step) check(n *yaml.Node) error {
	switch s.Do {
	case Generalise:
		switch {
		case s.To == "":
			return wrong(n, "dites à quoi « %s » est ramenée, par exemple « to: year ».", "say what “%s” is generalised to, for instance “to: year”.", s.Column)
		case s.To == ToBand && s.Size < 1:
			return wrong(n, "donnez la largeur des tranches de « %s », par exemple « size: 10 ».", "give the width of the bands of “%s”, for instance “size: 10”.", s.Column)
		case s.To == ToGrid && (s.Digits < 0 || s.Digits > 3):
			return wrong(n, "« decimals » vaut de 0 à 3 ; 2 fait une maille d’environ un kilomètre.", "“decimals” is 0 to 3; 2 makes a grid of about a kilometre.")
		}
	case Mask:
		if s.Show < 0 || s.Show > 4 {
			return wrong(n, "« show » vaut de 0 à 4 caractères.", "“show” is 0 to 4 characters.")
		}
	case Code:
		if s.Bottom == nil && s.Top == nil {
			return wrong(n, "donnez « bottom », « top » ou les deux pour « %s ».", "give “bottom”, “top” or both for “%s”.", s.Column)
		}
		if s.Bottom != nil && s.Top != nil && *s.Bottom > *s.Top {
			return wrong(n, "« bottom » dépasse « top » pour « %s ».", "“bottom” is above “top” for “%s”.", s.Column)
		}
	case Redact:
		// A mark with letters or digits might itself be taken for a datum.
		if s.Mark == "" || len(s.Mark) > 24 || strings.ContainsFunc(s.Mark, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsSpace(r) }) {
			return wrong(n, "« mark » est fait de signes, sans lettre, chiffre ni blanc : par exemple […] ou ***.",
				"“mark” is made of signs, without letter, digit or blank: for instance […] or ***.")
		}
	}
	return nil
}

// Check says what is wrong with a plan, whoever made it.
func (p *Plan) Check() error {
	if len(p.Columns) == 0 {
		return wrong(nil, "le plan ne nomme aucune colonne.", "the plan names no column.")
	}
	known := make([]string, len(p.Columns))
	for i := range p.Columns {
		known[i] = p.Columns[i].Column
		if err := p.Columns[i].check(nil); err != nil {
			return err
		}
	}
	a := p.Anonymity
	if a.K < 0 || a.K > 1000 {
		return wrong(nil, "k vaut de 1 à 1000.", "k is 1 to 1000.")
	}
	if a.K > 1 && len(a.Columns) == 0 {
		return wrong(nil, "dites dans quelles colonnes les lignes doivent se ressembler : « columns: […] ».", "say in which columns rows must look alike: “columns: […]”.")
	}
	for _, c := range slices.Concat(a.Columns, a.Sensitive) {
		switch s := p.Step(c); {
		case s == nil:
			return unknown(&yaml.Node{Value: c}, known)
		case s.Do == Drop:
			return wrong(nil, "la colonne « %s » est retirée : ôtez-la de « anonymity ».", "column “%s” is dropped: take it out of “anonymity”.", c)
		}
	}
	for _, c := range a.Sensitive {
		if slices.Contains(a.Columns, c) {
			return wrong(nil, "la colonne « %s » ne peut être à la fois dans « columns » et dans « sensitive ».", "column “%s” cannot be both in “columns” and in “sensitive”.", c)
		}
	}
	return nil
}

// nearest is the known word that was most likely meant, "" for none.
func nearest(word string, known []string) string {
	best, at := 1+len(word)/3, ""
	for _, k := range known {
		if d := distance(strings.ToLower(word), strings.ToLower(k)); d <= best {
			best, at = d-1, k
		}
	}
	return at
}

// distance counts the letters to change, add or remove to go from a to b.
func distance(a, b string) int {
	y := []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range []rune(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j, q := range y {
			cost := 1
			if r == q {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(y)]
}
