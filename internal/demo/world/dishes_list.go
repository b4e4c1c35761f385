package world

// dish is what a canteen serves, with the products it is made of.
type dish struct {
	course    string // as the schema names it
	name      string
	allergens string // JSON, "" for none
	quality   string // JSON array of official quality signs, "" for none
	vegetal   bool
	products  []string
}

const (
	organic   = `["agriculture biologique"]`
	redLabel  = `["label rouge"]`
	protected = `["appellation d'origine protégée"]`
	regional  = `["indication géographique protégée"]`
	milk      = `["lait"]`
	gluten    = `["céréales contenant du gluten"]`
	eggMilk   = `["oeufs","lait"]`
	bakery    = `["céréales contenant du gluten","oeufs","lait"]`
	fish      = `["poissons"]`
	mustard   = `["moutarde"]`
)

var starters = []dish{
	{"entrée", "carottes râpées", mustard, organic, true, []string{"carotte", "huile de tournesol", "moutarde"}},
	{"entrée", "betteraves vinaigrette", mustard, "", true, []string{"betterave", "vinaigre", "moutarde"}},
	{"entrée", "velouté de potimarron", milk, organic, true, []string{"potimarron", "crème", "oignon"}},
	{"entrée", "concombre à la crème", milk, "", true, []string{"concombre", "crème"}},
	{"entrée", "taboulé", gluten, "", true, []string{"semoule", "tomate", "menthe"}},
	{"entrée", "oeuf mayonnaise", `["oeufs","moutarde"]`, "", true, []string{"oeuf", "mayonnaise"}},
	{"entrée", "soupe de légumes du jardin", "", organic, true, []string{"poireau", "pomme de terre", "carotte"}},
	{"entrée", "salade de mâche et noix", `["fruits à coques"]`, "", true, []string{"mâche", "noix"}},
	{"entrée", "asperges des Landes", mustard, regional, true, []string{"asperge", "vinaigrette"}},
	{"entrée", "rillettes de thon", `["poissons","lait"]`, "", false, []string{"thon", "fromage frais"}},
}

var mains = []dish{
	{"plat principal", "poulet rôti", "", redLabel, false, []string{"poulet", "thym"}},
	{"plat principal", "sauté de canard aux pêches", "", regional, false, []string{"canard", "pêche", "oignon"}},
	{"plat principal", "boeuf bourguignon", gluten, regional, false, []string{"boeuf", "carotte", "oignon", "farine"}},
	{"plat principal", "filet de merlu, sauce citron", `["poissons","lait"]`, "", false, []string{"merlu", "citron", "crème"}},
	{"plat principal", "brandade de morue", `["poissons","lait"]`, "", false, []string{"morue", "pomme de terre", "lait"}},
	{"plat principal", "rôti de porc au miel", "", regional, false, []string{"porc", "miel"}},
	{"plat principal", "axoa de veau", "", "", false, []string{"veau", "poivron", "oignon"}},
	{"plat principal", "parmentier de canard", milk, regional, false, []string{"canard", "pomme de terre", "lait"}},
	{"plat principal", "blanquette de dinde", `["lait","céréales contenant du gluten"]`, "", false, []string{"dinde", "carotte", "crème", "farine"}},
	{"plat principal", "garbure", `["céleri"]`, "", false, []string{"haricot tarbais", "chou", "jambon"}},
}

var greenMains = []dish{
	{"plat principal", "lasagnes aux légumes", bakery, "", true, []string{"pâtes", "courgette", "tomate", "béchamel"}},
	{"plat principal", "omelette aux pommes de terre", `["oeufs"]`, organic, true, []string{"oeuf", "pomme de terre"}},
	{"plat principal", "dahl de lentilles", "", organic, true, []string{"lentille corail", "lait de coco", "tomate"}},
	{"plat principal", "chili végétarien", "", organic, true, []string{"haricot rouge", "maïs", "tomate"}},
	{"plat principal", "quiche aux poireaux", bakery, "", true, []string{"poireau", "oeuf", "crème", "pâte brisée"}},
}

var sides = []dish{
	{"garniture", "haricots verts persillés", "", organic, true, []string{"haricot vert", "persil"}},
	{"garniture", "purée de pommes de terre", milk, "", true, []string{"pomme de terre", "lait", "beurre"}},
	{"garniture", "riz de Camargue", "", regional, true, []string{"riz"}},
	{"garniture", "petits pois carottes", "", "", true, []string{"petit pois", "carotte"}},
	{"garniture", "ratatouille", "", organic, true, []string{"courgette", "aubergine", "tomate"}},
	{"garniture", "coquillettes", gluten, organic, true, []string{"pâtes"}},
	{"garniture", "gratin de chou-fleur", `["lait","céréales contenant du gluten"]`, "", true, []string{"chou-fleur", "béchamel"}},
	{"garniture", "semoule", gluten, "", true, []string{"semoule"}},
}

var cheeses = []dish{
	{"produit laitier", "ossau-iraty", milk, protected, true, []string{"fromage de brebis"}},
	{"produit laitier", "yaourt nature", milk, organic, true, []string{"yaourt"}},
	{"produit laitier", "cantal", milk, protected, true, []string{"fromage de vache"}},
	{"produit laitier", "fromage blanc", milk, "", true, []string{"fromage blanc"}},
	{"produit laitier", "tomme noire des Pyrénées", milk, regional, true, []string{"fromage de vache"}},
	{"produit laitier", "petit-suisse", milk, "", true, []string{"petit-suisse"}},
}

var desserts = []dish{
	{"dessert", "pomme", "", organic, true, []string{"pomme"}},
	{"dessert", "kiwi de l'Adour", "", regional, true, []string{"kiwi"}},
	{"dessert", "pastis landais", bakery, "", true, []string{"farine", "oeuf", "beurre", "sucre"}},
	{"dessert", "compote de poires", "", "", true, []string{"poire"}},
	{"dessert", "clémentines", "", "", true, []string{"clémentine"}},
	{"dessert", "flan vanille", eggMilk, "", true, []string{"lait", "oeuf", "sucre"}},
	{"dessert", "gâteau basque", bakery, "", true, []string{"farine", "oeuf", "beurre", "cerise noire"}},
	{"dessert", "banane", "", `["agriculture biologique"]`, true, []string{"banane"}},
	{"dessert", "tarte aux pommes", bakery, "", true, []string{"pomme", "pâte brisée"}},
}
