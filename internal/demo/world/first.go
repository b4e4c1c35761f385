package world

// firstMembers is how many members are written by hand.
const firstMembers = 24

// hand is a member as written here: position in kilometres east and north of
// the centre of the département.
type hand struct {
	name       string
	kind       Kind
	population int
	insee      string
	postal     string
	community  int // 0 or 1: which of the two it belongs to
	east       int // hundreds of metres
	north      int
}

// firstCommunes are the communes of the demonstration, largest first; their
// codes follow the alphabet, as INSEE's do.
var firstCommunes = []hand{
	{"Castelarrouy", KindCommune, 29870, "96005", "96000", 0, 0, 0},
	{"Montségure", KindCommune, 12340, "96014", "96200", 1, 214, 62},
	{"Lagourgue", KindCommune, 7815, "96010", "96300", 0, -131, 88},
	{"Belhadours", KindCommune, 5190, "96003", "96210", 1, 265, -97},
	{"Doazacq", KindCommune, 3640, "96007", "96120", 0, 74, -142},
	{"Escarnac", KindCommune, 2485, "96008", "96220", 1, 158, -41},
	{"Les Trois-Airiaux", KindCommune, 2062, "96018", "96310", 0, -64, 171},
	{"Lubescos", KindCommune, 1906, "96012", "96230", 1, 312, 54},
	{"Sauvelane", KindCommune, 1342, "96017", "96130", 0, 81, 77},
	{"Arjunosse", KindCommune, 983, "96001", "96320", 0, -172, -36},
	{"Escourbac", KindCommune, 812, "96009", "96240", 1, 236, 153},
	{"Mézoulens", KindCommune, 655, "96013", "96140", 0, 22, -88},
	{"Brocassan", KindCommune, 541, "96004", "96240", 1, 287, 191},
	{"Cournegan", KindCommune, 455, "96006", "96240", 1, 251, 118},
	{"Larribère", KindCommune, 388, "96011", "96330", 0, -213, 124},
	{"Pouydarros", KindCommune, 311, "96016", "96140", 0, -42, -153},
	{"Uzescq", KindCommune, 246, "96019", "96250", 1, 341, -28},
	{"Ondressac", KindCommune, 183, "96015", "96330", 0, -254, 61},
	{"Saint-Aubesc", KindCommune, 152, "96020", "96250", 1, 329, -133},
	{"Labarthole", KindCommune, 120, "96002", "96340", 0, -188, 203},
}

// formerCommunes are those that Les Trois-Airiaux replaces.
var formerCommunes = []FormerCommune{{"Garlussan", "96021", 1180}, {"Poudarros", "96022", 540},
	{"Palousse-Vieille", "96023", 342}}

// Ranks of members that tests and tours speak of.
const (
	City           = 0  // Castelarrouy, 29,870 people
	SecondPerson   = 2  // Lagourgue: a second person approves its budgets
	OfficerChecks  = 5  // Escarnac: the operator's officer approves everything
	NewCommune     = 6  // Les Trois-Airiaux, born of three members in 2025
	SharedFirst    = 10 // Escourbac, whose secretary
	SharedSecond   = 13 // also serves Cournegan
	SharedCCAS     = 22 // and the CCAS d'Escourbac
	Silent         = 17 // Ondressac publishes nothing
	SharedMailbox  = 18 // Saint-Aubesc: two accounts on mairie@...
	Smallest       = 19 // Labarthole, 120 people, four births in 2025
	FirstCommunity = 20
	WaterUnion     = 23
)

var firstCommunities = [2]string{"Communauté de communes du Cœur de Garluche",
	"Communauté de communes des Bruyères et de la Palue"}

const (
	centreLat = 44_160_000 // micro-degrees
	centreLon = -520_000
)

// firstMember is the i-th member written by hand, -1 for the operator.
func (g *generator) firstMember(i int) Member {
	m := Member{Index: i, Radius: 2600}
	switch {
	case i < 0:
		m.Name, m.LongName = "Garluche Numérique", "Garluche Numérique, agence publique de services numériques"
		m.Kind, m.SIREN, m.Staff, m.Population = KindOperator, numberedSIREN(sirenUnion, 0), 46, 392_000
		m.settle(firstCommunes[0])
		m.Joined = Date{2008, 1, 1}
	case i < len(firstCommunes):
		h := firstCommunes[i]
		m.Name, m.Kind, m.Population = h.name, h.kind, h.population
		m.SIREN = communeSIREN(h.insee)
		m.settle(h)
		m.join(h.community)
		m.Radius = 1500 + h.population/20
		m.fullCentre = true
	case i < FirstCommunity+2:
		c := i - FirstCommunity
		m.Name, m.Kind, m.SIREN = firstCommunities[c], KindCommunity, numberedSIREN(sirenEPCI, c+1)
		m.settle(firstCommunes[c])
		for _, h := range firstCommunes {
			if h.community == c {
				m.Population += h.population
			}
		}
		m.Radius = 9000
	case i == SharedCCAS:
		h := firstCommunes[SharedFirst]
		m.Name, m.Kind, m.SIREN = "CCAS "+of(h.name), KindCCAS, numberedSIREN(sirenCCAS, 1)
		m.LongName = "Centre communal d'action sociale " + of(h.name)
		m.Population, m.Parent, m.Staff = h.population, communeSIREN(h.insee), 2
		m.settle(h)
		m.join(h.community)
	default:
		m.Name, m.Kind = "Syndicat intercommunal des eaux de la Palousse", KindUnion
		m.SIREN, m.Population, m.Staff = numberedSIREN(sirenUnion, 1), 21_460, 19
		m.settle(firstCommunes[3])
		m.Radius = 12000
	}
	m.finish(g.Seed)
	m.firstDetails()
	return m
}

// settle places the member at a commune.
func (m *Member) settle(h hand) {
	m.INSEE, m.PostalCode, m.Town = h.insee, h.postal, h.name
	m.microLat = centreLat + h.north*901
	m.microLon = centreLon + h.east*1248
}

func (m *Member) join(community int) {
	m.EPCI, m.EPCIName = numberedSIREN(sirenEPCI, community+1), firstCommunities[community]
}

// firstDetails adds what only some have: a birth date, mandates, rules.
func (m *Member) firstDetails() {
	if m.Index == NewCommune {
		m.Created = Date{2025, 1, 1}
		m.Former, m.Joined = formerCommunes, m.Created
	}
	// A commune nouvelle has the mandate of one that it replaced.
	m.mandate(m.Index < 0 || m.Index == NewCommune || m.Index == Silent || m.Index == 3 || m.Index == 16)
	switch m.Index {
	case City:
		m.Rules = []Rule{{Schema: "scdl/deliberations", Approver: RoleApprover}}
	case SecondPerson:
		m.Rules = []Rule{{Schema: "scdl/budget", Approver: RoleApprover}}
	case OfficerChecks:
		m.Rules = []Rule{{Approver: RoleDataOfficer}}
	}
}

// mandate lets the member give the operator its mandate, unless it has none.
func (m *Member) mandate(none bool) {
	if none {
		return
	}
	r := m.draw("mandate")
	year := max(m.Joined.Year, 2019) + r.n(3)
	date := Date{year, 9, 1}.AddDays(r.n(100)).workday()
	m.Mandate = &Mandate{Date: date, Service: "opendata",
		Signatory: m.leader().name() + ", " + m.headTitle(m.leader()),
		Reference: "Délibération n° " + pad(date.Year, 4) + "-" + pad(r.between(11, 78), 3) + " du " + date.slashed(),
		File:      "mandat_opendata_" + m.Slug + "_" + date.compact() + "_signe.pdf"}
}
