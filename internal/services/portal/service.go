package portal

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/web"
	"airial/internal/platform/web/chart"
	"airial/internal/services/portal/picture"
)

// Service is the room, put together.
type Service struct {
	p      Parts
	counts remembered[counts]
}

// Parts is what the room is made with.
type Parts struct {
	Catalogue Catalogue
	Rows      Rows
	Schemas   Schemas
	Licences  []Licence
	Clock     clock.Clock
	// Harvested is what was harvested from other portals; nil where nobody
	// harvests.
	Harvested Harvested
	// Operator runs the site; the zero Member before there is one.
	Operator organisation.Member
	// Checks says that anybody may have a file checked, at /check.
	Checks bool
	// Alerts says that people are told by mail of what is published.
	Alerts bool
	// Contact is the operator's address for questions about the site; may be
	// empty.
	Contact string
	// Rights is the address at which people use their rights over what a body
	// keeps of them, from that of its page; nil where there is none.
	Rights func(base string) string
	// Searched is told how much a search has found; may be nil.
	Searched func(r *http.Request, member string, found int)
	// Blocks are what other rooms show at the end of a dataset’s page; each may be
	// nil for a dataset of which there is nothing to show.
	Blocks []func(ctx context.Context, d Dataset) (templ.Component, error)
	// Pictures makes charts and maps of tables; nil for none.
	Pictures *picture.Service
	// Chosen are the pictures that the publisher of a dataset has chosen; ok is
	// false while the rules choose. May be nil.
	Chosen func(ctx context.Context, dataset string) (specs []picture.Spec, ok bool, err error)
	// Stories tells where the data of a schema are told in plain figures, "" for
	// nowhere; nil for none.
	Stories func(ctx context.Context) (func(schema string) string, error)
	// UnderMaps gives the outlines of where some bodies are, to lie under a map, and
	// says where they come from; nil for none.
	UnderMaps func(ctx context.Context, members []organisation.Member) (shapes []chart.Shape, credit string, err error)
	// Labels give portals a face of their own; nil for none.
	Labels Labels
	// Proofs proves publications by the journal; nil for none.
	Proofs Proofs
	// Stream reads whole tables, to compare versions; nil for none.
	Stream picture.Rows
	// Compared keeps the latest differences.
	Compared *Compared
}

// New puts the room together.
func New(p Parts) *Service {
	if p.Compared == nil {
		p.Compared = &Compared{}
	}
	return &Service{p: p}
}

// Register adds the room's pages.
func (s *Service) Register(routes *web.Routes) {
	page := func(pattern string, handler web.Handler) {
		routes.Add(web.Route{Method: http.MethodGet, Pattern: pattern, Kind: web.Page, Guard: web.Everyone, Handler: handler})
	}
	page("/{$}", s.home)
	page("/datasets", s.search)
	page("/datasets/{id}", s.byID)
	page("/recherche", s.searchAddress)
	page("/search", s.searchAddress)
	page("/commune", s.commune)
	page("/members", s.members)
	page("/p/{member}", s.member)
	page("/p/{member}/around", s.around)
	page("/p/{member}/datasets", s.memberSearch)
	page("/p/{member}/datasets/{slug}", s.dataset)
	page("/p/{member}/datasets/{slug}/versions/{number}", s.dataset)
	page("/schemas", s.schemas)
	page("/schemas/{name...}", s.schema)
	s.harvestedPages(routes)
	page("/about", s.about)
	page("/licence", s.licence)
	for _, pattern := range []string{"/datasets.csv", "/p/{member}/datasets.csv"} {
		routes.Add(web.Route{Method: http.MethodGet, Pattern: pattern, Kind: web.Download, Guard: web.Everyone, Handler: s.searchCSV})
	}
	page("/p/{member}/licence", s.licence)
	for _, base := range []string{"", "/p/{member}"} {
		page(base+"/legal", s.legal)
		page(base+"/personal-data", s.personalData)
		page(base+"/accessibility", s.accessibility)
	}
	s.versionRoutes(routes)
	s.dictionaryRoutes(routes)
	machine := func(pattern string, handler web.Handler) {
		routes.Add(web.Route{Method: http.MethodGet, Pattern: pattern, Kind: web.Asset, Guard: web.Everyone, Handler: handler})
	}
	machine("/datasets/{id}/places", s.placesOf)
	machine("/datasets/{id}/versions/{number}/places", s.placesOf)
	for _, end := range []string{".atom", ".rss"} {
		machine("/datasets"+end, s.searchFeed)
		machine("/p/{member}/datasets"+end, s.searchFeed)
		machine("/datasets/{id}/versions"+end, s.versionsFeed)
	}
	machine("/datasets/{id}/versions/{number}/citation/{form}", s.citationFile)
	machine("/robots.txt", s.robots)
	machine("/sitemap.xml", s.sitemapIndex)
	machine("/sitemaps/{page}", s.sitemap)
	machine("/p/{member}/robots.txt", s.memberRobots)
	machine("/p/{member}/sitemap.xml", s.memberSitemap)
	machine("/themes/{name}/{file}", s.theme)
}
