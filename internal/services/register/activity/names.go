package activity

// The names by which other rooms of the register read a record of this kind.
const (
	FieldName    = fName
	FieldAbout   = fAbout
	FieldDPIA    = fDPIA
	FieldDPIAWhy = fDPIAWhy
	FieldOrigin  = fOrigin

	ListPurposes   = lPurposes
	ListPeople     = lPeople
	ListData       = lData
	ListRecipients = lRecipients
	ListTransfers  = lTransfers
	ListMeasures   = lMeasures
	ListSoftware   = lSoftware
	ListJoint      = lJoint

	CellProduct = fProduct
)
