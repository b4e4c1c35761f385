package blob

import "context"

// Watched is a store that tells of each read that finds a damaged blob.
type Watched struct {
	Store
	Tell func(*Damaged)
}

// Open implements Store.
func (w Watched) Open(ctx context.Context, member, digest string) (Blob, error) {
	b, err := w.Store.Open(ctx, member, digest)
	if err != nil {
		return nil, w.look(err)
	}
	return watchedBlob{b, w}, nil
}

func (w Watched) look(err error) error {
	if d := damage(err); d != nil {
		w.Tell(d)
	}
	return err
}

type watchedBlob struct {
	Blob
	store Watched
}

func (b watchedBlob) Read(p []byte) (int, error) {
	n, err := b.Blob.Read(p)
	return n, b.store.look(err)
}

func (b watchedBlob) ReadAt(p []byte, offset int64) (int, error) {
	n, err := b.Blob.ReadAt(p, offset)
	return n, b.store.look(err)
}
