package bal

// Version is the version of the form that is written.
const Version = "1.4"

// Place is the number of a row that stands for a street or a place as a whole.
const Place = 99999

// Positions are the kinds of position, in the order of the standard.
var Positions = []string{"délivrance postale", "entrée", "bâtiment", "cage d’escalier", "logement", "parcelle", "segment", "service technique"}
