package app

import (
	"strings"
	"testing"

	"airial/internal/commons/access"
)

// Menus are told in dishes and days: a day is one row, lists in cells are counted
// value by value.
func TestMenusAreTold(t *testing.T) {
	eachDesk(t, func(t *testing.T, o *office) {
		head := "menuCollNom,menuCollSiret,menuEtablissementNom,menuEtablissementSiret,menuRestaurantNom,menuRestaurantInsee,menuRestaurantId,menuRestaurantIdType,menuRestaurantType,menuRestaurantConvive," +
			"menuDate,menuRepasType,menuPlatType,menuPlatNom,menuPlatCode,menuPlatSiqo,menuPlatLabel,menuPlatPrecision,menuPlatRegime,menuPlatAllergene,menuPlatTexture,menuPlatNutriscore,menuPlatPrix,menuPublicationDate,menuModificationDate,menuModificationInfo\n"
		dish := func(day, course, name, sign, diet, allergens string) string {
			return strings.Join([]string{"Ychoux", "21400001000014", "Cuisine", "21400001000014", "École du Bourg", "40001", "", "sans", "élémentaire", "tous", day, "déjeuner", course, name, "",
				sign, "", "", diet, allergens, "", "", "", "2026-10-01T08:30:00Z", "", ""}, ",") + "\n"
		}
		o.depositUnder("scdl/menus-collectifs", access.System("test"), o.town, "Menus de novembre 2026", head+
			dish("2026-11-03", "entrée", "carottes râpées", `"[""agriculture biologique""]"`, "", `"[""moutarde"",""lait""]"`)+
			dish("2026-11-03", "plat principal", "poulet rôti", `"[""label rouge""]"`, "", "")+
			dish("2026-11-05", "plat principal", "dahl de lentilles", `"[""agriculture biologique""]"`, `"[""végétarien""]"`, "")+
			dish("2026-11-05", "dessert", "flan", "", "", `"[""lait""]"`), true)
		o.gathered()
		o.get("/en/stories/menus").is(200).says("1 canteen 2 days served", "75%", "50%", "of the lunches have a vegetarian main dish", "carottes râpées, poulet rôti", "dahl de lentilles, flan", "moutarde, lait", "For 2026, 1 of the 3 public bodies have published", "agriculture biologique 2 label rouge 1")
		o.get("/en/stories/menus?q=LENTILLES&year=all").is(200).says("dahl de lentilles").silent("carottes râpées, poulet")
	})
}
