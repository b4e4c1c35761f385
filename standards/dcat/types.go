package dcat

import "time"

// Catalog describes a catalogue, or one page of it.
type Catalog struct {
	URI         string // required, the same on every page
	Title       Texts  // required
	Description Texts  // the title stands in for it
	Publisher   Agent  // required
	Homepage    string
	Languages   []Language
	License     License // of the catalogue itself
	Issued      time.Time
	Modified    time.Time
	Spatial     []Location
	// Services are interfaces to the whole catalogue. Those of one dataset go
	// with its distributions.
	Services []DataService
	// Nothing is of what its publishers have nothing.
	Nothing []Nothing
	// Paging tells the harvester where the other pages are; nil for one page.
	Paging *Paging
}

// Dataset is a dcat:Dataset.
type Dataset struct {
	URI string // required, stable
	// Identifier is what harvesters recognise the dataset by, whatever becomes
	// of its addresses: unique in the catalogue, never changed. Required.
	Identifier  string
	Title       Texts // required
	Description Texts // plain text or Markdown; the title stands in for it
	// Keywords are written beside the themes: udata makes its tags of them.
	Keywords    Texts
	Themes      []Theme
	LandingPage string
	Pages       []string // documentation
	Publisher   Agent
	Contact     ContactPoint
	Issued      time.Time
	// Modified is cut down to Options.Now: udata refuses a date to come.
	Modified     time.Time
	Frequency    Frequency
	Languages    []Language
	Spatial      []Location
	Temporal     PeriodOfTime
	ConformsTo   Standard // one: udata reads one
	AccessRights AccessRights
	Version      string
	VersionNotes Texts
	Provenance   Texts
	// HighValue is the category of high-value datasets under which it falls; ""
	// for none. It is written as DCAT-AP HVD 3.0.0 wants it: with the regulation,
	// on the dataset and on its distributions.
	HighValue HighValue

	Distributions []Distribution
}

// Nothing is the word of a publisher that there is nothing to publish under a
// standard for a period. It is a dcat:Resource of the catalogue (DCAT 3, 6.4.1)
// and no dataset: who harvests datasets passes it by.
type Nothing struct {
	URI         string // required
	Identifier  string
	Title       Texts // required
	Description Texts
	Publisher   Agent
	ConformsTo  Standard
	Temporal    PeriodOfTime
	Issued      time.Time
	LandingPage string
}

// Distribution is one form in which a dataset is had: a file, an interface.
type Distribution struct {
	URI         string
	Identifier  string
	Title       Texts
	Description Texts
	// AccessURL and DownloadURL stand in for one another. udata takes the
	// DownloadURL for the identity of the resource: it must never change.
	AccessURL    string
	DownloadURL  string
	Format       Format
	License      License
	ByteSize     int64  // 0 for unknown
	SHA256       string // hexadecimal, 64 digits
	Issued       time.Time
	Modified     time.Time
	Languages    []Language
	ConformsTo   Standard
	Availability Availability
	// Service makes the distribution an interface instead of a file.
	Service *DataService
}

// DataService is a dcat:DataService, an interface to query data.
type DataService struct {
	URI                 string // required
	Identifier          string
	Title               Texts  // required
	EndpointURL         string // required
	EndpointDescription string // address of its OpenAPI document
	Description         Texts
	Keywords            Texts
	LandingPage         string
	Publisher           Agent
	Contact             ContactPoint
	License             License
	AccessRights        AccessRights
	ConformsTo          Standard
}

// Agent is an organisation that publishes. It is written when it has a name.
type Agent struct {
	URI        string
	Name       Texts
	Identifier string // its SIREN
	Type       PublisherType
	Homepage   string
}

// ContactPoint is where to write to about a dataset. It is written when it has
// an address.
type ContactPoint struct {
	Name  string
	Email string
	URL   string // a form
}

// PeriodOfTime is a span of days; either end may be open.
type PeriodOfTime struct {
	Start, End time.Time
}

// Location is a place: an address of a reference (such as id.insee.fr), an
// area, or both.
type Location struct {
	URI  string
	Name Texts
	BBox *BBox
}

// BBox is an area between meridians and parallels, in degrees (WGS 84).
type BBox struct {
	West, South, East, North float64
}

// Standard is what data conform to: the address of a schema, its name.
type Standard struct {
	URI   string
	Title string
}

// Text is a text and its language: "fr", "en", or "" for none.
type Text struct {
	Value, Lang string
}

// Texts is the same text in several languages, or several words.
type Texts []Text

// Fr makes French texts.
func Fr(values ...string) Texts { return in("fr", values) }

// En makes English texts.
func En(values ...string) Texts { return in("en", values) }

func in(lang string, values []string) Texts {
	out := make(Texts, len(values))
	for i, v := range values {
		out[i] = Text{Value: v, Lang: lang}
	}
	return out
}
