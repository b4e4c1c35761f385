package e2e

import (
	"fmt"
	"io"
	"log"
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

	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/s3/s3test"
	"airial/standards/standardstest"
)

// bareAt makes an installation with an operator and a member where the flags
// say, and starts a server on it that ends with the test.
func bareAt(t *testing.T, flags ...string) *server {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	s, err := launch(dir, flags)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.stop() })
	for _, args := range [][]string{
		{"--siren", operatorSiren, "--name", "Essais Numériques", "--kind", "operateur"},
		{"--siren", firstSiren, "--name", "Première", "--population", "812"},
	} {
		if err := fromCommand(append(append([]string{"member", "add", "--data", dir}, flags...), args...)...); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// tokenAt is token for an installation that is not in its folder alone.
func (s *server) tokenAt(t *testing.T, flags []string) string {
	t.Helper()
	r := airial(t, append([]string{"token", "create", "--data", s.Dir, "--member", firstSiren, "--name", "essai", "--role", "depositor"}, flags...)...)
	if r.code != 0 {
		t.Fatalf("token create: exit %d: %s", r.code, r.stderr)
	}
	return strings.TrimSuffix(r.stdout, "\n")
}

// depositThrough deposits files of mixed sizes, again and again until each is
// accepted, while trouble does what it does; then each must have ended where it
// should.
func depositThrough(t *testing.T, s *server, token string, deposits int, trouble func(done func() bool)) {
	t.Helper()
	r := rand.New(rand.NewPCG(20261128, 2))
	files, taken := make([]form, deposits), make([]accepted, deposits)
	for i := range files {
		files[i] = form{title: fmt.Sprintf("Essai %d de panne", i), content: mixed(r, i)}
	}
	var base atomic.Value
	base.Store(s.URL)
	stop, work := make(chan struct{}), make(chan int)
	var wg sync.WaitGroup
	var left atomic.Int64
	left.Store(int64(deposits))
	for range 4 {
		wg.Go(func() {
			for i := range work {
				taken[i], _ = stubborn(t, &base, token, files[i], fmt.Sprint("panne-", i), stop)
				left.Add(-1)
			}
		})
	}
	go func() {
		defer close(work)
		for i := range files {
			work <- i
		}
	}()
	trouble(func() bool { return left.Load() == 0 })
	timer := time.AfterFunc(2*patience, func() { close(stop) })
	wg.Wait()
	timer.Stop()
	c := s.as(t, token)
	for i, one := range taken {
		if one.ID == "" {
			t.Fatalf("deposit %d was never accepted", i)
		}
		whereItShould(t, c, one, files[i])
	}
}

// TestDatabaseGone takes the database away in the midst of deposits, as a
// restart of its machine does: requests are refused with a word and a time to
// come back, nothing accepted is lost, and the work goes on by itself.
func TestDatabaseGone(t *testing.T) {
	pg, err := databasetest.NewServer(true)
	if err != nil {
		standardstest.Missing(t, err.Error())
	}
	t.Cleanup(func() {
		if err := pg.Close(); err != nil {
			t.Error(err)
		}
	})
	flags := []string{"--database", pg.URL}
	s := bareAt(t, flags...)
	token := s.tokenAt(t, flags)
	deposits, outages, away := 30, 2, 2*time.Second
	if long() {
		deposits, outages, away = 400, 3, time.Minute
	}
	depositThrough(t, s, token, deposits, func(done func() bool) {
		for range outages {
			time.Sleep(500 * time.Millisecond)
			if err := pg.Stop(); err != nil {
				t.Fatal(err)
			}
			a := s.public(t).get("/api/v1/members")
			a.problem(t, http.StatusServiceUnavailable)
			if a.header.Get("Retry-After") == "" {
				t.Error("without its database the server does not say when to come back")
			}
			s.public(t).get("/readyz").wants(t, http.StatusServiceUnavailable)
			s.public(t).get("/healthz").wants(t, http.StatusOK)
			time.Sleep(away)
			if err := pg.Start(); err != nil {
				t.Fatal(err)
			}
		}
	})
	if r := airial(t, append([]string{"journal", "verify", "--data", s.Dir}, flags...)...); r.code != 0 {
		t.Errorf("the journal does not verify: %s%s", r.stdout, r.stderr)
	}
}

// TestStoreInTrouble puts a bad line between the server and its object store:
// answers 500, answers that break off, answers that are lost, and for a while
// none at all.
func TestStoreInTrouble(t *testing.T) {
	address, _ := s3test.Bucket(t)
	line := &s3test.Faults{}
	through, err := url.Parse("http://" + hostOf(t, address))
	if err != nil {
		t.Fatal(err)
	}
	var out atomic.Bool
	var armed atomic.Bool
	chance := rand.New(rand.NewPCG(7, 7))
	var mu sync.Mutex
	line.Fail = func(_ int64, r *http.Request) s3test.Fault {
		if !armed.Load() {
			return s3test.None
		}
		if out.Load() {
			return s3test.Status503
		}
		mu.Lock()
		defer mu.Unlock()
		switch chance.IntN(12) {
		case 0:
			return s3test.Status500
		case 1:
			return s3test.Torn
		case 2:
			return s3test.Lost
		}
		return s3test.None
	}
	// The name that is signed is the line's own: it goes on to the store as it is.
	proxy := &httputil.ReverseProxy{Transport: line, ErrorLog: log.New(io.Discard, "", 0), Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = through.Scheme, through.Host, r.In.Host
	},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) }}
	between := httptest.NewServer(proxy)
	t.Cleanup(between.Close)
	flags := []string{"--blobs", strings.Replace(address, through.Host, strings.TrimPrefix(between.URL, "http://"), 1)}
	s := bareAt(t, flags...)
	token := s.tokenAt(t, flags)
	armed.Store(true)
	deposits, away := 25, 6*time.Second
	if long() {
		deposits, away = 300, time.Minute
	}
	depositThrough(t, s, token, deposits, func(done func() bool) {
		time.Sleep(time.Second)
		out.Store(true)
		a := s.as(t, token).send(firstSiren, form{title: "Pendant la panne", content: table("panne")})
		if a.status != http.StatusServiceUnavailable {
			t.Errorf("without its store the server answers a deposit %d", a.status)
		}
		time.Sleep(away)
		out.Store(false)
		for !done() {
			time.Sleep(10 * time.Millisecond)
		}
		armed.Store(false)
	})
	if r := airial(t, append([]string{"journal", "verify", "--data", s.Dir}, flags...)...); r.code != 0 {
		t.Errorf("the journal does not verify: %s%s", r.stdout, r.stderr)
	}
}

// hostOf is the host of an s3:// address.
func hostOf(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Host
}
