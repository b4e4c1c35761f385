package blob

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"sync"

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
	return &folderBlob{file: file, size: size, sums: sums, member: member, digest: digest, held: -1}, nil
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

// folderBlob reads a file block by block, each checked before a byte of it is
// handed out. The last block read is held: readers of tables ask for many small
// ranges near each other.
type folderBlob struct {
	file           *os.File
	size           int64
	sums           []byte // SHA-256 of each block
	member, digest string

	offset int64 // of Read and Seek

	mu    sync.Mutex
	block []byte // the bytes of block held
	held  int64  // -1: none
}

func (b *folderBlob) Size() int64 { return b.size }

func (b *folderBlob) Close() error { return b.file.Close() }

func (b *folderBlob) Read(p []byte) (int, error) {
	if b.offset >= b.size {
		return 0, io.EOF
	}
	// One block at most, so that a caller with a large buffer gets what is
	// there as soon as it is checked.
	n, err := b.ReadAt(p[:min(int64(len(p)), b.size-b.offset, BlockSize)], b.offset)
	b.offset += int64(n)
	return n, err
}

func (b *folderBlob) Seek(offset int64, whence int) (int64, error) {
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

func (b *folderBlob) ReadAt(p []byte, offset int64) (n int, err error) {
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
func (b *folderBlob) copyFrom(p []byte, number, from, length int64) (int, error) {
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
func (b *folderBlob) read(p []byte, number int64) error {
	_, err := b.file.ReadAt(p, number*BlockSize)
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
