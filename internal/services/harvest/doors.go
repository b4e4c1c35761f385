package harvest

import (
	"context"
	"time"

	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/standards/dcat"
)

// Catalogue is what this room needs of whoever keeps members and datasets. It
// answers the public.
type Catalogue interface {
	// Member returns the member to which an address leads; an unknown one is a
	// fault of kind NotFound.
	Member(ctx context.Context, address string) (organisation.Member, error)
	// Page returns published datasets in an order that does not change, and how
	// many there are in all.
	Page(ctx context.Context, f Filter, limit, offset int) ([]Dataset, int, error)
	// Get returns a published dataset of those that the filter chooses; false when
	// it is none of them.
	Get(ctx context.Context, f Filter, id string) (Dataset, bool, error)
	// Nothing returns what members have declared to have nothing of: one of
	// them, or all (""), in an order that does not change.
	Nothing(ctx context.Context, member string, limit, offset int) ([]Nothing, error)
}

// Filter chooses published datasets; what is empty chooses all.
type Filter struct {
	Member string // id
	Theme  dcat.Theme
}

// Nothing is a member's word that it has nothing to publish under a schema for
// a period (état néant).
type Nothing struct {
	ID       string
	Schema   string    // name in the catalogue of schemas
	Version  string    // of the schema
	Title    i18n.Text // of the schema
	Period   string    // 2026, 2026-T1 or 2026-03
	Declared time.Time
	Member   organisation.Member
}

// Dataset is a published dataset, as a catalogue lists it.
type Dataset struct {
	ID          string
	Slug        string
	Title       string
	Description string
	Keywords    []string
	Licence     string // "lov2", "odbl"
	Frequency   string // term of the EU authority table
	Schema      string // name in the catalogue of schemas, "" for none
	Version     string // of the schema
	Number      int    // of the version shown
	Issued      time.Time
	Modified    time.Time
	From, Until time.Time // first and last day that the data cover; zero when not known
	Member      organisation.Member
	Area        *dcat.BBox // where its places lie; nil when it has none
	Around      *dcat.BBox // where its member lies; nil when not known
	FileName    string     // of the original
	Original    File
	CSV         File
	Parquet     File
}

// File is one of the files in which a dataset can be had.
type File struct {
	Digest string // SHA-256, hexadecimal
	Size   int64  // bytes
}
