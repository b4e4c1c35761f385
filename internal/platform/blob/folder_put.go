package blob

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path"
	"sync"
)

var blocks = sync.Pool{New: func() any { return new([BlockSize]byte) }}

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
	ref, err := write(ctx, file, r)
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

// write streams r and what follows it into a file, and returns its name.
func write(ctx context.Context, file *os.File, r io.Reader) (Ref, error) {
	block := blocks.Get().(*[BlockSize]byte)
	defer blocks.Put(block)
	var (
		size int64
		sums []byte
	)
	whole := sha256.New()
	for {
		err := ctx.Err()
		if err != nil {
			return Ref{}, err
		}
		n, last, err := fill(r, block[:])
		if err != nil {
			return Ref{}, err
		}
		if n > 0 || size == 0 {
			sum := sha256.Sum256(block[:n])
			sums = append(sums, sum[:]...)
			size += int64(n)
			// The digest of a single block is that of the whole.
			if size > BlockSize || !last {
				whole.Write(block[:n])
			}
			_, err = file.Write(block[:n])
			if err != nil {
				return Ref{}, err
			}
		}
		if last {
			break
		}
	}
	if size <= BlockSize {
		return Ref{Digest: hexDigest(sums[:sha256.Size]), Size: size}, nil
	}
	digest := whole.Sum(nil)
	_, err := file.Write(trailer(digest, size, sums))
	return Ref{Digest: hexDigest(digest), Size: size}, err
}

// fill reads until p is full or r has ended. It is not io.ReadFull, which tells
// a short last block by io.ErrUnexpectedEOF: an upload cut in the middle fails
// with that very error, and must not pass for a whole one.
func fill(r io.Reader, p []byte) (n int, last bool, err error) {
	for empty := 0; n < len(p); {
		m, err := r.Read(p[n:])
		n += m
		if err == io.EOF {
			return n, true, nil
		}
		if err != nil {
			return n, false, err
		}
		if m > 0 {
			empty = 0
			continue
		}
		empty++
		if empty == 100 {
			return n, false, io.ErrNoProgress
		}
	}
	return n, false, nil
}
