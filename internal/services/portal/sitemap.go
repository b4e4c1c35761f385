package portal

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"airial/internal/platform/fault"
	"airial/internal/platform/web"
)

// sitemapSize is how many addresses one sitemap holds; the protocol allows
// 50,000.
const sitemapSize = 20000

func (s *Service) robots(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := fmt.Fprintf(w, "User-agent: *\nDisallow: /console\nDisallow: /*?*sort=\nDisallow: /*?*f.\nSitemap: %s\n",
		web.URL(r.Context(), "/sitemap.xml"))
	return err
}

// sitemapIndex names the sitemaps, as sitemaps.org has them.
func (s *Service) sitemapIndex(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	figures, err := s.p.Catalogue.Figures(ctx)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	out := bufio.NewWriter(w)
	fmt.Fprint(out, xml.Header, `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`, "\n")
	for n := 1; n == 1 || (n-1)*sitemapSize < figures.Bodies+figures.Datasets; n++ {
		fmt.Fprintf(out, "<sitemap><loc>%s</loc></sitemap>\n", web.URL(ctx, "/sitemaps/"+strconv.Itoa(n)+".xml"))
	}
	fmt.Fprint(out, "</sitemapindex>\n")
	return out.Flush()
}

// sitemap lists members and datasets, as they come from the catalogue.
func (s *Service) sitemap(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	text, ok := strings.CutSuffix(r.PathValue("page"), ".xml")
	n, err := strconv.Atoi(text)
	if !ok || err != nil || n < 1 || n > pagesMost {
		return fault.Missing("portal.sitemap")
	}
	out := bufio.NewWriter(w)
	begun := false
	begin := func() {
		begun = true
		w.Header().Set("Content-Type", "application/xml; charset=utf-8")
		fmt.Fprint(out, xml.Header, `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`, "\n")
	}
	err = s.p.Catalogue.Addresses(ctx, (n-1)*sitemapSize, sitemapSize, func(a Address) error {
		if s.p.Labels != nil && s.p.Labels.Elsewhere(ctx, a.Path) {
			return nil // its own host names it
		}
		if !begun {
			begin()
		}
		fmt.Fprint(out, "<url><loc>")
		if err := xml.EscapeText(out, []byte(web.URL(ctx, a.Path))); err != nil {
			return err
		}
		fmt.Fprint(out, "</loc>")
		if !a.Modified.IsZero() {
			fmt.Fprintf(out, "<lastmod>%s</lastmod>", a.Modified.UTC().Format(time.DateOnly))
		}
		_, err := fmt.Fprint(out, "</url>\n")
		return err
	})
	if err != nil {
		return err
	}
	if !begun {
		begin()
	}
	fmt.Fprint(out, "</urlset>\n")
	return out.Flush()
}
