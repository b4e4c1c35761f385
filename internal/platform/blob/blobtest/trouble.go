package blobtest

import (
	"context"
	"io"
	"time"

	"airial/internal/platform/blob"
)

// Slow is a store that waits before each call and each read of a blob, as one
// behind a bad line does.
type Slow struct {
	blob.Store
	Delay time.Duration
}

func (s *Slow) wait(ctx context.Context) error {
	timer := time.NewTimer(s.Delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Faulty is a store whose calls fail when Fail says so.
type Faulty struct {
	blob.Store
	// Fail is asked before each call, with its name ("Put", "Open", "Read",
	// "Stat", "Delete", "Walk"); what it returns is the call's failure. A
	// Put that is to fail reads its input first, as one whose answer is
	// lost.
	Fail func(call string) error
}

func (f *Faulty) wait(ctx context.Context, call string) error {
	err := ctx.Err()
	if err != nil {
		return err
	}
	return f.Fail(call)
}

// Put implements blob.Store.
func (s *Slow) Put(ctx context.Context, member string, r io.Reader) (blob.Ref, error) {
	err := s.wait(ctx)
	if err != nil {
		return blob.Ref{}, err
	}
	return s.Store.Put(ctx, member, r)
}

// Open implements blob.Store.
func (s *Slow) Open(ctx context.Context, member, digest string) (blob.Blob, error) {
	err := s.wait(ctx)
	if err != nil {
		return nil, err
	}
	b, err := s.Store.Open(ctx, member, digest)
	if err != nil {
		return nil, err
	}
	return &troubled{Blob: b, before: func() error { return s.wait(ctx) }}, nil
}

// Stat implements blob.Store.
func (s *Slow) Stat(ctx context.Context, member, digest string) (blob.Ref, error) {
	err := s.wait(ctx)
	if err != nil {
		return blob.Ref{}, err
	}
	return s.Store.Stat(ctx, member, digest)
}

// Delete implements blob.Store.
func (s *Slow) Delete(ctx context.Context, member, digest string) error {
	err := s.wait(ctx)
	if err != nil {
		return err
	}
	return s.Store.Delete(ctx, member, digest)
}

// DeleteAll implements blob.Store.
func (s *Slow) DeleteAll(ctx context.Context, member string, digests []string) error {
	err := s.wait(ctx)
	if err != nil {
		return err
	}
	return s.Store.DeleteAll(ctx, member, digests)
}

// Walk implements blob.Store.
func (s *Slow) Walk(ctx context.Context, member string, fn func(blob.Ref) error) error {
	err := s.wait(ctx)
	if err != nil {
		return err
	}
	return s.Store.Walk(ctx, member, fn)
}

// WalkAll implements blob.Store.
func (s *Slow) WalkAll(ctx context.Context, after blob.Place, fn func(blob.Place) error) error {
	err := s.wait(ctx)
	if err != nil {
		return err
	}
	return s.Store.WalkAll(ctx, after, fn)
}

// Put implements blob.Store.
func (f *Faulty) Put(ctx context.Context, member string, r io.Reader) (blob.Ref, error) {
	err := f.wait(ctx, "Put")
	if err != nil {
		_, _ = io.Copy(io.Discard, r)
		return blob.Ref{}, err
	}
	return f.Store.Put(ctx, member, r)
}

// Open implements blob.Store.
func (f *Faulty) Open(ctx context.Context, member, digest string) (blob.Blob, error) {
	err := f.wait(ctx, "Open")
	if err != nil {
		return nil, err
	}
	b, err := f.Store.Open(ctx, member, digest)
	if err != nil {
		return nil, err
	}
	return &troubled{Blob: b, before: func() error { return f.Fail("Read") }}, nil
}

// Stat implements blob.Store.
func (f *Faulty) Stat(ctx context.Context, member, digest string) (blob.Ref, error) {
	err := f.wait(ctx, "Stat")
	if err != nil {
		return blob.Ref{}, err
	}
	return f.Store.Stat(ctx, member, digest)
}

// Delete implements blob.Store.
func (f *Faulty) Delete(ctx context.Context, member, digest string) error {
	err := f.wait(ctx, "Delete")
	if err != nil {
		return err
	}
	return f.Store.Delete(ctx, member, digest)
}

// DeleteAll implements blob.Store: it fails in the middle.
func (f *Faulty) DeleteAll(ctx context.Context, member string, digests []string) error {
	for i, digest := range digests {
		err := f.wait(ctx, "Delete")
		if err != nil {
			return err
		}
		err = f.Store.DeleteAll(ctx, member, digests[i:i+1])
		if err != nil && blob.CheckDigest(digest) == nil {
			return err
		}
	}
	return f.Store.DeleteAll(ctx, member, digests)
}

// Walk implements blob.Store.
func (f *Faulty) Walk(ctx context.Context, member string, fn func(blob.Ref) error) error {
	err := f.wait(ctx, "Walk")
	if err != nil {
		return err
	}
	return f.Store.Walk(ctx, member, fn)
}

// WalkAll implements blob.Store.
func (f *Faulty) WalkAll(ctx context.Context, after blob.Place, fn func(blob.Place) error) error {
	err := f.wait(ctx, "Walk")
	if err != nil {
		return err
	}
	return f.Store.WalkAll(ctx, after, fn)
}

type troubled struct {
	blob.Blob
	before func() error
}

func (t *troubled) Read(p []byte) (int, error) {
	err := t.before()
	if err != nil {
		return 0, err
	}
	return t.Blob.Read(p)
}

func (t *troubled) ReadAt(p []byte, offset int64) (int, error) {
	err := t.before()
	if err != nil {
		return 0, err
	}
	return t.Blob.ReadAt(p, offset)
}
