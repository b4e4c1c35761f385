package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"time"
)

// grantLabels are the sixteen columns of scdl/subventions.
const grantLabels = "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire," +
	"rnaBeneficiaire,objet,montant,nature,conditionsVersement,datesPeriodeVersement,idRAE,notificationUE," +
	"pourcentageSubvention,dispositifAide\n"

var (
	grantNames = []string{"Amicale laïque", "Comité des fêtes", "Union sportive", "Les Amis de la bibliothèque",
		"Harmonie municipale", "Foyer rural", "Club des aînés", "Association de parents d’élèves", "École de musique",
		"Société de chasse", "Cyclo-club", "Théâtre de poche", "Secours populaire", "Les Jardins partagés"}
	grantPlaces = []string{"du bourg", "des Landes", "de la vallée", "du pays d’Orthe", "de l’Adour", "du Marensin",
		"des coteaux", "du port", "de la gare", "du canton"}
	grantPurposes = []string{"Fonctionnement annuel de l’association", "Achat de matériel, dont instruments",
		"Organisation de la fête patronale", "Sorties scolaires et classe de découverte", "Rénovation du local",
		"Festival d’été : scène, « village » et accueil du public", "Transport des équipes de jeunes"}
)

// writeGrants writes a valid table of grants, made up, of so many rows. Files
// of different seeds differ in almost every cell.
func writeGrants(path string, rows int, seed uint64) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if e := file.Close(); err == nil {
			err = e
		}
	}()
	w := bufio.NewWriterSize(file, 1<<20)
	r := rand.New(rand.NewPCG(seed, 2026))
	giver := siret(r, "21400")
	first := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	if _, err := w.WriteString(grantLabels); err != nil {
		return err
	}
	for i := range rows {
		day := first.AddDate(0, 0, r.IntN(700))
		fmt.Fprintf(w, "Commune de Sainte-Aulaye,%s,%s,%d-%02d-D%d,%s %s,%s,W%09d,\"%s\",%d.%02d,aide en numéraire,unique,%s,,non,1,\n",
			giver, day.Format(time.DateOnly), day.Year(), int(day.Month()), i+1,
			grantNames[r.IntN(len(grantNames))], grantPlaces[r.IntN(len(grantPlaces))], siret(r, "8"), r.IntN(1_000_000_000),
			grantPurposes[r.IntN(len(grantPurposes))], r.IntN(20_000)+50, r.IntN(100), day.AddDate(0, 1, 0).Format(time.DateOnly))
	}
	return w.Flush()
}

// siret makes a number with right check digits out of a beginning: the SIREN's
// (Luhn over nine digits) and the SIRET's (Luhn over fourteen).
func siret(r *rand.Rand, beginning string) string {
	digits := make([]byte, 0, 14)
	digits = append(digits, beginning...)
	for len(digits) < 8 {
		digits = append(digits, byte('0'+r.IntN(10)))
	}
	digits = append(digits, luhn(digits))
	digits = append(digits, "0"+strconv.Itoa(100+r.IntN(900))...)
	return string(append(digits, luhn(digits)))
}

// luhn is the check digit that follows some digits.
func luhn(digits []byte) byte {
	sum := 0
	for i := range digits {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return byte('0' + (10-sum%10)%10)
}
