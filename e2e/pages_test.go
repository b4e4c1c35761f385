package e2e

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// visitors are those who look at every page: the public, and the accounts of
// the demonstration, each of whom is shown something else.
var visitors = []string{"", "marie-helene.dubosq", "chantal.puyo", "remi.hargous", "amandine.larrieu", "sylvie.castaing", "nicolas.etcheverry"}

// logIn is the same caller with a session of the console.
func (c caller) logIn(login string) caller {
	c.t.Helper()
	a := c.post("/fr/console/login", url.Values{"login": {login}, "password": {password}})
	a.wants(c.t, http.StatusSeeOther)
	for _, line := range a.header.Values("Set-Cookie") {
		if cookie, err := http.ParseSetCookie(line); err == nil {
			c = c.with("Cookie", cookie.Name+"="+cookie.Value)
		}
	}
	return c
}

// post sends a form.
func (c caller) post(address string, values url.Values) answer {
	c.t.Helper()
	return c.do(http.MethodPost, address, strings.NewReader(values.Encode()), "application/x-www-form-urlencoded")
}

// sight is a page that somebody came to by following links.
type sight struct {
	page
	who     string
	address string // with its language: /fr/…
	pattern string // all pages of the same kind have the same
	looks   string // what tells pages of one kind apart: their headings and buttons
}

// Bounds of a walk: pages of one kind are much alike, but deposits have many
// states.
const (
	walkPerPattern = 2
	walkPerDeposit = 24
	walkInAll      = 700

	looksPerPattern = 1
	looksPerDeposit = 6
)

// walk follows the links of a site from some of its pages.
func (c caller) walk(who string, from ...string) []sight {
	c.t.Helper()
	var out []sight
	queue, known, count, linked := from, map[string]bool{}, map[string]int{}, map[string]string{}
	for _, address := range from {
		known[address] = true
	}
	for len(queue) > 0 && len(out) < walkInAll {
		address := queue[0]
		queue = queue[1:]
		pattern := patternOf(address)
		most := walkPerPattern
		if ofDeposit(pattern) {
			most = walkPerDeposit
		}
		if count[pattern] >= most {
			continue
		}
		count[pattern]++
		a := c.get(address)
		if a.status >= 300 && a.status < 400 {
			next, err := url.Parse(a.header.Get("Location"))
			if err != nil {
				c.t.Errorf("%s leads to %q", address, a.header.Get("Location"))
			} else if to := next.RequestURI(); !known[to] {
				known[to] = true
				queue = append(queue, to)
			}
			continue
		}
		if at := linked[address]; a.status == http.StatusNotFound && at != "" && !(c.get(at).status == http.StatusOK && c.page(at, http.StatusOK).leads(address)) {
			continue // what it leads to was replaced meanwhile, as a consolidation is, perhaps with the page itself
		}
		if a.status != http.StatusOK {
			c.t.Errorf("%s finds a link to %s, which answers %d", cmpOr(who, "the public"), address, a.status)
			continue
		}
		if !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			continue
		}
		root, err := html.Parse(strings.NewReader(string(a.body)))
		if err != nil {
			c.t.Fatal(err)
		}
		s := sight{page: page{a, root}, who: who, address: address, pattern: pattern}
		s.looks = pattern
		if strings.Contains(pattern, "{") && !strings.Contains(pattern, "?") {
			marks := append(s.texts("h2"), s.texts("button")...)
			slices.Sort(marks)
			s.looks += strings.Join(slices.Compact(marks), "|")
		}
		out = append(out, s)
		for _, link := range s.links() {
			if to := c.within(address, link); to != "" && !known[to] {
				known[to], linked[to] = true, address
				queue = append(queue, to)
			}
		}
	}
	return out
}

// ofDeposit tells the page of a deposit, which has as many looks as lives have
// states.
func ofDeposit(pattern string) bool {
	return strings.HasPrefix(pattern, "/console/deposits/{id}") && !strings.Contains(pattern, "?")
}

func cmpOr(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// within is an address that a page links to, when it is one of the server's
// in the page's language.
func (c caller) within(page, link string) string {
	base, err := url.Parse(c.base + page)
	if err != nil {
		return ""
	}
	to, err := base.Parse(link)
	if err != nil {
		c.t.Errorf("%s links to %q", page, link)
		return ""
	}
	if to.Scheme != "http" || "http://"+to.Host != c.base || !strings.HasPrefix(to.Path, page[:3]) {
		return ""
	}
	return to.RequestURI()
}

var (
	identifier = regexp.MustCompile(`/[0-9a-f]{8}-[0-9a-f-]{27}`)
	siren      = regexp.MustCompile(`/[0-9]{9}\b`)
	digits     = regexp.MustCompile(`/[0-9]+\b`)
	owner      = regexp.MustCompile(`^/p/[^/]+`)
	slug       = regexp.MustCompile(`^/p/\{member\}/datasets/[^/]+`)
)

// patternOf is what all addresses of a kind of page have in common.
func patternOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	p := u.Path
	if len(p) >= 3 && (p[:3] == "/fr" || p[:3] == "/en") {
		p = p[3:]
	}
	p = identifier.ReplaceAllString(p, "/{id}")
	p = siren.ReplaceAllString(p, "/{siren}")
	p = digits.ReplaceAllString(p, "/{n}")
	p = owner.ReplaceAllString(p, "/p/{member}")
	p = slug.ReplaceAllString(p, "/p/{member}/datasets/{slug}")
	var keys []string
	for key := range u.Query() {
		if strings.HasPrefix(p, "/p/{member}/datasets/{slug}") && key != "sort" && key != "page" {
			key = "{field}"
		}
		if key != "member" || !strings.HasPrefix(p, "/console") {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	if keys = slices.Compact(keys); len(keys) > 1 {
		p += "?several" // lists are narrowed in countless ways
	} else if len(keys) > 0 {
		p += "?" + keys[0]
	}
	return p
}

// english is the same address in English.
func english(address string) string { return "/en" + strings.TrimPrefix(address, "/fr") }

// sights walks as all visitors, checks the pages without a browser, and
// returns one page of each look.
func (s *server) sights(t *testing.T) []sight {
	t.Helper()
	var out []sight
	known := map[string]int{}
	data := s.data(t)
	for _, who := range visitors {
		c, from := s.public(t), []string{"/fr/", "/fr/api", "/fr/console/login"}
		if who != "" {
			c = c.logIn(who)
			from = []string{"/fr/console"}
			for _, state := range []string{"publish", "decide", "approve", "refused", "withdrawn", "erased", "published"} {
				from = append(from, "/fr/console/deposits?state="+state)
			}
		}
		walked := c.walk(who, from...)
		for _, one := range walked {
			one.proper(t, "fr")
			most := looksPerPattern
			if ofDeposit(one.pattern) {
				most = looksPerDeposit
			}
			if known[one.looks] > 0 || known[one.pattern] >= most || strings.Contains(one.pattern, "?several") {
				continue
			}
			known[one.looks]++
			known[one.pattern]++
			out = append(out, one)
			other := sight{page: c.page(english(one.address), http.StatusOK), who: who, address: english(one.address)}
			other.proper(t, "en")
			for _, line := range untranslated(one.page, other.page, data) {
				t.Errorf("%s: %s", one.address, line)
			}
		}
		t.Logf("%s: %d pages, %d to look at in all", cmpOr(who, "the public"), len(walked), len(out))
	}
	return out
}

// sirens are the SIREN of the members, by their names.
func (s *server) sirens(t testing.TB) map[string]string {
	t.Helper()
	var members struct {
		Items []struct{ Name, Siren string }
	}
	s.public(t).read("/api/v1/members?limit=100", &members)
	out := map[string]string{}
	for _, m := range members.Items {
		out[m.Name] = m.Siren
	}
	return out
}
