package draft

import (
	"context"
	"io"

	"airial/internal/commons/access"
	"airial/internal/commons/piece"
	"airial/internal/platform/blob"
	"airial/internal/platform/i18n"
	"airial/standards/tableschema"
)

// Gate is what this room needs of the gate of form.
type Gate interface {
	// Report returns what the gate found in a version, nil while it has not
	// run.
	Report(ctx context.Context, tx access.Tx, version string) (*tableschema.Report, error)
	// Schema returns the schema of a reference, nil for none.
	Schema(ref tableschema.SchemaRef) (*tableschema.Schema, error)
	// Schemas lists those to choose from, in the order they are shown.
	Schemas() []Choice
}

// Choice is a schema to choose from.
type Choice struct {
	Name  string
	Title i18n.Text
}

// Datasets is what this room needs of the room of open data.
type Datasets interface {
	// Open returns nil when the member may deposit today.
	Open(ctx context.Context, tx access.Tx, member string) error
	// Receive stores bytes before it is known what they are.
	Receive(ctx context.Context, member string, body io.Reader) (blob.Ref, error)
	// Abandon gives up bytes that were received for nothing.
	Abandon(ctx context.Context, member string, ref blob.Ref) error
	// Deposit records them as the next version of a dataset. fresh is false
	// when the latest version is that very file.
	Deposit(ctx context.Context, tx access.Tx, d Deposit, ref blob.Ref) (v piece.Version, fresh bool, err error)
	// Hand puts them among the files that wait for their sender's word, and
	// returns the address where it is asked for.
	Hand(ctx context.Context, tx access.Tx, d Deposit, fields int, ref blob.Ref) (address string, err error)
	// Last returns the table that a member published last under a schema, nil
	// for none. Close it.
	Last(ctx context.Context, scope access.Scope, member, schema string) (Published, error)
}

// Deposit is what is said of a file that is deposited.
type Deposit struct {
	MemberID, PieceID, FileName, Schema, Title, Key string
}

// Published is the content of a published table.
type Published interface {
	io.Closer
	Columns() []string
	// Next returns the next row as it was deposited, or io.EOF.
	Next() ([]string, error)
}
