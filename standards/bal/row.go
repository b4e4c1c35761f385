package bal

import (
	"fmt"
	"strings"
)

// Version is the version of the form that is written.
const Version = "1.4"

// Place is the number of a row that stands for a street or a place as a whole.
const Place = 99999

// Positions are the kinds of position, in the order of the standard.
var Positions = []string{"délivrance postale", "entrée", "bâtiment", "cage d’escalier", "logement", "parcelle", "segment", "service technique"}

// A Row is one position of an address, or a street or place as a whole.
type Row struct {
	CommuneID, StreetID, AddressID string // of the national base; "" for none
	StreetCode                     string // FANTOIR, four signs; "" when it is not known
	Insee, Commune                 string
	FormerInsee, FormerCommune     string            // of a merged commune's part
	Name                           string            // street or place
	Names                          map[string]string // in regional languages, by code: "oci"
	Complement                     string
	Complements                    map[string]string
	Number                         int // Place for none
	Suffix                         string
	Position                       string
	Located                        bool // Lon and Lat are known
	Lon, Lat                       float64
	Parcels                        []string
	Source                         string
	Changed                        string // 2026-05-12
	Certified                      bool
	Line                           int // in the file it was read from, from 1 with the header
}

// Key is the interoperability key: code of the commune, code of the street or
// xxxx, number in five digits, suffix.
func (r Row) Key() string {
	code := r.StreetCode
	if code == "" {
		code = "xxxx"
	}
	key := fmt.Sprintf("%s_%s_%05d", r.Insee, code, r.Number)
	if r.Suffix != "" {
		key += "_" + strings.ReplaceAll(fold(r.Suffix), " ", "")
	}
	return strings.ToLower(key)
}

// Label is the address in words: "12 bis Rue du Lavoir".
func (r Row) Label() string {
	if r.Number == Place {
		return r.Name
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s", r.Number, r.Suffix)) + " " + r.Name
}
