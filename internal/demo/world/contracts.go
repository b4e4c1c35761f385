package world

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"time"

	"airial/standards/sirene"
)

// purchases are what bodies buy: amounts are those of a body of 3,000 inhabitants.
var purchases = []struct {
	object, cpv, ccag  string
	least, most, month int
	firms              []int
}{
	{"Réfection de la toiture de l’école", "45261210", "Travaux", 60, 240, 6, []int{0, 1, 2}},
	{"Voirie communale, programme annuel", "45233140", "Travaux", 80, 400, 12, []int{3, 4}},
	{"Rénovation énergétique de la salle des fêtes", "45321000", "Travaux", 90, 500, 10, []int{0, 1, 2, 5}},
	{"Extension du réseau d’assainissement", "45232410", "Travaux", 150, 700, 14, []int{4, 6}},
	{"Maîtrise d’œuvre de la médiathèque", "71221000", "Maitrise d'œuvre", 45, 160, 24, []int{7, 8}},
	{"Fourniture de repas en liaison froide", "55523100", "Fournitures courantes et services", 60, 300, 24, []int{9}},
	{"Denrées pour la restauration scolaire", "15800000", "Fournitures courantes et services", 50, 180, 12, []int{9, 10}},
	{"Collecte des points d’apport volontaire", "90511000", "Fournitures courantes et services", 70, 350, 36, []int{11}},
	{"Entretien des espaces verts", "77310000", "Fournitures courantes et services", 45, 120, 36, []int{12}},
	{"Nettoyage des bâtiments", "90911200", "Fournitures courantes et services", 50, 150, 36, []int{13}},
	{"Fourniture d’électricité", "09310000", "Fournitures courantes et services", 80, 450, 24, []int{14}},
	{"Assurances de la collectivité", "66510000", "Fournitures courantes et services", 45, 110, 48, []int{15}},
	{"Tondeuse et matériel des services techniques", "16310000", "Fournitures courantes et services", 42, 90, 3, []int{16}},
	{"Transport des élèves vers la piscine", "60172000", "Fournitures courantes et services", 42, 95, 24, []int{17}},
	{"Logiciels de gestion et leur maintenance", "48000000", "Techniques de l'information et de la communication", 42, 130, 48, []int{18}},
	{"Véhicule utilitaire électrique", "34144900", "Fournitures courantes et services", 42, 70, 2, []int{16, 19}},
}

// firms are invented, as their numbers are.
var firms = []string{"Charpentes de la Lande", "Couverture Océane", "Bois et Toits du Sud", "Routes des Pins", "Travaux Publics de l’Adour", "Isolation des Deux Rives",
	"Réseaux et Canalisations du Marsan", "Atelier des Barthes, architectes", "Agence Genêt, architectes", "Cuisines du Pays", "Le Panier des Fermes", "Tri et Collecte de Gascogne",
	"Jardins de la Palombière", "Propreté des Lagunes", "Énergies du Littoral", "Mutuelle des Communes", "Motoculture Castets", "Autocars Labastide", "Numérique Landais", "Garage du Carrefour"}

type tree = map[string]any

// Buyer is a body whose platform writes documents of public procurement.
type Buyer struct {
	SIREN, INSEE string
	Population   int
	Grants       bool // it has a concession
}

// ContractsSchema is the schema of the documents.
const ContractsSchema = "139bercy/format-commande-publique"

// Contracts is the document of a body and a year, as its platform writes it.
func Contracts(m Buyer, year int) []byte {
	h := fnv.New64a()
	fmt.Fprint(h, m.SIREN, year)
	r := rand.New(rand.NewPCG(h.Sum64(), 7))
	size := min(max(float64(m.Population)/3000, 1), 6)
	count := 5 + int(size*2)
	var list []any
	for i, k := range r.Perm(len(purchases))[:min(count, len(purchases))] {
		list = append(list, purchase(r, m, year, i+1, k, size))
	}
	marches := tree{"marche": list}
	if m.Grants && year == 2025 {
		marches["contrat-concession"] = []any{concession(m)}
	}
	raw, err := json.MarshalIndent(tree{"marches": marches}, "", " ")
	if err != nil {
		panic("world: " + err.Error()) // texts and numbers
	}
	return raw
}

func purchase(r *rand.Rand, m Buyer, year, number, kind int, size float64) tree {
	p := purchases[kind]
	amount := float64(p.least+r.IntN(p.most-p.least)) * 1000 * (0.7 + 0.3*size)
	amount = float64(int(amount/10)) * 10
	day := time.Date(year, time.Month(1+r.IntN(9)), 1+r.IntN(27), 0, 0, 0, 0, time.UTC)
	procedure, bids := "Procédure adaptée", 1+r.IntN(6)
	if amount > 221_000 && p.ccag != "Travaux" {
		procedure = "Appel d'offres ouvert"
	}
	first := p.firms[r.IntN(len(p.firms))]
	holders := []any{party("titulaire", first)}
	grouping := "Pas de groupement"
	if len(p.firms) > 1 && r.IntN(4) == 0 {
		for _, other := range p.firms {
			if other != first {
				holders, grouping = append(holders, party("titulaire", other)), "Conjoint"
				break
			}
		}
	}
	code := m.INSEE
	kindOfPlace := "Code commune"
	if code == "" {
		code, kindOfPlace = "40", "Code département"
	}
	out := tree{"id": fmt.Sprintf("%d-%02d", year, number), "acheteur": tree{"id": siretOf(m.SIREN)}, "nature": "Marché", "objet": p.object, "codeCPV": p.cpv,
		"techniques": tree{"technique": []string{"Sans objet"}}, "modalitesExecution": tree{"modaliteExecution": []string{"Sans objet"}}, "marcheInnovant": false, "ccag": p.ccag,
		"offresRecues": bids, "attributionAvance": false, "typeGroupementOperateurs": grouping, "procedure": procedure, "lieuExecution": tree{"code": code, "typeCode": kindOfPlace},
		"dureeMois": p.month, "dateNotification": day.Format(time.DateOnly), "datePublicationDonnees": day.AddDate(0, 1, 3).Format(time.DateOnly), "montant": amount,
		"typesPrix": tree{"typePrix": []string{"Définitif révisable"}}, "formePrix": "Forfaitaire", "sousTraitanceDeclaree": false, "titulaires": holders,
		"considerationsSociales":          tree{"considerationSociale": []string{[]string{"Clause sociale", "Pas de considération sociale"}[r.IntN(2)]}},
		"considerationsEnvironnementales": tree{"considerationEnvironnementale": []string{[]string{"Critère environnemental", "Pas de considération environnementale"}[r.IntN(2)]}}}
	if r.IntN(4) == 0 {
		out["modifications"] = []any{tree{"modification": tree{"id": 1, "montant": float64(int(amount * (1.03 + r.Float64()*0.12))),
			"dateNotificationModification": day.AddDate(0, 2, 0).Format(time.DateOnly), "datePublicationDonneesModification": day.AddDate(0, 2, 12).Format(time.DateOnly)}}}
	}
	return out
}

func concession(m Buyer) tree {
	return tree{"id": "DSP-01", "autoriteConcedante": tree{"id": siretOf(m.SIREN)}, "nature": "Délégation de service public", "objet": "Service public de l’eau potable",
		"procedure": "Procédure négociée ouverte", "dureeMois": 120, "dateSignature": "2025-06-16", "datePublicationDonnees": "2025-07-20", "dateDebutExecution": "2025-09-01",
		"valeurGlobale": 4_800_000, "montantSubventionPublique": 0, "concessionnaires": []any{party("concessionnaire", 6)},
		"considerationsSociales":          tree{"considerationSociale": []string{"Pas de considération sociale"}},
		"considerationsEnvironnementales": tree{"considerationEnvironnementale": []string{"Clause environnementale"}}}
}

// party is a firm as the documents name it; one in five platforms leaves the name
// out, which the standard no longer asks for.
func party(role string, firm int) tree {
	number := 899_960_000 + firm*20
	for !sirene.ValidSIREN(fmt.Sprint(number)) {
		number++
	}
	out := tree{"id": siretOf(fmt.Sprint(number)), "typeIdentifiant": "SIRET"}
	if firm%5 != 4 {
		out["denominationSociale"] = firms[firm]
	}
	return tree{role: out}
}

// siretOf is the first establishment of a number that its check digit lets stand.
func siretOf(siren string) string {
	for nic := 10; nic < 100; nic++ {
		if s := siren + strings.Repeat("0", 3) + fmt.Sprint(nic); sirene.ValidSIRET(s) {
			return s
		}
	}
	return siren + "00010"
}
