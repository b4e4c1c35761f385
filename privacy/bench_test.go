package privacy_test

import (
	"testing"

	"airial/privacy"
)

// The cells of a row of grants, as members publish them, and the same with a
// telephone in a text: what the gate reads all day.
func BenchmarkRow(b *testing.B) {
	columns := []privacy.Column{{Name: "nomAttribuant"}, {Name: "idAttribuant"}, {Name: "dateConvention", Type: "date"},
		{Name: "referenceDecision"}, {Name: "nomBeneficiaire"}, {Name: "idBeneficiaire"}, {Name: "objet"},
		{Name: "montant", Type: "number"}, {Name: "nature"}, {Name: "conditionsVersement"}}
	clean := cells("Commune d’Exemple", "21400192600015", "2024-03-12", "2024-03-12-007", "Association sportive d’Exemple",
		"77567227221138", "Fonctionnement de l’association pour la saison 2024-2025, achat de matériel et déplacements",
		"12500.00", "aide en numéraire", "versement en deux fois, 6 250 € au 30/06/2024 et 6 250 € au 31/12/2024")
	dirty := append([][]byte{}, clean...)
	dirty[6] = []byte("Fonctionnement de l’association, contact Mme Dupont 06 12 34 56 78, jeanne.dupont@free.fr")
	for name, row := range map[string][][]byte{"clean": clean, "found": dirty} {
		b.Run(name, func(b *testing.B) {
			s := privacy.NewScanner(columns, privacy.Options{})
			n := 0
			for _, c := range row {
				n += len(c)
			}
			b.SetBytes(int64(n))
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				s.Row(i, row)
			}
		})
	}
	b.Run("digits", func(b *testing.B) {
		s := privacy.NewScanner([]privacy.Column{{Name: "siret_ou_code"}, {Name: "a"}, {Name: "b"}}, privacy.Options{})
		row := cells("21400192600015", "185064019212399", "1234567890 2345678901 3456789012 4567890123 5678901234")
		n := 0
		for _, c := range row {
			n += len(c)
		}
		b.SetBytes(int64(n))
		for i := 0; b.Loop(); i++ {
			s.Row(i, row)
		}
	})
}
