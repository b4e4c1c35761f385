package outbound_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/outbound"
)

func patterns(t testing.TB, list ...string) (out []outbound.Pattern) {
	t.Helper()
	for _, s := range list {
		p, err := outbound.ParsePattern(s)
		if err != nil {
			t.Fatalf("%s: %v", s, err)
		}
		out = append(out, p)
	}
	return out
}

func TestCheck(t *testing.T) {
	r := outbound.New(outbound.Config{Hosts: patterns(t, "hooks.example.fr", "Été.example.fr", "*.mairies.example.fr", "gestion.example.fr:8443", "10.1.2.3", "192.168.0.9"),
		Networks: []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}})
	r.Declare("smtp.internal:587", i18n.T("courriel", "mail"))
	for _, c := range []struct {
		host, port string
		ok         bool
	}{
		{"hooks.example.fr", "443", true}, {"HOOKS.example.fr.", "443", true}, {"hooks.example.fr", "80", false},
		{"hooks.example.fr", "8443", false}, {"xhooks.example.fr", "443", false}, {"hooks.example.fr.evil.fr", "443", false},
		{"xn--t-9fab.example.fr", "443", true}, {"été.example.fr", "443", true},
		{"a.mairies.example.fr", "443", true}, {"a.b.mairies.example.fr", "443", true}, {"mairies.example.fr", "443", false},
		{"evilmairies.example.fr", "443", false}, {"gestion.example.fr", "8443", true}, {"gestion.example.fr", "443", false},
		{"10.1.2.3", "443", true}, {"::ffff:10.1.2.3", "443", true}, {"192.168.0.9", "443", false}, {"10.1.2.4", "443", false},
		{"smtp.internal", "587", true}, {"smtp.internal", "443", false},
		{"localhost", "443", false}, {"127.0.0.1", "443", false}, {"2130706433", "443", false}, {"0x7f.1", "443", false}, {"", "443", false},
		{"a b", "443", false}, {"user@hooks.example.fr", "443", false},
	} {
		err := r.Check(c.host, c.port)
		if (err == nil) != c.ok || err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%s port %s: %v, want allowed %v", c.host, c.port, err, c.ok)
		}
	}
}

func TestWrongPatterns(t *testing.T) {
	for _, s := range []string{"", "https://a.fr", "a.fr/x", "a.fr:0", "a.fr:70000", "a.fr:x", "*.10.0.0.1", "a.*.fr", "**", "*.", "127.1", "a b"} {
		if p, err := outbound.ParsePattern(s); err == nil {
			t.Errorf("%q is taken for %v", s, p)
		}
	}
}

func TestNothingIsDialledThatIsNotAllowed(t *testing.T) {
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { asked++ }))
	defer server.Close()
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(server.URL, "http://"))
	any := outbound.New(outbound.Config{Hosts: patterns(t, "*:"+port)})
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "[::]", "127.0.0.2"} {
		resp, err := any.Client("test", 0).Get("http://" + host + ":" + port)
		if err == nil {
			_ = resp.Body.Close()
		}
		if err == nil || asked > 0 {
			t.Errorf("%s was reached though it is this machine", host)
		}
	}
	closed := outbound.New(outbound.Config{})
	if _, err := closed.Client("test", 0).Get(server.URL); err == nil || asked > 0 {
		t.Error("a host that no setting names was reached")
	}
	if c := closed.Contacts(); len(c) != 1 || c[0].Refused != 1 || c[0].Reached != 0 || c[0].Purpose != "test" {
		t.Errorf("contacts: %+v", c)
	}
	open := outbound.New(outbound.Config{Hosts: patterns(t, "localhost:"+port),
		Networks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}})
	resp, err := open.Client("test", 0).Get("http://localhost:" + port)
	if err != nil || asked != 1 {
		t.Fatalf("an allowed host in an allowed network was not reached: %v", err)
	}
	_ = resp.Body.Close()
	if c := open.Contacts(); len(c) != 1 || c[0].Reached != 1 || c[0].Address != "localhost:"+port {
		t.Errorf("contacts: %+v", c)
	}
}

func TestDeclaredHostsMayBePrivate(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") }))
	defer server.Close()
	r := outbound.New(outbound.Config{})
	r.Declare(strings.TrimPrefix(server.URL, "http://"), i18n.T("magasin de fichiers", "object store"))
	r.Declare(strings.TrimPrefix(server.URL, "http://"), i18n.T("magasin de fichiers", "object store"))
	resp, err := r.Client("store", 0).Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if d := r.Declarations(); len(d) != 1 {
		t.Errorf("declared twice: %v", d)
	}
}

func TestRedirectionsAreNotFollowed(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("elsewhere was asked") }))
	defer other.Close()
	server := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusTemporaryRedirect))
	defer server.Close()
	r := outbound.New(outbound.Config{})
	r.Declare(strings.TrimPrefix(server.URL, "http://"), i18n.T("a", "a"))
	r.Declare(strings.TrimPrefix(other.URL, "http://"), i18n.T("b", "b"))
	resp, err := r.Client("test", 0).Post(server.URL, "text/plain", strings.NewReader("x"))
	if err != nil || resp.StatusCode != http.StatusTemporaryRedirect {
		t.Fatalf("%v, %v", resp, err)
	}
	_ = resp.Body.Close()
}

func TestPrivateNamesAreSeenWhenDialled(t *testing.T) {
	r := outbound.New(outbound.Config{Hosts: patterns(t, "localhost:9")})
	if _, err := r.Dialer("test")(context.Background(), "tcp", "localhost:9"); !fault.Is(err, fault.Invalid) && (err == nil || !strings.Contains(err.Error(), "private network")) {
		t.Errorf("error %v does not say that the network is private", err)
	}
}

func FuzzParsePattern(f *testing.F) {
	for _, s := range []string{"hooks.example.fr", "*.example.fr:8443", "[::1]:443", "été.fr", "*", "127.1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := outbound.ParsePattern(s)
		if err != nil {
			return
		}
		again, err := outbound.ParsePattern(p.String())
		if err != nil || again != p {
			t.Errorf("%q reads %v, which is written %q and reads %v, %v", s, p, p.String(), again, err)
		}
	})
}
