package blob_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"airial/internal/platform/blob"
	"airial/internal/platform/blob/blobtest"
	"airial/internal/platform/fault"
	"airial/internal/platform/s3"
	"airial/internal/platform/s3/s3test"
)

// openS3 opens a new bucket behind a line that breaks as told.
func openS3(t testing.TB, line *s3test.Faults) (store *blob.S3, dir string) {
	t.Helper()
	address, dir := s3test.Bucket(t)
	a, err := s3.Parse(address+"&region=us-east-1", os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	s, err := blob.OpenS3(t.Context(), blob.S3Config{Address: a, Spool: t.TempDir(),
		Options: s3.Options{Transport: line, Backoff: time.Millisecond}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, dir
}

func TestS3(t *testing.T) {
	blobtest.Conformance(t, func(t *testing.T) blob.Store {
		s, _ := openS3(t, &s3test.Faults{})
		return s
	})
}

func TestS3BehindALongLine(t *testing.T) {
	blobtest.Conformance(t, func(t *testing.T) blob.Store {
		s, _ := openS3(t, &s3test.Faults{Delay: 2 * time.Millisecond})
		return s
	})
}

// TestS3TriesAgain runs the whole suite while every third request fails, each
// time in another way: nothing of it is seen.
func TestS3TriesAgain(t *testing.T) {
	ways := []s3test.Fault{s3test.Status500, s3test.Torn, s3test.Refused, s3test.Lost, s3test.Status503}
	blobtest.Conformance(t, func(t *testing.T) blob.Store {
		var mu sync.Mutex
		failed := map[string]int{} // no address fails as often as a call tries, however many ask at once
		s, _ := openS3(t, &s3test.Faults{Fail: func(n int64, r *http.Request) s3test.Fault {
			mu.Lock()
			defer mu.Unlock()
			if one := r.Method + r.URL.String(); n%3 == 0 && failed[one] < 4 {
				failed[one]++
				return ways[n/3%int64(len(ways))]
			}
			return s3test.None
		}})
		return s
	})
}

// TestS3Gone has the store fail for good: every call says so with a fault of
// kind Unavailable, and what was there before is there afterwards.
func TestS3Gone(t *testing.T) {
	for name, what := range map[string]s3test.Fault{"500": s3test.Status500, "refused": s3test.Refused} {
		t.Run(name, func(t *testing.T) {
			broken := false
			s, _ := openS3(t, &s3test.Faults{Fail: func(int64, *http.Request) s3test.Fault {
				if broken {
					return what
				}
				return s3test.None
			}})
			ctx := t.Context()
			p := blobtest.Bytes(3*blob.BlockSize+5, 1)
			ref := blobtest.Put(t, s, "m", p)
			b, err := s.Open(ctx, "m", ref.Digest)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = b.Close() }()
			broken = true
			for call, do := range map[string]func() error{
				"Put":    func() error { _, err := s.Put(ctx, "m", strings.NewReader("another")); return err },
				"Open":   func() error { _, err := s.Open(ctx, "m", ref.Digest); return err },
				"Read":   func() error { _, err := b.ReadAt(make([]byte, 10), blob.BlockSize); return err },
				"Stat":   func() error { _, err := s.Stat(ctx, "m", ref.Digest); return err },
				"Delete": func() error { return s.Delete(ctx, "m", ref.Digest) },
				"Walk":   func() error { return s.Walk(ctx, "m", func(blob.Ref) error { return nil }) },
			} {
				if err := do(); !fault.Is(err, fault.Unavailable) || strings.Contains(err.Error(), s3test.Secret) {
					t.Errorf("%s gives %v, want Unavailable without the secret", call, err)
				}
			}
			broken = false
			got, err := blobtest.Read(ctx, s, "m", ref.Digest)
			if err != nil || !bytes.Equal(got, p) {
				t.Errorf("afterwards: %d bytes, %v", len(got), err)
			}
		})
	}
}

// TestS3Hanging has the store not answer at all: the call ends in time.
func TestS3Hanging(t *testing.T) {
	address, _ := s3test.Bucket(t)
	a, err := s3.Parse(address, os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	hanging := int64(0)
	line := &s3test.Faults{Fail: func(n int64, _ *http.Request) s3test.Fault {
		if hanging > 0 && n <= hanging {
			return s3test.Hanging
		}
		return s3test.None
	}}
	s, err := blob.OpenS3(t.Context(), blob.S3Config{Address: a,
		Options: s3.Options{Transport: line, Backoff: time.Millisecond, Patience: 200 * time.Millisecond}})
	if err != nil {
		t.Fatal(err)
	}
	hanging = line.Requests.Load() + 2 // twice, then it answers
	ref := blobtest.Put(t, s, "m", []byte("late"))
	hanging = line.Requests.Load() + 1000
	_, err = s.Open(t.Context(), "m", ref.Digest)
	if !fault.Is(err, fault.Unavailable) {
		t.Errorf("a store that does not answer gives %v, want Unavailable", err)
	}
}

// TestS3DamageIsNamed changes stored objects behind the store's back.
func TestS3DamageIsNamed(t *testing.T) {
	s, dir := openS3(t, &s3test.Faults{})
	for _, n := range []int{0, 1, 1000, blob.BlockSize, blob.BlockSize + 1, 3*blob.BlockSize + 17} {
		p := blobtest.Bytes(n, 1)
		ref := blobtest.Put(t, s, "m", p)
		path := filepath.Join(dir, "m", ref.Digest)
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		harm := map[string][]byte{"lengthened": append(bytes.Clone(whole), 0)}
		for _, at := range []int{0, n / 2, n - 1, n, len(whole) - 41, len(whole) - 1} {
			if at >= 0 && at < len(whole) {
				bad := bytes.Clone(whole)
				bad[at] ^= 1
				harm["bit at "+itoa(at)] = bad
				harm["cut at "+itoa(at)] = whole[:at]
			}
		}
		for name, bad := range harm {
			err := os.WriteFile(path, bad, 0o600)
			if err != nil {
				t.Fatal(err)
			}
			got, err := blobtest.Read(t.Context(), s, "m", ref.Digest)
			if !blob.IsDamaged(err) {
				t.Errorf("%d bytes, %s: reading gives %d bytes, %v; want Damaged", n, name, len(got), err)
			}
			if !bytes.HasPrefix(p, got) {
				t.Errorf("%d bytes, %s: wrong bytes were handed out", n, name)
			}
		}
		blobtest.Put(t, s, "m", p)
		got, err := blobtest.Read(t.Context(), s, "m", ref.Digest)
		if err != nil || !bytes.Equal(got, p) {
			t.Errorf("%d bytes: putting again does not heal: %v", n, err)
		}
	}
}

// TestS3HoldsTheFilesOfAFolder keeps the promise that a folder can be copied to
// a bucket by any program.
func TestS3HoldsTheFilesOfAFolder(t *testing.T) {
	s, dir := openS3(t, &s3test.Faults{})
	f := open(t, dir)
	p := blobtest.Bytes(2*blob.BlockSize+1, 1)
	ref := blobtest.Put(t, f, "m", p)
	got, err := blobtest.Read(t.Context(), s, "m", ref.Digest)
	if err != nil || !bytes.Equal(got, p) {
		t.Errorf("a folder's file, read as an object: %d bytes, %v", len(got), err)
	}
	ref = blobtest.Put(t, s, "m", p[1:])
	got, err = blobtest.Read(t.Context(), f, "m", ref.Digest)
	if err != nil || !bytes.Equal(got, p[1:]) {
		t.Errorf("an object, read as a folder's file: %d bytes, %v", len(got), err)
	}
}

// TestS3FewRequests holds down what each act costs.
func TestS3FewRequests(t *testing.T) {
	line := &s3test.Faults{}
	s, _ := openS3(t, line)
	count := func(what string, most int64, do func()) {
		t.Helper()
		before := line.Requests.Load()
		do()
		if n := line.Requests.Load() - before; n > most {
			t.Errorf("%s takes %d requests, want at most %d", what, n, most)
		}
	}
	small, large := blobtest.Bytes(1000, 1), blobtest.Bytes(20*blob.BlockSize, 1)
	count("putting a small file", 1, func() { blobtest.Put(t, s, "m", small) })
	count("putting a large file", 1, func() { blobtest.Put(t, s, "m", large) })
	read := func(digest string) func() {
		return func() {
			_, err := blobtest.Read(t.Context(), s, "m", digest)
			if err != nil {
				t.Error(err)
			}
		}
	}
	count("reading a small file", 1, read(blobtest.Digest(small)))
	count("reading 20 blocks", 4, read(blobtest.Digest(large)))
}
