package gallery_test

import (
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

// forbidden is what the site's policy would block: inline styles, scripts and
// handlers.
var forbidden = regexp.MustCompile(`(?i)\sstyle=|\son[a-z]+=|<style|<script[^>]*>[^<]|javascript:|hx-on|https?://[^l]`)

func TestPagesObeyThePolicy(t *testing.T) {
	h := site()
	for _, page := range pages {
		for _, lang := range []string{"", "/fr", "/en"} {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest("GET", lang+page, nil))
			body := strings.ReplaceAll(w.Body.String(), "https://data.example.fr/d/", "")
			body = strings.ReplaceAll(body, `<script type="application/json"`, "<data") // what no browser runs
			if m := forbidden.FindString(body); m != "" {
				t.Errorf("%s%s holds %q", lang, page, m)
			}
			if w.Code != 200 && page != "/style/gone" {
				t.Errorf("%s%s: %d", lang, page, w.Code)
			}
			if lang == "/en" && strings.Contains(body, `href="/style`) {
				t.Errorf("%s%s has a link that loses the language", lang, page)
			}
		}
	}
}
