package blob

import (
	"context"
	"crypto/sha256"
	"io"
	"sync"
)

var blocks = sync.Pool{New: func() any { return new([BlockSize]byte) }}

// write streams r and what follows it, and returns the blob's name, and the
// SHA-256 of all that was written.
func write(ctx context.Context, w io.Writer, r io.Reader) (ref Ref, written []byte, err error) {
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
			return Ref{}, nil, err
		}
		n, last, err := fill(r, block[:])
		if err != nil {
			return Ref{}, nil, err
		}
		if n > 0 || size == 0 {
			sum := sha256.Sum256(block[:n])
			sums = append(sums, sum[:]...)
			size += int64(n)
			// The digest of a single block is that of the whole.
			if size > BlockSize || !last {
				whole.Write(block[:n])
			}
			_, err = w.Write(block[:n])
			if err != nil {
				return Ref{}, nil, err
			}
		}
		if last {
			break
		}
	}
	if size <= BlockSize {
		return Ref{Digest: hexDigest(sums[:sha256.Size]), Size: size}, sums[:sha256.Size], nil
	}
	digest := whole.Sum(nil)
	closing := trailer(digest, size, sums)
	whole.Write(closing)
	_, err = w.Write(closing)
	return Ref{Digest: hexDigest(digest), Size: size}, whole.Sum(nil), err
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
