package features

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
	"airial/internal/platform/tables"
	"airial/internal/platform/web"
	"airial/internal/services/explore"
	"airial/internal/services/explore/ods"
)

// Base is where the interface begins.
const Base = "/api/features"

// Parts is what the room is made with.
type Parts struct {
	Explore *ods.Service
	Shelf   explore.Shelf
	Clock   clock.Clock
	Limiter *web.Limiter // of the questions of one address; nil for no bound
}

// Service is the room, put together.
type Service struct{ p Parts }

// New puts the room together.
func New(p Parts) *Service { return &Service{p} }

// Register adds the room's routes.
func (s *Service) Register(routes *web.Routes, api *web.Interface) {
	for _, r := range []struct {
		path, summary string
		fn            web.Handler
	}{
		{"", "OGC API – Features: where it begins", s.landing},
		{"/conformance", "The classes of requirements that are met", s.conformance},
		{"/api", "The definition of the interface (OpenAPI 3.0)", s.definition},
		{"/collections", "Datasets that have places", s.collections},
		{"/collections/{collection}", "One of them", s.collection},
		{"/collections/{collection}/items", "Its rows as features: limit, offset, bbox, datetime, and the name of any field", s.items},
		{"/collections/{collection}/items/{feature}", "One feature", s.item},
	} {
		routes.Add(web.Route{Method: http.MethodGet, Pattern: Base + r.path, Kind: web.API, Guard: web.Everyone, Handler: s.handler(r.fn)})
		var params []*huma.Param
		for _, name := range []string{"collection", "feature"} {
			if strings.Contains(r.path, "{"+name+"}") {
				params = append(params, &huma.Param{Name: name, In: "path", Required: true, Schema: &huma.Schema{Type: "string"}})
			}
		}
		api.Document(web.Everyone, huma.Operation{Method: http.MethodGet, Path: Base + r.path, Tags: []string{"features"}, Summary: r.summary,
			Parameters: params, Responses: map[string]*huma.Response{"200": {Description: "OK"}}})
	}
}

// handler counts the question, and answers errors as the standard says (table
// 3: 400 for parameters).
func (s *Service) handler(fn web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		r = r.WithContext(tables.WithAsker(r.Context(), web.Address(r)))
		var err error
		if s.p.Limiter != nil {
			q := s.p.Limiter.Take(web.Address(r))
			if q.Tell(w.Header(), "explore"); q.Wait > 0 {
				err = &fault.Error{Kind: fault.TooMany, Op: "features"}
			}
		}
		if err == nil {
			err = fn(w, r)
		}
		if !fault.Is(err, fault.Invalid) {
			return err
		}
		return write(w, http.StatusBadRequest, "application/json", map[string]any{"code": "InvalidParameterValue", "description": fault.Message(err).En})
	}
}

func wrong(fr, en string, args ...any) error {
	return fault.New(fault.Invalid, "features", fr, en, args...)
}

func write(w http.ResponseWriter, status int, media string, v any) error {
	w.Header().Set("Content-Type", media)
	w.WriteHeader(status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// link is a web link (RFC 8288).
type link struct {
	Href  string `json:"href"`
	Rel   string `json:"rel"`
	Type  string `json:"type"`
	Title string `json:"title,omitempty"`
}

// Media types.
const (
	plainJSON = "application/json"
	geoJSON   = "application/geo+json"
	openAPI   = "application/vnd.oai.openapi+json;version=3.0"
	page      = "text/html; charset=utf-8"
)

func at(r *http.Request, path string) string { return web.URL(r.Context(), Base+path) }

// asHTML tells whether the answer is wanted as a page: by f, or by whom prefers
// one.
func asHTML(r *http.Request) (bool, error) {
	switch f := r.URL.Query().Get("f"); f {
	case "html":
		return true, nil
	case "json", "application/json", "geojson":
		return false, nil
	case "":
		accept := r.Header.Get("Accept")
		html, other := strings.Index(accept, "text/html"), strings.Index(accept, "json")
		return html >= 0 && (other < 0 || html < other), nil
	default:
		return false, wrong("Le paramètre « f » vaut json ou html.", "The parameter “f” is json or html.")
	}
}

// only refuses parameters that are not known (requirement 29).
func only(v url.Values, known ...string) error {
	for name := range v {
		if name == "f" {
			continue
		}
		found := false
		for _, k := range known {
			found = found || k == name
		}
		if !found {
			return wrong("Le paramètre « %[1]s » n’existe pas ici.", "There is no parameter “%[1]s” here.", name)
		}
	}
	return nil
}

func whole(v url.Values, name string, byDefault, least, most int) (int, error) {
	text := v.Get(name)
	if text == "" {
		return byDefault, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least {
		return 0, wrong("Le paramètre « %[1]s » est un nombre entier à partir de %[2]d.", "The parameter “%[1]s” is a whole number from %[2]d on.", name, least)
	}
	return min(n, most), nil
}

var classes = []string{
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
}

func (s *Service) landing(w http.ResponseWriter, r *http.Request) error {
	if err := only(r.URL.Query()); err != nil {
		return err
	}
	title := "Données publiques du territoire"
	links := []link{{at(r, ""), "self", plainJSON, "This document"}, {at(r, "?f=html"), "alternate", page, "This document as a page"},
		{at(r, "/api"), "service-desc", openAPI, "The definition of the interface"}, {web.URL(r.Context(), "/api"), "service-doc", page, "The interface for people"},
		{at(r, "/conformance"), "conformance", plainJSON, "Classes of requirements that are met"}, {at(r, "/collections"), "data", plainJSON, "Collections"}}
	return s.answer(w, r, plainJSON, title, map[string]any{"title": title, "description": "OGC API – Features", "links": links}, links)
}

func (s *Service) conformance(w http.ResponseWriter, r *http.Request) error {
	if err := only(r.URL.Query()); err != nil {
		return err
	}
	return s.answer(w, r, plainJSON, "Conformance", map[string]any{"conformsTo": classes}, nil)
}
