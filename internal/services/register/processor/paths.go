package processor

import "airial/internal/commons/console"

const (
	tab          = "rgpd"
	pattern      = console.MemberPattern + "/rgpd/processors"
	operatorPath = console.Home + "/operator/rgpd/processors"
	// CataloguePath is the address of the operator's catalogue.
	CataloguePath = console.Home + "/operator/rgpd/catalogue"
)

// Path is the address of what a member uses.
func Path(siren string) string { return console.MemberPath(siren) + "/rgpd/processors" }
