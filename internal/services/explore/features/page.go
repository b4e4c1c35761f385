package features

import (
	"encoding/json"
	"net/http"

	"airial/internal/platform/web"
)

// label is what people read of a link.
func (l link) label() string {
	if l.Title != "" {
		return l.Rel + " · " + l.Title
	}
	return l.Rel
}

// answer writes a document as JSON, or as a page for whoever wants one.
func (s *Service) answer(w http.ResponseWriter, r *http.Request, media, title string, v any, links []link) error {
	html, err := asHTML(r)
	if err != nil {
		return err
	}
	if !html {
		for _, l := range links {
			if l.Rel == "next" || l.Rel == "self" {
				w.Header().Add("Link", "<"+l.Href+">; rel=\""+l.Rel+"\"; type=\""+l.Type+"\"")
			}
		}
		return write(w, http.StatusOK, media, v)
	}
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	return web.Render(w, r, web.Framed(r.Context(), title, document(title, links, string(text))))
}

// definition describes the interface (OpenAPI 3.0, requirements 2 to 4 and 55).
func (s *Service) definition(w http.ResponseWriter, r *http.Request) error {
	if err := only(r.URL.Query()); err != nil {
		return err
	}
	parameter := func(name, in, kind, doc string) map[string]any {
		p := map[string]any{"name": name, "in": in, "required": in == "path", "description": doc, "schema": map[string]any{"type": kind}}
		return p
	}
	limit := parameter("limit", "query", "integer", "Features to return")
	limit["schema"] = map[string]any{"type": "integer", "minimum": 1, "maximum": most, "default": byDefault}
	limit["style"], limit["explode"] = "form", false
	bbox := parameter("bbox", "query", "array", "west,south,east,north, in degrees")
	bbox["schema"] = map[string]any{"type": "array", "minItems": 4, "maxItems": 6, "items": map[string]any{"type": "number"}}
	bbox["style"], bbox["explode"] = "form", false
	moment := parameter("datetime", "query", "string", "An instant or an interval")
	moment["style"], moment["explode"] = "form", false
	collection, feature := parameter("collection", "path", "string", "Identifier of a collection"), parameter("feature", "path", "string", "Identifier of a feature")
	get := func(id, summary, media string, params ...any) map[string]any {
		return map[string]any{"get": map[string]any{"operationId": id, "summary": summary, "parameters": append([]any{}, params...),
			"responses": map[string]any{"200": map[string]any{"description": summary, "content": map[string]any{media: map[string]any{"schema": map[string]any{"type": "object"}}}},
				"400": map[string]any{"description": "A parameter is not valid"}, "404": map[string]any{"description": "Not found"}}}}
	}
	return write(w, http.StatusOK, openAPI, map[string]any{"openapi": "3.0.3",
		"info":    map[string]any{"title": "OGC API – Features", "version": "1.0.0"},
		"servers": []any{map[string]any{"url": at(r, "")}},
		"paths": map[string]any{
			"/":                               get("landing", "Landing page", plainJSON),
			"/conformance":                    get("conformance", "Conformance classes", plainJSON),
			"/collections":                    get("collections", "Collections", plainJSON),
			"/collections/{collection}":       get("collection", "A collection", plainJSON, collection),
			"/collections/{collection}/items": get("items", "Features", geoJSON, collection, limit, bbox, moment),
			"/collections/{collection}/items/{feature}": get("item", "A feature", geoJSON, collection, feature),
		}})
}
