package e2e

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// TestCommandsBesideServer runs the commands that work while the server does.
func TestCommandsBesideServer(t *testing.T) {
	s := start(t, opts{})
	list := airial(t, "member", "list", "--data", s.Dir)
	if list.code != 0 || !strings.Contains(list.stdout, firstSiren) || strings.Count(list.stdout, "\n") != 3 {
		t.Errorf("member list: exit %d\n%s%s", list.code, list.stdout, list.stderr)
	}
	added := airial(t, "member", "add", "--data", s.Dir, "--siren", nobodySiren, "--name", "Troisième")
	var members struct {
		Total int
		Items []struct{ Siren, Name, Kind, Slug string }
	}
	s.public(t).read("/api/v1/members?q=troisieme", &members)
	if added.code != 0 || members.Total != 1 || members.Items[0].Siren != nobodySiren || members.Items[0].Slug != "troisieme" {
		t.Errorf("member add: exit %d, and the server knows %+v: %s", added.code, members, added.stderr)
	}
	if r := airial(t, "member", "add", "--data", s.Dir, "--siren", nobodySiren, "--name", "Encore"); r.code == 0 {
		t.Error("a member is taken in twice")
	}
	if r := airial(t, "member", "add", "--data", s.Dir, "--siren", "123456789", "--name", "Faux"); r.code != 2 {
		t.Errorf("a SIREN with a wrong key: exit %d, want 2", r.code)
	}

	made := airial(t, "token", "create", "--data", s.Dir, "--member", firstSiren, "--name", "Logiciel")
	if made.code != 0 || !regexp.MustCompile(`^airial_[A-Za-z0-9_-]{43}\n$`).MatchString(made.stdout) || made.stderr != "" {
		t.Errorf("token create prints more than the token: exit %d, %q", made.code, made.stderr)
	}
	s.as(t, strings.TrimSpace(made.stdout)).get("/api/v1/token").wants(t, http.StatusOK)
	for _, args := range [][]string{
		{"token", "create", "--data", s.Dir, "--member", "219699990", "--name", "x"},
		{"token", "create", "--data", s.Dir, "--member", firstSiren, "--name", "x", "--role", "king"},
		{"token", "create", "--data", s.Dir, "--member", firstSiren},
		{"token", "create", "--data", t.TempDir(), "--member", firstSiren, "--name", "x"},
	} {
		if r := airial(t, args...); r.code == 0 || r.stdout != "" || r.stderr == "" {
			t.Errorf("%v: exit %d, on standard output %q", args, r.code, r.stdout)
		}
	}
	kept := []string{"airial.db", "keys/journal.key"}
	if onPostgres() {
		kept = kept[1:]
	}
	for _, name := range kept {
		if info, err := os.Stat(filepath.Join(s.Dir, name)); err != nil {
			t.Error(err)
		} else if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is open to others: %v", name, info.Mode())
		}
	}
}

// TestSecondServer is refused in the same folder, in words.
func TestSecondServer(t *testing.T) {
	s := start(t, opts{})
	r := airial(t, "serve", "--data", s.Dir, "--listen", "127.0.0.1:0")
	if r.code == 0 || r.stderr == "" || strings.Contains(r.stderr, "goroutine") {
		t.Errorf("exit %d: %s", r.code, r.stderr)
	}
	if demo := airial(t, "demo", "--data", s.Dir); demo.code != 0 {
		t.Errorf("demo beside a server: exit %d: %s", demo.code, demo.stderr)
	}
	s.public(t).get("/readyz").wants(t, http.StatusOK)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	start(t, opts{dir: s.Dir})
}

// TestWrongCalls end with 2 and a word why.
func TestWrongCalls(t *testing.T) {
	for _, args := range [][]string{{}, {"dance"}, {"serve"}, {"serve", "--data", t.TempDir(), "--listen", "nowhere"},
		{"serve", "--data", t.TempDir(), "--public-url", "ftp://x"}, {"serve", "--data", t.TempDir(), "--max-upload", "0"},
		{"demo"}, {"deposit"}, {"journal", "verify"}} {
		if r := airial(t, args...); r.code != 2 || r.stderr == "" || r.stdout != "" {
			t.Errorf("%v: exit %d, want 2: %s%s", args, r.code, r.stdout, r.stderr)
		}
	}
	r := airial(t, "version")
	if r.code != 0 || strings.TrimSpace(r.stdout) == "" || strings.Count(r.stdout, "\n") != 1 {
		t.Errorf("version: exit %d, %q", r.code, r.stdout)
	}
}

// TestKilled kills the server in the middle of deposits: whatever it has
// accepted comes to its end once it runs again.
func TestKilled(t *testing.T) {
	s := start(t, opts{})
	c := s.as(t, s.token(t, firstSiren, "depositor"))
	rows := strings.Repeat("2,un mot de plus pour la route\n", 2000)
	var mu sync.Mutex
	var taken []accepted
	var wg sync.WaitGroup
	enough := make(chan struct{})
	work := make(chan int)
	for range 6 {
		wg.Go(func() {
			for i := range work {
				body, contentType := form{title: fmt.Sprint("Coupure ", i), content: fmt.Appendf(nil, "n,texte\n%d,x\n%s", i, rows)}.encode(t)
				a, err := c.try(http.MethodPost, "/api/v1/members/"+firstSiren+"/deposits", body, contentType)
				if err != nil {
					continue // the server is dead: this one was never accepted
				}
				a.wants(t, http.StatusAccepted)
				var one accepted
				a.decode(t, &one)
				mu.Lock()
				if taken = append(taken, one); len(taken) == 12 {
					close(enough)
				}
				mu.Unlock()
			}
		})
	}
	go func() {
		defer close(work)
		for i := range 30 {
			work <- i
		}
	}()
	<-enough
	s.kill()
	wg.Wait()
	if len(taken) == 30 {
		t.Log("all 30 were accepted before the server died: it died too late to be of use")
	}
	again := start(t, opts{dir: s.Dir})
	c.base = again.URL
	for _, one := range taken {
		l := c.await(again.URL + "/api/v1/deposits/" + one.ID)
		if l.Outcome != "done" {
			t.Errorf("deposit %s ends %s at stage %s", one.ID, l.Outcome, l.Stage)
			continue
		}
		stages := map[string]int{}
		for _, s := range l.Steps {
			stages[s.Stage]++
		}
		for stage, n := range stages {
			if n != 1 {
				t.Errorf("deposit %s passed the stage %s %d times", one.ID, stage, n)
			}
		}
		again.public(t).get(l.Dataset.Parquet).wants(t, http.StatusOK)
	}
	if r := airial(t, "journal", "verify", "--data", again.Dir); r.code != 0 {
		t.Errorf("after the crash the journal does not verify: %s%s", r.stdout, r.stderr)
	}
}

// TestStopIsGraceful tells the server to end while it answers: what it has
// begun it ends.
func TestStopIsGraceful(t *testing.T) {
	s := start(t, opts{})
	c := s.as(t, s.token(t, firstSiren, "depositor"))
	l := c.deposit(firstSiren, form{title: "Avant la fin", content: table("fin")})
	if err := s.stop(); err != nil {
		t.Fatalf("it ends with %v", err)
	}
	again := start(t, opts{dir: s.Dir})
	c.base = again.URL
	if got := c.await(again.URL + "/api/v1/deposits/" + l.ID); got.Outcome != "done" {
		t.Errorf("the deposit is %s", got.Outcome)
	}
	r := airial(t, "journal", "verify", "--data", again.Dir)
	if r.code != 0 {
		t.Errorf("the journal does not verify: %s%s", r.stdout, r.stderr)
	}
}
