package scdl

import ts "airial/standards/tableschema"

// Lists that the two schemas of school meals share.
var (
	qualitySigns = []string{"agriculture biologique", "appellation d'origine protégée", "appellation d'origine contrôlée",
		"indication géographique protégée", "spécialité traditionnelle garantie", "label rouge"}
	allergens = []string{"céréales contenant du gluten", "crustacés", "oeufs", "poissons", "arachides", "soja", "lait",
		"fruits à coques", "céleri", "moutarde", "graines de sésame", "anhydride sulfureux et sulfites", "lupin", "mollusques"}
)

func menus() *ts.Schema {
	return &ts.Schema{
		Name: "scdl/menus-collectifs", Version: "1.2.3",
		Title:         t("Menus de la restauration collective", "Menus of public canteens"),
		Description:   t("Les plats servis dans les cantines et restaurants publics, jour par jour.", "The dishes served in public canteens, day by day."),
		MissingValues: emptyIsMissing,
		Fields: []ts.Field{
			field("menuCollNom", ts.String, t("Nom de la collectivité", "Name of the local body"),
				t("La collectivité qui publie.", "The body that publishes."), "Commune de Sainte-Aulaye", required),
			field("menuCollSiret", ts.String, t("SIRET de la collectivité", "SIRET of the local body"),
				t("Les 14 chiffres, sans espace.", "The 14 digits, without blanks."), "21339990000017", required, siret),
			field("menuEtablissementNom", ts.String, t("Qui cuisine", "Who cooks"),
				t("Établissement ou entreprise qui prépare le repas.", "Establishment or company that makes the meal."), "Cuisine centrale du Val", required),
			field("menuEtablissementSiret", ts.String, t("SIRET de qui cuisine", "SIRET of who cooks"),
				t("Les 14 chiffres, sans espace.", "The 14 digits, without blanks."), "89999900700011", siret),
			field("menuRestaurantNom", ts.String, t("Restaurant", "Restaurant"),
				t("Où le repas est servi.", "Where the meal is served."), "École du Moulin", required),
			field("menuRestaurantInsee", ts.String, t("Code INSEE du restaurant", "INSEE code of the restaurant"),
				t("Commune du restaurant.", "Commune of the restaurant."), "33999", insee),
			field("menuRestaurantId", ts.String, t("Identifiant du restaurant", "Identifier of the restaurant"),
				t("SIRET, numéro d’école, ou autre.", "SIRET, number of the school, or other."), "0339999Z"),
			field("menuRestaurantIdType", ts.String, t("Type d’identifiant", "Kind of identifier"),
				t("Ce qu’est l’identifiant du restaurant.", "What the identifier of the restaurant is."), "EN", required, enum("SIRET", "EN", "autre", "sans")),
			field("menuRestaurantType", ts.String, t("Type de restaurant", "Kind of restaurant"),
				t("Le lieu auquel le menu est destiné.", "The place that the menu is for."), "élémentaire", required,
				enum("crèche", "maternelle", "élémentaire", "collège", "lycée", "université", "centre de formation", "administration",
					"résidence sénior", "EHPAD", "repas à domicile", "centre de loisirs", "restaurant d'entreprise", "autre")),
			field("menuRestaurantConvive", ts.String, t("Convives", "Guests"),
				t("À qui le menu est servi.", "Who the menu is served to."), "enfants", required),
			field("menuDate", ts.Date, t("Date du repas", "Date of the meal"),
				t("AAAA-MM-JJ.", "YYYY-MM-DD."), "2025-09-15", required, format("%Y-%m-%d")),
			field("menuRepasType", ts.String, t("Repas", "Meal"),
				t("Le moment du repas.", "The time of the meal."), "déjeuner", required,
				enum("petit-déjeuner", "déjeuner", "goûter", "dîner", "collation", "pique-nique", "autre")),
			field("menuPlatType", ts.String, t("Type de plat", "Kind of dish"),
				t("La place du plat dans le repas.", "The place of the dish in the meal."), "plat principal", required,
				enum("entrée", "plat principal", "garniture", "dessert", "produit laitier", "pain", "autre")),
			field("menuPlatNom", ts.String, t("Nom du plat", "Name of the dish"),
				t("En 160 caractères au plus.", "In 160 characters at most."), "Gratin de courge", required, atMost(160)),
			field("menuPlatCode", ts.String, t("Code du plat", "Code of the dish"),
				t("Lien avec la composition des plats.", "Link to what the dish is made of."), "P0421", atMost(16)),
			field("menuPlatSiqo", ts.Array, t("Signes de qualité", "Signs of quality"),
				t("Liste au format JSON.", "List in JSON form."), `["label rouge"]`, items(qualitySigns...)),
			field("menuPlatLabel", ts.String, t("Autres labels", "Other labels"),
				t("Approvisionnement local, marques.", "Local supply, brands."), "Ferme voisine"),
			field("menuPlatPrecision", ts.String, t("Précision", "Remark"),
				t("Un événement, une semaine à thème.", "An event, a week on a theme."), "Semaine du goût"),
			field("menuPlatRegime", ts.Array, t("Régimes", "Diets"),
				t("Liste au format JSON.", "List in JSON form."), `["végétarien"]`, items("végétarien", "sans sel", "sans porc ", "sans sucre ajouté")),
			field("menuPlatAllergene", ts.Array, t("Allergènes", "Allergens"),
				t("Liste au format JSON.", "List in JSON form."), `["lait"]`, items(allergens...)),
			field("menuPlatTexture", ts.Array, t("Textures", "Textures"),
				t("Liste au format JSON.", "List in JSON form."), `["mixé"]`, items("sans texture modifiée", "mixé", "mixé lissé", "fondant", "haché")),
			field("menuPlatNutriscore", ts.String, t("Nutri-Score", "Nutri-Score"),
				t("De A à E.", "From A to E."), "B", enum("A", "B", "C", "D", "E")),
			field("menuPlatPrix", ts.Number, t("Prix de revient", "Cost price"),
				t("En euros.", "In euros."), "2.35"),
			field("menuPublicationDate", ts.Datetime, t("Publié le", "Published on"),
				t("Date et heure.", "Date and time."), "2025-09-01T08:30:00Z", required),
			field("menuModificationDate", ts.Datetime, t("Modifié le", "Changed on"),
				t("Date et heure.", "Date and time."), "2025-09-10T17:00:00Z"),
			field("menuModificationInfo", ts.String, t("Raison de la modification", "Reason of the change"),
				t("En quelques mots.", "In a few words."), "Produit indisponible"),
		},
		Checks: []ts.CustomCheck{check(ts.CheckSIRET, "menuCollSiret"), check(ts.CheckSIRET, "menuEtablissementSiret")},
	}
}
