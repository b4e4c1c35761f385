package blob

import (
	"context"
	"errors"
	"io"
	"sync"

	"airial/internal/platform/fault"
	"airial/internal/platform/s3"
)

const (
	// firstLook is how much of an object's end Open asks for: most objects
	// whole, and the digests of 2,000 blocks of the others.
	firstLook = 64 << 10
	// ahead is how much a reader that goes forward gets by one request.
	ahead = 16 * BlockSize
)

// Open implements Store.
func (s *S3) Open(ctx context.Context, member, digest string) (Blob, error) {
	const op = "blob.Open"
	err := errors.Join(ctx.Err(), checkNames(member, digest))
	if err != nil {
		return nil, err
	}
	key := object(member, digest)
	tail, onDisk, err := s.bucket.Tail(ctx, key, firstLook)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	end := &ending{ctx: ctx, bucket: s.bucket, key: key, tail: tail, from: onDisk - int64(len(tail))}
	size, ok, err := sizeOf(end, onDisk, digest)
	var sums []byte
	if err == nil && ok {
		sums, ok, err = sumsOf(end, size, digest)
	}
	if err == nil && !ok {
		err = &Damaged{Member: member, Digest: digest, Block: -1}
	}
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	return newChecked(member, digest, size, sums, &objectBlocks{ending: *end, size: size}), nil
}

// ending is an object whose last bytes are at hand.
type ending struct {
	ctx    context.Context
	bucket *s3.Bucket
	key    string
	tail   []byte
	from   int64 // where tail begins
}

func (e *ending) ReadAt(p []byte, offset int64) (int, error) {
	if offset >= e.from {
		return copy(p, e.tail[offset-e.from:]), nil
	}
	err := e.bucket.Read(e.ctx, e.key, p, offset)
	if err != nil {
		return 0, err
	}
	return len(p), nil
}

// objectBlocks reads blocks of an object. A single one is a request of its own;
// who reads one block after the other is answered out of a stream.
type objectBlocks struct {
	ending
	size int64

	mu   sync.Mutex
	next int64 // where the block read last ends
	body io.ReadCloser
	left int64 // bytes left in body, which stands at next
}

func (o *objectBlocks) fetch(p []byte, offset int64) error {
	// Who comes while another reads the stream asks for itself.
	if offset < o.from && o.mu.TryLock() {
		defer o.mu.Unlock()
		if o.stream(p, offset) {
			return nil
		}
		o.stop()
		err := o.read(p, offset)
		if err == nil {
			o.next = offset + int64(len(p))
		}
		return err
	}
	return o.read(p, offset)
}

func (o *objectBlocks) read(p []byte, offset int64) error {
	n, err := o.ReadAt(p, offset)
	if err == nil && n < len(p) {
		err = io.EOF
	}
	return err
}

// stream fills p out of the stream, which is begun when p follows what was read
// before; false when it cannot, and p has to be asked for alone, which tries
// again as often as is reasonable.
func (o *objectBlocks) stream(p []byte, offset int64) bool {
	if offset == 0 || offset != o.next {
		return false
	}
	if o.body == nil || o.left < int64(len(p)) {
		o.stop()
		length := min(ahead, o.size-offset)
		body, err := o.bucket.Get(o.ctx, o.key, offset, length)
		if err != nil {
			return false
		}
		o.body, o.left = body, length
	}
	_, err := io.ReadFull(o.body, p)
	if err != nil {
		return false
	}
	o.next += int64(len(p))
	o.left -= int64(len(p))
	return true
}

func (o *objectBlocks) stop() {
	if o.body != nil {
		_ = o.body.Close()
	}
	o.body, o.left = nil, 0
}

func (o *objectBlocks) Close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.stop()
	return nil
}
