package world

import "strings"

// Kind says what sort of body a member is.
type Kind string

// The kinds. A commune nouvelle is a commune with a Created date and Former
// communes.
const (
	KindOperator  Kind = "operateur"
	KindCommune   Kind = "commune"
	KindCommunity Kind = "epci"
	KindCCAS      Kind = "ccas"
	KindUnion     Kind = "syndicat"
)

// Member is a body that the operator serves, or the operator itself.
type Member struct {
	Index      int    // rank, the operator's is -1
	SIREN      string // nine digits, Luhn
	SIRET      string // of the seat, fourteen digits, Luhn
	Name       string // short, unique: "Escourbac", "CCAS d'Escourbac"
	LongName   string // as acts write it: "Commune d'Escourbac"
	Slug       string // readable address, unique
	Kind       Kind
	Population int    // municipal population; that of its territory for a grouping
	Staff      int    // agents, in heads
	INSEE      string // of the commune, or of the commune where the seat is
	Town       string // that commune's name
	PostalCode string
	EPCI       string // SIREN of the community it belongs to, "" for none
	EPCIName   string
	Parent     string  // SIREN of the commune that a CCAS belongs to
	Lat, Lon   float64 // centre, WGS 84
	Radius     int     // metres within which its places lie
	Created    Date    // of a commune nouvelle, else zero
	Former     []FormerCommune
	Joined     Date // when it became a member
	Email      string
	Phone      string // ten digits
	Website    string
	Mandate    *Mandate // nil when the member has given none
	Rules      []Rule   // who must approve besides the depositor

	key        uint64
	microLat   int
	microLon   int
	fullCentre bool
}

// FormerCommune is a commune that a commune nouvelle replaces.
type FormerCommune struct {
	Name, INSEE string
	Population  int
}

// Mandate is a member's dated consent that the operator act in its name.
type Mandate struct {
	Date      Date
	Signatory string // name and quality
	Service   string // "opendata"
	Reference string // of the délibération or the convention
	File      string // name of the signed document
}

// Rule requires one more person's approval.
type Rule struct {
	Schema   string // "scdl/budget"; "" for all
	Approver string // RoleApprover (of the member) or RoleDataOfficer (of the operator, under mandate)
}

// NeedsApproval is the rule that holds for a schema, nil when none does.
func (m *Member) NeedsApproval(schema string) *Rule {
	for i, r := range m.Rules {
		if r.Schema == "" || r.Schema == schema {
			return &m.Rules[i]
		}
	}
	return nil
}

// draw gives the member's own stream of numbers for one purpose.
func (m *Member) draw(label string, numbers ...int) *rng { return draw(m.key, label, numbers...) }

// isTown tells whether the member is a commune.
func (m *Member) isTown() bool { return m.Kind == KindCommune }

// council names the assembly that deliberates.
func (m *Member) council() string {
	switch m.Kind {
	case KindCommune:
		return "conseil municipal"
	case KindCommunity:
		return "conseil communautaire"
	case KindCCAS:
		return "conseil d'administration"
	}
	return "comité syndical"
}

// head is who presides over it.
func (m *Member) head() string {
	if m.isTown() {
		return "Maire"
	}
	return "Président"
}

// seats is how many members the assembly has (CGCT L2121-2 for communes).
func (m *Member) seats() int {
	switch m.Kind {
	case KindCommunity:
		return 27 + m.Population/4000
	case KindCCAS:
		return 9
	case KindUnion, KindOperator:
		return 16
	}
	for _, step := range [...][2]int{{100, 7}, {500, 11}, {1500, 15}, {2500, 19}, {3500, 23}, {5000, 27}, {10000, 29},
		{20000, 33}, {30000, 35}, {40000, 39}, {50000, 43}, {60000, 45}, {80000, 49}, {100000, 53}} {
		if m.Population < step[0] {
			return step[1]
		}
	}
	return 55
}

// finish fills in what follows from the rest.
func (m *Member) finish(seed uint64) {
	m.key = key(seed, "member", m.Index)
	m.SIRET = siret(m.SIREN, 1)
	m.Slug = shortSlug.Replace(slug(m.Name))
	if m.LongName == "" {
		m.LongName = m.Name
		if m.isTown() {
			m.LongName = "Commune " + of(m.Name)
		}
	}
	r := m.draw("traits")
	if m.Staff == 0 {
		m.Staff = max(1, staff(m, r))
	}
	if m.Phone == "" {
		m.Phone = officePhone(r)
	}
	host := m.Slug
	if len(host) > 63 { // the longest label that a domain name may have
		host = "m" + m.SIREN
	}
	m.Website = "https://www." + host + ".example"
	m.Email = mailbox[m.Kind] + "@" + host + ".example"
	m.Lat, m.Lon = float64(m.microLat)/1e6, float64(m.microLon)/1e6
	if m.Joined.IsZero() {
		m.Joined = Date{r.between(2014, 2024), 1, 1}
	}
}

// shortSlug shortens what the names of groupings begin with.
var shortSlug = strings.NewReplacer("communaute-de-communes-des-", "cc-", "communaute-de-communes-du-", "cc-",
	"communaute-de-communes-", "cc-", "syndicat-intercommunal-des-eaux-de-la-", "eaux-",
	"syndicat-intercommunal-des-eaux-", "eaux-", "syndicat-mixte-de-gestion-des-bassins-versants-", "bassins-versants-",
	"syndicat-de-voirie-du-canton-", "voirie-")

var mailbox = map[Kind]string{KindOperator: "contact", KindCommune: "mairie", KindCommunity: "accueil",
	KindCCAS: "ccas", KindUnion: "secretariat"}

func staff(m *Member, r *rng) int {
	switch m.Kind {
	case KindCommunity:
		return m.Population/190 + r.n(12)
	case KindCCAS:
		return m.Population/700 + r.n(3)
	case KindUnion:
		return m.Population/900 + r.n(4)
	}
	per := 110 // inhabitants for one agent, in a village
	switch {
	case m.Population > 10000:
		per = 52
	case m.Population > 3500:
		per = 68
	case m.Population > 1000:
		per = 85
	}
	return m.Population/per + r.n(3)
}
