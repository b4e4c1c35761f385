package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// witnessed starts a witness for a log and returns its address and public key.
func witnessed(t *testing.T, logKey string) (url, key string) {
	t.Helper()
	address, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	said := &lines{}
	cmd := exec.Command(binary, "witness", "--listen", address, "--folder", t.TempDir(), "--name", "temoin.example", "--log", logKey)
	cmd.Stdout, cmd.Stderr = said, &lines{}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil {
			t.Errorf("the witness did not end well: %v", err)
		}
	})
	(&server{}).until(t, "the witness prints its key", func() bool {
		for _, line := range said.all() {
			if _, after, found := strings.Cut(line, "key "); found {
				key = strings.TrimSpace(after)
			}
		}
		return key != ""
	})
	return "http://" + address, key
}

// TestJournalFromOutside verifies the journal over HTTP, countersigned by a
// witness of its own process, and finds out a server put back to an earlier
// state.
func TestJournalFromOutside(t *testing.T) {
	embedded(t)
	dir := bareCopy(t)
	first := start(t, opts{dir: dir})
	var log struct {
		Key     string
		Size    int64
		Witness struct{ Size int64 }
	}
	ask := func(s *server) {
		t.Helper()
		a := s.public(t).get("/api/v1/journal")
		if err := json.Unmarshal(a.body, &log); err != nil {
			t.Fatal(err)
		}
	}
	ask(first)
	if err := first.stop(); err != nil {
		t.Fatal(err)
	}
	early, err := os.ReadFile(filepath.Join(dir, "airial.db"))
	if err != nil {
		t.Fatal(err)
	}
	url, key := witnessed(t, log.Key)
	s := start(t, opts{dir: dir, flags: []string{"--witness", url, "--witness-key", key}})
	c := s.as(t, s.token(t, firstSiren, "depositor"))
	c.publish(firstSiren, form{title: "Vu par un témoin", content: table("temoin")})
	s.until(t, "the witness has countersigned", func() bool { ask(s); return log.Size > 0 && log.Witness.Size == log.Size })

	kept := filepath.Join(t.TempDir(), "kept")
	verify := func(s *server) result {
		return airial(t, "journal", "verify", "--url", s.URL, "--key", log.Key, "--witness", key, "--keep", kept)
	}
	for _, says := range []string{"earlier checkpoints 0", "earlier checkpoints 1"} {
		if r := verify(s); r.code != 0 || !verified.MatchString(r.stdout) || !strings.Contains(r.stdout, says) || !strings.Contains(r.stdout, "countersigned 20") {
			t.Errorf("exit %d: %s%s", r.code, r.stdout, r.stderr)
		}
	}
	if r := airial(t, "journal", "verify", "--url", s.URL, "--key", key); r.code == 0 {
		t.Errorf("another key verifies: %s", r.stdout)
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "airial.db"), early, 0o600); err != nil {
		t.Fatal(err)
	}
	back := start(t, opts{dir: dir})
	r := airial(t, "journal", "verify", "--url", back.URL, "--key", log.Key, "--keep", kept)
	if r.code != 1 || !strings.Contains(r.stdout, "put back") {
		t.Errorf("a server put back: exit %d: %s%s", r.code, r.stdout, r.stderr)
	}
}
