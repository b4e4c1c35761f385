package portal

import (
	"context"
	"time"

	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
)

// Catalogue is what this room needs of whoever keeps members and datasets. It
// answers the public: only what is published is found. What does not exist is
// a fault of kind NotFound.
type Catalogue interface {
	// Figures counts what is published.
	Figures(ctx context.Context) (Figures, error)
	// Search finds datasets.
	Search(ctx context.Context, q Search) (Results, error)
	// Walk calls yield with all that a search finds, in its order.
	Walk(ctx context.Context, q Search, yield func(Dataset) error) error
	// Bodies finds members, by name, and how many there are.
	Bodies(ctx context.Context, q BodySearch) ([]Body, int, error)
	// Communes finds communes by words of the name, a postcode or a code officiel
	// géographique.
	Communes(ctx context.Context, query string, limit int) ([]Body, error)
	// Around returns a commune, by its address, with the bodies around it.
	Around(ctx context.Context, address string) (Around, error)
	// Body returns the member to which an address leads: its readable one, its
	// SIREN, or one that it once had.
	Body(ctx context.Context, address string) (Profile, error)
	// Dataset returns what the page of a dataset shows. member and dataset are
	// addresses; dataset may be its identifier, member may then be "". number
	// is that of a version, 0 for the latest.
	Dataset(ctx context.Context, member, dataset string, number int) (Shown, error)
	// Near finds datasets like a published one, a few.
	Near(ctx context.Context, d Dataset) (Near, error)
	// Addresses calls yield with each address of the site that search engines
	// should know, from the offset on, limit of them at most.
	Addresses(ctx context.Context, offset, limit int, yield func(Address) error) error
}

// Rows is what this room needs of whoever queries published tables.
type Rows interface {
	Rows(ctx context.Context, dataset string, number int, q tables.Query) (tables.Page, error)
}

// Schemas is what this room needs to know of the schemas under which data are
// published.
type Schemas interface {
	All() []Schema
	Schema(name string) (Schema, bool)
}

// Figures are what the home page counts.
type Figures struct {
	Datasets   int
	Rows       int64
	Bodies     int // members served
	Publishing int // of which have published something
}

// Body is a member, with what it publishes.
type Body struct {
	organisation.Member
	Datasets int
	Latest   time.Time // of its last publication; zero for none
}

// BodySearch chooses members.
type BodySearch struct {
	Query         string // words of the name, a postcode, a SIREN
	Kind          organisation.Kind
	Limit, Offset int
	Uncounted     bool // how many there are in all is not asked
}

// Profile is a member with those around it.
type Profile struct {
	Body
	Group   *organisation.Member  // the body that it belongs to
	Members []organisation.Member // those that belong to it
	Former  []organisation.Member // those whose place it has taken
	Nothing []Nothing             // what it has declared to have nothing of
}

// Nothing is a member's word that it has nothing to publish under a schema for a
// period.
type Nothing struct {
	Schema   string // name in the catalogue
	Period   string // 2026, 2026-T1 or 2026-03
	Declared time.Time
}

// Dataset is a published dataset as lists show it.
type Dataset struct {
	ID          string
	Slug        string
	Title       string
	Description string
	Keywords    []string
	Schema      string // name in the catalogue, "" for none
	Licence     string // its key
	Rows        int64
	Number      int // of the version shown
	Issued      time.Time
	Modified    time.Time
	Body        organisation.Member
}

// Search chooses datasets.
type Search struct {
	Query         string
	Member        string // an address, "" for all
	Area          string // the address of an EPCI: what is published in its territory; "" for all
	Schema        string // a name, "none" for tables without, "" for all
	Theme         string // a code of the EU's table, "none" for those without, "" for all
	Licence       string // a key, "" for all
	Format        string // "csv", "geojson"…, "" for all
	Origin        string // originHere, the id of a source of harvested datasets, "" for all; the catalogue has no part in it
	Year          int    // of the latest publication, 0 for all
	Sort          string // "" for relevance, "recent", "title"
	Limit, Offset int
	Facets        bool // count by what the search can be narrowed too
	Own           bool // on the member's own site: other members do not matter
}

// Results is what a search finds.
type Results struct {
	Datasets []Dataset
	Total    int
	Titled   int                  // the first so many have the words in their titles, where that decides the order
	Within   *organisation.Member // the member searched in, if any
	Around   *organisation.Member // the EPCI in whose territory was searched, if any
	Facets
	// Publishing is how many members the search finds something of.
	Publishing int
	// Instead are the words of which nothing is found, with those that were
	// looked for in their place.
	Instead []Instead
}

// Facets count what a search finds by each thing by which it can be narrowed,
// the largest first. Each counts under all filters but its own.
type Facets struct {
	Schemas  []Facet // by name, "" for none
	Members  []Facet // by readable address; not all of them
	Areas    []Facet // by readable address; not all of them
	Themes   []Facet // by code, "none" for none
	Licences []Facet // by key
	Formats  []Facet
	Years    []Facet
}

// Facet is a value by which a search can be narrowed.
type Facet struct {
	Value, Label string
	Count        int
}

// Instead is a word that was typed, and the one that was looked for.
type Instead struct{ Typed, Meant string }

// Shown is what the page of a dataset shows.
type Shown struct {
	Dataset
	Licence       Licence
	Frequency     i18n.Text // empty when not stated
	Every         int       // days after which a new version is due; 0 when not stated
	SchemaVersion string
	Period        Period // the days that the data cover; zero while nobody knows
	Columns       []Field
	Preview       [][]string // the first rows of the version, as text
	Version       Version    // the one shown
	Latest        int        // number of the latest
	History       []Version  // all that stand, the latest first
	Passing       bool       // the version shown gives way to the next one, and is not kept
	// Hidden is set when the dataset is no longer public; only the body, the
	// identifier and, after a withdrawal, the title are then known.
	Hidden *Hidden
}

// Near are the datasets that a reader of one may look for too.
type Near struct {
	Elsewhere []Dataset // of the same kind, of other bodies
	Own       []Dataset // of the same body
}

// Period is the first and the last day that data cover, midnight UTC.
type Period struct {
	From, Until time.Time
	Column      string // whose dates say so; "" when the publisher has said it
}

// Known tells whether there is one.
func (p Period) Known() bool { return !p.From.IsZero() && !p.Until.IsZero() }

// Version is a published version, with the files in which it can be had.
type Version struct {
	Number   int
	Issued   time.Time
	Rows     int64
	FileName string // of the original
	Original File
	CSV      File
	Parquet  File
}

// File is one of a version's files.
type File struct {
	Digest string // SHA-256, hexadecimal
	Size   int64  // bytes
}

// Hidden says why a dataset is no longer public.
type Hidden struct {
	Erased bool
	At     time.Time
	Why    i18n.Text // the reason, from the list
	Note   string    // what was said beside it
}

// Licence is under what terms data may be used again.
type Licence struct {
	Key   string // "lov2", "odbl"
	Label i18n.Text
	URI   string
}

// Schema describes the columns that data of a kind have.
type Schema struct {
	Name        string // "scdl/subventions"
	Version     string
	Title       i18n.Text
	Description i18n.Text
	Official    string // address of its page at schema.data.gouv.fr
	Subject     Subject
	Fields      []Field
	Key         []string // columns that tell rows apart; nil for none
}

// Subject is what a group of schemas is about; the zero Subject for none.
type Subject struct {
	Key   string
	Title i18n.Text
}

// Field is a column of a schema or of a published table.
type Field struct {
	Name        string
	Type        string // as published: text, integer, number, boolean, date, datetime
	Title       i18n.Text
	Description i18n.Text
	Example     string
	Required    bool
	Values      []string // the only ones allowed
	Rules       []i18n.Text
}

// Address is a page of the site, for search engines.
type Address struct {
	Path     string
	Modified time.Time
}
