package world

import (
	"strconv"
	"time"
)

// plainTable makes the tables that follow no national schema.
func (g *generator) plainTable(m *Member, w what, year int) *table {
	r := m.draw("plain", int(w))
	switch w {
	case associations:
		return g.associationTable(m)
	case markets:
		return m.marketTable(r)
	case rooms:
		return m.roomTable(r)
	case prices:
		return priceTable(year, r)
	case wastePoints:
		return m.wastePointTable(r)
	case wasteTonnage:
		return m.wasteTable(year)
	case waterQuality:
		return m.waterTable(year)
	case mealsOnWheels:
		return m.mealTable(year)
	case services:
		return serviceTable(r)
	}
	return m.treeTable(r)
}

func (g *generator) associationTable(m *Member) *table {
	t := &table{labels: []string{"Nom", "Domaine", "Activité", "Siège", "Code postal", "Commune", "Numéro RNA"}}
	for _, c := range g.clubsOf(m) {
		t.add(c.name, c.field, c.purpose, c.street, m.PostalCode, m.Town, c.rna)
	}
	return t
}

func (m *Member) marketTable(r *rng) *table {
	t := &table{labels: []string{"marché", "lieu", "jour", "ouverture", "fermeture", "nombre d'étals", "période"}}
	days := shuffled(r, []string{"mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"})
	for i, n := 0, 1+min(5, m.Population/4500); i < n; i++ {
		name, period := "Marché traditionnel", "toute l'année"
		switch i {
		case 1:
			name = "Marché des producteurs"
		case 2:
			name, period = "Marché nocturne", "juillet et août"
		case 3:
			name, period = "Marché au gras", "novembre à mars"
		case 4:
			name = "Marché bio"
		case 5:
			name = "Brocante"
		}
		open, shut := "08:00", "13:00"
		if i == 2 {
			open, shut = "18:30", "23:00"
		}
		t.add(name, pick(r, []string{"place du Marché", "halle couverte", "allées Marines", "place des Arènes"}), days[i], open, shut,
			strconv.Itoa((6+m.Population/500)*(6-i)/6+r.n(5)), period)
	}
	return t
}

func (m *Member) roomTable(r *rng) *table {
	t := &table{labels: []string{"salle", "adresse", "surface_m2", "places_assises", "cuisine", "tarif_habitants_euros",
		"tarif_autres_euros", "caution_euros"}}
	names := []string{"Salle des fêtes", "Foyer rural", "Salle du Fronton", "Salle des associations", "Club-house du stade",
		"Halle", "Salle Maurice", "Espace culturel", "Salle de quartier des Pins"}
	for i, n := 0, min(len(names), 1+m.Population/900); i < n; i++ {
		seats := r.between(4, 22) * 10 * (2 + m.Population/12000) / 2
		price := seats/10*10 + 40
		t.add(names[i], streetNumber(r)+" "+pick(r, streets), strconv.Itoa(seats*13/10), strconv.Itoa(seats),
			pick(r, []string{"oui", "oui", "non"}), strconv.Itoa(price), strconv.Itoa(price*2), strconv.Itoa(roundSum(price*4)))
	}
	return t
}

func priceTable(year int, r *rng) *table {
	t := &table{labels: []string{"année scolaire", "quotient familial min", "quotient familial max", "repas", "garderie matin",
		"garderie soir", "accueil mercredi"}}
	term := strconv.Itoa(year) + "-" + strconv.Itoa(year+1)
	limits := []int{0, 450, 700, 950, 1250, 1600}
	base := r.between(95, 130)
	for i, low := range limits {
		high := ""
		if i+1 < len(limits) {
			high = strconv.Itoa(limits[i+1] - 1)
		}
		t.add(term, strconv.Itoa(low), high, euros(base+i*62), euros(70+i*18), euros(90+i*24), euros(420+i*175))
	}
	return t
}

func (m *Member) wastePointTable(r *rng) *table {
	t := &table{labels: []string{"code_point", "commune", "adresse", "flux", "conteneurs", "enterre", "latitude", "longitude"}}
	towns := []string{m.Town}
	if m.Index >= FirstCommunity && m.Index < firstMembers {
		towns = nil
		for _, h := range firstCommunes {
			if h.community == m.Index-FirstCommunity {
				towns = append(towns, h.name)
			}
		}
	}
	for i, n := 0, 14+min(46, m.Population/600); i < n; i++ {
		lat, lon := m.spot(r)
		t.add(pad(i+1, 5), towns[i%len(towns)], pick(r, streets), pick(r, []string{"verre", "verre", "papier", "emballages", "textile"}),
			strconv.Itoa(r.between(1, 3)), pick(r, []string{"non", "non", "oui"}), degrees(lat), degrees(lon))
	}
	return t
}

// seriesStart is the year in which monthly series begin.
const seriesStart = 2024

// wasteTable is twelve months of tonnage by flow, some 560 kg a head and year.
func (m *Member) wasteTable(last int) *table {
	t := &table{labels: []string{"mois", "flux", "tonnes"}}
	flows := []struct {
		name string
		kilo int // per head and year
	}{{"ordures ménagères", 205}, {"emballages et papiers", 58}, {"verre", 38}, {"déchets verts", 120}, {"encombrants", 62},
		{"gravats", 71}}
	for y := min(seriesStart, last); y <= last; y++ {
		r := m.draw("waste", y)
		for month := time.January; month <= time.December; month++ {
			for _, f := range flows {
				season := 100
				if f.name == "déchets verts" {
					season = [...]int{0, 45, 55, 110, 150, 160, 140, 90, 85, 105, 120, 90, 50}[month]
				} else if month == time.July || month == time.August {
					season = 118
				}
				hundredths := m.Population * f.kilo / 12 * season * r.between(93, 107) / 100_000
				t.add(strconv.Itoa(y)+"-"+pad(int(month), 2), f.name, euros(hundredths))
			}
		}
	}
	return t
}

func (m *Member) waterTable(last int) *table {
	t := &table{labels: []string{"date du prélèvement", "point", "paramètre", "valeur", "unité", "limite de qualité", "conforme"}}
	for y := min(seriesStart, last); y <= last; y++ {
		r := m.draw("water", y)
		for month := time.January; month <= time.December; month++ {
			day := Date{y, month, r.between(3, 26)}.workday()
			point := pick(r, []string{"Réservoir de la Lande", "Robinet de la mairie", "Station de Courbouze", "École du Bourg"})
			t.add(day.String(), point, "nitrates", euros(r.between(210, 3400)), "mg/L", "50", "oui")
			t.add(day.String(), point, "pH", euros(r.between(690, 820)), "", "", "oui")
			t.add(day.String(), point, "Escherichia coli", "0", "n/100 mL", "0", "oui")
		}
	}
	return t
}

func (m *Member) mealTable(last int) *table {
	t := &table{labels: []string{"mois", "tournée", "repas livrés", "bénéficiaires"}}
	for y := min(seriesStart, last); y <= last; y++ {
		r := m.draw("meals", y)
		for month := time.January; month <= time.December; month++ {
			for _, round := range []string{"Bourg", "Écarts"} {
				people := r.between(9, 15) + m.Population/400
				t.add(strconv.Itoa(y)+"-"+pad(int(month), 2), round, strconv.Itoa(people*r.between(20, 26)), strconv.Itoa(people))
			}
		}
	}
	return t
}

func serviceTable(r *rng) *table {
	t := &table{labels: []string{"service", "contenu", "adhérents", "depuis"}}
	for _, s := range [...][2]string{{"Données ouvertes", "Dépôt, vérification, portail"}, {"Protection des données", "Délégué mutualisé, registre"},
		{"Télétransmission", "Actes et flux comptables"}, {"Signature électronique", "Parapheur et certificats"},
		{"Sauvegarde", "Copie chiffrée hors site"}, {"Messagerie", "Boîtes aux lettres et agenda"}, {"Archivage", "Conservation à valeur probante"},
		{"Sites internet", "Site de commune et formulaires"}, {"Assistance", "Téléphone et prise en main à distance"}} {
		t.add(s[0], s[1], strconv.Itoa(r.between(40, 320)), strconv.Itoa(r.between(2009, 2024)))
	}
	return t
}

func (m *Member) treeTable(r *rng) *table {
	t := &table{labels: []string{"id", "essence", "nom latin", "rue", "année de plantation", "hauteur_m", "latitude", "longitude"}}
	kinds := [...][2]string{{"platane", "Platanus × hispanica"}, {"pin maritime", "Pinus pinaster"}, {"tilleul", "Tilia cordata"},
		{"chêne pédonculé", "Quercus robur"}, {"chêne-liège", "Quercus suber"}, {"micocoulier", "Celtis australis"},
		{"arbousier", "Arbutus unedo"}, {"magnolia", "Magnolia grandiflora"}}
	for i, n := 0, min(900, m.Population/33); i < n; i++ {
		lat, lon := m.spot(r)
		k := pick(r, kinds[:])
		planted := r.between(1931, 2025)
		t.add(pad(i+1, 5), k[0], k[1], pick(r, streets), strconv.Itoa(planted), strconv.Itoa(2+min(24, (2026-planted)/4+r.n(3))),
			degrees(lat), degrees(lon))
	}
	return t
}
