package person

import (
	"math"
	"testing"
)

func TestPackedModelsAreReadAgain(t *testing.T) {
	weights := make([]float64, 1<<4)
	weights[Slot(7, len(weights))], weights[Slot(8, len(weights))] = 2, -1
	m, err := readModel(Pack(weights, 0.5))
	if err != nil {
		t.Fatal(err)
	}
	if got := m.logit([]uint32{7, 8, 8}); math.Abs(float64(got)-0.5) > 0.05 {
		t.Errorf("logit %v", got)
	}
	for _, bad := range [][]byte{nil, make([]byte, header), make([]byte, header+3)} {
		if _, err := readModel(bad); err == nil {
			t.Errorf("%d bytes were read", len(bad))
		}
	}
}

// What the rules alone do not find, or take for public.
func TestModelsWeighWhatRulesDoNot(t *testing.T) {
	var f Finder
	for text, role := range map[string]Role{
		"Monsieur Bernard Ollier, ancien président du club, demande une remise.": Private,
		"Mme Sabine Roux, maire, ouvre la séance.":                               Public,
		"Impayés : FERRAN J., 45,10 € ; MOKRANI R., 12,00 €":                     Private,
	} {
		found := f.Find([]byte(text))
		if len(found) == 0 || found[0].Role != role {
			t.Errorf("%s: %+v", text, found)
		}
	}
}

// Whoever was named in full is found again by the family name alone; a street and
// a firm of that name are not.
func TestNamesStandAgain(t *testing.T) {
	var f Finder
	text := "Mme Zoé Quibeuf a écrit. Selon Quibeuf, le fossé déborde rue Quibeuf ; la SARL Quibeuf l’a curé."
	var got []string
	for _, n := range f.Find([]byte(text)) {
		got = append(got, text[n.Start:n.End])
	}
	if len(got) != 2 || got[0] != "Zoé Quibeuf" || got[1] != "Quibeuf" {
		t.Errorf("%q", got)
	}
	for word, want := range map[string]bool{"Quibeuf": true, "Route": false, "Jean": false, "Bo": false, "deux mots": false} {
		if Distinct(word) != want {
			t.Errorf("%q: %v", word, !want)
		}
	}
}
