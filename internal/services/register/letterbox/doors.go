package letterbox

import (
	"context"
	"io"

	"airial/internal/commons/access"
	"airial/internal/platform/blob"
)

// Files is where attachments are kept: bytes are put, then claimed by the record
// that names them.
type Files interface {
	Put(ctx context.Context, member string, body io.Reader) (blob.Ref, error)
	Claim(ctx context.Context, tx access.Tx, member, digest string) error
	Open(ctx context.Context, member, digest string) (blob.Blob, error)
	// Destroy destroys files that no record names any more.
	Destroy(ctx context.Context, member string, digests []string) error
}

// People knows who writes from an address.
type People interface {
	// MembersOf lists the members for which whoever writes from an address works.
	MembersOf(ctx context.Context, tx access.Tx, email string) ([]string, error)
}
