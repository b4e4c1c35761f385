package world

import "time"

// topics are the subjects of the ACTES nomenclature that councils deliberate
// on, by code (level 1 and 2).
var topics = map[string]string{
	"1.1":  "Commande publique/Marchés publics",
	"1.2":  "Commande publique/Délégation de service public",
	"1.4":  "Commande publique/Autres types de contrats",
	"1.6":  "Commande publique/Actes relatifs à la maîtrise d'oeuvre",
	"2.1":  "Urbanisme/Documents d'urbanisme",
	"2.2":  "Urbanisme/Actes relatifs au droit d'occupation ou d'utilisation des sols",
	"2.3":  "Urbanisme/Droit de préemption urbain",
	"3.1":  "Domaine et patrimoine/Acquisitions",
	"3.2":  "Domaine et patrimoine/Aliénations",
	"3.3":  "Domaine et patrimoine/Locations",
	"3.5":  "Domaine et patrimoine/Autres actes de gestion du domaine public",
	"3.6":  "Domaine et patrimoine/Autres actes de gestion du domaine privé",
	"4.1":  "Fonction publique/Personnel titulaires et stagiaires de la FPT",
	"4.2":  "Fonction publique/Personnel contractuel",
	"4.5":  "Fonction publique/Régime indemnitaire",
	"5.2":  "Institutions et vie politique/Fonctionnement des assemblées",
	"5.3":  "Institutions et vie politique/Désignation de représentants",
	"5.4":  "Institutions et vie politique/Délégation de fonctions",
	"5.6":  "Institutions et vie politique/Exercice des mandats locaux",
	"5.7":  "Institutions et vie politique/Intercommunalité",
	"7.1":  "Finances locales/Décisions budgétaires",
	"7.2":  "Finances locales/Fiscalité",
	"7.3":  "Finances locales/Emprunts",
	"7.5":  "Finances locales/Subventions",
	"7.6":  "Finances locales/Contributions budgétaires",
	"7.8":  "Finances locales/Fonds de concours",
	"7.10": "Finances locales/Divers",
	"8.1":  "Domaines de compétences par thèmes/Enseignement",
	"8.2":  "Domaines de compétences par thèmes/Aide sociale",
	"8.3":  "Domaines de compétences par thèmes/Voirie",
	"8.4":  "Domaines de compétences par thèmes/Aménagement du territoire",
	"8.5":  "Domaines de compétences par thèmes/Politique de la ville, habitat, logement",
	"8.7":  "Domaines de compétences par thèmes/Transports",
	"8.8":  "Domaines de compétences par thèmes/Environnement",
	"8.9":  "Domaines de compétences par thèmes/Culture",
	"9.1":  "Autres domaines de compétences/Autres domaines de compétences des communes",
	"9.4":  "Autres domaines de compétences/Voeux et motions",
}

// matter is something that a council decides.
type matter struct {
	code    string
	text    string
	always  bool         // every evening
	season  []time.Month // nil: at any time, once a year
	budget  bool         // bears on the year's budget
	divides int          // how much it divides, 0 to 3
	least   int          // from how many people on
	only    Kind         // "" for communes and communities
}

func (s *matter) suits(m *Member) bool {
	if m.Population < s.least && m.Kind != KindUnion {
		return false
	}
	if s.only == "" {
		return m.Kind == KindCommune || m.Kind == KindCommunity
	}
	return s.only == m.Kind || s.only == everyone
}

const everyone Kind = "*"

var (
	spring   = []time.Month{budgetSeason}
	june     = []time.Month{time.June}
	rentree  = []time.Month{time.September, time.October}
	winter   = []time.Month{time.November, time.December}
	newYear  = []time.Month{time.January, time.February}
	anySpell []time.Month
)

var matters = []matter{
	{"5.2", "Approbation du procès-verbal de la séance précédente", true, nil, false, 0, 0, everyone},
	{"7.1", "Débat d'orientation budgétaire {an}", false, newYear, true, 1, 3500, ""},
	{"7.1", "Ouverture de crédits d'investissement avant le vote du budget {an}", false, newYear, true, 1, 0, ""},
	{"7.5", "Demande de dotation d'équipement des territoires ruraux (DETR) {an}", false, newYear, true, 0, 0, ""},
	{"7.1", "Affectation du résultat de l'exercice {an-1}", false, spring, true, 0, 0, everyone},
	{"7.2", "Vote des taux des taxes locales pour {an}", false, spring, true, 2, 0, ""},
	{"7.1", "Vote du budget primitif {an}", false, spring, true, 3, 0, everyone},
	{"7.5", "Attribution des subventions aux associations pour {an}", false, spring, true, 1, 0, ""},
	{"7.6", "Participation au syndicat intercommunal des eaux", false, spring, true, 0, 0, KindCommune},
	{"7.1", "Approbation du compte administratif {an-1}", false, june, true, 2, 0, everyone},
	{"7.1", "Approbation du compte de gestion {an-1} du comptable public", false, june, true, 0, 0, everyone},
	{"8.1", "Tarifs de la restauration scolaire à la rentrée {an}", false, june, false, 2, 300, KindCommune},
	{"8.1", "Règlement intérieur de l'accueil périscolaire", false, rentree, false, 0, 300, KindCommune},
	{"7.10", "Admission en non-valeur de créances irrécouvrables", false, rentree, true, 0, 0, everyone},
	{"7.1", "Décision modificative n° 1 du budget principal", false, winter, true, 1, 0, everyone},
	{"7.10", "Tarifs de location des salles municipales pour {an+1}", false, winter, false, 1, 0, KindCommune},
	{"7.10", "Tarifs des concessions du cimetière pour {an+1}", false, winter, false, 0, 0, KindCommune},
	{"8.8", "Rapport sur le prix et la qualité du service public de l'eau potable {an-1}", false, winter, false, 0, 0, everyone},
	{"7.1", "Autorisation d'engager le quart des crédits d'investissement", false, winter, true, 0, 0, ""},
	{"4.1", "Mise à jour du tableau des effectifs", false, anySpell, false, 0, 0, everyone},
	{"4.1", "Création d'un poste d'adjoint technique à temps non complet", false, anySpell, true, 0, 0, everyone},
	{"4.2", "Recrutement d'agents contractuels pour accroissement saisonnier d'activité", false, anySpell, true, 0, 0, everyone},
	{"4.5", "Modification du régime indemnitaire (RIFSEEP)", false, anySpell, true, 1, 0, everyone},
	{"4.1", "Adhésion au service de médecine préventive du centre de gestion", false, anySpell, false, 0, 0, everyone},
	{"1.1", "Attribution du marché de travaux de réfection de la voirie, lot {lot}", false, anySpell, true, 1, 600, ""},
	{"1.1", "Groupement de commandes pour l'achat d'électricité", false, anySpell, false, 0, 0, everyone},
	{"1.1", "Avenant n° 1 au marché de rénovation de {lieu}", false, anySpell, true, 1, 900, ""},
	{"1.2", "Choix du mode de gestion du camping municipal", false, anySpell, false, 3, 1800, KindCommune},
	{"1.4", "Convention avec l'agence Garluche Numérique pour la publication des données", false, anySpell, false, 0, 0, everyone},
	{"1.6", "Maîtrise d'oeuvre pour la rénovation énergétique de {lieu}", false, anySpell, true, 1, 500, ""},
	{"2.1", "Avis sur le projet de plan local d'urbanisme intercommunal", false, anySpell, false, 3, 0, KindCommune},
	{"2.1", "Prescription de la modification n° 2 du PLUi", false, anySpell, false, 2, 0, KindCommunity},
	{"2.2", "Dénomination de voies et numérotation des habitations", false, anySpell, false, 1, 0, KindCommune},
	{"2.3", "Renonciation au droit de préemption, parcelle {parcelle}", false, anySpell, false, 0, 800, KindCommune},
	{"3.1", "Acquisition de la parcelle cadastrée {parcelle}", false, anySpell, true, 1, 0, ""},
	{"3.2", "Cession d'une bande de terrain, {rue}", false, anySpell, true, 2, 0, ""},
	{"3.2", "Vente de bois sur pied en forêt communale, parcelle {lot}", false, anySpell, true, 0, 0, KindCommune},
	{"3.3", "Bail du logement communal, {rue}", false, anySpell, false, 0, 0, KindCommune},
	{"3.5", "Convention d'occupation du domaine public pour le marché", false, anySpell, false, 0, 900, KindCommune},
	{"3.6", "Programme de coupes en forêt communale pour {an+1}", false, anySpell, false, 0, 0, KindCommune},
	{"5.3", "Désignation d'un représentant au conseil d'école", false, anySpell, false, 0, 300, KindCommune},
	{"5.3", "Désignation des délégués au syndicat départemental d'énergie", false, anySpell, false, 0, 0, ""},
	{"5.4", "Compte rendu des décisions prises par délégation", false, anySpell, false, 0, 900, ""},
	{"5.6", "Droit à la formation des élus", false, anySpell, true, 0, 1000, ""},
	{"5.7", "Rapport d'activité {an-1} : {epci}", false, anySpell, false, 0, 0, KindCommune},
	{"5.7", "Modification des statuts : {epci}", false, anySpell, false, 1, 0, KindCommune},
	{"7.3", "Souscription d'un emprunt de {montant} € pour les travaux de {lieu}", false, anySpell, true, 2, 400, ""},
	{"7.5", "Subvention exceptionnelle à l'école de musique", false, anySpell, true, 1, 900, ""},
	{"7.5", "Demande d'aide au Département pour {lieu}", false, anySpell, true, 0, 0, ""},
	{"7.8", "Fonds de concours pour la voirie, {rue}", false, anySpell, true, 0, 0, ""},
	{"8.1", "Convention avec l'école de musique intercommunale", false, anySpell, true, 0, 1200, ""},
	{"8.2", "Règlement des aides facultatives", false, anySpell, false, 0, 2500, ""},
	{"8.3", "Classement dans la voirie communale, {rue}", false, anySpell, false, 0, 0, KindCommune},
	{"8.3", "Limitation de vitesse à 30 km/h, {rue}", false, anySpell, false, 2, 600, KindCommune},
	{"8.4", "Adhésion au programme « Petites villes de demain »", false, anySpell, false, 0, 2500, ""},
	{"8.5", "Garantie d'emprunt pour huit logements sociaux, {rue}", false, anySpell, true, 2, 2500, ""},
	{"8.5", "Convention pour l'amélioration de l'habitat", false, anySpell, true, 0, 0, KindCommunity},
	{"8.7", "Convention pour le transport scolaire", false, anySpell, true, 0, 0, ""},
	{"8.8", "Extinction de l'éclairage public de 23 h à 6 h", false, anySpell, false, 3, 0, KindCommune},
	{"8.8", "Tarifs de la redevance des déchets pour {an+1}", false, anySpell, true, 2, 0, KindCommunity},
	{"8.8", "Travaux de renouvellement des conduites, {rue}", false, anySpell, true, 0, 0, KindUnion},
	{"8.8", "Prix de l'eau au 1er janvier {an+1}", false, anySpell, true, 2, 0, KindUnion},
	{"8.9", "Règlement de la médiathèque", false, anySpell, false, 0, 2500, ""},
	{"8.2", "Colis de fin d'année des aînés", false, anySpell, true, 0, 0, KindCCAS},
	{"8.2", "Barème du portage de repas à domicile", false, anySpell, false, 0, 0, KindCCAS},
	{"8.2", "Fonds de solidarité logement : participation {an}", false, anySpell, true, 0, 0, KindCCAS},
	{"9.1", "Adoption du plan communal de sauvegarde", false, anySpell, false, 0, 0, KindCommune},
	{"9.4", "Motion pour le maintien de la trésorerie", false, anySpell, false, 1, 0, ""},
	{"9.4", "Voeu relatif à la présence médicale sur le territoire", false, anySpell, false, 0, 0, ""},
}
