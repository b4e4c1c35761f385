package person

import (
	"strings"
	"testing"
)

// marked reads a text in which names stand between brackets: [p Léa DUBOIS] for
// a private person, [o Jean DUPONT] for one in a public role (office).
func marked(text string) (plain string, names []Name) {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "[")
		b.WriteString(before)
		if !ok {
			return b.String(), names
		}
		inside, after, _ := strings.Cut(rest, "]")
		role := Private
		if strings.HasPrefix(inside, "o ") {
			role = Public
		}
		start := b.Len()
		b.WriteString(inside[2:])
		names = append(names, Name{Start: start, End: b.Len(), Role: role})
		text = after
	}
}

func TestNames(t *testing.T) {
	for _, text := range []string{
		"Mme [p Léa DUBOIS épouse Martin] demande une concession.",
		"M. le Maire, [o Jean DUPONT], expose au conseil municipal.",
		"Vu la demande de M. [p Petit], agent technique, né le 12/03/1970",
		"[p DUBOIS Léa]", "[p Dupont, Jean]", "[p DUBOIS, Léa]", "[p J.-P. Martin]", "[p MARTIN JEAN PIERRE]",
		"L’agent [p matricule 1234] est placé en congé de longue maladie.",
		"La société Jean Martin TP représentée par M. [o Paul Lafitte], gérant",
		"Présents : MM. [o DUPONT], [o MARTIN] et [o DURAND] ; Mmes [o Anne PETIT], [o LABORDE]",
		"Étaient présents : [o Jean DUPONT], Maire, [o Marie LABORDE], [o Pierre CAZENAVE], adjoints",
		"Admission en non-valeur : créance de [p Oumar NDIAYE], 123 €",
		"Vente de la parcelle AB 123 aux consorts [p Lespiaucq]",
		"ATTRIBUTION CONCESSION CIMETIERE MME [p DURAND JEANNE]",
		"M. [p L. B.] sollicite une remise gracieuse.",
		"Mme [p Fatoumata Diallo], locataire",
		"Maître [o Paul Durand], notaire à Dax",
		"Pour extrait conforme, Le Maire, [o Pierre Larrieu]",
		"secours d’urgence à la famille [p Benali]",
		"vente à [p Julien Etcheverry] d’un terrain",
		"M. et Mme [p Lacoste]", "l’élève [p Kévin]", "Mme [p de La Tour du Pin]",
		"Élèves absents : [p Zoé R.], [p Fatou Diop]", "L’avocat de M. [p Ferré] a plaidé.", "l’avocat de la commune, Me [o Ferré]",
		"Vélo électrique : [p Pons A.] 200 €, [p Quintana M.-L.] 200 €", "visites : 9 h [p Ducamp], 9 h 20 [p Bentaleb]", "Astreinte semaine 12 : [p Lafargue], semaine 13 : [p Cabé]",
		"M. [o Dufour] demande si le budget est voté.", "M. [p Dufour] demande une place en crèche.", "MM. [o Tach] et [o Loustau] ne prennent pas part au vote.",
		"Le conseil désigne M. [o Paul Roux] comme délégué.", "Départ de M. [o Brocas] à 20 h 45", "Le père, [p Anthony], vit à Dax.", "[p Didier], bonjour",
		"Bien à vous, [p Clémence]", "Mon fils [p Enzo], 4 ans", "le mur de M. [p Moulin]", "[p Nguyễn Văn Minh] est admis.", "Signé : [p Jean Roux], ma voisine le sait, je vous le dis",
		"Votre conseiller, [p Thibaud Larose], vous rappellera.", "vente [p Dupouy] à [p Labarthe]", "chez les [p Lafaurie]", "M. [p Leroy], dit [p Jeannot]", "M. B... A... demande l’annulation",
		"https://m.facebook.com/page", "Notre Dame de Bondeville", "maître nageur", "La tempête Alex a coupé l’eau.", "« Le Puits de Mathilde »", "La prime Macron est versée.", "L’agence ne répond pas, Pinel ne dit rien.",
		// What bears a name and is nobody.
		"Rue Jean Jaurès, école élémentaire Jules Ferry, rue du Docteur Roux, avenue du Général de Gaulle",
		"Attribution du lot 3 à la SARL Menuiserie Dupont & Fils",
		"Commune de Saint-Martin-de-Hinx", "Conseil Municipal du 12 Mars 2024",
		"SUBVENTION ASSOCIATION SPORTIVE DE MIMIZAN", "Monsieur X conteste la décision.",
		"Madame la Présidente rappelle l’ordre du jour.", "Prix Marie Curie", "La loi Macron", "Le Clos des Vignes",
	} {
		plain, want := marked(text)
		var f Finder
		got := f.Find([]byte(plain))
		ok := len(got) == len(want)
		for i := 0; ok && i < len(got); i++ {
			ok = got[i].Start == want[i].Start && got[i].End == want[i].End && got[i].Role == want[i].Role
		}
		if !ok {
			t.Errorf("%s", text)
			for _, n := range got {
				t.Errorf("    found %q, %s, %.2f by %s", plain[n.Start:n.End], n.Role, n.Score, n.Why)
			}
		}
	}
}

// FuzzFind holds the places found against the text.
func FuzzFind(f *testing.F) {
	f.Add("Mme Léa DUBOIS épouse Martin, née le 3 mai")
	f.Add("MM. X, Y et Z.\nM. D’\xff\xe2\x80")
	f.Fuzz(func(t *testing.T, text string) {
		var finder Finder
		end := 0
		for _, n := range finder.Find([]byte(text)) {
			if n.Start < end || n.End <= n.Start || n.End > len(text) || n.Score <= 0 || n.Score > 1 || n.Role == "" {
				t.Fatalf("%+v in %q", n, text)
			}
			end = n.End
		}
	})
}

func BenchmarkFind(b *testing.B) {
	text := []byte(strings.Repeat("Le conseil municipal, après en avoir délibéré, décide d’attribuer à Mme Léa Dubois, domiciliée rue Jean Jaurès, une concession de trente ans. ", 100))
	var f Finder
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		f.Find(text)
	}
}
