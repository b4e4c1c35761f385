package counter

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/platform/fault"
	"airial/internal/platform/web"
	"airial/standards/catalogue"
)

// schemaLine is a schema in the list.
type schemaLine struct {
	Name    string `json:"name" doc:"Name in the catalogue of schema.data.gouv.fr"`
	Version string `json:"version"`
	Title   string `json:"title" doc:"What its tables hold, in French"`
	TitleEn string `json:"title_en" doc:"The same in English"`
	Columns int    `json:"columns" doc:"0 for a schema of JSON documents"`
	Address string `json:"address" format:"uri" doc:"Where its descriptor can be read"`
}

type schemaList struct {
	Body struct {
		Date    string       `json:"date" doc:"Day of the official catalogue that the list follows"`
		Schemas []schemaLine `json:"schemas"`
	}
}

// schemasAPI adds the operations that list and show the schemas.
func (s *Service) schemasAPI(api *web.Interface) {
	web.Operation(api, web.Everyone, huma.Operation{Method: http.MethodGet, Path: "/api/v1/schemas", Tags: []string{"check"},
		Summary: "List the schemas that tables can be checked against"},
		func(ctx context.Context, _ *struct{}) (*schemaList, error) {
			out := &schemaList{}
			known := catalogue.BuiltIn()
			out.Body.Date = known.Date
			for _, schema := range known.All() {
				out.Body.Schemas = append(out.Body.Schemas, schemaLine{Name: schema.Name, Version: schema.Version, Title: schema.Title.Fr,
					TitleEn: schema.Title.En, Columns: len(schema.Fields), Address: web.URL(ctx, "/api/v1/schemas/"+schema.Name)})
			}
			for _, d := range catalogue.Documents() {
				if _, table := known.Lookup(d.Name); table { // it is told already
					continue
				}
				out.Body.Schemas = append(out.Body.Schemas, schemaLine{Name: d.Name, Version: d.Version, Title: d.Title.Fr, TitleEn: d.Title.En,
					Address: web.URL(ctx, "/api/v1/schemas/"+d.Name)})
			}
			return out, nil
		})
	api.Stream(web.Everyone, huma.Operation{Method: http.MethodGet, Path: "/api/v1/schemas/{name...}", Tags: []string{"check"},
		Summary:    "Read a schema",
		Parameters: []*huma.Param{{Name: "name", In: "path", Required: true, Schema: &huma.Schema{Type: "string", Description: "Name of the schema, with @version if need be"}}},
		Responses: map[string]*huma.Response{"200": {Description: "A Table Schema descriptor", Content: map[string]*huma.MediaType{
			"application/json": {Schema: &huma.Schema{Type: "object"}}}}},
	}, 0, func(w http.ResponseWriter, r *http.Request) error {
		if d, ok := catalogue.LookupDocument(r.PathValue("name")); ok {
			w.Header().Set("Content-Type", "application/schema+json")
			_, err := w.Write(d.Descriptor())
			return err
		}
		schema, ok := catalogue.Lookup(r.PathValue("name"))
		if !ok {
			return fault.Missing("counter.schema")
		}
		raw, err := schema.Descriptor()
		if err != nil {
			return fault.Wrap("counter.schema", err)
		}
		w.Header().Set("Content-Type", "application/json")
		return json.NewEncoder(w).Encode(json.RawMessage(raw))
	})
}
