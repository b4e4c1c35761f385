package portal

import (
	"context"
	"encoding/xml"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
)

// feedItems is how many publications a feed tells of: a reader that looks once a
// day misses none unless as many came.
const feedItems = 50

// A feed tells of publications, the latest first: each version that was published
// is an item of its own, and is one for ever.
type feed struct {
	ID, Title, Page, Self string // addresses, but the title
	Updated               time.Time
	Items                 []feedItem
}

type feedItem struct {
	ID, Title, Page, Words, Author string
	Published                      time.Time
	Tags                           []string
}

// searchFeed tells of what a search finds, of all or of a member.
func (s *Service) searchFeed(w http.ResponseWriter, r *http.Request) error {
	ctx, member := r.Context(), r.PathValue("member")
	own := member != ""
	if !own {
		member = r.URL.Query().Get("member")
	}
	v := searchView{Search: readSearch(r.URL.Query(), member, own)}
	v.Sort, v.Limit = "recent", feedItems
	var err error
	if v.Results, err = s.p.Catalogue.Search(ctx, v.Search); err != nil {
		return err
	}
	if err := s.literally(ctx, &v); err != nil {
		return err
	}
	var others HarvestedResults
	if q, possible := v.othersSearch(); possible && s.p.Harvested != nil && v.Origin != originHere {
		q.Limit = feedItems
		if others, err = s.p.Harvested.Find(ctx, q); err != nil {
			return err
		}
		if q.Source != "" {
			v.Origins = others.Sources
		}
	}
	if !v.ours() {
		v.Datasets = nil
	}
	f := feed{Title: s.siteName(ctx, s.face(ctx, s.p.Operator))}
	v.Path = "/datasets"
	if own {
		v.Path, f.Title = memberPath(*v.Within)+"/datasets", v.Within.Name
	}
	for _, c := range v.active(ctx, s) {
		f.Title += " – " + c.Label
	}
	v.Sort = ""
	f.Page, f.ID = web.URL(ctx, v.with("")), web.URL(ctx, v.with(".atom"))
	f.Self = f.ID
	for _, d := range v.Datasets {
		item := s.feedItem(ctx, d, d.Number, d.Modified)
		item.Words = d.Description
		f.Items = append(f.Items, item)
	}
	for _, d := range others.Datasets {
		if !d.Modified.IsZero() { // else nobody knows when it was news
			f.Items = append(f.Items, harvestedItem(ctx, d))
		}
	}
	slices.SortStableFunc(f.Items, func(a, b feedItem) int { return b.Published.Compare(a.Published) })
	f.Items = f.Items[:min(len(f.Items), feedItems)]
	return s.writeFeed(w, r, f)
}

// harvestedItem tells of a change of a dataset of another portal.
func harvestedItem(ctx context.Context, d HarvestedDataset) feedItem {
	page := web.URL(ctx, harvestedPath(d))
	author := d.Publisher
	if author == "" {
		author = d.Source
	}
	return feedItem{ID: page + "#" + d.Modified.UTC().Format("20060102T150405Z"), Title: d.Title, Page: page, Author: author, Published: d.Modified,
		Tags: slices.Clone(d.Keywords), Words: strings.TrimSpace("(" + d.from(ctx) + ") " + d.Description)}
}

// versionsFeed tells of the versions of a dataset.
func (s *Service) versionsFeed(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	if !ident.Valid(id) {
		return fault.Missing("portal.versionsFeed")
	}
	d, err := s.p.Catalogue.Dataset(ctx, "", id, 0)
	if err != nil {
		return err
	}
	if d.Hidden != nil {
		return fault.New(fault.Gone, "portal.versionsFeed", "Ce jeu de données n’est plus public.", "This dataset is no longer public.")
	}
	f := feed{Title: d.Title + " – " + d.Body.Name, Page: web.URL(ctx, datasetPath(d.Dataset)), ID: web.URL(ctx, "/datasets/"+id+"/versions.atom")}
	f.Self = f.ID
	for _, v := range d.History[:min(feedItems, len(d.History))] {
		item := s.feedItem(ctx, d.Dataset, v.Number, v.Issued)
		item.Page = web.URL(ctx, versionPath(d.Dataset, v.Number))
		item.Title = i18n.Sayf(ctx, "%s, version %d", "%s, version %d", d.Title, v.Number)
		item.Words = i18n.Sayf(ctx, "Version %d, %s.", "Version %d, %s.", v.Number, i18n.Count(ctx, v.Rows, "ligne", "lignes", "row", "rows"))
		f.Items = append(f.Items, item)
	}
	return s.writeFeed(w, r, f)
}

func (s *Service) feedItem(ctx context.Context, d Dataset, number int, at time.Time) feedItem {
	item := feedItem{ID: web.URL(ctx, "/datasets/"+d.ID+"#v"+strconv.Itoa(number)), Title: d.Title, Page: web.URL(ctx, datasetPath(d)),
		Author: d.Body.Name, Published: at, Tags: slices.Clone(d.Keywords)}
	if d.Schema != "" {
		item.Tags = append(item.Tags, d.Schema)
	}
	return item
}

// writeFeed writes a feed as its address asks for it: Atom (RFC 4287) or RSS 2.0.
func (s *Service) writeFeed(w http.ResponseWriter, r *http.Request, f feed) error {
	// With nothing in it, it was never changed: a date of today would make it new
	// with each look.
	f.Updated = time.Unix(0, 0).UTC()
	if len(f.Items) > 0 {
		f.Updated = f.Items[0].Published.UTC()
	}
	kind, document := "application/atom+xml; charset=utf-8", any(f.atom())
	if strings.HasSuffix(r.URL.Path, ".rss") {
		f.Self = strings.Replace(f.Self, ".atom", ".rss", 1)
		kind, document = "application/rss+xml; charset=utf-8", f.rss(string(i18n.From(r.Context()).Lang))
	}
	out, err := xml.MarshalIndent(document, "", " ")
	if err != nil {
		return fault.Wrap("portal.writeFeed", err)
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Last-Modified", f.Updated.Format(http.TimeFormat))
	w.Header().Set("Cache-Control", "public, max-age=300")
	if web.Fresh(w, r, string(out)) {
		return nil
	}
	_, err = w.Write(append([]byte(xml.Header), out...))
	return err
}

// feedsOf are the feeds that a page names in its head, from the address without
// its end.
func feedsOf(ctx context.Context, title, address string, query string) []ui.Link {
	if query != "" {
		query = "?" + query
	}
	return []ui.Link{
		{Label: title + " (Atom)", Href: web.URL(ctx, address+".atom"+query), Kind: "application/atom+xml"},
		{Label: title + " (RSS)", Href: web.URL(ctx, address+".rss"+query), Kind: "application/rss+xml"},
	}
}
