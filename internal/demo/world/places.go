package world

import "strconv"

var streets = []string{"place de la Mairie", "rue de l'Église", "route de la Lande", "avenue du Lavoir", "rue des Écoles",
	"chemin du Moulin", "rue des Arènes", "allée des Pins", "impasse du Fronton", "route du Bourg Neuf", "rue du Stade",
	"avenue de l'Océan", "chemin des Résiniers", "rue de la Forge", "place du Marché", "rue du Vieux Pont",
	"route des Barthes", "rue des Bruyères", "lotissement Les Arbousiers", "boulevard du Midi", "rue des Tilleuls",
	"chemin de Peyrelongue", "quartier de l'Airial", "rue du Docteur Bergeron", "avenue de la Liberté", "rue Neuve"}

var places = []string{"la salle des fêtes", "l'école", "la toiture de l'église", "la mairie", "l'aire de jeux",
	"la bibliothèque", "les vestiaires du stade", "la traversée du bourg", "les arènes", "le foyer rural"}

func streetNumber(r *rng) string {
	n := strconv.Itoa(r.between(1, 64))
	if r.chance(60) {
		n += " bis"
	}
	return n
}

// spot is a place within the member's bounds, in micro-degrees: towns keep their
// places near the centre.
func (m *Member) spot(r *rng) (lat, lon int) {
	reach := m.Radius
	if m.fullCentre && r.chance(600) {
		reach /= 3
	}
	north, east := r.between(-reach, reach), r.between(-reach, reach)
	for north*north+east*east > reach*reach {
		north, east = r.between(-reach, reach), r.between(-reach, reach)
	}
	return m.microLat + north*9, m.microLon + east*25/2 // metres to micro-degrees at 44° north
}
