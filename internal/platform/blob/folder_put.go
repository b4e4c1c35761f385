package blob

import (
	"context"
	"errors"
	"io"
	"path"
)

// Put implements Store: a partial file is written and synced, then renamed to
// its digest, then the folder is synced. A blob that is there already is
// replaced, which heals one that was damaged.
func (f *Folder) Put(ctx context.Context, member string, r io.Reader) (Ref, error) {
	const op = "blob.Put"
	err := CheckMember(member)
	if err != nil {
		return Ref{}, err
	}
	file, name, err := f.create()
	if err != nil {
		return Ref{}, storage(op, err)
	}
	ref, _, err := write(ctx, file, r)
	if err == nil && !f.noSync {
		err = file.Sync()
	}
	if err == nil {
		err = f.member(member)
	}
	if err == nil {
		// The lock is held until the partial name is gone.
		err = f.root.Rename(name, path.Join(member, ref.Digest))
	}
	if err != nil {
		_ = f.root.Remove(name)
		return Ref{}, storage(op, errors.Join(err, file.Close()))
	}
	err = errors.Join(file.Close(), f.syncFolder(member))
	if err != nil {
		return Ref{}, storage(op, err)
	}
	return ref, nil
}
