package e2e

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"airial/standards/standardstest"
)

func hexText(b []byte) string { return hex.EncodeToString(b) }

// blobs lists the files that the server keeps, by path.
func (s *server) blobs(t testing.TB) map[string]int64 {
	t.Helper()
	out := map[string]int64{}
	err := filepath.WalkDir(filepath.Join(s.Dir, "blobs"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			out[path] = info.Size()
		}
		return nil // a file may go while we look
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return out
}

// TestCutUpload hangs up in the middle of a file: nothing of it is kept.
func TestCutUpload(t *testing.T) {
	s := start(t, opts{})
	token := s.token(t, firstSiren, "depositor")
	before := s.blobs(t)
	body, contentType := form{title: "Coupé", content: bytes.Repeat([]byte("a,b\n1,2\n"), 100_000)}.encode(t)
	whole, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []int{len(whole) / 2, len(whole) - 10} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(conn, "POST /api/v1/members/%s/deposits HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n",
			firstSiren, token, contentType, len(whole))
		if _, err := conn.Write(whole[:part]); err != nil {
			t.Fatal(err)
		}
		// Something must be there to be cleaned away, or the test shows nothing.
		s.until(t, "the upload has begun", func() bool { return len(s.blobs(t)) > len(before) })
		if err := conn.Close(); err != nil {
			t.Fatal(err)
		}
		s.until(t, "nothing of the upload is left", func() bool { return len(s.blobs(t)) == len(before) })
	}
	var list struct{ Total int }
	s.public(t).read("/api/v1/datasets", &list)
	if list.Total != 0 {
		t.Error("half a file was published")
	}
}

// until waits for something to become true.
func (s *server) until(t testing.TB, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain until %s", what)
		}
	}
}

// TestLongLine deposits a line of 100 MB: it is answered, and the server's
// memory stays within bounds.
func TestLongLine(t *testing.T) {
	const size = 100 << 20
	s := start(t, opts{})
	c := s.as(t, s.token(t, firstSiren, "depositor"))
	idle := s.memory(t)

	reader, writer := io.Pipe()
	w := multipart.NewWriter(writer)
	go func() {
		part, err := w.CreateFormFile("file", "ligne.csv")
		if err == nil {
			_, err = io.WriteString(part, "a,b\n1,")
		}
		chunk := bytes.Repeat([]byte("x"), 1<<20)
		for n := 0; n < size && err == nil; n += len(chunk) {
			_, err = part.Write(chunk)
		}
		if err == nil {
			_, err = io.WriteString(part, "\n2,fin\n")
		}
		if err == nil {
			err = w.WriteField("title", "Une longue ligne")
		}
		if err == nil {
			err = w.Close()
		}
		writer.CloseWithError(err)
	}()
	a := c.do(http.MethodPost, "/api/v1/members/"+firstSiren+"/deposits", reader, w.FormDataContentType())
	a.wants(t, http.StatusAccepted)
	var taken accepted
	a.decode(t, &taken)
	l := c.await(taken.Life)
	if l.Outcome != "refused" || l.Stage != "checked" || l.Report == nil || l.Report.Stats.Errors == 0 {
		t.Errorf("it ends %s at stage %s, want it refused by the check", l.Outcome, l.Stage)
	} else if f := l.Report.Findings[0]; number(f.Row) != 2 {
		t.Errorf("the finding %s is in row %d, want 2", f.Code, number(f.Row))
	}
	if peak := s.memory(t); peak > idle+150<<20 {
		t.Errorf("at its peak the server held %d MB, %d MB more than when idle", peak>>20, (peak-idle)>>20)
	}
}

// memory is the most memory that the server has held so far, in bytes.
func (s *server) memory(t *testing.T) int64 {
	t.Helper()
	b, err := os.ReadFile("/proc/" + strconv.Itoa(s.pid()) + "/status")
	if err != nil {
		standardstest.Missing(t, "this system does not tell what a process holds")
	}
	for line := range strings.SplitSeq(string(b), "\n") {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(rest, "kB")), 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			return kib << 10
		}
	}
	t.Fatal("no VmHWM")
	return 0
}
