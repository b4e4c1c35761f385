package measure

import (
	"net/http"
	"strings"
	"sync"
)

// Kind is what is counted.
type Kind string

// The kinds.
const (
	Visit    Kind = "visit"    // a page was read
	Download Kind = "download" // a file was taken
	Call     Kind = "call"     // an interface was asked
	Nothing  Kind = "nothing"  // a search found nothing
)

// Kinds lists them in the order of the tables.
var Kinds = []Kind{Visit, Download, Call, Nothing}

// hit is one thing that happened, with the addresses by which it was asked for:
// whose they are is looked up later.
type hit struct {
	day             string
	kind            Kind
	member, dataset string
}

// mostHits bounds what is counted between two additions: addresses are those
// that were answered, so that strangers cannot make up many.
const mostHits = 50_000

// counter counts in memory.
type counter struct {
	mu   sync.Mutex
	hits map[hit]int64
}

func (c *counter) add(h hit, n int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.hits == nil {
		c.hits = map[hit]int64{}
	}
	if _, known := c.hits[h]; !known && len(c.hits) >= mostHits {
		h = hit{day: h.day, kind: h.kind} // counted for all, for nobody in particular
	}
	c.hits[h] += n
}

// take gives what was counted away.
func (c *counter) take() map[hit]int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := c.hits
	c.hits = nil
	return out
}

// robots are words by which programs that read on their own say what they are.
var robots = []string{"bot", "crawl", "spider", "slurp", "archiver", "monitor", "preview", "headless", "lighthouse", "uptime", "facebookexternalhit", "scan", "feedfetcher", "harvest"}

// isRobot tells whether an agent says that nobody in particular asked it.
func isRobot(agent string) bool {
	agent = strings.ToLower(agent)
	for _, w := range robots {
		if strings.Contains(agent, w) {
			return true
		}
	}
	return false
}

// isBrowser tells whether an agent looks like what people read with.
func isBrowser(agent string) bool { return strings.HasPrefix(agent, "Mozilla/") }

// pages are the public pages that count as a visit, by their patterns; a view in
// a page of others is one too.
var pages = map[string]bool{"/{$}": true, "/datasets": true, "/members": true, "/schemas": true, "/schemas/{name...}": true, "/licence": true, "/about": true,
	"/p/{member}": true, "/p/{member}/datasets": true, "/p/{member}/datasets/{slug}": true, "/p/{member}/datasets/{slug}/versions/{number}": true,
	"/p/{member}/datasets/{slug}/api": true, "/statistics": true, "/p/{member}/statistics": true,
	"/stories": true, "/stories/{story}": true, "/stories/schema/{schema...}": true, "/coverage": true, "/coverage/{schema...}": true, "/commune": true,
	"/p/{member}/around": true, "/p/{member}/obligations": true, "/p/{member}/harvested": true, "/harvested": true, "/harvested/{id}": true,
	"/embed/datasets": true, "/embed/datasets/{id}": true, "/embed/datasets/{id}/chart": true}

// kindOf tells as what an answered request counts, "" for nothing.
func kindOf(r *http.Request, pattern string, status int) Kind {
	agent := r.Header.Get("User-Agent")
	if r.Method != http.MethodGet || isRobot(agent) || strings.HasPrefix(r.Header.Get("Sec-Purpose"), "prefetch") {
		return ""
	}
	ok := status == http.StatusOK || status == http.StatusNotModified
	switch {
	case pages[pattern]:
		if ok && isBrowser(agent) && r.Header.Get("HX-Request") == "" {
			return Visit
		}
	case strings.HasPrefix(pattern, "/datasets/{id}/") && (strings.HasSuffix(pattern, "/data.csv") || strings.HasSuffix(pattern, "/data.parquet") || strings.HasSuffix(pattern, "/original")),
		strings.Contains(pattern, "/exports/{format}"):
		// Of a file that is taken in pieces, the first one counts.
		first := status == http.StatusPartialContent && strings.HasPrefix(r.Header.Get("Range"), "bytes=0-")
		if status == http.StatusOK || first {
			return Download
		}
	case strings.HasPrefix(pattern, "/api/explore/"), strings.HasPrefix(pattern, "/api/resources/"), strings.HasPrefix(pattern, "/api/features/"), pattern == "/api/v1/datasets",
		pattern == "/api/v1/datasets/{id}", pattern == "/api/v1/datasets/{id}/rows":
		if ok {
			return Call
		}
	}
	return ""
}

// parts reads the values of a pattern's names out of a path.
func parts(pattern, path string) map[string]string {
	out := map[string]string{}
	want, have := strings.Split(pattern, "/"), strings.Split(path, "/")
	for i, w := range want {
		if i < len(have) && strings.HasPrefix(w, "{") && !strings.HasSuffix(w, "...}") {
			out[strings.Trim(w, "{}$")] = have[i]
		}
	}
	return out
}
