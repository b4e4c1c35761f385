package blob

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"airial/internal/platform/fault"
)

// Store keeps the files of all members. It is safe for concurrent use. A
// member is named by its key: lower-case letters, digits and hyphens, 64 at
// most. Names that are not of the right form give faults of kind Invalid.
type Store interface {
	// Put reads r to its end and keeps the bytes. It streams: memory does
	// not grow with the size. An error of r is returned wrapped.
	Put(ctx context.Context, member string, r io.Reader) (Ref, error)
	// Open gives access to a blob; one that is not there is a fault of kind
	// NotFound. ctx bounds the opening and, where reads go over a network,
	// each later read.
	Open(ctx context.Context, member, digest string) (Blob, error)
	// Stat returns what is known of a blob without reading it; NotFound as
	// Open.
	Stat(ctx context.Context, member, digest string) (Ref, error)
	// Delete destroys a blob. One that is not there is no error.
	Delete(ctx context.Context, member, digest string) error
	// DeleteAll destroys several, and all it can when one of them fails.
	DeleteAll(ctx context.Context, member string, digests []string) error
	// Walk calls fn for each blob of a member, in the order of the digests,
	// until fn fails. fn may delete the blob it is handed.
	Walk(ctx context.Context, member string, fn func(Ref) error) error
	// WalkAll calls fn for each blob of every member that comes after a place,
	// in the order of Place.Key, until fn fails; the zero Place is before all.
	// It looks at names alone. fn may delete the blob it is handed.
	WalkAll(ctx context.Context, after Place, fn func(Place) error) error
}

// Whoever puts a file names it in a record within a day, in a column that the
// register of tables declares (database.Table.Files): what no such column names
// is found by a sweep and destroyed.

// Place is where a blob is in the store.
type Place struct{ Member, Digest string }

// Key is what places are ordered by, as bytes. That of the zero Place is
// before all others.
func (p Place) Key() string {
	if p == (Place{}) {
		return ""
	}
	return p.Member + "/" + p.Digest
}

// Ref names a blob within its member.
type Ref struct {
	Digest string // SHA-256 of the bytes, 64 lower-case hexadecimal digits
	Size   int64  // bytes
}

// Blob is an open blob. ReadAt may be called from several goroutines at once.
type Blob interface {
	io.ReadSeekCloser
	io.ReaderAt
	Size() int64
}

// Damaged says that stored bytes are not those that were put.
type Damaged struct {
	Member, Digest string
	// Block is the number of the first 1 MiB block found wrong, or -1 when
	// the blob as a whole is (too short, too long, foreign).
	Block int64
}

func (d *Damaged) Error() string {
	if d.Block < 0 {
		return fmt.Sprintf("blob %s of member %s is damaged", d.Digest, d.Member)
	}
	return fmt.Sprintf("blob %s of member %s is damaged in block %d", d.Digest, d.Member, d.Block)
}

// IsDamaged tells whether an error says that a blob is damaged.
func IsDamaged(err error) bool { return damage(err) != nil }

func damage(err error) *Damaged {
	var d *Damaged
	_ = errors.As(err, &d)
	return d
}

// CheckMember tells whether a member's key has the right form.
func CheckMember(member string) error {
	ok := len(member) > 0 && len(member) <= 64 && member[0] != '-'
	for _, c := range []byte(member) {
		ok = ok && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')
	}
	if !ok {
		return &fault.Error{Kind: fault.Invalid, Op: "blob.CheckMember", Cause: fmt.Errorf("%.80q cannot name a member", member)}
	}
	return nil
}

// CheckDigest tells whether a digest has the right form.
func CheckDigest(digest string) error {
	if !validDigest(digest) {
		return &fault.Error{Kind: fault.Invalid, Op: "blob.CheckDigest", Cause: fmt.Errorf("%.80q is not a digest", digest)}
	}
	return nil
}

func validDigest(digest string) bool {
	ok := len(digest) == 64
	for _, c := range []byte(digest) {
		ok = ok && (c >= 'a' && c <= 'f' || c >= '0' && c <= '9')
	}
	return ok
}

func checkNames(member, digest string) error {
	return errors.Join(CheckMember(member), CheckDigest(digest))
}

func hexDigest(sum []byte) string { return hex.EncodeToString(sum) }
