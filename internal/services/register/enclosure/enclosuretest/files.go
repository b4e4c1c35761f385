// Package enclosuretest has a store of files that forgets.
package enclosuretest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"

	"airial/internal/commons/access"
	"airial/internal/platform/blob"
	"airial/internal/platform/fault"
	"airial/internal/services/register/enclosure"
)

// Files keeps files in memory, by member and digest.
type Files struct{ Kept map[string][]byte }

// New is an empty store.
func New() *Files { return &Files{map[string][]byte{}} }

var _ enclosure.Files = (*Files)(nil)

// Put implements enclosure.Files.
func (f *Files) Put(_ context.Context, member string, r io.Reader) (blob.Ref, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return blob.Ref{}, err
	}
	digest := fmt.Sprintf("%x", sha256.Sum256(b))
	f.Kept[member+digest] = b
	return blob.Ref{Digest: digest, Size: int64(len(b))}, nil
}

// Claim implements enclosure.Files.
func (f *Files) Claim(_ context.Context, _ access.Tx, member, digest string) error {
	if _, ok := f.Kept[member+digest]; !ok {
		return fault.Missing("claim")
	}
	return nil
}

type opened struct{ *bytes.Reader }

func (opened) Close() error { return nil }

// Open implements enclosure.Files.
func (f *Files) Open(_ context.Context, member, digest string) (blob.Blob, error) {
	b, ok := f.Kept[member+digest]
	if !ok {
		return nil, fault.Missing("open")
	}
	return opened{bytes.NewReader(b)}, nil
}

// Destroy implements enclosure.Files.
func (f *Files) Destroy(_ context.Context, member string, digests []string) error {
	for _, d := range digests {
		delete(f.Kept, member+d)
	}
	return nil
}
