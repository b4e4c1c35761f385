package dcat

import "strings"

const (
	authority = "http://publications.europa.eu/resource/authority/"
	iana      = "https://www.iana.org/assignments/media-types/"
)

// Theme is a code of the EU authority table data-theme.
type Theme string

// The themes of the EU authority table.
const (
	Agriculture   Theme = "AGRI"
	Economy       Theme = "ECON"
	Education     Theme = "EDUC"
	Energy        Theme = "ENER"
	Environment   Theme = "ENVI"
	Government    Theme = "GOVE"
	Health        Theme = "HEAL"
	International Theme = "INTR"
	Justice       Theme = "JUST"
	Regions       Theme = "REGI"
	Society       Theme = "SOCI"
	Science       Theme = "TECH"
	Transport     Theme = "TRAN"
)

var themeLabels = map[Theme]Texts{
	Agriculture:   label("Agriculture, pêche, sylviculture et alimentation", "Agriculture, fisheries, forestry and food"),
	Economy:       label("Économie et finances", "Economy and finance"),
	Education:     label("Éducation, culture et sport", "Education, culture and sport"),
	Energy:        label("Énergie", "Energy"),
	Environment:   label("Environnement", "Environment"),
	Government:    label("Gouvernement et secteur public", "Government and public sector"),
	Health:        label("Santé", "Health"),
	International: label("Questions internationales", "International issues"),
	Justice:       label("Justice, système juridique et sécurité publique", "Justice, legal system and public safety"),
	Regions:       label("Régions et villes", "Regions and cities"),
	Society:       label("Population et société", "Population and society"),
	Science:       label("Science et technologie", "Science and technology"),
	Transport:     label("Transports", "Transport"),
}

func label(fr, en string) Texts { return Texts{{fr, "fr"}, {en, "en"}} }

// Labels are the theme's names, nil for a code that is not in the table.
func (t Theme) Labels() Texts { return themeLabels[t] }

// Frequency is a code of the EU authority table frequency.
type Frequency string

// The frequencies that members use; any other code of the table may be given.
const (
	Continuous Frequency = "UPDATE_CONT"
	Daily      Frequency = "DAILY"
	Weekly     Frequency = "WEEKLY"
	Biweekly   Frequency = "BIWEEKLY"
	Monthly    Frequency = "MONTHLY"
	Bimonthly  Frequency = "BIMONTHLY"
	Quarterly  Frequency = "QUARTERLY"
	HalfYearly Frequency = "ANNUAL_2"
	Annual     Frequency = "ANNUAL"
	Biennial   Frequency = "BIENNIAL"
	Triennial  Frequency = "TRIENNIAL"
	Irregular  Frequency = "IRREG"
	AsNeeded   Frequency = "AS_NEEDED"
	Never      Frequency = "NEVER"
	Unknown    Frequency = "UNKNOWN"
)

// Language is a code of the EU authority table language.
type Language string

// The languages of the interface.
const (
	French  Language = "FRA"
	English Language = "ENG"
)

// AccessRights is a code of the EU authority table access-right.
type AccessRights string

// Public says that anyone may have the data.
const Public AccessRights = "PUBLIC"

// Availability is a code of the EU authority table planned-availability.
type Availability string

// Stable promises that a distribution stays where it is.
const Stable Availability = "STABLE"

var availabilityLabels = map[Availability]Texts{Stable: label("stable", "stable")}

// PublisherType is a term of the ADMS vocabulary of publishers.
type PublisherType string

// The types of publishers that deposit.
const (
	LocalAuthority     PublisherType = "LocalAuthority"
	RegionalAuthority  PublisherType = "RegionalAuthority"
	NationalAuthority  PublisherType = "NationalAuthority"
	NonProfit          PublisherType = "NonProfitOrganisation"
	publisherTypeSpace               = "http://purl.org/adms/publishertype/"
)

var publisherTypeLabels = map[PublisherType]Texts{
	LocalAuthority:    label("Collectivité locale", "Local authority"),
	RegionalAuthority: label("Collectivité régionale", "Regional authority"),
	NationalAuthority: label("Autorité nationale", "National authority"),
	NonProfit:         label("Organisme à but non lucratif", "Non-profit organisation"),
}

// Format is a file format: a code of the EU authority table file-type and an
// IANA media type. Either may be empty.
type Format struct {
	File  string
	Media string
}

// The formats that are distributed.
var (
	CSV     = Format{"CSV", "text/csv"}
	Parquet = Format{"PARQUET", "application/vnd.apache.parquet"}
	JSON    = Format{"JSON", "application/json"}
	GeoJSON = Format{"GEOJSON", "application/geo+json"}
	XLSX    = Format{"XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
	ODS     = Format{"ODS", "application/vnd.oasis.opendocument.spreadsheet"}
	XML     = Format{"XML", "application/xml"}
	PDF     = Format{"PDF", "application/pdf"}
	ZIP     = Format{"ZIP", "application/zip"}
)

var formats = map[string]Format{
	"csv": CSV, "parquet": Parquet, "json": JSON, "geojson": GeoJSON, "xlsx": XLSX, "ods": ODS,
	"xml": XML, "pdf": PDF, "zip": ZIP, "tsv": {"TSV", "text/tab-separated-values"}, "txt": {"TXT", "text/plain"},
}

// FormatOf is the format of files with that extension, with or without a dot.
func FormatOf(extension string) (Format, bool) {
	f, ok := formats[strings.ToLower(strings.TrimPrefix(extension, "."))]
	return f, ok
}

// License is a licence document.
type License struct {
	URI  string
	Name string
	// Same are addresses of the same licence in other reference lists.
	Same []string
}

// The licences that a French administration may choose (CRPA, D323-2-1). udata
// finds its own licence by these addresses; it would take an rdfs:label for the
// licence before the address, so that the name is written as dct:title. The EU
// authority table licence has ODC_BL for the ODbL; no entry of it could be
// confirmed for the Licence Ouverte, so that none is claimed.
var (
	LicenceOuverte2 = License{
		URI:  "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
		Name: "Licence Ouverte / Open Licence version 2.0",
		Same: []string{"http://spdx.org/licenses/etalab-2.0"},
	}
	ODbL = License{
		URI:  "https://opendatacommons.org/licenses/odbl/",
		Name: "Open Data Commons Open Database License (ODbL)",
		Same: []string{authority + "licence/ODC_BL", "http://spdx.org/licenses/ODbL-1.0"},
	}
)

// LicenseOf is the licence that data.gouv.fr names so: "lov2", "fr-lo", "odbl"
// or "odc-odbl".
func LicenseOf(id string) (License, bool) {
	switch strings.ToLower(id) {
	case "lov2", "fr-lo", "etalab-2.0":
		return LicenceOuverte2, true
	case "odbl", "odc-odbl":
		return ODbL, true
	}
	return License{}, false
}
