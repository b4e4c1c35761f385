package explore

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/platform/tables"
	"airial/internal/platform/web"
)

// Service is the room, put together.
type Service struct {
	engine    *tables.Engine
	catalogue Catalogue
}

// New puts the room together.
func New(engine *tables.Engine, catalogue Catalogue) *Service {
	return &Service{engine: engine, catalogue: catalogue}
}

// Rows returns a page of rows of a dataset's public table.
func (s *Service) Rows(ctx context.Context, id string, number int, q tables.Query) (tables.Page, error) {
	t, err := s.catalogue.Table(ctx, id, number)
	if err != nil {
		return tables.Page{}, err
	}
	for i, f := range q.Filters {
		// A column may itself be called "taux__ge".
		whole := f.Column + "__" + string(f.Op)
		if !t.has(f.Column) && t.has(whole) {
			q.Filters[i] = tables.Filter{Column: whole, Op: tables.Eq, Value: f.Value}
		}
	}
	return s.engine.Query(ctx, t.queried(), q)
}

// Each calls fn with each row that a query of a dataset's public table asks for;
// see tables.Engine.Each.
func (s *Service) Each(ctx context.Context, id string, number int, q tables.Query, fn func(row []any) error) error {
	t, err := s.catalogue.Table(ctx, id, number)
	if err != nil {
		return err
	}
	return s.engine.Each(ctx, t.queried(), q, fn)
}

// EachAsk calls fn with each row of the answer to a question; see
// tables.Engine.EachAsk.
func (s *Service) EachAsk(ctx context.Context, id string, number int, a tables.Ask, fn func(row []any) error) error {
	t, err := s.catalogue.Table(ctx, id, number)
	if err != nil {
		return err
	}
	return s.engine.EachAsk(ctx, t.queried(), a, fn)
}

func (t Table) has(column string) bool {
	return slices.ContainsFunc(t.Columns, func(c tables.Column) bool { return c.Name == column })
}

// Register adds the room's routes.
func (s *Service) Register(routes *web.Routes, api *web.Interface) {
	param := func(name, doc string, schema huma.Schema) *huma.Param {
		schema.Description = doc
		return &huma.Param{Name: name, In: "query", Schema: &schema}
	}
	api.Stream(web.Everyone, huma.Operation{Method: http.MethodGet, Path: "/api/v1/datasets/{id}/rows", Tags: []string{"datasets"},
		Summary: "Read the rows of a published dataset",
		Description: "Any other parameter is the name of a column: FIELD=VALUE keeps the rows whose cell is that value; " +
			"FIELD__contains, __ne, __lt, __le, __gt, __ge, __null, __notnull do as they say.",
		Parameters: []*huma.Param{
			{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: "string"}},
			param("limit", "Rows to return, at most 1000", huma.Schema{Type: "integer", Default: defaultLimit}),
			param("offset", "Rows to leave out first", huma.Schema{Type: "integer", Default: 0}),
			param("sort", "Names of columns, with - in front to descend, separated by commas", huma.Schema{Type: "string"}),
			param("q", "Words to find in any cell", huma.Schema{Type: "string"}),
			param("version", "Number of a version; the latest when absent", huma.Schema{Type: "integer"}),
		},
		Responses: map[string]*huma.Response{"200": {Description: "Rows",
			Content: map[string]*huma.MediaType{"application/json": {Schema: api.Schema(rowsAnswer{})}}}},
	}, 0, s.getRows)
	for _, prefix := range []string{"/datasets/{id}/", "/datasets/{id}/versions/{number}/"} {
		for _, name := range []string{"original", "data.csv", "data.parquet"} {
			routes.Add(web.Route{Method: http.MethodGet, Pattern: prefix + name, Kind: web.Download, Guard: web.Everyone,
				Handler: s.getFile(name)})
		}
	}
}
