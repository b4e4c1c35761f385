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
	list := mains
	if day.Weekday() == time.Thursday {
		list = greenMains
	}
	// Each list turns, so that no dish comes twice in a week.
	turn := day.Time().YearDay() + day.Time().YearDay()/7*3
	next := func(list []dish, label string) dish {
		return list[(turn+int(key(m.key, label, day.Year)%97))%len(list)]
	}
	return []dish{next(starters, "starter"), next(list, "main"), next(sides, "side"), next(cheeses, "cheese"), next(desserts, "dessert")}
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
			for i, product := range d.products {
				quality := ""
				if i == 0 {
					quality = d.quality
				}
				f := supplierOf(product)
				t.add(m.LongName, m.SIRET, "Cuisine municipale "+of(m.Town), m.SIRET, dishCode(d.name), d.name, product,
					f, supplierSIRET(f), m.INSEE, quality, "", "", "non", "non", "", d.allergens, "", stamp, stamp, "")
			}
		}
	}
	return t
}

func dishCode(name string) string { return strconv.Itoa(10000 + int(key(7, name)%80000)) }

// supplierOf is who delivers a product; who is not listed grows vegetables.
func supplierOf(product string) string {
	switch product {
	case "poulet", "canard", "dinde", "oeuf":
		return "Volailles des Bruyères"
	case "boeuf", "veau", "porc", "jambon":
		return "Ferme du Grand Airial"
	case "merlu", "morue", "thon":
		return "Marée de Courbouze"
	case "lait", "crème", "beurre", "yaourt", "fromage blanc", "fromage frais", "petit-suisse", "fromage de vache",
		"fromage de brebis":
		return "Laiterie de Peyrelongue-Haut"
	case "farine", "pâtes", "semoule", "riz", "sucre", "pâte brisée", "béchamel", "mayonnaise", "moutarde", "vinaigrette",
		"vinaigre", "huile de tournesol", "lait de coco", "lentille corail":
		return "Coopérative du Fronton Vert"
	}
	return "Maraîchers de la Palousse"
}

func supplierSIRET(name string) string {
	return siret(numberedSIREN(sirenFirm, int(key(11, name)%9000)), 1)
}
