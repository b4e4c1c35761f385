package e2e

import (
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// zone is a name server on this machine: every name that it knows has the
// address 127.0.0.1, and some have words.
type zone struct {
	address string

	mu    sync.Mutex
	names map[string]string // name → TXT, "" for none
}

func newZone(t *testing.T, names ...string) *zone {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	z := &zone{address: conn.LocalAddr().String(), names: map[string]string{}}
	for _, n := range names {
		z.names[n] = ""
	}
	go func() {
		buffer := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buffer)
			if err != nil {
				return
			}
			if answer, ok := z.answer(buffer[:n]); ok {
				_, _ = conn.WriteTo(answer, from)
			}
		}
	}()
	return z
}

func (z *zone) write(name, txt string) {
	z.mu.Lock()
	defer z.mu.Unlock()
	z.names[name] = txt
}

func (z *zone) answer(asked []byte) ([]byte, bool) {
	var m dnsmessage.Message
	if err := m.Unpack(asked); err != nil || len(m.Questions) != 1 {
		return nil, false
	}
	q := m.Questions[0]
	z.mu.Lock()
	txt, known := z.names[strings.TrimSuffix(q.Name.String(), ".")]
	z.mu.Unlock()
	out := dnsmessage.Message{Header: dnsmessage.Header{ID: m.ID, Response: true, Authoritative: true}, Questions: m.Questions}
	head := dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: dnsmessage.ClassINET, TTL: 1}
	switch {
	case !known:
		out.RCode = dnsmessage.RCodeNameError
	case q.Type == dnsmessage.TypeA && txt == "":
		out.Answers = []dnsmessage.Resource{{Header: head, Body: &dnsmessage.AResource{A: [4]byte{127, 0, 0, 1}}}}
	case q.Type == dnsmessage.TypeTXT && txt != "":
		out.Answers = []dnsmessage.Resource{{Header: head, Body: &dnsmessage.TXTResource{TXT: []string{txt}}}}
	}
	packed, err := out.Pack()
	return packed, err == nil
}

// TestAMembersOwnHost gives a member's portal a name of its own, by the console
// and the DNS, and asks the server for things under that name, the public one,
// and one that is nobody's.
func TestAMembersOwnHost(t *testing.T) {
	const own, public = "data.mairie.example", "donnees.example"
	dns := newZone(t, own, public)
	s := startDemo(t, "--public-url=http://"+public+":{port}", "--own-hosts", "--dns", dns.address)
	port := s.URL[strings.LastIndexByte(s.URL, ':'):]
	ask := func(host, method, path string, headers ...string) answer {
		t.Helper()
		r, err := http.NewRequest(method, s.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = host + port
		r.Header.Set("Accept-Language", "fr")
		for i := 0; i+1 < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		got, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer got.Body.Close()
		b, err := io.ReadAll(got.Body)
		if err != nil {
			t.Fatal(err)
		}
		if set := got.Header.Values("Set-Cookie"); host == own && len(set) > 0 {
			t.Errorf("%s %s sets a cookie: %q", method, path, set)
		}
		return answer{got.StatusCode, got.Header, b, host + path}
	}
	holds := func(a answer, status int, words ...string) {
		t.Helper()
		if a.status != status {
			t.Errorf("%s: %d, want %d", a.url, a.status, status)
			return
		}
		for _, w := range words {
			if no, found := strings.CutPrefix(w, "!"); found == strings.Contains(string(a.body), strings.TrimPrefix(w, "!")) {
				t.Errorf("%s: wrong about %q (%q)", a.url, w, no)
			}
		}
	}
	leads := func(a answer, to string) {
		t.Helper()
		if a.status != 307 && a.status != 308 || a.header.Get("Location") != to {
			t.Errorf("%s: %d to %q, want %q", a.url, a.status, a.header.Get("Location"), to)
		}
	}

	var found struct {
		Items []struct {
			ID, Page string
			Member   struct{ Siren string }
		}
	}
	s.public(t).read("/api/v1/datasets?limit=1&schema=scdl/budget", &found)
	if len(found.Items) != 1 {
		t.Fatal("the demonstration has no budget")
	}
	d := found.Items[0]
	page, err := url.Parse(d.Page)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(strings.TrimPrefix(page.Path, "/"), "/") // p, the member's name, datasets, the dataset's
	base := "/p/" + parts[1]
	dataset := "/" + strings.Join(parts[2:], "/")
	file := "/datasets/" + d.ID + "/data.csv"
	at := "http://" + public + port

	holds(ask(own, "GET", "/"), 421, "Aucun portail ne porte ce nom", at)
	s.ownHost(t, d.Member.Siren, own, dns)

	home := ask(own, "GET", "/")
	holds(home, 200, `<link rel="canonical" href="http://`+own+port+`/"`, `href="/datasets"`, `href="`+at+`/console"`, "!"+`href="/p/`)
	holds(ask(public, "GET", base), 200, `<link rel="canonical" href="http://`+own+port+`/"`)
	holds(ask(own, "GET", dataset), 200, `<link rel="canonical" href="http://`+own+port+dataset, at+file, at+"/datasets/"+d.ID)
	if policy := ask(own, "GET", dataset).header.Get("Content-Security-Policy"); !strings.Contains(policy, "connect-src 'self' "+at+";") || !strings.Contains(policy, "frame-ancestors 'none'") {
		t.Errorf("the policy of a page: %s", policy)
	}
	leads(ask(own, "GET", file), at+file)
	holds(ask(public, "GET", file), 200)
	leads(ask(own, "GET", base+"/datasets"), "http://"+own+port+"/datasets")
	leads(ask(own, "GET", "/stories"), at+"/stories")

	rows := "/api/v1/datasets/" + d.ID + "/rows?limit=1"
	leads(ask(own, "GET", rows), at+rows)
	if a := ask(own, "GET", rows); a.header.Get("Access-Control-Allow-Origin") != "*" {
		t.Error("a script of another page cannot follow the way to the interface")
	}
	if a := ask(own, "OPTIONS", rows, "Origin", "https://www.mairie.example", "Access-Control-Request-Method", "GET"); a.status != 204 {
		t.Errorf("asked before by a browser: %d", a.status)
	}
	if a := ask(public, "GET", rows); a.status != 200 || a.header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("the interface: %d %v", a.status, a.header)
	}

	leads(ask(own, "GET", "/console"), at+"/console")
	for _, path := range []string{"/console/login", "/fr/console/login", "/console/members", "/api/v1/check"} {
		holds(ask(own, "POST", path), 421, at+path)
	}
	holds(ask(own, "POST", "/rights"), 422, "À corriger")

	// Identifiers are those of the public host, whichever is asked.
	for _, path := range []string{"/catalog.jsonld", "/datasets.atom"} {
		mine, theirs := ask(own, "GET", path), ask(public, "GET", base+path)
		for again := 0; again < 50 && string(mine.body) != string(theirs.body); again++ { // something was published between the two
			time.Sleep(100 * time.Millisecond)
			mine, theirs = ask(own, "GET", path), ask(public, "GET", base+path)
		}
		holds(mine, 200, at, "!"+own)
		if string(mine.body) != string(theirs.body) {
			t.Errorf("%s is not the same through both hosts", path)
		}
	}
	holds(ask(own, "GET", "/robots.txt"), 200, "http://"+own+port+"/sitemap.xml")
	holds(ask(own, "GET", "/sitemap.xml"), 200, "<loc>http://"+own+port+dataset+"</loc>", "!"+at)
	holds(ask(public, "GET", "/sitemaps/1.xml"), 200, "!"+base+"/")

	holds(ask("autre.example", "GET", "/en/datasets", "Accept-Language", "en"), 421, "No portal has this name", at)
	holds(ask("autre.example", "GET", "/api/v1/datasets"), 421, `"status":421`, at)
	holds(ask("autre.example", "GET", "/healthz"), 200)
}

var (
	hostValue = regexp.MustCompile(`airial-portal=[a-z2-7]+`)
	hostCheck = regexp.MustCompile(`action="([^"]*/portal/host/[0-9a-f-]+/verify)"`)
)

// ownHost has a manager of a member ask for a name, writes its record and has it
// verified.
func (s *server) ownHost(t *testing.T, siren, name string, dns *zone) {
	t.Helper()
	made := airial(t, "user", "add", "--member", siren, "--login", "mairie.noms", "--name", "Anne Noms", "--role", "manager", "--data", s.Dir)
	if made.code != 0 {
		t.Fatal(made.stderr)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar}
	send := func(path string, values url.Values) string {
		t.Helper()
		got, err := browser.PostForm(s.URL+path, values)
		if err != nil {
			t.Fatal(err)
		}
		defer got.Body.Close()
		b, err := io.ReadAll(got.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	send("/fr/console/login", url.Values{"login": {"mairie.noms"}, "password": {strings.TrimSpace(made.stdout)}})
	body := send("/fr/console/members/"+siren+"/portal/host", url.Values{"host": {name}})
	value, check := hostValue.FindString(body), hostCheck.FindStringSubmatch(body)
	if value == "" || check == nil {
		t.Fatalf("the page does not say what to write: %s", body)
	}
	dns.write("_airial."+name, value)
	if body = send(check[1], nil); !strings.Contains(body, "Vérifié") {
		t.Fatalf("not verified: %s", body)
	}
}
