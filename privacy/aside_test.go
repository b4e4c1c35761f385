package privacy_test

import (
	"slices"
	"testing"

	"airial/privacy"
)

// What stands beside a name, in the words of offices: found, and not found.
func TestBesideNames(t *testing.T) {
	for text, want := range map[string]privacy.Kind{
		"M. Paul Gillet, 3 rue du Four, signale un nid de frelons.":    privacy.Address,
		"Bien sis 6 chemin du Bas, appartenant à M. Luc Thévenot":      privacy.Address,
		"Mme Aude Lemaire perçoit 650 € de retraite par mois.":         privacy.Salary,
		"Mme Rosa Almeida est d’origine portugaise.":                   privacy.Origin,
		"M. Éric Salomon et son conjoint de même sexe":                 privacy.SexualLife,
		"M. Luc Serra a été condamné pour travail dissimulé.":          privacy.Offence,
		"Mme Josée Arnal est sous oxygène à domicile.":                 privacy.Health,
		"Congrès syndical : absence de Mme Maryse Gallet":              privacy.Union,
		"Louise Bertin, née Nevers le 1er/05/1990":                     privacy.BirthDate,
		"L’enfant Maé Corbel est né à la maternité de Vannes le 6 mai": privacy.BirthPlace,
	} {
		if !slices.ContainsFunc(scanText(text), func(f privacy.Finding) bool { return f.Kind == want }) {
			t.Errorf("no %s in %q", want, text)
		}
	}
	for text, not := range map[string]privacy.Kind{
		"Message d’origine de Mme Rosa Almeida":                    privacy.Origin,
		"Réunion des parents d’élèves avec Mme Rosa Almeida":       privacy.Origin,
		"M. Gilles Roux a signalé son déménagement.":               privacy.Health,
		"La maison de M. Gilles Roux menace ruine.":                privacy.Offence,
		"La commune nouvelle est née le 1er janvier 2019.":         privacy.BirthDate,
		"Mme Aude Lemaire, transition écologique":                  privacy.SexualLife,
		"Comité syndical intercommunal, M. Gilles Roux rapporteur": privacy.Union,
	} {
		if slices.ContainsFunc(scanText(text), func(f privacy.Finding) bool { return f.Kind == not }) {
			t.Errorf("%s in %q", not, text)
		}
	}
}

func scanText(text string) []privacy.Finding {
	s := privacy.NewScanner(nil, privacy.Options{Names: true})
	s.Text("", []byte(text))
	return s.Result().Findings
}

// A column whose values are motives, unions or diets is told without its header.
func TestColumnsByTheirValues(t *testing.T) {
	for _, c := range []struct {
		values []string
		want   privacy.Kind
	}{
		{[]string{"CGT", "CFDT", "FO", "UNSA"}, privacy.Union},
		{[]string{"maladie ordinaire", "accident de trajet", "congé maternité", "longue maladie"}, privacy.Health},
		{[]string{"halal", "casher", "sans porc", ""}, privacy.Religion},
		{[]string{"voirie", "écoles", "accueil", "finances"}, ""},
	} {
		s := privacy.NewScanner([]privacy.Column{{Name: "nom"}, {Name: "prénom"}, {Name: "rubrique"}}, privacy.Options{Names: true})
		for i, v := range c.values {
			s.Row(i+2, cells([]string{"Lambrecht", "Sauvage", "Doumbia", "Pruvost"}[i], []string{"Odile", "Éloi", "Kadiatou", "Jean-Luc"}[i], v))
		}
		got := privacy.Kind("")
		for _, k := range s.Result().Columns {
			if k.Name == "rubrique" {
				got = k.Kind
			}
		}
		if got != c.want {
			t.Errorf("%q: %q", c.values, got)
		}
	}
}

// In a table of persons a word in one cell tells of the person of its row; in a
// table of things it tells of nobody.
func TestOneCellAmongPersons(t *testing.T) {
	for _, c := range []struct {
		header [3]string
		row    [3]string
		want   int
	}{
		{[3]string{"nom", "prénom", "motif"}, [3]string{"Durand", "Zoé", "cancer"}, 1},
		{[3]string{"ligne", "canton", "motif"}, [3]string{"12", "Tartas", "cancer"}, 0},
	} {
		s := privacy.NewScanner([]privacy.Column{{Name: c.header[0]}, {Name: c.header[1]}, {Name: c.header[2]}}, privacy.Options{Names: true})
		for i := range 8 {
			s.Row(i+2, cells(c.row[0], c.row[1], []string{c.row[2], "RAS"}[min(i, 1)]))
		}
		n := 0
		for _, f := range s.Result().Findings {
			if f.Kind == privacy.Health && f.Level == privacy.Block {
				n++
			}
		}
		if n != c.want {
			t.Errorf("%v: %d", c.header, n)
		}
	}
}
