package e2e

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// long tells whether the tests run in their full form, as make soak does.
func long() bool { return os.Getenv("AIRIAL_SOAK") != "" }

// mixed is a table whose size is one of many: most are small, a few are of
// several blocks of the store.
func mixed(r *rand.Rand, n int) []byte {
	rows := []int{3, 40, 400, 4000, 40_000}[min(r.IntN(5), r.IntN(5))]
	if r.IntN(40) == 0 {
		rows = 120_000
	}
	var b strings.Builder
	fmt.Fprintf(&b, "n,texte\n%d,premier\n", n)
	for i := range rows {
		fmt.Fprintf(&b, "%d,un mot de plus pour la route %d\n", i, n)
	}
	return []byte(b.String())
}

// stubborn deposits a file until somebody accepts it, as a client does that
// keeps what it has to send. The same request is the same deposit.
func stubborn(t testing.TB, base *atomic.Value, token string, f form, key string, stop <-chan struct{}) (accepted, bool) {
	t.Helper()
	for {
		c := caller{t: t, base: base.Load().(string), token: token}
		if key != "" {
			c = c.with("Idempotency-Key", key)
		}
		body, contentType := f.encode(t)
		a, err := c.try(http.MethodPost, "/api/v1/members/"+firstSiren+"/deposits", body, contentType)
		if err == nil && a.status == http.StatusAccepted {
			var one accepted
			if json.Unmarshal(a.body, &one) == nil && one.ID != "" {
				return one, true
			}
		}
		if err == nil && a.status < 500 && a.status != http.StatusTooManyRequests {
			t.Errorf("a deposit is answered %d: %.300s", a.status, a.body)
			return accepted{}, false
		}
		select {
		case <-stop:
			return accepted{}, false
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// TestKilledAgainAndAgain deposits files of mixed sizes while the server is
// killed at random and started again, over and over. Each deposit ends where it
// should, with one publication and one entry of the journal for each step, and
// no file is left that no record names. In its full form: a thousand deposits.
func TestKilledAgainAndAgain(t *testing.T) {
	deposits, senders, between := 100, 4, 500
	if long() {
		deposits, senders, between = 1000, 8, 2000
	}
	embedded(t)
	seed := uint64(20261128)
	s := start(t, opts{})
	dir, token := s.Dir, s.token(t, firstSiren, "depositor")
	var base atomic.Value
	base.Store(s.URL)

	r := rand.New(rand.NewPCG(seed, 1))
	files := make([]form, deposits)
	for i := range files {
		files[i] = form{title: fmt.Sprintf("Essai %d de coupure", i), content: mixed(r, i)}
	}
	taken := make([]accepted, deposits)
	stop, work := make(chan struct{}), make(chan int)
	var wg sync.WaitGroup
	var done atomic.Int64
	for range senders {
		wg.Go(func() {
			for i := range work {
				if one, ok := stubborn(t, &base, token, files[i], fmt.Sprint("coupure-", i), stop); ok {
					taken[i] = one
				}
				done.Add(1)
			}
		})
	}
	go func() {
		defer close(work)
		for i := range files {
			work <- i
		}
	}()
	kills := 0
	var problem error
	for problem == nil && done.Load() < int64(deposits) {
		time.Sleep(time.Duration(100+r.IntN(between)) * time.Millisecond)
		s.kill()
		kills++
		if s, problem = launch(dir, nil); problem == nil {
			base.Store(s.URL)
		}
	}
	close(stop)
	wg.Wait()
	if problem != nil {
		t.Fatalf("after kill %d: %v", kills, problem)
	}
	t.Cleanup(func() { _ = s.stop() })
	t.Logf("%d deposits, %d kills", deposits, kills)
	if kills < 3 {
		t.Errorf("the server was killed %d times: too few to show anything", kills)
	}
	c := s.as(t, token)
	for i, one := range taken {
		if one.ID == "" {
			t.Fatalf("deposit %d was never accepted", i)
		}
		whereItShould(t, c, one, files[i])
	}
	lost := loseAFile(t, dir)
	sweep(t, s, lost)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	for _, line := range s.log.all() {
		if strings.Contains(line, `"level":"ERROR"`) || strings.Contains(line, "panic") {
			t.Errorf("the server logged: %s", line)
		}
	}
	wholeInside(t, dir, taken)
}

// loseAFile puts a file into the store of a folder as a sender does who dies
// before a record names it, and returns its digest.
func loseAFile(t *testing.T, dir string) string {
	t.Helper()
	members, err := filepath.Glob(filepath.Join(dir, "blobs", "[0-9a-z]*"))
	if err != nil || len(members) == 0 {
		t.Fatalf("no member has files: %v", err)
	}
	content := []byte("what nobody names")
	if err := os.WriteFile(filepath.Join(members[0], digest(content)), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return digest(content)
}

// sweep has the server walk over its store now, and waits until a lost file is
// noted to be destroyed.
func sweep(t *testing.T, s *server, lost string) {
	t.Helper()
	dir := s.Dir
	list := airial(t, "jobs", "list", "--data", dir, "--kind", "opendata.sweep")
	id, _, ok := strings.Cut(strings.TrimSpace(list.stdout), " ")
	if !ok {
		t.Fatalf("no walk over the store is planned: %s%s", list.stdout, list.stderr)
	}
	if r := airial(t, "jobs", "retry", "--data", dir, id); r.code != 0 {
		t.Fatalf("the walk over the store is not begun: %s%s", r.stdout, r.stderr)
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, "airial.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	s.until(t, "the walk over the store has ended", func() bool {
		var n int
		err := db.QueryRow(`select (select count(*) from file_sweep where last_ended_at > 0) * (select count(*) from stray where digest = $1)`, lost).Scan(&n)
		return err == nil && n == 1
	})
}

// whereItShould follows a deposit to its end: published, each stage passed once,
// the very bytes given back.
func whereItShould(t *testing.T, c caller, one accepted, f form) {
	t.Helper()
	l := c.await(c.base + "/api/v1/deposits/" + one.ID)
	if l.Outcome != "done" || l.Stage != "published" {
		t.Errorf("deposit %s ends %s at stage %s: %s", one.ID, l.Outcome, l.Stage, l.why())
		return
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
	a := caller{t: t, base: c.base}.get(c.base + "/datasets/" + l.Piece + "/original")
	if a.status != http.StatusOK || digest(a.body) != digest(f.content) {
		t.Errorf("deposit %s gives other bytes back (%d)", one.ID, a.status)
	}
}

// wholeInside looks into the folder of a server that has stopped: one version
// for each deposit, one entry of the journal for each step, and every file
// named by a record or noted to be swept.
func wholeInside(t *testing.T, dir string, taken []accepted) {
	t.Helper()
	if r := airial(t, "journal", "verify", "--data", dir); r.code != 0 {
		t.Errorf("the journal does not verify: %s%s", r.stdout, r.stderr)
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, "airial.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	wholeRecords(t, db, filepath.Join(dir, "blobs"), taken)
}

// wholeRecords looks into the records and the folder of files.
func wholeRecords(t *testing.T, db *sql.DB, blobs string, taken []accepted) {
	t.Helper()
	count := func(query string, args ...any) (n int) {
		t.Helper()
		if err := db.QueryRow(query, args...).Scan(&n); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		return n
	}
	if n := count(`select count(*) from version`); n != len(taken) {
		t.Errorf("%d versions of %d deposits", n, len(taken))
	}
	if n := count(`select count(*) from dataset where state = 'published'`); n != len(taken) {
		t.Errorf("%d published datasets of %d deposits", n, len(taken))
	}
	if n := count(`select count(*) from job where every = ''`) + count(`select count(*) from job_ended`); n > 0 { // but those that come back by the clock
		t.Errorf("%d jobs are left", n)
	}
	steps := count(`select count(*) from step`)
	entries := count(`select count(*) from journal_leaf where kind like 'life.%'`)
	if steps == 0 || entries != steps {
		t.Errorf("%d steps, and %d entries of the journal for them", steps, entries)
	}
	orphans := 0
	err := filepath.WalkDir(blobs, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || len(d.Name()) != 64 { // a bucket has files of its own
			return err
		}
		n := count(`select (select count(*) from version where digest = $1) + (select count(*) from edition where csv_digest = $1 or parquet_digest = $1)
			+ (select count(*) from stray where digest = $1)`, d.Name())
		if n == 0 {
			orphans++
		}
		return nil
	})
	if err != nil || orphans > 0 {
		t.Errorf("%d files that no record names and no sweep will find: %v", orphans, err)
	}
}
