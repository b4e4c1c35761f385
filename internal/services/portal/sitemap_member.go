package portal

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"net/http"
	"time"

	"airial/internal/platform/web"
)

// memberRobots is what a member's own host tells search engines.
func (s *Service) memberRobots(w http.ResponseWriter, r *http.Request) error {
	profile, err := s.p.Catalogue.Body(r.Context(), r.PathValue("member"))
	if err != nil {
		return err
	}
	at := s.siteOf(r, profile)
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err = fmt.Fprintf(w, "User-agent: *\nDisallow: /*?*sort=\nDisallow: /*?*f.\nSitemap: %s\n", at("/sitemap.xml"))
	return err
}

// siteOf writes paths of a member's portal as full addresses.
func (s *Service) siteOf(r *http.Request, profile Profile) func(path string) string {
	site := s.face(r.Context(), profile.Member).Site
	if site.Base == "" {
		return func(path string) string { return web.URL(r.Context(), memberPath(profile.Member)+path) }
	}
	return func(path string) string { return site.Base + path }
}

// memberSitemap names the pages of one member's portal.
func (s *Service) memberSitemap(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	profile, err := s.p.Catalogue.Body(ctx, r.PathValue("member"))
	if err != nil {
		return err
	}
	at := s.siteOf(r, profile)
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	out := bufio.NewWriter(w)
	fmt.Fprint(out, xml.Header, `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`, "\n")
	put := func(path string, modified time.Time) error {
		fmt.Fprint(out, "<url><loc>")
		if err := xml.EscapeText(out, []byte(at(path))); err != nil {
			return err
		}
		fmt.Fprint(out, "</loc>")
		if !modified.IsZero() {
			fmt.Fprintf(out, "<lastmod>%s</lastmod>", modified.UTC().Format(time.DateOnly))
		}
		_, err := fmt.Fprint(out, "</url>\n")
		return err
	}
	if err := put("", profile.Latest); err != nil {
		return err
	}
	base := memberPath(profile.Member)
	for offset := 0; offset < sitemapSize; offset += memberDatasets {
		found, err := s.p.Catalogue.Search(ctx, Search{Member: profile.Slug, Sort: "title", Limit: memberDatasets, Offset: offset, Own: true})
		if err != nil {
			return err
		}
		for _, d := range found.Datasets {
			if err := put(datasetPath(d)[len(base):], d.Modified); err != nil {
				return err
			}
		}
		if len(found.Datasets) < memberDatasets {
			break
		}
	}
	fmt.Fprint(out, "</urlset>\n")
	return out.Flush()
}
