package blob

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"

	"airial/internal/platform/fault"
)

// Stat implements Store.
func (f *Folder) Stat(ctx context.Context, member, digest string) (Ref, error) {
	file, size, err := f.find(ctx, "blob.Stat", member, digest)
	if err != nil {
		return Ref{}, err
	}
	return Ref{Digest: digest, Size: size}, file.Close()
}

// Open implements Store.
func (f *Folder) Open(ctx context.Context, member, digest string) (Blob, error) {
	const op = "blob.Open"
	file, size, err := f.find(ctx, op, member, digest)
	if err != nil {
		return nil, err
	}
	sums, ok, err := sumsOf(file, size, digest)
	if err == nil && !ok {
		err = &Damaged{Member: member, Digest: digest, Block: -1}
	}
	if err != nil {
		_ = file.Close()
		return nil, storage(op, err)
	}
	return newChecked(member, digest, size, sums, fileBlocks{file}), nil
}

// find opens the file of a blob and reads its size.
func (f *Folder) find(ctx context.Context, op, member, digest string) (*os.File, int64, error) {
	err := errors.Join(ctx.Err(), checkNames(member, digest))
	if err != nil {
		return nil, 0, err
	}
	file, err := f.root.Open(path.Join(member, digest))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, fault.Missing(op)
	}
	if err != nil {
		return nil, 0, storage(op, err)
	}
	info, err := file.Stat()
	if err != nil {
		_ = file.Close()
		return nil, 0, storage(op, err)
	}
	size, ok, err := sizeOf(file, info.Size(), digest)
	if err == nil && !ok {
		err = &Damaged{Member: member, Digest: digest, Block: -1}
	}
	if err != nil {
		_ = file.Close()
		return nil, 0, storage(op, err)
	}
	return file, size, nil
}

// fileBlocks reads blocks out of a file.
type fileBlocks struct{ file *os.File }

func (f fileBlocks) fetch(p []byte, offset int64) error {
	_, err := f.file.ReadAt(p, offset)
	return err
}

func (f fileBlocks) Close() error { return f.file.Close() }
