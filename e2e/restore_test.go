package e2e

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/s3/s3test"
)

// told is all that machines can know of a server, wherever it listens.
func (s *server) told(t testing.TB) string {
	t.Helper()
	return strings.ReplaceAll(everything(s.public(t)), s.URL, "http://server")
}

// killed runs a command and kills it after a while, unless it is faster.
func killed(t testing.TB, after time.Duration, args ...string) {
	t.Helper()
	cmd := exec.Command(binary, args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
}

// TestRestoreAfterKills kills backups beside a running server, and restorations
// of what they made, at random: what comes of it answers as the first server.
func TestRestoreAfterKills(t *testing.T) {
	s := startDemo(t, madeFor)
	want := s.told(t)
	place := filepath.Join(t.TempDir(), "backups")
	made := airial(t, "backup", "key")
	key := write(t, "backup.key", []byte(made.stdout))
	if err := exec.Command("chmod", "600", key).Run(); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(20261128, 1))
	for range 4 {
		killed(t, time.Duration(50+random.IntN(600))*time.Millisecond, "backup", "--data", s.Dir, "--to", place, "--key", key)
	}
	succeed(t, "backup", "--data", s.Dir, "--to", place, "--key", key)
	succeed(t, "backup", "check", "--data", s.Dir, "--to", place, "--key", key)
	fresh := filepath.Join(t.TempDir(), "fresh")
	restore := []string{"restore", "--from", place, "--key", key, "--data", fresh}
	for _, after := range []int{40, 150, 300, 500} {
		killed(t, time.Duration(after)*time.Millisecond, restore...)
	}
	// Either it is through already, or it goes on where it was.
	if r := airial(t, restore...); r.code != 0 && !strings.Contains(r.stderr, "vide") {
		t.Fatalf("restore ends with %d: %s", r.code, r.stderr)
	}
	again := start(t, opts{dir: fresh, flags: []string{madeFor}})
	if got := again.told(t); got != want {
		t.Errorf("the restored server answers otherwise: %s", firstDifference(want, got))
	}
	if r := airial(t, "journal", "verify", "--data", fresh); r.code != 0 {
		t.Errorf("its journal: %s%s", r.stdout, r.stderr)
	}
}

// TestMigrateTo moves a running installation to PostgreSQL and S3: meanwhile it
// is read, and afterwards the new server answers as the old one did.
func TestMigrateTo(t *testing.T) {
	database := databasetest.PostgresURL(t, nil)
	bucket, _ := s3test.Bucket(t)
	s, err := launch(demoCopy(t), []string{madeFor})
	if err != nil {
		t.Fatal(err)
	}
	stopped := false
	defer func() {
		if !stopped {
			_ = s.stop()
		}
	}()
	want := s.told(t)
	machine := s.as(t, s.token(t, demoSiren(t, s), "depositor"))
	verified := airial(t, "journal", "verify", "--data", s.Dir)
	move := []string{"migrate-to", "--data", s.Dir, "--database", database, "--blobs", bucket}
	for _, after := range []int{100, 600} {
		killed(t, time.Duration(after)*time.Millisecond, move...)
	}
	body, contentType := form{file: "x.csv", content: []byte("a,b\n1,2\n")}.encode(t)
	a, err := machine.try(http.MethodPost, "/api/v1/members/"+demoSiren(t, s)+"/deposits", body, contentType)
	if err != nil || a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") == "" {
		t.Errorf("a deposit during the move is answered %d, %v; want 503 and when to ask again", a.status, err)
	}
	succeed(t, move...)
	if got := s.told(t); got != want {
		t.Errorf("the old server answers otherwise: %s", firstDifference(want, got))
	}
	stopped = true
	_ = s.stop() // it logs that it could not write
	where := []string{"--database", database, "--blobs", bucket}
	moved := start(t, opts{dir: s.Dir, flags: append(where, madeFor)})
	if got := moved.told(t); got != want {
		t.Errorf("the new server answers otherwise: %s", firstDifference(want, got))
	}
	now := airial(t, append([]string{"journal", "verify", "--data", s.Dir}, where...)...)
	if verified.code != 0 || now.code != 0 {
		t.Errorf("the journal, before: %s%s, after: %s%s", verified.stdout, verified.stderr, now.stdout, now.stderr)
	}
}

func succeed(t testing.TB, args ...string) {
	t.Helper()
	if r := airial(t, args...); r.code != 0 {
		t.Fatalf("airial %v ends with %d: %s%s", args[0], r.code, r.stdout, r.stderr)
	}
}

// demoSiren is a member of the demonstration.
func demoSiren(t testing.TB, s *server) string {
	t.Helper()
	var list struct{ Items []struct{ Siren string } }
	s.public(t).read("/api/v1/members?limit=100", &list)
	for _, m := range list.Items {
		if m.Siren != operatorSiren {
			return m.Siren
		}
	}
	t.Fatal("the demonstration has no members")
	return ""
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range x {
		if i >= len(y) || x[i] != y[i] {
			other := ""
			if i < len(y) {
				other = y[i]
			}
			return fmt.Sprintf("line %d: %.300q instead of %.300q", i, other, x[i])
		}
	}
	return "there is more"
}
