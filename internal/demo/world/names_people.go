package world

import "strings"

// First names and family names are common words of the country; their meetings
// are drawn.

var adultWomen = strings.Fields(`Amandine Anne Aurélie Brigitte Catherine Céline Chantal Claire Corinne Delphine
Élodie Émilie Fabienne Florence Françoise Hélène Isabelle Julie Karine Laetitia Laurence Lucie Magali Marie Maryse
Mélanie Mireille Monique Myriam Nadège Nathalie Pauline Régine Sabine Sandrine Séverine Solange Sophie Stéphanie
Sylvie Valérie Véronique Virginie`)

var adultMen = strings.Fields(`Alain Antoine Benoît Bernard Bruno Christian Christophe Cyril Daniel David Didier
Éric Fabrice Francis Franck Frédéric Georges Gérard Gilles Guillaume Hervé Jacques Jérôme Julien Karim Laurent Loïc
Marc Mathieu Mehdi Michel Nicolas Olivier Pascal Patrick Philippe Régis Rémi Roland Serge Stéphane Thierry Vincent
Xavier Yannick Yves`)

var familyNames = strings.Fields(`Abadie Barbé Barrère Bats Baylac Benali Bergès Bernadet Bidart Biremont Bordes
Boudey Bourdieu Bousquet Bouyrie Brethes Cabannes Cabé Cadillon Caliot Campet Capdeville Carrère Cassagne Castaing
Castéra Caupenne Cazaux Cazenave Charrier Clavé Claverie Coudroy Courrèges Coutures Cuzacq Dabadie Daguerre Darrieu
Darrigade Darroze Dartiguelongue Daugreilh Dauga Delas Delmas Desclaux Destandau Diallo Discazeaux Domenger Dubasque
Dubern Dubosq Dubourg Ducamp Duclos Ducos Ducournau Dufau Dulucq Dumartin Dumora Dupin Duplaceau Dupouy Dupuy Durou
Dussarrat Dutoya Duvignau Espagnet Etcheverry Fabères Fargues Ferreira Fontan Forgues Fourcade Gachie Garcia
Gauzère Germain Goncalves Guichemerre Hargous Haran Hirigoyen Labarrère Labat Labeyrie Laborde Lacoste Lacouture
Lafargue Lafitte Lafontan Lagarde Lagouarde Lalanne Lamaison Lamarque Lamothe Lannes Lapeyre Laporte Larrère Larrieu
Larroque Lassalle Lassègues Latappy Lataste Laulom Lavielle Lesbats Lescarret Lesparre Loubère Lubet Lucmaret
Malet Marsan Martin Maurin Mendès Mesplède Minvielle Mora Moustié Navarro Nassiet Noguès Ospital Pédarrieu Pérez
Petit Peyrelongue Pommiès Poyanne Puyo Ramos Ricaud Robert Roux Saint-Jean Sanchez Sarrade Saubion Sentucq Sourbé
Subrenat Tachon Tastet Tauzin Tisné Traoré Turon Vergez Vidal Vignes Villenave Zaragoza`)

// person is a first name and a family name.
type person struct{ first, last string }

func (p person) name() string { return p.first + " " + p.last }

// dotted is the person as logins and addresses write her: marie.dubosq.
func (p person) dotted() string { return slug(p.first) + "." + slug(p.last) }

// someone draws a person.
func someone(r *rng) person {
	names := adultMen
	if r.chance(560) {
		names = adultWomen
	}
	return person{pick(r, names), pick(r, familyNames)}
}
