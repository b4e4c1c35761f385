package opendata

import (
	"time"

	"airial/internal/platform/i18n"
)

// Kind is the kind of piece that this room owns.
const Kind = "dataset"

// State is how a dataset stands for the public.
type State string

// The states of a dataset.
const (
	Draft     State = "draft" // nothing of it is published (yet, or any more)
	Published State = "published"
	Withdrawn State = "withdrawn"
	Erased    State = "erased"
)

// Dataset is a piece as the public sees it. Its id is the piece's.
type Dataset struct {
	ID          string
	MemberID    string
	Slug        string // its readable address within the member; "" once erased
	Title       string
	Description string
	Licence     string // a key of Licences
	Frequency   string // a key of Frequencies
	Keywords    []string
	Covers      Span // the period covered, in its publisher's words
	State       State
	VersionID   string // the version that its address shows; "" when none is published
	Number      int    // of that version
	Schema      SchemaRef
	Rows        int64
	Created     time.Time
	Issued      time.Time // first publication
	Modified    time.Time // latest publication
	Hidden      time.Time // withdrawal or erasure
	HiddenWhy   string    // a key of WithdrawalReasons
	HiddenNote  string    // what was said beside the reason
}

// SchemaRef names a schema of the catalogue, with its version. Both are "" for
// a table without schema.
type SchemaRef struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Column is a column of a published table.
type Column struct {
	Name        string    `json:"name"`
	Type        string    `json:"type"` // text, integer, number, boolean, date, datetime...
	Title       i18n.Text `json:"title"`
	Description i18n.Text `json:"description"`
	Required    bool      `json:"required,omitempty"`
	Values      []string  `json:"values,omitempty"` // the only ones allowed
}

// Edition is a version of a dataset that is, or was, published, with what was
// made of it.
type Edition struct {
	VersionID     string
	DatasetID     string
	MemberID      string
	Number        int
	Schema        SchemaRef
	Columns       []Column
	Rows          int64
	FileName      string // of the original
	MediaType     string // of the original
	Original      File
	CSV           File
	Parquet       File
	Preview       [][]string // the first rows, as text
	Issued        time.Time
	Retracted     time.Time // undone; zero while it stands
	Spans         Span      // the days that its dates span
	SpansColumn   string    // the column that they were read from
	Extent        *Extent   // where its places lie; nil for none
	CurrentNumber int       // of the edition that the dataset's address shows
}

// File is one of the files in which an edition can be had.
type File struct {
	Digest string // SHA-256, hexadecimal
	Size   int64  // bytes
}

// Licence is a licence under which data may be used again.
type Licence struct {
	Key   string
	Label i18n.Text
	URI   string
}

// Licences are those of décret 2017-638 (art. D323-2-1 CRPA) for public data.
var Licences = []Licence{
	{"lov2", i18n.T("Licence Ouverte 2.0", "Open Licence 2.0"), "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"},
	{"odbl", i18n.T("Open Database License (ODbL)", "Open Database License (ODbL)"), "https://opendatacommons.org/licenses/odbl/1-0/"},
}

// LicenceOf returns the licence of a key; an unknown key gives the first.
func LicenceOf(key string) Licence {
	for _, l := range Licences {
		if l.Key == key {
			return l
		}
	}
	return Licences[0]
}

// Frequency is how often a dataset is renewed: the EU authority table's term.
type Frequency struct {
	Key   string // of the table "frequency" of the EU Publications Office
	Label i18n.Text
}

// Frequencies are the ones that local data have in practice.
var Frequencies = []Frequency{
	{"UNKNOWN", i18n.T("non précisée", "not stated")},
	{"ANNUAL", i18n.T("annuelle", "yearly")},
	{"QUARTERLY", i18n.T("trimestrielle", "quarterly")},
	{"MONTHLY", i18n.T("mensuelle", "monthly")},
	{"WEEKLY", i18n.T("hebdomadaire", "weekly")},
	{"DAILY", i18n.T("quotidienne", "daily")},
	{"IRREG", i18n.T("irrégulière", "irregular")},
}

// WithdrawalReason is why a dataset is taken off the public site.
type WithdrawalReason struct {
	Key   string
	Label i18n.Text
}

// WithdrawalReasons is the list to choose from. The public page shows the
// reason.
var WithdrawalReasons = []WithdrawalReason{
	{"error", i18n.T("Les données contiennent une erreur", "The data contain an error")},
	{"personal-data", i18n.T("Les données contiennent des informations personnelles", "The data contain personal information")},
	{"rights", i18n.T("Des droits de tiers s’opposent à la publication", "Rights of others stand against publication")},
	{"obsolete", i18n.T("Les données n’ont plus cours", "The data are out of date")},
	{"duplicate", i18n.T("Le jeu de données existe en double", "The dataset is a duplicate")},
	{"other", i18n.T("Autre raison", "Another reason")},
}

// ReasonOf returns the reason of a key; ok is false for an unknown one.
func ReasonOf(key string) (WithdrawalReason, bool) {
	for _, r := range WithdrawalReasons {
		if r.Key == key {
			return r, true
		}
	}
	return WithdrawalReason{}, false
}

// reasonLeft is that of datasets whose member has left.
var reasonLeft = WithdrawalReason{WhyLeft, i18n.T("La collectivité n’est plus servie par l’opérateur", "The body is no longer served by the operator")}

// PublicReason is ReasonOf for the public page, with the reasons that are not
// offered in forms.
func PublicReason(key string) (WithdrawalReason, bool) {
	if key == WhyLeft {
		return reasonLeft, true
	}
	return ReasonOf(key)
}
