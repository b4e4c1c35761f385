package processor

import (
	"context"
	"io"

	"airial/internal/commons/access"
	"airial/internal/platform/blob"
	"airial/internal/services/register/post"
)

// Files is what the room needs of the store of files.
type Files interface {
	Put(ctx context.Context, member string, body io.Reader) (blob.Ref, error)
	Claim(ctx context.Context, tx access.Tx, member, digest string) error
	Open(ctx context.Context, member, digest string) (blob.Blob, error)
	Destroy(ctx context.Context, member string, digests []string) error
}

// Parts are what the room stands on.
type Parts struct {
	Doors *access.Doors
	Files Files
	Uses  Uses
	Post  post.Post
}

// Service is the room, put together.
type Service struct{ Parts }

// New puts the room together.
func New(p Parts) *Service { return &Service{p} }
