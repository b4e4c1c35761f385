package explore

import (
	"context"
	"time"

	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
)

// Shelf is what the query interfaces need of whoever keeps the datasets. It
// answers the public: what is not public is a fault of kind NotFound or Gone.
type Shelf interface {
	// Dataset returns a dataset, with the version that its address shows or
	// another one that stands (number, 0 for the former). The address is its
	// identifier, or its readable one and its member's: "subventions@dax".
	Dataset(ctx context.Context, address string, number int) (Dataset, error)
	// Page returns published datasets from the offset on, in an order that does
	// not change, without their tables.
	Page(ctx context.Context, limit, offset int) ([]Dataset, error)
	// Find returns those of the identifiers that are published, in their order.
	Find(ctx context.Context, ids []string) ([]Dataset, error)
}

// Dataset is a published dataset with one of its versions.
type Dataset struct {
	ID          string
	Slug        string
	Title       string
	Description string
	Keywords    []string
	Licence     Licence
	Frequency   string // term of the EU authority table
	Schema      string // name in the catalogue, "" for none
	Version     string // of the schema
	Number      int    // of the version
	Rows        int64
	Issued      time.Time
	Modified    time.Time
	Member      organisation.Member
	Table       Table
	Words       []Words    // of the columns, in their order
	Preview     [][]string // the first rows, as text
}

// Licence is under what terms data may be used again.
type Licence struct {
	Key   string
	Label i18n.Text
	URI   string
}

// Words is what people read about a column.
type Words struct {
	Title, Description i18n.Text
	Values             []string // the only ones allowed
}

// Path is the dataset's page.
func (d Dataset) Path() string { return "/p/" + d.Member.Slug + "/datasets/" + d.Slug }

// Queried returns the dataset's table as the query engine knows it.
func (d Dataset) Queried() tables.Table { return d.Table.queried() }
