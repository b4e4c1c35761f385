package privacy_test

import (
	"fmt"
	"strings"
	"testing"

	"airial/privacy"
)

// told scans a small table with names looked for and tells what was found: kind,
// level, role and the datum, in reading order.
func told(header string, rows ...string) string {
	var columns []privacy.Column
	for name := range strings.SplitSeq(header, ";") {
		columns = append(columns, privacy.Column{Name: name})
	}
	s := privacy.NewScanner(columns, privacy.Options{Names: true, Risk: true, Text: true, MaxFindings: -1})
	for i, row := range rows {
		s.Row(i+2, cells(strings.Split(row, ";")...))
	}
	var out []string
	for _, f := range s.Result().Findings {
		out = append(out, fmt.Sprintf("%s %s %s [%s]", f.Kind, f.Level, f.Role, f.Text))
	}
	return strings.Join(out, "\n")
}

func TestColumnsOfPersons(t *testing.T) {
	for name, c := range map[string]struct {
		header string
		rows   []string
		want   string
	}{
		"names in two columns": {"nom;prenom", []string{"DUBOIS;Léa", "LESPIAUCQ;Jean-Pierre"},
			"person-name review private [DUBOIS]\nperson-name review private [Léa]\nperson-name review private [LESPIAUCQ]\nperson-name review private [Jean-Pierre]"},
		"what stands beside a person": {"nom;prenom;handicap;salaire", []string{"DUBOIS;Léa;oui;2100"},
			"person-name review private [DUBOIS]\nperson-name review private [Léa]\nhealth block private [oui]\nsalary review private [2100]"},
		"the same words beside no person": {"equipement;handicap;salaire", []string{"Salle des fêtes;oui;2100"}, ""},
		"counts of first names":           {"prenom;sexe;nombre", []string{"Léa;F;12", "Jean;M;2"}, "person-name review private [Jean]"},
		"elected people":                  {"maire;commune", []string{"Jean DUPONT;Dax", "Léa MARTIN;Ychoux"}, "person-name info public [Jean DUPONT]\nperson-name info public [Léa MARTIN]"},
		"names of places":                 {"nom;adresse", []string{"École Jules Ferry;rue Jean Jaurès", "Stade Pierre Martin;place Victor Hugo"}, ""},
		"firms":                           {"denomination sociale;montant", []string{"DUPONT TP;12", "CALDIC France;13"}, ""},
		"bodies beside their numbers": {"nomBeneficiaire;idBeneficiaire;montant", []string{"Les Amis de Pierre Lafitte;77567227221138;12", "Comité Jean Lafitte;;13", "LAFITTE Pierre;;14",
			"Mme Léa Lafitte;77567227221138;15", "Judo Pierre Lafitte;W401001234;16"},
			"person-name review private [LAFITTE Pierre]\nperson-name review private [Léa Lafitte]"},
		"bodies beside their legal category": {"bénéficiaire;siret bénéficiaire;catégorie juridique", []string{"Pierre Lafitte;77567227221138;9220", "Pierre Lafitte;77567227221138;1000", "Club d’Ychoux;77567227221138;9220"},
			"person-name review private [Pierre Lafitte]"},
		"places on a map": {"nom;insee;geopoint", []string{"Gare – Émile Lafitte;40192;43.9, -0.5", "Mairie;40192;43.9, -0.5"}, ""},
		"a text":          {"objet", []string{"Secours à Mme Léa DUBOIS, née le 3 mai 1985"}, "birth-date review private [3 mai 1985]\nperson-name review private [Léa DUBOIS]"},
	} {
		if got := told(c.header, c.rows...); got != c.want {
			t.Errorf("%s: found\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

func TestNumbersOfPersons(t *testing.T) {
	for cell, want := range map[string]string{
		"carte 4539 1488 0343 6467":        "card block private [4539 1488 0343 6467]",
		"4539148803436468":                 "", // wrong check digit
		"4539-1488-0343-6467":              "card block private [4539-1488-0343-6467]",
		"3782 822463 10005":                "card block private [3782 822463 10005]",
		"22885-05010101-001":               "", // an equipment's number, whose check digit happens to fit
		"2122 8850 0000 0116":              "",
		"SIRET 21400192600015":             "",
		"véhicule immatriculé AB-123-CD":   "plate review private [AB-123-CD]",
		"immatriculation 1234 AB 40":       "plate review private [1234 AB 40]",
		"lot 1234 AB 40":                   "",
		"parcelle AB 123":                  "",
		"depuis 82.64.12.5":                "ip review private [82.64.12.5]",
		"serveur 192.168.1.10":             "ip info  [192.168.1.10]",
		"article 2.1.3.4":                  "",
		"2001:db8:0:1::17":                 "ip review private [2001:db8:0:1::17]",
		"carte réseau 00:1A:2b:3C:4d:5E":   "mac review private [00:1A:2b:3C:4d:5E]",
		"passeport 12AB34567":              "id-document block private [12AB34567]",
		"CNI n° 880692310285":              "id-document block private [880692310285]",
		"allocataire n° 1234567":           "caf block private [1234567]",
		"facture n° 1234567":               "",
		"INE 1234567890A":                  "ine block private [1234567890A]",
		"née le 12/03/1970 à Dax":          "birth-date review private [12/03/1970]\nbirth-place review private [Dax]",
		"séance du 12/03/1970":             "",
		"10:30:45 puis 12:15:00 et 9:00:0": "",
	} {
		if got := told("observations", cell); got != want {
			t.Errorf("%q: found %q, want %q", cell, got, want)
		}
	}
}

func TestRiskCountsWhoStandsAlone(t *testing.T) {
	s := privacy.NewScanner([]privacy.Column{{Name: "sexe"}, {Name: "code_postal"}, {Name: "montant"}}, privacy.Options{Risk: true})
	for i, row := range []string{"F;40100;1", "F;40100;2", "M;40100;3", "F;40100;4"} {
		s.Row(i+2, cells(strings.Split(row, ";")...))
	}
	r := s.Result().Risk
	if r.K != 1 || r.UniqueRows != 1 || r.Classes != 2 || len(r.QuasiIdentifiers) != 2 {
		t.Errorf("%+v", r)
	}
}

func TestStrictBlocks(t *testing.T) {
	s := privacy.NewScanner([]privacy.Column{{Name: "objet"}}, privacy.Options{Names: true, Strict: true})
	s.Row(2, cells("Aide à Mme Léa DUBOIS"))
	if r := s.Result(); r.Count(privacy.Block) != 1 || r.Count(privacy.Review) != 0 {
		t.Errorf("%s", r)
	}
}
