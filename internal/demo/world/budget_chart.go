package world

// post is a line that a budget may hold: an account of the M57 chart with the
// share it usually takes (per ten thousand) of its group, between two sizes of
// population, and for bodies of 3,500 people and more the functions it is
// spread over.
type post struct {
	account, label string
	chapter        string
	share          int
	least, most    int
	functions      []function
}

type function struct {
	code  string
	share int
}

func spreadOver(pairs ...any) []function {
	var out []function
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, function{pairs[i].(string), pairs[i+1].(int)})
	}
	return out
}

// Usual spreads over the functions of the M57.
var (
	general   = spreadOver("020", 1)
	buildings = spreadOver("020", 25, "213", 30, "321", 20, "311", 10, "323", 15)
	machines  = spreadOver("020", 40, "845", 40, "511", 20)
	roads     = spreadOver("845", 1)
	schools   = spreadOver("213", 70, "281", 30)
	canteen   = spreadOver("281", 1)
	people    = spreadOver("020", 38, "213", 17, "281", 12, "845", 14, "511", 9, "313", 6, "331", 4)
	elected   = spreadOver("031", 1)
	feasts    = spreadOver("023", 60, "311", 40)
	clubs     = spreadOver("024", 25, "326", 50, "311", 25)
	none01    = spreadOver("01", 1)
)

var chapterLabels = map[string]string{
	"002": "Résultat de fonctionnement reporté",
	"011": "Charges à caractère général",
	"012": "Charges de personnel et frais assimilés",
	"013": "Atténuations de charges",
	"014": "Atténuations de produits",
	"023": "Virement à la section d'investissement",
	"042": "Opérations d'ordre de transfert entre sections",
	"65":  "Autres charges de gestion courante",
	"66":  "Charges financières",
	"67":  "Charges spécifiques",
	"68":  "Dotations aux provisions et dépréciations",
	"70":  "Produits des services, du domaine et ventes diverses",
	"73":  "Impôts et taxes",
	"731": "Fiscalité locale",
	"74":  "Dotations et participations",
	"75":  "Autres produits de gestion courante",
	"001": "Solde d'exécution de la section d'investissement reporté",
	"021": "Virement de la section de fonctionnement",
	"040": "Opérations d'ordre de transfert entre sections",
	"10":  "Dotations, fonds divers et réserves",
	"13":  "Subventions d'investissement",
	"16":  "Emprunts et dettes assimilées",
	"20":  "Immobilisations incorporelles",
	"204": "Subventions d'équipement versées",
	"21":  "Immobilisations corporelles",
	"23":  "Immobilisations en cours",
}

var functionLabels = map[string]string{
	"01":   "Opérations non ventilables",
	"020":  "Administration générale de la collectivité",
	"023":  "Fêtes et cérémonies",
	"024":  "Aide aux associations (non classées ailleurs)",
	"025":  "Cimetières et pompes funèbres",
	"031":  "Assemblée délibérante",
	"213":  "Classes regroupées",
	"281":  "Hébergement et restauration scolaires",
	"311":  "Activités artistiques, actions et manifestations culturelles",
	"313":  "Bibliothèques, médiathèques",
	"321":  "Salles de sport, gymnases",
	"323":  "Piscines",
	"326":  "Manifestations sportives",
	"331":  "Centres de loisirs",
	"4221": "Crèches et garderies",
	"424":  "Personnes en difficulté",
	"510":  "Services communs",
	"511":  "Espaces verts urbains",
	"512":  "Eclairage public",
	"633":  "Développement touristique",
	"7212": "Collecte des déchets",
	"7213": "Tri, valorisation et traitement des déchets",
	"845":  "Voirie communale",
}

// chart is the set of posts of a kind of body.
type chart struct {
	income    []post // operating, real
	spending  []post
	equipment []post
	grants    []post // investment income from others
	perHead   func(population int) int
	functions bool
}

// perHead of communes in euros of operating income per inhabitant: high in tiny
// villages and in towns, lowest between 500 and 2,000 people.
func townPerHead(population int) int {
	for _, s := range [...][2]int{{200, 1040}, {500, 930}, {2000, 840}, {3500, 910}, {5000, 1010}, {10000, 1130},
		{20000, 1280}, {50000, 1430}} {
		if population < s[0] {
			return s[1]
		}
	}
	return 1560
}

func flat(euros int) func(int) int { return func(int) int { return euros } }

var charts = map[Kind]*chart{
	KindCommune:   {townIncome, townSpending, townEquipment, townGrants, townPerHead, true},
	KindCommunity: {communityIncome, communitySpending, communityEquipment, townGrants, flat(468), true},
	KindCCAS:      {careIncome, careSpending, careEquipment, nil, flat(64), false},
	KindUnion:     {unionIncome, unionSpending, unionEquipment, townGrants, flat(112), false},
	KindOperator:  {unionIncome, unionSpending, unionEquipment, townGrants, flat(14), false},
}
