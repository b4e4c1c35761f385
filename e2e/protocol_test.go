package e2e

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// policy is the design's: a page loads what this server serves, and nothing
// else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; " +
	"img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// publicPages are pages that anybody may read, of the demonstration.
func publicPages(c caller) []string {
	c.t.Helper()
	var found struct{ Items []addresses }
	c.read("/api/v1/datasets?limit=3&schema=scdl/budget", &found)
	out := []string{"/", "/datasets", "/datasets?q=budget", "/members", "/schemas", "/schemas/scdl/subventions", "/about", "/licence", "/journal", "/journal?entry=3&from=5",
		"/p/escourbac", "/p/escourbac/datasets", "/api"}
	for _, d := range found.Items {
		_, path, _ := strings.Cut(strings.TrimPrefix(d.Page, "https://"), "/")
		out = append(out, "/"+path)
	}
	return out
}

const publicHost = "https://donnees.exemple.fr"

// TestPages looks at what goes out with every page: headers, language, and
// addresses that nobody's request can change.
func TestPages(t *testing.T) {
	s := startDemo(t, "--public-url", publicHost)
	c := s.public(t).with("X-Forwarded-Host", "evil.example").with("Forwarded", "host=evil.example").with("Accept-Language", "fr")
	pages := publicPages(c)
	for _, address := range append(pages, "/nothing-there", "/console/login") {
		t.Run(address, func(t *testing.T) {
			c := c
			c.t = t
			a := forged(t, s, address)
			if strings.Contains(string(a.body), "evil") || strings.Contains(fmt.Sprint(a.header), "evil") {
				t.Error("the page or its headers repeat the host of the request")
			}
			h := a.header
			if got := h.Get("Content-Security-Policy"); got != policy {
				t.Errorf("the policy is %q", got)
			}
			for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Cross-Origin-Opener-Policy": "same-origin",
				"Referrer-Policy": "strict-origin-when-cross-origin", "Content-Language": "fr"} {
				if h.Get(name) != want {
					t.Errorf("%s is %q", name, h.Get(name))
				}
			}
			if !strings.HasPrefix(h.Get("Strict-Transport-Security"), "max-age=") {
				t.Error("a site on https does not say so for good")
			}
			if address != "/console/login" && len(h.Values("Set-Cookie")) > 0 {
				t.Error("a public page sets a cookie")
			}
			head := c.do(http.MethodHead, address, nil, "")
			if head.status != a.status || len(head.body) != 0 || head.header.Get("Content-Type") != h.Get("Content-Type") {
				t.Errorf("HEAD answers %d %q with %d bytes; GET %d", head.status, head.header.Get("Content-Type"), len(head.body), a.status)
			}
			if body := string(a.body); strings.Contains(body, " style=\"") || strings.Contains(body, " onclick=") || strings.Contains(body, "<style") {
				t.Error("the page holds styles or scripts of its own, which the policy stops")
			}
		})
	}
	for _, address := range pages {
		checkLanguages(t, s, address)
	}
}

// forged asks for a page under a host that is not the server's.
func forged(t *testing.T, s *server, address string) answer {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, s.URL+address, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "evil.example"
	r.Header.Set("X-Forwarded-Host", "evil.example")
	r.Header.Set("Accept-Language", "fr")
	got, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	b, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{got.StatusCode, got.Header, b, address}
}

// checkLanguages reads a page in each language: as the browser asks, and as
// the address says.
func checkLanguages(t *testing.T, s *server, address string) {
	t.Helper()
	for _, test := range []struct{ prefix, accept, want string }{
		{"", "fr-FR,fr;q=0.9,en;q=0.5", "fr"}, {"", "en-GB,en;q=0.9", "en"}, {"", "de", "fr"}, {"", "", "fr"},
		{"/en", "fr", "en"}, {"/fr", "en", "fr"},
	} {
		c := s.public(t)
		if test.accept != "" {
			c = c.with("Accept-Language", test.accept)
		}
		at := test.prefix + address
		if address == "/" && test.prefix != "" {
			at = test.prefix + "/"
		}
		p := c.page(at, http.StatusOK)
		if p.lang() != test.want || p.header.Get("Content-Language") != test.want {
			t.Errorf("%s for %q is in %q, want %q", at, test.accept, p.lang(), test.want)
		}
		if varies := strings.Contains(strings.Join(p.header.Values("Vary"), ","), "Accept-Language"); varies != (test.prefix == "") {
			t.Errorf("%s varies with the language asked for: %t", at, varies)
		}
	}
}

// TestAddresses checks that a SIREN in an address always works, and where what
// is absolute begins.
func TestAddresses(t *testing.T) {
	s := start(t, opts{flags: []string{"--public-url", publicHost + "/"}})
	c := s.as(t, s.token(t, firstSiren, "depositor"))
	taken := c.deposit(firstSiren, form{title: "Adresses", content: table("adresses")})
	at, ok := strings.CutPrefix(taken.Life, publicHost+"/")
	if !ok {
		t.Fatalf("the life is at %s", taken.Life)
	}
	l := c.await("/" + at)
	for _, address := range []string{l.Dataset.Page, l.Dataset.CSV, l.Dataset.Parquet, l.Dataset.Original, l.Dataset.API} {
		if !strings.HasPrefix(address, publicHost+"/") {
			t.Errorf("%s is not an address of the public site", address)
		}
	}
	for _, address := range []string{"/p/" + firstSiren, "/p/" + firstSiren + "/datasets", "/p/" + firstSiren + "/datasets/adresses", "/p/" + firstSiren + "/datasets/" + l.Piece} {
		a := c.get(address)
		if a.status/100 == 3 {
			to, _ := strings.CutPrefix(a.header.Get("Location"), publicHost)
			if strings.Contains(to, firstSiren) || strings.HasPrefix(to, "http") {
				t.Errorf("%s leads to %q", address, a.header.Get("Location"))
			}
			a = c.get(to)
		}
		a.wants(t, http.StatusOK)
	}
	c.page("/p/"+nobodySiren, http.StatusNotFound)
	for _, address := range []string{"/robots.txt", "/sitemap.xml", "/sitemaps/1.xml", "/catalog.ttl", "/api/openapi.json"} {
		a := c.get(address)
		a.wants(t, http.StatusOK)
		if !strings.Contains(string(a.body), publicHost) || strings.Contains(string(a.body), s.URL) {
			t.Errorf("%s does not name the public site alone", address)
		}
	}
}

// TestFilesComeInParts asks for parts of files, for what has not changed, and
// for packed answers.
func TestFilesComeInParts(t *testing.T) {
	s := start(t, opts{})
	c := s.as(t, s.token(t, firstSiren, "depositor"))
	content := []byte("a,b\n" + strings.Repeat("1,un texte qui se répète\n", 2000))
	l := c.publish(firstSiren, form{title: "Parties", content: content})
	nobody := s.public(t)
	for _, address := range []string{l.Dataset.Original, l.Dataset.CSV, l.Dataset.Parquet} {
		whole := nobody.get(address)
		part := nobody.with("Range", "bytes=10-19").get(address)
		part.wants(t, http.StatusPartialContent)
		if !bytes.Equal(part.body, whole.body[10:20]) {
			t.Errorf("%s: a part is not that of the whole", address)
		}
		tag := whole.header.Get("Etag")
		if same := nobody.with("If-None-Match", tag).get(address); tag == "" || same.status != http.StatusNotModified || len(same.body) != 0 {
			t.Errorf("%s: what has not changed answers %d", address, same.status)
		}
		if a := nobody.with("Accept-Encoding", "gzip").get(address); a.header.Get("Content-Encoding") != "" || !bytes.Equal(a.body, whole.body) {
			t.Errorf("%s: a download is packed under the tag of the plain file", address)
		}
	}
	packed := nobody.with("Accept-Encoding", "gzip").get(l.Dataset.API + "/rows?limit=1000")
	if packed.header.Get("Content-Encoding") != "gzip" {
		t.Fatal("a long answer is not packed for who asks")
	}
	r, err := gzip.NewReader(bytes.NewReader(packed.body))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := io.ReadAll(r); err != nil || !bytes.Equal(plain, nobody.get(l.Dataset.API+"/rows?limit=1000").body) {
		t.Errorf("unpacked it is another answer: %v", err)
	}
}

// TestHealth asks what a load balancer asks.
func TestHealth(t *testing.T) {
	s := start(t, opts{})
	c := s.public(t)
	for _, address := range []string{"/healthz", "/readyz"} {
		a := c.get(address)
		a.wants(t, http.StatusOK)
		if !strings.HasPrefix(a.header.Get("Content-Type"), "text/plain") || a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s is %q, kept %q", address, a.header.Get("Content-Type"), a.header.Get("Cache-Control"))
		}
	}
	login := c.get("/console")
	if login.status != http.StatusSeeOther || !strings.HasPrefix(login.header.Get("Location"), "/console/login") {
		t.Errorf("/console answers %d to %q", login.status, login.header.Get("Location"))
	}
	foreign := c.with("Sec-Fetch-Site", "cross-site").with("Origin", "https://evil.example").
		do(http.MethodPost, "/console/login", strings.NewReader("login=x&password=y"), "application/x-www-form-urlencoded")
	foreign.wants(t, http.StatusForbidden)
	if refused := c.do(http.MethodDelete, "/datasets", nil, ""); refused.status != http.StatusMethodNotAllowed || refused.header.Get("Allow") == "" {
		t.Errorf("DELETE of a page answers %d, allows %q", refused.status, refused.header.Get("Allow"))
	}
}

// TestClassroom reads 300 pages, 8 at a time, from one address: the default
// limits let it through. A tighter one answers 429, and when to come back.
func TestClassroom(t *testing.T) {
	s := startDemo(t)
	c := s.public(t)
	pages := publicPages(c)
	for i, p := range pages {
		pages[i] = "/" + strings.TrimPrefix(strings.TrimPrefix(p, s.URL), "/")
		if _, rest, ok := strings.Cut(p, "/p/"); ok {
			pages[i] = "/p/" + rest
		}
	}
	work := make(chan string)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for address := range work {
				if a, err := c.try(http.MethodGet, address, nil, ""); err != nil || a.status != http.StatusOK {
					t.Errorf("%s answers %d: %v", address, a.status, err)
				}
			}
		})
	}
	for i := range 300 {
		work <- pages[i%len(pages)]
	}
	close(work)
	wg.Wait()

	tight := start(t, opts{flags: []string{"--max-requests", "0.01", "--max-burst", "5"}}).public(t)
	refused := answer{}
	for range 8 {
		refused = tight.get("/api/v1/members")
	}
	refused.problem(t, http.StatusTooManyRequests)
	if refused.header.Get("Retry-After") == "" {
		t.Error("429 without saying when to come back")
	}
	if page := tight.get("/"); page.status != http.StatusTooManyRequests || !strings.HasPrefix(page.header.Get("Content-Type"), "text/html") {
		t.Errorf("a page answers %d as %q", page.status, page.header.Get("Content-Type"))
	}
	tight.get("/healthz").wants(t, http.StatusOK)
}
