package blob

import (
	"context"
	"errors"
	"os"
	"strings"

	"airial/internal/platform/fault"
	"airial/internal/platform/s3"
)

// S3Config says how an object store keeps blobs.
type S3Config struct {
	Address s3.Address
	Options s3.Options
	// Spool is the folder where a file of more than a block waits until all
	// of it is there; "" for the system's. Nothing stays in it: the files have
	// no name.
	Spool string
}

// S3 is the store in a bucket: one object per blob, PREFIX<member>/<digest>,
// with the very bytes that Folder has in its file, so that a folder can be
// copied to a bucket and back by any program. Many processes use it at once.
//
// The name of a blob is known only when all of it has been read, and an object
// gets its name when it is sent. So a file waits on the disk of the machine and
// is sent once, whole, under its name and with its digest: two requests fewer
// than with an upload under a passing name and a copy of it in the store, which
// costs Ceph and gateways a second writing; what fails is sent again without
// asking the sender; and a process that dies leaves nothing anywhere. The price
// is room for the uploads under way on the local disk.
type S3 struct {
	bucket *s3.Bucket
	spool  string
}

var _ Store = (*S3)(nil)

// OpenS3 checks that the bucket answers and can destroy what is deleted.
func OpenS3(ctx context.Context, c S3Config) (*S3, error) {
	c.Options.Erasable = true
	bucket, err := s3.Open(ctx, c.Address, c.Options)
	if err != nil {
		return nil, err
	}
	if c.Spool != "" {
		err = os.MkdirAll(c.Spool, 0o700)
		if err != nil {
			return nil, errors.Join(fault.Wrap("blob.OpenS3", err), bucket.Close())
		}
	}
	return &S3{bucket: bucket, spool: c.Spool}, nil
}

// Close lets go of idle connections. Blobs that are open stay so.
func (s *S3) Close() error { return s.bucket.Close() }

// Flush is there for those who fill a Folder in bulk: all is kept already.
func (s *S3) Flush() error { return nil }

func object(member, digest string) string { return member + "/" + digest }

// Delete implements Store.
func (s *S3) Delete(ctx context.Context, member, digest string) error {
	return s.DeleteAll(ctx, member, []string{digest})
}

// DeleteAll implements Store.
func (s *S3) DeleteAll(ctx context.Context, member string, digests []string) error {
	err := CheckMember(member)
	if err != nil {
		return err
	}
	var failed []error
	for _, digest := range digests {
		err = ctx.Err()
		if err != nil {
			failed = append(failed, err)
			break
		}
		err = CheckDigest(digest)
		if err == nil {
			err = s.bucket.Delete(ctx, object(member, digest))
		}
		failed = append(failed, err)
	}
	return fault.Wrap("blob.Delete", errors.Join(failed...))
}

// Walk implements Store.
func (s *S3) Walk(ctx context.Context, member string, fn func(Ref) error) error {
	err := CheckMember(member)
	if err != nil {
		return err
	}
	return s.bucket.List(ctx, member+"/", "", func(o s3.Object) error {
		digest := strings.TrimPrefix(o.Key, member+"/")
		if !validDigest(digest) {
			return nil
		}
		size, ok := sizeFor(o.Size)
		if !ok {
			return fault.Wrap("blob.Walk", &Damaged{Member: member, Digest: digest, Block: -1})
		}
		return fn(Ref{Digest: digest, Size: size})
	})
}

// WalkAll implements Store.
func (s *S3) WalkAll(ctx context.Context, after Place, fn func(Place) error) error {
	return s.bucket.List(ctx, "", after.Key(), func(o s3.Object) error {
		member, digest, _ := strings.Cut(o.Key, "/")
		if CheckMember(member) != nil || !validDigest(digest) {
			return ctx.Err()
		}
		return errors.Join(ctx.Err(), fn(Place{Member: member, Digest: digest}))
	})
}

// Stat implements Store.
func (s *S3) Stat(ctx context.Context, member, digest string) (Ref, error) {
	const op = "blob.Stat"
	err := errors.Join(ctx.Err(), checkNames(member, digest))
	if err != nil {
		return Ref{}, err
	}
	o, err := s.bucket.Stat(ctx, object(member, digest))
	if err != nil {
		return Ref{}, fault.Wrap(op, err)
	}
	size, ok := sizeFor(o.Size)
	if !ok || size == 0 && digest != emptyDigest {
		return Ref{}, fault.Wrap(op, &Damaged{Member: member, Digest: digest, Block: -1})
	}
	return Ref{Digest: digest, Size: size}, nil
}
