package backup

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"time"

	"airial/internal/platform/fault"
	"airial/internal/platform/s3"
)

// A place holds objects by name: letters, digits and "-._/". Each is there
// whole or not at all.
type place interface {
	put(ctx context.Context, name string, r io.ReaderAt, size int64, sha256 []byte) error
	// open begins to read an object; NotFound when there is none.
	open(ctx context.Context, name string) (io.ReadCloser, error)
	// list calls fn for the objects whose names begin with a prefix that ends
	// in "/", in the order of their names.
	list(ctx context.Context, prefix string, fn func(object) error) error
	remove(ctx context.Context, names ...string) error
	io.Closer
}

type object struct {
	name     string
	size     int64
	modified time.Time
}

// openPlace opens "s3://…" or a folder, which is made when it may be.
func openPlace(ctx context.Context, address string, create bool) (place, error) {
	if !s3.Is(address) {
		return openFolder(strings.TrimPrefix(address, "file://"), create)
	}
	a, err := s3.Parse(address, os.Getenv)
	if err != nil {
		return nil, err
	}
	b, err := s3.Open(ctx, a, s3.Options{})
	if err != nil {
		return nil, err
	}
	return bucketPlace{b}, nil
}

// Redacted is an address without its secret, for people and logs.
func Redacted(address string) string {
	if !s3.Is(address) {
		return address
	}
	a, err := s3.Parse(address, func(string) string { return "unknown" })
	if err != nil {
		return "s3://…"
	}
	return a.String()
}

type bucketPlace struct{ *s3.Bucket }

func (b bucketPlace) put(ctx context.Context, name string, r io.ReaderAt, size int64, sha256 []byte) error {
	return b.Put(ctx, name, r, size, sha256)
}

// open reads in pieces that are tried again each: an object may be large, and
// the line long.
func (b bucketPlace) open(ctx context.Context, name string) (io.ReadCloser, error) {
	tail, size, err := b.Tail(ctx, name, piece)
	if err != nil {
		return nil, err
	}
	r := &pieces{ctx: ctx, bucket: b.Bucket, name: name, size: size}
	if size == int64(len(tail)) {
		r.piece, r.at = tail, size
	}
	return r, nil
}

const piece = 4 << 20

type pieces struct {
	ctx    context.Context
	bucket *s3.Bucket
	name   string
	size   int64
	at     int64 // where piece ends
	piece  []byte
}

func (p *pieces) Read(b []byte) (int, error) {
	if len(p.piece) == 0 {
		if p.at >= p.size {
			return 0, io.EOF
		}
		next := make([]byte, min(piece, p.size-p.at))
		err := p.bucket.Read(p.ctx, p.name, next, p.at)
		if err != nil {
			return 0, err
		}
		p.piece = next
		p.at += int64(len(next))
	}
	n := copy(b, p.piece)
	p.piece = p.piece[n:]
	return n, nil
}

func (p *pieces) Close() error { return nil }

func (b bucketPlace) list(ctx context.Context, prefix string, fn func(object) error) error {
	return b.List(ctx, prefix, "", func(o s3.Object) error { return fn(object{o.Key, o.Size, o.Modified}) })
}

func (b bucketPlace) remove(ctx context.Context, names ...string) error {
	return b.Delete(ctx, names...)
}

// missing tells that an object is not there.
func missing(err error) bool {
	return fault.Is(err, fault.NotFound) || errors.Is(err, os.ErrNotExist)
}
