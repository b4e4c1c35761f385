package world

// club is an association of a place.
type club struct {
	name, field, purpose string
	siret, rna           string
	weight               int // how much of the subsidies it usually gets
	street               string
}

// clubKind is a sort of association that small towns have; %s stands for the
// town with its "de". From least people on there is usually one.
type clubKind struct {
	name, field, purpose string
	least, weight        int
}

var clubKinds = []clubKind{
	{"Comité des fêtes %s", "Animation", "Organisation des fêtes patronales", 0, 9},
	{"ACCA %s", "Chasse et nature", "Régulation du gibier et entretien des chemins", 0, 3},
	{"Amicale des aînés %s", "Solidarité", "Sorties et repas des aînés", 0, 4},
	{"Association des parents d'élèves %s", "Éducation", "Sorties scolaires et kermesse", 250, 5},
	{"Coopérative scolaire %s", "Éducation", "Voyage scolaire au bord de l'océan", 250, 7},
	{"Union sportive %s rugby", "Sport", "Fonctionnement de l'école de rugby et de l'équipe première", 900, 60},
	{"Basket club %s", "Sport", "Championnat régional et équipes de jeunes", 400, 22},
	{"Pétanque %s", "Sport", "Concours annuel et entretien du boulodrome", 180, 3},
	{"Anciens combattants %s", "Mémoire", "Cérémonies et entretien du drapeau", 120, 2},
	{"Harmonie municipale %s", "Culture", "École de musique et concerts", 800, 18},
	{"Foyer rural %s", "Culture", "Cours et ateliers hebdomadaires", 300, 6},
	{"Théâtre du Préau %s", "Culture", "Création du spectacle d'hiver", 1500, 8},
	{"Les Pins sonores %s", "Culture", "Festival d'été de musique", 1200, 15},
	{"Judo club %s", "Sport", "Location des tatamis et déplacements", 1500, 10},
	{"Tennis club %s", "Sport", "Réfection des filets et école de tennis", 900, 8},
	{"Football club %s", "Sport", "Équipes de jeunes et arbitrage", 600, 20},
	{"Amicale des sapeurs-pompiers %s", "Solidarité", "Formation des jeunes sapeurs-pompiers", 700, 6},
	{"Secours alimentaire %s", "Solidarité", "Distribution de colis alimentaires", 2000, 12},
	{"Donneurs de sang %s", "Solidarité", "Organisation des collectes", 600, 2},
	{"Gymnastique volontaire %s", "Sport", "Cours pour adultes et aînés", 500, 4},
	{"Échasses et traditions %s", "Culture", "Costumes et échasses du groupe folklorique", 700, 7},
	{"Peña Los Pinhadars %s", "Animation", "Animation musicale des fêtes", 900, 4},
	{"Course landaise %s", "Animation", "Organisation de la course de la fête", 500, 14},
	{"Jardins partagés %s", "Environnement", "Achat d'outils et de semences", 1200, 3},
	{"Chemins et airials %s", "Environnement", "Balisage des sentiers de randonnée", 350, 3},
	{"Club nautique %s", "Sport", "Achat d'optimists pour l'école de voile", 4000, 16},
	{"Handball %s", "Sport", "Déplacements en championnat", 3500, 24},
	{"Cyclo club %s", "Sport", "Randonnée annuelle", 1000, 3},
	{"Ciné-club %s", "Culture", "Cycle de films du patrimoine", 2500, 5},
	{"Bibliothèque pour tous %s", "Culture", "Achat de livres", 400, 4},
	{"Aide à domicile en milieu rural %s", "Solidarité", "Participation aux heures d'aide", 1000, 20},
	{"Prévention routière %s", "Solidarité", "Interventions dans les écoles", 3000, 2},
	{"Comité de jumelage %s", "Culture", "Accueil de la ville jumelle", 2000, 9},
	{"Patrimoine et mémoire %s", "Culture", "Restauration du lavoir", 300, 5},
	{"Gym tonic %s", "Sport", "Achat de tapis", 800, 3},
	{"Escrime %s", "Sport", "Matériel électrique de piste", 9000, 6},
	{"Natation %s", "Sport", "Couloirs et déplacements", 9000, 18},
	{"Athlétisme %s", "Sport", "Meeting de printemps", 7000, 14},
	{"Orchestre de chambre %s", "Culture", "Saison de concerts", 12000, 20},
	{"Médiation de quartier %s", "Solidarité", "Postes de médiateurs", 15000, 45},
	{"Club de robotique %s", "Éducation", "Participation au concours national", 10000, 4},
	{"Radio Airial %s", "Culture", "Émissions d'information locale", 14000, 12},
}

// clubsOf are the associations of a member's territory, the same every year and for
// each body of the place.
func (g *generator) clubsOf(m *Member) []club {
	town := key(g.Seed, m.INSEE)
	var out []club
	for i, k := range clubKinds {
		r := draw(town, "club", i)
		size := m.Population
		if m.Kind == KindCCAS { // helps those that help people
			if k.field != "Solidarité" {
				continue
			}
			size *= 4
		}
		if size < k.least || len(out) > 0 && k.weight < bigClub && r.chance(180) {
			continue
		}
		out = append(out, k.found(fillIn(k.name, of(m.Town)), r))
	}
	if m.isTown() && m.Population > 8000 { // towns have them by quarter too
		for i, quarter := range quarters[1:min(len(quarters), 2+m.Population/2500)] {
			r := draw(town, "quarter", i)
			for _, k := range quarterClubs {
				out = append(out, k.found(fillIn(k.name, quarter[1:]), r))
			}
		}
	}
	return out
}

// found gives an association its numbers and its seat.
func (k *clubKind) found(name string, r *rng) club {
	c := club{name: name, field: k.field, purpose: k.purpose, weight: k.weight}
	if k.weight > 11 || r.chance(250) { // those with employees have a SIRET
		c.siret = siret(numberedSIREN(sirenClub, r.n(10000)), 1)
	}
	if c.siret == "" || r.chance(700) {
		c.rna = rnaNumber(r)
	}
	c.street = streetNumber(r) + " " + pick(r, streets)
	return c
}

// bigClub is the weight from which a club lives on a convention with the town.
const bigClub = 40

var quarterClubs = []clubKind{
	{"Comité de quartier %s", "Animation", "Fête de quartier et repas des voisins", 0, 3},
	{"Parents d'élèves, école %s", "Éducation", "Kermesse et sorties de fin d'année", 0, 4},
}

// fillIn puts a text in the place of %s.
func fillIn(pattern, text string) string {
	for i := 0; i+1 < len(pattern); i++ {
		if pattern[i] == '%' && pattern[i+1] == 's' {
			return pattern[:i] + text + pattern[i+2:]
		}
	}
	return pattern
}
