package e2e

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// lookAtPages looks at a page of every kind, as everybody, in both
// languages, light and dark, wide and narrow: axe finds nothing, the browser
// has nothing to complain of, nothing scrolls sideways.
func lookAtPages(t *testing.T, s scene) {
	var p *tab
	who := "nobody yet"
	for i, sight := range append(s.sights(t), s.refusals(t)...) {
		if sight.who != who {
			p, who = s.tab(t), sight.who
			if who != "" {
				p.logIn(who)
			}
		}
		address, theme, width := sight.address, "light", int64(1280)
		if i%2 == 1 {
			address = english(address)
		}
		if i/2%2 == 1 {
			theme = "dark"
		}
		if i%3 == 1 {
			width = 390
		}
		p.expect(sight.status)
		p.like(theme, width)
		p.open(address)
		for _, line := range append(p.axe(), p.take()...) {
			t.Errorf("%s, %s, %d px, %s: %s", address, theme, width, cmpOr(who, "the public"), line)
		}
		p.shoot(shotName(sight, address, theme, width))
		for _, width := range []int64{320, 1280} {
			p.do(chromedp.EmulateViewport(width, 900))
			if over := ask[string](p, fits); over != "" {
				t.Errorf("%s at %d px scrolls sideways %s", address, width, over)
			}
		}
	}
}

func shotName(s sight, address, theme string, width int64) string {
	return strings.Join([]string{cmpOr(s.who, "public"), strings.ReplaceAll(s.pattern, "?", "~"), address[1:3], theme, string('0' + rune(width/1000))}, " ")
}

// refusals are pages that say no.
func (s *server) refusals(t *testing.T) []sight {
	t.Helper()
	var out []sight
	add := func(who, address string, status int) {
		c := s.public(t)
		if who != "" {
			c = c.logIn(who)
		}
		for _, address := range []string{address, english(address)} {
			one := sight{page: c.page(address, status), who: who, address: address, pattern: patternOf(address)}
			one.proper(t, address[1:3])
			if one.lang() == "fr" {
				out = append(out, one)
			}
		}
	}
	add("", "/fr/nowhere", http.StatusNotFound)
	add("", "/fr/p/"+nobodySiren, http.StatusNotFound)
	add("", "/fr/datasets/01970000-0000-7000-8000-000000000000", http.StatusNotFound)
	add("", "/fr/schemas/scdl/nothing", http.StatusNotFound)
	officer := s.public(t).logIn("amandine.larrieu")
	for _, state := range []string{"withdrawn", "erased"} {
		list := officer.page("/fr/console/deposits?state="+state, http.StatusOK)
		for _, link := range list.links() {
			if id := identifier.FindString(link); id != "" {
				add("", "/fr/datasets"+id, http.StatusGone)
				break
			}
		}
	}
	add("chantal.puyo", "/fr/console/members/new", http.StatusNotFound)
	add("chantal.puyo", "/fr/console/nowhere", http.StatusNotFound)
	add("chantal.puyo", "/fr/console/deposits/01970000-0000-7000-8000-000000000000", http.StatusNotFound)
	return out
}
