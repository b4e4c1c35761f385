package s3

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"

	"airial/internal/platform/fault"
)

// MaxObject is the largest object, in bytes: what the protocol takes in one
// request.
const MaxObject = 5 << 30

// Object is what a store knows of an object.
type Object struct {
	Key      string // without the prefix of the address
	Size     int64  // bytes
	Modified time.Time
}

// Put sends an object of size bytes with the given SHA-256. One that is there
// is replaced, at once and whole.
func (b *Bucket) Put(ctx context.Context, key string, r io.ReaderAt, size int64, sha256 []byte) error {
	const op = "s3.Put"
	if size > MaxObject {
		return fault.New(fault.TooLarge, op, "Ce fichier dépasse ce que le stockage S3 accepte (5\u202fGio).",
			"This file exceeds what the S3 store takes (5 GiB).")
	}
	return b.call(ctx, op, b.timeFor(size), func(ctx context.Context) error {
		_, err := b.core.PutObject(ctx, b.name, b.prefix+key, io.NewSectionReader(r, 0, size), size, "", hex.EncodeToString(sha256),
			// Signed as a whole with the digest, not chunk by chunk.
			minio.PutObjectOptions{ContentType: "application/octet-stream", DisableContentSha256: true})
		return err
	})
}

// Stat returns what is known of an object, or a fault of kind NotFound.
func (b *Bucket) Stat(ctx context.Context, key string) (Object, error) {
	o := Object{Key: key}
	err := b.call(ctx, "s3.Stat", b.patience, func(ctx context.Context) error {
		info, err := b.client.StatObject(ctx, b.name, b.prefix+key, minio.StatObjectOptions{})
		o.Size, o.Modified = info.Size, info.LastModified
		return err
	})
	return o, err
}

// Get begins to read length bytes from offset on; the caller closes. An answer
// cut short is io.ErrUnexpectedEOF; ctx bounds the reading as well. It is tried
// again only until it begins: see Read for pieces that fit into memory.
func (b *Bucket) Get(ctx context.Context, key string, offset, length int64) (io.ReadCloser, error) {
	var body io.ReadCloser
	err := b.call(ctx, "s3.Get", b.timeFor(length), func(attempt context.Context) error {
		// The body outlives the attempt, so that the context is the caller's;
		// the wait for the answer is bounded by the transport.
		var err error
		body, err = b.get(ctx, key, offset, length)
		return err
	})
	return body, err
}

func (b *Bucket) get(ctx context.Context, key string, offset, length int64) (io.ReadCloser, error) {
	var o minio.GetObjectOptions
	err := o.SetRange(offset, offset+length-1)
	if err != nil {
		return nil, err
	}
	body, info, _, err := b.core.GetObject(ctx, b.name, b.prefix+key, o)
	if err != nil {
		return nil, err
	}
	if info.Size != length {
		_ = body.Close()
		return nil, fmt.Errorf("%w: %d bytes are announced, %d were asked for", errTorn, info.Size, length)
	}
	return body, nil
}

// Read fills p with the bytes from offset on, which must be there.
func (b *Bucket) Read(ctx context.Context, key string, p []byte, offset int64) error {
	if len(p) == 0 {
		return nil
	}
	return b.call(ctx, "s3.Read", b.timeFor(int64(len(p))), func(ctx context.Context) error {
		body, err := b.get(ctx, key, offset, int64(len(p)))
		if err != nil {
			return err
		}
		_, err = io.ReadFull(body, p)
		return errors.Join(err, body.Close())
	})
}

// Tail returns the last bytes of an object, at most the given number, and the
// size of the whole: in one request.
func (b *Bucket) Tail(ctx context.Context, key string, most int64) (tail []byte, size int64, err error) {
	err = b.call(ctx, "s3.Tail", b.timeFor(most), func(ctx context.Context) error {
		tail, size, err = b.tail(ctx, key, most)
		return err
	})
	return tail, size, err
}

func (b *Bucket) tail(ctx context.Context, key string, most int64) ([]byte, int64, error) {
	var o minio.GetObjectOptions
	err := o.SetRange(0, -most)
	if err != nil {
		return nil, 0, err
	}
	body, info, header, err := b.core.GetObject(ctx, b.name, b.prefix+key, o)
	if err != nil && minio.ToErrorResponse(err).StatusCode == http.StatusRequestedRangeNotSatisfiable {
		return nil, 0, nil // nothing has no last bytes
	}
	if err != nil {
		return nil, 0, err
	}
	size := info.Size // all of it, where the answer does not say otherwise
	if part := header.Get("Content-Range"); part != "" {
		_, total, _ := strings.Cut(part, "/")
		size, err = strconv.ParseInt(total, 10, 64)
	}
	tail := make([]byte, min(size, most))
	if err == nil && info.Size != int64(len(tail)) {
		err = fmt.Errorf("%w: %d bytes of %d are announced, the last %d were asked for", errTorn, info.Size, size, most)
	}
	if err == nil {
		_, err = io.ReadFull(body, tail)
	}
	return tail, size, errors.Join(err, body.Close())
}

// Delete destroys objects. Those that are not there are no error.
func (b *Bucket) Delete(ctx context.Context, keys ...string) error {
	const op = "s3.Delete"
	var failed []error
	for _, key := range keys {
		err := b.call(ctx, op, b.patience, func(ctx context.Context) error {
			return b.client.RemoveObject(ctx, b.name, b.prefix+key, minio.RemoveObjectOptions{})
		})
		if err != nil && !fault.Is(err, fault.NotFound) {
			failed = append(failed, err)
		}
		if ctx.Err() != nil {
			break
		}
	}
	return errors.Join(failed...)
}

// List calls fn for each object whose key begins with a prefix and comes after
// another, in the order of the keys' bytes, until fn fails. fn may delete
// objects and make others.
func (b *Bucket) List(ctx context.Context, prefix, after string, fn func(Object) error) error {
	const op = "s3.List"
	for {
		page, err := b.page(ctx, prefix, after)
		if err != nil {
			return fault.Wrap(op, err)
		}
		for _, o := range page {
			err = fn(o)
			if err != nil {
				return err
			}
			after = o.Key
		}
		if len(page) < pageSize {
			return nil
		}
	}
}

const pageSize = 1000

// page lists some of the objects whose keys come after one.
func (b *Bucket) page(ctx context.Context, prefix, after string) (page []Object, err error) {
	err = b.call(ctx, "s3.List", 4*b.patience, func(ctx context.Context) error {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		page = page[:0]
		start := ""
		if after != "" {
			start = b.prefix + after
		}
		for info := range b.client.ListObjectsIter(ctx, b.name, minio.ListObjectsOptions{
			Prefix: b.prefix + prefix, StartAfter: start, Recursive: true, MaxKeys: pageSize}) {
			if info.Err != nil {
				return info.Err
			}
			page = append(page, Object{Key: info.Key[len(b.prefix):], Size: info.Size, Modified: info.LastModified})
			if len(page) == pageSize {
				break
			}
		}
		return nil
	})
	return slices.Clone(page), err
}
