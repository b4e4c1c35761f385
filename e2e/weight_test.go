package e2e

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// pageWeight bounds what a reader's browser is sent for the page of a dataset: its
// markup, its stylesheets and its scripts, packed as they travel. Charts come later,
// by a script of their own, and fonts once for the whole site.
const pageWeight = 100_000

var (
	stylesheet = regexp.MustCompile(`<link[^>]* rel="stylesheet"[^>]* href="([^"]+)"|<link[^>]* href="([^"]+)"[^>]* rel="stylesheet"`)
	script     = regexp.MustCompile(`<script[^>]* src="([^"]+)"`)
)

func TestPageOfADatasetIsLight(t *testing.T) {
	t.Parallel()
	s := startDemo(t)
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}}
	get := func(path, accept string) (string, int) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Accept-Encoding", accept)
		res, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d %v", path, res.StatusCode, err)
		}
		return string(body), len(body)
	}
	for _, slug := range []string{"equipements-publics-de-castelarrouy", "arbres-d-alignement-de-castelarrouy", "catalogue-des-donnees-ouvertes-de-castelarrouy"} {
		path := "/fr/p/castelarrouy/datasets/" + slug
		page, _ := get(path, "identity")
		_, weight := get(path, "gzip, br")
		files := 0
		for _, found := range append(stylesheet.FindAllStringSubmatch(page, -1), script.FindAllStringSubmatch(page, -1)...) {
			to := strings.Join(found[1:], "")
			if strings.Contains(to, "/chart.") || strings.Contains(to, "/map.") {
				t.Errorf("%s loads %s before anybody looks at a chart", slug, to)
			}
			_, n := get(to, "gzip, br")
			weight += n
			files++
		}
		if files < 3 {
			t.Errorf("%s: only %d files were found", slug, files)
		}
		if weight > pageWeight {
			t.Errorf("%s weighs %d bytes, at most %d are wanted", slug, weight, pageWeight)
		}
		t.Logf("%s: %d bytes in %d files", slug, weight, files+1)
	}
}
