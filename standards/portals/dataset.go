package portals

import "time"

// Kind is how a portal is asked.
type Kind string

// The kinds of portal.
const (
	DCAT  Kind = "dcat"
	ODS   Kind = "opendatasoft"
	CKAN  Kind = "ckan"
	Udata Kind = "udata"
	CSW   Kind = "csw"
)

// Kinds are all of them.
var Kinds = []Kind{DCAT, ODS, CKAN, Udata, CSW}

// Known tells whether there is such a kind.
func (k Kind) Known() bool {
	for _, known := range Kinds {
		if k == known {
			return true
		}
	}
	return false
}

// Dataset is what another portal says of a dataset.
type Dataset struct {
	Identifier  string // as that portal knows it
	Title       string
	Description string
	Keywords    []string
	Themes      []string // codes of the EU authority table data-theme
	Licence     string   // "lov2", "odbl", or an address or a name as it was given
	Publisher   string   // an organisation; "" where only a person is named
	Landing     string   // the page that shows it, http or https
	Issued      time.Time
	Modified    time.Time
	Frequency   string // code of the EU authority table frequency, "" when not said
	Resources   []Resource
	BBox        *[4]float64 // west, south, east, north, in degrees
	// Schemas are the names of the schemas that its files are said to follow
	// ("scdl/subventions").
	Schemas []string `json:",omitempty"`
	// Also are other names of it: the identifiers and addresses under which the
	// portal itself says to have got it. Files are where its files lie, as far as
	// that is not what Resources say.
	Also, Files []string `json:",omitempty"`
	// Remarks are what was left out, as codes below.
	Remarks []string `json:",omitempty"`
}

// Resource is a file or an interface of a dataset.
type Resource struct {
	Title  string `json:"title,omitempty"`
	URL    string `json:"url"`              // http or https
	Format string `json:"format,omitempty"` // "csv", "geojson", "wms"; in lower case
	Size   int64  `json:"size,omitempty"`   // bytes, 0 for unknown
}

// What may be said of a dataset that was taken.
const (
	FutureDate  = "future-date"  // a date to come was left out
	MailRemoved = "mail-removed" // addresses of electronic mail were taken out
	NoResource  = "no-resource"  // nothing to download or to call
)

// Why a dataset was not taken.
const (
	NoIdentifier = "no-identifier"
	NoTitle      = "no-title"
	NoLink       = "no-link" // neither a page nor a file: nowhere to lead anybody
	Closed       = "closed"  // the portal says that it is private, deleted or not for all
	Duplicate    = "duplicate"
)

// Bad is a dataset that was not taken.
type Bad struct {
	Identifier string
	Title      string
	Why        string // one of the codes above
}

// Request is what to ask of a portal.
type Request struct {
	Method string
	URL    string
	Body   string // of a POST, as application/xml
	Accept string
}

// Page is what an answer lists.
type Page struct {
	Datasets []Dataset
	Bad      []Bad
	Total    int      // how many the portal says to have in all; 0 when it does not
	Next     *Request // nil on the last page
}

// Most of each thing that is kept of a dataset; the rest is cut off.
const (
	MostTitle       = 350 // characters, as udata has it
	MostDescription = 20_000
	MostKeywords    = 50
	MostResources   = 200
	mostAddress     = 2000 // bytes
)
