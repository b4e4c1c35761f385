package request

import (
	"context"
	"io"

	"airial/internal/commons/access"
	"airial/internal/platform/blob"
)

// Activity is a processing activity of a member, as far as a request needs it.
type Activity struct {
	ID    string
	Name  string
	Bases []string // of its purposes, by the names of data/kinds.yaml
}

// Activities is the register of activities.
type Activities interface {
	// Of lists the activities of a member that stand, by name.
	Of(ctx context.Context, tx access.Tx, member string) ([]Activity, error)
}

// Files is where evidence is kept: bytes are put, then claimed by the record
// that names them, and dropped when it does so no longer.
type Files interface {
	// Put keeps a file, which goes by itself within a day unless it is claimed.
	Put(ctx context.Context, member string, body io.Reader) (blob.Ref, error)
	// Claim makes sure that it stays, in the transaction whose record names it.
	Claim(ctx context.Context, tx access.Tx, member, digest string) error
	Open(ctx context.Context, member, digest string) (blob.Blob, error)
	// Destroy destroys files that no record names any more.
	Destroy(ctx context.Context, member string, digests []string) error
}
