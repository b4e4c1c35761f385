package gather

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
)

// Shelf is what this room needs of whoever keeps the datasets.
type Shelf interface {
	// Schemas lists the schemas under which something is published.
	Schemas(ctx context.Context, tx access.Tx) ([]string, error)
	// Sources lists the published datasets under a schema, as the scope sees them.
	Sources(ctx context.Context, tx access.Tx, schema string) ([]Source, error)
	// Standing returns those of some versions that are public, by version.
	Standing(ctx context.Context, tx access.Tx, versions []string) (map[string]Source, error)
	// SchemaOf returns the schema under which a dataset is published, "" for none.
	SchemaOf(ctx context.Context, tx access.Tx, dataset string) (string, error)
	// Show shows the next state of a consolidated dataset; id is "" for a new one.
	// The state before stays at its address if keep says so.
	Show(ctx context.Context, tx access.Tx, id string, s State, keep bool) (Shown, error)
	// Mend gives a state that was kept other files.
	Mend(ctx context.Context, tx access.Tx, version string, s State) error
	// Hide takes a consolidated dataset off the public site, and Unhide brings it
	// back. What is so already is no error.
	Hide(ctx context.Context, tx access.Tx, id string) error
	Unhide(ctx context.Context, tx access.Tx, id string) error
	// Page is the address of the dataset's page.
	Page(ctx context.Context, tx access.Tx, id string) (string, error)
}

// Files keeps the files of which no record speaks yet, or any more.
type Files interface {
	// Note keeps files that were just put until a record names them.
	Note(ctx context.Context, member string, digests ...string) error
	// Claim makes sure that files which records now name stay.
	Claim(ctx context.Context, tx access.Tx, member string, digests []string) error
	// Free destroys those that no record names any more.
	Free(ctx context.Context, member string, digests []string) error
}

// Schemas knows the schemas.
type Schemas interface {
	// Known returns a schema in its latest version.
	Known(name string) (Model, bool)
}

// Model is a schema: what its data are called and which columns they have.
type Model struct {
	Name    string
	Version string
	Title   i18n.Text
	Columns []Column
}

// Column is a column of a consolidated dataset.
type Column struct {
	Name        string
	Type        tables.Type
	Title       i18n.Text
	Description i18n.Text
	Required    bool
	Values      []string
}

// Source is a published dataset to be gathered, in one of its versions.
type Source struct {
	Dataset string    `json:"dataset"`
	Member  string    `json:"member"`
	Title   string    `json:"title"`
	Licence string    `json:"licence"`
	Version string    `json:"version"`
	Number  int       `json:"number"`
	Issued  time.Time `json:"issued"`
	Rows    int64     `json:"rows"`
	Parquet string    `json:"parquet"` // digest
	Siren   string    `json:"siren"`   // of the member, as the row is to say
	Name    string    `json:"name"`
	SortKey string    `json:"sort"` // of the name
}

// State is a state of a consolidated dataset, to be shown.
type State struct {
	Member      string // the operator's
	Model       Model
	Columns     []Column
	Licence     string
	Description string
	Title       string
	Rows        int64
	CSV         File
	Parquet     File
	Preview     [][]string
	Name        string // of the file
}

// File is a file in the store.
type File struct {
	Digest string
	Size   int64
}

// Shown is a state that is shown.
type Shown struct {
	Dataset, Version string
	Number           int
}

// Answers tells what members have done for a schema in some years, in the order of
// the years; 0 is any year.
type Answers interface {
	Of(ctx context.Context, tx access.Tx, schema string, years []int, members []organisation.Member) ([]Answered, error)
}

// Answered is what members have done for a year, by their ids.
type Answered struct{ Published, Nothing map[string]bool }

// Duties tells who owes the publication of a schema. Where no rule is known the
// map is nil; a member that it does not name owes nothing that is known of.
type Duties interface {
	Owed(ctx context.Context, tx access.Tx, schema string, year int, members []organisation.Member) (map[string]bool, error)
}
