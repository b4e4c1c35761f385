package portal_test

import (
	"context"
	"encoding/csv"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
	"airial/internal/platform/text"
	"airial/internal/platform/web"
	"airial/internal/services/portal"
	"airial/internal/services/portal/portaltest"
)

// elsewhere is what was harvested, in memory.
type elsewhere []portal.HarvestedDataset

func (e elsewhere) Find(_ context.Context, q portal.HarvestedSearch) (out portal.HarvestedResults, _ error) {
	bySource := map[string]int{}
	sorted := slices.SortedStableFunc(slices.Values(e), func(a, b portal.HarvestedDataset) int {
		if q.Sort == "title" {
			return strings.Compare(text.SortKey(a.Title), text.SortKey(b.Title))
		}
		return b.Modified.Compare(a.Modified)
	})
	for _, d := range sorted {
		if q.Query != "" && !strings.Contains(strings.ToLower(d.Title), strings.ToLower(q.Query)) || q.Member != "" && d.Body.ID != q.Member ||
			q.Theme != "" && !slices.Contains(d.Themes, q.Theme) || q.Licence != "" && d.Licence != q.Licence || q.Schema != "" && q.Schema != "none" || q.Format != "" || q.Year != 0 {
			continue
		}
		bySource[d.SourceID]++
		if q.Source != "" && q.Source != d.SourceID {
			continue
		}
		if out.Total++; out.Total > q.Offset && len(out.Datasets) < q.Limit {
			out.Datasets = append(out.Datasets, d)
		}
		if q.Facets {
			for _, t := range d.Themes {
				out.Themes = append(out.Themes, portal.Facet{Value: t, Count: 1})
			}
		}
	}
	if n := bySource["s1"]; n > 0 && q.Facets {
		out.Sources = []portal.Facet{{Value: "s1", Label: "Portail du département", Count: n}}
	}
	return out, nil
}

func (e elsewhere) Get(_ context.Context, id string) (portal.HarvestedDataset, error) {
	return portal.HarvestedDataset{}, fault.Missing("test")
}

// wider is the site with n datasets of another portal, about roads.
func wider(n int) site {
	var others elsewhere
	for i := range n {
		others = append(others, portal.HarvestedDataset{ID: "h" + string(rune('a'+i)), Title: "Comptage routier " + string(rune('A'+i)), Themes: []string{"TRAN"},
			Licence: "lov2", Source: "Portail du département", SourceID: "s1", Host: "data.example.org", Modified: portaltest.Now.Add(-time.Duration(i+1) * time.Hour), Body: portaltest.Operator})
	}
	rows, catalogue := &portaltest.Rows{}, portaltest.NewCatalogue()
	service := portal.New(portal.Parts{Catalogue: catalogue, Rows: rows, Schemas: portaltest.Schemas{}, Harvested: others, Alerts: true,
		Clock: clock.NewManual(portaltest.Now), Operator: portaltest.Operator})
	var routes web.Routes
	service.Register(&routes)
	return site{web.NewRouter(web.Config{PublicURL: public, Shell: service.Frame}, &routes), rows, catalogue}
}

func found(t *testing.T, w *httptest.ResponseRecorder) (titles []string) {
	t.Helper()
	if w.Code != http.StatusOK {
		t.Fatalf("%d: %.300s", w.Code, w.Body)
	}
	for part := range strings.SplitSeq(w.Body.String(), `<li class="result">`) {
		if _, rest, ok := strings.Cut(part, `<h2><a href="`); ok && !strings.HasPrefix(part, "<!") {
			_, rest, _ = strings.Cut(rest, ">")
			title, _, _ := strings.Cut(rest, "<")
			titles = append(titles, title)
		}
	}
	return titles
}

// TestOthersAreFound: one search finds what is published here and what other
// portals have, page by page, each once; page, table and feed agree.
func TestOthersAreFound(t *testing.T) {
	s := wider(24)
	own := len(found(t, newSite().get(t, "/fr/datasets")))
	var all []string
	for _, page := range []string{"1", "2"} {
		w := s.get(t, "/fr/datasets?page="+page)
		all = append(all, found(t, w)...)
		if page == "1" && !strings.Contains(w.Body.String(), "Moissonné") {
			t.Error("nothing says that it was harvested")
		}
	}
	if n := len(slices.Compact(slices.Sorted(slices.Values(all)))); len(all) != own+24 || n != len(all) {
		t.Errorf("%d found, %d of them different; %d are here and 24 elsewhere", len(all), n, own)
	}
	for _, c := range []struct {
		path string
		want int
	}{{"?origin=here", own}, {"?origin=s1&page=2", 4}, {"?origin=nobody", 0}, {"?schema=scdl/subventions&origin=s1", 0}, {"?theme=TRAN", 20}, {"?q=comptage+routier+c", 1}} {
		if got := found(t, s.get(t, "/fr/datasets"+c.path)); len(got) != c.want {
			t.Errorf("%s finds %d, want %d: %v", c.path, len(got), c.want, got)
		}
	}
	page := s.get(t, "/fr/datasets").Body.String()
	for _, part := range []string{"Publié ici", "Portail du département", "origin=s1", "Transports"} {
		if !strings.Contains(page, part) {
			t.Errorf("the page has no %q", part)
		}
	}
	if strings.Contains(s.get(t, "/fr/datasets?origin=s1").Body.String(), `href="/alerts?`) {
		t.Error("alerts of harvested data are offered: there are none")
	}
	lines, err := csv.NewReader(strings.NewReader(strings.ReplaceAll(strings.TrimPrefix(s.get(t, "/datasets.csv?q=comptage").Body.String(), "\ufeff"), ";", ","))).ReadAll()
	if err != nil || len(lines) != 25 || lines[1][len(lines[1])-1] != "Portail du département (data.example.org)" {
		t.Errorf("the table has %d lines (%v)", len(lines), err)
	}
	feed := s.get(t, "/datasets.atom?q=comptage").Body.String()
	if n := strings.Count(feed, "<entry>"); n != 24 || !strings.Contains(feed, public+"/harvested/ha#") {
		t.Errorf("the feed has %d entries", n)
	}
	if diff := cmp.Diff(own, len(found(t, s.get(t, "/fr/datasets?origin=here")))); diff != "" {
		t.Error(diff)
	}
}

// TestOthersByTheirWords: words that nothing here has, and something elsewhere
// does, are no typing error.
func TestOthersByTheirWords(t *testing.T) {
	s := wider(2)
	s.catalogue.Mend = map[string]string{"comptage": "subventions"}
	page := s.get(t, "/fr/datasets?q=comptage")
	if got := found(t, page); len(got) != 2 || strings.Contains(page.Body.String(), "voici les résultats pour") {
		t.Errorf("found %v", got)
	}
	if n := strings.Count(s.get(t, "/datasets.csv?q=comptage").Body.String(), "\n"); n != 3 {
		t.Errorf("the table has %d lines", n)
	}
	if n := strings.Count(s.get(t, "/datasets.atom?q=comptage").Body.String(), "<entry>"); n != 2 {
		t.Errorf("the feed has %d entries", n)
	}
	s.catalogue.Mend = map[string]string{"subvantions": "subventions"}
	if page := s.get(t, "/fr/datasets?q=subvantions").Body.String(); !strings.Contains(page, "voici les résultats pour") {
		t.Error("what nobody has is not mended")
	}
}

// TestOthersHaveTheirPlace: whatever the order, what others publish stands where
// it belongs among ours, on every page and in the table.
func TestOthersHaveTheirPlace(t *testing.T) {
	s := wider(24)
	// Some are older than ours, and their titles fall between ours.
	for i := range s.catalogue.Sets {
		s.catalogue.Sets[i].Modified = portaltest.Now.Add(-time.Duration(5*i) * time.Hour)
		s.catalogue.Sets[i].Title = "Comptage routier " + string(rune('B'+5*i)) + " bis"
	}
	for _, sort := range []string{"", "recent", "title"} {
		var pages []string
		for _, page := range []string{"1", "2"} {
			pages = append(pages, found(t, s.get(t, "/fr/datasets?sort="+sort+"&page="+page))...)
		}
		r := csv.NewReader(strings.NewReader(strings.TrimPrefix(s.get(t, "/datasets.csv?sort="+sort).Body.String(), "\ufeff")))
		r.Comma = ';'
		lines, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		var table []string
		others, between := 0, false
		for i, line := range lines[1:] {
			table = append(table, line[1])
			if other := line[len(line)-1] != ""; other {
				others++
				between = between || i+1 < len(lines)-1 && lines[i+2][len(line)-1] == ""
			}
		}
		if diff := cmp.Diff(table, pages); diff != "" {
			t.Errorf("sort %q: the pages are not the table (-table +pages):\n%s", sort, diff)
		}
		if others != 24 || !between {
			t.Errorf("sort %q: %d of 24 others are in the table; one stands before one of ours: %t", sort, others, between)
		}
		if sort == "title" && !slices.IsSorted(table) {
			t.Errorf("by title: %q", table)
		}
		if sort != "title" {
			for i := 1; i < len(lines)-1; i++ {
				if lines[i][12] < lines[i+1][12] {
					t.Errorf("sort %q: %s stands before %s", sort, lines[i][12], lines[i+1][12])
				}
			}
		}
	}
}
