package organisation

import (
	"time"

	"airial/internal/platform/i18n"
)

// Kind is what sort of public body a member is.
type Kind string

// The kinds of member.
const (
	Commune         Kind = "commune"
	CommuneNouvelle Kind = "commune-nouvelle" // art. L2113-1 CGCT
	EPCI            Kind = "epci"             // communauté de communes, d’agglomération, métropole
	CCAS            Kind = "ccas"             // centre communal d’action sociale
	CIAS            Kind = "cias"
	Syndicat        Kind = "syndicat"
	Departement     Kind = "departement"
	Operateur       Kind = "operateur"
	Other           Kind = "autre"
)

var kindLabels = map[Kind]i18n.Text{
	Commune:         i18n.T("Commune", "Municipality (commune)"),
	CommuneNouvelle: i18n.T("Commune nouvelle", "Merged municipality (commune nouvelle)"),
	EPCI:            i18n.T("Intercommunalité", "Intermunicipal body (EPCI)"),
	CCAS:            i18n.T("Centre communal d’action sociale", "Municipal social-action centre (CCAS)"),
	CIAS:            i18n.T("Centre intercommunal d’action sociale", "Intermunicipal social-action centre (CIAS)"),
	Syndicat:        i18n.T("Syndicat", "Joint authority (syndicat)"),
	Departement:     i18n.T("Département", "Département"),
	Operateur:       i18n.T("Opérateur public de services numériques", "Public operator of digital services"),
	Other:           i18n.T("Autre organisme public", "Other public body"),
}

// Label returns the kind's name on screen.
func (k Kind) Label() i18n.Text { return kindLabels[k] }

// Known tells whether the kind exists.
func (k Kind) Known() bool { _, ok := kindLabels[k]; return ok }

// Kinds lists the kinds in the order in which a form shows them.
func Kinds() []Kind {
	return []Kind{Commune, CommuneNouvelle, EPCI, CCAS, CIAS, Syndicat, Departement, Operateur, Other}
}

// Member is a body that the operator serves, or the operator itself.
type Member struct {
	ID         string
	Siren      string // 9 digits
	Name       string
	Kind       Kind
	Population int    // legal population, inhabitants; 0 where it has none
	Staff      int    // agents, heads; 0 when it is not known
	Slug       string // its address on the portal
	Insee      string // code officiel géographique, communes only
	Postcode   string
	GroupID    string // the EPCI it belongs to, or the commune of a CCAS; "" for none
	IsOperator bool
	Created    time.Time
	Closed     time.Time // zero while it is served
}
