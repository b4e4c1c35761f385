package decp

import ts "airial/standards/tableschema"

// Divisions are the first two digits of the common procurement vocabulary (CPV),
// by what they stand for, said in short in our words.
// Source: règlement (CE) n° 213/2008, annexe I; read 2026-11-29, to verify.
var Divisions = map[string]ts.Text{
	"03": {Fr: "Produits agricoles et de la pêche", En: "Farm and fishery products"},
	"09": {Fr: "Carburants et énergie", En: "Fuels and energy"},
	"14": {Fr: "Produits de carrière et métaux", En: "Quarry products and metals"},
	"15": {Fr: "Alimentation et boissons", En: "Food and drinks"},
	"16": {Fr: "Machines agricoles", En: "Farm machinery"},
	"18": {Fr: "Vêtements et chaussures", En: "Clothing and footwear"},
	"19": {Fr: "Cuirs, textiles et plastiques", En: "Leather, textiles and plastics"},
	"22": {Fr: "Imprimés", En: "Printed matter"},
	"24": {Fr: "Produits chimiques", En: "Chemicals"},
	"30": {Fr: "Bureautique et fournitures de bureau", En: "Office machines and supplies"},
	"31": {Fr: "Matériel électrique et éclairage", En: "Electrical equipment and lighting"},
	"32": {Fr: "Télécommunications : matériel", En: "Telecommunication equipment"},
	"33": {Fr: "Matériel médical et pharmacie", En: "Medical equipment and pharmacy"},
	"34": {Fr: "Véhicules et matériel de transport", En: "Vehicles and transport equipment"},
	"35": {Fr: "Sécurité, secours et défense : matériel", En: "Security, rescue and defence equipment"},
	"37": {Fr: "Sport, jeux et musique : matériel", En: "Sports goods, games and music"},
	"38": {Fr: "Instruments de laboratoire et de mesure", En: "Laboratory and measuring instruments"},
	"39": {Fr: "Mobilier, ménage et entretien : fournitures", En: "Furniture and household supplies"},
	"41": {Fr: "Eau captée et épurée", En: "Collected and purified water"},
	"42": {Fr: "Machines industrielles", En: "Industrial machinery"},
	"43": {Fr: "Engins de chantier et de carrière", En: "Building and mining machinery"},
	"44": {Fr: "Matériaux de construction", En: "Building materials"},
	"45": {Fr: "Travaux de construction", En: "Building works"},
	"48": {Fr: "Logiciels", En: "Software"},
	"50": {Fr: "Réparation et entretien", En: "Repair and maintenance"},
	"51": {Fr: "Installation de matériel", En: "Installation of equipment"},
	"55": {Fr: "Restauration et hôtellerie", En: "Catering and hotels"},
	"60": {Fr: "Transports", En: "Transport"},
	"63": {Fr: "Services liés aux transports et voyages", En: "Services for transport and travel"},
	"64": {Fr: "Poste et télécommunications", En: "Post and telecommunications"},
	"65": {Fr: "Distribution d’eau, de gaz, d’électricité", En: "Supply of water, gas and electricity"},
	"66": {Fr: "Banque et assurance", En: "Banking and insurance"},
	"70": {Fr: "Services immobiliers", En: "Real estate services"},
	"71": {Fr: "Architecture et ingénierie", En: "Architecture and engineering"},
	"72": {Fr: "Services informatiques", En: "IT services"},
	"73": {Fr: "Recherche et développement", En: "Research and development"},
	"75": {Fr: "Administration et sécurité publiques", En: "Public administration and safety"},
	"76": {Fr: "Services de l’industrie pétrolière et gazière", En: "Oil and gas services"},
	"77": {Fr: "Espaces verts, forêts et agriculture", En: "Parks, forestry and farming"},
	"79": {Fr: "Droit, études, impression, gardiennage", En: "Law, studies, printing, guarding"},
	"80": {Fr: "Enseignement et formation", En: "Education and training"},
	"85": {Fr: "Santé et action sociale", En: "Health and social work"},
	"90": {Fr: "Déchets, assainissement, propreté", En: "Waste, sewage, cleaning"},
	"92": {Fr: "Culture, sport et loisirs", En: "Culture, sport and leisure"},
	"98": {Fr: "Autres services", En: "Other services"},
}

// Types of what is bought, as the French texts tell them.
const (
	Works    = "Travaux"
	Supplies = "Fournitures"
	Services = "Services"
)

// division is the division of a code, "" for one that is unknown, and whether works,
// supplies or services are bought under it.
func division(code string) (digits, kind string) {
	if len(code) < 2 {
		return "", ""
	}
	digits = code[:2]
	if _, known := Divisions[digits]; !known {
		return "", ""
	}
	switch {
	case digits == "45":
		return digits, Works
	case digits < "50":
		return digits, Supplies
	}
	return digits, Services
}
