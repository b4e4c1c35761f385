package ods

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
	"airial/internal/platform/tables"
	"airial/internal/platform/web"
	"airial/internal/services/explore"
)

// Base is where the interface begins.
const Base = "/api/explore/v2.1/catalog"

// Parts is what the room is made with.
type Parts struct {
	Engine *tables.Engine
	Shelf  explore.Shelf
	Clock  clock.Clock
	// Limiter bounds the questions of one address; nil for no bound.
	Limiter *web.Limiter
	// Catalogue writes the catalogue as DCAT, in one of the Syntaxes ("jsonld",
	// "ttl").
	Catalogue func(w http.ResponseWriter, r *http.Request, syntax string) error
	Syntaxes  []string
}

// Service is the room, put together.
type Service struct {
	p       Parts
	listing listing
}

// New puts the room together.
func New(p Parts) *Service { return &Service{p: p} }

// Register adds the room's routes.
func (s *Service) Register(routes *web.Routes, api *web.Interface) {
	one := Base + "/datasets/{id}"
	s.add(routes, api, Base+"/datasets", "Search the catalogue of datasets", listParameters, s.getCatalogue)
	s.add(routes, api, Base+"/facets", "Count the catalogue by facets", facetParameters, s.getCatalogueFacets)
	s.add(routes, api, Base+"/exports", "List the formats in which the catalogue can be had", nil, s.getCatalogueExports)
	s.add(routes, api, one, "Read a dataset's metadata and fields", nil, s.getDataset)
	s.add(routes, api, one+"/records", "Query a dataset's records", recordParameters, s.getRecords)
	s.add(routes, api, one+"/records/{record}", "Read one record", nil, s.getRecord)
	s.add(routes, api, one+"/facets", "Count a dataset's records by facets", facetParameters, s.getFacets)
	s.add(routes, api, one+"/attachments", "List a dataset's attachments (there are none)", nil, s.getAttachments)
	s.add(routes, api, one+"/exports", "List the formats in which records can be had", nil, s.getExports)
	s.export(routes, api, Base+"/exports/{format}", "Export the catalogue: csv, json, jsonl, xlsx, and as DCAT", s.getCatalogueExport)
	s.export(routes, api, one+"/exports/{format}", "Export records, all of them by default: csv, json, jsonl, geojson, xlsx, parquet", s.getExport)
}

// add adds a documented operation, also at its address with a slash behind,
// which clients of the API ask for.
func (s *Service) add(routes *web.Routes, api *web.Interface, path, summary string, params []*huma.Param, fn web.Handler) {
	handler := answering(s.limited(fn))
	routes.Add(web.Route{Method: http.MethodGet, Pattern: path, Kind: web.API, Guard: web.Everyone, Handler: handler},
		web.Route{Method: http.MethodGet, Pattern: path + "/{$}", Kind: web.Asset, Guard: web.Everyone, Handler: handler})
	s.describe(api, path, summary, params)
}

func (s *Service) export(routes *web.Routes, api *web.Interface, path, summary string, fn web.Handler) {
	handler := answering(s.limited(fn))
	for _, pattern := range []string{path, path + "/{$}"} {
		routes.Add(web.Route{Method: http.MethodGet, Pattern: pattern, Kind: web.Download, Guard: web.Everyone, Handler: handler})
	}
	s.describe(api, path, summary, exportParameters)
}

// limited counts a question before it is answered, and says how the caller
// stands.
func (s *Service) limited(fn web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		r = r.WithContext(tables.WithAsker(r.Context(), web.Address(r)))
		if s.p.Limiter == nil {
			return fn(w, r)
		}
		q := s.p.Limiter.Take(web.Address(r))
		h := w.Header()
		h.Set("X-RateLimit-Limit", strconv.Itoa(q.Most))
		h.Set("X-RateLimit-Remaining", strconv.Itoa(q.Left))
		h.Set("X-RateLimit-Reset", s.p.Clock.Now().Add(q.Reset).UTC().Format("2006-01-02 15:04:05+00:00"))
		q.Tell(h, "explore")
		if q.Wait > 0 {
			return &fault.Error{Kind: fault.TooMany, Op: "ods"}
		}
		return fn(w, r)
	}
}

// dataset finds the dataset of a request.
func (s *Service) dataset(r *http.Request, number int) (explore.Dataset, error) {
	return s.p.Shelf.Dataset(r.Context(), r.PathValue("id"), number)
}

// rows answers a plan: a page of it, and how many there are in all.
func (s *Service) rows(ctx context.Context, t tables.Table, p plan, limit, offset int) (rows [][]any, total int64, err error) {
	if p.plain != nil {
		q := *p.plain
		q.Limit, q.Offset = limit, int64(offset)
		page, err := s.p.Engine.Query(ctx, t, q)
		return page.Rows, page.Total, err
	}
	a := p.ask
	a.Limit, a.Offset = limit, int64(offset)
	if !a.Whole {
		return s.p.Engine.Ask(ctx, t, a)
	}
	// One row of all: how many there are is asked beside it.
	if rows, _, err = s.p.Engine.Ask(ctx, t, a); err != nil {
		return nil, 0, err
	}
	_, total, err = s.p.Engine.Ask(ctx, t, tables.Ask{Out: []*tables.Node{tables.RowNumber()}, Where: a.Where})
	return rows, total, err
}

// each hands on all rows of a plan, limit of them at most (0: all).
func (s *Service) each(ctx context.Context, t tables.Table, p plan, limit int, fn func(row []any) error) error {
	if p.plain != nil {
		q := *p.plain
		q.Limit = limit
		return s.p.Engine.Each(ctx, t, q, fn)
	}
	a := p.ask
	a.Limit = limit
	return s.p.Engine.EachAsk(ctx, t, a, fn)
}

func isoTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05+00:00") }
