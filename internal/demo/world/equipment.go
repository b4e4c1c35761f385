package world

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

var equipmentLabels = []string{"COLL_NOM", "COLL_SIRET", "EQUIP_UID", "EQUIP_THEME", "EQUIP_CODE", "EQUIP_TYPE",
	"EQUIP_NOM", "ADR_NUMERO", "ADR_NOMVOIE", "ADR_CODEPOSTAL", "ADR_COMMUNE", "ADR_CLE_INTEROP", "ERP_ID", "ERP_TYPE",
	"ERP_CATEGORIE", "EQUIP_LAT", "EQUIP_LONG", "EQUIP_OUVERTURE", "EQUIP_TEL", "EQUIP_EMAIL", "EQUIP_WEB"}

// place is a sort of public place that communes have.
type place struct {
	theme, code, kind, name string
	least, per              int    // from how many people on; one more for so many
	erp                     string // type of establishment open to the public
	hours                   string // as OpenStreetMap writes them
	mail                    string // generic mailbox, "" for none
}

const townHall = "Equipement administratif"

var publicPlaces = []place{
	{townHall, "01010401", "Mairie", "Mairie %s", 0, 0, "W", "", "mairie"},
	{"Equipement cultuel", "07010101", "Eglise", "Église Saint-Vincent", 0, 9000, "V", "", ""},
	{"Equipement cultuel", "07020101", "Cimetière", "Cimetière communal", 0, 8000, "", "", ""},
	{"Equipement social et d'animation", "04030201", "Salle polyvalente", "Salle des fêtes", 0, 7000, "L", "", ""},
	{"Equipement d'enseignement", "06010201", "Ecole élémentaire", "École du Bourg", 280, 2400, "R", "Mo,Tu,Th,Fr 08:30-16:30", "ecole"},
	{"Equipement d'enseignement", "06010101", "Ecole maternelle", "École maternelle des Pins", 1100, 3000, "R", "Mo,Tu,Th,Fr 08:30-16:30", ""},
	{"Equipement sportif et de loisirs", "05010301", "Terrain de football", "Stade municipal", 350, 4500, "PA", "", ""},
	{"Equipement sportif et de loisirs", "05010401", "Boulodrome", "Boulodrome", 120, 6000, "", "", ""},
	{"Equipement sportif et de loisirs", "05020101", "Aire de jeux", "Aire de jeux de l'Airial", 200, 2600, "", "", ""},
	{"Equipement sportif et de loisirs", "05010501", "Court de tennis", "Tennis municipal", 900, 7000, "PA", "", ""},
	{"Equipement sportif et de loisirs", "05030101", "Fronton", "Fronton", 600, 12000, "", "", ""},
	{"Equipement sportif et de loisirs", "05030201", "Arènes", "Arènes municipales", 700, 0, "PA", "", ""},
	{"Equipement sportif et de loisirs", "05010101", "Gymnase", "Gymnase", 2300, 6000, "X", "", ""},
	{"Equipement sportif et de loisirs", "05040101", "Piscine", "Piscine municipale", 5000, 0, "X", "Tu-Su 10:00-19:00", ""},
	{"Equipement culturel", "08010101", "Bibliothèque", "Médiathèque", 700, 15000, "S", "Tu-Sa 10:00-12:30,14:00-18:00", "mediatheque"},
	{"Equipement culturel", "08020101", "Cinéma", "Cinéma L'Airial", 6500, 0, "L", "", ""},
	{"Equipement culturel", "08030101", "Ecole de musique", "École de musique", 3000, 0, "R", "", ""},
	{"Equipement sanitaire", "03010101", "Maison de santé", "Maison de santé pluridisciplinaire", 1800, 15000, "U", "Mo-Fr 08:00-19:00", ""},
	{"Equipement sanitaire", "03020101", "Défibrillateur", "Défibrillateur de la mairie", 150, 3000, "", "24/7", ""},
	{"Equipement social et d'animation", "04010101", "Crèche", "Multi-accueil Les Cigalons", 3000, 9000, "R", "Mo-Fr 07:30-18:30", ""},
	{"Equipement social et d'animation", "04020101", "EHPAD", "Résidence des Arbousiers", 2400, 14000, "J", "24/7", ""},
	{"Equipement social et d'animation", "04040101", "Maison France services", "Maison France services", 2000, 0, "W", "Mo-Fr 09:00-12:30,13:30-17:00", "france-services"},
	{"Equipement d'enseignement", "06020101", "Collège", "Collège des Landes Hautes", 3300, 16000, "R", "", ""},
	{"Equipement de mobilité", "09010101", "Parking", "Parking de la place du Marché", 800, 3200, "", "24/7", ""},
	{"Equipement de mobilité", "09020101", "Aire de covoiturage", "Aire de covoiturage", 1200, 0, "", "24/7", ""},
	{"Equipement de justice", "02010101", "Point-justice", "Point-justice", 9000, 0, "W", "We 09:00-12:00", ""},
	{"Autre équipement", "10010101", "Déchèterie", "Déchèterie", 1500, 14000, "", "Tu-Sa 09:00-12:00,14:00-18:00", ""},
	{"Autre équipement", "10020101", "Lavoir", "Lavoir restauré", 0, 0, "", "", ""},
}

var quarters = []string{"", " du Bourg", " des Pins", " de la Lande", " du Lac", " des Bruyères", " du Midi", " de Peyre",
	" du Vieux Pont", " des Arènes", " de la Gare", " du Moulin", " des Barthes", " du Fronton"}

// equipment lists the public places of a commune or, for other bodies, those of
// its seat. Telephones and mailboxes are the institution's own.
func (g *generator) equipment(m *Member) (*table, bool) {
	t := &table{labels: equipmentLabels}
	r := m.draw("equipment")
	contacts := false
	for _, p := range publicPlaces {
		if m.Population < p.least {
			continue
		}
		n := 1
		if p.per > 0 {
			n += (m.Population - p.least) / p.per
		}
		if m.Kind == KindCommunity {
			n = min(n, 2)
		}
		for i := 0; i < min(n, len(quarters)); i++ {
			contacts = m.publicPlace(t, p, i, r) || contacts
		}
	}
	return t, contacts
}

func (m *Member) publicPlace(t *table, p place, rank int, r *rng) (contacts bool) {
	lat, lon := m.spot(r)
	if p.kind == "Mairie" {
		lat, lon = m.microLat, m.microLon
	}
	code := p.code + "-" + pad(rank+1, 3)
	hours, phone, mail, category := p.hours, "", "", ""
	if p.kind == "Mairie" {
		hours = pick(r, []string{"Mo-Fr 09:00-12:00,14:00-17:30", "Mo,Th 14:00-18:00; Sa 09:00-12:00", "Tu,Fr 09:00-12:00"})
	}
	if p.mail != "" && rank == 0 && m.Population > 900 {
		phone, mail = "+33 "+officePhone(r)[1:], p.mail+"@"+m.Email[strings.IndexByte(m.Email, '@')+1:]
		contacts = true
	}
	if p.erp != "" {
		category = pick(r, []string{"5", "5", "5", "4", "3"})
	}
	street := pick(r, streets)
	first, size := utf8.DecodeRuneInString(street)
	t.add(m.LongName, m.SIRET, m.INSEE+"-"+code, p.theme, code, p.kind, fillIn(p.name, of(m.Town))+quarters[rank],
		streetNumber(r), string(unicode.ToUpper(first))+street[size:], m.PostalCode, m.Town, "", "", p.erp, category,
		degrees(lat), degrees(lon), hours, phone, mail, "")
	return contacts
}
