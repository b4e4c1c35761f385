package blob_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"airial/internal/platform/blob"
	"airial/internal/platform/blob/blobtest"
)

func open(t testing.TB, dir string) *blob.Folder {
	t.Helper()
	f, err := blob.OpenFolder(blob.FolderConfig{Dir: dir, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func TestFolder(t *testing.T) {
	blobtest.Conformance(t, func(t *testing.T) blob.Store {
		f, err := blob.OpenFolder(blob.FolderConfig{Dir: filepath.Join(t.TempDir(), "blobs")})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Close() })
		return f
	})
}

func TestFolderUnsynced(t *testing.T) {
	f := open(t, t.TempDir())
	ref := blobtest.Put(t, f, "m", []byte("filled in bulk"))
	err := f.Flush()
	if err != nil {
		t.Fatal(err)
	}
	_, err = blobtest.Read(t.Context(), f, "m", ref.Digest)
	if err != nil {
		t.Error(err)
	}
}

func TestSlow(t *testing.T) {
	blobtest.Conformance(t, func(t *testing.T) blob.Store {
		return &blobtest.Slow{Store: open(t, t.TempDir()), Delay: time.Microsecond}
	})
}

func TestFaulty(t *testing.T) {
	blobtest.Conformance(t, func(t *testing.T) blob.Store {
		return &blobtest.Faulty{Store: open(t, t.TempDir()), Fail: func(string) error { return nil }}
	})
	broken := errors.New("the store answers 500")
	failing := ""
	s := &blobtest.Faulty{Store: open(t, t.TempDir()), Fail: func(call string) error {
		if call == failing {
			return broken
		}
		return nil
	}}
	p := blobtest.Bytes(100, 1)
	ref := blobtest.Put(t, s, "m", p)
	ctx := t.Context()
	for call, do := range map[string]func() error{
		"Put":    func() error { _, err := s.Put(ctx, "m", bytes.NewReader(p)); return err },
		"Open":   func() error { _, err := s.Open(ctx, "m", ref.Digest); return err },
		"Read":   func() error { _, err := blobtest.Read(ctx, s, "m", ref.Digest); return err },
		"Stat":   func() error { _, err := s.Stat(ctx, "m", ref.Digest); return err },
		"Delete": func() error { return s.DeleteAll(ctx, "m", []string{ref.Digest}) },
		"Walk":   func() error { return s.Walk(ctx, "m", func(blob.Ref) error { return nil }) },
	} {
		failing = call
		if err := do(); !errors.Is(err, broken) {
			t.Errorf("%s gives %v, want the fault", call, err)
		}
	}
}

// TestDamageIsNamed changes each part of stored files, byte by byte at chosen
// places, and cuts and lengthens them: no read may give other bytes than those
// that were put.
func TestDamageIsNamed(t *testing.T) {
	ctx := t.Context()
	for _, n := range blobtest.Sizes {
		p := blobtest.Bytes(n, 1)
		dir := t.TempDir()
		f := open(t, dir)
		ref := blobtest.Put(t, f, "m", p)
		path := filepath.Join(dir, "m", ref.Digest)
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		harm := map[string][]byte{"lengthened": append(bytes.Clone(whole), 0)}
		for _, at := range []int{0, n / 2, n - 1, n, n + 31, n + 32, len(whole) - 33, len(whole) - 41, len(whole) - 1} {
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
			got, err := blobtest.Read(ctx, f, "m", ref.Digest)
			var damaged *blob.Damaged
			if !errors.As(err, &damaged) || damaged.Digest != ref.Digest || damaged.Member != "m" {
				t.Errorf("%d bytes, %s: reading gives %d bytes, %v; want Damaged", n, name, len(got), err)
			}
			if !bytes.HasPrefix(p, got) {
				t.Errorf("%d bytes, %s: wrong bytes were handed out", n, name)
			}
		}
		blobtest.Put(t, f, "m", p)
		got, err := blobtest.Read(ctx, f, "m", ref.Digest)
		if err != nil || !bytes.Equal(got, p) {
			t.Errorf("%d bytes: putting again does not heal: %v", n, err)
		}
	}
}

func TestDamagedBlockLeavesOthersReadable(t *testing.T) {
	p := blobtest.Bytes(3*blob.BlockSize, 1)
	dir := t.TempDir()
	f := open(t, dir)
	ref := blobtest.Put(t, f, "m", p)
	file, err := os.OpenFile(filepath.Join(dir, "m", ref.Digest), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = file.WriteAt([]byte("damage"), blob.BlockSize+100)
	if err := errors.Join(err, file.Close()); err != nil {
		t.Fatal(err)
	}
	b, err := f.Open(t.Context(), "m", ref.Digest)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = b.Close() }()
	buf := make([]byte, 10)
	for _, at := range []int64{0, 2 * blob.BlockSize} {
		_, err = b.ReadAt(buf, at)
		if err != nil || !bytes.Equal(buf, p[at:at+10]) {
			t.Errorf("sound block at %d: %v", at, err)
		}
	}
	n, err := b.ReadAt(buf, 2*blob.BlockSize-5)
	var damaged *blob.Damaged
	if n != 0 || !errors.As(err, &damaged) || damaged.Block != 1 {
		t.Errorf("damaged block: %d bytes, %v; want Damaged in block 1", n, err)
	}
}

func TestSmallFilesAreThemselves(t *testing.T) {
	dir := t.TempDir()
	p := blobtest.Bytes(blob.BlockSize, 1)
	ref := blobtest.Put(t, open(t, dir), "m", p)
	entries, err := os.ReadDir(filepath.Join(dir, "m"))
	if err != nil || len(entries) != 1 {
		t.Fatalf("a blob of one block takes %d files, %v", len(entries), err)
	}
	onDisk, err := os.ReadFile(filepath.Join(dir, "m", ref.Digest))
	if err != nil || !bytes.Equal(onDisk, p) {
		t.Error("its file is not its bytes")
	}
}
