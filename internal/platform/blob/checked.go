package blob

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"sync"
)

// blocksOf gives the bytes of a stored file: a whole block at a time, never
// across the border of two. A file that ends too early is io.EOF.
type blocksOf interface {
	fetch(p []byte, offset int64) error
	io.Closer
}

// checked reads a blob block by block, each checked before a byte of it is
// handed out. The last block read is held: readers of tables ask for many small
// ranges near each other.
type checked struct {
	blocks         blocksOf
	size           int64
	sums           []byte // SHA-256 of each block
	member, digest string

	offset int64 // of Read and Seek

	mu    sync.Mutex
	block []byte // the bytes of block held
	held  int64  // -1: none
}

func newChecked(member, digest string, size int64, sums []byte, blocks blocksOf) *checked {
	return &checked{blocks: blocks, size: size, sums: sums, member: member, digest: digest, held: -1}
}

func (b *checked) Size() int64 { return b.size }

func (b *checked) Close() error { return b.blocks.Close() }

func (b *checked) Read(p []byte) (int, error) {
	if b.offset >= b.size {
		return 0, io.EOF
	}
	// One block at most, so that a caller with a large buffer gets what is
	// there as soon as it is checked.
	n, err := b.ReadAt(p[:min(int64(len(p)), b.size-b.offset, BlockSize)], b.offset)
	b.offset += int64(n)
	return n, err
}

func (b *checked) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += b.offset
	case io.SeekEnd:
		offset += b.size
	}
	if offset < 0 {
		return 0, fmt.Errorf("blob.Seek: %d is before the beginning", offset)
	}
	b.offset = offset
	return offset, nil
}

func (b *checked) ReadAt(p []byte, offset int64) (n int, err error) {
	if offset < 0 {
		return 0, fmt.Errorf("blob.ReadAt: %d is before the beginning", offset)
	}
	for n < len(p) && offset < b.size {
		number := offset / BlockSize
		start := number * BlockSize
		length := min(BlockSize, b.size-start)
		var copied int
		if offset == start && int64(len(p)-n) >= length {
			// The whole block is wanted: no need to pass by another buffer.
			err = b.read(p[n:n+int(length)], number)
			copied = int(length)
		} else {
			copied, err = b.copyFrom(p[n:], number, offset-start, length)
		}
		if err != nil {
			return n, err
		}
		n += copied
		offset += int64(copied)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// copyFrom copies from a block, read and held first if it is not the one held.
func (b *checked) copyFrom(p []byte, number, from, length int64) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.held != number {
		if int64(cap(b.block)) < length {
			b.block = make([]byte, length)
		}
		b.block = b.block[:length]
		b.held = -1
		err := b.read(b.block, number)
		if err != nil {
			return 0, err
		}
		b.held = number
	}
	return copy(p, b.block[from:]), nil
}

// read fills p with a block and checks it.
func (b *checked) read(p []byte, number int64) error {
	err := b.blocks.fetch(p, number*BlockSize)
	if errors.Is(err, io.EOF) {
		err = &Damaged{Member: b.member, Digest: b.digest, Block: number}
	}
	if err == nil && sha256.Sum256(p) != [sha256.Size]byte(b.sums[number*sha256.Size:]) {
		err = &Damaged{Member: b.member, Digest: b.digest, Block: number}
	}
	if err != nil {
		clear(p)
		return storage("blob.Read", err)
	}
	return nil
}
