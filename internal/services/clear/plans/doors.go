package plans

import (
	"context"
	"io"

	"airial/internal/commons/access"
	"airial/internal/commons/piece"
	"airial/internal/platform/blob"
	"airial/internal/services/clear"
)

// Tables is what this room needs of whoever understands a version's table.
type Tables interface {
	Open(ctx context.Context, v piece.Version) (clear.Table, error)
}

// Datasets is what this room needs of the room of open data.
type Datasets interface {
	// Receive stores bytes before it is known what they are.
	Receive(ctx context.Context, member string, body io.Reader) (blob.Ref, error)
	// Abandon gives up bytes that were received for nothing.
	Abandon(ctx context.Context, member string, ref blob.Ref) error
	// Deposit records them as the version that follows another, under the same
	// schema; where "Publier" was pressed for that one, it is for this one.
	Deposit(ctx context.Context, tx access.Tx, source piece.Version, fileName string, ref blob.Ref) (piece.Version, error)
	// Address is that of a dataset's page.
	Address(pieceID string) string
}

// Vault seals the keys of pseudonyms.
type Vault interface {
	Seal(purpose string, plain []byte) ([]byte, error)
	Unseal(purpose string, sealed []byte) ([]byte, error)
}
