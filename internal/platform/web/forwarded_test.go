package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"airial/internal/platform/web"
)

// asked returns the caller that the site saw, or the answer that it did not
// see.
func asked(p web.Proxies, base, peer, method string, header http.Header) (caller string, answer *httptest.ResponseRecorder) {
	answer = httptest.NewRecorder()
	r := httptest.NewRequest(method, "/datasets?q=a", nil)
	r.RemoteAddr = peer
	r.Header = header
	p.Resolve(base, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		caller = web.Address(r)
		for name := range r.Header {
			if strings.HasPrefix(name, "X-Forwarded") || name == "Forwarded" || name == "X-Real-Ip" {
				caller += " and sees " + name
			}
		}
	})).ServeHTTP(answer, r)
	return caller, answer
}

func TestWhoCalls(t *testing.T) {
	near := web.Proxies{Trusted: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")}}
	standard := near
	standard.Standard = true
	for _, c := range []struct {
		name    string
		proxies web.Proxies
		peer    string
		header  http.Header
		want    string
	}{
		{"nobody is trusted", web.Proxies{}, "10.0.0.1:1", http.Header{"X-Forwarded-For": {"198.51.100.7"}}, "10.0.0.1"},
		{"a stranger says who he is", near, "203.0.113.9:1", http.Header{"X-Forwarded-For": {"198.51.100.7"}, "X-Real-Ip": {"1.2.3.4"}}, "203.0.113.9"},
		{"through one proxy", near, "10.0.0.1:1", http.Header{"X-Forwarded-For": {"198.51.100.7"}}, "198.51.100.7"},
		{"what the caller wrote is further left", near, "10.0.0.1:1", http.Header{"X-Forwarded-For": {"1.1.1.1, 127.0.0.1, 198.51.100.7"}}, "198.51.100.7"},
		{"in several lines", near, "10.0.0.1:1", http.Header{"X-Forwarded-For": {"1.1.1.1", "198.51.100.7"}}, "198.51.100.7"},
		{"through two", near, "10.0.0.1:1", http.Header{"X-Forwarded-For": {"1.1.1.1, 198.51.100.7, 10.0.0.2"}}, "198.51.100.7"},
		{"all of them ours", near, "10.0.0.1:1", http.Header{"X-Forwarded-For": {"10.0.0.9, 10.0.0.2"}}, "10.0.0.9"},
		{"nothing understood", near, "10.0.0.1:1", http.Header{"X-Forwarded-For": {"1.1.1.1, unknown"}}, "10.0.0.1"},
		{"none said", near, "10.0.0.1:1", http.Header{}, "10.0.0.1"},
		{"with ports", near, "[::1]:1", http.Header{"X-Forwarded-For": {"198.51.100.7:4711"}}, "198.51.100.7"},
		{"of IPv6", near, "[::1]:1", http.Header{"X-Forwarded-For": {"[2001:db8:1:2:3::4]:4711"}}, "2001:db8:1:2::"},
		{"the other header is the caller's", near, "10.0.0.1:1", http.Header{"Forwarded": {"for=1.1.1.1"}, "X-Forwarded-For": {"198.51.100.7"}}, "198.51.100.7"},
		{"the standard one", standard, "10.0.0.1:1", http.Header{"Forwarded": {`for=1.1.1.1, For="[2001:db8:1:2::4]:80";proto=https;by=x`}, "X-Forwarded-For": {"1.1.1.1"}}, "2001:db8:1:2::"},
		{"a comma in quotes", standard, "10.0.0.1:1", http.Header{"Forwarded": {`for=1.1.1.1;by="a,for=2.2.2.2", for=198.51.100.7`}}, "198.51.100.7"},
		{"hidden", standard, "10.0.0.1:1", http.Header{"Forwarded": {"for=1.1.1.1, for=_secret"}}, "10.0.0.1"},
	} {
		if got, _ := asked(c.proxies, "https://d.example", c.peer, "GET", c.header); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestPlainRequestsAreLedToHTTPS(t *testing.T) {
	near := web.Proxies{Trusted: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}
	plain := func() http.Header {
		return http.Header{"X-Forwarded-For": {"198.51.100.7"}, "X-Forwarded-Proto": {"http"}}
	}
	caller, answer := asked(near, "https://d.example", "10.0.0.1:1", "GET", plain())
	if caller != "" || answer.Code != http.StatusPermanentRedirect || answer.Header().Get("Location") != "https://d.example/datasets?q=a" {
		t.Errorf("answered %d to %s by %q", answer.Code, answer.Header().Get("Location"), caller)
	}
	if _, answer := asked(near, "https://d.example", "10.0.0.1:1", "POST", plain()); answer.Code != http.StatusForbidden {
		t.Errorf("a form in the clear: %d", answer.Code)
	}
	for name, c := range map[string]struct{ base, peer, proto string }{
		"by a stranger's word":  {"https://d.example", "203.0.113.9:1", "http"},
		"a public address http": {"http://d.example", "10.0.0.1:1", "http"},
		"secure already":        {"https://d.example", "10.0.0.1:1", "https"},
		"nearest proxy counts":  {"https://d.example", "10.0.0.1:1", "http, https"},
	} {
		h := plain()
		h.Set("X-Forwarded-Proto", c.proto)
		if caller, answer := asked(near, c.base, c.peer, "GET", h); caller == "" {
			t.Errorf("%s: led to %s", name, answer.Header().Get("Location"))
		}
	}
}

// FuzzForwarded gives a trusted proxy's headers any form: the caller is an
// address, whatever they say.
func FuzzForwarded(f *testing.F) {
	f.Add("for=1.1.1.1", "1.1.1.1", "https", true)
	f.Add(`for="[::1]:80";proto="ht\"tp"`, "unknown, ::1", "http", false)
	f.Fuzz(func(t *testing.T, forwarded, list, proto string, standard bool) {
		p := web.Proxies{Trusted: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, Standard: standard}
		caller, answer := asked(p, "https://d.example", "10.0.0.1:1", "GET",
			http.Header{"Forwarded": {forwarded}, "X-Forwarded-For": {list}, "X-Forwarded-Proto": {proto}})
		if _, err := netip.ParseAddr(caller); err != nil && answer.Code != http.StatusPermanentRedirect {
			t.Errorf("caller %q", caller)
		}
	})
}
