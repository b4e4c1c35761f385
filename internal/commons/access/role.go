package access

import "airial/internal/platform/i18n"

// Role is what a person or a token is for one member, or for the operator.
type Role string

// Roles at a member.
const (
	Manager   Role = "manager"   // manages accounts, tokens and rules of the member
	Official  Role = "official"  // elected: mayor, president, deputy
	Depositor Role = "depositor" // deposits files and asks for publication
	Approver  Role = "approver"  // approves, refuses, decides what the gates leave open
	Reader    Role = "reader"    // sees, and no more
)

// Roles at the operator.
const (
	Administrator     Role = "administrator"
	ProtectionOfficer Role = "protection-officer" // délégué à la protection des données
	OpenDataOfficer   Role = "open-data-officer"
	SecurityOfficer   Role = "security-officer"
	Support           Role = "support"
)

var roleLabels = map[Role]i18n.Text{
	Manager:           i18n.T("gestionnaire", "manager"),
	Official:          i18n.T("élu", "elected official"),
	Depositor:         i18n.T("déposant", "depositor"),
	Approver:          i18n.T("valideur", "approver"),
	Reader:            i18n.T("lecteur", "reader"),
	Administrator:     i18n.T("administrateur", "administrator"),
	ProtectionOfficer: i18n.T("délégué à la protection des données", "data-protection officer"),
	OpenDataOfficer:   i18n.T("chargé des données ouvertes", "open-data officer"),
	SecurityOfficer:   i18n.T("chargé de la sécurité", "security officer"),
	Support:           i18n.T("assistance", "support"),
}

// Label returns the role's name on screen.
func (r Role) Label() i18n.Text { return roleLabels[r] }

// OfOperator tells whether the role is one of the operator's.
func (r Role) OfOperator() bool {
	switch r {
	case Administrator, ProtectionOfficer, OpenDataOfficer, SecurityOfficer, Support:
		return true
	}
	return false
}

// Known tells whether the role exists.
func (r Role) Known() bool { _, ok := roleLabels[r]; return ok }

// Right is one thing that may be done with what a member owns.
type Right string

// The rights.
const (
	See      Right = "see"      // read the member's pieces and their lives
	Deposit  Right = "deposit"  // deposit files
	Publish  Right = "publish"  // press "Publier" on one's own deposit
	Advise   Right = "advise"   // give the opinion on personal data that a decision needs
	Decide   Right = "decide"   // settle what the gate of personal data found
	Approve  Right = "approve"  // approve or refuse a publication
	Withdraw Right = "withdraw" // hide what is published, and bring it back
	Erase    Right = "erase"    // destroy for personal data
	Register Right = "register" // keep the register of processing
	Listen   Right = "listen"   // have machines told what happens (webhooks)
	Manage   Right = "manage"   // rules, tokens, accounts and mandates of the member
)

// rights is the one table of who may do what at a member. A depositor may
// withdraw: hiding is the safe direction, and whoever sees the mistake first
// must be able to stop it.
var rights = map[Right][]Role{
	See:      {Manager, Official, Depositor, Approver, Reader},
	Deposit:  {Manager, Depositor, Approver},
	Publish:  {Manager, Depositor, Approver},
	Advise:   {}, // the data-protection officer’s alone (RGPD, art. 39)
	Decide:   {Manager, Official, Approver},
	Approve:  {Manager, Official, Approver},
	Withdraw: {Manager, Official, Depositor, Approver},
	Erase:    {Manager, Approver},
	Register: {Manager, Depositor},
	Listen:   {Manager},
	Manage:   {Manager},
}

// operatorRights is the same for the operator's people: what they may do
// without a mandate, and what a mandate of the member adds.
var operatorRights = map[Right]struct{ free, mandated []Role }{
	See:      {free: []Role{Administrator, ProtectionOfficer, OpenDataOfficer, SecurityOfficer, Support}},
	Deposit:  {mandated: []Role{OpenDataOfficer}},
	Publish:  {mandated: []Role{OpenDataOfficer}},
	Advise:   {free: []Role{ProtectionOfficer}}, // an opinion is no act in the member’s name
	Decide:   {mandated: []Role{OpenDataOfficer, ProtectionOfficer}},
	Approve:  {mandated: []Role{OpenDataOfficer}},
	Withdraw: {mandated: []Role{OpenDataOfficer, ProtectionOfficer}},
	Erase:    {mandated: []Role{OpenDataOfficer, ProtectionOfficer}},
	Register: {free: []Role{ProtectionOfficer}}, // what she is designated for (RGPD, art. 39)
	Listen:   {free: []Role{Administrator}},
	Manage:   {free: []Role{Administrator}},
}

// RolesWith returns the roles at a member that hold a right.
func RolesWith(right Right) []Role { return rights[right] }
