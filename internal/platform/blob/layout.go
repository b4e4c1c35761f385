package blob

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io"
)

// A blob is one file. Up to one block it is the bytes and nothing else: its
// name is the digest of its only block. A longer one is followed, in the same
// file, by the digests of its blocks and a closing record. Some members hold
// thousands of small files, which cost one inode each and no more; and there is
// no second file that could be lost, or be older than the first, after a crash.
//
//	bytes | SHA-256 of each block | "airialB1" | size, 8 bytes big-endian | check
//
// check is the SHA-256 of the blob's digest, the size and the block digests: it
// ties the digests to this blob, and tells damage to them from damage to the
// bytes.

// BlockSize is the size in bytes of the blocks that are checked one by one.
const BlockSize = 1 << 20

const (
	magic      = "airialB1"
	closingLen = len(magic) + 8 + sha256.Size
)

func blocksIn(size int64) int64 { return (size + BlockSize - 1) / BlockSize }

// trailer returns what follows the bytes of a blob longer than one block.
func trailer(digest []byte, size int64, sums []byte) []byte {
	t := make([]byte, 0, len(sums)+closingLen)
	t = append(t, sums...)
	t = append(t, magic...)
	t = binary.BigEndian.AppendUint64(t, uint64(size))
	return append(t, check(digest, size, sums)...)
}

func check(digest []byte, size int64, sums []byte) []byte {
	h := sha256.New()
	h.Write(digest)
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(size)))
	h.Write(sums)
	return h.Sum(nil)
}

// sizeFor returns the size of the blob whose file is onDisk bytes long, without
// looking into it; ok is false when no blob has a file of this length.
func sizeFor(onDisk int64) (size int64, ok bool) {
	if onDisk <= BlockSize {
		return onDisk, true
	}
	rest := onDisk - int64(closingLen)
	n := (rest + BlockSize + sha256.Size - 1) / (BlockSize + sha256.Size)
	size = rest - n*sha256.Size
	return size, size > BlockSize && blocksIn(size) == n
}

// sizeOf returns the size of the blob in a file; ok is false when the file is
// not a whole blob.
func sizeOf(f io.ReaderAt, onDisk int64, digest string) (size int64, ok bool, err error) {
	if onDisk <= BlockSize {
		// A power cut during the writing leaves empty files: catch them
		// here, no later read would touch a block.
		empty := onDisk == 0 && digest != emptyDigest
		return onDisk, !empty, nil
	}
	closing := make([]byte, closingLen)
	_, err = f.ReadAt(closing, onDisk-int64(closingLen))
	if err != nil {
		return 0, false, err
	}
	n := binary.BigEndian.Uint64(closing[len(magic):])
	if string(closing[:len(magic)]) != magic || n <= BlockSize || n > uint64(onDisk) {
		return 0, false, nil
	}
	size = int64(n)
	return size, size+blocksIn(size)*sha256.Size+int64(closingLen) == onDisk, nil
}

// sumsOf returns the digests of the blocks; ok is false when they are not
// those that were written.
func sumsOf(f io.ReaderAt, size int64, digest string) (sums []byte, ok bool, err error) {
	whole, err := hex.DecodeString(digest)
	if err != nil {
		return nil, false, err
	}
	if size <= BlockSize {
		return whole, true, nil
	}
	n := blocksIn(size) * sha256.Size
	t := make([]byte, n+int64(closingLen))
	_, err = f.ReadAt(t, size)
	if err != nil {
		return nil, false, err
	}
	sums = t[:n]
	return sums, bytes.Equal(t, trailer(whole, size, sums)), nil
}

const emptyDigest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
