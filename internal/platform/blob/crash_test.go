package blob_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"airial/internal/platform/blob"
	"airial/internal/platform/blob/blobtest"
)

func itoa(n int) string { return strconv.Itoa(n) }

// TestMain lets the test program be the writer that TestKilledWriter kills.
func TestMain(m *testing.M) {
	if dir := os.Getenv("AIRIAL_TEST_WRITER"); dir != "" {
		writeUntilKilled(dir)
	}
	os.Exit(m.Run())
}

// writeUntilKilled puts blobs of mixed sizes and prints the digest of each once
// it is kept.
func writeUntilKilled(dir string) {
	f, err := blob.OpenFolder(blob.FolderConfig{Dir: dir})
	if err != nil {
		panic(err)
	}
	for {
		p := blobtest.Bytes(rand.IntN(2*blob.BlockSize), rand.Uint64())
		ref, err := f.Put(context.Background(), "m", bytes.NewReader(p))
		if err != nil {
			panic(err)
		}
		fmt.Println(ref.Digest)
	}
}

// TestKilledWriter kills a writing process at random moments: each blob that it
// acknowledged can be read, whatever else is there is whole, and nothing half
// written is left when the folder is opened next.
func TestKilledWriter(t *testing.T) {
	dir := t.TempDir()
	var kept []string
	for range 5 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "AIRIAL_TEST_WRITER="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		err = cmd.Start()
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for range 1 + rand.IntN(10) {
			if lines.Scan() {
				kept = append(kept, lines.Text())
			}
		}
		err = cmd.Process.Kill()
		if err != nil {
			t.Fatal(err)
		}
		for lines.Scan() {
			if len(lines.Text()) == 64 {
				kept = append(kept, lines.Text())
			}
		}
		_ = cmd.Wait()
	}
	f := open(t, dir)
	for _, digest := range kept {
		_, err := blobtest.Read(t.Context(), f, "m", digest)
		if err != nil {
			t.Errorf("an acknowledged blob: %v", err)
		}
	}
	err := f.Walk(t.Context(), "m", func(ref blob.Ref) error {
		p, err := blobtest.Read(t.Context(), f, "m", ref.Digest)
		if err == nil && blobtest.Digest(p) != ref.Digest {
			err = errors.New("not its bytes")
		}
		return err
	})
	if err != nil {
		t.Errorf("what is there: %v", err)
	}
	left, err := os.ReadDir(filepath.Join(dir, ".partial"))
	if err != nil || len(left) != 0 {
		t.Errorf("half written files are left: %v, %v", left, err)
	}
}

// TestOthersUploadsAreLeftAlone opens the folder a second time while an upload
// is under way.
func TestOthersUploadsAreLeftAlone(t *testing.T) {
	dir := t.TempDir()
	first := open(t, dir)
	r, w := io.Pipe()
	done := make(chan error)
	go func() {
		_, err := first.Put(t.Context(), "m", r)
		done <- err
	}()
	_, err := w.Write([]byte("half of it, "))
	if err != nil {
		t.Fatal(err)
	}
	open(t, dir)
	_, err = w.Write([]byte("the other half"))
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Errorf("the upload under way failed: %v", err)
	}
}

func BenchmarkPut(b *testing.B) {
	for _, n := range []int{10_000, 10 << 20} {
		for _, noSync := range []bool{false, true} {
			b.Run(fmt.Sprintf("%d/nosync=%t", n, noSync), func(b *testing.B) {
				f, err := blob.OpenFolder(blob.FolderConfig{Dir: b.TempDir(), NoSync: noSync})
				if err != nil {
					b.Fatal(err)
				}
				defer func() { _ = f.Close() }()
				p := blobtest.Bytes(n, 1)
				b.SetBytes(int64(n))
				for i := 0; b.Loop(); i++ {
					p[0], p[1], p[2] = byte(i), byte(i>>8), byte(i>>16)
					blobtest.Put(b, f, "m", p)
				}
			})
		}
	}
}

func BenchmarkRead(b *testing.B) {
	f := open(b, b.TempDir())
	p := blobtest.Bytes(10<<20, 1)
	ref := blobtest.Put(b, f, "m", p)
	b.SetBytes(int64(len(p)))
	for b.Loop() {
		r, err := f.Open(b.Context(), "m", ref.Digest)
		if err != nil {
			b.Fatal(err)
		}
		_, err = io.Copy(io.Discard, r)
		if err := errors.Join(err, r.Close()); err != nil {
			b.Fatal(err)
		}
	}
}
