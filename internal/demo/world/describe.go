package world

import (
	"strconv"
	"strings"
)

// subject describes a sort of file.
type subject struct {
	schema, slug, title, description, theme, keywords, frequency string
}

// In titles %s stands for the season, %o for the body with its "de", %p with its
// article, %c for its assembly. The themes are the portal's.
var subjects = map[what]subject{
	primaryBudget: {"scdl/budget", "budget-primitif", "Budget primitif %s %o",
		"Le budget principal tel que voté par le %c : dépenses et recettes prévues, par chapitre et par compte (M57).",
		"Finances publiques", "budget;finances;m57", "Annuelle"},
	accounts: {"scdl/budget", "compte-administratif", "Compte administratif %s %o",
		"Ce qui a été réellement dépensé et encaissé dans l’année, compte par compte, à côté de ce qui était prévu.",
		"Finances publiques", "budget;compte-administratif;m57", "Annuelle"},
	amendment: {"scdl/budget", "decision-modificative", "Décision modificative n° 1 du budget %s %o",
		"Les changements apportés au budget principal en cours d’année.",
		"Finances publiques", "budget;decision-modificative;m57", "Irrégulière"},
	subsidies: {"scdl/subventions", "subventions", "Subventions attribuées par %p en %s",
		"Les subventions attribuées aux associations et autres organismes : bénéficiaire, objet, montant et date.",
		"Finances publiques", "subventions;associations", "Annuelle"},
	deliberations: {"scdl/deliberations", "deliberations", "Délibérations %s %o",
		"La liste des délibérations du %c avec leur objet, leur matière et le résultat du vote.",
		"Administration", "deliberations;vie-politique", "Trimestrielle"},
	equipment: {"scdl/equipements", "equipements", "Équipements publics %o",
		"Mairie, écoles, salles, terrains de sport, cimetières : adresse, position et horaires quand ils sont connus.",
		"Services et équipements", "equipements;lieux", "Irrégulière"},
	menus: {"scdl/menus-collectifs", "menus", "Menus de la cantine %o, %s",
		"Les menus servis chaque jour d’école, avec les allergènes et les produits sous signe de qualité.",
		"Éducation", "cantine;menus;ecoles", "Mensuelle ou plusieurs fois par mois"},
	dishes: {"scdl/plats-menus-collectifs", "plats", "Composition des plats de la cantine %o, %s",
		"Les produits qui entrent dans les plats servis, leur provenance et leurs signes de qualité.",
		"Éducation", "cantine;plats;alimentation", "Mensuelle ou plusieurs fois par mois"},
	firstNames: {"scdl/prenoms", "prenoms", "Prénoms des nouveau-nés %o, %s",
		"Les prénoms déclarés à l’état civil, par année et par sexe.",
		"Population", "prenoms;etat-civil;naissances", "Annuelle"},
	catalogue: {"scdl/catalogue", "catalogue", "Catalogue des données ouvertes %o",
		"La liste des jeux de données publiés, avec leur description et leur fréquence de mise à jour.",
		"Administration", "catalogue;open-data", "Semestrielle"},
	associations: {"none", "associations", "Annuaire des associations %o",
		"Les associations actives sur la commune, leur domaine et leur siège.",
		"Vie associative", "associations;annuaire", "Annuelle"},
	markets: {"none", "marches", "Marchés de plein air %o",
		"Les marchés hebdomadaires et saisonniers : jours, horaires, emplacement, nombre d’étals.",
		"Économie", "marches;commerce", "Irrégulière"},
	rooms: {"none", "salles", "Salles municipales à louer %o",
		"Les salles que chacun peut louer : surface, nombre de places, tarifs.",
		"Services et équipements", "salles;location;tarifs", "Annuelle"},
	prices: {"none", "tarifs-periscolaires", "Tarifs périscolaires %o, %s",
		"Le prix du repas, de la garderie et de l’accueil de loisirs selon le quotient familial.",
		"Éducation", "tarifs;periscolaire;cantine", "Annuelle"},
	wastePoints: {"none", "points-apport-volontaire", "Points d’apport volontaire %o",
		"L’emplacement des bornes à verre, à papier et à emballages.",
		"Environnement", "dechets;tri;bornes", "Semestrielle"},
	wasteTonnage: {"none", "dechets-collectes", "Déchets collectés par %p, mois par mois",
		"Les tonnages collectés chaque mois, par type de déchets.",
		"Environnement", "dechets;tonnages", "Annuelle"},
	waterQuality: {"none", "eau-potable", "Analyses de l’eau potable %o",
		"Les résultats des prélèvements au réservoir et au robinet.",
		"Environnement", "eau;qualite;analyses", "Annuelle"},
	mealsOnWheels: {"none", "portage-repas", "Repas portés à domicile par %p",
		"Le nombre de repas livrés chaque mois, par tournée.",
		"Action sociale", "repas;seniors;portage", "Annuelle"},
	services: {"none", "catalogue-services", "Services numériques proposés aux adhérents %o",
		"Les services, leur contenu et le nombre d’adhérents qui y ont souscrit.",
		"Administration", "services;numerique;mutualisation", "Annuelle"},
	trees: {"none", "arbres", "Arbres d’alignement %o",
		"Les arbres des rues et des places : essence, année de plantation, position.",
		"Environnement", "arbres;patrimoine-vegetal", "Annuelle"},
}

// ofBody is "de" before the member, as a title says it.
func (m *Member) ofBody() string {
	switch m.Kind {
	case KindCommunity:
		return "de la " + m.Name
	case KindCCAS, KindUnion:
		return "du " + m.Name
	}
	return of(m.Name)
}

// withArticle is the member as the agent of a phrase names it.
func (m *Member) withArticle() string {
	switch m.Kind {
	case KindCommunity:
		return "la " + m.Name
	case KindCCAS, KindUnion:
		return "le " + m.Name
	}
	if strings.HasPrefix(m.Name, "Les ") {
		return "l" + m.Name[1:]
	}
	return m.Name
}

// describe writes a piece's metadata.
func (g *generator) describe(m *Member, w what, covers season) Deposit {
	s := subjects[w]
	when, keyed := strconv.Itoa(covers.year), strconv.Itoa(covers.year)
	switch {
	case covers.month > 0:
		when, keyed = frenchMonths[covers.month]+" "+when, keyed+"-"+pad(int(covers.month), 2)
	case w == firstNames && m.Population > firstNamesSeries:
		when = "depuis " + strconv.Itoa(m.firstNamesFrom(covers.year))
	case w == prices:
		when = strconv.Itoa(covers.year) + "-" + strconv.Itoa(covers.year+1)
	}
	swap := strings.NewReplacer("%s", when, "%o", typo(m.ofBody()), "%p", typo(m.withArticle()), "%c", typo(m.council()))
	return Deposit{
		Key: m.SIREN + "/" + s.slug + "-" + keyed, SIREN: m.SIREN, Schema: s.schema,
		Title: swap.Replace(s.title), Description: swap.Replace(s.description),
		Theme: s.theme, Keywords: strings.Split(s.keywords, ";"), Frequency: s.frequency,
	}
}
