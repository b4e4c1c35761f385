package blobtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"airial/internal/platform/blob"
	"airial/internal/platform/fault"
)

// Conformance runs the suite that every store must pass. open returns an empty
// store for one test.
func Conformance(t *testing.T, open func(t *testing.T) blob.Store) {
	for name, test := range map[string]func(*testing.T, blob.Store){
		"what is put is read":   putAndRead,
		"reads from anywhere":   readsFromAnywhere,
		"members apart":         membersApart,
		"a cut upload":          cutUpload,
		"a cancelled put":       cancelledPut,
		"missing":               missing,
		"delete":                deletes,
		"walk":                  walks,
		"walk over all":         walksAll,
		"names":                 names,
		"put twice":             putTwice,
		"many at once":          manyAtOnce,
		"deleted while open":    deletedWhileOpen,
		"readers of small bits": smallReader,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

// Sizes are those at which stores tend to go wrong: nothing, one byte, and
// around the borders of blocks.
var Sizes = []int{0, 1, 1000, blob.BlockSize - 1, blob.BlockSize, blob.BlockSize + 1,
	2 * blob.BlockSize, 3*blob.BlockSize + 17}

// Bytes returns n bytes, always the same ones for the same n and seed.
func Bytes(n int, seed uint64) []byte {
	p := make([]byte, n)
	c := rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8), byte(n)})
	_, _ = c.Read(p)
	return p
}

// Digest names bytes as a store does.
func Digest(p []byte) string {
	sum := sha256.Sum256(p)
	return hex.EncodeToString(sum[:])
}

// Put puts bytes and fails the test when it cannot.
func Put(t testing.TB, s blob.Store, member string, p []byte) blob.Ref {
	t.Helper()
	ref, err := s.Put(t.Context(), member, bytes.NewReader(p))
	if err != nil {
		t.Fatalf("put %d bytes: %v", len(p), err)
	}
	return ref
}

// Read reads a whole blob.
func Read(ctx context.Context, s blob.Store, member, digest string) ([]byte, error) {
	b, err := s.Open(ctx, member, digest)
	if err != nil {
		return nil, err
	}
	p, err := io.ReadAll(b)
	return p, errors.Join(err, b.Close())
}

func putAndRead(t *testing.T, s blob.Store) {
	for _, n := range Sizes {
		p := Bytes(n, 1)
		want := blob.Ref{Digest: Digest(p), Size: int64(n)}
		if diff := cmp.Diff(want, Put(t, s, "m", p)); diff != "" {
			t.Errorf("%d bytes: Put (-want +got):\n%s", n, diff)
		}
		got, err := s.Stat(t.Context(), "m", want.Digest)
		if err != nil || got != want {
			t.Errorf("%d bytes: Stat gives %v, %v", n, got, err)
		}
		back, err := Read(t.Context(), s, "m", want.Digest)
		if err != nil || !bytes.Equal(back, p) {
			t.Errorf("%d bytes: read back %d bytes, %v", n, len(back), err)
		}
	}
}

func readsFromAnywhere(t *testing.T, s blob.Store) {
	for _, n := range Sizes {
		p := Bytes(n, 2)
		b, err := s.Open(t.Context(), "m", Put(t, s, "m", p).Digest)
		if err != nil {
			t.Fatal(err)
		}
		if b.Size() != int64(n) {
			t.Errorf("%d bytes: Size gives %d", n, b.Size())
		}
		if n <= 1000 { // it reads byte by byte
			err = iotest.TestReader(b, p)
			if err != nil {
				t.Errorf("%d bytes: %v", n, err)
			}
		}
		random := rand.New(rand.NewPCG(1, uint64(n)))
		for range 50 {
			at := random.IntN(n + 1)
			_, err = b.Seek(int64(at-n), io.SeekEnd)
			if err != nil {
				t.Fatal(err)
			}
			want := p[at:min(n, at+100_000)]
			got, err := io.ReadAll(io.LimitReader(b, 100_000))
			if err != nil || !bytes.Equal(got, want) {
				t.Fatalf("%d bytes: reading from %d gives %d bytes, %v", n, at, len(got), err)
			}
		}
		for range 50 {
			from := random.IntN(n + 1)
			buf := make([]byte, random.IntN(min(n-from, 2*blob.BlockSize)+1))
			got, err := b.ReadAt(buf, int64(from))
			if err != nil || got != len(buf) || !bytes.Equal(buf, p[from:from+got]) {
				t.Fatalf("%d bytes: ReadAt %d+%d gives %d bytes, %v", n, from, len(buf), got, err)
			}
		}
		_, err = b.ReadAt(make([]byte, 1), int64(n))
		if !errors.Is(err, io.EOF) {
			t.Errorf("%d bytes: ReadAt beyond the end gives %v, want EOF", n, err)
		}
		_, err = b.Seek(-1, io.SeekStart)
		if err == nil {
			t.Errorf("%d bytes: Seek before the beginning succeeded", n)
		}
		err = b.Close()
		if err != nil {
			t.Error(err)
		}
	}
}

func membersApart(t *testing.T, s blob.Store) {
	p := Bytes(100, 3)
	ref := Put(t, s, "one", p)
	_, err := s.Open(t.Context(), "two", ref.Digest)
	if !fault.Is(err, fault.NotFound) {
		t.Errorf("the other member's Open gives %v, want NotFound", err)
	}
	Put(t, s, "two", p)
	err = s.Delete(t.Context(), "one", ref.Digest)
	if err != nil {
		t.Fatal(err)
	}
	back, err := Read(t.Context(), s, "two", ref.Digest)
	if err != nil || !bytes.Equal(back, p) {
		t.Errorf("after a deletion by the first, the second reads %d bytes, %v", len(back), err)
	}
}

func cutUpload(t *testing.T, s blob.Store) {
	for _, cause := range []error{io.ErrUnexpectedEOF, errors.New("line dropped")} {
		for _, n := range []int{0, 10, blob.BlockSize, blob.BlockSize + 10} {
			p := Bytes(n, 4)
			_, err := s.Put(t.Context(), "m", io.MultiReader(bytes.NewReader(p), iotest.ErrReader(cause)))
			if !errors.Is(err, cause) {
				t.Errorf("cut after %d bytes: %v, want %v", n, err, cause)
			}
		}
	}
	if got := list(t, s, "m"); len(got) != 0 {
		t.Errorf("cut uploads left %v", got)
	}
}

func cancelledPut(t *testing.T, s blob.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.Put(ctx, "m", bytes.NewReader(Bytes(10, 5)))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Put gives %v, want Canceled", err)
	}
	if got := list(t, s, "m"); len(got) != 0 {
		t.Errorf("a cancelled put left %v", got)
	}
}

func missing(t *testing.T, s blob.Store) {
	digest := Digest([]byte("never put"))
	_, err := s.Open(t.Context(), "m", digest)
	if !fault.Is(err, fault.NotFound) {
		t.Errorf("Open gives %v, want NotFound", err)
	}
	_, err = s.Stat(t.Context(), "m", digest)
	if !fault.Is(err, fault.NotFound) {
		t.Errorf("Stat gives %v, want NotFound", err)
	}
	err = s.Delete(t.Context(), "m", digest)
	if err != nil {
		t.Errorf("Delete gives %v, want success", err)
	}
	if got := list(t, s, "m"); len(got) != 0 {
		t.Errorf("Walk finds %v", got)
	}
}

func deletes(t *testing.T, s blob.Store) {
	var digests []string
	for i := range 5 {
		digests = append(digests, Put(t, s, "m", Bytes(10, uint64(10+i))).Digest)
	}
	err := s.Delete(t.Context(), "m", digests[0])
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Open(t.Context(), "m", digests[0])
	if !fault.Is(err, fault.NotFound) {
		t.Errorf("Open of a deleted blob gives %v, want NotFound", err)
	}
	err = s.DeleteAll(t.Context(), "m", []string{digests[0], "not a digest", digests[1], digests[2]})
	if !fault.Is(err, fault.Invalid) {
		t.Errorf("DeleteAll with a wrong name gives %v, want Invalid", err)
	}
	want := slices.Sorted(slices.Values(digests[3:]))
	if diff := cmp.Diff(want, list(t, s, "m")); diff != "" {
		t.Errorf("what is left (-want +got):\n%s", diff)
	}
	ref := Put(t, s, "m", Bytes(10, 10))
	back, err := Read(t.Context(), s, "m", ref.Digest)
	if err != nil || len(back) != 10 {
		t.Errorf("put again after a deletion: %d bytes, %v", len(back), err)
	}
}

func walks(t *testing.T, s blob.Store) {
	var want []string
	for i := range 20 {
		want = append(want, Put(t, s, "m", Bytes(i*70_000, uint64(i))).Digest)
	}
	Put(t, s, "other", Bytes(1, 6))
	slices.Sort(want)
	if diff := cmp.Diff(want, list(t, s, "m")); diff != "" {
		t.Errorf("Walk (-want +got):\n%s", diff)
	}
	stop := errors.New("stop")
	seen := 0
	err := s.Walk(t.Context(), "m", func(blob.Ref) error { seen++; return stop })
	if !errors.Is(err, stop) || seen != 1 {
		t.Errorf("Walk went on to %d blobs after %v", seen, err)
	}
	err = s.Walk(t.Context(), "m", func(ref blob.Ref) error {
		got, err := s.Stat(t.Context(), "m", ref.Digest)
		if got != ref {
			t.Errorf("Walk says %v, Stat %v", ref, got)
		}
		return errors.Join(err, s.Delete(t.Context(), "m", ref.Digest))
	})
	if err != nil || len(list(t, s, "m")) != 0 {
		t.Errorf("deleting during Walk: %v, left %v", err, list(t, s, "m"))
	}
}

func walksAll(t *testing.T, s blob.Store) {
	var want []blob.Place
	for _, member := range []string{"b", "a", "a-b", "ab", "a0"} {
		for i := range 4 {
			want = append(want, blob.Place{Member: member, Digest: Put(t, s, member, Bytes(10+i, uint64(i))).Digest})
		}
	}
	slices.SortFunc(want, func(a, b blob.Place) int { return strings.Compare(a.Key(), b.Key()) })
	from := func(after blob.Place) (got []blob.Place) {
		t.Helper()
		err := s.WalkAll(t.Context(), after, func(p blob.Place) error { got = append(got, p); return nil })
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if diff := cmp.Diff(want, from(blob.Place{})); diff != "" {
		t.Errorf("WalkAll (-want +got):\n%s", diff)
	}
	for i, p := range want {
		if diff := cmp.Diff(want[i+1:], from(p), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("WalkAll after %v (-want +got):\n%s", p, diff)
		}
	}
	if diff := cmp.Diff(want[4:], from(blob.Place{Member: want[4].Member, Digest: strings.Repeat("0", 64)})); diff != "" {
		t.Errorf("WalkAll after a blob that is gone (-want +got):\n%s", diff)
	}
	stop, seen := errors.New("stop"), 0
	err := s.WalkAll(t.Context(), blob.Place{}, func(p blob.Place) error {
		seen++
		if seen == 3 {
			return stop
		}
		return s.Delete(t.Context(), p.Member, p.Digest)
	})
	if !errors.Is(err, stop) || seen != 3 || len(from(blob.Place{})) != len(want)-2 {
		t.Errorf("WalkAll with deletions saw %d, left %d, ended with %v", seen, len(from(blob.Place{})), err)
	}
}

func names(t *testing.T, s blob.Store) {
	good := Put(t, s, "m", []byte("x")).Digest
	for _, member := range []string{"", ".", "..", "../m", "m/..", "/m", "M", "-m", ".partial", "é", "m\x00", strings.Repeat("m", 65)} {
		_, err := s.Put(t.Context(), member, strings.NewReader("x"))
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("Put under member %q gives %v, want Invalid", member, err)
		}
		_, err = s.Open(t.Context(), member, good)
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("Open under member %q gives %v, want Invalid", member, err)
		}
		err = s.Walk(t.Context(), member, func(blob.Ref) error { return nil })
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("Walk of member %q gives %v, want Invalid", member, err)
		}
	}
	for _, digest := range []string{"", "..", "../m/" + good, strings.ToUpper(good), good[:63], good + "0", "g" + good[1:]} {
		_, err := s.Open(t.Context(), "m", digest)
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("Open of %q gives %v, want Invalid", digest, err)
		}
		_, err = s.Stat(t.Context(), "m", digest)
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("Stat of %q gives %v, want Invalid", digest, err)
		}
		err = s.Delete(t.Context(), "m", digest)
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("Delete of %q gives %v, want Invalid", digest, err)
		}
	}
}

func putTwice(t *testing.T, s blob.Store) {
	p := Bytes(blob.BlockSize+5, 7)
	first := Put(t, s, "m", p)
	if second := Put(t, s, "m", p); second != first {
		t.Errorf("put twice: %v, then %v", first, second)
	}
	if got := list(t, s, "m"); len(got) != 1 {
		t.Errorf("put twice: %v are there", got)
	}
}

func manyAtOnce(t *testing.T, s blob.Store) {
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			p := Bytes(1000+i%4, 8) // four different ones, put by four each
			ref, err := s.Put(t.Context(), "m", bytes.NewReader(p))
			if err != nil {
				t.Error(err)
				return
			}
			back, err := Read(t.Context(), s, "m", ref.Digest)
			if err != nil || !bytes.Equal(back, p) {
				t.Errorf("read back %d bytes, %v", len(back), err)
			}
		})
	}
	wg.Wait()
	if got := list(t, s, "m"); len(got) != 4 {
		t.Errorf("%d blobs are there, want 4", len(got))
	}
	p := Bytes(3*blob.BlockSize, 9)
	b, err := s.Open(t.Context(), "m", Put(t, s, "m", p).Digest)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 8 {
		wg.Go(func() {
			buf := make([]byte, 5000)
			for at := i * 1000; at+len(buf) < len(p); at += 300_000 {
				_, err := b.ReadAt(buf, int64(at))
				if err != nil || !bytes.Equal(buf, p[at:at+len(buf)]) {
					t.Errorf("ReadAt %d among others: %v", at, err)
				}
			}
		})
	}
	wg.Wait()
	err = b.Close()
	if err != nil {
		t.Error(err)
	}
}

// deletedWhileOpen allows both answers, the bytes or an error, but no others.
func deletedWhileOpen(t *testing.T, s blob.Store) {
	p := Bytes(2*blob.BlockSize, 10)
	ref := Put(t, s, "m", p)
	b, err := s.Open(t.Context(), "m", ref.Digest)
	if err != nil {
		t.Fatal(err)
	}
	err = s.Delete(t.Context(), "m", ref.Digest)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(b)
	if err == nil && !bytes.Equal(got, p) {
		t.Error("a blob deleted while it was open gives wrong bytes")
	}
	_ = b.Close()
}

func smallReader(t *testing.T, s blob.Store) {
	p := Bytes(blob.BlockSize+100, 11)
	ref, err := s.Put(t.Context(), "m", iotest.DataErrReader(iotest.HalfReader(bytes.NewReader(p))))
	if err != nil || ref.Digest != Digest(p) {
		t.Errorf("put from a reader of small bits: %v, %v", ref, err)
	}
}

func list(t *testing.T, s blob.Store, member string) (digests []string) {
	t.Helper()
	err := s.Walk(t.Context(), member, func(ref blob.Ref) error {
		digests = append(digests, ref.Digest)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return digests
}
