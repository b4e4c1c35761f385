package e2e

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// examined is what "airial doctor --json" says: the level by check, the worst of
// each.
func examined(t *testing.T, dir string, more ...string) (code int, levels map[string]string, text string) {
	t.Helper()
	r := airial(t, append([]string{"doctor", "--json", "--data", dir}, more...)...)
	var out struct {
		Findings []struct{ Check, Level, Say, Do string }
	}
	if err := json.Unmarshal([]byte(r.stdout), &out); err != nil {
		t.Fatalf("exit %d, no JSON: %s%s", r.code, r.stdout, r.stderr)
	}
	levels = map[string]string{}
	worse := map[string]int{"": -1, "good": 0, "look": 1, "bad": 2}
	for _, f := range out.Findings {
		if worse[f.Level] > worse[levels[f.Check]] || levels[f.Check] == "" {
			levels[f.Check] = f.Level
		}
		if f.Say == "" || f.Level != "good" && f.Do == "" {
			t.Errorf("a finding without words or remedy: %+v", f)
		}
	}
	return r.code, levels, r.stdout
}

// TestDoctor finds a sound installation in order, beside its server, and each
// thing that is broken.
func TestDoctor(t *testing.T) {
	s := start(t, opts{})
	c := s.as(t, s.token(t, firstSiren, "depositor"))
	l := c.publish(firstSiren, form{title: "Examiné", content: table("examen")})
	_ = l
	listen := strings.TrimPrefix(s.URL, "http://")
	code, levels, text := examined(t, s.Dir, "--listen", listen, "--public-url", s.URL)
	for _, check := range []string{"folder", "keys", "database", "jobs", "journal", "files", "server", "public address"} {
		if levels[check] != "good" {
			t.Errorf("%s is %q on a sound installation", check, levels[check])
		}
	}
	database, key := "SQLite 3.", "journal.key"
	if onPostgres() {
		database, key = "PostgreSQL 1", "master.key" // from which the others are derived
	}
	if code == 2 || !strings.Contains(text, database) {
		t.Errorf("exit %d: %s", code, text)
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if code, levels, text = examined(t, s.Dir, "--listen", listen, "--public-url", s.URL); code != 2 || levels["server"] != "look" || levels["public address"] != "bad" {
		t.Errorf("without its server: exit %d: %s", code, text)
	}
	// A block of the newest file turns.
	broken := 0
	err := filepath.WalkDir(filepath.Join(s.Dir, "blobs"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(data), "examen") {
			return err
		}
		broken++
		_ = os.Chmod(path, 0o600)
		return os.WriteFile(path, []byte(strings.ReplaceAll(string(data), "examen", "exanem")), 0o600)
	})
	if err != nil || broken == 0 {
		t.Fatalf("%d files broken, %v", broken, err)
	}
	if code, levels, text = examined(t, s.Dir, "--offline"); code != 2 || levels["files"] != "bad" || levels["public address"] != "" {
		t.Errorf("with a damaged file: exit %d: %s", code, text)
	}
	if err := os.Rename(filepath.Join(s.Dir, "keys", key), filepath.Join(t.TempDir(), "kept")); err != nil {
		t.Fatal(err)
	}
	if code, levels, text = examined(t, s.Dir, "--offline"); code != 2 || levels["keys"] != "bad" {
		t.Errorf("without a key: exit %d: %s", code, text)
	}
	if _, err := os.Stat(filepath.Join(s.Dir, "keys", key)); err == nil {
		t.Error("looking has made a new key")
	}
	if code, levels, text = examined(t, filepath.Join(s.Dir, "none"), "--offline"); code != 2 || levels["folder"] != "bad" {
		t.Errorf("a folder that is not there: exit %d: %s", code, text)
	}
}
