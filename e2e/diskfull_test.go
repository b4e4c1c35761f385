package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"airial/standards/standardstest"
)

// smallDisk is a file system of its own that ends with the test.
func smallDisk(t testing.TB, megabytes int) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dm", megabytes)); err != nil {
		why := fmt.Sprintf("a disk that can be filled takes the right to mount one: %v", err)
		if os.Getuid() == 0 {
			standardstest.Missing(t, why)
		}
		standardstest.Tell(t, why) // nobody but root has it, in CI neither
		t.Skip(why)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// TestDiskFull fills the disk under a server that is at work: what it cannot
// keep it refuses in words, what it has accepted comes to its end once there is
// room, and it goes on answering all the while.
func TestDiskFull(t *testing.T) {
	disk := smallDisk(t, 64)
	dir := filepath.Join(disk, "data")
	from, err := bareFolder()
	if err != nil {
		t.Fatal(err)
	}
	if err := copyFolder(from, dir); err != nil {
		t.Fatal(err)
	}
	s, err := launch(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.stop() })
	token := s.token(t, firstSiren, "depositor")
	c := s.as(t, token)
	before := c.publish(firstSiren, form{title: "Avant", content: table("avant")})

	ballast := filepath.Join(disk, "ballast")
	fillDisk(t, disk, ballast, 3<<20)

	// Many files, each of some hundred kilobytes: the first ones may find room.
	files := make([]form, 24)
	for i := range files {
		files[i] = form{title: fmt.Sprint("Plein ", i), content: fmt.Appendf(nil, "n,texte\n%d,x\n%s", i, strings.Repeat("7,un mot de plus pour la route\n", 12_000))}
	}
	refused := 0
	for _, f := range files {
		a := c.send(firstSiren, f)
		if a.status == http.StatusAccepted {
			continue
		}
		refused++
		if p := a.problem(t, http.StatusServiceUnavailable); !strings.Contains(p.Detail, "place") {
			t.Errorf("a full disk is answered with %q", p.Detail)
		}
	}
	if refused == 0 {
		t.Fatal("the disk was never full: the test shows nothing")
	}
	s.public(t).get(before.Dataset.Page).wants(t, http.StatusOK)
	s.public(t).get(before.Dataset.CSV).wants(t, http.StatusOK)
	s.public(t).get("/healthz").wants(t, http.StatusOK)

	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	var base atomic.Value
	base.Store(s.URL)
	taken := make([]accepted, len(files))
	stop := make(chan struct{})
	time.AfterFunc(patience, func() { close(stop) })
	var wg sync.WaitGroup
	for i, f := range files {
		wg.Go(func() { taken[i], _ = stubborn(t, &base, token, f, "", stop) })
	}
	wg.Wait()
	for i, one := range taken {
		if one.ID == "" {
			t.Fatalf("with room again, deposit %d is not accepted", i)
		}
		whereItShould(t, c, one, files[i])
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if r := airial(t, "journal", "verify", "--data", dir); r.code != 0 {
		t.Errorf("the journal does not verify: %s%s", r.stdout, r.stderr)
	}
}

// fillDisk writes a file until so many bytes are left on its disk.
func fillDisk(t *testing.T, disk, path string, left int64) {
	t.Helper()
	var free syscall.Statfs_t
	if err := syscall.Statfs(disk, &free); err != nil {
		t.Fatal(err)
	}
	size := int64(free.Bavail)*free.Bsize - left
	if size <= 0 {
		t.Fatalf("the disk is too small: %d bytes are free", int64(free.Bavail)*free.Bsize)
	}
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	block := bytes.Repeat([]byte{1}, 1<<20)
	for size > 0 && err == nil {
		n := min(size, int64(len(block)))
		_, err = file.Write(block[:n])
		size -= n
	}
	if err = errors.Join(err, file.Close()); err != nil {
		t.Fatal(err)
	}
}
