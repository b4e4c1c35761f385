package e2e

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"

	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/s3/s3test"
)

// cluster is several processes on one PostgreSQL and one folder of files, each
// with a folder and a cache of its own, behind a balancer that knows which of
// them are ready.
type cluster struct {
	t        *testing.T
	front    *httptest.Server
	database string
	blobs    string // folder in which the files are in the end, in a bucket too

	mu    sync.Mutex
	nodes []*server // nil while one is down
	dirs  []string
}

func newCluster(t *testing.T, n int) *cluster {
	dir := filepath.Join(t.TempDir(), "blobs")
	return newClusterOver(t, n, dir, dir)
}

// newClusterOver is newCluster with its files at an address.
func newClusterOver(t *testing.T, n int, address, dir string) *cluster {
	c := &cluster{t: t, database: databasetest.PostgresURL(t, nil), blobs: dir, nodes: make([]*server, n)}
	c.front = httptest.NewServer(http.HandlerFunc(c.pass))
	t.Cleanup(c.front.Close)
	for i := range n {
		dir := filepath.Join(t.TempDir(), fmt.Sprint("node", i))
		settings.Store(dir, []string{"AIRIAL_DATABASE=" + c.database, "AIRIAL_BLOBS=" + address,
			"AIRIAL_MASTER_KEY=" + strings.Repeat("5a", 32), "AIRIAL_PUBLIC_URL=" + c.front.URL})
		c.dirs = append(c.dirs, dir)
	}
	if err := fillBare(c.dirs[0]); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if err := c.start(i); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		for i := range c.nodes {
			if s := c.take(i); s != nil {
				_ = s.stop()
			}
		}
	})
	return c
}

func (c *cluster) start(i int, flags ...string) error {
	s, err := launch(c.dirs[i], flags)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.nodes[i] = s
	return nil
}

// take removes a process from the balancer and returns it.
func (c *cluster) take(i int) *server {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.nodes[i]
	c.nodes[i] = nil
	return s
}

func (c *cluster) any() *server {
	c.mu.Lock()
	defer c.mu.Unlock()
	var up []*server
	for _, s := range c.nodes {
		if s != nil {
			up = append(up, s)
		}
	}
	if len(up) == 0 {
		return nil
	}
	return up[rand.IntN(len(up))]
}

// pass hands a request to any of the processes. Reading requests are tried
// again on another when one dies; others are the caller's to repeat.
func (c *cluster) pass(w http.ResponseWriter, r *http.Request) {
	for range 50 {
		s := c.any()
		if s == nil {
			break
		}
		target, err := url.Parse(s.URL)
		if err != nil {
			break
		}
		failed := false
		proxy := httputil.NewSingleHostReverseProxy(target)
		proxy.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { failed = true }
		proxy.ServeHTTP(w, r)
		if !failed {
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	w.WriteHeader(http.StatusBadGateway)
}

// load deposits from several senders until stop is closed, and returns what was
// acknowledged.
func (c *cluster) load(token string, senders int, stop <-chan struct{}) (files []form, taken []accepted) {
	var base atomic.Value
	base.Store(c.front.URL)
	var mu sync.Mutex
	var wg sync.WaitGroup
	for sender := range senders {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(20261128, uint64(sender)))
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				f := form{title: fmt.Sprintf("Essai %d de %d", i, sender), content: mixed(r, 1000*sender+i)}
				// Begun, it is carried to its end: never told to stop.
				one, ok := stubborn(c.t, &base, token, f, fmt.Sprint("essai-", sender, "-", i), nil)
				if !ok {
					return
				}
				mu.Lock()
				files, taken = append(files, f), append(taken, one)
				mu.Unlock()
				time.Sleep(150 * time.Millisecond)
			}
		})
	}
	wg.Wait()
	return files, taken
}

// whole looks whether all that was acknowledged ended as it should, once.
func (c *cluster) whole(files []form, taken []accepted, token string) {
	c.t.Helper()
	caller := caller{t: c.t, base: c.front.URL, token: token}
	for i, one := range taken {
		whereItShould(c.t, caller, one, files[i])
	}
	for i := range c.nodes {
		s := c.take(i)
		if err := s.stop(); err != nil {
			c.t.Errorf("process %d did not end well: %v", i, err)
		}
		for _, line := range s.log.all() {
			if strings.Contains(line, `"level":"ERROR"`) || strings.Contains(line, "panic") {
				c.t.Errorf("process %d logged: %s", i, line)
			}
		}
	}
	if r := airial(c.t, "journal", "verify", "--data", c.dirs[0]); r.code != 0 {
		c.t.Errorf("the journal does not verify: %s%s", r.stdout, r.stderr)
	}
	db, err := sql.Open("pgx", c.database)
	if err != nil {
		c.t.Fatal(err)
	}
	defer db.Close()
	wholeRecords(c.t, db, c.blobs, taken)
}

// TestProcessesKilledAtRandom loads three processes while one of them after the
// other is killed and started again. Nothing that was acknowledged is lost or
// done twice.
func TestProcessesKilledAtRandom(t *testing.T) {
	killAtRandom(t, newCluster(t, 3), 12*time.Second)
}

// TestProcessesKilledAtRandomOverS3 is the same with the files in a bucket. In
// the end each process answers a query on a table that it has to fetch.
func TestProcessesKilledAtRandomOverS3(t *testing.T) {
	address, dir := s3test.Bucket(t)
	c := newClusterOver(t, 3, address, dir)
	var caches []string
	for _, dir := range c.dirs {
		caches = append(caches, filepath.Join(dir, "cache"))
	}
	killAtRandom(t, c, 8*time.Second)
	for _, cache := range caches {
		if kept, err := filepath.Glob(filepath.Join(cache, "*.parquet")); err != nil || len(kept) != 1 {
			t.Errorf("%s keeps %v of the one table that was queried: %v", cache, kept, err)
		}
	}
}

func killAtRandom(t *testing.T, c *cluster, duration time.Duration) {
	t.Helper()
	senders := 2
	if long() {
		duration, senders = 5*time.Minute, 6
	}
	token := c.any().token(t, firstSiren, "depositor")
	stop := make(chan struct{})
	kills := 0
	var problem error
	var wg sync.WaitGroup
	wg.Go(func() {
		defer close(stop)
		r := rand.New(rand.NewPCG(20261128, 7))
		for end := time.Now().Add(duration); problem == nil && time.Now().Before(end); time.Sleep(time.Second) {
			i := r.IntN(len(c.nodes))
			c.take(i).kill()
			kills++
			problem = c.start(i)
		}
	})
	files, taken := c.load(token, senders, stop)
	wg.Wait()
	if problem != nil {
		t.Fatal(problem)
	}
	t.Logf("%d deposits, %d kills", len(taken), kills)
	if kills < 3 || len(taken) < 5 {
		t.Errorf("%d deposits while %d processes were killed: too few to show anything", len(taken), kills)
	}
	l := caller{t: t, base: c.front.URL, token: token}.await(c.front.URL + "/api/v1/deposits/" + taken[0].ID)
	for i, s := range c.nodes {
		for range 2 {
			a := caller{t: t, base: s.URL}.get("/api/v1/datasets/" + l.Piece + "/rows?limit=1")
			if a.status != http.StatusOK || !strings.Contains(string(a.body), "premier") {
				t.Errorf("process %d answers a query with %d: %.200s", i, a.status, a.body)
			}
		}
	}
	c.whole(files, taken, token)
}

// TestUpgradeWithoutPause replaces each of two processes, one after the other,
// as an upgrade does: the new one beside the old one, which is told to stop.
// No request fails meanwhile, whatever its method.
func TestUpgradeWithoutPause(t *testing.T) {
	c := newCluster(t, 2)
	token := c.any().token(t, firstSiren, "depositor")
	// A depositor without pause is faster than a token may be.
	settings := []string{"--drain", "3s", "--max-token-requests", "100000", "--max-token-burst", "100000"}
	for i := range c.nodes {
		if err := c.take(i).stop(); err != nil {
			t.Fatal(err)
		}
		if err := c.start(i, settings...); err != nil {
			t.Fatal(err)
		}
	}
	stop := make(chan struct{})
	var failed atomic.Int64
	var asked atomic.Int64
	var wg sync.WaitGroup
	var taken []accepted
	var files []form
	wg.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			f := form{title: fmt.Sprint("Sans pause ", i), content: table(fmt.Sprint("pause", i))}
			body, contentType := f.encode(t)
			caller := caller{t: t, base: c.front.URL, token: token}
			a, err := caller.try(http.MethodPost, "/api/v1/members/"+firstSiren+"/deposits", body, contentType)
			asked.Add(1)
			var one accepted
			if err != nil || a.status != http.StatusAccepted || json.Unmarshal(a.body, &one) != nil {
				failed.Add(1)
				t.Errorf("a deposit: %d, %v", a.status, err)
				continue
			}
			files, taken = append(files, f), append(taken, one)
		}
	})
	for i := range c.nodes {
		old := c.nodes[i]
		// Told to stop, it still answers; the balancer sees that it is going.
		ended := make(chan error, 1)
		go func() { ended <- old.stop() }()
		for range 200 {
			a, err := caller{t: t, base: old.URL}.try(http.MethodGet, "/readyz", nil, "")
			if err != nil || a.status == http.StatusServiceUnavailable {
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
		c.take(i)
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := c.start(i, settings...); err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	wg.Wait()
	t.Logf("%d deposits, %d failed", asked.Load(), failed.Load())
	if asked.Load() < 3 {
		t.Errorf("only %d deposits", asked.Load())
	}
	c.whole(files, taken, token)
}
