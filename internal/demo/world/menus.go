package world

import (
	"strconv"
	"time"
)

var menuLabels = []string{"menuCollNom", "menuCollSiret", "menuEtablissementNom", "menuEtablissementSiret",
	"menuRestaurantNom", "menuRestaurantInsee", "menuRestaurantId", "menuRestaurantIdType", "menuRestaurantType",
	"menuRestaurantConvive", "menuDate", "menuRepasType", "menuPlatType", "menuPlatNom", "menuPlatCode", "menuPlatSiqo",
	"menuPlatLabel", "menuPlatPrecision", "menuPlatRegime", "menuPlatAllergene", "menuPlatTexture", "menuPlatNutriscore",
	"menuPlatPrix", "menuPublicationDate", "menuModificationDate", "menuModificationInfo"}

var dishLabels = []string{"platCollNom", "platCollSiret", "platEtablissementNom", "platEtablissementSiret", "platCode",
	"platNom", "platProduitNom", "platProduitFournisseurNom", "platProduitFournisseurSiret", "platProduitFournisseurInsee",
	"platProduitSiqo", "platProduitLabel", "platProduitDescription", "platProduitOGM", "platProduitIonisation",
	"platProduitAdditif", "platProduitAllergene", "platProduitNutriment", "platPublicationDate", "platModificationDate",
	"platModificationInfo"}

// meals of a day, one without meat or fish a week (code rural, L230-5-6).
func (m *Member) meals(day Date) []dish {
	r := m.draw("meal", day.number())
	list := mains
	if day.Weekday() == time.Thursday {
		list = greenMains
	}
	return []dish{pick(r, starters), pick(r, list), pick(r, sides), pick(r, cheeses), pick(r, desserts)}
}

// days are those of the month that a file covers: the whole month in towns, the
// first week of school in villages.
func (m *Member) menuDays(s season) []Date {
	limit := 31
	if m.Index >= firstMembers && m.Population < 10000 {
		limit = 7
	}
	return schoolDays(s.year, s.month, limit)
}

// restaurants are the canteens of the commune.
func (m *Member) restaurants() []string {
	if m.Index < firstMembers && m.Population > 7000 {
		return []string{"École du Bourg", "École des Pins"}
	}
	return []string{"École du Bourg"}
}

func (g *generator) menus(m *Member, s season, asOf Date) *table {
	t := &table{labels: menuLabels}
	stamp := asOf.String() + "T08:30:00Z"
	for rank, school := range m.restaurants() {
		code := schoolCode(int(m.key>>20)%9000 + rank*7)
		for _, day := range m.menuDays(s) {
			for _, d := range m.meals(day) {
				diet := ""
				if d.vegetal && d.course == "plat principal" {
					diet = `["végétarien"]`
				}
				t.add(m.LongName, m.SIRET, "Cuisine municipale "+of(m.Town), m.SIRET, school, m.INSEE, code, "EN", "élémentaire",
					"tous", day.String(), "déjeuner", d.course, d.name, dishCode(d.name), d.quality, "", "", diet, d.allergens,
					`["sans texture modifiée"]`, "", "", stamp, "", "")
			}
		}
	}
	return t
}

// dishes describes each dish of the month once, product by product.
func (g *generator) dishes(m *Member, s season, asOf Date) *table {
	t := &table{labels: dishLabels}
	stamp := asOf.String() + "T08:30:00Z"
	seen := map[string]bool{}
	for _, day := range m.menuDays(s) {
		for _, d := range m.meals(day) {
			if seen[d.name] {
				continue
			}
			seen[d.name] = true
			r := m.draw(d.name)
			for i, product := range d.products {
				quality := ""
				if i == 0 {
					quality = d.quality
				}
				f := pick(r, suppliers)
				t.add(m.LongName, m.SIRET, "Cuisine municipale "+of(m.Town), m.SIRET, dishCode(d.name), d.name, product,
					f, supplierSIRET(f), m.INSEE, quality, "", "", "non", "non", "", d.allergens, "", stamp, stamp, "")
			}
		}
	}
	return t
}

func dishCode(name string) string { return strconv.Itoa(10000 + int(key(7, name)%80000)) }

var suppliers = []string{"Ferme du Grand Airial", "Maraîchers de la Palousse", "Volailles des Bruyères",
	"Coopérative du Fronton Vert", "Laiterie de Peyrelongue-Haut", "Marée de Courbouze", "Moulin de Lédouze"}

func supplierSIRET(name string) string {
	return siret(numberedSIREN(sirenFirm, int(key(11, name)%9000)), 1)
}
