package opendata

import (
	"context"
	"encoding/json"
	"io"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
)

// Checks is what this room needs of the gate of form.
type Checks interface {
	// Schema returns the schema under which a version was found valid; the
	// reference is empty for a table without schema.
	Schema(ctx context.Context, tx access.Tx, version string) (SchemaRef, error)
	// Report returns what the check found, as the public contract has it, or
	// nil while it has not run.
	Report(ctx context.Context, tx access.Tx, version string, lang i18n.Lang) (json.RawMessage, error)
	// Forget drops what is kept of versions.
	Forget(ctx context.Context, tx access.Tx, versions []string) error
	// Known returns the reference of a schema named by a depositor, or a
	// fault of kind Invalid. "none" and "" are known.
	Known(name string) (SchemaRef, error)
	// Tabulate writes the table in a file of any format as CSV, row for row. The
	// form is empty, and what was written is worth nothing, for a CSV and for
	// what is no table. sheet is a sheet's name or number, "" for the first that
	// shows something; an unknown one is a fault of kind Invalid.
	Tabulate(ctx context.Context, file io.Reader, sheet string, w io.Writer) (FileForm, error)
	// Table reads the rows of a version that was found valid.
	Table(ctx context.Context, version string, original io.Reader) (Table, error)
}

// FileForm is what kind of file a table came in: "xlsx", "geojson", "csv+zip".
type FileForm struct{ Format, Sheet string }

// Table is the content of a version as the gate of form understood it: columns
// with their names and types of the schema, cells as clean text.
type Table interface {
	Columns() []Column
	// Next returns the next row, or io.EOF. Cells are UTF-8 text in the form
	// of their column's type, "" for none, valid until the next call.
	Next() ([][]byte, error)
	// Raw returns the cells of the row that Next returned last, as the
	// depositor wrote them.
	Raw() [][]byte
}

// Findings is what this room needs of the gate of personal data.
type Findings interface {
	Forget(ctx context.Context, tx access.Tx, versions []string) error
	// Personal tells whether words that would be published beside a table, such
	// as a title, hold personal data, and what to say then.
	Personal(text string) (i18n.Text, bool)
}

// Activities is what this room needs of whoever knows the processing activities
// (traitements) that files come from.
type Activities interface {
	// List lists those from which a member's files may come, by name.
	List(ctx context.Context, tx access.Tx, member string) ([]Activity, error)
	// Propose returns the identifier of the one that a file with a schema and a
	// title likely comes from, "" for none.
	Propose(ctx context.Context, tx access.Tx, member, schema, title string) (string, error)
	// Of returns that of a dataset, a zero one while nobody knows.
	Of(ctx context.Context, tx access.Tx, piece string) (Activity, error)
	// Set keeps that of a dataset: one of the member's, or NoActivity; another
	// is a fault of kind Invalid. proposed is that nobody has said so. again is
	// true when the gate of personal data would now look with other eyes.
	Set(ctx context.Context, tx access.Tx, member, piece, id string, proposed bool) (again bool, err error)
}

// Subscriptions tells whether members may deposit: they subscribe to it, or
// nothing is recorded of that.
type Subscriptions interface {
	// Open returns nil when the member may deposit today, else what to tell
	// its people.
	Open(ctx context.Context, tx access.Tx, member string) error
}

// Caches is told which published tables are gone for good.
type Caches interface {
	Forget(ctx context.Context, parquetDigest string) error
}
